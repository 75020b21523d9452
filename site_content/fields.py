"""Model fields for facts: moments with their zone, lists of codes, countries, web addresses of http(s)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from site_content.choices import Choices, list_countries, list_zones
from site_content.form_fields import ChecklistField, LinesField, MomentFormField, to_validation_error
from site_content.moments import MomentError, find_zone, from_moment, to_moment

__all__ = [
    "ChecklistJSONField",
    "CountryField",
    "HttpURLField",
    "LinesJSONField",
    "MomentField",
    "ZoneField",
    "from_moment",
    "to_moment",
    "validate_http_url",
    "validate_moment",
]


def validate_moment(text: str) -> None:
    """Raises `ValidationError` where `text` is not the stored form of a moment."""
    try:
        to_moment(text)
    except MomentError as error:
        raise to_validation_error(error) from None


validate_http_url = URLValidator(
    schemes=["http", "https"], message=_("Give a web address that begins with https:// or http://.")
)


def validate_country(code: str) -> None:
    """Raises `ValidationError` where `code` is not an ISO 3166-1 alpha-2 code."""
    if code and code not in dict(list_countries()):
        raise ValidationError(
            _("There is no country “%(code)s”: choose one from the list."), params={"code": code}
        )


def validate_zone(name: str) -> None:
    """Raises `ValidationError` where `name` is not an IANA zone."""
    try:
        find_zone(name)
    except MomentError as error:
        raise to_validation_error(error) from None


def make_choice_field(
    field: models.Field[Any, Any], list_choices: Callable[[], Choices]
) -> forms.ChoiceField:
    """A select of choices that are listed when the form is shown, in the language of who sees it."""
    return forms.ChoiceField(
        choices=lambda: [("", "—"), *list_choices()],
        required=not field.blank,
        label=capfirst(field.verbose_name),
        help_text=field.help_text,
        initial=field.get_default(),
    )


class MomentField(models.CharField[str, str]):
    """The stored form of a moment; empty for none. `end` says that its midnight reads as 24:00."""

    default_validators = [validate_moment]

    def __init__(self, *args: Any, end: bool = False, **kwargs: Any) -> None:
        self.end = end
        super().__init__(*args, **{"max_length": 64, "blank": True, "default": "", **kwargs})

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        name, path, args, kwargs = super().deconstruct()
        return name, path, list(args), {**kwargs, "end": self.end} if self.end else kwargs

    def formfield(self, **kwargs: Any) -> forms.Field | None:
        return super().formfield(**{"form_class": MomentFormField, "end": self.end, **kwargs})


class CountryField(models.CharField[str, str]):
    """An ISO 3166-1 alpha-2 code, or empty."""

    default_validators = [validate_country]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"max_length": 2, "blank": True, "default": "", **kwargs})

    def formfield(self, **kwargs: Any) -> forms.Field | None:
        return make_choice_field(self, list_countries)


class ZoneField(models.CharField[str, str]):
    """An IANA zone, or empty."""

    default_validators = [validate_zone]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"max_length": 40, "blank": True, "default": "", **kwargs})

    def formfield(self, **kwargs: Any) -> forms.Field | None:
        return make_choice_field(self, list_zones)


class HttpURLField(models.URLField[str, str]):
    """A web address of http or https."""

    default_validators = [validate_http_url]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"max_length": 500, "blank": True, "default": "", **kwargs})

    def formfield(self, **kwargs: Any) -> forms.Field | None:
        return super().formfield(**{"assume_scheme": "https", **kwargs})


class LinesJSONField(models.JSONField):
    """A list of texts, edited one a line."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"blank": True, "default": list, **kwargs})

    def formfield(self, **kwargs: Any) -> forms.Field | None:
        return LinesField(
            required=not self.blank, label=capfirst(self.verbose_name), help_text=self.help_text
        )


class ChecklistJSONField(models.JSONField):
    """A list of codes out of `options`, edited as tick boxes."""

    def __init__(self, *args: Any, options: Any = (), **kwargs: Any) -> None:
        self.options = options
        super().__init__(*args, **{"blank": True, "default": list, **kwargs})

    def list_options(self) -> Choices:
        """The codes that may be ticked, with their labels."""
        return list(self.options() if callable(self.options) else self.options)

    def validate(self, value: Any, model_instance: models.Model | None) -> None:
        super().validate(value, model_instance)
        unknown = set(value or []) - {code for code, _label in self.list_options()}
        if unknown:
            message = _("Not among the choices: %(codes)s.")
            raise ValidationError(message, params={"codes": ", ".join(sorted(map(str, unknown)))})

    def formfield(self, **kwargs: Any) -> forms.Field | None:
        many = len(self.list_options()) > 20
        return ChecklistField(
            choices=self.list_options,
            widget=forms.SelectMultiple(attrs={"size": 8}) if many else forms.CheckboxSelectMultiple(),
            required=not self.blank,
            label=capfirst(self.verbose_name),
            help_text=self.help_text,
        )
