// Draws the lines of the conversation. Everything people or the server wrote is set as text.

const DAYS = { Sun: "Chủ nhật", Mon: "thứ Hai", Tue: "thứ Ba", Wed: "thứ Tư", Thu: "thứ Năm", Fri: "thứ Sáu", Sat: "thứ Bảy" };
const CLOCK = new Intl.DateTimeFormat("en-GB", { weekday: "short", day: "numeric", month: "numeric", timeZone: "Asia/Ho_Chi_Minh" });

/** An element with a class, a text and children. */
function make(tag, name = "", text = "", ...children) {
  const element = document.createElement(tag);
  if (name) element.className = name;
  if (text) element.textContent = text;
  element.append(...children);
  return element;
}

function icon(name) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
  use.setAttribute("href", `#i-${name}`);
  svg.setAttribute("aria-hidden", "true");
  svg.append(use);
  return svg;
}

// Many computers have no font for the few signs that texts carry: they are drawn.
const SIGNS = { "✅": "tick", "⚠": "alert", "📷": "camera", "⏳": "clock" };

function drawn(text) {
  return text.split(/(✅|⚠|📷|⏳)\uFE0F?/u).filter(Boolean).map((part) => (SIGNS[part] ? icon(SIGNS[part]) : part));
}

/** The day in Vietnam that a line belongs to, as people say it: "thứ Ba 24/11". */
export function dayOf(at) {
  const day = Object.fromEntries(CLOCK.formatToParts(new Date(at)).map((part) => [part.type, part.value]));
  return `${DAYS[day.weekday]} ${Number(day.day)}/${Number(day.month)}`;
}

export const dayLine = (text) => make("div", "day", text);

/** A line of this person: text, picture or file, and whether it has arrived. */
export function mine(line) {
  const box = make("div", "mine");
  box.dataset.id = line.id;
  const inside = make("p");
  if (line.picture) inside.append(Object.assign(make("img"), { ...line.picture, alt: "Ảnh đã chọn" }));
  else if (line.file) inside.append(make("span", "file", "", icon("file"), line.file));
  else inside.textContent = line.text;
  box.append(inside, state(line));
  box.classList.toggle("failed", line.state === "failed");
  return box;
}

function state({ state, problem }) {
  if (state === "sent") return make("small", "", "", icon("tick"), make("span", "unseen", "Đã gửi"));
  if (state === "failed") return make("small", "", "", icon("alert"), problem || "Chưa gửi được");
  return make("small", "", "", icon("clock"), "đang gửi…");
}

/** The lines of one letter: receipts, what comes first, the question, its choices. */
export function letter(message, tap, enclosedAt) {
  const parts = message.receipt.split("\n").filter(Boolean).map((text) => make("div", "kept", "", icon("tick"), make("span", "", text)));
  if (message.lead) parts.push(make("div", "bubble", "", ...drawn(message.lead)));
  if (message.enclosed?.length) parts.push(enclosures(message, enclosedAt));
  if (message.text) parts.push(bubble(message));
  if (message.choices.length) parts.push(choices(message, tap));
  return parts;
}

const PLAYERS = { sound: "audio", film: "video" };

/** A sound or a film: nothing of it is loaded before somebody wants it, for networks are weak. */
function player(one, source) {
  const media = make(PLAYERS[one.kind]);
  Object.assign(media, { controls: true, preload: "none", src: source, title: one.name });
  return make("figure", one.kind, "", make("figcaption", "", one.name), media);
}

function enclosures(message, enclosedAt) {
  // The pictures of a question are looked at before it is answered: as large as the screen allows.
  const box = make("div", message.step ? "enclosed wide" : "enclosed");
  message.enclosed.forEach((one, number) => {
    if (PLAYERS[one.kind]) return box.append(player(one, `${enclosedAt}/${number}`));
    const link = make("a", one.kind);
    link.href = `${enclosedAt}/${number}`;
    link.target = "_blank";
    if (one.kind === "picture") link.append(Object.assign(make("img"), { src: link.href, alt: one.name || "Ảnh", loading: "lazy" }), make("small", "", one.name));
    else link.append(icon("file"), one.name || "Tệp");
    box.append(link);
  });
  return box;
}

