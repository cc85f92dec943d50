/* Takes a draft out: what was just typed goes along. A copy is plain text, and HTML that Word and WPS take over with fonts
   and indents. */

import { say } from "./copying.js";
import { isSaving, whenSaved } from "./saved.js";

const REFUSED = "浏览器不让复制：请用“导出 Word”，或选中文字后按 Ctrl+C";

const UNSAVED = "刚写的还没有存上，先没有导出：请看“已保存”出现后再试";

/* The two flavours are put in while the browser copies: it then leaves the HTML as it is, with what only Word knows. */
function copyByEvent(copied) {
  let done = false;
  const put = (event) => {
    event.clipboardData.setData("text/plain", copied.text);
    event.clipboardData.setData("text/html", copied.html);
    event.preventDefault();
    event.stopImmediatePropagation();
    done = true;
  };
  document.addEventListener("copy", put, true);
  try { document.execCommand("copy"); } catch (refused) { done = false; }
  document.removeEventListener("copy", put, true);
  return done;
}

function write(copied) {
  if (copyByEvent(copied)) { return Promise.resolve(true); }
  if (!navigator.clipboard || !navigator.clipboard.write || !window.ClipboardItem) { return Promise.resolve(false); }
  const item = new ClipboardItem({
    "text/plain": new Blob([copied.text], { type: "text/plain" }),
    "text/html": new Blob([copied.html], { type: "text/html" }),
  });
  return navigator.clipboard.write([item]).then(() => true, () => false);
}

function onSubmit(event) {
  const form = event.target, pressed = event.submitter;
  if (!form.matches(".draft-export") || !isSaving()) { return; }
  event.preventDefault();
  whenSaved().then((saved) => { if (saved) { form.requestSubmit(pressed); } else { say(UNSAVED); } });
}

function copyDraft(button) {
  const form = new FormData(button.form);
  const chosen = ["template", "unmarked", "headings"].filter((name) => form.get(name)).map((name) => name + "=" + form.get(name));
  const address = button.dataset.copyDraft + (chosen.length ? "?" + chosen.join("&") : "");
  fetch(address).then((answer) => answer.ok ? answer.json() : Promise.reject(answer.status)).then(write).then((done) => {
    say(done ? "已复制成稿，可以粘贴到 Word、WPS" : REFUSED);
    if (!done) { return; }
    button.classList.add("done");
    setTimeout(() => button.classList.remove("done"), 1800);
  }, () => say("没有复制成：请刷新这一页再试"));
}

function onClick(event) {
  const at = event.target.closest ? event.target : event.target.parentElement;
  const button = at.closest("[data-copy-draft]");
  if (button) { whenSaved().then((saved) => { if (saved) { copyDraft(button); } else { say(UNSAVED); } }); }
}

document.addEventListener("click", onClick);
document.addEventListener("submit", onSubmit, true);
