"""Panels grouped as an editor thinks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.forms import CheckboxSelectMultiple
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, Panel

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


def group(
    heading: StrOrPromise, *rows: str | tuple[str, ...] | Panel, closed: bool = False
) -> MultiFieldPanel:
    """Fields under one heading; names in a tuple stand side by side."""
    return MultiFieldPanel(
        [make_row(row) for row in rows], heading=heading, classname="collapsed" if closed else ""
    )


def many(name: str) -> FieldPanel:
    """A relation to several, as tick boxes."""
    return FieldPanel(name, widget=CheckboxSelectMultiple)


def make_row(row: str | tuple[str, ...] | Panel) -> Any:
    """One field, or several beside each other; a panel is left as it is."""
    if isinstance(row, Panel):
        return row
    return FieldPanel(row) if isinstance(row, str) else FieldRowPanel([FieldPanel(name) for name in row])