function bubble(message) {
  const box = make("div", "bubble");
  const wants = message.expects === "photo" || message.expects === "file";
  if (message.step) box.append(make("div", wants ? "step wants" : "step", "", ...(wants ? [icon("camera")] : []), message.step));
  const [first, ...rest] = spoken(message);
  box.append(...drawn(first));
  if (message.bars.length) box.append(bars(message.bars));
  if (rest.length) box.append(...drawn(rest.join("\n")));
  return box;
}

// A summary repeats its bars as lines "· …" for channels that only have text: drawn, they go.
function spoken(message) {
  if (!message.bars.length) return [message.text];
  const lines = message.text.split("\n");
  const first = lines.findIndex((line) => line.startsWith("· "));
  const after = lines.slice(first).filter((line) => !line.startsWith("· "));
  return [lines.slice(0, first).join("\n"), ...after];
}

function bars(each) {
  const number = (value) => value.toLocaleString("vi-VN");
  const box = make("div", "bars");
  for (const bar of each) {
    const filled = make("i");
    filled.style.width = `${bar.most ? (100 * bar.points) / bar.most : 0}%`;
    box.append(make("span", "", bar.label), make("span", "figure", `${number(bar.points)}/${number(bar.most)}`), make("div", "bar", "", filled));
  }
  return box;
}

function choices(message, tap) {
  const box = make("div", "choices");
  box.setAttribute("role", "group");
  box.setAttribute("aria-label", "Các dòng để chọn");
  box.dataset.list = listOf(message);
  const many = message.expects === "many";
  for (const choice of message.choices) {
    const leads = !choice.number && message.choices.some((other) => other.number);
    const button = make("button", leads ? "leads" : "", "", make("span", choice.number ? "number" : "number none", choice.number ? String(choice.number) : "›"), make("span", "label", choice.label), make("span", "note", choice.note));
    button.type = "button";
    button.dataset.number = choice.number;
    if (many && !leads) button.setAttribute("aria-pressed", String(ticked().has(button.dataset.number)));
    button.addEventListener("click", () => (many && !leads ? tick(button) : tap(button, choice)));
    box.append(button);
  }
  if (many) {
    const done = doneButton(tap);
    box.append(done);
    count(done);
  }
  return box;
}

/** Which long list a page of it belongs to: what the buttons that lead to its other pages share. */
export function listOf(message) {
  const leading = message.choices.find((choice) => !choice.number && /^q\./.test(choice.press));
  return leading ? leading.press.replace(/\.[pf]\d+/, "") : "";
}

/** A page of a long list is not the newest any more: its lines can be ticked, the rest is below. */
export function continued(box) {
  for (const button of box.querySelectorAll(".done, .leads")) button.remove();
}

// Several lines are ticked on one page of a list or on many: all that are not greyed belong together.
const OPEN = "main .choices:not(.old)";

function ticked() {
  return new Set([...document.querySelectorAll(`${OPEN} [aria-pressed="true"]`)].map((button) => button.dataset.number));
}

function tick(button) {
  const pressed = String(button.getAttribute("aria-pressed") !== "true");
  for (const same of document.querySelectorAll(`${OPEN} [data-number="${button.dataset.number}"]`)) same.setAttribute("aria-pressed", pressed);
  for (const done of document.querySelectorAll(`${OPEN} .done`)) count(done);
}

function count(done) {
  const numbers = ticked();
  done.disabled = !numbers.size;
  done.textContent = numbers.size && done.parentElement.dataset.list ? `Xong (${numbers.size} dòng)` : "Xong";
}

function doneButton(tap) {
  const done = make("button", "done", "Xong");
  done.type = "button";
  done.addEventListener("click", () => tap(done, { label: [...ticked()].join(" "), press: "" }));
  return done;
}
