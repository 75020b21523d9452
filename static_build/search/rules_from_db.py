"""The rules that hold for queries now: what editors added to those that ship, and the glossary's pairs across languages.

Of the glossary the two terms alone leave, never a definition, a note or a variant. Writes nothing.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable

from django.db import Error
from msgspec.structs import replace

from site_content.models.glossary import GlossaryTerm
from site_content.search.rules import Rules
from static_build.search.stored_rules import read_stored_rules

FRESH_SECONDS = 4.0
"""An editor's change holds for the next query but within 5 s."""
log = logging.getLogger(__name__)
_NONE = Rules()
"""Always the same: whoever makes something of rules makes it once."""


def read_rules(locale: str) -> Rules:
    """All rules of a language. Raises django.db.Error where the database does not answer."""
    return read_all_rules()[locale]


def read_all_rules() -> dict[str, Rules]:
    """All rules by locale code, in a constant number of queries. Raises django.db.Error."""
    across = _read_pairs()
    return {code: replace(rules, across=across.get(code, ())) for code, rules in read_stored_rules().items()}


def _read_pairs() -> dict[str, tuple[tuple[str, str], ...]]:
    """The glossary's terms, each beside that of the other language."""
    terms = [
        (italian.strip(), chinese.strip())
        for italian, chinese in GlossaryTerm.objects.order_by("pk").values_list("italian", "chinese")
    ]
    pairs = [pair for pair in terms if all(pair)]
    return {"it": tuple(pairs), "zh-hans": tuple((chinese, italian) for italian, chinese in pairs)}


class FreshRules:
    """Rules that are never much older than `FRESH_SECONDS`; the last known ones where the database is gone.

    As long as nothing changed each answer is the same object. May be asked by several threads: one reads, the others go on
    with what is known.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._read_at: float | None = None
        self._known: dict[str, Rules] = {}
        self._is_cut_off = False

    def __call__(self, locale: str) -> Rules:
        """The rules of a language; none where the language is unknown."""
        is_first = self._read_at is None
        if self._is_old() and self._lock.acquire(blocking=is_first):
            try:
                if self._is_old():
                    self._read()
            finally:
                self._lock.release()
        return self._known.get(locale, _NONE)

    def _is_old(self) -> bool:
        return self._read_at is None or self._clock() - self._read_at >= FRESH_SECONDS

    def _read(self) -> None:
        try:
            found = read_all_rules()
        except Error as error:
            if not self._is_cut_off:
                log.warning(
                    "The search goes on with the rules that it has: no answer of the database (%s)", error
                )
            self._is_cut_off = True
        else:
            known, self._is_cut_off = self._known, False
            self._known = {
                code: known[code] if known.get(code) == rules else rules for code, rules in found.items()
            }
        self._read_at = self._clock()
