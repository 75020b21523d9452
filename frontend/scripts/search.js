// The search box works without this; what suggests while somebody types is fetched when somebody turns to the box.
const box = document.querySelector("[data-search-box]");

function load() {
  const script = document.createElement("script");
  script.type = "module";
  script.src = box.dataset.script;
  document.head.append(script);
}

if (box) {
  box.addEventListener("focusin", load, { once: true });
  document.querySelector("[data-search-toggle]").addEventListener("toggle", (event) => {
    if (event.target.open) box.querySelector("input").focus();
  });
}
