// Footnotes of a report show their sentence where they are pointed at; without scripts they lead to it.
"use strict";

(() => {
  const LONGEST = 420;
  const show = (event) => {
    const ref = event.target.closest && event.target.closest(".report .ref");
    if (!ref || ref.dataset.note) return;
    const note = document.getElementById(ref.hash.slice(1));
    if (!note) return;
    const text = note.querySelector("blockquote").textContent;
    const source = note.querySelector(".source").textContent;
    ref.dataset.note = `${source}: ${text.length > LONGEST ? `${text.slice(0, LONGEST)} …` : text}`;
  };
  document.addEventListener("pointerover", show);
  document.addEventListener("focusin", show);
})();
