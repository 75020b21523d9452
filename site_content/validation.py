"""Checks that several page types share: each error goes to its own field, in an editor's words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail.blocks import StreamBlockValidationError, StructBlockValidationError

from site_content.documents.values import Moment
from site_content.moments import MomentError, to_moment

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


def read_moment(text: str | None) -> Moment | None:
    """The moment that `text` stores; None for none, and for what the field itself already complains about."""
    try:
        return to_moment(text or "")
    except MomentError:
        return None


def block_error(errors: dict[int, dict[str, ValidationError]]) -> StreamBlockValidationError:
    """The error of a StreamField, shown at the fields of its blocks, which are named by their index."""
    return StreamBlockValidationError(
        block_errors={
            index: StructBlockValidationError(block_errors=fields) for index, fields in errors.items()
        }
    )


class Errors:
    """Gathers errors by field and raises them together."""

    def __init__(self) -> None:
        self.by_field: dict[str, Any] = {}

    def add(self, field: str, message: StrOrPromise | ValidationError) -> None:
        """Notes an error; the first one of a field stands."""
        self.by_field.setdefault(field, message)

    def require_order(self, page: Any, first: str, second: str, message: StrOrPromise) -> None:
        """Notes an error at `second` where it lies before `first`; both are dates or both are moments."""
        before, after = (_comparable(getattr(page, name)) for name in (first, second))
        if before and after and after < before:
            self.add(second, message)

    def require_currency(self, page: Any, amount: str, currency: str) -> None:
        """Notes an error where an amount has no currency, or a currency no amount."""
        if getattr(page, amount) is not None and not getattr(page, currency):
            self.add(currency, _("Say in which currency the amount is."))
        if getattr(page, currency) and getattr(page, amount) is None:
            self.add(amount, _("Give the amount, or take the currency away."))

    def raise_any(self) -> None:
        """Raises all that was noted."""
        if self.by_field:
            raise ValidationError(self.by_field)


def _comparable(value: Any) -> Any:
    if isinstance(value, str):
        moment = read_moment(value)
        return moment.at if moment else None
    return value
