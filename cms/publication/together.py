"""A call goes live in every language in one transaction, and so in one release; or not at all; or alone with a reason.

Stands around Wagtail's one action that publishes a revision, so that it holds for whatever way a person publishes by.
Commands and imports, which nobody is logged in for, are not held up, and take no translation along.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from contextvars import ContextVar
from datetime import datetime
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.timezone import now
from django.utils.translation import gettext as _
from wagtail.log_actions import get_active_log_context, log
from wagtail.models import Page, PageLogEntry
from wagtail_localize.models import Translation

from cms.publication.parity import ALONE, BEHIND, TOGETHER, Parity, find_parity, is_guarded
from cms.publication.urgent import read_digest, tell_of_stale

_is_following: ContextVar[bool] = ContextVar("a translation goes live with its original", default=False)
logger = logging.getLogger("ponte.publication")


class ParityRefused(PermissionDenied):
    """A publication of one language alone, without a reason; `parity` says what is missing."""

    def __init__(self, parity: Parity) -> None:
        super().__init__(explain_refusal(parity))
        self.parity = parity


class OtherLanguageRefused(PermissionDenied):
    """A publication that takes a language along which the person may not publish."""


def find_closed(parity: Parity | None, user: Any) -> str:
    """Why the user may not publish the languages that go live with it, in their language; empty where they may."""
    from cms.publication.parity_words import name_languages
    from cms.rights import may_publish
    from cms.translation_drafts import find_target

    ready = parity.ready if parity is not None else ()
    rows = Translation.objects.select_related("source", "target_locale")
    targets = [find_target(rows.get(pk=other.translation)) for other in ready]
    closed = [target.locale.language_code for target in targets if target and not may_publish(user, target)]
    if not closed:
        return ""
    return _(
        "A call goes live in every language at once, and you may not publish it in this one: %(languages)s. Ask somebody "
        "who may publish both. Nothing was published."
    ) % {"languages": name_languages(closed)}


def explain_refusal(parity: Parity) -> str:
    """What is missing, in an editor's words."""
    if any(other.state == BEHIND for other in parity.others):
        return _(
            "The original is not public with this text yet: publish the original, and both go live together."
        )
    return _(
        "A call goes live in every language at once, and its translation is not ready. Nothing was published."
    )


def install() -> None:
    """Puts the rule around the action; to do so again changes nothing."""
    from wagtail.actions.publish_revision import PublishRevisionAction

    if not getattr(PublishRevisionAction.execute, "is_in_parity", False):
        PublishRevisionAction.execute = in_parity(PublishRevisionAction.execute)


def in_parity(execute: Callable[..., Any]) -> Callable[..., Any]:
    """The action with the rule before it and the other languages after it, in one transaction."""

    @wraps(execute)
    def run(action: Any, *args: Any, **kwargs: Any) -> Any:
        version = action.object
        if not (isinstance(version, Page) and is_guarded(type(version))):
            return execute(action, *args, **kwargs)
        with transaction.atomic():
            # The action's own check comes first: who may not publish at all learns that.
            action.check(*args, **kwargs)
            return _publish(lambda: execute(action, *args, **kwargs), version, _who(action))

    run.is_in_parity = True  # type: ignore[attr-defined]
    return run


def _who(action: Any) -> Any:
    """The person who publishes; None for a command, and for a translation that goes with its original."""
    return None if _is_following.get() else action.user or get_active_log_context().user


def _publish(execute: Callable[[], Any], version: Page, user: Any) -> Any:
    before = read_digest(version)
    parity = find_parity(version) if user is not None else None
    refuse(parity)
    if closed := find_closed(parity, user):
        raise OtherLanguageRefused(closed)
    result = execute()
    if parity is not None:
        _follow(version, parity, user)
    if not _is_later(version):
        close_entries(version)
        tell_of_stale(version, before)
    return result


def refuse(parity: Parity | None) -> None:
    """Raises ParityRefused for a version that may not go live yet."""
    if parity is not None and parity.is_held:
        locales = ", ".join(other.locale for other in parity.lacking)
        logger.warning("Page %s was not published: it is not ready in %s", parity.page, locales)
        raise ParityRefused(parity)


def _follow(version: Page, parity: Parity, user: Any) -> None:
    """The other languages go live with it, or at the same later moment; those that do not are noted."""
    from cms.translation_drafts import save_target

    moments = {"go_live_at": version.go_live_at, "expire_at": version.expire_at}
    token = _is_following.set(True)
    try:
        for other in parity.ready:
            save_target(_bring_up_to_date(version, other.translation), user=user, moments=moments)
    finally:
        _is_following.reset(token)
    if parity.lacking:
        at = version.go_live_at if _is_later(version) else now()
        data = {
            "locales": [other.locale for other in parity.lacking],
            "reason": parity.reason,
            "given_by": parity.given_by,
            "at": at.isoformat(),
        }
        log(instance=version, action=ALONE, user=user, data=data)


def _bring_up_to_date(version: Page, pk: int | None) -> Any:
    """The translation with the source that goes live now."""
    from wagtail_localize.models import TranslationSource

    TranslationSource.update_or_create_from_instance(version)
    return Translation.objects.select_related("source", "target_locale").get(pk=pk)


def _is_later(version: Page) -> bool:
    return version.go_live_at is not None and version.go_live_at > now()


def close_entries(version: Page) -> None:
    """Notes that a language which stayed behind has followed, with the hours that it took."""
    from site_content.staleness import stale_places

    place = str(version.translation_key), version.locale.language_code
    entries = find_open_entries(version)
    if not entries or place in stale_places():
        return
    for page, entry in entries:
        began = datetime.fromisoformat(entry.data["at"])
        hours = round(max(0.0, (now() - began).total_seconds()) / 3600, 1)
        log(instance=page, action=TOGETHER, data={"of": entry.pk, "locale": place[1], "hours": hours})


def find_open_entries(version: Page) -> list[tuple[Page, Any]]:
    """When a page of the same translation key went without this version's language, which has not followed yet."""
    others = type(version).objects.filter(translation_key=version.translation_key).exclude(pk=version.pk)
    pages = {page.pk: page for page in others}
    entries = PageLogEntry.objects.filter(page_id__in=pages, action__in=(ALONE, TOGETHER)).order_by("pk")
    closed = {(entry.data["of"], entry.data["locale"]) for entry in entries if entry.action == TOGETHER}
    locale = version.locale.language_code
    return [
        (pages[entry.page_id], entry)
        for entry in entries
        if entry.action == ALONE and locale in entry.data["locales"] and (entry.pk, locale) not in closed
    ]
