"""Fields that several types share: files with their superseded mark, money in two columns."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from site_content.documents.values import File, Money

from .context import Context, stored


def files(source: Any, context: Context) -> tuple[File, ...]:
    """The downloads of a page: facts, hence always of the source."""
    found = (
        context.file(item.get("file"), superseded=bool(item.get("superseded")))
        for _id, item in context.items("files", stored(source))
    )
    return tuple(file for file in found if file)


def money(amount: Any, currency: str | None) -> Money | None:
    """An amount with its currency; None where either is missing."""
    return Money(Decimal(str(amount)), currency) if amount not in (None, "") and currency else None
