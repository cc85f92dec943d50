/* Paragraphs of a draft that were changed in two places: both texts are shown, and the writer says which shall stay. */

export class Conflicts {
  /* ``standing`` says on the page that a choice is open. */
  constructor(standing) {
    this.standing = standing;
    this.open = new Set();
    this.kept = new Map();
  }

  /* What the server keeps the writer's text as until one is chosen; undefined where there is no conflict. */
  keptAs(name) { return this.kept.get(name); }

  /* Shows both texts; ``chosen(choice, keptAs)`` is called with mine, theirs or both. */
  ask(block, conflict, chosen) {
    const name = block.dataset.id;
    this.open.add(name);
    this.kept.set(name, conflict.kept_as);
    this.tell();
    showConflict(block, conflict.block.text, (choice) => {
      this.open.delete(name);
      if (choice !== "mine") { this.kept.delete(name); }
      this.tell();
      chosen(choice, conflict.kept_as);
    });
  }

  /* There is nothing to choose any more. */
  close(name, block) {
    this.kept.delete(name);
    if (!this.open.delete(name)) { return; }
    if (block) { block.querySelectorAll(".conflict-here").forEach((old) => old.remove()); }
    this.tell();
  }

  tell() {
    const count = this.open.size;
    if (count) { this.standing.say("conflict", count === 1 ? "有一段等您选" : "有 " + count + " 段等您选", [["去看", showFirst]]); }
    else { this.standing.clear("conflict"); }
  }
}

function showFirst() {
  const box = document.querySelector(".conflict-here");
  if (!box) { return; }
  box.scrollIntoView({ block: "center" });
  box.querySelector("button").focus({ preventScroll: true });
}

function showConflict(block, theirs, chosen) {
  block.querySelectorAll(".conflict-here").forEach((old) => old.remove());
  const box = document.createElement("div");
  box.className = "conflict-here";
  box.setAttribute("role", "alert");
  const words = document.createElement("p");
  words.textContent = "这一段在别处也改过，没有覆盖。上面是您写的，别处已保存的是：";
  const other = document.createElement("p");
  other.className = "theirs";
  other.textContent = theirs;
  box.append(words, other);
  [["mine", "用我写的"], ["theirs", "用别处的"], ["both", "两段都留"]].forEach(([choice, label]) => {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = label;
    button.addEventListener("click", () => { box.remove(); chosen(choice); });
    box.append(button);
  });
  block.querySelector(".block-acts").after(box);
}
