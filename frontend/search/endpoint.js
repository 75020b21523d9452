// Whom to ask, and the asking. A server that failed is left alone for a minute, by every page of the tab.
const CONFIG = "/search-config.json";
const LIMIT_MS = 1500;
const REST_MS = 60000;
const FAILED = "ponte-search-failed";
const TOO_MANY = 429;
const WITHOUT_CONFIG = { endpoint: null, static: "/search/static/", languages: [] };

let config;
let failedAt = 0;

export function readConfig() {
  config = config || fetch(CONFIG).then((response) => (response.ok ? response.json() : Promise.reject(response.status)));
  return config.catch(() => {
    config = undefined;
    return WITHOUT_CONFIG;
  });
}

export function isResting() {
  let at = failedAt;
  try {
    at = Math.max(at, Number(sessionStorage.getItem(FAILED)) || 0);
  } catch {
    // The browser keeps nothing for this site: then this page alone knows.
  }
  const passed = Date.now() - at;
  return passed >= 0 && passed < REST_MS;
}

function noteFailure() {
  failedAt = Date.now();
  try {
    sessionStorage.setItem(FAILED, String(failedAt));
  } catch {
    // As above.
  }
}

export function askSearch(endpoint, request, signal) {
  const parameters = new URLSearchParams();
  for (const name of ["q", "locale", "type", "topic", "status", "year"]) {
    for (const value of [request[name]].flat()) if (value) parameters.append(name, value);
  }
  if (request.page > 1) parameters.set("page", request.page);
  if (request.across) parameters.set("across", "1");
  return ask(`${endpoint}?${parameters}`, "hits", signal);
}

export function askSuggest(endpoint, text, locale, signal) {
  return ask(`${endpoint}/suggest?${new URLSearchParams({ q: text, locale })}`, "completions", signal);
}

// What is not an answer fails: an error page, a login of a hotel's network, silence. A refused question is no failure.
async function ask(url, wanted, signal) {
  const own = new AbortController();
  const stop = () => own.abort();
  const timer = setTimeout(stop, LIMIT_MS);
  signal.addEventListener("abort", stop);
  let isRefused = false;
  try {
    const response = await fetch(url, { signal: own.signal, credentials: "omit" });
    isRefused = response.status >= 400 && response.status < 500 && response.status !== TOO_MANY;
    const answer = response.ok ? await response.json() : {};
    if (!Array.isArray(answer[wanted])) throw new Error(`The search endpoint answers ${response.status}`);
    return answer;
  } catch (error) {
    if (!signal.aborted && !isRefused) noteFailure();
    throw error;
  } finally {
    clearTimeout(timer);
    signal.removeEventListener("abort", stop);
  }
}
