// How a text is cut into words, as static_build/static_words.py cuts what it indexes: both sides have to agree.
const HAN = "\\u3400-\\u4dbf\\u4e00-\\u9fff\\uf900-\\ufaff\\u{20000}-\\u{3134f}";
const LETTER = "[\\p{L}\\p{N}_]";
const OTHER = `(?:(?![${HAN}])${LETTER})+`;
const TOKEN = new RegExp(`[${HAN}]+|${OTHER}(?:[.,](?=\\p{Nd})${OTHER}|&(?=${LETTER})${OTHER})*`, "gu");
const IS_HAN = new RegExp(`[${HAN}]`, "u");
const APOSTROPHES = /[\u2019\u2018\u02bc\u02bb\u02b9\u00b4\u0060\u2032\uff07]/g;
const ENDINGS = { e: "ih", i: "ih", a: "i", o: "i" };
const SHORTEST = 4;
const LIGHT = 6;
export const END = "ω";

export function hasHan(text) {
  return IS_HAN.test(text);
}

function clean(text) {
  return text.replace(/\p{Cc}/gu, " ").replace(/[\p{Cf}\p{Co}\p{Cs}\p{Cn}]/gu, "").replace(/\s+/g, " ").trim();
}

export function normalise(text) {
  return clean(clean(text).replace(APOSTROPHES, "'").normalize("NFKC").replace(APOSTROPHES, "'"));
}

export function fold(text) {
  return normalise(text).toLowerCase().replace(/ß/g, "ss").normalize("NFD").replace(/\p{Mn}/gu, "").normalize("NFC");
}

function cutEnding(word) {
  const last = word[word.length - 1];
  if (!(last in ENDINGS)) return word;
  return word.slice(0, ENDINGS[last].includes(word[word.length - 2]) ? -2 : -1);
}

export function stem(word) {
  const cut = word.length >= LIGHT ? cutEnding(word) : word;
  return cut.length >= SHORTEST && cut.length < LIGHT ? cutEnding(cut) : cut;
}

// `language`: {elided, traditional}. Of a word its place in the text is kept, so that it can be marked there.
export class Words {
  constructor({ elided, traditional }) {
    this.elision = new RegExp(`(^|[^\\p{L}\\p{N}_])(${[...elided].sort((a, b) => b.length - a.length).join("|")})'(?=${LETTER})`, "giu");
    this.simple = new Map();
    const characters = [...traditional];
    for (let place = 0; place < characters.length; place += 2) this.simple.set(characters[place], characters[place + 1]);
  }

  simplify(text) {
    return hasHan(text) ? [...text].map((character) => this.simple.get(character) || character).join("") : text;
  }

  // The words of a normalised text as written; a run of Chinese characters is one.
  read(text) {
    let parted = text;
    // What one elision ends with, the next may begin after.
    if (text.includes("'")) parted = text.replace(this.elision, "$1$2 ").replace(this.elision, "$1$2 ").replaceAll("'", "");
    return parted.match(TOKEN) || [];
  }

  key(word) {
    return hasHan(word) ? this.simplify(word) : fold(word);
  }

  // What stands in the index for one word as `read` gives it.
  cut(word) {
    if (hasHan(word)) {
      const characters = [...this.simplify(word)];
      if (characters.length === 1) return characters;
      return characters.slice(1).map((character, place) => characters[place] + character);
    }
    const letters = fold(word).replace(/[^\p{L}\p{N}]/gu, "");
    return letters ? [stem(letters) + END] : [];
  }

  // Where words stand in a text that is shown: [start, end, what the index has for it, without its end].
  *places(text) {
    for (const found of text.matchAll(TOKEN)) {
      const word = found[0];
      yield [found.index, found.index + word.length, hasHan(word) ? this.simplify(word) : stem(fold(word).replace(/[^\p{L}\p{N}]/gu, ""))];
    }
  }
}
