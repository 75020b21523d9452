// A query as the static index is asked it: concepts, each in all the forms that may stand for it, with what it says of the page.
import { END, fold, hasHan, normalise, stem } from "./words.js";

const MOST_CONCEPTS = 12;
const SYNONYM = 0.7;
const BEGUN = 0.4;
const SHORTEST_BEGUN = 4;
const SOUND = "ψ";
const LONGEST_SYLLABLE = 6;
const QUOTED = /["“«《]([^"“”«»《》]{2,})["”»》]/gu;

// `rules`: the language's rules file; `words`: how its texts are cut.
export class Reader {
  constructor(rules, words) {
    this.words = words;
    this.stops = new Set(rules.stops);
    this.phrases = new RegExp(rules.stop_phrases.filter((each) => each.length > 1 || "的了吗呢".includes(each)).join("|"), "gu");
    this.meanings = new Map(Object.entries(rules.meanings));
    this.syllables = new Set(rules.syllables);
    this.longest = Math.max(1, ...[...this.meanings.keys()].map((key) => key.split(" ").length));
    this.longestHan = Math.max(1, ...[...this.meanings.keys()].filter(hasHan).map((key) => key.length));
  }

  pinKey(query) {
    return this.words.read(normalise(query)).map((word) => this.words.key(word)).join(" ");
  }

  read(query) {
    const text = normalise(query);
    const written = this.words.simplify(text);
    const concepts = [];
    let end = 0;
    for (const quoted of written.matchAll(QUOTED)) {
      concepts.push(...this.readPlain(written.slice(end, quoted.index)), this.concept(quoted[1], null));
      end = quoted.index + quoted[0].length;
    }
    concepts.push(...this.readPlain(written.slice(end)));
    const kept = concepts.filter((each) => each.forms.length).slice(0, MOST_CONCEPTS);
    if (kept.length && end < written.length && !/\s$/.test(query)) this.begin(kept[kept.length - 1]);
    return { text, concepts: kept, phrase: fold(this.words.simplify(text)) };
  }

  *readPlain(text) {
    const words = this.words.read(text);
    const firm = words.filter((word) => !this.saysNothing(word));
    const read = firm.length ? firm : words;
    for (let place = 0; place < read.length; ) {
      if (hasHan(read[place])) {
        yield* this.readRun(read[place]);
        place += 1;
      } else {
        const [length, meaning] = this.longestPhrase(read, place);
        yield this.concept(read.slice(place, place + length).join(" "), meaning);
        place += length;
      }
    }
  }

  saysNothing(word) {
    return this.stops.has(fold(word)) && !(word.length > 1 && word === word.toUpperCase());
  }

  longestPhrase(words, start) {
    const stems = words.slice(start, start + this.longest).map((word) => (hasHan(word) ? word : stem(fold(word))));
    for (let length = stems.length; length > 0; length -= 1) {
      const meaning = this.meanings.get(stems.slice(0, length).join(" "));
      if (meaning) return [length, meaning];
    }
    return [1, null];
  }

  *readRun(run) {
    const parts = run.split(this.phrases).filter(Boolean);
    const pieces = (parts.length ? parts : [run]).flatMap((part) => this.cutRun([...part]));
    for (const piece of pieces) {
      yield { ...this.concept(piece, this.meanings.get(piece)), isWeak: [...piece].length === 1 && pieces.length > 1 };
    }
  }

  // The cheapest way to cut a run: a known word costs 1, a stretch that is not known 2 and 0.8 a character, one alone 3 more.
  cutRun(run) {
    const ways = [{ cost: 0, start: 0, isKnown: true }];
    for (let end = 1; end <= run.length; end += 1) {
      let best = { cost: Infinity };
      for (let start = 0; start < end; start += 1) {
        const length = end - start;
        const isKnown = length <= this.longestHan && this.meanings.has(run.slice(start, end).join(""));
        if (!isKnown && !ways[start].isKnown) continue;
        const price = isKnown ? 1 : 2 + 0.8 * length + (length === 1 && run.length > 1 ? 3 : 0);
        if (ways[start].cost + price < best.cost) best = { cost: ways[start].cost + price, start, isKnown };
      }
      ways.push(best);
    }
    const pieces = [];
    for (let end = run.length; end > 0; end = ways[end].start) pieces.unshift(run.slice(ways[end].start, end).join(""));
    return pieces;
  }

  concept(text, meaning) {
    const forms = [{ kind: "own", tokens: this.tokens(text), weight: 1 }];
    for (const synonym of meaning?.synonyms || []) forms.push({ kind: "synonym", tokens: this.tokens(normalise(synonym)), weight: SYNONYM });
    const syllables = this.syllables.size && /^[a-z']+$/i.test(text) ? this.spell(text.toLowerCase().replaceAll("'", "")) : [];
    if (syllables.length === 1) forms.push({ kind: "synonym", tokens: [syllables[0] + SOUND], weight: SYNONYM });
    else if (syllables.length) forms.push({ kind: "synonym", tokens: syllables.slice(1).map((syllable, place) => syllables[place] + syllable + SOUND), weight: 1 });
    const { types = [], states = [], codes = [], newest = false } = meaning || {};
    const year = /^(19|20)\d\d$/.test(text) ? text : "";
    const isIntent = Boolean(types.length || states.length || codes.length || newest || year);
    return { text, forms: forms.filter((form) => form.tokens.length), isIntent, types, states, codes, newest, year, isWeak: false };
  }

  // The fewest syllables of pinyin that a word is made of; none where it is not.
  spell(word) {
    const ways = [[]];
    for (let end = 1; end <= word.length; end += 1) {
      for (let start = Math.max(0, end - LONGEST_SYLLABLE); start < end; start += 1) {
        const syllable = word.slice(start, end);
        if (!ways[start] || !this.syllables.has(syllable)) continue;
        if (!ways[end] || ways[start].length + 1 < ways[end].length) ways[end] = [...ways[start], syllable];
      }
    }
    return ways[word.length] || [];
  }

  tokens(text) {
    const words = this.words.read(this.words.simplify(text));
    const firm = words.filter((word) => !this.saysNothing(word));
    return [...new Set((firm.length ? firm : words).flatMap((word) => this.words.cut(word)))];
  }

  // The last word may be half of one yet.
  begin(concept) {
    const { tokens } = concept.forms[0];
    const last = tokens[tokens.length - 1];
    if (!last.endsWith(END) || last.length < SHORTEST_BEGUN) return;
    concept.forms.push({ kind: "begun", tokens: [...tokens.slice(0, -1), last.slice(0, -END.length)], weight: BEGUN });
  }
}
