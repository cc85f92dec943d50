/* What needs a script: copying, keys, the theme, dragging over years. Everything else works without. */
(function () {
  "use strict";
  var root = document.documentElement;
  root.classList.add("js");

  // --- theme: what the reader chose, before anything is drawn ---
  function stored() {
    try { return localStorage.getItem("bigan-theme"); } catch (blocked) { return null; }
  }
  function store(theme) {
    try { localStorage.setItem("bigan-theme", theme); } catch (blocked) { /* chosen for this page only */ }
  }
  var chosen = stored();
  if (chosen === "light" || chosen === "dark") { root.setAttribute("data-theme", chosen); }

  function switchTheme() {
    var dark = root.getAttribute("data-theme") === "dark" ||
      (!root.hasAttribute("data-theme") && window.matchMedia("(prefers-color-scheme: dark)").matches);
    var next = dark ? "light" : "dark";
    root.setAttribute("data-theme", next);
    store(next);
  }

  // --- copying ---
  function copyByTextarea(text) {
    var area = document.createElement("textarea");
    var before = document.activeElement;
    area.value = text;
    area.setAttribute("readonly", "");
    area.className = "hidden";
    document.body.appendChild(area);
    area.select();
    var done = false;
    try { done = document.execCommand("copy"); } catch (refused) { done = false; }
    area.remove();
    if (before && before.focus) { before.focus({ preventScroll: true }); }
    return done;
  }
  function copyText(text) {
    if (!navigator.clipboard || !navigator.clipboard.writeText) { return Promise.resolve(copyByTextarea(text)); }
    return navigator.clipboard.writeText(text).then(
      function () { return true; },
      function () { return copyByTextarea(text); }
    );
  }

  var silence = 0;
  function say(message) {
    var place = document.getElementById("said");
    place.textContent = message;
    clearTimeout(silence);
    silence = setTimeout(function () { place.textContent = ""; }, 1800);
  }

  /* The whole text, also where only a part is shown; marks are elements and add nothing. */
  function copyBlock(block, withSource) {
    var text = block.querySelector(".whole").textContent;
    var button = block.querySelector('[data-copy="' + (withSource ? "source" : "text") + '"]');
    copyText(withSource ? text + "\n" + block.dataset.source : text).then(function (done) {
      if (!done) { say("浏览器不让复制：请选中文字后按 Ctrl+C"); return; }
      say((withSource ? "已连出处复制 " : "已复制 ") + Array.from(text).length + " 字");
      if (button) { flash(button); }
    });
  }

  /* One point of a paragraph (一是…); its place is counted in characters, not in halves of them. */
  function copyPoint(block, button) {
    var characters = Array.from(block.querySelector(".whole").textContent);
    var point = characters.slice(Number(button.dataset.start), Number(button.dataset.end)).join("").trim();
    copyText(point).then(function (done) {
      say(done ? "已复制这一点 " + Array.from(point).length + " 字" : "浏览器不让复制：请选中文字后按 Ctrl+C");
      if (done) { flash(button); }
    });
  }
  function flash(button) {
    button.classList.add("done");
    setTimeout(function () { button.classList.remove("done"); }, 1800);
  }

  // --- keys ---
  function typing(event) {
    var at = event.target;
    if (event.isComposing || event.keyCode === 229) { return true; }
    if (event.ctrlKey || event.metaKey || event.altKey) { return true; }
    if (at.isContentEditable || at.tagName === "TEXTAREA" || at.tagName === "SELECT") { return true; }
    return at.tagName === "INPUT" && at.type !== "checkbox";
  }
  function blocks() { return Array.prototype.slice.call(document.querySelectorAll(".hit, .para")); }
  function current() {
    var at = document.activeElement;
    return at && at.closest ? at.closest(".hit, .para") : null;
  }
  function targeted() { return document.querySelector(".para:target"); }

  function step(by) {
    var all = blocks();
    if (!all.length) { return; }
    var at = all.indexOf(current() || targeted());
    var next = at < 0 ? (by > 0 ? 0 : all.length - 1) : Math.min(Math.max(at + by, 0), all.length - 1);
    all[next].focus({ preventScroll: true });
    reveal(all[next]);
  }
  function reveal(block) {
    var bar = document.querySelector(".top");
    var covered = getComputedStyle(bar).position === "sticky" ? bar.offsetHeight : 0;
    var box = block.getBoundingClientRect();
    if (box.top < covered + 8) { window.scrollBy(0, box.top - covered - 8); }
    else if (box.bottom > window.innerHeight - 8) {
      window.scrollBy(0, Math.min(box.bottom - window.innerHeight + 8, box.top - covered - 8));
    }
  }

  function onKey(event) {
    if (event.key === "Escape" && event.target.id === "q" && !event.isComposing) {
      var first = blocks()[0];
      if (first) { first.focus(); } else { event.target.blur(); }
      return;
    }
    if (typing(event)) { return; }
    var block = current() || targeted();
    var key = event.key.toLowerCase();
    if (key === "?" || key === "？") {
      window.location.href = "/help";
    } else if (key === "/" || (event.code === "Slash" && !event.shiftKey)) {
      var box = document.getElementById("q");
      box.focus();
      box.select();
    } else if (key === "j") {
      step(1);
    } else if (key === "k") {
      step(-1);
    } else if (key === "c" && block) {
      copyBlock(block, event.shiftKey);
    } else if (key === "enter" && block && event.target === block && block.dataset.url) {
      window.location.href = block.dataset.url;
    } else {
      return;
    }
    event.preventDefault();
  }

  // --- mouse ---
  function onClick(event) {
    var at = event.target.closest ? event.target : event.target.parentElement;
    var button = at.closest("[data-copy]");
    if (button && button.dataset.copy === "point") { copyPoint(button.closest(".para"), button); return; }
    if (button) { copyBlock(button.closest(".hit, .para"), button.dataset.copy === "source"); return; }
    if (at.closest("#theme")) { switchTheme(); return; }
    var folded = at.closest(".excerpt");
    if (folded && window.getSelection().isCollapsed) {
      folded.closest(".hit").querySelector(".unfold").checked = true;
    }
  }

  /* Drag over the bars to select from one year to another. */
  function dragYears(chart) {
    var from = null, to = null;
    function yearAt(event) {
      var bar = event.target.closest ? event.target.closest("[data-year]") : null;
      return bar && chart.contains(bar) ? Number(bar.dataset.year) : null;
    }
    function paint() {
      chart.querySelectorAll("[data-year]").forEach(function (bar) {
        var year = Number(bar.dataset.year);
        var inside = from !== null && from !== to && year >= Math.min(from, to) && year <= Math.max(from, to);
        bar.classList.toggle("dragged", inside);
      });
    }
    chart.addEventListener("dragstart", function (event) { event.preventDefault(); });
    chart.addEventListener("pointerdown", function (event) {
      if (event.pointerType === "mouse" && event.button === 0) { from = to = yearAt(event); }
    });
    chart.addEventListener("pointermove", function (event) {
      var year = yearAt(event);
      if (from !== null && year !== null) { to = year; paint(); }
    });
    document.addEventListener("pointerup", function () {
      var first = Math.min(from, to), last = Math.max(from, to), dragged = from !== null && from !== to;
      from = to = null;
      paint();
      if (dragged) { window.location.href = chart.dataset.base + "year=" + first + "-" + last; }
    });
  }

  /* Reading the file again takes a moment: once is enough. */
  function onSubmit(event) {
    if (event.target.method !== "post") { return; }
    event.target.querySelector("[type=submit]").disabled = true;
    say("正在保存，并更新索引…");
  }
  function onReturn(event) {
    if (!event.persisted) { return; }
    document.querySelectorAll("[type=submit]").forEach(function (button) { button.disabled = false; });
  }

  document.addEventListener("submit", onSubmit);
  window.addEventListener("pageshow", onReturn);
  document.addEventListener("keydown", onKey);
  document.addEventListener("click", onClick);
  document.addEventListener("DOMContentLoaded", function () {
    document.querySelectorAll(".years-chart svg").forEach(dragYears);
  });
})();
