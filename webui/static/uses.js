/* In how many reports each sentence of a paragraph stands, in place; without this script that is a page of its own. */

import { say } from "./copying.js";

function place(block) {
  let made = block.querySelector(".uses-place");
  if (!made) {
    made = document.createElement("div");
    made.className = "uses-place";
    // above the near-duplicates, which may be unfolded and long
    block.insertBefore(made, block.querySelector(":scope > details.near"));
  }
  return made;
}

function toggle(link) {
  const block = link.closest(".hit, .para"), shown = block.querySelector(".uses-place");
  if (shown) { shown.hidden = !shown.hidden; link.setAttribute("aria-expanded", String(!shown.hidden)); return; }
  const into = place(block);
  into.setAttribute("aria-busy", "true");
  fetch(link.href + (link.href.includes("?") ? "&" : "?") + "part=1", { credentials: "same-origin" })
    .then((answer) => answer.ok ? answer.text() : Promise.reject(answer.status))
    .then((html) => { into.innerHTML = html; into.removeAttribute("aria-busy"); link.setAttribute("aria-expanded", "true"); })
    .catch(() => { into.remove(); say("没有查成：请刷新这一页再试"); });
}

/* Hits get the way to it here, in place; without a script they have a link to the page of its own. */
export function offerUses(hits) {
  hits.forEach((hit) => {
    const link = document.createElement("a");
    link.className = "act uses-of";
    link.href = "/paragraphs/" + encodeURIComponent(hit.dataset.id) + "/uses";
    link.textContent = "见于几份";
    link.title = "这一段的每一句见于几份报告、几类单位";
    hit.querySelector(".acts").append(link);
  });
}

document.addEventListener("click", (event) => {
  const link = event.target.closest && event.target.closest(".uses-of");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) { return; }
  event.preventDefault();
  toggle(link);
});
