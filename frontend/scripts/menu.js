// The menu opens and closes without this; this only lets Escape and a press elsewhere close it.
const toggle = document.querySelector("[data-menu]");

function shut(returnFocus) {
  if (!toggle.open) return;
  toggle.open = false;
  if (returnFocus) toggle.querySelector("summary").focus();
}

if (toggle) {
  document.addEventListener("keydown", (event) => event.key === "Escape" && shut(true));
  document.addEventListener("click", (event) => event.target.closest("header") || shut(false));
}
