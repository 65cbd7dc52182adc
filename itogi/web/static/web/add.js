// Reading takes seconds: a form that was sent says so, and is not sent twice.
"use strict";

for (const form of document.querySelectorAll("form[data-slow]")) {
  form.addEventListener("submit", (event) => {
    if (form.getAttribute("aria-busy") === "true") event.preventDefault();
    form.setAttribute("aria-busy", "true");
  });
}
// Back from the next page, a form can be sent again.
addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-slow]")) form.removeAttribute("aria-busy");
});
