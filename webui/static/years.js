/* Dragging over the bars of the years selects from one year to another. */

export function dragYears(chart) {
  let from = null, to = null;

  function yearAt(event) {
    const bar = event.target.closest ? event.target.closest("[data-year]") : null;
    return bar && chart.contains(bar) ? Number(bar.dataset.year) : null;
  }
  function paint() {
    chart.querySelectorAll("[data-year]").forEach((bar) => {
      const year = Number(bar.dataset.year);
      const inside = from !== null && from !== to && year >= Math.min(from, to) && year <= Math.max(from, to);
      bar.classList.toggle("dragged", inside);
    });
  }
  chart.addEventListener("dragstart", (event) => event.preventDefault());
  chart.addEventListener("pointerdown", (event) => {
    if (event.pointerType === "mouse" && event.button === 0) { from = to = yearAt(event); }
  });
  chart.addEventListener("pointermove", (event) => {
    const year = yearAt(event);
    if (from !== null && year !== null) { to = year; paint(); }
  });
  document.addEventListener("pointerup", () => {
    const first = Math.min(from, to), last = Math.max(from, to), dragged = from !== null && from !== to;
    from = to = null;
    paint();
    if (dragged) { window.location.href = chart.dataset.base + "year=" + first + "-" + last; }
  });
}
