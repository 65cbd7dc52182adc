// Lists with keys: j and k go to the next and previous link of a list, Enter opens it.
"use strict";

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key !== "j" && event.key !== "k") return;
  if (event.target.closest("input, textarea, select, [contenteditable]")) return;
  const rows = [...document.querySelectorAll("[data-list] [data-row]")];
  if (!rows.length) return;
  const item = document.activeElement.closest("[data-list] > *");
  const at = item ? rows.findIndex((row) => item.contains(row)) : -1;
  const next = event.key === "j" ? at + 1 : Math.max(at, 1) - 1;
  const row = rows[Math.min(next, rows.length - 1)];
  event.preventDefault();
  row.focus();
  row.scrollIntoView({ block: "nearest" });
});
