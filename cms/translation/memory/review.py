"""What a reviewer does to units: correct, delete, restore. Always to all that have the same two texts, wherever."""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from cms.translation.marked import NotMarked, parse
from cms.translation.memory import words
from cms.translation.memory.changes import begin_change
from cms.translation.memory.models import Event, Origin, Unit


class Refused(ValueError):
    """A text that cannot be the translation, with the reason for people."""


def find_twins(unit: Unit) -> QuerySet[Unit]:
    """The unit and all others of the same two texts that are as alive as it is."""
    return Unit.objects.filter(
        source_locale=unit.source_locale,
        target_locale=unit.target_locale,
        source_digest=unit.source_digest,
        target_digest=unit.target_digest,
        deleted_at__isnull=unit.deleted_at is None,
    )


def correct(unit: Unit, target: str, user: Any) -> int:
    """Gives the units another translation, in the marked form. How many there were. Raises Refused."""
    find_fault(unit.source, target)
    others = parse(target)
    spelt = words.canonical(others, {})
    if words.digest(spelt) == unit.target_digest:
        return 0
    now = timezone.now()
    with transaction.atomic():
        number = begin_change()
        twins = list(find_twins(unit).select_for_update())
        _note(twins, Event.What.CORRECTED, user, now)
        for twin in twins:
            twin.rejected_digest = twin.target_digest
            twin.target, twin.target_digest = spelt, words.digest(spelt)
            said = words.fold(words.read_words(parse(twin.source)))
            twin.folded = f"{said}\n{words.fold(words.read_words(others))}"
            twin.change, twin.when, twin.user = number, now, user
            # Of the import that brought it nothing is left to undo.
            twin.origin, twin.batch = Origin.CONFIRMED, None
        fields = ("rejected_digest", "target", "target_digest", "folded", "change", "when")
        Unit.objects.bulk_update(twins, (*fields, "user", "origin", "batch"))
    return len(twins)


def delete(unit: Unit, user: Any) -> int:
    """Takes the units out of every search; they can be restored. How many there were."""
    now = timezone.now()
    with transaction.atomic():
        number = begin_change()
        twins = list(find_twins(unit).select_for_update())
        _note(twins, Event.What.DELETED, user, now)
        for twin in twins:
            twin.deleted_at, twin.rejected_digest, twin.change = now, twin.target_digest, number
        Unit.objects.bulk_update(twins, ("deleted_at", "rejected_digest", "change"))
    return len(twins)


def restore(unit: Unit, user: Any) -> int:
    """Takes the deletion back."""
    with transaction.atomic():
        number = begin_change()
        twins = list(find_twins(unit).select_for_update())
        _note(twins, Event.What.RESTORED, user, timezone.now())
        for twin in twins:
            twin.deleted_at, twin.rejected_digest, twin.change = None, "", number
        Unit.objects.bulk_update(twins, ("deleted_at", "rejected_digest", "change"))
    return len(twins)


def find_fault(source: str, target: str) -> None:
    """Raises Refused for what cannot translate `source`: no words, or other codes."""
    try:
        others = parse(target)
    except NotMarked as error:
        raise Refused(
            _("The codes are not in pairs, at character %(place)s.") % {"place": error.position}
        ) from error
    if not words.read_words(others).strip():
        raise Refused(_("The translation has no text."))
    pieces = parse(source)
    if Counter(words.link_ids(pieces)) != Counter(words.link_ids(others)):
        raise Refused(_("The translation must have the links of the source, each once."))


def _note(units: list[Unit], what: Event.What, user: Any, when: datetime) -> None:
    Event.objects.bulk_create(
        Event(unit=unit, what=what, user=user, when=when, target=unit.target) for unit in units
    )
