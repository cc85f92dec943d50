/* Blocks of a draft dragged by their grip: a line shows where one will stand. */

const MARKS = ["drop-above", "drop-below", "drop-here"];

export function dragBlocks(desk, moved) {
  let dragged = null;
  let target = null;

  function clear() {
    desk.querySelectorAll("." + MARKS.join(", .")).forEach((marked) => marked.classList.remove(...MARKS));
    target = null;
  }

  /* Where a block would stand if it were let go at this height: behind the block `after`, at the beginning for "". */
  function placeAt(event) {
    const block = event.target.closest(".block");
    if (block && block !== dragged) {
      const box = block.getBoundingClientRect();
      const below = event.clientY > box.top + box.height / 2;
      const before = block.previousElementSibling === dragged ? dragged.previousElementSibling : block.previousElementSibling;
      const after = below ? block.dataset.id : before ? before.dataset.id : "";
      return { section: block.parentElement.dataset.section, after, mark: block, name: below ? "drop-below" : "drop-above" };
    }
    const part = event.target.closest(".draft-section");
    if (!part || block) { return null; }
    const list = part.querySelector(".blocks");
    const last = list.lastElementChild;
    return { section: list.dataset.section, after: last && last !== dragged ? last.dataset.id : last ? null : "", mark: list, name: "drop-here" };
  }

  desk.addEventListener("dragstart", (event) => {
    const grip = event.target.closest && event.target.closest(".grip");
    if (!grip) { return; }
    dragged = grip.closest(".block");
    dragged.classList.add("dragged");
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", dragged.querySelector("textarea").value);
    event.dataTransfer.setDragImage(dragged, 0, 16);
  });
  desk.addEventListener("dragover", (event) => {
    if (!dragged || !event.target.closest) { return; }
    const place = placeAt(event);
    clear();
    if (!place || place.after === null) { return; }
    event.preventDefault();
    target = place;
    place.mark.classList.add(place.name);
  });
  desk.addEventListener("drop", (event) => {
    if (!dragged || !target) { return; }
    event.preventDefault();
    moved(dragged.dataset.id, target.section, target.after);
  });
  desk.addEventListener("dragend", () => {
    if (dragged) { dragged.classList.remove("dragged"); }
    dragged = null;
    clear();
  });
}
