"""Where a term of the glossary is used: the texts that have it or a forbidden variant of it, with their translations.

Comes in: a glossary term. Goes out: texts of today's sources, in both languages, each with what the glossary says of its
translation. Eight queries, whatever is found; writes nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from functools import cache, partial
from typing import Any, Literal
from uuid import UUID

from django.db.models import F, Q
from msgspec import Struct
from wagtail_localize.models import StringSegment, StringTranslation, Translation

from cms.translation.marked import read_words
from cms.translation.terms.checks.pair import Pair, is_chinese
from cms.translation.terms.checks.terms import check_terms
from cms.translation.terms.glossary import load_glossary
from cms.translation.terms.occurrences import find_variant, find_wording, key_of, strip_brackets
from cms.translation.terms.term import Term
from site_content.models.glossary import GlossaryTerm

MOST = 20_000
"""Texts that are looked at; a term in more of them is no term."""
ITALIAN, CHINESE = "it", "zh-hans"
WORD = re.compile(r"[^\W_]+")
ASCII = re.compile(r"[\x20-\x7e]*")

State = Literal["forbidden", "missing", "variant", "untranslated", "used"]
"""The term is there, and its translation has a forbidden variant, or does not have the glossary's; a forbidden variant stands
where the term is not asked for; the text has no translation; all is well."""
STATES: tuple[State, ...] = ("forbidden", "missing", "variant", "untranslated", "used")
Span = tuple[int, int]
FindVariants = Callable[[str, bool], list[Span]]
"""Of a text, and whether it is Chinese."""


class Use(Struct, frozen=True, kw_only=True):
    """A text with the term or with a forbidden variant; spans count characters of its plain words."""

    page: str
    translation: int | None
    context: int
    string: int
    source_locale: str
    target_locale: str
    source: str
    target: str
    state: State
    source_spans: tuple[Span, ...]
    target_spans: tuple[Span, ...]


def find_uses(term: GlossaryTerm, *, hidden: Collection[UUID] = ()) -> list[Use]:
    """The uses, by state and page; nothing from pages in `hidden`, by translation key."""
    rows = list(_read_rows(term, hidden))
    targets, translations = _read_targets(rows), _read_translations(rows)
    glossary_of = cache(lambda locale: load_glossary(locale, _other(locale)))
    find_variants = partial(_find_variants, term, _read_wordings())
    uses = []
    for row in rows:
        found = glossary_of(row["locale"]).find(read_words(row["data"]))
        for locale, number in translations.get(row["source_id"], {_other(row["locale"]): None}).items():
            target = targets.get((row["string_id"], row["context_id"], locale), "")
            pair = Pair(read_words(row["data"]), read_words(target), row["locale"], locale)
            state = _judge(term, pair, found, find_variants)
            if state is not None:
                uses.append(_make_use(term, pair, row, number, state, find_variants))
    return sorted(uses, key=lambda use: (STATES.index(use.state), use.page))


def _other(locale: str) -> str:
    return ITALIAN if is_chinese(locale) else CHINESE


def _read_rows(term: GlossaryTerm, hidden: Collection[UUID]) -> Iterator[dict[str, Any]]:
    """The segments of today's sources that may have it, or whose translation may; each text of a page once."""
    fields = ("source_id", "string_id", "context_id")
    values = {
        "data": F("string__data"),
        "locale": F("string__locale__language_code"),
        "page": F("source__object_repr"),
    }
    segments = StringSegment.objects.exclude(source__object_id__in=hidden)
    translated = StringTranslation.objects.filter(_may_have(term, "data")).values("translation_of_id")
    found = segments.filter(_may_have(term, "string__data") | Q(string_id__in=translated))
    seen = set()
    for row in found.order_by("source_id", "order").values(*fields, **values)[:MOST]:
        if (address := tuple(row[name] for name in fields)) not in seen:
            seen.add(address)
            yield row


def _may_have(term: GlossaryTerm, field: str) -> Q:
    """What the database can say: a piece of one of the wordings stands there."""
    pieces = {_piece(each) for each in (term.italian, *term.forbidden_it)}
    pieces |= {strip_brackets(each) for each in (term.chinese, *term.forbidden_zh)}
    condition = Q(pk__in=[])
    for piece in pieces:
        condition |= Q(**{f"{field}__icontains": piece})
    return condition


