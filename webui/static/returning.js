/* Whoever goes back to a list finds the keyboard where it was; the browser itself keeps only how far down the page stood. */

const KEY = "bigan-reading";
/* So many pages back. */
const MOST = 20;

/* Address and block of the pages that were left, the last one last. */
function kept() {
  try { return JSON.parse(sessionStorage.getItem(KEY) || "[]"); } catch (blocked) { return []; }
}

/* current gives the block that the keyboard is at. */
export function keepReading(current) {
  const page = window.location.href, before = kept().find((left) => left[0] === page);
  window.addEventListener("pagehide", () => {
    const block = current(), others = kept().filter((left) => left[0] !== page);
    if (block && block.id) { others.push([page, block.id]); }
    try { sessionStorage.setItem(KEY, JSON.stringify(others.slice(-MOST))); } catch (blocked) { /* it begins at its top */ }
  });
  const [visit] = performance.getEntriesByType("navigation");
  const block = before && visit && visit.type === "back_forward" ? document.getElementById(before[1]) : null;
  if (block && document.activeElement === document.body) { block.focus({ preventScroll: true }); }
}
