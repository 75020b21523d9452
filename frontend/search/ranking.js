// Which pages answer a query, best first. Words come from the bundles, all else from the facts that they keep of each page.
import { hasHan } from "./words.js";

const TITLE = 7;
const SUMMARY = 2;
const NAMES = 4;
const MEANT = 2.2;
const STATES = { open: 1.25, closing_soon: 1.25, upcoming: 1.2, under_way: 1.2, forthcoming: 1.1, postponed: 1.05, closed: 0.8, past: 0.8, cancelled: 0.7, revoked: 0.6 };
const [IN_TITLE, IN_SUMMARY, IN_NAMES, IN_SOUNDS, EVERY] = [1, 2, 4, 8, 15];
const ENOUGH = 25;
const SHORT = 4;
const DAY_MS = 86400000;
const FRESH_DAYS = 365;

export function stateOf(fact, now) {
  const passed = fact.later.filter(([seconds]) => seconds * 1000 <= now);
  return passed.length ? passed[passed.length - 1][1] : fact.state;
}

// `titles`: only pages whose title has every word. Returns [{fact, score}].
export async function rank(query, bundles, now, { titles = false } = {}) {
  if (!query.concepts.length) return [];
  const matching = query.concepts.map((concept) => match(concept, bundles, titles));
  await Promise.all([...matching, ...bundles.map((each) => each.ready)]);
  const pages = bundles.reduce((all, bundle) => all + bundle.facts.size, 0);
  const matches = (await Promise.all(matching)).map((found) => score(found, bundles, pages, titles));
  const found = collect(query.concepts, matches, bundles, now, titles);
  for (const one of found.values()) one.score *= prominence(one.fact, query, now);
  return [...found.values()].sort((a, b) => b.score - a.score || (a.fact.date < b.fact.date ? 1 : -1) || (a.fact.id < b.fact.id ? -1 : 1));
}

// What the bundles have for a concept: for each of its forms, each word in each bundle. A form costs a reader some 20 kB a word:
// synonyms are looked for where the word itself is rare, beginnings where it is no word.
async function match(concept, bundles, titles) {
  const own = await findAll(concept.forms.filter((form) => form.kind === "own"), bundles);
  const sizes = own.map((each) => Math.min(...each.counts));
  const least = Math.max(0, ...sizes);
  const others = concept.forms.filter((form) => (form.kind === "synonym" ? least < ENOUGH && !titles : form.kind === "begun" && (least === 0 || form.tokens[form.tokens.length - 1].length > SHORT)));
  return [...own, ...(await findAll(others, bundles))];
}

function findAll(forms, bundles) {
  return Promise.all(
    forms.map(async (form) => {
      const found = await Promise.all(form.tokens.map((token) => Promise.all(bundles.map((bundle) => bundle.find(token)))));
      return { form, found, counts: found.map((each) => each.reduce((sum, one) => sum + one.size, 0)) };
    }),
  );
}

// The pages with a concept: by fact, the score of the form that suits it best.
function score(matched, bundles, pages, titles) {
  const best = new Map();
  for (const one of matched) scoreForm(one, bundles, pages, titles).forEach((value, fact) => best.set(fact, Math.max(value, best.get(fact) || 0)));
  return best;
}

// In Chinese a pair of characters that no page has parts a form: it is what two words make where they meet, if both are known.
function scoreForm({ form, found, counts }, bundles, pages, titles) {
  const isParted = hasHan(form.tokens.join(""));
  if (counts.some((count, place) => !count && !(isParted && counts[place - 1] && counts[place + 1]))) return new Map();
  const words = found
    .map((inBundles, place) => ({ inBundles, idf: Math.log(1 + (pages - counts[place] + 0.5) / (counts[place] + 0.5)) }))
    .filter((_, place) => counts[place]);
  const scores = new Map();
  bundles.forEach((bundle, place) => {
    const [first, ...others] = words.map((word) => word.inBundles[place]);
    first.forEach((_, id) => {
      if (!others.every((other) => other.has(id))) return;
      const had = words.map(({ inBundles, idf }) => ({ ...inBundles[place].get(id), idf }));
      const fields = had.reduce((common, each) => common & each.fields, EVERY);
      if (titles && !(fields & IN_TITLE)) return;
      const bonus = (fields & IN_TITLE ? TITLE : 0) + (fields & IN_SUMMARY ? SUMMARY : 0) + (fields & (IN_NAMES | IN_SOUNDS) ? NAMES : 0);
      const sum = had.reduce((total, each) => total + each.idf * (each.body + bonus), 0);
      scores.set(bundle.facts.get(id), (form.weight * sum) / Math.sqrt(words.length));
    });
  });
  return scores;
}

function isMeant(concept, fact, now) {
  if (!concept.isIntent) return false;
  const { types, states, codes, year } = concept;
  return types.includes(fact.type) || states.includes(stateOf(fact, now)) || fact.codes.some((code) => codes.includes(code)) || (year && fact.date.startsWith(year));
}

function collect(concepts, matches, bundles, now, titles) {
  const firm = concepts.filter((each) => !each.isWeak);
  const plain = firm.filter((each) => !each.isIntent);
  const required = new Set(plain.length ? plain : firm.length ? firm : concepts);
  const candidates = new Set(matches.flatMap((scores) => [...scores.keys()]));
  if (!plain.length && !titles) for (const bundle of bundles) for (const fact of bundle.facts.values()) if (concepts.some((each) => isMeant(each, fact, now))) candidates.add(fact);
  const all = [];
  for (const fact of candidates) {
    let score = 0;
    let had = 0;
    concepts.forEach((concept, place) => {
      const meant = !titles && isMeant(concept, fact, now);
      const scored = matches[place].get(fact) || 0;
      if (required.has(concept) && (scored || meant)) had += 1;
      score += scored + (meant ? MEANT * 3 : 0);
    });
    all.push({ fact, score, had });
  }
  const most = Math.max(0, ...all.map((each) => each.had));
  const least = titles ? required.size : Math.min(most, required.size > 2 ? Math.ceil(required.size * 0.6) : required.size);
  const isEnough = required.size <= 1 ? most === required.size : most * 2 >= required.size;
  return new Map(isEnough && most ? all.filter((each) => each.had >= least).map((each) => [each.fact, { fact: each.fact, score: each.score * (each.had / required.size) ** 2 }]) : []);
}

function prominence(fact, query, now) {
  let factor = STATES[stateOf(fact, now)] || 1;
  if (fact.date && ["news", "publication"].includes(fact.type)) {
    const age = Math.max(0, (now - Date.parse(fact.date)) / DAY_MS / FRESH_DAYS);
    factor *= query.concepts.some((each) => each.newest) ? 0.4 + 1.6 / (1 + age * 4) : 0.85 + 0.2 / (1 + age);
  }
  return factor;
}
