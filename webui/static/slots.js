/* What is to be changed in a draft (要改的), and what was taken out: the list beside it, which follows every change. */

import { say } from "./copying.js";

/* A moment of rest before the list is asked for again, while somebody writes and after a change in the list itself. */
const REST = 800;
const SOON = 50;

const lengthOf = (text) => Array.from(text).length;

/* Where the same places are once another text stands there: those behind in a block have moved. */
function placesAfter(places, old, text) {
  const moved = new Map();
  return places.slice().sort((one, other) => one.start - other.start).map((place) => {
    const by = moved.get(place.block) || 0;
    moved.set(place.block, by + lengthOf(text) - lengthOf(old));
    return { block: place.block, start: place.start + by, end: place.start + by + lengthOf(text) };
  });
}

export class Aside {
  constructor(desk, draft, saver) {
    this.desk = desk;
    this.place = desk.querySelector(".draft-aside");
    this.draft = draft;
    this.saver = saver;
    this.next = null;
    this.resting = 0;
    this.count();
  }

  /* Replaces what is ticked, or leaves it as it is; the next one is at hand when the list comes back. */
  submit(form, pressed) {
    if (form.matches(".slot-kept")) {
      this.saver.flush({ op: "keep", text: form.elements.text.value, kept: false });
      return;
    }
    const old = form.elements.old.value;
    const values = new FormData(form);
    const keeps = pressed && pressed.value === "keep";
    const places = values.getAll("places").map((value) => {
      const [block, start, end] = value.split(":");
      return { block, start: Number(start), end: Number(end) };
    });
    if (!keeps && !places.length) { say("没有勾选要替换的地方"); return; }
    const all = Array.from(this.place.querySelectorAll(".slot"));
    this.next = (all[all.indexOf(form) + 1] || form).dataset.text;
    if (keeps) {
      this.saver.flush({ op: "keep", text: old });
    } else {
      const text = String(values.get("new")).trim();
      this.saver.flush({ op: "replace", places, old, new: text });
      say("已替换 " + places.length + " 处", { label: "撤销", run: () => this.saver.flush({ op: "replace", places: placesAfter(places, old, text), old: text, new: old }) });
    }
  }

  /* Asks for the list once nothing is being saved, and not under the hands of somebody who types in it. */
  refresh() {
    clearTimeout(this.resting);
    this.resting = setTimeout(() => {
      const at = document.activeElement;
      const typing = this.next === null && this.place.contains(at) && at.name === "new" && at.value !== at.defaultValue;
      if (this.saver.pending || typing) { this.refresh(); return; }
      fetch("/drafts/" + this.draft + "/aside", { credentials: "same-origin" })
        .then((answer) => answer.ok ? answer.text() : Promise.reject(answer.status))
        .then((html) => this.show(html))
        .catch(() => { /* the next change asks again */ });
    }, this.next === null ? REST : SOON);
  }

  show(html) {
    const open = new Map(Array.from(this.place.querySelectorAll(".slot-kind"), (kind) => [kind.dataset.kind, kind.open]));
    const at = this.place.contains(document.activeElement) ? document.activeElement.closest(".slot") : null;
    const wanted = this.next !== null ? this.next : at ? at.dataset.text : null;
    const top = this.place.scrollTop;
    this.place.innerHTML = html;
    this.place.querySelectorAll(".slot-kind").forEach((kind) => {
      if (open.has(kind.dataset.kind)) { kind.open = open.get(kind.dataset.kind); }
    });
    this.place.scrollTop = top;
    this.count();
    this.next = null;
    if (wanted !== null) { this.goTo(wanted); }
  }

  goTo(text) {
    const slots = Array.from(this.place.querySelectorAll(".slot"));
    const slot = slots.find((each) => each.dataset.text === text) || slots[0];
    if (!slot) { return; }
    slot.closest(".slot-kind").open = true;
    slot.elements.new.focus({ preventScroll: true });
    slot.elements.new.select();
    slot.scrollIntoView({ block: "nearest" });
  }

  count() {
    const count = this.place.querySelector(".open-count");
    this.desk.querySelectorAll(".desk-foot .open-count").forEach((each) => { each.textContent = count.textContent; });
  }
}
