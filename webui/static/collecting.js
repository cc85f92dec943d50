/* Collecting: 收 beside everything that is found, s on the keyboard, and on text that was selected. */

import { BLOCKS, say, shownIn } from "./copying.js";
import { refreshBasket } from "./basket.js";

const API = "/api/v1/drafts/";

/* What has not happened where nobody answers. */
function undoneOf(path, body) {
  if (path !== "collect") { return "没有改动"; }
  return body.drop ? "没有移出" : "没有收进去";
}

/* Sends what is to change; the answer as an object, or an Error with what was said. */
export function send(path, body) {
  return fetch(API + path, {
    method: "POST",
    credentials: "same-origin",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
  }).then((answer) => answer.json().catch(() => ({})).then((found) => {
    if (answer.ok) { return found; }
    const refused = new Error(found.error || "没有成功，没有改动任何内容：请刷新再试");
    refused.status = answer.status;
    refused.conflict = found.conflict;
    throw refused;
  }), () => {
    const away = new Error("笔杆没有回答，" + undoneOf(path, body) + "：请看运行窗口是不是关了");
    away.status = 0;
    throw away;
  });
}

/* What a button collects; one that takes out again without a script has the place it stands in as its value. */
function thingOf(button) {
  return button.dataset.take || button.value;
}

/* Shows on every button for the same thing whether it has been collected. */
export function mark(take, holder) {
  document.querySelectorAll(".take").forEach((button) => {
    if (thingOf(button) !== take) { return; }
    const label = button.dataset.label || "收";
    button.setAttribute("aria-pressed", holder ? "true" : "false");
    button.textContent = !holder ? label : label === "收" ? "已收 ✓" : label + " ✓";
    button.title = holder ? "已收进素材篮，再按一次移出" : "收进素材篮";
    if (holder) { button.dataset.holder = holder; } else { delete button.dataset.holder; }
  });
}

function unmark(holder) {
  document.querySelectorAll(".take").forEach((button) => {
    if (button.dataset.holder === holder) { mark(thingOf(button), ""); }
  });
}

function told(found) {
  if (!found.new) { return "早已收过"; }
  const near = found.near[0];
  return near ? "已收；近似的一段已收过：" + near.source.citation : "已收进《" + found.draft.name + "》";
}

export function take(body, mine) {
  return send("collect", body).then((found) => {
    if (mine) { mark(mine, found.block.id); }
    refreshBasket();
    say(told(found), found.new ? { label: "撤销", run: () => drop(found.block.id) } : null);
    return found;
  }).catch((refused) => { say(refused.message); });
}

/* Takes out what was collected; it can be put back. */
export function drop(holder) {
  const marked = Array.from(document.querySelectorAll(".take")).find((button) => button.dataset.holder === holder);
  const mine = marked ? thingOf(marked) : "";
  return send("collect", { drop: holder }).then((found) => {
    unmark(holder);
    refreshBasket();
    say("已移出", { label: "撤销", run: () => putBack(found.draft.id, holder, mine) });
  }).catch((refused) => { say(refused.message); });
}

function putBack(draft, holder, mine) {
  send(draft + "/operations", { op: "restore", block: holder }).then(() => {
    if (mine) { mark(mine, holder); }
    refreshBasket();
    say("已放回原处");
  }).catch((refused) => { say(refused.message); });
}

function toggle(button) {
  return button.dataset.holder ? drop(button.dataset.holder) : take({ take: thingOf(button) }, thingOf(button));
}

/* The key s: what is focused, or the text selected in it. */
export function toggleTaken(block) {
  if (takeSelected()) { return true; }
  const button = block.querySelector(".take");
  if (!button) { return false; }
  toggle(button);
  return true;
}

/* The headings of a set, one after another, so that the order stays. */
function takeSet(button) {
  takeInOrder(Array.from(button.closest(".set").querySelectorAll(".set-list .take")), "这一组");
}

/* A heading with everything under it. */
function takeSection(button) {
  const heading = button.closest(".heading");
  const level = Number(heading.dataset.level);
  const buttons = [heading.querySelector(".take")];
  for (let next = heading.nextElementSibling; next; next = next.nextElementSibling) {
    if (next.matches(".heading") && Number(next.dataset.level) <= level) { break; }
    buttons.push(next.querySelector(".take"));
  }
  takeInOrder(buttons, "这一节");
}

