"""How far every page and snippet is in each language: rows read once, in a constant number of queries, whatever their number.

*Missing*: nothing of its own there. *In progress*, *in review*: there, and not live. *Live*: published. *Stale*: live, and
behind its source. *Ahead*: live, while its source is not, so that the public does not see it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Literal
from uuid import UUID

from django.contrib.contenttypes.models import ContentType
from django.db.models import TextField
from django.db.models.functions import Cast
from msgspec import Struct
from wagtail.models import DraftStateMixin, Locale, Page, TranslatableMixin, WorkflowState
from wagtail.snippets.models import get_snippet_models
from wagtail_localize.models import TranslationSource

from cms.rights import hidden_keys
from site_content.languages import LANGUAGES
from site_content.staleness import stale_places

Status = Literal["missing", "in_progress", "in_review", "live", "stale", "ahead"]
FIRST_PAGES = 2
"""Depth below which pages are the tree's root, not content."""


class Cell(Struct, frozen=True, gc=False):
    """One page or snippet in one language that is not its source's."""

    locale: str
    status: Status
    also: Status | None = None
    """Of one that is live: its draft is in progress or in review."""
    target: int | str | None = None

    def has(self, status: str) -> bool:
        """Whether it counts as that."""
        return status in (self.status, self.also)


class Line(Struct, frozen=True, kw_only=True):
    """One page or snippet in all languages."""

    key: str
    """Translation key as hexadecimal digits: thousands of UUIDs take longer to make than all else here."""
    type: str
    """Label of its model."""
    title: str
    locale: str
    """Of the source."""
    is_live: bool
    has_draft: bool
    instance: int | str
    source: int | None
    """Id of its TranslationSource, where it was ever submitted."""
    cells: dict[str, Cell]


class Found(Struct, frozen=True, gc=False):
    """One row of the database: a page or a snippet in one language."""

    pk: int | str
    title: str
    kind: str
    is_live: bool
    has_draft: bool
    is_alias: bool
    is_reviewed: bool


Place = tuple[str, int]
"""Translation key as the database writes it, and the id of a locale."""


def read_matrix(user: Any, languages: Iterable[str]) -> list[Line]:
    """Every page and snippet that is not kept from the user, by title, with a cell for each of those languages."""
    codes = {pk: code for pk, code in Locale.objects.values_list("pk", "language_code") if code in LANGUAGES}
    hidden = {UUID(str(key)).hex for key in hidden_keys(user)}
    stale = {(UUID(key).hex, code) for key, code in stale_places()}
    asked = set(languages)
    wanted = [(pk, code) for pk, code in codes.items() if code in asked]
    sources = {key: (locale, pk) for key, locale, pk in _read_sources()}
    lines = [
        _line(hexadecimal, sources.get(key), rows, codes, wanted, stale)
        for key, rows in _group(codes).items()
        if (hexadecimal := key.replace("-", "")) not in hidden
    ]
    return sorted(lines, key=lambda line: (line.title.casefold(), line.key))


def _as_text(field: str) -> Cast:
    return Cast(field, TextField())


def _read_sources() -> Iterable[tuple[str, int, int]]:
    yield from TranslationSource.objects.values_list(_as_text("object_id"), "locale_id", "pk")


def _group(codes: dict[int, str]) -> dict[str, dict[int, Found]]:
    groups: dict[str, dict[int, Found]] = {}
    reviewed = WorkflowState.objects.filter(status=WorkflowState.STATUS_IN_PROGRESS)
    places = set(reviewed.values_list("base_content_type_id", "object_id"))
    for found in (_find_pages(places), _find_snippets(places)):
        for (key, locale), row in found:
            if locale in codes:
                groups.setdefault(key, {})[locale] = row
    return groups


def _find_pages(reviewed: set[tuple[int, str]]) -> Iterator[tuple[Place, Found]]:
    kinds = ContentType.objects.in_bulk()
    labels = {pk: model._meta.label for pk, kind in kinds.items() if (model := kind.model_class())}
    base = ContentType.objects.get_for_model(Page).pk
    numbers = {int(number) for kind, number in reviewed if kind == base}
    rows = Page.objects.filter(depth__gte=FIRST_PAGES).values_list(
        _as_text("translation_key"), "locale_id", "pk", "draft_title", "content_type_id", "live",
        "has_unpublished_changes", "alias_of_id",
    )  # fmt: skip
    for key, locale, pk, title, kind, live, draft, alias in rows.iterator(chunk_size=5000):
        row = Found(pk, title, labels.get(kind, ""), live, draft, alias is not None, pk in numbers)
        yield (key, locale), row


def _find_snippets(reviewed: set[tuple[int, str]]) -> Iterator[tuple[Place, Found]]:
    for model in get_snippet_models():
        if not issubclass(model, TranslatableMixin):
            continue
        base, label = ContentType.objects.get_for_model(model).pk, model._meta.label
        has_drafts = issubclass(model, DraftStateMixin)
        for one in model._default_manager.annotate(key_text=_as_text("translation_key")):
            live, draft = (one.live, one.has_unpublished_changes) if has_drafts else (True, False)
            row = Found(one.pk, str(one), label, live, draft, False, (base, str(one.pk)) in reviewed)
            yield (one.key_text, one.locale_id), row


def _line(
    key: str,
    source: tuple[int, int] | None,
    rows: dict[int, Found],
    codes: dict[int, str],
    wanted: list[tuple[int, str]],
    stale: set[tuple[str, str]],
) -> Line:
    locale = _find_original(source, rows)
    own = rows[locale]
    return Line(
        key=key,
        type=own.kind,
        title=own.title,
        locale=codes[locale],
        is_live=own.is_live,
        has_draft=own.has_draft,
        instance=own.pk,
        source=source[1] if source is not None else None,
        cells={
            code: _cell(code, rows.get(pk), own, (key, code) in stale) for pk, code in wanted if pk != locale
        },
    )


def _find_original(source: tuple[int, int] | None, rows: dict[int, Found]) -> int:
    """The locale of what was submitted for translation; else of what is no copy of another language's; else the oldest's."""
    if source is not None and source[0] in rows:
        return source[0]
    originals = [locale for locale, found in rows.items() if not found.is_alias]
    return min(originals or rows, key=lambda locale: str(rows[locale].pk).zfill(20))


def _cell(code: str, target: Found | None, source: Found, is_stale: bool) -> Cell:
    if target is None or target.is_alias:
        return Cell(code, "missing")
    status: Status = "in_review" if target.is_reviewed else "in_progress"
    also: Status | None = None
    if target.is_live:
        also = status if target.is_reviewed or target.has_draft else None
        status = "stale" if is_stale else "live" if source.is_live else "ahead"
    return Cell(code, status, also, target.pk)
