/* The filters hold still: a click on one loads a new page, and the column comes back as it was,
   scrolled as far, with the same lists open, and on a phone still unfolded. */

const KEY = "bigan-sidebar";

function recall() {
  try { return JSON.parse(sessionStorage.getItem(KEY) || "null"); } catch (blocked) { return null; }
}

function remember(side) {
  const drawer = document.getElementById("drawer");
  const state = {
    top: side.scrollTop,
    page: drawer && drawer.checked && getComputedStyle(side).position === "static" ? window.scrollY : 0,
    drawer: Boolean(drawer && drawer.checked),
    open: Array.from(side.querySelectorAll("details[data-facet][open]"), (list) => list.dataset.facet),
  };
  try { sessionStorage.setItem(KEY, JSON.stringify(state)); } catch (blocked) { /* the column begins at its top */ }
}

function forget() {
  try { sessionStorage.removeItem(KEY); } catch (blocked) { /* nothing was kept */ }
}

/* Only a filter's own click brings the column back; any other way here shows it from its top. */
export function keepSidebar(side) {
  const before = recall();
  forget();
  if (before) {
    before.open.forEach((name) => {
      const list = side.querySelector('details[data-facet="' + name + '"]');
      if (list) { list.open = true; }
    });
    const drawer = document.getElementById("drawer");
    if (drawer && before.drawer) { drawer.checked = true; }
    side.scrollTop = before.top;
    if (before.page) { window.scrollTo(0, before.page); }
  }
  side.addEventListener("click", (event) => {
    if (event.target.closest && event.target.closest("a")) { remember(side); }
    if (event.target.closest && event.target.closest(".show-hits")) {
      document.getElementById("drawer").checked = false;
      window.scrollTo(0, 0);
    }
  });
  side.addEventListener("submit", () => remember(side));
}
