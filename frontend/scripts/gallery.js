// Pictures open large in a dialog with arrow keys; without this, or without <dialog>, they are links to the picture.
function build(tag, className, text) {
  const element = document.createElement(tag);
  element.className = className;
  if (text) element.textContent = text;
  return element;
}

function makeDialog(gallery) {
  const dialog = build("dialog", "lightbox");
  dialog.setAttribute("aria-label", gallery.dataset.label);
  const bar = build("div", "lightbox-bar");
  const count = build("span", "lightbox-count");
  count.setAttribute("aria-live", "polite");
  const shapes = { previous: "←", next: "→", close: "×" };
  const buttons = Object.keys(shapes).map((name) => {
    const button = build("button", "", shapes[name]);
    button.setAttribute("aria-label", gallery.dataset[name]);
    button.title = gallery.dataset[name];
    button.type = "button";
    button.dataset.act = name;
    return button;
  });
  const figure = document.createElement("figure");
  bar.append(buttons[0], count, buttons[1], buttons[2]);
  dialog.append(bar, figure);
  document.body.append(dialog);
  return { dialog, figure, count };
}

function start(gallery) {
  const links = [...gallery.querySelectorAll("[data-gallery-item]")];
  let parts;
  let place = 0;

  function show(index) {
    place = (index + links.length) % links.length;
    const small = links[place].querySelector("img");
    const image = document.createElement("img");
    image.src = links[place].href;
    image.alt = small.alt;
    if (small.lang) image.lang = small.lang;
    const caption = links[place].parentElement.querySelector("figcaption");
    parts.figure.replaceChildren(image, ...(caption ? [caption.cloneNode(true)] : []));
    parts.count.textContent = `${place + 1} / ${links.length}`;
  }

  function open(index) {
    if (!parts) {
      parts = makeDialog(gallery);
      const acts = { previous: () => show(place - 1), next: () => show(place + 1), close: () => parts.dialog.close() };
      parts.dialog.addEventListener("click", (event) => acts[event.target.dataset.act]?.());
      parts.dialog.addEventListener("keydown", (event) => {
        if (event.key === "ArrowLeft") show(place - 1);
        if (event.key === "ArrowRight") show(place + 1);
      });
      parts.dialog.addEventListener("close", () => links[place].focus());
    }
    show(index);
    parts.dialog.showModal();
  }

  links.forEach((link, index) =>
    link.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      open(index);
    }),
  );
}

if (window.HTMLDialogElement && Element.prototype.replaceChildren) document.querySelectorAll("[data-gallery]").forEach(start);
