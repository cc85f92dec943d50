/* A paragraph of a draft that was changed in two places: both texts are shown, and the writer says which shall stay. */

export function showConflict(block, theirs, chosen) {
  block.querySelectorAll(".conflict-here").forEach((old) => old.remove());
  const box = document.createElement("div");
  box.className = "conflict-here";
  box.setAttribute("role", "alert");
  const words = document.createElement("p");
  words.textContent = "这一段在别处也改过，没有覆盖。上面是你写的，别处已保存的是：";
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
  block.querySelector("form").append(box);
}
