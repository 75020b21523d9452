"""What stands confirmed in wagtail-localize's rows goes into the memory: after each commit that changed one, and all at once.

The rows themselves are read again then, so that nothing is kept which was rolled back. Never stops whoever confirmed or
published: an error is logged.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any
from weakref import WeakKeyDictionary

from django.apps import apps
from django.db import transaction
from django.db.models import F, Q
from django.db.models.signals import post_save
from msgspec import Struct, field
from wagtail.models import DraftStateMixin, Page
from wagtail.signals import published
from wagtail_localize.models import StringSegment, StringTranslation

from cms.translation.memory.models import Origin
from cms.translation.memory.units import Kept, Pair, place, remember_all

Place = tuple[Any, int]
"""Translation key and locale id of a page or snippet."""


class Waiting(Struct):
    """What a connection has changed since its last commit."""

    rows: set[int] = field(default_factory=set)
    places: set[Place] = field(default_factory=set)


_waiting: WeakKeyDictionary[Any, Waiting] = WeakKeyDictionary()


def connect() -> None:
    """Hears of every confirmation and publication from now on."""
    post_save.connect(_note_row, sender=StringTranslation, dispatch_uid="memory_row")
    published.connect(_note_publication, dispatch_uid="memory_publication")


def _note_row(instance: StringTranslation, raw: bool = False, **_rest: Any) -> None:
    if not raw:
        _wait().rows.add(instance.pk)


def _note_publication(instance: Any, **_rest: Any) -> None:
    if hasattr(instance, "translation_key"):
        _wait().places.add((instance.translation_key, instance.locale_id))


def _wait() -> Waiting:
    connection = transaction.get_connection()
    transaction.on_commit(_keep, robust=True)
    return _waiting.setdefault(connection, Waiting())


def _keep() -> None:
    """Once for all that waits: what else the transaction asked for finds nothing left."""
    waiting = _waiting.pop(transaction.get_connection(), Waiting())
    if waiting.rows:
        remember_all(_read(Q(pk__in=waiting.rows)))
    if waiting.places:
        remember_all(_read_current(waiting.places))


def fill() -> Kept:
    """All that is confirmed now, with what is live as published. What is known already stays as it is."""
    live = set(_list_live())
    return remember_all(_read(Q(), live))


def _list_live() -> Iterator[Place]:
    drafted = (model for model in apps.get_models() if issubclass(model, DraftStateMixin))
    for model in (Page, *(model for model in drafted if not issubclass(model, Page))):
        if hasattr(model, "translation_key"):
            rows = model._default_manager.filter(live=True)
            yield from rows.values_list("translation_key", "locale_id")


def _read_current(places: Iterable[Place]) -> Iterator[Pair]:
    """The confirmed texts of what was published, less those of sentences that the source no longer has."""
    for key, locale_id in places:
        segments = StringSegment.objects.filter(source__object_id=key)
        now = set(segments.values_list("string_id", "context_id"))
        if now:
            yield from _read(Q(context__object_id=key, locale_id=locale_id), {(key, locale_id)}, now)


def _read(
    condition: Q, live: Iterable[Place] = (), segments: set[tuple[int, int]] | None = None
) -> Iterator[Pair]:
    rows = (
        StringTranslation.objects.filter(condition, has_error=False, context__isnull=False)
        .exclude(data="")
        .order_by("updated_at", "pk")
        .values(
            "data",
            "locale_id",
            "translation_of_id",
            "context_id",
            "translation_type",
            "updated_at",
            "last_translated_by_id",
            key=F("context__object_id"),
            path=F("context__path"),
            source=F("translation_of__data"),
            source_locale=F("translation_of__locale__language_code"),
            target_locale=F("locale__language_code"),
        )
    )
    live = set(live)
    for row in rows.iterator(chunk_size=2000):
        if segments is None or (row["translation_of_id"], row["context_id"]) in segments:
            yield _pair(row, (row["key"], row["locale_id"]) in live)


def _pair(row: dict[str, Any], is_live: bool) -> Pair:
    is_machine = row["translation_type"] == StringTranslation.TRANSLATION_TYPE_MACHINE
    return Pair(
        source=row["source"],
        target=row["data"],
        source_locale=row["source_locale"],
        target_locale=row["target_locale"],
        path=place(row["key"], row["path"]),
        origin=Origin.PUBLISHED if is_live else Origin.MACHINE if is_machine else Origin.CONFIRMED,
        user_id=row["last_translated_by_id"],
        when=row["updated_at"],
    )
