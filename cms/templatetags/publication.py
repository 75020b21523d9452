"""What the admin's templates ask for: the status of a listed page, of a page in the editor, the hold, search."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.template import Library
from wagtail.models import Page

from cms.publication import words
from cms.publication.banner import Hold, find_hold
from cms.publication.dates import say_date
from cms.publication.deliveries import Target
from cms.publication.gate import Pending, find_pending
from cms.publication.search_line import SearchLine, read_search
from cms.publication.status import Status, find_statuses, find_versions

register = Library()


@register.simple_tag
def listed_status(table: Any, page: Page) -> Status | None:
    """The status of one page of a listing: all rows are looked up together, when the first is asked for."""
    known: dict[int, Status] | None = getattr(table, "ponte_statuses", None)
    if known is None:
        known = table.ponte_statuses = find_statuses(table.data)
    return known.get(page.pk)


@register.simple_tag
def page_statuses(page: Any) -> list[Status]:
    """The page in every language it has; none for a page that is not kept yet, nor for a snippet."""
    return find_versions(page) if isinstance(page, Page) and page.pk else []


@register.simple_tag(takes_context=True)
def pending_facts(context: Any, page: Any) -> Pending | None:
    """Facts of a live page that its draft changes and that need a reason or a second person."""
    return find_pending(page, context["request"].user) if isinstance(page, Page) and page.pk else None


@register.simple_tag
def site_hold() -> Hold | None:
    """The hold of a rollback; None where there is none."""
    return find_hold()


@register.simple_tag
def site_search() -> SearchLine | None:
    """How search stands; None where there is no search server."""
    return read_search()


@register.filter
def status_label(status: Status) -> str:
    return words.label(status)


@register.filter
def status_sentences(status: Status) -> list[str]:
    return words.sentences(status)


@register.filter
def status_brief(status: Status) -> str:
    return words.brief(status)


@register.filter
def target_words(target: Target) -> str:
    return words.say_target(target)


@register.filter
def moment_words(at: datetime | None) -> str:
    return say_date(at) if at else ""
