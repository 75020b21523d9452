"""Begins, answers, settles and lists comments. Asks no right: whoever calls has. Mail goes out when the row is kept."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from wagtail_localize.models import Translation

from cms.translation.comments.models import Allowance, Comment
from cms.translation.segments import Segment, name_of

LONGEST = 5_000
"""Characters of one comment."""
Address = tuple[str, str]
"""Path and source text: where a comment stands within its translation."""


def open_threads(key: UUID, locale: str) -> QuerySet[Comment]:
    """The first remarks of a translation that nobody has resolved."""
    return Comment.objects.filter(key=key, locale=locale, thread=None, resolved_at=None)


def count_open(key: UUID, locale: str) -> int:
    """How many threads are open."""
    return open_threads(key, locale).count()


def read_threads(translation: Translation) -> list[Comment]:
    """All threads with their answers, open ones first, in two queries."""
    place = {"key": translation.source.object_id, "locale": translation.target_locale.language_code}
    threads = Comment.objects.filter(**place, thread=None).prefetch_related("answers")
    return sorted(threads, key=lambda each: each.resolved_at is not None)


def sort_by_segment(
    threads: Iterable[Comment], segments: Iterable[Segment]
) -> tuple[dict[tuple[int, int], list[Comment]], list[Comment]]:
    """The threads of each segment by its key, and those whose text is no longer on the page.

    A text that was changed keeps the threads of the former one that it is paired with; in a field of one text all stay.
    """
    by_address: dict[Address, list[Comment]] = defaultdict(list)
    for thread in threads:
        by_address[thread.path, thread.source].append(thread)
    segments = list(segments)
    found = {one.key: by_address.pop((one.path, one.source), []) for one in segments}
    for one in segments:
        if one.earlier is not None:
            found[one.key] += by_address.pop((one.path, one.earlier.source), [])
    alone = _alone(segments)
    for path, source in list(by_address):
        if path in alone:
            found[alone[path].key] += by_address.pop((path, source))
    return found, [thread for rest in by_address.values() for thread in rest]


def _alone(segments: Iterable[Segment]) -> dict[str, Segment]:
    """The segments that are the only one of their path."""
    by_path: dict[str, list[Segment]] = defaultdict(list)
    for one in segments:
        by_path[one.path].append(one)
    return {path: found[0] for path, found in by_path.items() if len(found) == 1}


def begin(translation: Translation, segment: Segment, text: str, user: Any) -> Comment:
    """A new thread on a text."""
    return _keep(
        translation,
        user,
        key=translation.source.object_id,
        locale=translation.target_locale.language_code,
        path=segment.path,
        source=segment.source,
        text=text,
    )


def answer(translation: Translation, thread: Comment, text: str, user: Any) -> Comment:
    """An answer, which opens a settled thread again."""
    with transaction.atomic():
        reopen(thread)
        return _keep(
            translation,
            user,
            key=thread.key,
            locale=thread.locale,
            path=thread.path,
            source=thread.source,
            thread=thread,
            text=text,
        )


def _keep(translation: Translation, user: Any, **values: Any) -> Comment:
    from cms.translation.comments.mail import tell

    comment = Comment.objects.create(user=user, user_name=name_of(user), at=timezone.now(), **values)
    transaction.on_commit(lambda: tell(translation, comment))
    return comment


def resolve(thread: Comment, user: Any) -> None:
    """The thread is settled; who did it first stays."""
    Comment.objects.filter(pk=thread.pk, resolved_at=None).update(
        resolved_at=timezone.now(), resolved_name=name_of(user)
    )


def reopen(thread: Comment) -> None:
    """The thread is open again."""
    Comment.objects.filter(pk=thread.pk).update(resolved_at=None, resolved_name="")


def allow(translation: Translation, reason: str, user: Any) -> Allowance:
    """Lets the translation go live although its threads are open, those that are there now and no others."""
    key, locale = translation.source.object_id, translation.target_locale.language_code
    return Allowance.objects.create(
        key=key,
        locale=locale,
        threads=sorted(open_threads(key, locale).values_list("pk", flat=True)),
        reason=reason,
        user=user,
        user_name=name_of(user),
        at=timezone.now(),
    )


def find_allowance(key: UUID, locale: str) -> Allowance | None:
    """The latest allowance, where it covers every thread that is open now."""
    latest = Allowance.objects.filter(key=key, locale=locale).first()
    if latest is None:
        return None
    now = set(open_threads(key, locale).values_list("pk", flat=True))
    return latest if now <= set(latest.threads) else None
