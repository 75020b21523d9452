"""The stored values of live pages and snippets: plain rows in place of model instances, which cost five times as much.

A row has the model's attributes by name; a StreamField is the plain list of blocks as it was stored.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from types import SimpleNamespace
from typing import Any

import msgspec
from django.db.models import F, QuerySet, TextField
from django.db.models.functions import Cast
from wagtail.fields import StreamField
from wagtail.models import Page

PAGE_COLUMNS = (
    "title",
    "slug",
    "locale_id",
    "translation_key",
    "seo_title",
    "search_description",
    "first_published_at",
    "last_published_at",
)
"""What documents take of Wagtail's own columns: drafts' titles and the like are not even read."""
CHUNK = 1000


def read_live(model: Any, ids: Collection[int] | None = None) -> Iterator[SimpleNamespace]:
    """The live rows of a model, pages in tree order; of these ids alone where they are given."""
    is_page = issubclass(model, Page)
    fields = [field for field in model._meta.concrete_fields if not is_page or field.model is not Page]
    names = {field.attname: field for field in fields}
    columns = ["pk", *(PAGE_COLUMNS if is_page else ()), *names]
    streams = {name for name, field in names.items() if isinstance(field, StreamField)}
    # As text: Django would make a StreamValue of each, only to be asked for what it was made from.
    wanted = [Cast(F(name), TextField()) if name in streams else F(name) for name in columns]
    places = [place for place, name in enumerate(columns) if name in streams]
    decode = msgspec.json.Decoder().decode
    rows = candidates(model).order_by("path" if is_page else "pk").values_list(*wanted)
    if ids is not None:
        rows = rows.filter(pk__in=ids)
    for row in rows.iterator(chunk_size=CHUNK):
        values = list(row)
        for place in places:
            values[place] = _decode_text(decode(values[place] or "[]"))
        yield SimpleNamespace(**dict(zip(columns, values, strict=True)))


def _decode_text(blocks: Any) -> Any:
    """What a script stored as a text of JSON inside JSON; Wagtail reads that too. No JSON stays a text, and is refused."""
    if isinstance(blocks, str):
        try:
            return msgspec.json.decode(blocks or "[]")
        except msgspec.DecodeError:
            return blocks
    return blocks


def read_draft(instance: Any) -> SimpleNamespace:
    """The values of an instance in memory as they would be stored: what a form just filled in has other types."""
    values = {"pk": instance.pk}
    for field in instance._meta.concrete_fields:
        if isinstance(field, StreamField):
            values[field.attname] = msgspec.json.decode(field.value_to_string(instance))
        else:
            values[field.attname] = getattr(instance, field.attname)
    return SimpleNamespace(**values)


def candidates(model: Any) -> QuerySet[Any]:
    """Live rows: drafts, and what editors have not published of a live page, are not even read."""
    rows: QuerySet[Any] = model.objects.filter(live=True)
    return rows