function takeInOrder(buttons, what) {
  const wanted = buttons.filter((each) => each && !each.dataset.holder);
  wanted.reduce((before, each) => before.then(() => send("collect", { take: thingOf(each) })
    .then((found) => mark(thingOf(each), found.block.id))), Promise.resolve())
    .then(() => { refreshBasket(); say(wanted.length ? "已收" + what + "，共 " + wanted.length + " 处" : what + "早已收过"); })
    .catch((refused) => { refreshBasket(); say(refused.message); });
}

/* Whether a click was on something that collects. */
export function onTake(event, at) {
  const button = at.closest(".take, [data-take-section], [data-take-set], [data-drop], .take-selected");
  if (!button) { return false; }
  event.preventDefault();
  if (button.matches("[data-take-section]")) { takeSection(button); }
  else if (button.matches("[data-take-set]")) { takeSet(button); }
  else if (button.matches("[data-drop]")) { drop(button.dataset.drop); }
  else if (button.matches(".take-selected")) { takeSelected(); }
  else { toggle(button); }
  return true;
}

/* --- text that was selected ------------------------------------------------------------- */

/* The selected parts of paragraphs, one a paragraph. */
function selectedParts() {
  const selection = window.getSelection();
  if (!selection || selection.isCollapsed || !selection.rangeCount) { return []; }
  const range = selection.getRangeAt(0);
  const near = range.commonAncestorContainer;
  const root = near.nodeType === Node.ELEMENT_NODE ? near : near.parentElement;
  const own = root.closest("[data-id]");
  const blocks = own ? [own] : Array.from(root.querySelectorAll("[data-id]")).filter((block) => range.intersectsNode(block));
  return blocks.filter((block) => block.matches(BLOCKS)).map((block) => {
    const parts = Array.from(block.querySelectorAll(".text")).filter((text) => text.offsetParent && range.intersectsNode(text));
    return { paragraph: block.dataset.id, text: parts.map((text) => cutOut(range, text)).join("").trim() };
  }).filter((part) => part.text);
}

function cutOut(range, element) {
  const inside = document.createRange();
  inside.selectNodeContents(element);
  if (inside.compareBoundaryPoints(Range.START_TO_START, range) < 0) { inside.setStart(range.startContainer, range.startOffset); }
  if (inside.compareBoundaryPoints(Range.END_TO_END, range) > 0) { inside.setEnd(range.endContainer, range.endOffset); }
  return shownIn(inside).textContent;
}

function takeSelected() {
  const parts = document.getElementById("collecting") ? selectedParts() : [];
  if (!parts.length) { return false; }
  parts.reduce((before, part) => before.then(() => take(part)), Promise.resolve());
  window.getSelection().removeAllRanges();
  hideOffer();
  return true;
}

let offer = null;

function hideOffer() {
  if (offer) { offer.remove(); offer = null; }
}

/* Offers 收选中的字 beside a selection that lies in paragraphs. */
export function watchSelection() {
  if (!document.getElementById("collecting") || document.getElementById("desk")) { return; }
  let waiting = 0;
  document.addEventListener("selectionchange", () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => {
      const parts = selectedParts();
      hideOffer();
      if (!parts.length || parts.every((part) => Array.from(part.text).length < 4)) { return; }
      const box = window.getSelection().getRangeAt(0).getBoundingClientRect();
      offer = document.createElement("button");
      offer.type = "button";
      offer.className = "take-selected";
      offer.textContent = "收选中的 " + parts.reduce((sum, part) => sum + Array.from(part.text).length, 0) + " 字";
      document.body.append(offer);
      const left = Math.min(Math.max(8, box.left + box.width / 2 - offer.offsetWidth / 2), document.documentElement.clientWidth - offer.offsetWidth - 8);
      offer.style.left = left + window.scrollX + "px";
      offer.style.top = box.bottom + window.scrollY + 8 + "px";
    }, 250);
  });
  /* A press on the offer must not take the selection away first. */
  document.addEventListener("mousedown", (event) => {
    if (event.target.closest && event.target.closest(".take-selected")) { event.preventDefault(); }
  });
}
