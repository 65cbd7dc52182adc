// An article: a record and its sentences light up together, whichever of them is pointed at or focused.
"use strict";

(() => {
  const report = document.querySelector(".report");
  if (!report) return;
  const marks = [...report.querySelectorAll("mark[data-records]")];
  const numbered = [...report.querySelectorAll("[data-record]")];
  const numbers = (element) => (element.dataset.records || element.dataset.record || "").split(" ").filter(Boolean);

  const light = (wanted) => {
    for (const mark of marks) mark.classList.toggle("lit", numbers(mark).some((number) => wanted.has(number)));
    for (const one of numbered) one.classList.toggle("lit", wanted.has(one.dataset.record));
  };
  const follow = (event) => {
    const found = event.target.closest("mark[data-records], [data-record]");
    light(new Set(found ? numbers(found) : []));
  };
  report.addEventListener("pointerover", follow);
  report.addEventListener("pointerleave", () => light(new Set()));
  report.addEventListener("focusin", follow);
  report.addEventListener("focusout", () => light(new Set()));

  // A click on a sentence brings its first record into sight, where records stand beside the text.
  report.addEventListener("click", (event) => {
    const mark = event.target.closest("mark[data-records]");
    if (!mark || !matchMedia("(min-width: 62rem)").matches || String(getSelection())) return;
    const card = document.getElementById(`r${numbers(mark)[0]}`);
    if (card) card.scrollIntoView({ block: "nearest", behavior: "auto" });
  });
})();
