"""The glossary as translators' tools ask it: the rows of GlossaryTerm come in, the terms of a text go out.

Kept in memory for each pair of languages, and read again when its version is another.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from threading import Lock

from django.db.models import Count, Max

from cms.translation.terms.checks.marks import mask
from cms.translation.terms.checks.pair import is_chinese
from cms.translation.terms.models import GlossaryVersion
from cms.translation.terms.occurrences import end_of, key_of, read_words, strip_brackets
from cms.translation.terms.term import Term
from site_content.models.glossary import GlossaryTerm
from site_content.search.text import HAN, fold

_HAN_RUN = re.compile(f"[{HAN}]{{2,}}")
_QUOTED = re.compile("«([^»]+)»")
Version = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Glossary:
    """The terms of one pair of languages, by how they begin."""

    is_chinese: bool
    entries: dict[str, tuple[tuple[tuple[str, ...], Term], ...]]
    """By first stem or first character; the longest first."""

    def find(self, text: str) -> list[Term]:
        """The terms of a plain text in order, the longest where several begin; none overlaps another."""
        text = mask(text)
        return list(self._find_chinese(text) if self.is_chinese else self._find_italian(text))

    def _find_chinese(self, text: str) -> Iterable[Term]:
        at = 0
        while at < len(text):
            candidates = self.entries.get(text[at], ())
            found = next((term for key, term in candidates if text.startswith(key[0], at)), None)
            if found is None:
                at += 1
                continue
            end = at + len(strip_brackets(found.source))
            yield replace(found, start=at, end=end)
            at = end

    def _find_italian(self, text: str) -> Iterable[Term]:
        words = read_words(text)
        at = 0
        while at < len(words):
            candidates = self.entries.get(words[at].stem, ())
            ends = ((end_of(text, words, at, key), term) for key, term in candidates)
            end, found = next(((end, term) for end, term in ends if end is not None), (at, None))
            if found is not None:
                yield replace(found, start=words[at].start, end=words[end].end)
            at = end + 1


_kept: dict[tuple[bool, bool], tuple[Version, Glossary]] = {}
_lock = Lock()


def find_terms(source: str, source_locale: str, target_locale: str) -> list[Term]:
    """The terms of a plain text. For many texts, load the glossary once and ask it."""
    return load_glossary(source_locale, target_locale).find(source)


def load_glossary(source_locale: str, target_locale: str) -> Glossary:
    """The glossary of a pair of languages: two queries where it has not changed, three where it has."""
    pair = is_chinese(source_locale), is_chinese(target_locale)
    version = read_version()
    with _lock:
        kept = _kept.get(pair)
    if kept is not None and kept[0] == version:
        return kept[1]
    glossary = make_glossary(GlossaryTerm.objects.order_by("pk"), *pair)
    with _lock:
        _kept[pair] = version, glossary
    return glossary


def read_version() -> Version:
    """What tells that the glossary has changed: saved and deleted rows count, those made in bulk by their ids."""
    number = GlossaryVersion.objects.values_list("number", flat=True).first() or 0
    rows = GlossaryTerm.objects.aggregate(count=Count("pk"), last=Max("pk"))
    return number, int(rows["count"]), int(rows["last"] or 0)


def make_glossary(rows: Iterable[GlossaryTerm], from_chinese: bool, to_chinese: bool) -> Glossary:
    """The glossary of those rows; empty where both languages are the same."""
    by_source: dict[str, list[GlossaryTerm]] = defaultdict(list)
    for row in rows if from_chinese != to_chinese else ():
        by_source[fold(row.chinese if from_chinese else row.italian)].append(row)
    found: dict[str, list[tuple[tuple[str, ...], Term]]] = defaultdict(list)
    for same in by_source.values():
        term = _make_term(same, from_chinese=from_chinese)
        key = (strip_brackets(term.source),) if from_chinese else key_of(term.source)
        if key and key[0]:
            found[key[0][0] if from_chinese else key[0]].append((key, term))
    return Glossary(from_chinese, {first: tuple(sorted(each, key=_longest)) for first, each in found.items()})


def _longest(entry: tuple[tuple[str, ...], Term]) -> tuple[int, int]:
    key, _term = entry
    return -len(key), -len(key[0])


def _make_term(rows: list[GlossaryTerm], *, from_chinese: bool) -> Term:
    row = rows[0]
    source, target = (row.chinese, row.italian) if from_chinese else (row.italian, row.chinese)
    forbidden = [each for one in rows for each in (one.forbidden_it if from_chinese else one.forbidden_zh)]
    others = [one.italian if from_chinese else one.chinese for one in rows[1:]]
    for one in rows:
        others += (_QUOTED if from_chinese else _HAN_RUN).findall(one.note)
    return Term(
        start=0,
        end=0,
        source=source,
        target=target,
        forbidden=tuple(dict.fromkeys(forbidden)),
        others=tuple(each for each in dict.fromkeys(others) if each not in forbidden and each != target),
        note=row.note,
        definition=row.definition_it if from_chinese else row.definition_zh,
    )
