// The static index: a request comes in, an answer like the endpoint's goes out, from files of the site alone.
// Fails where a bundle that the request needs is not there: then the lists answer.
import { Bundle, Missing, fetchJson, startPagefind } from "./bundle.js";
import { excerpt, mark } from "./excerpt.js";
import { rank, stateOf } from "./ranking.js";
import { Reader } from "./reading.js";
import { Words, fold, normalise } from "./words.js";

const SIZE = 10;
const FURTHER = 2;
const RULES = "/search/rules/";
const COMPLETED = 8;
const KINDS = { topic: "topic", person: "person", partner: "organisation" };
const FACETS = {
  type: (fact) => [fact.type],
  topic: (fact) => fact.topics,
  status: (fact) => (fact.status ? [fact.status] : []),
  year: (fact) => (fact.date ? [fact.date.slice(0, 4)] : []),
};

// `config`: {static, locale}. What is loaded stays; a bundle that is gone makes it look again which there are.
export async function createStatic(config) {
  let engine = await load(config);
  async function retried(ask) {
    try {
      return await ask(engine);
    } catch (error) {
      if (!(error instanceof Missing)) throw error;
      engine = await load(config, { cache: "reload" });
      return ask(engine);
    }
  }
  return {
    search: (request) => retried((one) => one.search(request)),
    complete: (text) => retried((one) => one.complete(text)),
    cut: (text) => engine.reader.tokens(normalise(text)),
  };
}

async function load({ static: root, locale }, options) {
  const [told, rules] = await Promise.all([fetchJson(`${root}${locale}.json`, options), fetchJson(`${RULES}${locale}.json`, options)]);
  if (!told.bundles.length) throw new Missing("There is no bundle");
  return new Engine(root, locale, told, rules);
}

class Engine {
  constructor(root, locale, told, rules) {
    const starting = startPagefind(root, told);
    this.locale = locale;
    this.build = told.build;
    this.rules = rules;
    this.words = new Words({ elided: rules.elided, traditional: told.traditional });
    this.reader = new Reader(rules, this.words);
    this.bundles = told.bundles.map((each) => new Bundle(root, each, starting));
  }

  async search(request) {
    const started = performance.now();
    const filters = readFilters(request);
    const query = this.reader.read(request.q || "");
    const bundles = this.bundles.filter((each) => !filters.type.size || each.types.some((type) => filters.type.has(type)));
    const found = await rank(query, bundles, Date.now());
    for (const one of found) one.fact = { ...one.fact, status: stateOf(one.fact, Date.now()) };
    const kept = found.filter(({ fact }) => passes(fact, filters));
    const pins = this.pinned(request, filters);
    const page = Math.max(1, request.page || 1);
    const size = request.size || SIZE;
    const { hits, known } = await this.show(query, kept, pins, page, size);
    return {
      q: query.text,
      locale: this.locale,
      page,
      size,
      hits,
      total: kept.length + pins.length - known,
      facets: this.count(found, filters),
      suggestion: null,
      engine: "static",
      build: this.build,
      took: Math.round(performance.now() - started),
    };
  }

  // Best answers that an editor has chosen for this very query.
  pinned(request, filters) {
    const chosen = this.rules.pins[this.reader.pinKey(request.q || "")] || [];
    return chosen.filter((pin) => passes({ ...pin, date: pin.date || "" }, filters));
  }

  // The hits of one page. The first ones are read before they are shown: only then it is known whose title is the query.
  async show(query, kept, pins, page, size) {
    const depth = Math.max(page * size, SIZE) + FURTHER;
    const read = await Promise.all(kept.slice(0, depth).map(async (one) => ({ ...one, text: await one.fact.bundle.read(one.fact.id) })));
    for (const one of read) one.score *= this.likeness(one.text.title, query);
    read.sort((a, b) => b.score - a.score);
    const keys = new Set(pins.map((pin) => pin.key));
    const others = read.filter((one) => !keys.has(one.text.key));
    const hits = [...pins.map((pin) => this.hit(query, pin, pin.status, true)), ...others.map((one) => this.hit(query, one.text, one.fact.status, false, one.fact.topics))];
    return { hits: hits.slice((page - 1) * size, page * size), known: read.length - others.length };
  }

  likeness(title, query) {
    const folded = fold(this.words.simplify(title));
    if (!query.phrase || !folded.includes(query.phrase)) return 1;
    if (folded === query.phrase) return 2;
    return folded.startsWith(query.phrase) ? 1.4 : 1.25;
  }

  hit(query, text, status, pinned, topics = text.topics) {
    return {
      key: text.key,
      locale: this.locale,
      type: text.type,
      url: text.url,
      title: text.title,
      title_html: mark(text.title, query, this.words),
      excerpt_html: excerpt(text.summary, text.text || "", query, this.words),
      status,
      date: text.date,
      begins_at: text.begins_at,
      ends_at: text.ends_at,
      topics,
      pinned,
    };
  }

  // How many hits each value has under the other filters.
  count(found, filters) {
    const facets = {};
    for (const [name, valuesOf] of Object.entries(FACETS)) {
      const counts = new Map();
      for (const { fact } of found) {
        if (passes(fact, filters, name)) for (const value of valuesOf(fact)) counts.set(value, (counts.get(value) || 0) + 1);
      }
      const values = [...counts].map(([value, count]) => ({ value, count, ...this.label(name, value) }));
      facets[name] = values.sort((a, b) => (name === "year" ? b.value - a.value : b.count - a.count || (a.value < b.value ? -1 : 1)));
    }
    return facets;
  }

  label(name, value) {
    return name === "topic" ? { label: this.rules.topics[value] || "" } : {};
  }

  async complete(text) {
    const query = this.reader.read(text);
    if (!query.phrase) return [];
    const topics = Object.values(this.rules.topics).filter((name) => fold(name).split(/\s+|$/).some((_, place, all) => all.slice(place).join(" ").startsWith(query.phrase)));
    const found = (await rank(query, this.bundles, Date.now(), { titles: true })).slice(0, COMPLETED);
    const read = await Promise.all(found.map(({ fact }) => fact.bundle.read(fact.id)));
    const titles = read.map(({ type, title, url }) => ({ text: title, kind: KINDS[type] || "title", url: KINDS[type] ? "" : url }));
    const all = [...topics.map((name) => ({ text: name, kind: "topic", url: "" })), ...titles];
    return all.filter((one, place) => all.findIndex((other) => other.text === one.text) === place).slice(0, COMPLETED);
  }
}

function readFilters(request) {
  return Object.fromEntries(Object.keys(FACETS).map((name) => [name, new Set([request[name] || []].flat().map(String))]));
}

function passes(fact, filters, except = "") {
  return Object.entries(FACETS).every(([name, valuesOf]) => {
    const wanted = filters[name];
    return name === except || !wanted.size || valuesOf(fact).some((value) => wanted.has(value));
  });
}
