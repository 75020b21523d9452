"""The report of releases: when each was made, who caused it, what it changed, how long it took, which target has it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db.models import Count, F, QuerySet, Window
from django.db.models.functions import RowNumber
from django.http import HttpRequest, HttpResponse
from django.utils.functional import Promise, cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from msgspec import Struct
from wagtail.admin.views.reports.base import ReportView
from wagtail.models import Page

from cms.publication.deliveries import Target, read_deliveries
from cms.publication.problems import put_in_words
from cms.publication.queue import read_queue
from cms.rights import may_see_all
from static_build.models import Release, ReleasedPage
from static_build.release import Store

RELEASES_ON_A_PAGE = 20
PAGES_SHOWN = 30
"""Of the pages that a release changed; the rest is counted."""
CAUSES: dict[str, Promise] = {
    "published": pgettext_lazy("cause of a release", "published"),
    "unpublished": pgettext_lazy("cause of a release", "taken offline"),
    "moved": pgettext_lazy("cause of a release", "moved"),
    "renamed": pgettext_lazy("cause of a release", "renamed"),
    "scheduled": pgettext_lazy("cause of a release", "scheduled"),
    "opened": pgettext_lazy("cause of a release", "privacy changed"),
    "restricted": pgettext_lazy("cause of a release", "privacy changed"),
    "deleted": pgettext_lazy("cause of a release", "deleted"),
    "saved": pgettext_lazy("cause of a release", "saved"),
    "clock": pgettext_lazy("cause of a release", "a date has come"),
    "command": pgettext_lazy("cause of a release", "by a command"),
    "rollback": pgettext_lazy("cause of a release", "rolled back"),
    "resume": pgettext_lazy("cause of a release", "hold lifted"),
    "comparison": pgettext_lazy("cause of a release", "found by comparing"),
    "start": pgettext_lazy("cause of a release", "the worker has started"),
    "completion": pgettext_lazy("cause of a release", "completed"),
    "again": pgettext_lazy("cause of a release", "another attempt"),
}
STEPS: dict[str, Promise] = {
    "load": pgettext_lazy("step of a build", "load"),
    "plan": pgettext_lazy("step of a build", "plan"),
    "render": pgettext_lazy("step of a build", "render"),
    "check": pgettext_lazy("step of a build", "check"),
    "release": pgettext_lazy("step of a build", "switch"),
}


class Changed(Struct, frozen=True, kw_only=True):
    """A page that a release changed."""

    change: str
    words: str
    path: str
    url: str
    edit: int | None
    """Id of the page in the CMS, where it is still there."""
    title: str


class Line(Struct, frozen=True, kw_only=True):
    """One build in the report."""

    row: Release
    causes: tuple[str, ...]
    users: tuple[str, ...]
    counts: dict[str, int]
    pages: tuple[Changed, ...]
    more: int
    seconds: float
    steps: tuple[tuple[str, float], ...]
    targets: tuple[Target, ...]
    problems: tuple[str, ...]
    is_current: bool
    can_be_rolled_back_to: bool


class ReleasesReport(ReportView):
    """Newest first. The screen's script asks for the results again while something is under way."""

    page_title = gettext_lazy("Publishing")
    header_icon = "upload"
    index_url_name = "ponte_releases"
    index_results_url_name = "ponte_releases_results"
    results_template_name = "cms/publication/releases_results.html"
    template_name = "cms/publication/releases.html"
    paginate_by = RELEASES_ON_A_PAGE
    is_searchable = False
    model = Release

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not may_see_all(request.user):
            raise PermissionDenied
        response: HttpResponse = super().dispatch(request, *args, **kwargs)
        return response

    def get_queryset(self) -> QuerySet[Release]:
        return Release.objects.all()

    @cached_property
    def may_roll_back(self) -> bool:
        """Whether the user may go back to an older release, and lift the hold."""
        return bool(self.request.user.has_perm("static_build.change_release"))

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(*args, **kwargs)
        queue = read_queue()
        return {
            **context,
            "lines": make_lines(context["object_list"]),
            "may_roll_back": self.may_roll_back,
            "waiting": len(queue.open),
            "is_building": queue.is_building,
        }


