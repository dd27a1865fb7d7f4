// Questions to the server of this page, which is on this machine.

import { byId } from "./dom.js";

/** Show, or take back, that something cannot go on. */
export function alarm(message) {
  const place = byId("alarm");
  if (place.textContent !== message) place.textContent = message;
  place.hidden = !message;
}

/** Ask for what the page begins with. */
export async function begin() {
  const answer = await fetch("start");
  return answer.json();
}

/** Ask a question; where it cannot be answered, the answer has `refused` and `status`. */
export async function ask(task, question, signal) {
  let answer;
  try {
    answer = await fetch(task, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(question),
      signal,
    });
  } catch (error) {
    if (error.name === "AbortError") throw error;
    alarm("The studio has ended or cannot be reached: what you type is only on this page. Copy or download it before you close the page.");
    return { refused: "the studio cannot be reached", status: 0 };
  }
  const found = await answer.json().catch(() => ({ refused: "the answer cannot be read" }));
  return answer.ok ? found : { refused: "it cannot be answered", ...found, status: answer.status };
}

/** Do one thing at a time; whatever is asked meanwhile is done once more, afterwards. */
export class Latest {
  constructor(action) {
    this.action = action;
    this.busy = false;
    this.again = false;
  }

  async run() {
    if (this.busy) {
      this.again = true;
      return;
    }
    this.busy = true;
    try {
      do {
        this.again = false;
        await this.action();
      } while (this.again);
    } finally {
      this.busy = false;
    }
  }
}
