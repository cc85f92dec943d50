/* What was typed and the server would not take: it stands nowhere but on the page, so the page says so until it is taken. */

/* What is lost where it is not taken. Of anything else the page shows what is there. */
const TYPED = new Set(["edit", "note", "about"]);

export const keyOf = (sent) => sent.op + " " + (sent.block || "");

export class Unsaved {
  constructor(standing) {
    this.standing = standing;
    this.keys = new Set();
  }

  get pending() { return this.keys.size > 0; }

  /* Whether that is something typed, which is told from now on. */
  refused(sent, message) {
    if (!TYPED.has(sent.op)) { return false; }
    this.keys.add(keyOf(sent));
    this.standing.say(keyOf(sent), "没有存上：" + message);
    return true;
  }

  /* It is taken now, or typed no more. */
  settled(key) {
    if (this.keys.delete(key)) { this.standing.clear(key); }
  }
}
