// The chat page: says what the person says until the server keeps it, and shows what it answers.

import { continued, dayLine, dayOf, letter, listOf, mine } from "./draw.js";
import { preview, readied } from "./photos.js";
import { freshId, Queue, Transcript } from "./store.js";

const WAIT = 25; // seconds a request for letters may stay open
const PATIENCE = { letters: 45_000, say: 180_000 }; // milliseconds; a photo on a weak network is slow
const BACK = 12; // letters that are asked for again, because one held back may come after newer ones
const LONGEST_PAUSE = 30_000; // milliseconds between two tries

const address = document.body.dataset.address;
const queue = new Queue(address);
const transcript = new Transcript(address);
const log = document.querySelector("main");
const form = document.querySelector("form");
const offline = document.querySelector(".offline");
const photos = form.elements.photos;

let ahead = 0; // milliseconds: how far the server's clock is before the phone's, which may be wrong

function setClock(now) { ahead = Date.parse(now) - Date.now() || 0; }

const pause = (milliseconds) => new Promise((resolve) => {
  const timer = setTimeout(resolve, milliseconds);
  addEventListener("online", () => { clearTimeout(timer); resolve(); }, { once: true });
});

// ---- showing

let lastDay = "";
let atEnd = true; // whether the person is reading the newest lines, so that new ones may scroll

function toEnd() { log.scrollTop = log.scrollHeight; }

function show(line) {
  const day = dayOf(line.at);
  if (day !== lastDay) log.append(dayLine(day));
  lastDay = day;
  const last = log.lastElementChild;
  if (line.letter) showLetter(line.letter);
  else log.append(mine(line.mine));
  if (atEnd || line.mine) toEnd();
  // A question longer than the screen is read from its beginning.
  const first = last ? last.nextElementSibling : log.firstElementChild;
  if (atEnd && line.letter && first) log.scrollTop = Math.min(log.scrollTop, first.offsetTop - log.offsetTop - 12);
  else if (line.letter && first) tellOfNewer(first);
}

// Letters that came below while the person was reading: one tap leads to the first of them.
const newer = document.querySelector(".newer");
let unseen = [];

function tellOfNewer(first) {
  unseen.push(first);
  newer.textContent = `↓ ${unseen.length} tin mới`;
  newer.hidden = false;
}

function noneNewer() {
  unseen = [];
  newer.hidden = true;
}

// A picture takes its room only when it has come.
log.addEventListener("load", () => { if (atEnd) toEnd(); }, true);
newer.addEventListener("click", () => {
  log.scrollTop = unseen[0].offsetTop - log.offsetTop - 12;
  noneNewer();
});
log.addEventListener("scroll", () => {
  atEnd = log.scrollHeight - log.scrollTop - log.clientHeight < 80;
  if (atEnd) noneNewer();
});

function showLetter({ id, message }) {
  if (message.role !== "tell") {
    const list = message.expects === "many" && listOf(message);
    for (const old of log.querySelectorAll(".choices:not(.old)")) {
      if (list && old.dataset.list === list) continued(old);
      else old.classList.add("old");
    }
  }
  log.append(...letter(message, tap, `${address}/${id}`));
  if (message.role === "tell") return;
  const wantsPhoto = message.expects === "photo" || message.expects === "file";
  photos.parentElement.classList.toggle("wanted", wantsPhoto);
  document.querySelector("nav .skip").hidden = !wantsPhoto;
  if (message.progress) showProgress((message.progress[0] - 1) / message.progress[1]);
  else if (message.role === "sum") showProgress(1);
}

function showProgress(share) {
  const bar = document.querySelector(".progress");
  bar.firstElementChild.style.width = `${100 * share}%`;
  bar.setAttribute("aria-valuenow", String(Math.round(100 * share)));
}

function redraw(id) {
  const line = transcript.lines.find((each) => each.mine?.id === id);
  const box = log.querySelector(`.mine[data-id="${id}"]`);
  if (line && box) box.replaceWith(mine(line.mine));
}

// ---- saying

async function say(message, shown) {
  const id = freshId();
  await queue.add({ id, text: "", press: "", album: "", files: [], ...message });
  if (shown) {
    const line = { at: new Date(Date.now() + ahead).toISOString(), mine: { id, state: "sending", ...shown } };
    transcript.add(line);
    show(line);
  }
  pump();
}

