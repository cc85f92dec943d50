/* The archive: how far a run is, what has come in meanwhile, all rows of a page at once, recent questions. */

import { say } from "./copying.js";

/* The run of the index on its own page: figures as they come, the end shown when it is reached. */
export function followRun(place) {
  const bar = place.querySelector("progress");
  const grouped = (number) => String(number).replace(/\B(?=(\d{3})+$)/g, "\u202f");

  function show(state) {
    if (!state.running) { window.location.replace(place.dataset.then); return false; }
    if (state.total) {
      bar.max = state.total;
      bar.value = state.done;
      place.querySelector(".done-count").textContent = grouped(state.done) + " / " + grouped(state.total) + " 个文件";
    }
    const written = state.total > 0 && state.done >= state.total;
    place.querySelector(".file-now").textContent = written ? "都读过了，正在写进索引" : state.name;
    place.querySelector(".so-far").hidden = !state.reports;
    place.querySelector(".report-count").textContent = grouped(state.reports);
    place.querySelector(".paragraph-count").textContent = grouped(state.paragraphs);
    return true;
  }
  function ask() {
    fetch("/library/state").then((answer) => answer.json()).then((state) => { if (show(state)) { setTimeout(ask, 2000); } })
      .catch(() => setTimeout(ask, 5000));
  }
  if (!window.EventSource) { ask(); return; }
  const source = new EventSource("/library/events");
  source.onmessage = (event) => { if (!show(JSON.parse(event.data))) { source.close(); } };
  /* Too many pages follow it, or the connection broke. */
  source.onerror = () => { source.close(); setTimeout(ask, 1000); };
  window.addEventListener("pagehide", () => source.close());
}

/* On return to the window: what was read in by itself meanwhile. */
export function tellNews(body) {
  let asked = 0;
  function ask() {
    if (document.visibilityState !== "visible" || Date.now() - asked < 3000) { return; }
    asked = Date.now();
    fetch("/library/news?since=" + body.dataset.newsSince).then((answer) => answer.json()).then((news) => {
      body.dataset.newsSince = news.run;
      if (news.message) { say(news.message, 6000); }
    }).catch(() => { /* the server has been stopped: nothing is new */ });
  }
  window.addEventListener("focus", ask);
  document.addEventListener("visibilitychange", ask);
}

/* The box above a table checks and clears all of them. */
export function checkAll(box) {
  const boxes = () => Array.from(document.querySelectorAll('input[name="id"]'));
  const form = box.closest(".bulk"), legend = form.querySelector("legend");

  /* With something chosen the form stays in sight and says how much that is. */
  function count() {
    const chosen = boxes().filter((one) => one.checked).length;
    form.classList.toggle("chosen", chosen > 0);
    legend.textContent = chosen ? "更正选中的 " + chosen + " 份" : "更正选中的";
  }
  box.addEventListener("change", () => { boxes().forEach((one) => { one.checked = box.checked; }); count(); });
  document.addEventListener("change", (event) => {
    if (event.target.name !== "id") { return; }
    const all = boxes();
    box.checked = all.every((one) => one.checked);
    box.indeterminate = !box.checked && all.some((one) => one.checked);
    count();
  });
  count();
}

/* A list is narrowed as soon as something is chosen. */
export function narrowAtOnce(form) {
  form.addEventListener("change", (event) => { if (event.target.tagName === "SELECT") { form.submit(); } });
}

/* --- recent questions, kept in this browser only ----------------------------------------- */

const RECENT = "bigan-recent";
const MOST_RECENT = 8;

function recent() {
  try {
    const kept = JSON.parse(localStorage.getItem(RECENT));
    return Array.isArray(kept) ? kept.filter((q) => typeof q === "string") : [];
  } catch (blocked) { return []; }
}

function keep(questions) {
  try { localStorage.setItem(RECENT, JSON.stringify(questions)); } catch (blocked) { /* not remembered, then */ }
}

export function rememberQuestion() {
  const q = new URLSearchParams(window.location.search).get("q");
  if (window.location.pathname !== "/" || !q || q.length > 60 || !document.querySelector(".hit, .line-item, .head")) { return; }
  keep([q, ...recent().filter((other) => other !== q)].slice(0, MOST_RECENT));
}

export function showRecent(place) {
  const questions = recent();
  if (!questions.length) { return; }
  const list = place.querySelector("ul");
  questions.forEach((q) => {
    const item = document.createElement("li"), link = document.createElement("a");
    link.href = "/?q=" + encodeURIComponent(q);
    link.textContent = q;
    item.append(link);
    list.append(item);
  });
  place.hidden = false;
  place.querySelector("#forget-recent").addEventListener("click", () => {
    keep([]);
    place.hidden = true;
    say("已清除");
  });
}
