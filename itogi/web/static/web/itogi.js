// What pages gain where scripts run. Nothing here is needed to read, to log in or to send a form.
"use strict";

(() => {
  const typing = (target) => target.closest("input, textarea, select, [contenteditable]");

  // Colours: at once, without a new page.
  const themes = document.querySelector("[data-theme-form]");
  if (themes) {
    themes.addEventListener("submit", (event) => {
      const chosen = event.submitter && event.submitter.value;
      if (!chosen) return;
      event.preventDefault();
      const secure = location.protocol === "https:" ? "; Secure" : "";
      document.cookie = `itogi_theme=${chosen}; path=/; max-age=31536000; SameSite=Lax${secure}`;
      document.documentElement.dataset.theme = chosen;
      for (const button of themes.querySelectorAll("button")) {
        if (button === event.submitter) button.setAttribute("aria-pressed", "true");
        else button.removeAttribute("aria-pressed");
      }
      document.dispatchEvent(new CustomEvent("itogi:theme", { detail: chosen }));
    });
  }

  // Menus close when something else is used.
  document.addEventListener("click", (event) => {
    for (const menu of document.querySelectorAll("[data-menu][open]")) {
      if (!menu.contains(event.target)) menu.open = false;
    }
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    const menu = document.querySelector("[data-menu][open]");
    if (menu) {
      menu.open = false;
      menu.querySelector("summary").focus();
    }
  });

  // Keys: an element with data-key is focused (a field) or clicked (all else); g and a letter goes to data-go.
  let going = 0;
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.repeat) return; // a key that is held down must not decide on one entry after the other
    if (typing(event.target)) return;
    if (event.key === "?") {
      const keys = document.getElementById("keys");
      if (keys && keys.togglePopover) keys.togglePopover();
      event.preventDefault();
      return;
    }
    if (going && Date.now() - going < 1500) {
      going = 0;
      const link = document.querySelector(`[data-go="${CSS.escape(event.key)}"]`);
      if (link) {
        event.preventDefault();
        link.click();
      }
      return;
    }
    if (event.key === "g") {
      going = Date.now();
      return;
    }
    if (event.key.length !== 1) return;
    const target = document.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
    if (!target || target.disabled) return;
    event.preventDefault();
    if (target.matches("input, textarea, select")) target.focus();
    else target.click();
  });
})();
