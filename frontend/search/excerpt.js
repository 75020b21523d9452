// What of a text is shown of a hit, escaped, with the words of the query marked. `<mark>` is the only element in it.
import { END, hasHan } from "./words.js";

const ESCAPES = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };
const LONGEST = 220;
const LONGEST_HAN = 110;
const BEFORE = 0.3;

function escape(text) {
  return text.replace(/[&<>"']/g, (sign) => ESCAPES[sign]);
}

// What is to be marked: words of the index, beginnings of words, and stretches of Chinese characters.
function wanted(query) {
  const own = { words: new Set(), begun: [], runs: [] };
  for (const concept of query.concepts) {
    for (const form of concept.forms) {
      for (const token of form.tokens) {
        if (token.endsWith(END)) own.words.add(token.slice(0, -END.length));
        else if (hasHan(token)) own.runs.push(token);
        else own.begun.push(token);
      }
    }
  }
  return own;
}

// [start, end] of each place to be marked, in order and apart.
function places(text, query, words) {
  const own = (query.wanted = query.wanted || wanted(query));
  const found = [];
  for (const [start, end, word] of words.places(text)) {
    if (!hasHan(word)) {
      if (own.words.has(word) || own.begun.some((begun) => word.startsWith(begun))) found.push([start, end]);
      continue;
    }
    for (const run of own.runs) {
      for (let at = word.indexOf(run); at >= 0; at = word.indexOf(run, at + 1)) found.push([start + at, start + at + run.length]);
    }
  }
  found.sort((a, b) => a[0] - b[0]);
  return found.reduce((apart, [start, end]) => {
    const last = apart[apart.length - 1];
    if (last && start <= last[1]) last[1] = Math.max(last[1], end);
    else apart.push([start, end]);
    return apart;
  }, []);
}

export function mark(text, query, words) {
  let html = "";
  let at = 0;
  for (const [start, end] of places(text, query, words)) {
    html += `${escape(text.slice(at, start))}<mark>${escape(text.slice(start, end))}</mark>`;
    at = end;
  }
  return html + escape(text.slice(at));
}

// The stretch of the text with the most of the query in it; the summary where that has as much.
export function excerpt(summary, text, query, words) {
  const longest = hasHan(summary || text) ? LONGEST_HAN : LONGEST;
  const [own, other] = [summary, text].map((each) => window(each, query, words, longest));
  return mark(summary && own.count >= other.count ? own.text : other.text || own.text, query, words);
}

function window(text, query, words, longest) {
  const found = places(text, query, words);
  if (text.length <= longest) return { text, count: kinds(text, found) };
  let best = { count: 0, start: 0 };
  for (const [start] of found) {
    const inside = found.filter(([from, to]) => from >= start && to <= start + longest * (1 - BEFORE));
    const count = kinds(text, inside);
    if (count > best.count) best = { count, start };
  }
  const start = snap(text, Math.max(0, Math.min(best.start - Math.round(longest * BEFORE), text.length - longest)));
  const end = snap(text, Math.min(text.length, start + longest));
  return { text: (start ? "… " : "") + text.slice(start, end).trim() + (end < text.length ? " …" : ""), count: best.count };
}

function kinds(text, found) {
  return new Set(found.map(([start, end]) => text.slice(start, end).toLowerCase())).size;
}

// Not inside a word, nor between the halves of a character.
function snap(text, at) {
  if (at <= 0 || at >= text.length) return at;
  const space = text.lastIndexOf(" ", at);
  if (at - space <= 20 && space > 0) return space + 1;
  return /[\udc00-\udfff]/.test(text[at]) ? at - 1 : at;
}
