"""What the checks find in a text, and which warnings somebody has let pass: for one text while typing, for all at hand-in.

An acceptance holds for these very texts: another word in source or translation, and it must be given again.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from django.utils import timezone
from wagtail_localize.models import Translation

from cms.translation.confirm import find_findings
from cms.translation.faults import explain, find_faults
from cms.translation.marked import NotMarked, read_words
from cms.translation.segments import Segment, name_of
from cms.translation.terms.glossary import Glossary, load_glossary
from cms.translation.tokens import from_tokens
from cms.translation.workbench.models import AcceptedWarning

Accepted = Mapping[tuple[str, str], AcceptedWarning]
"""Acceptances by digest and code."""


@dataclass(frozen=True, slots=True)
class Found:
    """One finding of a text. `code` is empty where nobody can let it pass."""

    severity: Literal["error", "warning"]
    message: str
    code: str = ""
    accepted: AcceptedWarning | None = None

    @property
    def is_open(self) -> bool:
        """Whether it stands in the way of the hand-in."""
        return self.accepted is None


@dataclass(frozen=True, slots=True)
class Problem:
    """A text of the page with what was found in it."""

    segment: Segment
    number: int
    found: tuple[Found, ...]

    @property
    def has_errors(self) -> bool:
        """Whether something in it cannot be let pass."""
        return any(one.severity == "error" for one in self.found)

    @property
    def is_open(self) -> bool:
        """Whether something in it stands in the way of the hand-in."""
        return any(one.is_open for one in self.found)


def digest_texts(segment: Segment, data: str) -> str:
    """The address of a pair of texts in one place."""
    joined = f"{segment.path}\0{segment.source}\0{data}"
    return hashlib.sha256(joined.encode("utf-8", "surrogatepass")).hexdigest()


def read_accepted(translation: Translation, digests: Iterable[str] | None = None) -> Accepted:
    """The acceptances of a translation, or those of some texts."""
    rows = AcceptedWarning.objects.filter(
        key=translation.source.object_id, locale=translation.target_locale.language_code
    )
    if digests is not None:
        rows = rows.filter(digest__in=list(digests))
    return {(row.digest, row.code): row for row in rows}


def find_typed(translation: Translation, segment: Segment, text: str) -> list[Found]:
    """What is wrong with a text as it is typed, errors first; nothing where there is no text."""
    if not text.strip():
        return []
    try:
        data = from_tokens(text, segment.source)
    except NotMarked as error:
        return [Found("error", explain(error))]
    return find_all(segment, data, read_accepted(translation, [digest_texts(segment, data)]))


def find_all(
    segment: Segment, data: str, accepted: Accepted, glossary: Glossary | None = None
) -> list[Found]:
    """What is wrong with a text in the marked form, errors first."""
    terms = glossary.find(read_words(segment.source)) if glossary is not None else None
    digest = digest_texts(segment, data)
    found = [Found("error", message) for message in find_faults(segment, data)]
    for one in find_findings(segment, data, terms):
        kept = accepted.get((digest, one.code)) if one.severity == "warning" else None
        code = one.code if one.severity == "warning" else ""
        found.append(Found(one.severity, str(one.message), code, kept))
    return sorted(found, key=lambda each: each.severity != "error")


def examine(translation: Translation, segments: Iterable[Segment]) -> list[Problem]:
    """All that is found in the texts that would go out, in page order; texts without a finding are left out."""
    segments = list(segments)
    if not segments:
        return []
    accepted = read_accepted(translation)
    glossary = load_glossary(segments[0].source_locale, segments[0].target_locale)
    problems = []
    for number, segment in enumerate(segments, 1):
        found = find_all(segment, segment.shown, accepted, glossary) if segment.shown else []
        if found:
            problems.append(Problem(segment, number, tuple(found)))
    return problems


def accept(
    translation: Translation, segment: Segment, data: str, codes: Iterable[str], reason: str, user: Any
) -> None:
    """Lets warnings of a text pass; who did it first, and why, stays."""
    for code in codes:
        AcceptedWarning.objects.get_or_create(
            key=translation.source.object_id,
            locale=translation.target_locale.language_code,
            digest=digest_texts(segment, data),
            code=code,
            defaults={
                "path": segment.path,
                "reason": reason,
                "user": user,
                "user_name": name_of(user),
                "at": timezone.now(),
            },
        )
