/* Chooses reports from results, for their outlines to be compared. The address holds them; the page is loaded anew with one more, or
   one less, and stands where it stood. */

const KEY = "bigan-compare";
const MOST = 4;

function remember(hit) {
  try { sessionStorage.setItem(KEY, JSON.stringify({ hit: hit.id, top: window.scrollY })); } catch (blocked) { /* it begins at its top */ }
}

function recall() {
  try {
    const before = JSON.parse(sessionStorage.getItem(KEY) || "null");
    sessionStorage.removeItem(KEY);
    return before;
  } catch (blocked) { return null; }
}

function linkFor(hit, chosen) {
  const report = hit.dataset.id.replace(/-\d+$/, "");
  const there = chosen.includes(report);
  if (!there && chosen.length >= MOST) { return null; }
  const address = new URL(window.location.href);
  address.hash = "";
  address.searchParams.delete("compare");
  (there ? chosen.filter((other) => other !== report) : [...chosen, report]).forEach((id) => address.searchParams.append("compare", id));
  const link = document.createElement("a");
  link.className = "act compare";
  link.href = address.pathname + address.search;
  link.textContent = there ? "在比 ✓" : "比提纲";
  link.title = there ? "选来比提纲了，再按一次不比" : "选这份报告来比提纲：小标题按章节并排，最多四份";
  link.addEventListener("click", () => remember(hit));
  return link;
}

export function offerOutlines(hits) {
  /* Not those of the address: one that was deleted meanwhile is no longer among them. */
  const tray = document.querySelector(".tray");
  const chosen = tray ? tray.dataset.reports.split(" ") : [];
  hits.forEach((hit) => {
    const link = linkFor(hit, chosen);
    if (link) { hit.querySelector(".acts").append(link); }
  });
  const before = recall();
  const hit = before && document.getElementById(before.hit);
  if (!hit) { return; }
  window.scrollTo(0, before.top);
  const link = hit.querySelector(".compare");
  if (link) { link.focus({ preventScroll: true }); }
}
