"""Search in the CMS: Wagtail's database backend over texts that are cut the same way when indexed and when asked.

Cut: letters without accents and of one width, traditional Chinese characters as simplified ones, Han runs into pairs and
single characters. Indexed is what is live and what stands in the latest draft. Who may see a row is for the views to say.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

from django.db import connection, models
from django.utils.functional import cached_property
from django.utils.module_loading import import_string
from wagtail.models import DraftStateMixin
from wagtail.search import index
from wagtail.search.query import And, Boost, Not, Or, Phrase, PlainText

from site_content.search.chinese import simplify
from site_content.search.text import HAN, fold, has_han

TITLE_TIMES = 3
"""So often a title counts beside the text: both stand in the one column that the admin asks while something is typed."""
_WORDS = re.compile(rf"[{HAN}]+|[^\W_{HAN}]+")


def cut(text: str) -> list[str]:
    """The words of a text as they are compared, in order; of a Han run its pairs, of a single character itself."""
    return [part for word in _WORDS.findall(simplify(fold(text))) for part in _pairs(word)]


def _pairs(word: str) -> list[str]:
    if len(word) < 3 or not has_han(word):
        return [word]
    return [word[at : at + 2] for at in range(len(word) - 1)]


def cut_to_index(text: str) -> str:
    """The words of a text, and at its end each Han character once: a query may be of one."""
    words = cut(text)
    single = dict.fromkeys(letter for word in words if has_han(word) for letter in word)
    return " ".join([*words, *single])


def cut_query(query: Any) -> Any:
    """The same query over words that are cut as the index is; an empty text where nothing is left of it."""
    if isinstance(query, str):
        return " ".join(cut(query))
    if isinstance(query, PlainText):
        text = " ".join(cut(query.query_string))
        return text and PlainText(text, operator=query.operator, boost=query.boost)
    if isinstance(query, Phrase):
        text = " ".join(cut(query.query_string))
        return text and Phrase(text)
    if isinstance(query, And | Or):
        parts = [part for part in map(cut_query, query.subqueries) if part]
        return type(query)(parts) if parts else ""
    if isinstance(query, Not | Boost):
        part = cut_query(query.subquery)
        return part and (Not(part) if isinstance(query, Not) else Boost(part, query.boost))
    return query


class _Title(index.SearchField):
    """What counts most."""

    def get_value(self, obj: Any) -> str:
        return str(obj.title)


class _Body(index.SearchField):
    """All else."""

    def get_value(self, obj: Any) -> str:
        return str(obj.body)


class _Typed(index.AutocompleteField):
    """What is looked through while something is typed: everything."""

    def get_value(self, obj: Any) -> str:
        return " ".join([*[obj.title] * TITLE_TIMES, obj.body])


class Indexed:
    """A row as the index takes it: its texts, cut, in the place of its fields."""

    def __init__(self, row: Any) -> None:
        self.pk = row.pk
        self._versions = [row, *_draft_of(row)]

    def get_search_fields(self) -> list[Any]:
        return [_Title("title", boost=2), _Body("body"), _Typed("title")]

    @cached_property
    def title(self) -> str:
        """What it is called, live and in the latest draft."""
        return self._join(is_title=True)

    @cached_property
    def body(self) -> str:
        """All other texts that its model lets search in, live and in the latest draft."""
        return self._join(is_title=False)

    def _join(self, *, is_title: bool) -> str:
        texts = [
            text
            for version in self._versions
            for name, text in _texts(version, _fields_of(version))
            if (name in ("title", "name")) is is_title
        ]
        return cut_to_index(" \n".join(dict.fromkeys(texts)))


def _draft_of(row: Any) -> list[Any]:
    """The latest draft where there is one that is not live; as Wagtail reads it, relations and all."""
    has_draft = isinstance(row, DraftStateMixin) and row.has_unpublished_changes and row.latest_revision_id
    return [row.get_latest_revision_as_object()] if has_draft else []


def _fields_of(row: Any) -> list[Any]:
    """What its model lets search in, and every other text that is translated."""
    fields = list(row.get_search_fields())
    named = {field.field_name for field in fields if isinstance(field, index.SearchField)}
    return [*fields, *(index.SearchField(name) for name in getattr(row, "TEXT", ()) if name not in named)]


def _texts(row: Any, fields: Any) -> Iterator[tuple[str, str]]:
    """Name and text of everything that fields let search in, through relations too."""
    for field in fields:
        if isinstance(field, index.SearchField):
            yield field.field_name, _as_text(field.get_value(row))
        elif isinstance(field, index.RelatedFields):
            value = field.get_value(row)
            for related in value.all() if isinstance(value, models.Manager) else filter(None, [value]):
                for _, text in _texts(related, field.fields):
                    yield field.field_name, text


def _as_text(value: Any) -> str:
    if isinstance(value, dict):
        return _as_text(list(value.values()))
    return " ".join(map(_as_text, value)) if isinstance(value, list | tuple) else str(value or "")


_KINDS = {"sqlite": "sqlite.sqlite.SQLite", "postgresql": "postgres.postgres.Postgres"}


@cache
def _make_backend(vendor: str) -> type[Any]:
    """Wagtail's own backend for a database, with both ends of the cut."""
    stem = f"modelsearch.backends.database.{_KINDS[vendor]}"
    base_index: type[Any] = import_string(f"{stem}Index")
    base_backend: type[Any] = import_string(f"{stem}SearchBackend")

    class Index(base_index):
        """Takes the texts of rows cut."""

        def add_items(self, model: Any, objs: Any) -> None:
            super().add_items(model, [Indexed(row) for row in objs])

    class Backend(base_backend):
        """Cuts what is asked."""

        index_class = Index

        def __init__(self, params: dict[str, Any]) -> None:
            # Both languages stand in one index: no language's stems, no language's stop words.
            super().__init__({"SEARCH_CONFIG": "simple", **params})

        def _search(self, query_compiler_class: Any, query: Any, *args: Any, **kwargs: Any) -> Any:
            return super()._search(query_compiler_class, cut_query(query), *args, **kwargs)

    return Backend


def SearchBackend(params: dict[str, Any]) -> Any:  # noqa: N802 - the name that Wagtail asks for
    """The backend for the database in use: SQLite or PostgreSQL."""
    return _make_backend(connection.vendor)(params)
