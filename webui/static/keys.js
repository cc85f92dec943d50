/* The keyboard: / j k h l Enter s c C n N ? and the arrows between pages. Nothing is taken from somebody who types. */

import { toggleTaken } from "./collecting.js";
import { BLOCKS, copyBlock, copySet } from "./copying.js";

const STEPS = ".hit, .para, .line-item";

function typing(event) {
  const at = event.target;
  if (event.isComposing || event.keyCode === 229) { return true; }
  if (event.ctrlKey || event.metaKey || event.altKey) { return true; }
  if (at.isContentEditable || at.tagName === "TEXTAREA" || at.tagName === "SELECT") { return true; }
  return at.tagName === "INPUT" && at.type !== "checkbox";
}

function blocks() {
  return Array.from(document.querySelectorAll(STEPS));
}

export function current() {
  const at = document.activeElement;
  const focused = at && at.closest ? at.closest(BLOCKS) : null;
  return focused || document.querySelector(".para:target");
}

function step(by) {
  const all = blocks();
  if (!all.length) { return; }
  const at = all.indexOf(current());
  const next = at < 0 ? (by > 0 ? 0 : all.length - 1) : Math.min(Math.max(at + by, 0), all.length - 1);
  goTo(all[next]);
}

/* To the column beside this one, as far down as before. */
function stepColumn(by) {
  const columns = Array.from(document.querySelectorAll(".column")).filter((column) => column.querySelector(STEPS));
  if (!columns.length) { return false; }
  const block = current();
  const at = columns.findIndex((column) => block && column.contains(block));
  const next = columns[at < 0 ? 0 : Math.min(Math.max(at + by, 0), columns.length - 1)].querySelectorAll(STEPS);
  const down = at < 0 ? 0 : Array.from(columns[at].querySelectorAll(STEPS)).indexOf(block);
  goTo(next[Math.min(down, next.length - 1)]);
  return true;
}

/* Where Enter leads: to the full text, or where a block says itself. */
function addressOf(block) {
  const link = block.querySelector("a.open, a.line");
  return block.dataset.url || (link ? link.href : "");
}

export function goTo(block) {
  block.focus({ preventScroll: true });
  reveal(block);
}

function heightOfFixed() {
  const fixed = Array.from(document.querySelectorAll(".top, .found-strip"))
    .filter((bar) => getComputedStyle(bar).position === "sticky");
  return fixed.reduce((sum, bar) => sum + bar.offsetHeight, 0);
}

/* Scrolls no further than it takes to see a block below what is fixed at the top. */
function reveal(block) {
  const covered = heightOfFixed();
  const box = block.getBoundingClientRect();
  if (box.top < covered + 8) { window.scrollBy(0, box.top - covered - 8); }
  else if (box.bottom > window.innerHeight - 8) {
    window.scrollBy(0, Math.min(box.bottom - window.innerHeight + 8, box.top - covered - 8));
  }
}

/* What had the keyboard before the box, and how far down the page was: the box may be out of sight. */
let before = null;

function enterBox(box) {
  before = { at: document.activeElement, top: window.scrollY };
  box.focus();
  box.select();
}

/* Back to where the reader was: a page that has been scrolled to its middle is not begun again. */
function leaveBox(box) {
  const { at, top } = before || { at: null, top: window.scrollY };
  before = null;
  window.scrollTo({ top, behavior: "instant" });
  const back = at && at !== box && at !== document.body && at.isConnected ? at : firstInSight();
  if (back) { back.focus({ preventScroll: true }); } else { box.blur(); }
}

/* The block that the address names, if it is in sight, else the first that begins there. */
function firstInSight() {
  const fixed = heightOfFixed();
  const seen = blocks().filter((block) => {
    const box = block.getBoundingClientRect();
    return box.top >= fixed - 1 && box.top < window.innerHeight;
  });
  return seen.find((block) => block.matches(":target")) || seen[0] || nearestAbove();
}

function nearestAbove() {
  const above = blocks().filter((block) => block.getBoundingClientRect().top < window.innerHeight);
  return above[above.length - 1] || blocks()[0];
}

function turnPage(direction) {
  const link = document.querySelector('.pager a[rel="' + direction + '"]');
  if (!link) { return false; }
  link.click();
  return true;
}

export function onKey(event) {
  // The box has the keyboard already: what brings one there types nothing into an empty one.
  if (event.key === "/" && event.target.id === "q" && !event.target.value && !event.isComposing) {
    event.preventDefault();
    return;
  }
  if (event.key === "Escape" && event.target.id === "q" && !event.isComposing) {
    leaveBox(event.target);
    return;
  }
  if (typing(event)) { return; }
  // What looks like a box to tick is ticked by the space bar too.
  if (event.key === " " && event.target.matches("a.value")) {
    event.preventDefault();
    event.target.click();
    return;
  }
  const block = current();
  const key = event.key.toLowerCase();
  if (key === "?" || key === "？") {
    window.location.href = "/help";
  } else if (key === "/" || (event.code === "Slash" && !event.shiftKey)) {
    enterBox(document.getElementById("q"));
  } else if (key === "j") {
    step(1);
  } else if (key === "k") {
    step(-1);
  } else if (key === "h" || key === "l") {
    if (!stepColumn(key === "l" ? 1 : -1)) { return; }
  } else if (key === "n" && !document.querySelector(".found-strip")) {
    if (!turnPage("next")) { return; }
  } else if (key === "p") {
    if (!turnPage("prev")) { return; }
  } else if (key === "s" && block && toggleTaken(block)) {
    /* collected, or taken out again */
  } else if (key === "c" && event.shiftKey && block && copySet(block)) {
    /* the headings beside this one */
  } else if (key === "c" && block && block.querySelector(".whole")) {
    copyBlock(block, event.shiftKey);
  } else if (key === "enter" && block && event.target === block && addressOf(block)) {
    window.location.href = addressOf(block);
  } else {
    return;
  }
  event.preventDefault();
}
