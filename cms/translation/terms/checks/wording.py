"""Words in the wrong language or script: what was left as it is in the source, and traditional characters."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cms.translation.terms.checks.finding import Finding
from cms.translation.terms.checks.links import find_addresses
from cms.translation.terms.checks.pair import Pair
from cms.translation.terms.checks.quantity import blank
from site_content.search.chinese import simplify
from site_content.search.italian import STOP_WORDS
from site_content.search.text import HAN, fold, listed

_HAN_RUN = re.compile(f"[{HAN}]+")
_LATIN_RUN = re.compile(r"[A-Za-zÀ-ÿ][A-Za-zÀ-ÿ'’]*(?:[ \u00a0,-]+[A-Za-zÀ-ÿ][A-Za-zÀ-ÿ'’]*)*")
_WORD = re.compile(r"[A-Za-zÀ-ÿ]+")
_QUOTED = re.compile(r"[(（][^()（）]{0,200}[)）]|《[^》]{0,200}》|«[^»]{0,200}»|“[^”]{0,200}”|‘[^’]{0,200}’")
_ENGLISH = frozenset(listed("a on in no me come time per data made are tale more is an"))
"""Written as an Italian word is, or as one of its small words."""
_PARTS_OF_NAMES = frozenset(listed("di de da del della dei degli van von la lo le il e"))
_SHORTEST_WORD = 4


def check_empty(pair: Pair) -> Iterator[Finding]:
    """A translation without words of a source that has some."""
    if pair.source.strip() and not pair.target.strip():
        yield Finding("empty", "error", 0, len(pair.target))


def check_same(pair: Pair) -> Iterator[Finding]:
    """A translation that repeats its source; names, codes and numbers may, and what is in the target's language already."""
    if fold(pair.source) != fold(pair.target) or (pair.to_chinese and not _WORD.search(pair.source)):
        return
    if not may_stay(pair.source, from_chinese=pair.from_chinese):
        yield Finding("same", "warning", 0, len(pair.target))


def may_stay(text: str, *, from_chinese: bool) -> bool:
    """Whether a text reads the same in the other language: a name of capitalised words, a code, numbers, addresses."""
    text = blank(text, [(each.start, each.end) for each in find_addresses(text)])
    if _HAN_RUN.search(text):
        return False
    words = [word for word in _WORD.findall(text) if len(word) > 1]
    long = [word for word in words if not word.isupper()]
    if from_chinese or not long:
        return True
    is_name = all(word[0].isupper() or fold(word) in _PARTS_OF_NAMES for word in long) and len(words) > 1
    return bool(is_name) or all(len(word) < _SHORTEST_WORD for word in long)


def check_left_over(pair: Pair) -> Iterator[Finding]:
    """Italian words within Chinese, Chinese characters within Italian; not in brackets and quotes, where names stand."""
    if fold(pair.source) == fold(pair.target):
        return
    text = blank(pair.target, [(each.start, each.end) for each in find_addresses(pair.target)])
    if not pair.to_chinese:
        bare = blank(text, [each.span() for each in _QUOTED.finditer(text)])
        for match in _HAN_RUN.finditer(bare):
            yield Finding("left_chinese", "warning", *match.span(), parameters={"written": match[0]})
        return
    if not _HAN_RUN.search(pair.target):
        if not may_stay(pair.target, from_chinese=False):
            yield Finding("left_italian", "warning", 0, len(pair.target), parameters={"written": pair.target})
        return
    yield from _find_italian(pair.source, text)


def _find_italian(source: str, text: str) -> Iterator[Finding]:
    in_source = {word for word in _WORD.findall(source) if word.islower() and len(word) >= _SHORTEST_WORD}
    bare = blank(text, [each.span() for each in _QUOTED.finditer(text) if _is_name(each[0])])
    for run in _LATIN_RUN.finditer(bare):
        words = _WORD.findall(run[0])
        small = [word for word in words if word in STOP_WORDS and len(word) > 1 and word not in _ENGLISH]
        kept = [word for word in words if word in in_source]
        is_name = all(word[0].isupper() or word in _PARTS_OF_NAMES for word in words) and len(words) > len(
            small
        )
        if kept or (small and not is_name):
            yield Finding("left_italian", "warning", *run.span(), parameters={"written": run[0]})


def _is_name(quoted: str) -> bool:
    """Whether what stands in brackets may be the original of a name: no more than a few words are in lower case."""
    words = _WORD.findall(quoted)
    return 2 * len([word for word in words if word[0].isupper()]) >= len(words)


def check_script(pair: Pair) -> Iterator[Finding]:
    """Traditional characters in simplified Chinese."""
    if not pair.to_chinese:
        return
    simplified = simplify(pair.target)
    if len(simplified) != len(pair.target):
        yield Finding(
            "traditional",
            "warning",
            0,
            len(pair.target),
            parameters={"written": pair.target, "right": simplified},
        )
        return
    for match in _HAN_RUN.finditer(pair.target):
        right = simplified[match.start() : match.end()]
        wrong = [number for number, each in enumerate(right) if each != match[0][number]]
        if wrong:
            first, last = wrong[0], wrong[-1] + 1
            parameters = {"written": match[0][first:last], "right": right[first:last]}
            start = match.start()
            yield Finding("traditional", "warning", start + first, start + last, parameters=parameters)
