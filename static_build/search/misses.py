"""Misses: queries that found nothing are counted by day and language, for editors. Never who asked, nor from where.

What could be somebody's (mail addresses, numbers of telephones, accounts and papers) is not kept. Counted in memory and
written by a thread of its own: an answer never waits for it, and nothing that fails here reaches one.
"""

from __future__ import annotations

import atexit
import logging
import re
import threading
import time
import unicodedata
from collections import Counter
from datetime import date, timedelta

from django.db import IntegrityError, connection, transaction
from django.db.models import F
from django.utils import timezone

from static_build.models import MissedQuery

WRITE_EVERY_SECONDS = 10.0
KEPT_DAYS = 90
LENGTH = 80
"""Characters; whoever searches for more has pasted something."""
MOST_WAITING = 2_000
MOST_A_DAY = 1_000
"""Different queries of a language that are kept of one day."""
_ADDRESS = re.compile(r"@|\S\s*[(\[]\s*at\s*[)\]]\s*\S|\w+ at \w+ dot \w+|://|\bwww\.")
_MANY_DIGITS = re.compile(r"(?:\d[\s.,/()_+*#-]*){7}")
_TAX_CODE = re.compile(r"\b[a-z]{6}\d{2}[a-z]\d{2}[a-z]\d{3}[a-z]\b")
Miss = tuple[date, str, str]
"""Day, locale code and query."""
log = logging.getLogger(__name__)


def note_miss(locale: str, q: str) -> None:
    """Counts a query that found nothing; returns at once, never raises."""
    query = fold_query(q)
    if query and not looks_personal(query):
        _waiting.add((timezone.localdate(), locale, query))


def fold_query(q: str) -> str:
    """The form in which two queries are one: width, case and blanks say nothing. Empty for what is not worth keeping."""
    text = unicodedata.normalize("NFKC", q).casefold()
    query = " ".join("".join(each if each.isprintable() else " " for each in text).split())
    return query if len(query) <= LENGTH and any(map(str.isalnum, query)) else ""


def looks_personal(query: str) -> bool:
    """Whether a folded query may be a mail address, a number of telephone, account or paper, or a web address."""
    return any(pattern.search(query) for pattern in (_ADDRESS, _MANY_DIGITS, _TAX_CODE))


def write_misses() -> None:
    """Writes what was counted since the last time; what could not be written is tried again."""
    counts = _waiting.take()
    if not counts:
        return
    try:
        with transaction.atomic():
            _add_to_rows(counts)
    except Exception as error:  # noqa: BLE001 - in a thread of its own, where nobody else would catch it
        _waiting.put_back(counts)
        log.warning("Searches without a result are not written yet: %s", error)


def forget_misses(today: date | None = None) -> None:
    """Deletes what is older than 90 days."""
    oldest = (today or timezone.localdate()) - timedelta(days=KEPT_DAYS)
    MissedQuery.objects.filter(day__lt=oldest).delete()


def _add_to_rows(counts: Counter[Miss]) -> None:
    """Sorted, so that two writers take rows in one order."""
    for day, locale in sorted({miss[:2] for miss in counts}):
        rows = MissedQuery.objects.filter(day=day, locale=locale)
        room = MOST_A_DAY - rows.count()
        for miss in sorted(miss for miss in counts if miss[:2] == (day, locale)):
            if rows.filter(query=miss[2]).update(count=F("count") + counts[miss]):
                continue
            if room > 0:
                room -= 1
                _insert(miss, counts[miss])


def _insert(miss: Miss, count: int) -> None:
    day, locale, query = miss
    try:
        with transaction.atomic():
            MissedQuery.objects.create(day=day, locale=locale, query=query, count=count)
    except IntegrityError:  # another process was first
        MissedQuery.objects.filter(day=day, locale=locale, query=query).update(count=F("count") + count)


class _Waiting:
    """What was counted and not written yet, bounded; a thread that writes it runs while there is something."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._counts: Counter[Miss] = Counter()
        self._thread: threading.Thread | None = None

    def add(self, miss: Miss) -> None:
        with self._lock:
            if miss in self._counts or len(self._counts) < MOST_WAITING:
                self._counts[miss] += 1
            if (
                self._thread is None or not self._thread.is_alive()
            ):  # which none is in a process that was forked
                self._thread = threading.Thread(target=self._write, name="missed queries", daemon=True)
                self._thread.start()

    def take(self) -> Counter[Miss]:
        with self._lock:
            counts, self._counts = self._counts, Counter()
            return counts

    def put_back(self, counts: Counter[Miss]) -> None:
        with self._lock:
            for miss, count in counts.items():
                if miss in self._counts or len(self._counts) < MOST_WAITING:
                    self._counts[miss] += count

    def _write(self) -> None:
        """Until nothing waits: then the next miss starts another thread."""
        while True:
            time.sleep(WRITE_EVERY_SECONDS)
            write_misses()
            connection.close()  # one of this thread's own, which the database may have dropped before the next time
            with self._lock:
                if not self._counts:
                    self._thread = None
                    return


_waiting = _Waiting()
atexit.register(write_misses)
