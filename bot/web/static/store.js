// What the page remembers on this phone: messages not yet kept by the server, and the transcript.

const MOST_LINES = 200;

/** The queue of messages that the server has not yet said it keeps; survives reload and restart. */
export class Queue {
  constructor(name) {
    this.inMemory = []; // where a browser refuses to store: it lasts as long as the page
    this.opened = new Promise((resolve) => {
      try {
        const request = indexedDB.open(`banhoc:${name}`, 1);
        request.onupgradeneeded = () => request.result.createObjectStore("out", { keyPath: "at", autoIncrement: true });
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => resolve(null);
      } catch {
        resolve(null);
      }
    });
  }

  async #do(mode, work) {
    const database = await this.opened;
    if (!database) return undefined;
    const store = database.transaction("out", mode).objectStore("out");
    return new Promise((resolve, reject) => {
      const request = work(store);
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
  }

  async add(message) {
    const stored = await this.#do("readwrite", (store) => store.add(message)).catch(() => undefined);
    if (stored === undefined) this.inMemory.push(message);
  }

  async remove(message) {
    if (this.inMemory[0] === message) this.inMemory.shift();
    else await this.#do("readwrite", (store) => store.delete(message.at));
  }

  async oldest() {
    const stored = await this.#do("readonly", (store) => store.getAll(null, 1));
    return stored?.[0] ?? this.inMemory[0];
  }
}

/** The lines shown, own and the bot's, in the order they are read. */
export class Transcript {
  constructor(name) {
    this.key = `banhoc:${name}`;
    this.lines = [];
    try { this.lines = JSON.parse(localStorage.getItem(this.key)) ?? []; } catch { /* broken: begin anew */ }
  }

  get letters() { return this.lines.filter((line) => line.letter).map((line) => line.letter.id); }

  add(line) {
    this.lines.push(line);
    this.lines = this.lines.slice(-MOST_LINES);
    this.save();
  }

  mark(id, state, problem = "") {
    const line = this.lines.find((each) => each.mine?.id === id);
    if (!line) return;
    Object.assign(line.mine, { state, problem });
    this.save();
  }

  save() {
    try { localStorage.setItem(this.key, JSON.stringify(this.lines)); } catch { this.#shrink(); }
  }

  // The phone has no room: the oldest pictures go first, then the oldest half.
  #shrink() {
    for (const line of this.lines) if (line.mine) delete line.mine.picture;
    this.lines = this.lines.slice(-MOST_LINES / 2);
    try { localStorage.setItem(this.key, JSON.stringify(this.lines)); } catch { /* only this view knows them */ }
  }
}

/** A name for a message or an album; random, and the same whenever it is sent again. */
export function freshId() {
  const bytes = crypto.getRandomValues(new Uint8Array(12));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
