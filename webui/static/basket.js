/* The basket: a column on wide screens, a drawer on others, a bar at the foot of narrow ones. */

const WIDE = "(min-width: 1600px)";

function basket() { return document.getElementById("basket"); }

function show(open) {
  const place = basket();
  place.classList.toggle("open", open);
  place.querySelector(".basket-bar").setAttribute("aria-expanded", String(open));
  const link = document.getElementById("basket-link");
  if (link) { link.setAttribute("aria-expanded", String(open)); }
}

/* Asks for the basket as it is now; another tab may have changed it too. */
export function refreshBasket() {
  const place = basket();
  if (!place) { return Promise.resolve(); }
  const list = place.querySelector(".basket-list");
  const top = list ? list.scrollTop : 0;
  const open = place.classList.contains("open");
  return fetch("/drafts/basket", { credentials: "same-origin" })
    .then((answer) => answer.ok ? answer.text() : Promise.reject(answer.status))
    .then((html) => {
      place.innerHTML = html;
      show(open);
      place.querySelector(".basket-list").scrollTop = top;
      const count = place.querySelector(".basket-count").textContent;
      document.querySelectorAll(".basket-count").forEach((each) => { each.textContent = count; });
    })
    .catch(() => { /* the old list stays; the page says what went wrong where it was asked */ });
}

export function openBasket() {
  const place = basket();
  if (!place) { return; }
  show(false);
  const link = document.getElementById("basket-link");
  link.setAttribute("aria-controls", "basket");
  link.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || window.matchMedia(WIDE).matches) { return; }
    event.preventDefault();
    const open = !place.classList.contains("open");
    show(open);
    if (open) { place.focus({ preventScroll: true }); }
  });
  place.addEventListener("click", (event) => {
    if (event.target.closest(".basket-bar") && !window.matchMedia(WIDE).matches) { show(!place.classList.contains("open")); }
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !place.classList.contains("open") || event.isComposing) { return; }
    show(false);
    if (place.contains(document.activeElement)) { link.focus(); }
  });
  /* What another tab has collected shows when one comes back to this. */
  document.addEventListener("visibilitychange", () => { if (!document.hidden) { refreshBasket(); } });
}
