// One hit as an item of the list. Text becomes text nodes; of what is marked up, `<mark>` alone becomes an element.
import { makeDates } from "./dates.js";
import { isPath } from "./paths.js";

const ENTITIES = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'", nbsp: "\u00a0" };
const ENTITY = /&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|([a-z]+));/gi;
const STRUCK = ["revoked", "cancelled"];
const LIVE = ["open", "closing_soon"];
const CLOSING = ["call", "programme"];

function decode(text) {
  return text.replace(ENTITY, (whole, decimal, hexadecimal, name) => {
    if (name) return ENTITIES[name] || whole;
    const code = decimal ? Number(decimal) : Number.parseInt(hexadecimal, 16);
    return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  });
}

// Split at what is marked: every other part is.
export function parseMarked(html) {
  return html.split(/<mark>([^]*?)<\/mark>/).map((part, place) => {
    if (place % 2 === 0) return document.createTextNode(decode(part));
    const mark = document.createElement("mark");
    mark.textContent = decode(part);
    return mark;
  });
}

function build(tag, className, ...content) {
  const element = document.createElement(tag);
  element.className = className;
  element.append(...content);
  return element;
}

// `templates`: the markup of each type's states by "type state"; `locale`: the page's own.
export function makeHits(words, templates, locale) {
  const dates = makeDates(words, words.tags[locale]);

  function makeState(hit) {
    const template = templates.get(`${hit.type} ${hit.status}`);
    if (!template) return [];
    const state = template.content.firstElementChild.cloneNode(true);
    if (LIVE.includes(hit.status) && hit.ends_at && CLOSING.includes(hit.type)) {
      // The site's own script says so when the deadline passes, however old the answer is.
      state.dataset.until = hit.ends_at;
      state.dataset.after = words.deadlinePassed;
    }
    return [state];
  }

  function sayDates(hit) {
    const { type, status, begins_at: begins, ends_at: ends } = hit;
    if (type === "call" && status === "forthcoming" && begins) return [fill(words.opens, dates.dayOf(begins))];
    if (type === "call" && ends) return [fill(words.deadline, LIVE.includes(status) ? dates.limit(ends) : dates.limitDay(ends))];
    if (type === "programme") {
      const starts = hit.date ? [fill(words.starts, dates.day(hit.date))] : [];
      return LIVE.includes(status) && ends ? [...starts, fill(words.deadline, dates.limit(ends))] : starts;
    }
    if (type === "event" && hit.date) return [build("span", "", begins && ends ? dates.range(hit.date, begins, ends) : dates.day(hit.date))];
    return hit.date ? [build("span", "", dates.day(hit.date))] : [];
  }

  function fill(pattern, time) {
    const [before, after] = pattern.split("{day}");
    return build("span", "", before, time, after);
  }

  function makeHit(hit) {
    const isForeign = hit.locale !== locale;
    const mark = (element) => {
      if (isForeign) element.lang = words.tags[hit.locale] || hit.locale;
      return element;
    };
    const title = isPath(hit.url) ? build("a", "", ...parseMarked(hit.title_html)) : build("span", "", ...parseMarked(hit.title_html));
    if (isPath(hit.url)) {
      title.href = hit.url;
      if (isForeign) title.hreflang = words.tags[hit.locale] || hit.locale;
    }
    const kind = build("p", "hit-kind", build("span", "", words.type[hit.type] || hit.type), ...makeState(hit));
    if (isForeign) kind.append(mark(build("span", "hit-language", words.languages[hit.locale] || hit.locale)));
    if (hit.pinned) kind.append(build("span", "hit-pinned", words.pinned));
    const said = sayDates(hit);
    if (STRUCK.includes(hit.status)) said.forEach((one) => one.classList.add("struck"));
    const item = build("li", "hit", kind, build("h3", "hit-title", mark(title)));
    if (hit.excerpt_html) item.append(mark(build("p", "hit-excerpt", ...parseMarked(hit.excerpt_html))));
    item.append(build("p", "hit-facts", ...said, build("span", "hit-path", hit.url)));
    return item;
  }

  return makeHit;
}
