// Filters with their counts, and the chips of those that are chosen. The state is the caller's: here it is only shown.
import { FILTERS } from "./address.js";

function build(tag, attributes, ...content) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...content);
  return element;
}

export function makeFacets(words, { place, chips, toggle }) {
  const labels = new Map(Object.entries(words.topics));

  function labelOf(name, value) {
    const known = { type: words.types, status: words.status }[name];
    if (name === "topic") return labels.get(value) || value;
    return (known && known[value]) || String(value);
  }

  // What is chosen stays to be seen, and to be taken back, even where nothing has it.
  function valuesOf(name, counts, chosen) {
    const values = counts.map((one) => ({ value: String(one.value), count: one.count }));
    const lacking = chosen.filter((value) => !values.some((one) => one.value === value));
    const all = [...values, ...lacking.map((value) => ({ value, count: 0 }))];
    return name === "year" ? all.sort((one, other) => other.value - one.value) : all;
  }

  function makeOption(name, { value, count }, isChosen) {
    const box = build("input", { type: "checkbox", name, value });
    box.checked = isChosen;
    box.addEventListener("change", () => toggle(name, value));
    return build("li", {}, build("label", {}, box, build("span", {}, labelOf(name, value)), build("span", { class: "count" }, String(count))));
  }

  function makeFacet(name, counts, chosen) {
    const values = valuesOf(name, counts, chosen);
    if (values.length < 2 && !chosen.length) return [];
    const options = values.map((one) => makeOption(name, one, chosen.includes(one.value)));
    return [build("fieldset", {}, build("legend", {}, words.facets[name]), build("ul", {}, ...options))];
  }

  function makeChip(name, value) {
    const label = labelOf(name, value);
    const button = build("button", { type: "button", class: "chip", "aria-label": words.removeFilter.replace("{name}", () => label) }, label);
    button.addEventListener("click", () => toggle(name, value));
    return build("li", { "data-chip": "" }, button);
  }

  // Shows the facets of an answer; returns whether there are any.
  return function show(facets, state) {
    for (const topic of facets.topic || []) if (topic.label && !labels.has(topic.value)) labels.set(topic.value, topic.label);
    const focused = document.activeElement;
    const held = place.contains(focused) ? [focused.name, focused.value] : null;
    place.replaceChildren(...FILTERS.flatMap((name) => makeFacet(name, facets[name] || [], state[name])));
    if (held) {
      const again = [...place.querySelectorAll("input")].find((box) => box.name === held[0] && box.value === held[1]);
      if (again) again.focus();
    }
    chips.querySelectorAll("[data-chip]").forEach((chip) => chip.remove());
    chips.prepend(...FILTERS.flatMap((name) => state[name].map((value) => makeChip(name, value))));
    chips.hidden = !FILTERS.some((name) => state[name].length);
    return place.childElementCount > 0;
  };
}
