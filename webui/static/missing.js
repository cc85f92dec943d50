/* What is written in a draft that was deleted elsewhere, or in a paragraph that was taken out there: nothing is lost, and the
   writer is offered the way back. */

import { say } from "./copying.js";

/* A link may lead to a paragraph that was taken out meanwhile, as 去改 of an older check does. */
export function tellWhereNothingIs() {
  if (/^#b-/.test(window.location.hash) && !document.getElementById(window.location.hash.slice(1))) {
    say("那一段已经不在这份稿件里了");
  }
}

const short = (text) => text.length > 16 ? text.slice(0, 15) + "…" : text;

export class Missing {
  constructor(draft, saver, standing) {
    this.draft = draft;
    this.saver = saver;
    this.standing = standing;
    this.deleted = false;
    this.held = new Map();
  }

  /* Whether something on this page is nowhere else. */
  get pending() { return this.held.size > 0; }

  /* Asks whether the draft is there at all; an answer that does not come is asked for again. */
  ask(revision, there) {
    fetch("/api/v1/drafts/" + this.draft + "?since=" + revision, { credentials: "same-origin" }).then((answer) => {
      if (answer.status === 404) { this.gone(); }
      else if (answer.ok) { there(); }
      else { throw new Error(String(answer.status)); }
    }).catch(() => setTimeout(() => this.ask(revision, there), 1000));
  }

  /* The draft is deleted: what is typed waits here until it is back. */
  gone() {
    this.deleted = true;
    this.saver.stop();
    const words = this.saver.pending ? "没有存上：这份稿件已删除" : "这份稿件已删除，再写的存不上";
    this.standing.say("deleted", words, [["恢复", () => this.bring()]]);
  }

  bring() {
    fetch("/drafts/" + this.draft + "/undelete", { method: "POST", credentials: "same-origin" })
      .then((answer) => { if (answer.ok) { this.back(); } else { this.refused(); } })
      .catch(() => { say("笔杆没有回答：请看运行窗口是不是关了"); });
  }

  /* Either another page has brought it back, or it is gone for good. */
  refused() {
    fetch("/api/v1/drafts/" + this.draft, { credentials: "same-origin" }).then((answer) => {
      if (answer.ok) { this.back(); } else { say("恢复不了：请把写的复制出来，再另起一份稿件"); }
    }).catch(() => { say("笔杆没有回答：请看运行窗口是不是关了"); });
  }

  back() {
    this.deleted = false;
    this.standing.clear("deleted");
    this.saver.resume();
  }

  /* A paragraph was taken out elsewhere while it was written here: its text is kept there as ``name``. */
  takenOut(name, text) {
    const key = "out " + name;
    const back = () => { this.standing.clear(key); this.saver.flush({ op: "restore", block: name }); };
    const words = "“" + short(text) + "”在别处移出了，您写的存在“移出的”里";
    this.standing.say(key, words, [["放回来", back], ["不用", () => this.standing.clear(key)]]);
  }

  /* A paragraph that the draft has nowhere any more; its text is on this page alone. */
  hold(name, text, section) {
    const key = "held " + name;
    this.held.set(name, { text, section });
    const done = () => { this.held.delete(name); this.standing.clear(key); };
    const back = () => { const kept = this.held.get(name); done(); this.saver.flush({ op: "insert", block: name, ...kept }); };
    this.standing.say(key, "没有存上：“" + short(text) + "”这一段在别处没有了", [["放回来", back], ["不要了", done]]);
  }

  /* The paragraph is in the draft again. */
  isBack(name) { this.standing.clear("out " + name); }
}
