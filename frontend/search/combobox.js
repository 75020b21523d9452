// A text field with suggestions: the combobox of the ARIA practices guide, with a list that is chosen from by hand.
// Nothing happens while an input method composes: what its keys mean then is its own business.
const COMPOSING = 229;
const WAIT_MS = 120;

function build(tag, attributes, ...content) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...content);
  return element;
}

export function plural(forms, count) {
  return (count === 1 ? forms[0] : forms[1]).replace("{count}", count);
}

// `complete(text, signal)` promises options {text, kind, url}; `choose(option)` acts on one. Returns {close, isComposing}.
export function attachCombobox(input, words, { complete, choose }) {
  const id = `${input.id}-list`;
  const list = build("ul", { role: "listbox", id, "aria-label": words.suggestions, class: "suggestions" });
  const status = build("p", { role: "status", class: "visually-hidden" });
  let options = [];
  let active = -1;
  let isComposing = false;
  let isPicking = false;
  let timer;
  let controller;

  list.hidden = true;
  input.closest(".search-field").append(list, status);
  for (const [name, value] of Object.entries({
    role: "combobox",
    "aria-autocomplete": "list",
    "aria-expanded": "false",
    "aria-controls": id,
  })) {
    input.setAttribute(name, value);
  }

  function close() {
    clearTimeout(timer);
    if (controller) controller.abort();
    list.hidden = true;
    activate(-1);
    input.setAttribute("aria-expanded", "false");
    status.textContent = "";
  }

  function activate(place) {
    active = place;
    [...list.children].forEach((item, at) => item.setAttribute("aria-selected", String(at === place)));
    if (place < 0) {
      input.removeAttribute("aria-activedescendant");
      return;
    }
    input.setAttribute("aria-activedescendant", list.children[place].id);
    list.children[place].scrollIntoView({ block: "nearest" });
  }

  function show(found) {
    options = found;
    if (!found.length) {
      close();
      return;
    }
    list.replaceChildren(
      ...found.map((option, place) =>
        build(
          "li",
          { role: "option", id: `${id}-${place}`, "aria-selected": "false" },
          build("span", { class: "suggestion-text" }, option.text),
          " ",
          build("span", { class: "suggestion-kind" }, words.kinds[option.kind] || ""),
        ),
      ),
    );
    list.hidden = false;
    activate(-1);
    input.setAttribute("aria-expanded", "true");
    status.textContent = plural(words.suggested, found.length);
  }

  async function ask() {
    if (controller) controller.abort();
    controller = new AbortController();
    const { signal } = controller;
    const found = await complete(input.value.trim(), signal);
    if (!signal.aborted && document.activeElement === input) show(found);
  }

  function take(place) {
    const option = options[place];
    close();
    choose(option);
  }

  function move(step) {
    if (list.hidden) {
      ask().then(() => list.hidden || activate(step > 0 ? 0 : options.length - 1));
      return;
    }
    const from = active < 0 && step < 0 ? options.length : active;
    activate((from + step + options.length) % options.length);
  }

  const keys = {
    ArrowDown: () => move(1) || true,
    ArrowUp: () => move(-1) || true,
    Home: () => active >= 0 && (activate(0) || true),
    End: () => active >= 0 && (activate(options.length - 1) || true),
    Enter: () => !list.hidden && active >= 0 && (take(active) || true),
    Escape: () => !list.hidden && (close() || true),
    Tab: () => close(),
  };

  input.addEventListener("compositionstart", () => {
    isComposing = true;
    close();
  });
  input.addEventListener("compositionend", () => {
    isComposing = false;
    later();
  });
  input.addEventListener("keydown", (event) => {
    isPicking = event.isComposing || event.keyCode === COMPOSING;
    if (isPicking || event.ctrlKey || event.metaKey) return;
    if (keys[event.key] && keys[event.key]()) event.preventDefault();
  });
  input.addEventListener("keyup", () => {
    isPicking = false;
  });
  function later() {
    clearTimeout(timer);
    timer = setTimeout(ask, WAIT_MS);
  }
  input.addEventListener("input", (event) => {
    if (!isComposing && !event.isComposing) later();
  });
  input.addEventListener("blur", close);
  // Before a form is sent: Enter may only have picked a candidate.
  input.form.addEventListener("submit", (event) => {
    if (!isComposing && !isPicking) close();
    else {
      event.preventDefault();
      event.stopImmediatePropagation();
    }
  });
  list.addEventListener("mousedown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => {
    const place = [...list.children].indexOf(event.target.closest("[role=option]"));
    if (place >= 0) take(place);
  });
  // What was typed while this was on its way.
  if (document.activeElement === input && input.value) later();
  return { close, isComposing: () => isComposing };
}
