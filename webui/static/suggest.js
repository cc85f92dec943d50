/* Suggestions under the search box. Without them, and without a script, the box is what it was. */
(function () {
  "use strict";
  var WAIT = 120, LONGEST = 60;
  var box = document.getElementById("q");
  if (!box || !window.fetch) { return; }
  var list = document.createElement("ul");
  var options = [], at = -1, typed = box.value, timer = 0, asked = 0;

  list.id = "suggested";
  list.className = "suggested";
  list.hidden = true;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", "建议");
  box.form.appendChild(list);
  box.setAttribute("role", "combobox");
  box.setAttribute("aria-autocomplete", "list");
  box.setAttribute("aria-controls", list.id);
  box.setAttribute("aria-expanded", "false");

  function close() {
    clearTimeout(timer);
    asked += 1;
    list.hidden = true;
    at = -1;
    box.setAttribute("aria-expanded", "false");
    box.removeAttribute("aria-activedescendant");
  }
  function isOpen() { return !list.hidden; }

  function option(suggestion, number, hint) {
    var item = document.createElement("li");
    var text = document.createElement("span"), count = document.createElement("span");
    item.id = "suggested-" + number;
    item.setAttribute("role", "option");
    item.setAttribute("aria-selected", "false");
    text.textContent = suggestion.text;
    if (hint) {
      var kind = document.createElement("span");
      kind.className = "kind";
      kind.textContent = hint;
      text.appendChild(kind);
    }
    count.className = "count";
    count.textContent = suggestion.count + " 段";
    item.appendChild(text);
    item.appendChild(count);
    item.dataset.text = suggestion.text;
    return item;
  }
  function show(found) {
    var all = (found.completions || []).map(function (s) { return [s, s.kind === "heading" ? "小标题" : ""]; });
    if (found.did_you_mean) { all.unshift([found.did_you_mean, "是不是要找"]); }
    all = all.filter(function (pair) { return pair[0].text !== typed; });
    close();
    list.textContent = "";
    options = all.map(function (pair, number) { return option(pair[0], number, pair[1]); });
    options.forEach(function (item) { list.appendChild(item); });
    if (options.length && document.activeElement === box) { open(); }
  }
  function open() {
    list.hidden = false;
    box.setAttribute("aria-expanded", "true");
  }
  /* The filters that a search from here keeps: a count must be what one gets. */
  function filters() {
    var kept = "";
    box.form.querySelectorAll("input[type=hidden]").forEach(function (field) {
      if (field.dataset.filter !== undefined) { kept += "&" + field.name + "=" + encodeURIComponent(field.value); }
    });
    return kept;
  }
  function ask() {
    var text = box.value, number = asked += 1;
    typed = text.trim();
    if (typed.length > LONGEST || !/[\p{L}\p{N}]/u.test(typed)) { options = []; close(); return; }
    fetch("/api/v1/suggest?q=" + encodeURIComponent(text) + filters(), { credentials: "same-origin" }).then(function (answer) {
      return answer.ok ? answer.json() : null;
    }).then(function (found) {
      if (found && number === asked && box.value === text) { show(found); }
    }).catch(function () { /* nothing is suggested */ });
  }
  function soon() {
    clearTimeout(timer);
    timer = setTimeout(ask, WAIT);
  }

  function mark(number) {
    if (at >= 0) { options[at].setAttribute("aria-selected", "false"); }
    at = number;
    if (at < 0) { box.removeAttribute("aria-activedescendant"); return; }
    options[at].setAttribute("aria-selected", "true");
    options[at].scrollIntoView({ block: "nearest" });
    box.setAttribute("aria-activedescendant", options[at].id);
  }
  function choose(item) {
    box.value = item.dataset.text;
    close();
    if (box.form.requestSubmit) { box.form.requestSubmit(); } else { box.form.submit(); }
  }

  box.addEventListener("input", function (event) { if (!event.isComposing) { soon(); } });
  box.addEventListener("compositionstart", close);
  box.addEventListener("compositionend", soon);
  box.addEventListener("blur", close);
  box.form.addEventListener("submit", close);
  box.addEventListener("keydown", function (event) {
    if (event.isComposing || event.keyCode === 229 || event.ctrlKey || event.metaKey || event.altKey) { return; }
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      if (!options.length || !box.value.trim()) { return; }
      if (!isOpen()) { open(); }
      var places = options.length + 1, step = event.key === "ArrowDown" ? 1 : -1;
      mark((at + 1 + step + places) % places - 1);
    } else if (event.key === "Enter" && isOpen() && at >= 0) {
      choose(options[at]);
    } else if (event.key === "Escape" && isOpen()) {
      close();
      event.stopPropagation();
    } else {
      return;
    }
    event.preventDefault();
  });
  list.addEventListener("mousedown", function (event) { event.preventDefault(); });
  list.addEventListener("click", function (event) {
    var item = event.target.closest("[role=option]");
    if (item) { choose(item); }
  });
})();
