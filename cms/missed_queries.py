"""The report of searches without a result: what readers looked for in vain, how often, and what can be done about it.

Queries come from strangers: shown escaped, and never as a formula in a spreadsheet.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlencode

import django_filters  # type: ignore[import-untyped]
from django.db.models import Max, QuerySet, Sum
from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from msgspec import Struct
from wagtail import hooks
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.reports.base import ReportView
from wagtail.permission_policies import ModelPermissionPolicy

from site_content.languages import LANGUAGES
from site_content.models.search import BestAnswer, SearchSynonym, fold
from static_build.models import MissedQuery

FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""A spreadsheet would carry out a cell that begins with one of these."""


class MissedFilters(WagtailFilterSet):
    """Days and language."""

    day = django_filters.DateFromToRangeFilter(label=_("Day"), widget=DateRangePickerWidget)
    locale = django_filters.ChoiceFilter(
        label=_("Language"), choices=[(code, language.name) for code, language in LANGUAGES.items()]
    )

    class Meta:
        model = MissedQuery
        fields = ["day", "locale"]


class Remedy(Struct, frozen=True):
    """A row that an editor made for a query, or the form for a new one."""

    words: Any
    url: str
    is_new: bool = True


class RemedyColumn(Column):
    """What can be done about a query, or has been."""

    cell_template_name = "cms/missed_remedies.html"

    def get_cell_context_data(self, instance: Any, parent_context: Any) -> dict[str, Any]:
        return {**super().get_cell_context_data(instance, parent_context), "remedies": instance["remedies"]}


def _write_day(line: dict[str, Any]) -> str:
    return date_format(line["last"], "SHORT_DATE_FORMAT")


class MissedQueries(ReportView):
    """Most asked first."""

    page_title = _("Searches without a result")
    header_icon = "search"
    index_url_name = "ponte_missed_queries"
    index_results_url_name = "ponte_missed_queries_results"
    model = MissedQuery
    verbose_name_plural = MissedQuery._meta.verbose_name_plural
    filterset_class = MissedFilters
    is_searchable = False
    permission_policy = ModelPermissionPolicy(SearchSynonym)
    any_permission_required = ("add", "change")
    default_ordering = ("-total", "query", "locale")
    list_export = ("query", "language", "total", "last")
    export_headings = {
        "query": _("Query"), "language": _("Language"), "total": _("Times"), "last": _("Last day")
    }  # fmt: skip
    export_filename = "searches-without-result"
    columns = (
        Column("query", label=_("Query"), accessor="query"),
        Column("language", label=_("Language"), accessor="language"),
        Column("total", label=_("Times"), accessor="total", sort_key="total"),
        Column("last", label=_("Last day"), accessor=_write_day, sort_key="last"),
        RemedyColumn("remedies", label=_("What to do")),
    )

    def get_queryset(self) -> QuerySet[MissedQuery]:
        return MissedQuery.objects.all()

    def get_filtered_queryset(self) -> Any:
        """One line a query and language, over the days that were chosen."""
        rows = self.filter_queryset(self.get_queryset()).order_by()
        lines = rows.values("query", "locale").annotate(total=Sum("count"), last=Max("day"))
        return self.order_queryset(lines)

    def paginate_queryset(self, queryset: Any, page_size: int) -> Any:
        """Completes the lines of the page before the table is made of them."""
        paginator, page, lines, is_many = super().paginate_queryset(queryset, page_size)
        return paginator, page, _complete(lines, self.known), is_many

    def decorate_paginated_queryset(self, object_list: Any) -> Any:
        return _complete(object_list, self.known) if self.is_export else object_list

    def stream_csv(self, queryset: Any) -> Any:
        """All of it at once: while it is sent, nobody knows the user's language any more."""
        return iter(list(super().stream_csv(queryset)))

    def to_row_dict(self, item: Any) -> dict[str, Any]:
        row: dict[str, Any] = super().to_row_dict(item)
        return {**row, "query": disarm(row["query"])}

    @cached_property
    def known(self) -> dict[tuple[str, str], list[Remedy]]:
        """What editors have made already, by language and folded query."""
        return _read_remedies()


def disarm(text: str) -> str:
    """A text that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(FORMULA) else text


def _complete(lines: Iterable[dict[str, Any]], known: dict[tuple[str, str], list[Remedy]]) -> list[Any]:
    return [
        {
            **line,
            "language": LANGUAGES[line["locale"]].name if line["locale"] in LANGUAGES else line["locale"],
            "remedies": [*known.get((line["locale"], fold(line["query"])), ()), *_offers(line)],
        }
        for line in lines
    ]


def _offers(line: dict[str, Any]) -> list[Remedy]:
    asked = urlencode({"language": line["locale"], "query": line["query"]})
    offers = ((SearchSynonym, _("Add a synonym")), (BestAnswer, _("Choose a best answer")))
    return [Remedy(words, f"{_address(model, 'add')}?{asked}") for model, words in offers]


def _read_remedies() -> dict[tuple[str, str], list[Remedy]]:
    found: dict[tuple[str, str], list[Remedy]] = {}
    for row in SearchSynonym.objects.all():
        remedy = Remedy(str(row), _address(SearchSynonym, "edit", row.pk), is_new=False)
        for word in row.words:
            found.setdefault((row.locale, fold(word)), []).append(remedy)
    for answer in BestAnswer.objects.select_related("page"):
        remedy = Remedy(
            answer.page.get_admin_display_title(), _address(BestAnswer, "edit", answer.pk), is_new=False
        )
        found.setdefault((answer.locale, fold(answer.query)), []).append(remedy)
    return found


def _address(model: Any, view: str, *args: Any) -> str:
    return reverse(model.snippet_viewset.get_url_name(view), args=args)


class MissedMenuItem(MenuItem):
    """In the reports' menu, for who may do something about it."""

    def is_shown(self, request: HttpRequest) -> bool:
        policy, actions = MissedQueries.permission_policy, MissedQueries.any_permission_required
        return bool(policy.user_has_any_permission(request.user, actions))


@hooks.register("register_reports_menu_item")
def add_report() -> MenuItem:
    return MissedMenuItem(
        MissedQueries.page_title,
        reverse("ponte_missed_queries"),
        name="missed",
        icon_name="search",
        order=310,
    )


@hooks.register("register_admin_urls")
def add_addresses() -> list[URLPattern]:
    results = MissedQueries.as_view(results_only=True)
    return [
        path("reports/searches/", MissedQueries.as_view(), name="ponte_missed_queries"),
        path("reports/searches/results/", results, name="ponte_missed_queries_results"),
    ]
