// One question, two that may answer: the endpoint, and beside it, when it has not answered soon, the static index.
import { askSearch, askSuggest, isResting, readConfig } from "./endpoint.js";

const HEAD_START_MS = 300;

export class NoAnswer extends Error {}

const statics = new Map();

function loadStatic(config, locale) {
  if (!statics.has(locale)) {
    const loading = import("./static.js").then((module) => module.createStatic({ ...config, locale }));
    loading.catch(() => statics.delete(locale));
    statics.set(locale, loading);
  }
  return statics.get(locale);
}

// Each language has an index of its own: what is found in others follows what is found in this one.
async function askStatic(config, request) {
  if (!config.static || typeof WebAssembly !== "object") throw new NoAnswer();
  const others = request.across ? config.languages.filter((locale) => locale !== request.locale) : [];
  const ask = async (locale) => (await loadStatic(config, locale)).search({ ...request, locale });
  const [own, ...more] = await Promise.all([request.locale, ...others].map(ask));
  return more.reduce(join, own);
}

function join(one, other) {
  const facets = {};
  for (const [name, counts] of Object.entries(one.facets)) {
    const sums = new Map(counts.map((each) => [each.value, { ...each }]));
    for (const each of other.facets[name] || []) {
      const known = sums.get(each.value);
      if (known) known.count += each.count;
      else sums.set(each.value, { ...each });
    }
    facets[name] = [...sums.values()];
  }
  return { ...one, hits: [...one.hits, ...other.hits], total: one.total + other.total, facets };
}

function canAsk(config) {
  return Boolean(config.endpoint) && !isResting();
}

// Where no server will be asked, what searches here is fetched before the first letter.
export async function warmUp(locale) {
  const config = await readConfig();
  if (!canAsk(config) && config.static && typeof WebAssembly === "object") await loadStatic(config, locale).catch(() => {});
}

export async function search(request, signal) {
  const config = await readConfig();
  const server = canAsk(config) ? askSearch(config.endpoint, request, signal) : null;
  return race(server, () => askStatic(config, request), signal);
}

function race(server, startStatic, signal) {
  return new Promise((resolve, reject) => {
    let left = server ? 2 : 1;
    let timer;
    const lose = () => {
      left -= 1;
      if (!left) reject(new NoAnswer());
    };
    const startOnce = () => {
      if (timer === null) return;
      clearTimeout(timer);
      timer = null;
      if (signal.aborted) lose();
      else startStatic().then(resolve, lose);
    };
    if (!server) {
      startOnce();
      return;
    }
    timer = setTimeout(startOnce, HEAD_START_MS);
    server.then(
      (answer) => {
        clearTimeout(timer);
        timer = null;
        resolve(answer);
      },
      () => {
        lose();
        startOnce();
      },
    );
  });
}

// Suggestions are worth no waiting: what fails, or is not loaded yet, suggests nothing.
export async function complete(text, locale, signal) {
  const config = await readConfig();
  if (canAsk(config)) return askSuggest(config.endpoint, text, locale, signal).then((answer) => answer.completions, () => []);
  if (!statics.has(locale)) return [];
  return statics.get(locale).then((engine) => engine.complete(text)).catch(() => []);
}