def make_lines(releases: Iterable[Release]) -> list[Line]:
    """Releases with all that the report shows of them, in a constant number of queries."""
    releases = list(releases)
    counts, pages = _count(releases), _read_pages(releases)
    deliveries = read_deliveries({row.name for row in releases if row.name})
    current, kept = _stored()
    return [
        Line(
            row=row,
            causes=tuple(dict.fromkeys(_say_cause(cause) for cause in row.causes)),
            users=tuple(dict.fromkeys(str(cause["user"]) for cause in row.causes if cause.get("user"))),
            counts=counts.get(row.pk, {}),
            pages=tuple(pages.get(row.pk, ())),
            more=sum(counts.get(row.pk, {}).values()) - len(pages.get(row.pk, ())),
            seconds=_whole(row),
            steps=tuple((str(STEPS.get(name, name)), seconds) for name, seconds in row.seconds.items()),
            targets=deliveries.targets(row.name) if row.name and row.name == current else (),
            problems=tuple(put_in_words(problem) for problem in row.problems),
            is_current=bool(row.name) and row.name == current,
            can_be_rolled_back_to=row.name in kept and row.name != current,
        )
        for row in releases
    ]


def _whole(row: Release) -> float:
    return round(sum(float(seconds) for seconds in row.seconds.values()), 2)


def _stored() -> tuple[str, set[str]]:
    """The release that is live, and those whose files are still there."""
    store = Store(settings.HOME)
    return store.current() or "", set(store.list_releases())


def _say_cause(cause: dict[str, Any]) -> str:
    what = str(cause.get("what") or "")
    words = str(CAUSES.get(what, what))
    title = str(cause.get("title") or "")
    return _("“%(title)s”: %(what)s") % {"title": title, "what": words} if title else words


def _count(releases: list[Release]) -> dict[int, dict[str, int]]:
    found: dict[int, dict[str, int]] = {}
    rows = ReleasedPage.objects.filter(release__in=releases).order_by().values_list("release", "change")
    for release, change, count in rows.annotate(count=Count("pk")):
        found.setdefault(release, {})[change] = count
    return found


def _read_pages(releases: list[Release]) -> dict[int, list[Changed]]:
    """The first pages of each release, by its id; the rest is only counted."""
    found: dict[int, list[ReleasedPage]] = {}
    rows = ReleasedPage.objects.filter(release__in=releases).order_by("pk")
    for row in _first_of_each(rows):
        found.setdefault(row.release_id, []).append(row)
    keys = {row.key for some in found.values() for row in some}
    known = {
        (str(key), locale): (pk, title)
        for pk, title, key, locale in Page.objects.filter(translation_key__in=keys).values_list(
            "pk", "draft_title", "translation_key", "locale__language_code"
        )
    }
    return {release: [_changed(row, known) for row in some] for release, some in found.items()}


def _first_of_each(rows: QuerySet[ReleasedPage]) -> QuerySet[ReleasedPage]:
    numbered = rows.annotate(number=Window(RowNumber(), partition_by=F("release"), order_by="pk"))
    return numbered.filter(number__lte=PAGES_SHOWN)


def _changed(row: ReleasedPage, known: dict[tuple[str, str], tuple[int, str]]) -> Changed:
    pk, title = known.get((str(row.key), row.locale), (None, ""))
    is_out = row.change != ReleasedPage.Change.REMOVED
    return Changed(
        change=row.change,
        words=str(row.get_change_display()),
        path=row.path,
        url=settings.PONTE_PUBLIC_URL.rstrip("/") + row.path if is_out else "",
        edit=pk,
        title=title or row.path,
    )
