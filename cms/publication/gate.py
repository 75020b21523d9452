"""Who changes the deadline, the money or the eligibility of a live call says why; by a setting, a second person confirms.

Holds for every publication by a person in the admin: the editor's, in bulk, by approval of a review, for later. Commands and
imports, which nobody is logged in for, are not held up. A translation has its facts from its original and is not asked.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _
from msgspec import Struct
from wagtail.log_actions import log
from wagtail.models import Page, PageLogEntry
from wagtail_localize.models import TranslationSource

from cms.publication.facts import BLOCKS, FIELDS, FactChange, Stored, compare_facts, digest_guarded

REASON, CONFIRMED = "ponte.facts.reason", "ponte.facts.confirm"
"""Actions in the page's history."""
NEEDS_REASON, NEEDS_OTHER = "reason", "confirmation"
logger = logging.getLogger("ponte.publication")


class FactsRefused(PermissionDenied):
    """A publication that changes guarded facts without its reason, or without the second person."""


class Pending(Struct, frozen=True, kw_only=True):
    """What a draft changes of a live page's guarded facts, and what is missing before it may go live."""

    page: int
    revision: int
    changes: tuple[FactChange, ...]
    """All facts that change, the guarded ones first."""
    digest: str
    reason: str = ""
    """The reason that was given for these very facts."""
    given_by: str = ""
    is_mine: bool = False
    """Whether the one who asks is among those who changed a guarded fact."""

    @property
    def problem(self) -> str:
        """`reason`, `confirmation`, or empty where the one who asks may publish it."""
        if not self.reason:
            return NEEDS_REASON
        return NEEDS_OTHER if needs_second() and self.is_mine else ""


def needs_second() -> bool:
    """Whether this installation wants a second person."""
    return bool(settings.ENVIRONMENT.confirm_facts)


def find_pending(page: Page, user: Any) -> Pending | None:
    """What the page's newest draft changes of guarded facts that are live; None where it changes none."""
    if not page.live or not _is_guarded(page.specific_class):
        return None
    live = _live_row(page.specific)
    revision = live.latest_revision if live is not None else None
    if revision is None or revision.pk == live.live_revision_id:
        return None
    return compare(live, revision.content, revision.pk, user)


def compare(live: Any, content: Stored, revision: int, user: Any) -> Pending | None:
    """The same for any version of the page against the live row; None where no guarded fact differs."""
    model, stored = type(live), live.serializable_data()
    digest = digest_guarded(model, content)
    before = digest_guarded(model, stored)
    if digest == before:
        return None
    given = _reason_of(live.pk, f"{before}>{digest}")
    return Pending(
        page=live.pk,
        revision=revision,
        changes=compare_facts(model, stored, content, live.locale.language_code),
        digest=f"{before}>{digest}",
        reason=given.data["reason"] if given else "",
        given_by=str(given.user) if given and given.user else "",
        is_mine=user is not None and user.pk in _changers(live, before, revision),
    )


def _is_guarded(model: Any) -> bool:
    stem = getattr(model, "document_type", "")
    fields = (*FIELDS.get(stem, ()), *(each for some in BLOCKS.get(stem, {}).values() for each in some))
    return any(field.is_guarded for field in fields)


def _is_translation(page: Page) -> bool:
    sources = TranslationSource.objects.filter(object_id=page.translation_key)
    return bool(sources.exclude(locale_id=page.locale_id).exists())


def _reason_of(page: int, digest: str) -> Any:
    return PageLogEntry.objects.filter(page_id=page, action=REASON, data__digest=digest).first()


def _changers(live: Any, before: str, newest: int) -> set[Any]:
    """Ids of those whose revisions since the live one changed a guarded fact."""
    found = set()
    revisions = live.revisions.filter(pk__gt=live.live_revision_id or 0, pk__lte=newest).order_by("pk")
    for content, user in revisions.values_list("content", "user_id"):
        now = digest_guarded(type(live), content)
        if now != before:
            found.add(user)
        before = now
    return found


def note_reason(page: Page, pending: Pending, reason: str, user: Any) -> None:
    """Keeps the reason in the page's history, with the facts as they were and will be."""
    facts = [
        {"label": change.label, "old": _brief(change, "old"), "new": _brief(change, "new")}
        for change in pending.changes
    ]
    data = {"reason": reason, "digest": pending.digest, "facts": facts}
    log(instance=page, action=REASON, user=user, data=data, revision=page.get_latest_revision())


def note_confirmation(page: Page, pending: Pending, user: Any) -> None:
    """Keeps in the page's history that a second person looked at these facts."""
    data = {"reason": pending.reason, "digest": pending.digest}
    log(instance=page, action=CONFIRMED, user=user, data=data, revision=page.get_latest_revision())


def _brief(change: FactChange, side: str) -> str:
    lines: Sequence[str] = getattr(change.shown[0], side)
    return "; ".join(lines)


def explain_refusal(pending: Pending) -> str:
    """What is missing, in an editor's words."""
    if pending.problem == NEEDS_REASON:
        return _(
            "This changes the deadline, the money or who may apply on a live call: say why before it goes live."
        )
    return _(
        "This changes the deadline, the money or who may apply on a live call: a second person must confirm it."
    )


def require_reason(revision: Any, user: Any) -> None:
    """Raises FactsRefused where a person publishes, now or for later, a revision that the two rules do not let through."""
    live = _live_row(revision.content_object)
    pending = (
        compare(live, revision.content, revision.pk, user) if live is not None and user is not None else None
    )
    _refuse(pending)


def _live_row(instance: Any) -> Any:
    """The public version of a page whose guarded facts are its own; None for any other."""
    if not _is_guarded(type(instance)) or instance.pk is None or _is_translation(instance):
        return None
    return type(instance).objects.filter(pk=instance.pk, live=True).first()


def _refuse(pending: Pending | None) -> None:
    if pending is not None and pending.problem:
        logger.warning(
            "Page %s was not published: %s is missing for its changed facts", pending.page, pending.problem
        )
        raise FactsRefused(explain_refusal(pending))


def require_reason_of(instance: Any, user: Any) -> None:
    """The same for a page that is being saved live."""
    live = _live_row(instance)
    if live is not None:
        _refuse(compare(live, instance.serializable_data(), instance.live_revision_id or 0, user))
