"""Where a page is on its way to the public: waiting, building, live since when and on which targets, failed and why.

In: pages. Out: plain values, a constant number of queries for any number of pages. Decides nothing about what is public:
that is visibility.py's, which reasons.py asks.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.conf import settings
from django.db.models import Max
from msgspec import Struct
from wagtail.models import Page

from cms.publication.deliveries import DONE, UNDER_WAY, Target, read_deliveries
from cms.publication.deliveries import WAITING as PENDING
from cms.publication.queue import RUNNING
from cms.publication.reasons import Surroundings, explain, read_surroundings
from cms.publication.site_state import SiteState, Subject, read_site_state
from site_content.languages import LANGUAGES
from site_content.paths import join_path
from site_content.visibility import HOME_DEPTH, STEP, PageRow, source_rows
from static_build import clock
from static_build.manifest import MAIN
from static_build.models import Release, ReleasedPage
from static_build.stored_rows import content_models

LIVE, SENDING, WAITING, BUILDING = "live", "sending", "waiting", "building"
FAILED, HELD, LEAVING, HIDDEN = "failed", "held", "leaving", "hidden"

FORGOTTEN = Release()
"""Stands for a release that is no longer remembered: nobody can say when it was."""


class Status(Struct, frozen=True, kw_only=True):
    """The publish status of one page in one language."""

    state: str
    """`live`; `sending` to the targets; `waiting`, `building`, `failed`; `held` by a rollback; `leaving`; `hidden`."""
    page: int
    title: str
    language: str
    """In its own language."""
    tag: str
    """BCP 47."""
    url: str = ""
    since: datetime | None = None
    """When what visitors see now came there; None where they see nothing, or where nobody remembers."""
    is_out: bool = False
    """Whether visitors see the page now, in this version or an older one."""
    expires: datetime | None = None
    reasons: tuple[str, ...] = ()
    """Why it is not public."""
    problems: tuple[str, ...] = ()
    """What is wrong with this very page."""
    others: tuple[str, ...] = ()
    """What is wrong with other pages, which keep this one back."""
    targets: tuple[Target, ...] = ()
    worker_is_gone: bool = False

    @property
    def is_busy(self) -> bool:
        """Whether it is about to change by itself."""
        if self.state == SENDING:
            return any(target.state in (UNDER_WAY, PENDING) for target in self.targets)
        return self.state in (WAITING, BUILDING, LEAVING)


class Row(Struct, frozen=True, kw_only=True):
    """One page with all that its status is made from."""

    row: PageRow
    page: Page
    line: frozenset[tuple[str, int]]
    """The page and those above it, as requests name them: what happens above may make it public or take it away."""
    locales: frozenset[str]
    """Its own language and that of its original."""
    change: ReleasedPage | None
    """The newest change of it in any release."""
    url: str
    is_visible: bool
    reasons: tuple[str, ...]


def find_statuses(pages: Iterable[Page]) -> dict[int, Status]:
    """The status of each page by its id."""
    pages = list(pages)
    found = _find(pages)
    return {page.pk: found[page.pk] for page in pages if page.pk in found}


def find_versions(page: Page) -> list[Status]:
    """The status of the page in every language it has, its own first."""
    found = _find([page]).values()
    return sorted(found, key=lambda status: (status.page != page.pk, status.tag))


def _find(pages: Iterable[Page]) -> dict[int, Status]:
    keys = {str(page.translation_key) for page in pages if page.depth > 1}
    if not keys:
        return {}
    around = read_surroundings(keys, clock.now())
    site = read_site_state()
    rows = _gather(keys, around)
    deliveries = read_deliveries({release for each in rows if (release := _release_name(each, site))})
    return {
        each.row.id: _status(
            each, site, deliveries.targets(name) if (name := _release_name(each, site)) else ()
        )
        for each in rows
    }


def _gather(keys: set[str], around: Surroundings) -> list[Row]:
    pages = Page.objects.filter(translation_key__in=keys)
    changes = _last_changes(keys)
    labels = {model.document_type: model._meta.label_lower for model in content_models()}
    by_path = {row.path: row for row in around.rows.values()}
    return [
        Row(
            row=row,
            page=page,
            line=frozenset(
                (labels.get(above.type, ""), above.id)
                for end in range(STEP, len(row.path) + 1, STEP)
                if (above := by_path.get(row.path[:end])) is not None
            ),
            locales=frozenset((row.locale, around.sources.get(row.key, row.locale))),
            change=changes.get((row.key, row.locale)),
            url=_url(row, around, by_path),
            is_visible=row.id in around.visible,
            reasons=explain(row, around),
        )
        for page in pages
        if (row := around.rows.get(page.pk)) is not None
    ]


def _last_changes(keys: set[str]) -> dict[tuple[str, str], ReleasedPage]:
    newest = (
        ReleasedPage.objects.filter(key__in=keys, release__edition=MAIN)
        .order_by()
        .values("key", "locale")
        .annotate(last=Max("pk"))
        .values("last")
    )
    rows = ReleasedPage.objects.filter(pk__in=newest).select_related("release")
    return {(str(row.key), row.locale): row for row in rows}


def _release_of(each: Row, site: SiteState) -> Release | None:
    """The release that brought what visitors see of the page now; None where they do not see it."""
    whole, change = site.whole, each.change
    if change is not None and (whole is None or change.release_id > whole.pk):
        return None if change.change == ReleasedPage.Change.REMOVED else change.release
    if whole is not None:
        return whole if _was_there(each, whole) else None
    return FORGOTTEN if site.oldest is not None and _was_there(each, site.oldest) else None


def _was_there(each: Row, release: Release) -> bool:
    """Whether the page was public when a release was made; a page that a program put live has no date, and counts."""
    first: datetime | None = each.page.first_published_at
    return each.is_visible if first is None else first <= release.started_at


def _release_name(each: Row, site: SiteState) -> str:
    release = _release_of(each, site)
    return release.name if release is not None else ""


def _status(each: Row, site: SiteState, targets: tuple[Target, ...]) -> Status:
    release = _release_of(each, site)
    state = _state(each, site, is_out=release is not None)
    if state == LIVE and any(target.state != DONE for target in targets):
        state = SENDING
    own, others = site.split_problems(each.row.key, each.row.locale) if state == FAILED else ((), ())
    is_out = release is not None and state != HIDDEN
    language = LANGUAGES.get(each.row.locale)
    return Status(
        state=state,
        page=each.row.id,
        title=each.row.title,
        language=language.name if language else each.row.locale,
        tag=language.tag if language else each.row.locale,
        url=each.url if is_out else "",
        since=release.released_at if release is not None and is_out else None,
        is_out=is_out,
        expires=each.row.expire_at if each.is_visible else None,
        reasons=each.reasons,
        problems=own,
        others=others,
        targets=targets if is_out else (),
        worker_is_gone=site.worker_is_gone,
    )


def _state(each: Row, site: SiteState, *, is_out: bool) -> str:
    if not each.is_visible and not is_out:
        return HIDDEN
    # What happened above matters only to a page that is not where it should be.
    line = each.line if each.is_visible != is_out else {one for one in each.line if one[1] == each.row.id}
    page = Subject(
        line=frozenset(line),
        key=each.row.key,
        locales=each.locales,
        changed_at=each.page.last_published_at,
    )
    if waiting := site.waiting_for(page):
        return LEAVING if not each.is_visible else BUILDING if waiting == RUNNING else WAITING
    if site.has_failed(page):
        return FAILED
    if not each.is_visible:
        return LEAVING if _was_seen_since(each, site) else HIDDEN
    if site.is_held_back(page.changed_at):
        return HELD
    return LIVE if is_out else WAITING


def _was_seen_since(each: Row, site: SiteState) -> bool:
    """Whether a release after the last one made from nothing brought it: that one itself does not say what it left out."""
    return each.change is not None and (site.whole is None or each.change.release_id > site.whole.pk)


def _url(row: PageRow, around: Surroundings, by_path: dict[str, PageRow]) -> str:
    """The public address: the slugs of the originals from the home page down."""
    origins = source_rows(around.rows.values(), around.sources)
    above = (by_path.get(row.path[:end]) for end in range((HOME_DEPTH + 1) * STEP, len(row.path) + 1, STEP))
    slugs = tuple(origins[one.id].slug for one in above if one is not None)
    return settings.PONTE_PUBLIC_URL.rstrip("/") + join_path(row.locale, slugs)
