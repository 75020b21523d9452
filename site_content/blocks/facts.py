"""Blocks for facts: the source's value holds in every language, so none of it is sent for translation."""

from __future__ import annotations

from functools import partial
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageChooserBlock
from wagtail.snippets.blocks import SnippetChooserBlock

from site_content.choices import CURRENCIES, LANGUAGE_TAGS, list_countries
from site_content.fields import validate_http_url
from site_content.form_fields import MomentFormField


class Fact:
    """Keeps a block's value out of what is sent for translation, and gives it back as it was."""

    def get_translatable_segments(self, value: Any) -> list[Any]:
        return []

    def restore_translated_segments(self, value: Any, segments: list[Any]) -> Any:
        return value


class FactChar(Fact, blocks.CharBlock):
    """A short text that is the same in every language: a code, a name, a credit."""


class FactURL(Fact, blocks.URLBlock):
    """A web address of http or https."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"validators": [validate_http_url], **kwargs})
        self.field.assume_scheme = "https"


class FactPage(Fact, blocks.PageChooserBlock):
    """A page, chosen in the source's language; each language links its own."""


class FactSnippet(Fact, SnippetChooserBlock):
    """A snippet, chosen in the source's language; each language shows its own."""


class FactPicture(Fact, ImageChooserBlock):
    """A picture; its alt text stands on the picture in each language."""


class FactFile(Fact, DocumentChooserBlock):
    """A file of one language or of none."""


class MomentBlock(Fact, blocks.FieldBlock):
    """The stored form of a moment; with `end` a midnight reads as 24:00 of the day before."""

    def __init__(
        self, required: bool = True, help_text: Any = None, end: bool = False, **kwargs: Any
    ) -> None:
        self.field = MomentFormField(required=required, help_text=help_text, end=end)
        super().__init__(**kwargs)

    def get_searchable_content(self, value: Any) -> list[str]:
        return []

    class Meta:
        icon = "time"
        default = ""


class CountryBlock(Fact, blocks.ChoiceBlock):
    """An ISO 3166-1 alpha-2 code."""

    choices = staticmethod(list_countries)


class CurrencyBlock(Fact, blocks.ChoiceBlock):
    """An ISO 4217 code."""

    choices = CURRENCIES


class LanguagesBlock(Fact, blocks.MultipleChoiceBlock):
    """BCP 47 tags."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"choices": LANGUAGE_TAGS, "widget": forms.CheckboxSelectMultiple, **kwargs})


Person = partial(FactSnippet, "site_content.Person", label=_("Person"))
Partner = partial(FactSnippet, "site_content.Partner", label=_("Partner"))


class FileBlock(blocks.StructBlock):
    """A file to download, perhaps replaced by a newer one."""

    file = FactFile(label=_("File"))
    superseded = blocks.BooleanBlock(
        required=False,
        label=_("Superseded"),
        help_text=_("Stays to be read, marked as replaced by a newer one."),
    )

    class Meta:
        icon = "doc-full"
        label = _("File")
