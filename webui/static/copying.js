/* Copying: a whole paragraph, one point, a section, or what the mouse has selected; always as clean text. */

export const BLOCKS = ".hit, .para, .line-item";

/* Parts of a page that are not the text of a report; a selection that runs over them leaves them out. */
const NOT_TEXT = ".acts, .take, .source-line, .block-acts, .basket, .hues, .margin, .tally, .pager, .when-folded, .when-open, .hidden, button, label, input, summary, svg";

let silence = 0;

/* Says something for a moment at the foot of the page, and to readers aloud; way: what can be done about it, a label and
   what is run; without one milliseconds may be given in its place. */
export function say(message, way) {
  const place = document.getElementById("said");
  place.textContent = message;
  clearTimeout(silence);
  if (way && way.label) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = way.label;
    button.addEventListener("click", () => { place.textContent = ""; way.run(); });
    place.append(button);
  }
  const shown = typeof way === "number" ? way : way ? 8000 : 1800;
  silence = setTimeout(() => { place.textContent = ""; }, shown);
}

function copyByTextarea(text) {
  const area = document.createElement("textarea");
  const before = document.activeElement;
  area.value = text;
  area.setAttribute("readonly", "");
  area.className = "hidden";
  document.body.appendChild(area);
  area.select();
  let done = false;
  try { done = document.execCommand("copy"); } catch (refused) { done = false; }
  area.remove();
  if (before && before.focus) { before.focus({ preventScroll: true }); }
  return done;
}

function copyText(text) {
  if (!navigator.clipboard || !navigator.clipboard.writeText) { return Promise.resolve(copyByTextarea(text)); }
  return navigator.clipboard.writeText(text).then(() => true, () => copyByTextarea(text));
}

function flash(button) {
  button.classList.add("done");
  setTimeout(() => button.classList.remove("done"), 1800);
}

function copyAndSay(text, message, button) {
  copyText(text).then((done) => {
    say(done ? message + " " + Array.from(text).length + " 字" : "浏览器不让复制：请选中文字后按 Ctrl+C");
    if (done && button) { flash(button); }
  });
}

/* The whole text of a block, also where only a part of it is shown: marks are elements and add nothing. */
function textOf(block) {
  return block.querySelector(".whole").textContent;
}

export function copyBlock(block, asked) {
  const withSource = asked && Boolean(block.dataset.source);
  const text = textOf(block);
  const button = block.querySelector('[data-copy="' + (withSource ? "source" : "text") + '"]');
  const length = Array.from(text).length;
  copyText(withSource ? text + "\n" + block.dataset.source : text).then((done) => {
    if (!done) { say("浏览器不让复制：请选中文字后按 Ctrl+C"); return; }
    say((withSource ? "已连出处复制 " : "已复制 ") + length + " 字");
    if (button) { flash(button); }
  });
}

/* One point of a paragraph (一是…); its position is counted in characters, not in halves of them. */
function copyPoint(button) {
  const characters = Array.from(textOf(button.closest(".para")));
  const point = characters.slice(Number(button.dataset.start), Number(button.dataset.end)).join("").trim();
  copyAndSay(point, "已复制这一点", button);
}

/* A heading and those beside it in its report, one a line, numbered as they are there. */
export function copySet(block) {
  const lines = Array.from(block.querySelectorAll(".sibling"), (sibling) => sibling.textContent.trim());
  if (!lines.length) { return false; }
  const button = block.querySelector('[data-copy="set"]');
  copyText(lines.join("\n")).then((done) => {
    say(done ? "已复制同组 " + lines.length + " 个小标题" : "浏览器不让复制：请展开同组，选中文字后按 Ctrl+C");
    if (done) { flash(button); }
  });
  return true;
}

/* A heading of a report with all that stands under it, down to the next one as high. */
function copySection(button) {
  const heading = button.closest(".heading");
  const parts = [heading.querySelector(".whole").textContent];
  const level = Number(heading.dataset.level);
  for (let next = heading.nextElementSibling; next; next = next.nextElementSibling) {
    if (next.matches(".heading") && Number(next.dataset.level) <= level) { break; }
    const text = next.querySelector(".whole");
    if (text) { parts.push(text.textContent); }
  }
  copyAndSay(parts.join("\n"), "已复制这一节", button);
}

export function onCopyButton(button) {
  switch (button.dataset.copy) {
    case "point": copyPoint(button); break;
    case "section": copySection(button); break;
    case "set": copySet(button.closest(BLOCKS)); break;
    case "path": copyText(button.dataset.path).then((done) => {
      say(done ? "已复制路径" : "浏览器不让复制：路径在按钮的提示里");
      if (done) { flash(button); }
    }); break;
    default: copyBlock(button.closest(BLOCKS), button.dataset.copy === "source");
  }
}

/* A copy of what a range holds and the page shows: not what is folded away. */
export function shownIn(range) {
  const folded = Array.from(document.querySelectorAll(".rest, .excerpt, .whole")).filter((part) => !part.getClientRects().length);
  const holder = document.createElement("div");
  folded.forEach((part) => part.classList.add("folded-away"));
  holder.appendChild(range.cloneContents());
  folded.forEach((part) => part.classList.remove("folded-away"));
  holder.querySelectorAll(".folded-away, .cut").forEach((part) => part.remove());
  return holder;
}

/* The text of a selection that runs over several blocks: one line a heading and a paragraph, without
   buttons, numbers and colours. What lies inside one text needs nothing of this. */
function selectedText(selection) {
  const lines = [];
  for (let i = 0; i < selection.rangeCount; i++) {
    const holder = shownIn(selection.getRangeAt(i));
    holder.querySelectorAll(NOT_TEXT).forEach((part) => part.remove());
    holder.querySelectorAll(".meta").forEach((meta) => {
      meta.textContent = Array.from(meta.children, (part) => part.textContent.trim()).filter(Boolean).join(" · ");
    });
    holder.querySelectorAll("p, h1, h2, h3, li, article, header").forEach((part) => part.append("\n"));
    lines.push(...holder.textContent.split("\n").map((line) => line.trim()).filter(Boolean));
  }
  return lines.join("\n");
}

export function onCopy(event) {
  const selection = window.getSelection();
  const at = event.target;
  if (selection.isCollapsed || (at.closest && at.closest("input, textarea, #desk"))) { return; }
  const text = selectedText(selection);
  if (!text || !event.clipboardData) { return; }
  event.clipboardData.setData("text/plain", text);
  event.preventDefault();
}
