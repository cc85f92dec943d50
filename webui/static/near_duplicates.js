/* Near-duplicates unfolded in place; without this script they are a page of their own. */
(function () {
  "use strict";
  document.addEventListener("toggle", function (event) {
    var near = event.target;
    if (!near.open || !near.dataset || !near.dataset.part || near.dataset.asked) { return; }
    var place = near.querySelector(".near-place");
    near.dataset.asked = "1";
    place.setAttribute("aria-busy", "true");
    fetch(near.dataset.part + (near.dataset.part.indexOf("?") < 0 ? "?" : "&") + "part=1", { credentials: "same-origin" })
      .then(function (answer) { return answer.ok ? answer.text() : Promise.reject(answer.status); })
      .then(function (html) { place.innerHTML = html; })
      .catch(function () { near.dataset.asked = ""; /* the link to the page stays */ })
      .then(function () { place.removeAttribute("aria-busy"); });
  }, true);
})();
