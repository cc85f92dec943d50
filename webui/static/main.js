/* Joins what needs a script to the page. Everything else works without. */

import { openBasket } from "./basket.js";
import { onTake, watchSelection } from "./collecting.js";
import { offerOutlines } from "./comparing.js";
import { openDesk } from "./desk.js";
import { onCopy, onCopyButton, say } from "./copying.js";
import { current, onKey } from "./keys.js";
import { checkAll, followRun, narrowAtOnce, rememberQuestion, showRecent, tellNews } from "./library.js";
import { sendElsewhere } from "./pasting.js";
import { followOutline, rememberPlace, walkHits } from "./report.js";
import { keepReading } from "./returning.js";
import { keepSidebar } from "./sidebar.js";
import { offerUses } from "./uses.js";
import { dragYears } from "./years.js";

function onClick(event) {
  const at = event.target.closest ? event.target : event.target.parentElement;
  const button = at.closest("[data-copy]");
  if (button) { onCopyButton(button); return; }
  if (onTake(event, at)) { return; }
  const folded = at.closest(".excerpt");
  if (folded && window.getSelection().isCollapsed) {
    folded.closest(".hit").querySelector(".unfold").checked = true;
  }
}

/* Reading the file again takes a moment: once is enough. */
function onSubmit(event) {
  const only_looks = event.submitter && event.submitter.getAttribute("formmethod") === "get";
  if (event.target.method !== "post" || !event.target.dataset.saves || only_looks) { return; }
  event.target.querySelector("[type=submit]").disabled = true;
  say("正在保存，并更新索引…");
}

/* A page that comes back from the browser's memory can be sent again. */
function onReturn(event) {
  if (!event.persisted) { return; }
  document.querySelectorAll("[type=submit]").forEach((button) => { button.disabled = false; });
}

document.addEventListener("submit", onSubmit);
document.addEventListener("submit", sendElsewhere);
window.addEventListener("pageshow", onReturn);
document.addEventListener("keydown", onKey);
document.addEventListener("click", onClick);
document.addEventListener("copy", onCopy);
document.querySelectorAll(".years-chart svg").forEach(dragYears);
const found = (selector, join) => { const place = document.querySelector(selector); if (place) { join(place); } };
found("#progress", followRun);
found("#check-all", checkAll);
found(".narrow-form", narrowAtOnce);
found("#recent", showRecent);
found("body[data-news-since]", tellNews);
rememberQuestion();
keepReading(current);
offerUses(document.querySelectorAll(".hits .hit[data-id]"));
offerOutlines(document.querySelectorAll(".hits .hit[data-id]"));
openBasket();
watchSelection();
const desk = document.getElementById("desk");
if (desk) { openDesk(desk); }
const side = document.querySelector(".side");
if (side) { keepSidebar(side); }
const outline = document.querySelector(".outline");
if (outline) { followOutline(outline); }
const strip = document.querySelector(".found-strip");
if (strip) { walkHits(strip); }
if (document.querySelector(".layout.reading")) { rememberPlace(); }
