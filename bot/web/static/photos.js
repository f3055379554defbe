// Photos before they leave: large ones are made smaller for a weak network, all get a small picture.

const LARGE = 1_500_000; // bytes; below that a photo goes as it is
const LONGEST_SIDE = 2048;
const SMALL_SIDE = 220;

/** The file to send: the photo itself, or a smaller copy, turned upright, when it is large. */
export async function readied(file) {
  if (!file.type.startsWith("image/") || file.size <= LARGE) return file;
  const smaller = await drawn(file, LONGEST_SIDE, 0.85);
  if (!smaller || smaller.blob.size >= file.size) return file;
  return new File([smaller.blob], file.name, { type: "image/jpeg" });
}

/** A small picture of the file, {src, width, height}; null for what is no picture. */
export async function preview(file) {
  const small = file.type.startsWith("image/") ? await drawn(file, SMALL_SIDE, 0.6) : null;
  if (!small) return null;
  const src = await new Promise((resolve) => {
    const reader = new FileReader();
    reader.onloadend = () => resolve(reader.result);
    reader.readAsDataURL(small.blob);
  });
  return src && { src, width: small.width, height: small.height };
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
    const blob = await new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", quality));
    return blob && { blob, width: canvas.width, height: canvas.height };
  } catch {
    return null; // a picture this browser cannot read: the server decides
  }
}
