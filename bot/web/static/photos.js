// Photos before they leave: large ones are made smaller for a weak network, all get a small picture.

const LARGE = 1_500_000; // bytes; below that a photo goes as it is
const LONGEST_SIDE = 2048;
const SMALL_SIDE = 220;

/** The file to send: the photo itself, or a smaller copy, turned upright, when it is large. */
export async function readied(file) {
  if (!file.type.startsWith("image/") || file.size <= LARGE) return file;
  const smaller = await drawn(file, LONGEST_SIDE, 0.85);
  return smaller && smaller.size < file.size ? new File([smaller], file.name, { type: "image/jpeg" }) : file;
}

/** A small picture of the file as a data address; "" for what is no picture. */
export async function preview(file) {
  const small = file.type.startsWith("image/") ? await drawn(file, SMALL_SIDE, 0.6) : null;
  if (!small) return "";
  return new Promise((resolve) => {
    const reader = new FileReader();
    reader.onload = () => resolve(reader.result);
    reader.onerror = () => resolve("");
    reader.readAsDataURL(small);
  });
}

async function drawn(file, side, quality) {
  try {
    const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
    const scale = Math.min(1, side / Math.max(picture.width, picture.height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.max(1, Math.round(picture.width * scale));
    canvas.height = Math.max(1, Math.round(picture.height * scale));
    canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
    picture.close();
    return await new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", quality));
  } catch {
    return null; // a picture this browser cannot read: the server decides
  }
}
