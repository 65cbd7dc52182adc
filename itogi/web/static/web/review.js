// After a step the next entry is on the desk: readers of the screen are told, and keys go on from there.
"use strict";

document.addEventListener("htmx:afterSettle", (event) => {
  if (event.target.id !== "desk" && !event.target.closest("#desk")) return;
  const title = document.querySelector("#pane-title") || document.querySelector("#desk-title");
  if (title) title.focus({ preventScroll: !title.closest("[data-pane]") });
});
