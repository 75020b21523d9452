"""The order in which writers wait for each other: whoever writes to the texts of a translation holds its row first."""

from __future__ import annotations

from collections.abc import Iterable

from wagtail_localize.models import Translation


def hold_translations(numbers: Iterable[int]) -> None:
    """Nobody else writes to the texts of these translations until the transaction ends.

    Their working texts, their jobs, the page's title and the memory are written after it, so that of two writers none
    holds what the other waits for. Needs a transaction.
    """
    rows = Translation.objects.select_for_update(no_key=True).filter(pk__in=set(numbers))
    list(rows.order_by("pk").values_list("pk"))