function tap(button, choice) {
  button.classList.add("chosen");
  say({ press: choice.press, text: choice.press ? "" : choice.label }, { text: choice.label });
}

async function sayPhotos(files) {
  const album = files.length > 1 ? freshId() : "";
  for (const file of files) {
    const picture = await preview(file);
    await say({ album, files: [await readied(file)] }, { picture, file: picture ? "" : file.name });
  }
}

let pumping = false;

/** Send what waits, oldest first, until nothing waits. */
async function pump() {
  if (pumping) return;
  pumping = true;
  try {
    for (let tries = 0, next = await queue.oldest(); next; next = await queue.oldest()) {
      const problem = await posted(next);
      if (problem === null) {
        await pause(Math.min(1000 * 2 ** tries++, LONGEST_PAUSE));
        continue;
      }
      tries = 0;
      await queue.remove(next);
      transcript.mark(next.id, problem ? "failed" : "sent", problem);
      redraw(next.id);
    }
  } finally {
    pumping = false;
  }
}

/** Post one message: "" when it is kept, a sentence when it never will be, null to try again. */
async function posted(message) {
  const body = new FormData();
  body.set("message_id", message.id);
  for (const name of ["text", "press", "album"]) if (message[name]) body.set(name, message[name]);
  for (const file of message.files) body.append("files", file, file.name);
  try {
    const answer = await fetch(`${address}/say`, { method: "POST", body, signal: AbortSignal.timeout?.(PATIENCE.say) });
    if (answer.status === 204) {
      online(true);
      return "";
    }
    // Whoever else answers is not the server: a paid network shows its own page first.
    return answer.status >= 400 && answer.status < 500 ? (await answer.json()).problem : null;
  } catch {
    online(false);
    return null;
  }
}

function online(is) { offline.hidden = is; }

// ---- hearing

/** Fetch letters for as long as the page is open. */
async function listen() {
  for (let tries = 0; ;) {
    try {
      const first = nothingAsked();
      await fetchLetters(first ? 0 : WAIT);
      if (first && nothingAsked()) await greet();
      tries = 0;
      online(true);
    } catch {
      online(false);
      await pause(Math.min(1000 * 2 ** tries++, LONGEST_PAUSE));
    }
  }
}

async function fetchLetters(wait) {
  const known = transcript.letters.slice(-BACK);
  const after = Math.max(0, (known.length === BACK ? Math.min(...known) : 0) - 1);
  const query = new URLSearchParams({ after, known: known.join(","), wait });
  const answer = await fetch(`${address}/letters?${query}`, { signal: AbortSignal.timeout?.(PATIENCE.letters) });
  if (!answer.ok) throw new Error(String(answer.status));
  const told = await answer.json();
  setClock(told.now);
  for (const each of told.letters) {
    const line = { at: each.at, letter: each };
    transcript.add(line);
    show(line);
  }
}

/** Whether neither side has begun to talk; a reminder may have come before the first visit. */
function nothingAsked() { return transcript.lines.every((line) => line.letter?.message.role === "tell"); }

/** The first visit: say hello without showing it, and wait for the answer. */
async function greet() {
  if (!(await queue.oldest())) await say({ text: "/start" });
  await fetchLetters(WAIT);
}

// ---- the page

form.addEventListener("submit", (event) => {
  event.preventDefault();
  const text = form.elements.text.value.trim();
  if (text) say({ text }, { text });
  form.elements.text.value = "";
});
photos.addEventListener("change", () => {
  const chosen = [...photos.files].slice(0, 10);
  photos.value = "";
  sayPhotos(chosen);
});
for (const button of document.querySelectorAll("nav button")) {
  button.addEventListener("click", () => say({ text: button.dataset.say }, { text: button.dataset.say }));
}
// The page of the demo moves the clock on.
addEventListener("message", (event) => { if (event.origin === location.origin) setClock(event.data?.now); });
addEventListener("offline", () => online(false));
addEventListener("online", pump);

transcript.lines.forEach(show);
toEnd();
noneNewer();
pump();
listen();
