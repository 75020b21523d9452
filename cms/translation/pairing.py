"""Which old translation belongs to which changed source: by likeness, within one field or block. Knows no database."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Container, Mapping
from dataclasses import dataclass
from datetime import datetime

from cms.translation.differences import likeness
from cms.translation.marked import read_words

ENOUGH = 0.5
"""From which likeness on an old text among several is taken for the former one of a paragraph."""
Key = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Former:
    """A translation whose source no longer stands in its context."""

    source: str
    target: str
    at: datetime
    by: str


def pair_former(
    sources: Mapping[Key, str], translated: Container[Key], former: Mapping[int, list[Former]]
) -> dict[Key, tuple[Former, float]]:
    """For each untranslated address the former text to start from, with its likeness.

    A text that is alone in its context gets one in any case: the most alike, else the latest. Among several each former
    text serves once.
    """
    alone = Counter(context for context, _string in sources)
    waiting: dict[int, list[Key]] = defaultdict(list)
    for key in sources:
        if key not in translated and former.get(key[0]):
            waiting[key[0]].append(key)
    found: dict[Key, tuple[Former, float]] = {}
    for context, keys in waiting.items():
        if alone[context] == 1:
            found[keys[0]] = _only(sources[keys[0]], former[context])
        else:
            found.update(_among({key: sources[key] for key in keys}, former[context]))
    return found


def _only(source: str, former: list[Former]) -> tuple[Former, float]:
    words = read_words(source)
    rated = [(likeness(read_words(one.source), words), one.at, one) for one in former]
    best, _at, one = max(rated, key=lambda rating: (rating[0] if rating[0] >= ENOUGH else 0, rating[1]))
    return one, best


def _among(sources: dict[Key, str], former: list[Former]) -> dict[Key, tuple[Former, float]]:
    old = [read_words(one.source) for one in former]
    rated = []
    for key, source in sources.items():
        words = read_words(source)
        rated += [(likeness(text, words), former[number].at, number, key) for number, text in enumerate(old)]
    found: dict[Key, tuple[Former, float]] = {}
    used: set[int] = set()
    for rating, _at, number, key in sorted(rated, key=lambda one: (-one[0], -one[1].timestamp(), one[3])):
        if rating >= ENOUGH and key not in found and number not in used:
            found[key] = former[number], rating
            used.add(number)
    return found
