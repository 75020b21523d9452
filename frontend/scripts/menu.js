// What unfolds opens and closes without this; this only lets Escape, a press elsewhere or the other one close it.
const toggles = [...document.querySelectorAll("[data-menu]")];

function shut(returnFocus, except) {
  for (const toggle of toggles.filter((one) => one.open && one !== except)) {
    toggle.open = false;
    if (returnFocus) toggle.querySelector("summary").focus();
  }
}

if (toggles.length) {
  document.addEventListener("keydown", (event) => event.key === "Escape" && !event.defaultPrevented && shut(true));
  document.addEventListener("click", (event) => event.target.closest("header") || shut(false));
  toggles.forEach((toggle) => toggle.addEventListener("toggle", () => toggle.open && shut(false, toggle)));
}
