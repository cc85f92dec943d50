/* The page of a draft: what is typed is saved by itself, blocks move by keys and by drag, numbers follow. */

import { Saver } from "./autosave.js";
import { Conflicts } from "./conflicts.js";
import { say } from "./copying.js";
import { dragBlocks } from "./dragging.js";
import { canJoin, join, joinedBy } from "./joining.js";
import { Missing, tellWhereNothingIs } from "./missing.js";
import { whenSaved } from "./saved.js";
import { Standing } from "./standing.js";
import { Aside } from "./slots.js";
import { keyOf, Unsaved } from "./unsaved.js";

/* How often another tab's changes are asked for while this page is looked at, in milliseconds. */
const LOOK = 3000;

const NOT_CHECKED = "刚写的还没有存上，先没有查：请看“已保存”出现后再试";

const areaOf = (block) => block.querySelector('textarea[name="text"]');
const BREAKS = /[\r\n\u2028\u2029\v\f\u0085]+/g;
const linesOf = (text) => text.split(BREAKS).map((line) => line.trim()).filter(Boolean);
const clean = (text) => linesOf(text).join(" ");
const grouped = (number) => String(number).replace(/\B(?=(\d{3})+$)/g, "\u202f");

export function openDesk(desk) {
  const id = desk.dataset.draft;
  const state = { revision: Number(desk.dataset.revision), known: new Map(), touched: new Set(), takenOut: new Set(), crossing: null, joinedAt: 0 };
  const standing = new Standing(document.getElementById("saving"));
  const saver = new Saver(id, (kind, message) => standing.told(kind, message), answered, refused);
  const conflicts = new Conflicts(standing);
  const missing = new Missing(id, saver, standing);
  const unsaved = new Unsaved(standing);
  const aside = new Aside(desk, id, saver);

  function blocks() { return Array.from(desk.querySelectorAll(".block")); }
  function blockOf(name) { return document.getElementById("b-" + name); }

  /* --- writing ----------------------------------------------------------------------- */

  function remember(block) {
    state.known.set(block.dataset.id, { text: areaOf(block).value, revision: state.revision });
  }

  function grow(area) {
    if (CSS.supports("field-sizing", "content")) { return; }
    area.style.height = "auto";
    area.style.height = area.scrollHeight + 2 + "px";
  }

  /* A block that has left the page meanwhile is sent too: its text is kept where it was taken out to. */
  function edited(block) {
    const name = block.dataset.id;
    state.touched.add(name);
    saver.type("edit " + name, () => {
      const area = areaOf(block), known = state.known.get(name);
      if (!known || clean(area.value) === known.text) { unsaved.settled("edit " + name); return null; }
      return { op: "edit", block: name, text: area.value, revision: known.revision, kept_as: conflicts.keptAs(name) };
    });
  }

  function onInput(event) {
    const block = event.target.closest(".block");
    if (block && event.target === areaOf(block)) {
      grow(event.target);
      edited(block);
      countUp();
    } else if (event.target.closest("#about")) {
      saver.type("about", () => {
        const form = new FormData(document.getElementById("about"));
        const year = String(form.get("year")).trim();
        if (year && !/^(19|20)\d\d$/.test(year)) { return null; }
        return { op: "about", title: form.get("title"), unit: form.get("unit"), year: year || null, genre: form.get("genre") };
      });
    }
  }

  /* --- what the server says ------------------------------------------------------------ */

  /* Takes over a state: texts that nobody is changing here, order, sections, what is new and what is gone. */
  function answered(draft, sent) {
    if (draft.revision < state.revision) { return; }
    state.revision = draft.revision;
    const filled = [draft.title, draft.unit, draft.year ? draft.year + "年" : ""].filter(Boolean);
    document.getElementById("about-filled").textContent = filled.length ? "：" + filled.join("，") : "（还没有填）";
    if (sent) { unsaved.settled(keyOf(sent)); }
    if (sent && sent.op === "edit") {
      settled(sent, draft.revision);
    }
    const moved = sent && sent.op === "move" ? blockOf(sent.block) : null;
    if (moved && sent.section && moved.parentElement.dataset.section !== sent.section) { state.crossing = sent; }
    if (draft.blocks.some((block) => !blockOf(block.id))) { fetchBlocks().then((made) => arrange(draft, made, sent)).catch(() => arrange(draft, new Map(), sent)); }
    else { arrange(draft, new Map(), sent); }
  }

  /* What was sent is saved; of several lines the further ones have become paragraphs of their own. */
  function settled(sent, revision) {
    const lines = linesOf(sent.text), block = blockOf(sent.block);
    state.known.set(sent.block, { text: lines[0] || "", revision });
    conflicts.close(sent.block, block);
    if (lines.length > 1 && block && clean(areaOf(block).value) === clean(sent.text)) { replaceText(areaOf(block), lines[0]); }
  }

  function fetchBlocks() {
    return fetch("/drafts/" + id, { credentials: "same-origin" }).then((answer) => answer.text()).then((html) => {
      const page = new DOMParser().parseFromString(html, "text/html");
      return new Map(Array.from(page.querySelectorAll(".block"), (block) => [block.dataset.id, block]));
    });
  }

  function arrange(draft, made, sent) {
    const focused = document.activeElement;
    const lists = new Map(Array.from(desk.querySelectorAll(".blocks"), (list) => [list.dataset.section, list]));
    const kept = new Set(draft.blocks.map((block) => block.id));
    blocks().forEach((block) => { if (!kept.has(block.dataset.id)) { leave(block, draft); } });
    const ends = new Map();
    draft.blocks.forEach((wanted) => {
      const block = blockOf(wanted.id) || made.get(wanted.id);
      if (!block) { return; }
      if (!block.isConnected) { state.known.delete(wanted.id); }
      missing.isBack(wanted.id);
      const list = lists.get(wanted.section);
      const next = ends.has(wanted.section) ? ends.get(wanted.section).nextElementSibling : list.firstElementChild;
      if (next !== block) { list.insertBefore(block, next); }
      ends.set(wanted.section, block);
      takeOver(block, wanted);
    });
    lists.forEach((list) => list.closest(".draft-section").classList.toggle("vacant", !list.children.length));
    if (focused && focused !== document.activeElement && focused.isConnected) { focused.focus({ preventScroll: true }); }
    if (sent && (sent.op === "insert" || sent.op === "restore")) { focusOn(sent.block); }
    if (sent && sent.op === "edit" && linesOf(sent.text).length > 1) { focusBehind(sent.block, linesOf(sent.text).length - 1); }
    if (sent && sent.op === "join" && blockOf(sent.to)) {
      focusOn(sent.to);
      areaOf(blockOf(sent.to)).setSelectionRange(state.joinedAt, state.joinedAt);
    }
    if (sent && sent === state.crossing) { tellSection(sent); }
    countUp();
    aside.refresh();
  }

  /* A paragraph that is in another section now, by a key perhaps: which one, and it stays in sight. */
  function tellSection(sent) {
    const block = blockOf(sent.block), name = desk.querySelector('.lengths [data-section="' + sent.section + '"] .name');
    state.crossing = null;
    if (!block || !name) { return; }
    say("移到了“" + name.textContent + "”");
    if (block.contains(document.activeElement)) { block.scrollIntoView({ block: "nearest" }); }
  }

  /* A block that is in the draft no more; whoever was writing in it, and did not take it out here, is told where it is. */
  function leave(block, draft) {
    const name = block.dataset.id, text = clean(areaOf(block).value), known = state.known.get(name);
    const written = state.touched.has(name) || block.contains(document.activeElement);
    const section = block.parentElement.dataset.section;
    conflicts.close(name, block);
    unsaved.settled("edit " + name);
    block.remove();
    if (state.takenOut.delete(name) || !written || !text) { return; }
    if (draft.removed.some((gone) => gone.block.id === name)) { missing.takenOut(name, text); }
    else if (missing.held.has(name) || (known && known.text !== text)) { missing.hold(name, text, section); }
  }

  function takeOver(block, wanted) {
    const area = areaOf(block), known = state.known.get(wanted.id);
    const mine = known && clean(area.value) !== known.text;
    block.dataset.kind = wanted.kind;
    block.dataset.level = wanted.level;
    block.className = block.className.replace(/\b(heading|l[123])\b/g, "").trim() + (wanted.kind === "heading" ? " heading l" + wanted.level : "");
    block.querySelector('[name="section"]').value = wanted.section;
    block.querySelector('[name="section_before"]').value = wanted.section;
    block.querySelector('[name="level"]').value = wanted.level;
    noted(block, wanted.note);
    if (known && wanted.revision > known.revision && mine && wanted.text !== clean(area.value)) { return; /* the next save meets a conflict */ }
    if (mine) { return; }
    if (area.value !== wanted.text && clean(area.value) !== wanted.text) { replaceText(area, wanted.text); }
    state.known.set(wanted.id, { text: wanted.text, revision: state.revision });
  }

  /* Another text in the box, with the caret where it was as seen from the end: a number before it may have changed. */
  function replaceText(area, text) {
    const fromEnd = area.value.length - area.selectionStart;
    const focused = document.activeElement === area;
    area.value = text;
    if (focused) { area.setSelectionRange(Math.max(0, text.length - fromEnd), Math.max(0, text.length - fromEnd)); }
    grow(area);
  }

  function noted(block, note) {
    let line = block.querySelector(".note-line");
    block.querySelector('[name="note"]').value = note;
    if (!note) { if (line) { line.remove(); } return; }
    if (!line) {
      line = document.createElement("p");
      line.className = "note-line";
      block.querySelector(".block-acts").before(line);
    }
    line.textContent = "备注：" + note;
  }

  function refused(error, sent) {
    if (error.conflict) { askWhich(error.conflict, sent); return; }
    if (error.status === 404) { missing.ask(state.revision, () => notThere(error, sent)); return; }
    if (!unsaved.refused(sent, error.message)) { say(error.message); }
    if (sent.op === "join") { state.takenOut.delete(sent.block); }
    look();
  }

  /* The draft is there, but not the block that something was to be done with. */
  function notThere(error, sent) {
    const block = blockOf(sent.block), text = clean(sent.text || "");
    if (sent.op === "edit" && text) { missing.hold(sent.block, text, block ? block.parentElement.dataset.section : "other"); }
    else { say(error.message); }
    saver.drop();
    look();
  }

  /* Both texts, and which one shall stay. */
  function askWhich(conflict, sent) {
    const block = blockOf(conflict.block.id);
    if (!block) { missing.takenOut(conflict.kept_as, clean(conflict.yours)); return; }
    const area = areaOf(block), lines = linesOf(sent.text);
    if (lines.length > 1 && area.value.trim() === lines[0]) { replaceText(area, clean(sent.text)); }
    conflicts.ask(block, conflict, (choice, keptAs) => {
      const mine = area.value;
      state.known.set(conflict.block.id, { text: conflict.block.text, revision: conflict.block.revision });
      if (choice === "mine") { edited(block); } else { replaceText(area, conflict.block.text); }
      if (choice === "both") { saver.flush({ op: "insert", text: mine, after: conflict.block.id, block: keptAs }); }
      area.focus();
    });
  }

  /* --- moving and the rest ---------------------------------------------------------------- */

  function newId() {
    const bytes = crypto.getRandomValues(new Uint8Array(4));
    return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  }

  function focusOn(name) {
    const block = blockOf(name);
    if (!block) { return; }
    const area = areaOf(block);
    area.focus();
    area.setSelectionRange(area.value.length, area.value.length);
    block.scrollIntoView({ block: "nearest" });
  }

  /* The start of a paragraph that was parted from another, or the end of the last of several. */
  function focusBehind(name, count) {
    let block = blockOf(name);
    if (!block || !block.contains(document.activeElement)) { return; }
    for (let i = 0; i < count && block.nextElementSibling; i++) { block = block.nextElementSibling; }
    focusOn(block.dataset.id);
    if (count === 1) { areaOf(block).setSelectionRange(0, 0); }
  }

  /* Where one step up or down leads: a place, not a step, so that asking twice (the first answer was lost) moves once. */
  function placeBeside(block, up) {
    const list = block.parentElement, lists = Array.from(desk.querySelectorAll(".blocks"));
    const beside = up ? block.previousElementSibling : block.nextElementSibling;
    const to = beside ? list : lists[lists.indexOf(list) + (up ? -1 : 1)];
    if (!block.isConnected || !to) { return null; }
    const move = { op: "move", block: block.dataset.id, section: to.dataset.section };
    if (beside && up) { move.after = beside.previousElementSibling ? beside.previousElementSibling.dataset.id : ""; }
    else if (beside) { move.after = beside.dataset.id; }
    else if (!up) { move.after = ""; }
    return move;
  }

  function act(block, what) {
    const name = block.dataset.id;
    if (what === "up" || what === "down") {
      saver.flush(() => placeBeside(block, what === "up"));
    } else if (what === "insert") {
      saver.flush({ op: "insert", after: name, block: newId(), text: "" });
    } else if (what === "remove") {
      const next = block.nextElementSibling || block.previousElementSibling;
      state.takenOut.add(name);
      saver.flush({ op: "remove", block: name });
      if (next && next.matches(".block")) { areaOf(next).focus({ preventScroll: true }); }
      say("已移出", { label: "撤销", run: () => saver.flush({ op: "restore", block: name }) });
    } else if (what === "join") {
      joinUp(block);
    } else if (what === "more") {
      const value = (field) => block.querySelector('[name="' + field + '"]').value;
      const level = Number(value("level")), section = value("section"), before = value("section_before"), note = value("note");
      saver.flush({ op: "note", block: name, text: note });
      saver.flush({ op: "shape", block: name, kind: level ? "heading" : "paragraph", level });
      if (section !== before) { saver.flush({ op: "move", block: name, section }); }
      block.querySelector(".more-acts").open = false;
    }
  }

  function joinUp(block) {
    if (!canJoin(block)) { say("前面没有可以并到一起的段落"); return; }
    state.takenOut.add(block.dataset.id);
    state.joinedAt = join(block, saver, (each) => clean(areaOf(each).value), () => state.revision);
  }

  function onSubmit(event) {
    const form = event.target, pressed = event.submitter;
    if (form.id === "texts") { press(pressed); }
    else if (form.id === "about") { onInput({ target: form.elements.title }); saver.flush(); }
    else if (form.querySelector('[name="op"][value="restore"]')) {
      saver.flush({ op: "restore", block: form.elements.block.value });
      const line = form.closest("li");
      if (line) { line.remove(); }
    }
    else if (form.matches(".slot, .slot-kept")) { aside.submit(form, pressed); }
    else { return; }
    event.preventDefault();
  }

  /* A button of the form that all blocks belong to: what to do, and with which block or section. */
  function press(button) {
    const [what, name] = button ? button.value.split(":") : [];
    if (!name) { saver.flush(); }
    if (what === "check") { check(); }
    if (!name) { return; }
    if (what.startsWith("write-")) { writeIn(name, what === "write-heading"); }
    else { act(blockOf(name), what); }
  }

  /* What was just typed is checked, too. */
  function check() {
    whenSaved().then((saved) => { if (saved) { location.assign("/drafts/" + id + "/check"); } else { say(NOT_CHECKED); } });
  }

  /* A new heading begins with a number where the draft's headings have numbers. */
  function writeIn(section, heading) {
    const list = desk.querySelector('.blocks[data-section="' + section + '"]');
    const level = heading && list.querySelector(".heading.l1") ? 2 : 1;
    const body = { op: "insert", section, block: newId(), text: "" };
    if (heading) { Object.assign(body, { kind: "heading", level, text: level === 1 ? "一、" : "（一）" }); }
    if (heading && level === 1 && list.firstElementChild) { body.after = ""; }
    saver.flush(body);
  }

  function onKey(event) {
    const block = event.target.closest ? event.target.closest(".block") : null;
    if (!block || event.isComposing || event.keyCode === 229) { return; }
    const area = areaOf(block);
    if (event.altKey && (event.key === "ArrowUp" || event.key === "ArrowDown")) {
      act(block, event.key === "ArrowUp" ? "up" : "down");
    } else if (event.target === area && event.key === "Enter" && !event.ctrlKey && !event.metaKey) {
      part(block, area);
    } else if (event.target === area && event.key === "Backspace" && !area.value && area.selectionEnd === 0) {
      act(block, "remove");
    } else if (joinedBy(event, block, area)) {
      joinUp(joinedBy(event, block, area));
    } else if (event.target.name === "note" && event.key === "Enter") {
      act(block, "more");
    } else { return; }
    event.preventDefault();
  }

  /* Enter parts a paragraph at the caret; at its start or end it begins a new one there. */
  function part(block, area) {
    const name = block.dataset.id;
    const before = area.value.slice(0, area.selectionStart), behind = area.value.slice(area.selectionEnd);
    if (!behind.trim()) {
      saver.flush({ op: "insert", after: name, block: newId(), text: "" });
    } else if (!before.trim()) {
      const above = block.previousElementSibling;
      const section = block.parentElement.dataset.section;
      saver.flush({ op: "insert", section, after: above ? above.dataset.id : "", block: newId(), text: "" });
    } else {
      saver.forget("edit " + name);
      area.value = before;
      grow(area);
      saver.flush(() => ({ op: "edit", block: name, text: before + "\n" + behind, revision: state.known.get(name).revision, kept_as: conflicts.keptAs(name) }));
    }
  }

  /* --- lengths, other tabs, leaving ---------------------------------------------------------- */

  function countUp() {
    let total = 0;
    desk.querySelectorAll(".blocks").forEach((list) => {
      const length = Array.from(list.querySelectorAll('textarea[name="text"]')).reduce((sum, area) => sum + Array.from(area.value.trim()).length, 0);
      const line = desk.querySelector('.lengths [data-section="' + list.dataset.section + '"] .length');
      if (line) { line.textContent = grouped(length); }
      total += length;
    });
    const all = desk.querySelector(".length-total");
    if (all) { all.textContent = grouped(total); }
  }

  function look() {
    if (document.hidden || (saver.pending && !missing.deleted)) { return; }
    fetch("/api/v1/drafts/" + id + "?since=" + state.revision, { credentials: "same-origin" })
      .then((answer) => {
        if (answer.status === 404) { missing.gone(); } else if (answer.ok && missing.deleted) { missing.back(); }
        return answer.ok ? answer.json() : null;
      })
      .then((draft) => { if (draft && draft.blocks && !saver.pending) { answered(draft, null); } })
      .catch(() => { /* the next change will tell */ });
  }

  blocks().forEach((block) => { remember(block); grow(areaOf(block)); });
  tellWhereNothingIs();
  desk.addEventListener("input", onInput);
  desk.addEventListener("submit", onSubmit);
  desk.addEventListener("keydown", onKey);
  desk.addEventListener("click", (event) => {
    if (event.target.closest('a[href="#about-draft"]')) { document.getElementById("about-draft").open = true; }
  });
  window.addEventListener("beforeunload", (event) => {
    if (!saver.pending && !conflicts.open.size && !missing.pending && !unsaved.pending) { return; }
    saver.flush();
    event.preventDefault();
  });
  document.addEventListener("visibilitychange", () => { if (document.hidden) { saver.flush(); } else { look(); } });
  setInterval(look, LOOK);
  dragBlocks(desk, (name, section, after) => saver.flush({ op: "move", block: name, section, after }));
  return saver;
}
