/* The reader's choices that change how a page looks, applied before anything is drawn: light or dark, reading or compact. */
(function () {
  "use strict";
  var root = document.documentElement;
  root.classList.add("js");

  function stored(name) {
    try { return localStorage.getItem("bigan-" + name); } catch (blocked) { return null; }
  }
  function store(name, value) {
    try { localStorage.setItem("bigan-" + name, value); } catch (blocked) { /* it lasts for this page only */ }
  }

  var theme = stored("theme");
  if (theme === "light" || theme === "dark") { root.setAttribute("data-theme", theme); }
  var density = stored("density");
  if (density === "compact") { root.setAttribute("data-density", "compact"); }
  else if (density === "reading") { root.removeAttribute("data-density"); }

  function switchTheme() {
    var dark = root.getAttribute("data-theme") === "dark" ||
      (!root.hasAttribute("data-theme") && window.matchMedia("(prefers-color-scheme: dark)").matches);
    var next = dark ? "light" : "dark";
    root.setAttribute("data-theme", next);
    store("theme", next);
  }

  function switchDensity(button) {
    var compact = root.getAttribute("data-density") !== "compact";
    if (compact) { root.setAttribute("data-density", "compact"); } else { root.removeAttribute("data-density"); }
    button.setAttribute("aria-pressed", String(compact));
    store("density", compact ? "compact" : "reading");
  }

  document.addEventListener("click", function (event) {
    var at = event.target.closest ? event.target : event.target.parentElement;
    var density = at.closest("#density");
    if (at.closest("#theme")) { switchTheme(); }
    if (density) { switchDensity(density); }
  });
  /* What is saved in the settings goes before what a button has chosen in this browser. */
  document.addEventListener("submit", function (event) {
    if (event.target.classList.contains("settings-form")) {
      try { localStorage.removeItem("bigan-density"); } catch (blocked) { /* nothing was kept */ }
    }
  });
  document.addEventListener("DOMContentLoaded", function () {
    var density = document.getElementById("density");
    if (density) { density.setAttribute("aria-pressed", String(root.getAttribute("data-density") === "compact")); }
  });
})();
