"""How the admin lists and edits what editors tell the search: synonyms and best answers."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column
from wagtail.snippets.views.snippets import CreateView, SnippetViewSet, SnippetViewSetGroup

from site_content.languages import LANGUAGES
from site_content.models.search import QUERY_LENGTH, BestAnswer, SearchSynonym


class PrefilledView(CreateView):
    """The form for a new row; the address may say the language and the query that it is for."""

    def get_initial_form_instance(self) -> Any:
        instance = self.model()
        language = self.request.GET.get("language", "")
        query = self.request.GET.get("query", "").replace("\0", "")[:QUERY_LENGTH]
        if language in LANGUAGES:
            instance.locale = language
        if query and self.model is SearchSynonym:
            instance.words = [query]
        elif query:
            instance.query = query
        return instance


class SynonymViewSet(SnippetViewSet):
    """Words that mean the same."""

    model = SearchSynonym
    icon = "link"
    add_view_class = PrefilledView
    list_display = ["__str__", Column("get_locale_display", label=_("Language"))]
    list_filter = ["locale"]


class BestAnswerViewSet(SnippetViewSet):
    """Pages that stand first for a query."""

    model = BestAnswer
    icon = "pick"
    add_view_class = PrefilledView
    list_display = [
        "query",
        Column("page", label=_("Page")),
        Column("get_locale_display", label=_("Language")),
    ]
    list_filter = ["locale"]


class SearchGroup(SnippetViewSetGroup):
    """What editors tell the public search."""

    menu_label = _("Site search")
    menu_name = "search-rules"
    menu_icon = "search"
    menu_order = 260
    items = (SynonymViewSet, BestAnswerViewSet)
