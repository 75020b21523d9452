// The address of a search: a query string comes in, checked values go out, and the other way round.
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const YEAR = /^(19|20|21)\d\d$/;
const LONGEST = 128;
const MOST_VALUES = 20;
const MOST_PAGES = 10;

export const FILTERS = ["type", "status", "topic", "year"];

export function cleanQuery(text) {
  return [...text.replace(/[\u0000-\u001f\u007f-\u009f]/g, " ").trim().normalize("NFC")].slice(0, LONGEST).join("").trim();
}

// `words` says which types and states there are.
export function readAddress(query, words) {
  const given = new URLSearchParams(query);
  const isKnown = {
    type: (value) => Object.keys(words.types).includes(value),
    status: (value) => Object.keys(words.status).includes(value),
    topic: (value) => UUID.test(value),
    year: (value) => YEAR.test(value),
  };
  const state = {
    q: cleanQuery(given.get("q") || ""),
    page: Math.min(Math.max(Number.parseInt(given.get("page"), 10) || 1, 1), MOST_PAGES),
    across: ["1", "true"].includes(given.get("across")),
  };
  for (const name of FILTERS) state[name] = [...new Set(given.getAll(name))].filter(isKnown[name]).slice(0, MOST_VALUES);
  return state;
}

export function writeAddress(state) {
  const query = new URLSearchParams();
  if (state.q) query.set("q", state.q);
  for (const name of FILTERS) for (const value of state[name]) query.append(name, value);
  if (state.across) query.set("across", "true");
  if (state.page > 1) query.set("page", state.page);
  const text = query.toString();
  return text ? `${location.pathname}?${text}` : location.pathname;
}

export function hasFilters(state) {
  return FILTERS.some((name) => state[name].length > 0);
}
