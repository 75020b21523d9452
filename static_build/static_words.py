"""Words of the static index: a text comes in, the words by which it is found go out; frontend/search/words.js cuts alike.

Cut here and not by Pagefind, which cuts Chinese in one way when it indexes and in another when it is asked.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import pairwise

from site_content.search.chinese import runs_of, simplify, spell
from site_content.search.italian import STOP_WORDS, stem
from site_content.search.lexicon import read_words
from site_content.search.text import fold, has_han, normalise

END = "ω"
"""Ends each word that is not Chinese: Pagefind finds what begins like what is asked, `artificiale` for `arte`."""
SOUND = "ψ"
"""Ends a syllable or two of pinyin, so that they are no words of another language."""
REPEATED = 3
"""A word that a page has more often counts as often as this."""


def cut_words(text: str) -> Iterator[str]:
    """The words of a text in their order. A run of Chinese characters gives its pairs of neighbours and its last one."""
    for word in read_words(simplify(normalise(text))):
        yield from _cut(word)


@lru_cache(maxsize=1 << 16)
def _cut(word: str) -> tuple[str, ...]:
    if has_han(word):
        return (*(word[start : start + 2] for start in range(len(word) - 1)), word[-1])
    letters = "".join(filter(str.isalnum, fold(word)))
    return (stem(letters) + END,) if letters else ()


def cut_body(text: str) -> Iterator[str]:
    """As `cut_words`, without words that say nothing, and none more often than counts."""
    counts: dict[str, int] = {}
    for word in cut_words(text):
        count = counts[word] = counts.get(word, 0) + 1
        if count <= REPEATED and word not in _SAY_NOTHING:
            yield word


def cut_sounds(text: str) -> Iterator[str]:
    """How the Chinese in a text is spelt without tones: each syllable, and each pair of neighbours as one word."""
    for run in runs_of(simplify(normalise(text))):
        syllables = spell(run)
        yield from (syllable + SOUND for syllable in syllables)
        yield from (one + next + SOUND for one, next in pairwise(syllables))


def join_words(texts: Iterable[str]) -> str:
    """Each word of these texts once, as Pagefind takes them."""
    return " ".join(dict.fromkeys(word for text in texts for word in cut_words(text)))


_SAY_NOTHING = frozenset(word for each in STOP_WORDS for word in cut_words(each))
