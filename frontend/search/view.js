// What the page shows of a search: the beginning, waiting, hits, nothing, or that nobody answers. Asks nobody.
import { plural } from "./combobox.js";
import { makeHits } from "./hits.js";
import { forget } from "./recent.js";

const PATIENCE_MS = 600;
const WIDE = "(min-width: 60rem)";
const MOST_PAGES = 10;

const PARTS = ["found", "filters", "facets", "chips", "suggestion", "hits", "more", "empty", "widen", "recent", "lists", "plain", "status"];

function link(text, tell) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "plain";
  button.textContent = text;
  button.addEventListener("click", tell);
  return button;
}

export function makeView(root, words) {
  const parts = Object.fromEntries(PARTS.map((name) => [name, root.querySelector(`[data-search-${name}]`)]));
  const templates = new Map([...root.querySelectorAll("[data-state-of]")].map((one) => [one.dataset.stateOf, one]));
  const makeHit = makeHits(words, templates, words.locale);
  const title = document.title;
  let shown = new Set();

  const tell = (name, detail) => root.dispatchEvent(new CustomEvent(`search:${name}`, { detail }));
  root.querySelectorAll("[data-search-clear-filters]").forEach((button) => button.addEventListener("click", () => tell("filters")));
  parts.more.firstElementChild.addEventListener("click", () => tell("more"));
  if (parts.widen) parts.widen.addEventListener("click", () => tell("widen"));
  root.querySelector("[data-search-forget]").addEventListener("click", () => {
    forget();
    parts.recent.hidden = true;
    root.querySelector("[type=search]").focus();
  });
  parts.plain.hidden = true;
  parts.filters.open = matchMedia(WIDE).matches;

  function say(text) {
    if (parts.status.textContent !== text) parts.status.textContent = text;
    root.removeAttribute("aria-busy");
  }

  function show(...names) {
    for (const name of ["found", "recent", "lists"]) parts[name].hidden = !names.includes(name);
  }

  function addHits(hits) {
    const fresh = hits.filter((hit) => !shown.has(`${hit.key} ${hit.locale}`));
    fresh.forEach((hit) => shown.add(`${hit.key} ${hit.locale}`));
    const items = fresh.map(makeHit);
    parts.hits.append(...items);
    document.dispatchEvent(new Event("ponte:shown"));
    return items;
  }

  function sayCount({ q, total }) {
    if (total) return plural(q ? words.foundFor : words.found, total).replace("{q}", () => q);
    return q ? words.nothingFor.replace("{q}", () => q) : words.nothing;
  }

  function offer(answer) {
    const { suggestion } = answer;
    parts.suggestion.hidden = !suggestion;
    if (!suggestion) return;
    const [before, after] = words.didYouMean.split("{q}");
    parts.suggestion.replaceChildren(before, link(suggestion.q, () => tell("query", suggestion.q)), after);
  }

  function canShowMore(answer) {
    return answer.hits.length > 0 && shown.size < answer.total && answer.page < MOST_PAGES;
  }

  return {
    parts,
    name(q) {
      document.title = q ? `${q} · ${title}` : title;
    },
    wait(signal) {
      root.setAttribute("aria-busy", "true");
      setTimeout(() => signal.aborted || !root.hasAttribute("aria-busy") || (parts.status.textContent = words.searching), PATIENCE_MS);
    },
    showStart(recent) {
      say("");
      show("lists", ...(recent.length ? ["recent"] : []));
      const items = recent.map((q) => {
        const item = document.createElement("li");
        item.append(link(q, () => tell("query", q)));
        return item;
      });
      parts.recent.querySelector("ul").replaceChildren(...items);
    },
    showFound(asked, answers, { hasFacets, isFiltered }) {
      const last = answers[answers.length - 1];
      const { total } = answers[0];
      shown = new Set();
      parts.hits.replaceChildren();
      answers.forEach((answer) => addHits(answer.hits));
      parts.filters.hidden = !hasFacets;
      parts.more.hidden = !canShowMore(last);
      parts.empty.hidden = total > 0;
      parts.empty.querySelector("[data-search-clear-filters]").hidden = !isFiltered;
      if (parts.widen) parts.widen.hidden = asked.across;
      offer(answers[0]);
      show("found", ...(total ? [] : ["lists"]));
      say(sayCount({ q: asked.q, total }));
    },
    addFound(answer) {
      const items = addHits(answer.hits);
      parts.more.hidden = !canShowMore(answer);
      root.removeAttribute("aria-busy");
      if (items.length) items[0].querySelector("a").focus();
    },
    showFailure() {
      show("lists");
      say(words.failed);
    },
  };
}
