"""Where a segment's text stands: the names of its block and field, how long it may be, whether it may have lines.

Comes in: a model and wagtail-localize's field path (`body.table.rows.item`). Reads the model's definition, no database.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.utils.text import capfirst
from wagtail import blocks
from wagtail.fields import StreamField


@dataclass(frozen=True, slots=True)
class Place:
    """`group` is the block or list that it belongs to, empty for a field of the page itself."""

    group: str = ""
    label: str = ""
    help: str = ""
    limit: int | None = None
    is_multiline: bool = False


def find_place(model: Any, field_path: str) -> Place:
    """The place at that path; one without a name where the path leads nowhere any more."""
    first, *rest = field_path.split(".")
    try:
        field = model._meta.get_field(first)
    except FieldDoesNotExist:
        return Place(label=first)
    if isinstance(field, StreamField):
        return _in_stream(field.stream_block, rest)
    if isinstance(field, models.ManyToOneRel) and rest:
        child = find_place(field.related_model, ".".join(rest))
        group = _name(field.related_model._meta.verbose_name)
        return Place(group, child.label, child.help, child.limit, child.is_multiline)
    return Place(
        label=_name(getattr(field, "verbose_name", first)),
        help=str(getattr(field, "help_text", "")),
        limit=getattr(field, "max_length", None) or None,
        is_multiline=isinstance(field, models.TextField),
    )


def _in_stream(block: Any, names: list[str]) -> Place:
    labels: list[str] = []
    for name in names:
        if isinstance(block, blocks.ListBlock):
            block = block.child_block
        elif name in getattr(block, "child_blocks", {}):
            block = block.child_blocks[name]
            labels.append(_name(block.label or name))
        else:
            break
    form_field = getattr(block, "field", None)
    limit = getattr(form_field, "max_length", None) or getattr(block, "max_length", None)
    return Place(
        group=labels[0] if labels else "",
        label=labels[-1] if len(labels) > 1 else "",
        help=str(getattr(form_field, "help_text", "") or ""),
        limit=limit if isinstance(limit, int) else None,
        is_multiline=isinstance(block, blocks.TextBlock | blocks.RichTextBlock | blocks.BlockQuoteBlock),
    )


def _name(label: Any) -> str:
    return str(capfirst(str(label)))
