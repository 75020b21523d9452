"""A language's words with a meaning: synonyms, terms in the other language, intents. Rules come in, a look-up goes out.

Italian words are known by their stems, so that one form stands for its inflections; Chinese ones by their characters.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from msgspec import Struct

from site_content.search.chinese import simplify
from site_content.search.intents import INTENTS, Intent, merge
from site_content.search.italian import ELIDED, STOP_WORDS, stem
from site_content.search.rules import Rules
from site_content.search.synonyms import PAIRS, SYNONYMS
from site_content.search.text import HAN, fold, has_han, normalise

_ELISION = re.compile(rf"\b(?:{'|'.join(sorted(ELIDED, key=len, reverse=True))})'(?=\w)", re.IGNORECASE)
TOKEN = re.compile(rf"[{HAN}]+|(?:(?![{HAN}])\w)+(?:[.,](?=\d)(?:(?![{HAN}])\w)+|&(?=\w)(?:(?![{HAN}])\w)+)*")
"""A stretch of Chinese characters, or a word or number of another script."""


class Meaning(Struct, frozen=True, kw_only=True):
    """What is known of a word or phrase."""

    synonyms: tuple[str, ...] = ()
    across: tuple[str, ...] = ()
    """The same in the other language."""
    intent: Intent | None = None


def part_elisions(text: str) -> str:
    """The text with elided articles parted from the word that follows: `dell'innovazione` is `dell innovazione`."""
    return _ELISION.sub(lambda found: found.group()[:-1] + " ", text) if "'" in text else text


def read_words(text: str) -> list[str]:
    """The words of a normalised text as written; a run of Chinese characters is one."""
    return TOKEN.findall(part_elisions(text).replace("'", ""))


def said(text: str) -> str:
    """A phrase less the words in it that say nothing: those are in every page, and cost the server most."""
    words = read_words(simplify(normalise(text)))
    return " ".join([word for word in words if fold(word) not in STOP_WORDS] or words)


def key_of(text: str) -> tuple[str, ...]:
    """How a phrase is looked up: Chinese runs simplified, words folded and stemmed, none that says nothing."""
    words = [fold(simplify(word)) for word in read_words(normalise(text))]
    kept = [word for word in words if word not in STOP_WORDS] or words
    return tuple(word if has_han(word) else stem(word) for word in kept)


class Lexicon:
    """The meanings that hold for the queries of one language."""

    def __init__(self, rules: Rules, locale: str) -> None:
        self.locale = locale
        self._meanings: dict[tuple[str, ...], Meaning] = {}
        for group in (*SYNONYMS.get(locale, ()), *rules.synonyms):
            for form in group:
                self._add(form, Meaning(synonyms=tuple(said(each) for each in group if each != form)))
        for own, other in (*_pairs_of(locale), *rules.across):
            self._add(own, Meaning(across=(said(other),)))
            self._add(other, Meaning(synonyms=(said(own),)))
        for word, intent in INTENTS.get(locale, {}).items():
            self._add(word, Meaning(intent=intent))
        self.longest = max((len(key) for key in self._meanings), default=0)
        self.han = {
            key[0]: meaning for key, meaning in self._meanings.items() if len(key) == 1 and has_han(key[0])
        }
        self.longest_han = max(map(len, self.han), default=0)
        self.pins = {key: tuple(keys) for key, keys in _pins_of(rules)}

    def _add(self, form: str, meaning: Meaning) -> None:
        key = key_of(form)
        if not key:
            return
        known = self._meanings.get(key, Meaning())
        self._meanings[key] = Meaning(
            synonyms=tuple(dict.fromkeys((*known.synonyms, *meaning.synonyms))),
            across=tuple(dict.fromkeys((*known.across, *meaning.across))),
            intent=_merged(known.intent, meaning.intent),
        )

    def look_up(self, key: tuple[str, ...]) -> Meaning | None:
        """What is known of a phrase; None where nothing is."""
        return self._meanings.get(key)

    def meanings(self) -> Iterable[tuple[tuple[str, ...], Meaning]]:
        """Every phrase that means something, by its words as they are looked up."""
        return self._meanings.items()

    def pinned(self, query: str) -> tuple[str, ...]:
        """Keys of the pages that editors have chosen for this query."""
        return self.pins.get(pin_key(query), ())


def _merged(one: Intent | None, other: Intent | None) -> Intent | None:
    return merge(one, other) if one and other else one or other


def pin_key(query: str) -> str:
    """A query as pins compare it: words alone, in one case, without accents, simplified."""
    return " ".join(fold(simplify(word)) for word in read_words(normalise(query)))


def _pins_of(rules: Rules) -> Iterator[tuple[str, list[str]]]:
    pins: dict[str, list[str]] = {}
    for pin in rules.pins:
        pins.setdefault(pin_key(pin.query), []).append(pin.key)
    yield from pins.items()


def _pairs_of(locale: str) -> Iterator[tuple[str, str]]:
    return ((own, other) if locale == "it" else (other, own) for own, other in PAIRS)
