/* Waits until what was just typed in a draft is saved, before it leaves the page as a file or to be checked. */

/* What the page of a draft says while it saves (desk.js), and how long that is waited for, in milliseconds. */
const SAVING = "正在保存…";
const PATIENCE = 3000;
const NAP = 50;

export function isSaving() {
  const place = document.getElementById("saving");
  return Boolean(place) && (place.textContent === SAVING || place.classList.contains("failed"));
}

/* True once everything is saved; false where that takes too long. */
export function whenSaved(until = Date.now() + PATIENCE) {
  if (!isSaving()) { return Promise.resolve(true); }
  if (Date.now() > until) { return Promise.resolve(false); }
  return new Promise((resolve) => setTimeout(() => resolve(whenSaved(until)), NAP));
}
