"""The report of what is behind: every public page whose translation is older than its source, and what went live alone.

For translators less what is not theirs: other languages, and what is kept from them.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _
from msgspec import Struct
from wagtail.models import Page, PageLogEntry
from wagtail_localize.models import Translation, TranslationSource

from cms.publication.parity import ALONE, TOGETHER
from cms.publication.parity_words import name_languages
from cms.rights import hidden_keys, languages_of, may_see_all, worked_languages
from site_content.models.text_digest import TextDigest
from site_content.staleness import stale_places

ALONE_AT_MOST = 200
"""Lines about what went live alone, the newest."""
TITLE = _("Translations behind their source")


class Behind(Struct, frozen=True, kw_only=True):
    """A translation that is behind its source."""

    title: str
    type: str
    language: str
    """Of the readers who are shown the older text."""
    since: datetime
    days: int
    url: str


class Alone(Struct, frozen=True, kw_only=True):
    """A publication of one language alone."""

    title: str
    without: str
    at: datetime
    hours: float
    is_open: bool
    reason: str
    by: str


def show_stale(request: HttpRequest) -> HttpResponse:
    """The report, for all who work on pages, and for translators."""
    sees_all = may_see_all(request.user)
    if not sees_all and not languages_of(request.user):
        raise PermissionDenied
    context = {
        "title": TITLE,
        "rows": find_behind(request.user),
        "alone": list(find_alone()) if sees_all else [],
        "sees_all": sees_all,
    }
    return TemplateResponse(request, "cms/publication/stale.html", context)


def find_behind(user: Any = None) -> list[Behind]:
    """What is public and behind, the longest first; eight queries at most. `user` None sees all."""
    places = _visible(stale_places(), user)
    keys = {key for key, _locale in places}
    sources = {
        str(source.object_id): source
        for source in TranslationSource.objects.filter(object_id__in=keys).select_related(
            "locale", "specific_content_type"
        )
    }
    pages = {
        (str(page.translation_key), page.locale.language_code): page
        for page in Page.objects.filter(translation_key__in=keys).select_related("locale")
    }
    digests = {(str(one.key), one.locale): one for one in TextDigest.objects.filter(key__in=keys)}
    desks = {
        (str(one.source.object_id), one.target_locale.language_code): one.pk
        for one in Translation.objects.filter(source__object_id__in=keys, enabled=True).select_related(
            "source", "target_locale"
        )
    }
    found = []
    for key, locale in places:
        source, page = sources[key], pages.get((key, locale))
        changed = digests.get((key, source.locale.language_code))
        is_page = issubclass(source.specific_content_type.model_class(), Page)
        if changed is None or (is_page and (page is None or not page.live)):
            continue
        found.append(
            Behind(
                title=source.object_repr,
                type=source.specific_content_type.name,
                language=name_languages([locale]),
                since=changed.changed_at,
                days=(now() - changed.changed_at).days,
                url=_address(desks.get((key, locale)), page),
            )
        )
    return sorted(found, key=lambda one: (one.since, one.title))


def _visible(places: Iterable[tuple[str, str]], user: Any) -> list[tuple[str, str]]:
    if user is None:
        return list(places)
    whole, mine = set(worked_languages(user)), set(languages_of(user))
    hidden = {str(key) for key in hidden_keys(user)} if mine - whole else set()
    return [
        (key, locale) for key, locale in places if locale in whole or (locale in mine and key not in hidden)
    ]


def _address(translation: int | None, page: Page | None) -> str:
    if translation is not None:
        return reverse("ponte_workbench", args=[translation])
    return reverse("wagtailadmin_pages:edit", args=[page.pk]) if page is not None else ""


def find_alone() -> Iterable[Alone]:
    """Every publication of one language alone, the newest first, with the hours until the other followed."""
    entries = PageLogEntry.objects.filter(action__in=(ALONE, TOGETHER)).order_by("-timestamp", "-pk")
    followed: dict[tuple[int, str], float] = {}
    lines: list[Alone] = []
    for entry in entries.select_related("user"):
        if entry.action == TOGETHER:
            followed[entry.data["of"], entry.data["locale"]] = entry.data["hours"]
        elif len(lines) < ALONE_AT_MOST:
            lines += [_line(entry, locale, followed) for locale in entry.data["locales"]]
    return lines


def _line(entry: PageLogEntry, locale: str, followed: dict[tuple[int, str], float]) -> Alone:
    at = datetime.fromisoformat(entry.data["at"])
    hours = followed.get((entry.pk, locale))
    since = max(0.0, (now() - at).total_seconds() / 3600)
    return Alone(
        title=entry.label,
        without=name_languages([locale]),
        at=at,
        hours=round(since, 1) if hours is None else hours,
        is_open=hours is None,
        reason=entry.data["reason"],
        by=entry.data["given_by"],
    )
