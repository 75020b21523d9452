// The search page: what is typed and chosen becomes an address and a question; the newest answer, and no other, is shown.
import { cleanQuery, FILTERS, hasFilters, readAddress, writeAddress } from "./address.js";
import { attachCombobox } from "./combobox.js";
import { readConfig } from "./endpoint.js";
import { complete, search, warmUp } from "./engine.js";
import { makeFacets } from "./facets.js";
import { isPath } from "./paths.js";
import { readRecent, remember } from "./recent.js";
import { makeView } from "./view.js";

const TYPING_MS = 150;

const root = document.querySelector("[data-search]");
const words = JSON.parse(root.dataset.words);
const form = root.querySelector("[data-search-form]");
const input = form.querySelector("[type=search]");
const across = form.querySelector("[data-search-across]");
const view = makeView(root, words);
const facets = makeFacets(words, { place: view.parts.facets, chips: view.parts.chips, toggle });

let state = readAddress(location.search, words);
let controller = new AbortController();
let isDraft = false;
let timer;

function isEmpty(asked) {
  return !asked.q && !hasFilters(asked);
}

// What a reader would go back to has an entry in the history: a query as it was left, not each letter of it.
function go(changes, { isTyped = false } = {}) {
  clearTimeout(timer);
  const isOnTheWay = isTyped && (isDraft || isEmpty(state));
  isDraft = isTyped;
  state = { ...state, page: 1, ...changes };
  const address = writeAddress(state);
  if (address !== location.pathname + location.search) history[isOnTheWay ? "replaceState" : "pushState"](null, "", address);
  run();
}

function toggle(name, value) {
  const chosen = state[name].includes(value) ? state[name].filter((other) => other !== value) : [...state[name], value];
  go({ [name]: chosen });
}

async function run() {
  controller.abort();
  controller = new AbortController();
  const { signal } = controller;
  const asked = state;
  view.name(asked.q);
  if (isEmpty(asked)) {
    view.showStart(readRecent());
    return;
  }
  view.wait(signal);
  try {
    const answers = await askPages(asked, 1, signal);
    if (!signal.aborted) showFound(asked, answers);
  } catch {
    if (!signal.aborted) view.showFailure();
  }
}

async function askPages(asked, first, signal) {
  const answers = [];
  for (let page = first; page <= asked.page; page += 1) {
    answers.push(await search({ ...asked, page, locale: words.locale }, signal));
    if (!answers[answers.length - 1].hits.length) break;
  }
  return answers;
}

function showFound(asked, answers) {
  const hasFacets = facets(answers[0].facets || {}, asked);
  view.showFound(asked, answers, { hasFacets, isFiltered: hasFilters(asked) });
}

async function showMore() {
  const { signal } = controller;
  state = { ...state, page: state.page + 1 };
  history.replaceState(null, "", writeAddress(state));
  view.wait(signal);
  try {
    const answers = await askPages(state, state.page, signal);
    if (!signal.aborted) view.addFound(answers[0]);
  } catch {
    if (!signal.aborted) view.showFailure();
  }
}

function readForm() {
  return { q: cleanQuery(input.value), across: Boolean(across && across.checked) };
}

function fillForm() {
  if (cleanQuery(input.value) !== state.q) input.value = state.q;
  if (across) across.checked = state.across;
}

function commit() {
  box.close();
  const given = readForm();
  remember(given.q);
  go(given);
}

const box = attachCombobox(input, words, {
  complete: (text, signal) => (text ? complete(text, words.locale, signal) : []),
  choose(option) {
    if (isPath(option.url)) {
      remember(cleanQuery(input.value));
      location.assign(option.url);
      return;
    }
    input.value = option.text;
    commit();
  },
});

function typeLater() {
  clearTimeout(timer);
  timer = setTimeout(() => {
    const given = readForm();
    if (given.q !== state.q) go(given, { isTyped: true });
  }, TYPING_MS);
}

input.addEventListener("input", (event) => event.isComposing || box.isComposing() || typeLater());
input.addEventListener("compositionend", typeLater);
form.addEventListener("submit", (event) => {
  event.preventDefault();
  commit();
  // On a phone the keyboard would cover what was found.
  if (matchMedia("(pointer: coarse)").matches) input.blur();
});
if (across) across.addEventListener("change", () => go(readForm()));
addEventListener("popstate", () => {
  clearTimeout(timer);
  isDraft = false;
  state = readAddress(location.search, words);
  input.value = state.q;
  fillForm();
  run();
});
root.addEventListener("search:filters", () => go(Object.fromEntries(FILTERS.map((name) => [name, []]))));
root.addEventListener("search:widen", () => {
  state = { ...state, across: true };
  fillForm();
  go({});
});
root.addEventListener("search:more", showMore);
root.addEventListener("search:query", (event) => {
  input.value = event.detail;
  commit();
});
view.parts.hits.addEventListener("click", (event) => {
  if (!event.target.closest("a")) return;
  isDraft = false;
  remember(state.q);
});

fillForm();
readConfig();
input.addEventListener("focus", () => warmUp(words.locale), { once: true });
run();
