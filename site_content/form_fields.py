"""Form fields for facts: what was typed goes in, what is stored comes out, or an error says what to do."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from site_content.choices import list_zones
from site_content.moments import MomentError, from_moment, from_wall, to_moment
from site_content.widgets import LinesWidget, MomentWidget

MOMENT_ERRORS = {
    "malformed": _("“%(value)s” is not a moment: give day, time and time zone again."),
    "unknown_zone": _("There is no time zone “%(value)s”: choose one from the list."),
    "bad_time": _("“%(value)s” is not a time of day: write it as 09:30, or 24:00 for the end of the day."),
    "skipped_time": _(
        "Clocks go forward on that day and never show %(value)s: choose a time outside that hour."
    ),
    "doubled_time": _(
        "Clocks go back on that day and show %(value)s twice: choose a time outside that hour."
    ),
}


def to_validation_error(error: MomentError) -> ValidationError:
    """The same error in an editor's words."""
    return ValidationError(MOMENT_ERRORS[error.code], code=error.code, params={"value": error.value})


class MomentFormField(forms.MultiValueField):
    """Day, time of day and zone; gives the stored form of a moment, or the empty text."""

    default_error_messages = {
        "incomplete": _("Give both the day and the time of day."),
        "unknown_zone": _("Choose a time zone from the list."),
    }

    def __init__(self, *, end: bool = False, **kwargs: Any) -> None:
        zone_errors = {"invalid_choice": MOMENT_ERRORS["unknown_zone"]}
        fields = (
            forms.DateField(required=False),
            forms.CharField(required=False),
            forms.ChoiceField(choices=list_zones, required=False, error_messages=zone_errors),
        )
        kwargs.pop("max_length", None)
        kwargs.pop("empty_value", None)
        super().__init__(fields, **{"widget": MomentWidget(end=end), "require_all_fields": False, **kwargs})

    def compress(self, data_list: list[Any]) -> str:
        day, clock, zone = data_list or (None, "", "")
        if not day and not clock:
            return ""
        if not day or not clock:
            raise ValidationError(self.error_messages["incomplete"], code="incomplete")
        try:
            return from_moment(from_wall(day, clock, zone))
        except MomentError as error:
            raise to_validation_error(error) from None

    def clean(self, value: Any) -> str:
        if isinstance(value, str) and value:
            return self.clean_stored(value)
        # A zone always stands there: without a day and a time it says nothing.
        if isinstance(value, list | tuple) and not any(value[:2]):
            value = None
        return str(super().clean(value) or "")

    def clean_stored(self, text: str) -> str:
        """The stored form itself, as blocks hand it over; raises where it is none."""
        try:
            return from_moment(to_moment(text))
        except MomentError as error:
            raise to_validation_error(error) from None

    def has_changed(self, initial: Any, data: Any) -> bool:
        before = initial if isinstance(initial, list) else self.widget.decompress(initial)
        return [str(part or "") for part in before] != [str(part or "") for part in data or ["", "", ""]]


class LinesField(forms.CharField):
    """A list of texts, one a line; blank lines and blanks around a line are dropped."""

    widget = LinesWidget

    def to_python(self, value: Any) -> list[str]:  # type: ignore[override]
        lines = value if isinstance(value, list) else str(value or "").splitlines()
        return [line.strip() for line in lines if line.strip()]

    def has_changed(self, initial: Any, data: Any) -> bool:
        return self.to_python(initial) != self.to_python(data)


class ChecklistField(forms.MultipleChoiceField):
    """Any of some choices, as a list."""

    def has_changed(self, initial: Any, data: Any) -> bool:
        return super().has_changed(initial or [], data or [])
