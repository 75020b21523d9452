"""From a node of a content file to the value of a field in one language; block ids hang on the place."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from django.db import models
from modelcluster.fields import ParentalManyToManyField
from msgspec import Struct
from wagtail import blocks
from wagtail.fields import RichTextField, StreamField

from site_content.blocks.facts import Fact, FactFile, FactPage, FactPicture, FactSnippet, MomentBlock
from site_content.demo.calendar import Calendar
from site_content.demo.errors import DemoError
from site_content.demo.items import SNIPPETS, Item, is_text, pick
from site_content.demo.media import Media, read_drawing, read_paper
from site_content.demo.rich_text import make_id, store_rich_text
from site_content.fields import MomentField
from site_content.models.picture import Picture


class Library(Struct):
    """Ids of everything that content can name, by name and locale."""

    media: Media
    pages: dict[str, dict[str, int]]
    """By public path below the language."""
    snippets: dict[tuple[str, str], dict[str, int]]
    """By type and file stem."""


class Values:
    """Reads the nodes of one item in one language."""

    def __init__(self, item: Item, locale: str, library: Library, calendar: Calendar) -> None:
        self.item = item
        self.locale = locale
        self.library = library
        self.calendar = calendar
        self.blocks: list[tuple[type | tuple[type, ...], Callable[[Any, Any, str], Any]]] = [
            (blocks.StreamBlock, self.stream),
            (blocks.StructBlock, self.struct),
            (blocks.ListBlock, self.list),
            (MomentBlock, lambda block, node, place: self.calendar.moment(node, self.where(place))),
            (FactPage, lambda block, node, place: self.page(node, place) if node else None),
            (FactSnippet, lambda block, node, place: self.snippet(stem_of(block.target_model), node, place)),
            (FactPicture, lambda block, node, place: self.picture(node, place)),
            (FactFile, lambda block, node, place: self.file(node, place)),
            (blocks.RichTextBlock, lambda block, node, place: self.prose(node, place)),
            (blocks.DateBlock, lambda block, node, place: self.day(node, place)),
            (blocks.DecimalBlock, lambda block, node, place: None if node is None else str(node)),
            (Fact, self.fact),
            ((blocks.CharBlock, blocks.TextBlock), lambda block, node, place: self.line(node, place)),
            (blocks.Block, self.fact),
        ]

    def where(self, place: str) -> str:
        """The file and the place in it, for messages."""
        return f"{self.item.file}, {place}"

    def field(self, field: Any, node: Any) -> Any:
        """The value of a model's field. A relation gives ids."""
        place = field.name
        if isinstance(field, StreamField):
            return field.to_python(self.stream(field.stream_block, node or [], place))
        if isinstance(field, RichTextField):
            return self.prose(node, place)
        if isinstance(field, MomentField):
            return self.calendar.moment(node, self.where(place))
        if isinstance(field, models.ForeignKey | ParentalManyToManyField):
            return self.relation(field, node)
        if node is None:
            return None if field.null else field.get_default()
        if isinstance(field, models.DateField):
            return self.calendar.day(node, self.where(place))
        if isinstance(field, models.DecimalField):
            return Decimal(str(node))
        if isinstance(
            field, models.JSONField | models.IntegerField | models.FloatField | models.BooleanField
        ):
            return node
        return self.line(node, place)

    def relation(self, field: Any, node: Any) -> Any:
        """Id of what a field points to, or the ids of all."""
        place, target = field.name, field.related_model
        if isinstance(field, ParentalManyToManyField):
            return [self.one(target, name, f"{place}.{index}") for index, name in enumerate(node or ())]
        return self.one(target, node, place) if node is not None else None

    def one(self, target: Any, node: Any, place: str) -> int | None:
        """Id of a picture, snippet or page of the class `target`."""
        if target is Picture:
            return self.picture(node, place)
        stem = stem_of(target)
        return self.snippet(stem, node, place) if stem in SNIPPETS else self.page(node, place)

    def stream(self, block: Any, node: Any, place: str) -> list[dict[str, Any]]:
        if not isinstance(node, list):
            raise DemoError(f"{self.where(place)}: expected a list, found {node!r:.60}.")
        return [self.child(block, each, f"{place}.{index}") for index, each in enumerate(node)]

    def child(self, block: Any, node: Any, place: str) -> dict[str, Any]:
        """One block of a stream: `{name: value}`, or the value alone where the stream has one kind."""
        children = block.child_blocks
        name = next(iter(node)) if isinstance(node, Mapping) and len(node) == 1 else ""
        if len(children) == 1:
            only = next(iter(children))
            bare = name != only or name in getattr(children[only], "child_blocks", ())
            name, value = only, node if bare else node[only]
        elif name in children:
            value = node[name]
        else:
            raise DemoError(f"{self.where(place)}: {node!r:.60} is none of the blocks {', '.join(children)}.")
        return {
            "type": name,
            "id": make_id(self.place_of(place)),
            "value": self.block(children[name], value, place),
        }

    def place_of(self, place: str) -> str:
        return f"{self.item.name}:{place}"

    def block(self, block: Any, node: Any, place: str) -> Any:
        """The raw value of a block of any kind."""
        read = next(read for kind, read in self.blocks if isinstance(block, kind))
        return read(block, node, place)

    def struct(self, block: Any, node: Any, place: str) -> dict[str, Any]:
        if not isinstance(node, Mapping) or is_text(node):
            raise DemoError(
                f"{self.where(place)}: expected {', '.join(block.child_blocks)}, found {node!r:.60}."
            )
        unknown = [key for key in node if key not in block.child_blocks]
        if unknown:
            raise DemoError(
                f"{self.where(place)}: unknown {', '.join(unknown)}. Use {', '.join(block.child_blocks)}."
            )
        return {
            name: self.block(child, node.get(name), f"{place}.{name}")
            for name, child in block.child_blocks.items()
        }

    def list(self, block: Any, node: Any, place: str) -> list[dict[str, Any]]:
        places = [f"{place}.{index}" for index in range(len(node or ()))]
        return [
            {
                "type": "item",
                "id": make_id(self.place_of(own)),
                "value": self.block(block.child_block, each, own),
            }
            for own, each in zip(places, node or (), strict=True)
        ]

    def fact(self, block: Any, node: Any, place: str) -> Any:
        """A value that is the same in every language; a choice's number is its text."""
        if node is None:
            return block.get_prep_value(block.get_default())
        return str(node) if isinstance(block, blocks.ChoiceBlock) else node

    def line(self, node: Any, place: str) -> str:
        return pick(node, self.locale, self.where(place)).strip()

    def prose(self, node: Any, place: str) -> str:
        html = pick(node, self.locale, self.where(place))
        return store_rich_text(html, self.place_of(place), lambda path: self.page(path, place))

    def day(self, node: Any, place: str) -> str | None:
        return self.calendar.day(node, self.where(place)).isoformat() if node is not None else None

    def page(self, path: Any, place: str) -> int:
        """Id of the page at that public path, in the item's first language where it has that."""
        return self._in_language(self.library.pages.get(str(path).strip("/")), f"page {path!r}", place)

    def snippet(self, type: str, stem: Any, place: str) -> int | None:
        if stem is None:
            return None
        return self._in_language(self.library.snippets.get((type, str(stem))), f"{type} {stem!r}", place)

    def _in_language(self, ids: dict[str, int] | None, what: str, place: str) -> int:
        if not ids:
            raise DemoError(f"{self.where(place)}: there is no {what}. Correct the name, or write its file.")
        return ids.get(self.item.source) or next(iter(ids.values()))

    def picture(self, node: Any, place: str) -> int | None:
        return (
            self.library.media.pictures[read_drawing(node, self.where(place))] if node is not None else None
        )

    def file(self, node: Any, place: str) -> int | None:
        return self.library.media.files[read_paper(node, self.where(place))] if node is not None else None


def stem_of(model: Any) -> str:
    """The type of a snippet's model, as the content folders name it."""
    return str(getattr(model, "document_type", ""))