def _piece(wording: str) -> str:
    """The beginning of the longest word, as far as number, gender, accents and the database's capitals leave it alone."""
    longest = max(WORD.findall(strip_brackets(wording)), key=len, default="")
    stem = max(key_of(longest), key=len, default="")
    letters = [a for a, b in zip(longest, stem, strict=False) if a.lower() == b]
    beginning = ASCII.match("".join(letters) if longest.lower().startswith("".join(letters).lower()) else "")
    return beginning[0] if beginning else ""


def _read_targets(rows: Sequence[dict[str, Any]]) -> dict[tuple[int, int, str], str]:
    found = StringTranslation.objects.filter(
        translation_of_id__in={row["string_id"] for row in rows}, context__isnull=False
    )
    values = found.values_list("translation_of_id", "context_id", "locale__language_code", "data")
    return {(string, context, locale): data for string, context, locale, data in values}


def _read_translations(rows: Iterable[dict[str, Any]]) -> dict[int, dict[str, int]]:
    """By source: the translations that are worked on, by language."""
    found: dict[int, dict[str, int]] = {}
    enabled = Translation.objects.filter(source_id__in={row["source_id"] for row in rows}, enabled=True)
    for source, locale, number in enabled.values_list("source_id", "target_locale__language_code", "pk"):
        found.setdefault(source, {})[locale] = number
    return found


def _judge(
    term: GlossaryTerm, pair: Pair, found: Sequence[Term], find_variants: FindVariants
) -> State | None:
    """How the text stands to the term; None where it has nothing to do with it. `found` are all terms of the source."""
    ours = term.chinese if pair.from_chinese else term.italian
    theirs = term.italian if pair.from_chinese else term.chinese
    asked = {each.start for each in found if each.source == ours and theirs in (each.target, *each.others)}
    findings = list(check_terms(pair, found)) if pair.target else []
    if any(each.code == "term_forbidden" and each.parameters["term"] == ours for each in findings):
        return "forbidden"
    if any(each.code == "term_missing" and each.start in asked for each in findings):
        return "missing"
    if find_variants(pair.source, pair.from_chinese) or find_variants(pair.target, pair.to_chinese):
        return "variant"
    if asked:
        return "used" if pair.target else "untranslated"
    return None


def _read_wordings() -> tuple[tuple[str, ...], tuple[str, ...]]:
    """All that the glossary has, Italian and Chinese."""
    rows = list(GlossaryTerm.objects.values_list("italian", "chinese"))
    return tuple(italian for italian, _chinese in rows), tuple(chinese for _italian, chinese in rows)


def _find_variants(
    term: GlossaryTerm, wordings: tuple[Sequence[str], Sequence[str]], text: str, in_chinese: bool
) -> list[Span]:
    """Every forbidden variant, whatever the glossary asks of the text, that is not the right wording of another term."""
    right, variants = wordings[in_chinese], term.forbidden_zh if in_chinese else term.forbidden_it
    return [span for each in variants for span in find_variant(text, each, right, is_chinese=in_chinese)]


def _make_use(
    term: GlossaryTerm,
    pair: Pair,
    row: dict[str, Any],
    number: int | None,
    state: State,
    find_variants: FindVariants,
) -> Use:
    marks = partial(_mark, term, find_variants)
    return Use(
        page=row["page"],
        translation=number,
        context=row["context_id"],
        string=row["string_id"],
        source_locale=pair.source_locale,
        target_locale=pair.target_locale,
        source=pair.source,
        target=pair.target,
        state=state,
        source_spans=marks(pair.source, pair.from_chinese),
        target_spans=marks(pair.target, pair.to_chinese),
    )


def _mark(term: GlossaryTerm, find_variants: FindVariants, text: str, in_chinese: bool) -> tuple[Span, ...]:
    """The places of the term and of its forbidden variants, in order; none overlaps another."""
    wording = term.chinese if in_chinese else term.italian
    found = find_wording(text, wording, is_chinese=in_chinese) + find_variants(text, in_chinese)
    kept: list[Span] = []
    for start, end in sorted(found):
        if not kept or start >= kept[-1][1]:
            kept.append((start, end))
    return tuple(kept)
