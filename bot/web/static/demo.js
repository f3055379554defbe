// The clock of the demo: says what time it is there, and moves it on when a button is pressed.

const SOON = 250; // milliseconds between two looks while it moves
const SELDOM = 15_000; // and while it stands

const form = document.querySelector(".clock");
const time = form.querySelector("output");
const bar = form.querySelector("progress");
const problem = form.querySelector(".problem");
const buttons = form.querySelectorAll("button, input");

let timer = 0;
let away = false; // whether the program did not answer the last time

/** Fetch the time, with a wish in the body or without; look again soon while it moves. */
async function look(body) {
  clearTimeout(timer);
  let moves = false;
  try {
    const asked = body ? { method: "POST", body } : {};
    const answer = await fetch(form.action, { headers: { Accept: "application/json" }, ...asked });
    if (!answer.ok) throw new Error(String(answer.status));
    const told = await answer.json();
    moves = told.share !== null;
    show(told, Boolean(body));
    away = false;
  } catch {
    away = true;
    tell("Chương trình đang tắt. Bật lại là đồng hồ đi tiếp từ chỗ cũ.");
  }
  timer = setTimeout(look, moves ? SOON : SELDOM);
}

function show(told, asked) {
  time.textContent = told.shown;
  bar.hidden = told.share === null;
  bar.value = told.share ?? 0;
  for (const button of buttons) button.disabled = told.share !== null;
  if (asked || away) tell(told.problem);
  // The phones put their owners' words under the day it is here.
  for (const frame of document.querySelectorAll("iframe")) {
    frame.contentWindow?.postMessage({ now: told.now }, location.origin);
  }
}

function tell(sentence) {
  problem.textContent = sentence;
  problem.hidden = !sentence;
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  const wish = new URLSearchParams({ by: event.submitter?.value ?? "to", to: form.elements.to.value });
  look(wish);
});

look();
