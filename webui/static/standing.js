/* What the page of a draft says about saving: whether all is saved, and what the writer still has to say or do. */

export class Standing {
  constructor(place) {
    this.place = place;
    this.kind = "";
    this.message = "";
    this.lasting = new Map();
  }

  /* How saving goes: saved, saving or failed. */
  told(kind, message) {
    this.kind = kind;
    this.message = message || (kind === "saved" ? "已保存" : "正在保存…");
    this.show();
  }

  /* Says something until it is cleared, with what can be done about it: [label, what to run] each. */
  say(key, message, choices) {
    this.lasting.set(key, { message, choices: choices || [] });
    this.show();
  }

  clear(key) { if (this.lasting.delete(key)) { this.show(); } }

  has(key) { return this.lasting.has(key); }

  show() {
    const first = this.lasting.has("deleted") ? ["deleted"] : Array.from(this.lasting.keys());
    const failed = this.kind === "failed" && !this.lasting.has("deleted");
    const lines = first.map((key) => this.lasting.get(key));
    if (failed || !lines.length) { lines.unshift({ message: this.message, choices: [] }); }
    const is_wrong = failed || this.lasting.size > 0;
    this.place.classList.toggle("failed", is_wrong);
    this.place.parentElement.classList.toggle("wrong", is_wrong);
    const words = lines.map((line) => line.message).join("\n");
    if (this.words === words) { return; }
    this.words = words;
    this.place.replaceChildren(...lines.map(lineOf));
  }
}

function lineOf(line) {
  const shown = document.createElement("span");
  shown.className = "said-line";
  shown.append(line.message);
  line.choices.forEach(([label, run]) => {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "act";
    button.textContent = label;
    button.addEventListener("click", run);
    shown.append(" ", button);
  });
  return shown;
}
