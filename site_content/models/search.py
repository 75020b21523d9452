"""What editors tell the public search: words that mean the same, and the page that answers a query best."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page
from wagtail.search import index

from site_content.fields import LinesJSONField
from site_content.languages import LANGUAGES

QUERY_LENGTH, WORD_LENGTH, MOST_WORDS = 128, 100, 50


def fold(text: str) -> str:
    """A word or query in the one form in which the search compares two: width, case, accents and signs say nothing."""
    from site_content.search.lexicon import (
        pin_key,
    )  # with it come dictionaries, which most processes never need

    return pin_key(text)


def _language() -> models.CharField[str, str]:
    return models.CharField(
        _("language"),
        max_length=12,
        choices=[(code, language.name) for code, language in LANGUAGES.items()],
        help_text=_("Holds for searches in this language."),
    )


class SearchSynonym(index.Indexed, models.Model):
    """Words or phrases of one language; who searches for one of them finds the others too."""

    locale = _language()
    words = LinesJSONField(
        _("words that mean the same"),
        help_text=_("One a line, at least two. They are public: readers’ browsers get them."),
    )

    panels = [FieldPanel("locale"), FieldPanel("words")]
    search_fields = [index.SearchField("words"), index.AutocompleteField("words")]

    class Meta:
        verbose_name = _("synonym")
        verbose_name_plural = _("synonyms")
        ordering = ["locale", "pk"]

    def __str__(self) -> str:
        return ", ".join(self.words)

    def clean(self) -> None:
        super().clean()
        message = explain_words(self.words) or self._explain_doubles()
        if message:
            raise ValidationError({"words": message})

    def _explain_doubles(self) -> Any:
        mine = {fold(word): word for word in self.words}
        for other in SearchSynonym.objects.filter(locale=self.locale).exclude(pk=self.pk):
            doubles = [mine[fold(word)] for word in other.words if fold(word) in mine]
            if doubles:
                message = _("“%(word)s” has synonyms already: “%(others)s”. Add the other words there.")
                return message % {"word": doubles[0], "others": other}
        return None


def explain_words(words: list[str]) -> Any:
    """Why these cannot be synonyms, in an editor's words; None where they can."""
    folded = [fold(word) for word in words]
    if len(words) > MOST_WORDS:
        return _("At most %(count)s words.") % {"count": MOST_WORDS}
    if any(len(word) > WORD_LENGTH for word in words):
        return _("A word or phrase may have %(count)s characters at most.") % {"count": WORD_LENGTH}
    if not all(any(map(str.isalnum, word)) for word in folded):
        return _("Each line needs a letter or a digit.")
    double = next((word for at, word in enumerate(words) if folded[at] in folded[:at]), None)
    if double is not None:
        return _("“%(word)s” stands there twice.") % {"word": double}
    return _("Give at least two words or phrases, one a line.") if len(words) < 2 else None


class BestAnswer(index.Indexed, models.Model):
    """A page that stands first for a query, as long as it is public."""

    locale = _language()
    query = models.CharField(
        _("query"), max_length=QUERY_LENGTH, help_text=_("What readers type, in whatever case.")
    )
    page = models.ForeignKey(
        Page,
        on_delete=models.CASCADE,
        related_name="+",
        verbose_name=_("page"),
        help_text=_("It stands first among the results as soon as, and as long as, it is public."),
    )

    panels = [FieldPanel("locale"), FieldPanel("query"), FieldPanel("page")]
    search_fields = [index.SearchField("query"), index.AutocompleteField("query")]

    class Meta:
        verbose_name = _("best answer")
        verbose_name_plural = _("best answers")
        ordering = ["locale", "query", "pk"]

    def __str__(self) -> str:
        return self.query

    def clean(self) -> None:
        super().clean()
        written = self.query or ""
        self.query = " ".join(written.split())
        if written and not any(map(str.isalnum, self.query)):
            raise ValidationError({"query": _("A query needs a letter or a digit.")})
        page = Page.objects.filter(pk=self.page_id).first()
        message = page and (self._explain_page(page) or self._explain_double(page))
        if message:
            raise ValidationError({"page": message})

    def _explain_page(self, page: Page) -> Any:
        """Why readers of the language can never come to the page; None where they can once it is published."""
        if not getattr(page.specific_class, "document_type", ""):
            return _("This page has no public address.")
        there = Page.objects.filter(translation_key=page.translation_key)
        if self.locale and not there.filter(locale__language_code=self.locale).exists():
            return _("This page does not exist in that language.")
        return None

    def _explain_double(self, page: Page) -> Any:
        others = BestAnswer.objects.filter(locale=self.locale, page__translation_key=page.translation_key)
        doubles = [one for one in others.exclude(pk=self.pk) if fold(one.query) == fold(self.query)]
        return _("This page is the best answer to this query already.") if doubles else None
