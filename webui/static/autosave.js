/* Saving a draft while it is written: one change after another, none given up before the server has it. */

import { send } from "./collecting.js";

/* The longest that something typed waits before it is sent, and how long until it is tried again, in milliseconds. */
const WAIT = 700;
const AGAIN = 1000;

export class Saver {
  /* told(state, message): saved, saving, failed; answered(draft, sent) after each change; refused(error, sent): what the
     server will not take. What is nowhere to be found (404) stays at the front until drop or resume. */
  constructor(draft, told, answered, refused) {
    this.draft = draft;
    this.told = told;
    this.answered = answered;
    this.refused = refused;
    this.typed = new Map();
    this.queue = [];
    this.busy = false;
    this.stopped = false;
    this.failing = false;
    this.timer = 0;
  }

  /* What somebody types: only the newest of each key is sent, WAIT after the first. */
  type(key, make) {
    this.typed.set(key, make);
    this.told("saving", "");
    if (!this.timer) { this.timer = setTimeout(() => this.flush(), WAIT); }
  }

  /* Sends what was typed, and then a change of its own: what to send, or what makes it when its turn comes. */
  flush(operation) {
    clearTimeout(this.timer);
    this.timer = 0;
    this.typed.forEach((make) => this.queue.push(make));
    this.typed.clear();
    if (operation) { this.queue.push(typeof operation === "function" ? operation : () => operation); }
    this.run();
  }

  /* What was typed under a key goes with another change. */
  forget(key) { this.typed.delete(key); }

  get pending() { return this.busy || this.queue.length > 0 || this.typed.size > 0; }

  /* Sends nothing until it may go on; nothing is given up. */
  stop() { this.stopped = true; }

  resume() { this.stopped = false; this.flush(); }

  /* Gives up the change that was refused last, and goes on. */
  drop() { this.queue.shift(); this.resume(); }

  run() {
    if (this.busy || this.stopped) { return; }
    const make = this.queue[0];
    if (!make) {
      if (!this.typed.size) { this.told("saved", ""); }
      return;
    }
    const body = make();
    if (!body) { this.queue.shift(); this.run(); return; }
    this.busy = true;
    if (!this.failing) { this.told("saving", ""); }
    send(this.draft + "/operations", body).then((draft) => {
      this.queue.shift();
      this.busy = false;
      this.failing = false;
      this.answered(draft, body);
      this.run();
    }, (error) => {
      this.busy = false;
      if (error.status === 0 || error.status >= 500) {
        this.failing = true;
        this.told("failed", "还没有存上，一直在重试：请看笔杆的运行窗口是不是关了");
        setTimeout(() => this.run(), AGAIN);
        return;
      }
      this.failing = false;
      if (error.status === 404) { this.stop(); } else { this.queue.shift(); }
      this.refused(error, body);
      this.run();
    });
  }
}
