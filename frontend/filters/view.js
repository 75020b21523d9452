// Shows what was found by several values: how many, what was chosen, the rows, and what to loosen where there are none.
import { fill, format, makeCounter } from "./words.js";

export class View {
  constructor(bar, found) {
    this.bar = bar;
    this.found = found;
    this.show = bar.querySelector("[data-filters-show]");
    this.say = makeCounter(found.dataset);
    this.boxes = [...bar.querySelectorAll("a[data-facet]")].map(makeBox);
  }

  part(name) {
    return this.found.querySelector(`[data-found-${name}]`);
  }

  // By facet, each value's name by its code.
  values() {
    const values = new Map();
    for (const { facet, code, name } of this.boxes) values.set(facet, (values.get(facet) || new Map()).set(code, name));
    return values;
  }

  tick(choice) {
    for (const { input, facet, code } of this.boxes) input.checked = choice.of(facet).includes(code);
  }

  draw(index, choice, shown, rows, count) {
    for (const box of this.boxes) box.count.textContent = format(index.count(choice, box.facet, box.code));
    this.part("count").textContent = this.say(count);
    this.show.textContent = this.say(count);
    this.show.hidden = false;
    this.part("rows").replaceChildren(...rows);
    this.part("more").hidden = count <= shown;
    this.part("cut").hidden = index.told.total <= index.items.length;
    this.part("cut").textContent = fill(this.found.dataset.cut, { count: format(index.items.length) });
    this.part("empty").hidden = count > 0;
    this.part("chips").replaceChildren(...choice.all().map(([facet, code]) => this.makeChip(choice, facet, code)));
    this.part("loosen").replaceChildren(...(count ? [] : this.makeLooser(index, choice)));
    for (const notice of this.found.querySelectorAll("[data-found-elsewhere]")) this.tellElsewhere(index, choice, notice);
    document.dispatchEvent(new Event("ponte:shown"));
  }

  fail() {
    this.part("count").textContent = this.found.dataset.failed;
    this.part("rows").replaceChildren();
  }

  makeChip(choice, facet, code) {
    const name = choice.name(facet, code);
    const button = makeButton("chip", name);
    button.setAttribute("aria-label", fill(this.found.dataset.remove, { name }));
    return makeItem(button, facet, code);
  }

  makeLooser(index, choice) {
    const ways = choice.all().map(([facet, code]) => ({ facet, code, count: index.countWithout(choice, facet, code) }));
    return ways.filter(({ count }) => count).sort((one, other) => other.count - one.count).map(({ facet, code, count }) => {
      const text = fill(this.found.dataset.without, { value: choice.name(facet, code), items: this.say(count) });
      return makeItem(makeButton("plain", text), facet, code);
    });
  }

  tellElsewhere(index, choice, notice) {
    const count = index.countElsewhere(choice, notice.dataset.foundElsewhere);
    notice.hidden = count === 0;
    notice.querySelector("a").textContent = this.say(count);
  }

  focusRow(place) {
    this.part("rows").children[place]?.querySelector("a").focus();
  }

  focusCount() {
    this.part("count").tabIndex = -1;
    this.part("count").focus();
  }
}

function makeButton(className, text) {
  const button = Object.assign(document.createElement("button"), { type: "button", className });
  button.textContent = text;
  return button;
}

function makeItem(button, facet, value) {
  Object.assign(button.dataset, { facet, value });
  const item = document.createElement("li");
  item.append(button);
  return item;
}

// A link to a value's page becomes a box to tick: at the same place, of the same size.
function makeBox(link) {
  const { facet, value: code } = link.dataset;
  const input = Object.assign(document.createElement("input"), { type: "checkbox", name: facet, value: code, autocomplete: "off" });
  const label = document.createElement("label");
  label.append(input, ...link.childNodes);
  link.replaceWith(label);
  return { input, facet, code, name: label.querySelector("[data-word]").textContent, count: label.querySelector("[data-count]") };
}
