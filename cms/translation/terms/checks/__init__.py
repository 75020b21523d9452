"""Checks of a translated text, Italian to Chinese and back: marked texts come in, findings go out. Asks no database."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from cms.translation import marked
from cms.translation.terms.checks.dates import check_dates
from cms.translation.terms.checks.finding import Finding, Severity
from cms.translation.terms.checks.length import check_length
from cms.translation.terms.checks.links import check_links
from cms.translation.terms.checks.marks import check_placeholders, check_tags, check_unseen, mask_placeholders
from cms.translation.terms.checks.numbers import check_numbers
from cms.translation.terms.checks.pair import Pair
from cms.translation.terms.checks.punctuation import check_brackets, check_end, check_spaces, check_width
from cms.translation.terms.checks.terms import check_terms
from cms.translation.terms.checks.wording import check_empty, check_left_over, check_same, check_script
from cms.translation.terms.term import Term

__all__ = ["Finding", "Severity", "check"]

CHECKS = (
    check_tags,
    check_unseen,
    check_numbers,
    check_dates,
    check_links,
    check_same,
    check_left_over,
    check_script,
    check_brackets,
    check_width,
    check_spaces,
    check_end,
)
LONGEST, MOST_FINDINGS = 10_000, 100
"""Characters of a text that are looked at, and findings that are told."""


def check(
    source: str,
    target: str,
    source_locale: str,
    target_locale: str,
    *,
    limit: int | None = None,
    is_rich: bool = False,
    terms: Sequence[Term] = (),
    path: str = "",
) -> list[Finding]:
    """What is wrong, or may be, with a translation: errors first, then by position.

    `source` and `target` are in the marked form, in rich and in plain fields alike (a plain one has no tags);
    `terms` are those that `glossary.find_terms` found in the source; `path` is the field's, for what search engines
    show of it. Positions count characters of the plain text.
    """
    try:
        pair = _make_pair(source, target, source_locale, target_locale)
    except marked.NotMarked:
        return [Finding("tags_broken", "error")]
    found = list(check_empty(pair)) or _look(pair, terms)
    if not is_rich and pair.target_codes and not pair.source_codes:
        found = [Finding("tags_broken", "error")]
    found += check_length(marked.plain(target), is_chinese=pair.to_chinese, limit=limit, path=path)
    return sorted(found, key=lambda each: (each.severity, each.in_source, each.start))[:MOST_FINDINGS]


def _make_pair(source: str, target: str, source_locale: str, target_locale: str) -> Pair:
    return Pair(
        source=marked.plain(source)[:LONGEST],
        target=marked.plain(target)[:LONGEST],
        source_locale=source_locale,
        target_locale=target_locale,
        source_codes=marked.codes(source),
        target_codes=marked.codes(target),
    )


def _look(pair: Pair, terms: Sequence[Term]) -> list[Finding]:
    masked = replace(pair, source=mask_placeholders(pair.source), target=mask_placeholders(pair.target))
    found: Iterable[Finding] = (each for run in CHECKS for each in run(masked))
    return [*check_placeholders(pair), *found, *check_terms(masked, terms)]
