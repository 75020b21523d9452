"""Fills StreamFields of any shape with values: every block kind, every child, lists of two."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import count
from typing import Any
from uuid import uuid4

from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.fields import RichTextField, StreamField
from wagtail.images.blocks import ImageChooserBlock

from site_content.blocks.facts import FactChar, FactPage, FactSnippet, MomentBlock
from tests.factories.base import find_home
from tests.factories.file import FileFactory
from tests.factories.office import OfficeFactory
from tests.factories.partner import PartnerFactory
from tests.factories.person import PersonFactory
from tests.factories.picture import PictureFactory

SNIPPETS = {"Office": OfficeFactory, "Partner": PartnerFactory, "Person": PersonFactory}
_numbers: Iterator[int] = count(1)


def make_text() -> str:
    """A text that occurs nowhere else."""
    return f"Testo {next(_numbers)}"


def fill_text(instance: Any) -> None:
    """Gives every field of TEXT a value, and saves."""
    for name in type(instance).TEXT:
        field = type(instance)._meta.get_field(name)
        if isinstance(field, StreamField):
            setattr(instance, name, field.to_python(fill_stream(field.stream_block)))
        elif isinstance(field, RichTextField):
            setattr(instance, name, f"<p>{make_text()}</p><ul><li>{make_text()}</li></ul>")
        else:
            setattr(instance, name, make_text())
    instance.save()


def fill_stream(block: blocks.StreamBlock, repeat: int = 1) -> list[dict[str, Any]]:
    """The raw value of a stream with each kind of child `repeat` times."""
    return [
        {"type": name, "id": str(uuid4()), "value": fill(child)}
        for name, child in block.child_blocks.items()
        for _turn in range(repeat)
    ]


def fill(block: blocks.Block) -> Any:
    """A raw value for any block."""
    return next(make for kind, make in MAKERS if isinstance(block, kind))(block)


def fill_struct(block: Any) -> dict[str, Any]:
    return {name: fill(child) for name, child in block.child_blocks.items()}


def fill_list(block: Any) -> list[dict[str, Any]]:
    return [{"type": "item", "id": str(uuid4()), "value": fill(block.child_block)} for _turn in range(2)]


def first_choice(block: Any) -> str:
    return next(str(code) for code, _label in block.field.choices if code)


MAKERS: list[tuple[type, Callable[[Any], Any]]] = [
    (blocks.StructBlock, fill_struct),
    (blocks.ListBlock, fill_list),
    (MomentBlock, lambda block: "2026-12-10T09:00:00Z[Europe/Rome]"),
    (FactPage, lambda block: find_home().pk),
    (FactSnippet, lambda block: SNIPPETS[block.target_model.__name__]().pk),
    (ImageChooserBlock, lambda block: PictureFactory().pk),
    (DocumentChooserBlock, lambda block: FileFactory().pk),
    (blocks.MultipleChoiceBlock, lambda block: [first_choice(block)]),
    (blocks.ChoiceBlock, first_choice),
    (blocks.URLBlock, lambda block: "https://example.org/"),
    (FactChar, lambda block: "Same everywhere"),
    (
        blocks.RichTextBlock,
        lambda block: f'<p>{make_text()}, <a href="https://example.org/">{make_text()}</a>.</p>',
    ),
    ((blocks.CharBlock, blocks.TextBlock), lambda block: make_text()),  # type: ignore[list-item]
    (blocks.DateBlock, lambda block: "2026-12-01"),
    (blocks.BooleanBlock, lambda block: True),
    (blocks.DecimalBlock, lambda block: "12.5"),
    (blocks.FloatBlock, lambda block: 45.5),
    (blocks.IntegerBlock, lambda block: 3),
]
