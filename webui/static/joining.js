/* Two paragraphs become one: by Backspace at the start of the second, or Delete at the end of the first. */

import { say } from "./copying.js";

const isParagraph = (block) => Boolean(block) && block.matches(".block") && block.dataset.kind === "paragraph";

/* The paragraph that a key puts to the one above it; null where the key does something else. */
export function joinedBy(event, block, area) {
  if (event.target !== area || area.selectionStart !== area.selectionEnd) { return null; }
  const at = area.selectionStart;
  const second = event.key === "Backspace" && at === 0 ? block : event.key === "Delete" && at === area.value.length ? block.nextElementSibling : null;
  return canJoin(second) ? second : null;
}

export function canJoin(block) { return isParagraph(block) && isParagraph(block.previousElementSibling); }

/* textOf gives a block's words, revision the draft's now. The second stands among what was taken out, so the way back is short. */
export function join(block, saver, textOf, revision) {
  const above = block.previousElementSibling, name = block.dataset.id, to = above.dataset.id, before = textOf(above);
  saver.flush({ op: "join", block: name, to });
  say("并成了一段", { label: "撤销", run: () => {
    saver.flush(() => ({ op: "edit", block: to, text: before, revision: revision() }));
    saver.flush({ op: "restore", block: name });
  } });
  return before.length;
}
