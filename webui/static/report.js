/* A report's page: from hit to hit in a strip that stays in sight, and an outline that follows the reader. */

import { goTo } from "./keys.js";

export function walkHits(strip) {
  const hits = Array.from(document.querySelectorAll(".para")).filter((block) => block.querySelector("mark"));
  const now = strip.querySelector(".now");
  let at = -1;

  function show(next) {
    at = (next + hits.length) % hits.length;
    now.textContent = String(at + 1);
    goTo(hits[at]);
  }
  function nearest() {
    const focused = hits.indexOf(document.activeElement.closest ? document.activeElement.closest(".para") : null);
    return focused >= 0 ? focused : at;
  }
  strip.querySelector(".previous").addEventListener("click", () => show(nearest() < 0 ? hits.length - 1 : nearest() - 1));
  strip.querySelector(".next").addEventListener("click", () => show(nearest() + 1));
  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest("input, textarea, select") || event.ctrlKey || event.metaKey || event.altKey;
    if (typing || event.key.toLowerCase() !== "n") { return; }
    show(event.shiftKey ? (nearest() < 0 ? hits.length - 1 : nearest() - 1) : nearest() + 1);
    event.preventDefault();
  });
  /* By the address, as the browser may jump to the paragraph only after scripts have run. */
  const arrived = hits.findIndex((block) => block.id && "#" + block.id === window.location.hash);
  if (arrived >= 0) { at = arrived; now.textContent = String(at + 1); }
}

/* The address tells the paragraph that is looked at by its text too: who keeps it as a bookmark finds that paragraph again when
   others were written above it. */
export function rememberPlace() {
  function remember() {
    const block = document.getElementById(window.location.hash.slice(1));
    if (!block || !block.dataset.at) { return; }
    const address = new URL(window.location.href);
    address.searchParams.set("at", block.dataset.at);
    if (address.href !== window.location.href) { window.history.replaceState(window.history.state, "", address); }
  }
  window.addEventListener("hashchange", remember);
  remember();
}

/* Marks the line of the outline whose part is being read. */
export function followOutline(outline) {
  const links = Array.from(outline.querySelectorAll("a"));
  const places = links.map((link) => document.getElementById(link.hash.slice(1)));
  let marked = null, waiting = false;

  function mark() {
    waiting = false;
    const line = window.innerHeight / 3;
    let at = -1;
    places.forEach((place, number) => { if (place && place.getBoundingClientRect().top <= line) { at = number; } });
    const link = at < 0 ? null : links[at];
    if (link === marked) { return; }
    if (marked) { marked.removeAttribute("aria-current"); }
    if (link) {
      link.setAttribute("aria-current", "location");
      const side = outline.closest(".side");
      const box = link.getBoundingClientRect(), frame = side.getBoundingClientRect();
      if (box.top < frame.top || box.bottom > frame.bottom) { side.scrollTop += box.top - frame.top - frame.height / 3; }
    }
    marked = link;
  }
  window.addEventListener("scroll", () => {
    if (!waiting) { waiting = true; window.requestAnimationFrame(mark); }
  }, { passive: true });
  mark();
}
