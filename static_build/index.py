"""The search index as a target that knows its release: brought to the one that is live by the difference, or filled anew.

In: the released documents. Out: documents in Elasticsearch by id, and aliases that lead to them. A fill holds no lock: what
is withdrawn meanwhile leaves the live index at once, and the new one catches up before it is searched.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from datetime import UTC, datetime

from elasticsearch import Elasticsearch
from msgspec.structs import replace

from site_content.languages import LANGUAGES
from static_build.errors import BuildError, Busy
from static_build.release import Store
from static_build.result import Report
from static_build.search import mapping
from static_build.search.brought import Brought, Compared, Digests, IndexFailed, LanguageBrought, compare
from static_build.search.client import PREFIX, SearchUnavailable, connect
from static_build.search.difference import Difference, Held
from static_build.search.holding import Holding
from static_build.search.indices import Indices, Live
from static_build.search.released import Names, Released

SAMPLES = 20
"""So many documents of a language are looked for by their titles before a new index is searched."""
QUIET: Report = lambda step, done, all: None  # noqa: E731
Waiting = Callable[[], None]


def open_index(store: Store, url: str) -> Index:
    """The indices on the server at this address. Raises BuildError where there is none."""
    if not url:
        raise BuildError(
            "There is no search server to bring up to date: ELASTICSEARCH_URL is not set. Readers search the static index."
        )
    return Index(store, connect(url))


class Index:
    """The indices of one data folder. Remembers what they hold: a later difference need not ask."""

    def __init__(
        self,
        store: Store,
        client: Elasticsearch,
        *,
        prefix: str = PREFIX,
        locales: Sequence[str] = tuple(LANGUAGES),
    ) -> None:
        """`store`: of the main edition."""
        self._store, self._locales = store, tuple(locales)
        self._indices = Indices(client, self._locales, prefix=prefix)
        self._holding = Holding(store.home)
        self._names = Names()
        self._known: dict[str, tuple[str, Digests]] = {}
        """By index: the release that this process brought there, and what it held then."""
        self._last: Released | None = None
        self._is_ready = False

    def bring(
        self, *, full: bool = False, report: Report = QUIET, waiting: Waiting = lambda: None
    ) -> Brought:
        """Brings search to the release that is live, filling new indices where it has to or `full` says so.

        `waiting` is called where another process fills. Raises BuildError, SearchUnavailable where the server is at fault.
        """
        start = time.monotonic()
        if full:
            with suppress(
                SearchUnavailable, IndexFailed
            ):  # what is wrong with the old ones is no reason to keep them
                self.apply(report=report)
            brought = self.fill(report=report, waiting=waiting)
        else:
            brought = self.apply(report=report)
            if brought.needs_fill:
                brought = self.fill(only_if_needed=True, report=report, waiting=waiting)
            else:
                self.clean()
        brought.seconds = round(time.monotonic() - start, 3)
        return brought

    def apply(self, *, doubt: bool = False, report: Report = QUIET) -> Brought:
        """Applies the difference to the live indices; to one of another mapping only what it has to lose.

        `doubt`: look at what they hold, whatever is known. Raises BuildError; what could be applied is.
        """
        start = time.monotonic()
        with self._holding.difference() as note:
            live, released = self._indices.live(), self._read_current()
            brought = self._begin(live, released)
            doubt = doubt or note.is_left_open
            if doubt or brought.needs_fill or not self._is_there(live, released.release):
                self._indices.refuse_red(live.values())
                held = {locale: self._held(each, doubt=doubt) for locale, each in live.items()}
                note.open(released.release)
                self._bring(live, released, held, brought, report)
                note.close()
        brought.seconds = round(time.monotonic() - start, 3)
        return brought

    def fill(
        self, *, only_if_needed: bool = False, report: Report = QUIET, waiting: Waiting = lambda: None
    ) -> Brought:
        """Fills new indices, looks at them, and switches every language to its own in one step.

        Raises BuildError: then what was searched is searched still.
        """
        start = time.monotonic()
        with self._holding.filling(waiting=waiting):
            self._drop(self._indices.strays())
            brought = self.apply(report=report) if only_if_needed else None
            if brought is None or brought.needs_fill:
                brought = self._fill_anew(report)
        if self._store.current() != brought.release:
            brought.release = self.apply(report=report).release
        brought.seconds = round(time.monotonic() - start, 3)
        return brought

    def clean(self) -> None:
        """Removes what a fill that was broken off has left, unless one is under way. Raises SearchUnavailable."""
        with suppress(Busy), self._holding.filling(wait_seconds=0):
            self._drop(self._indices.strays())

    def get_ready(self) -> None:
        """Reads, once, the dictionaries that entries are made with: the first edit need not wait for them."""
        if not self._is_ready:
            self._is_ready = True
            released = self._read_current()
            some = [(key, locale) for locale in self._locales for key in list(released.keys(locale))[:1]]
            for entry in released.entries(some):
                mapping.fields_of(entry, "")

    def compare(self) -> dict[str, Compared]:
        """By language, how the live indices differ from the release that is live. Changes nothing. Raises BuildError."""
        with self._holding.difference():
            live, released = self._indices.live(), self._read_current()
            return {
                locale: compare(
                    self._indices.digests(live[locale].index) if locale in live else {},
                    released.digests(locale),
                )
                for locale in self._locales
            }

    def release(self) -> str:
        """The release that every language is at; empty where they differ or one has no index. Raises SearchUnavailable."""
        live = self._indices.live()
        found = {
            "" if (each := live.get(locale)) is None or _is_old(each) else each.release
            for locale in self._locales
        }
        return found.pop() if len(found) == 1 else ""

    # The difference.

    def _read_current(self) -> Released:
        release = self._store.current()
        if release is None:
            raise BuildError(
                "There is no release yet, so there is nothing to index. Run `ponte build` first."
            )
        if self._last is None or self._last.release != release:
            self._last = Released(self._store, release, names=self._names)
        return self._last

    def _begin(self, live: Mapping[str, Live], released: Released) -> Brought:
        counts = {locale: LanguageBrought(documents=len(released.keys(locale))) for locale in self._locales}
        needs_fill = any(_is_old(live.get(locale)) for locale in self._locales)
        return Brought(release=released.release, needs_fill=needs_fill, languages=counts)

    def _is_there(self, live: Mapping[str, Live], release: str) -> bool:
        """Whether this process brought this very release to every live index."""
        known = {each.index: self._known.get(each.index, ("",))[0] for each in live.values()}
        return all(each.release == release == known[each.index] for each in live.values())

    def _held(self, live: Live, *, doubt: bool) -> Held:
        """What an index holds: remembered, if nobody else has been there since, else asked."""
        release, digests = self._known.pop(live.index, ("", {}))
        if release and release == live.release and not doubt:
            return Held(live.index, dict(digests))
        return Held(live.index, self._indices.digests(live.index))

    def _bring(
        self,
        live: Mapping[str, Live],
        released: Released,
        held: Mapping[str, Held],
        brought: Brought,
        report: Report,
    ) -> None:
        difference = Difference(self._indices, released, brought.languages, report)
        difference.take_away(held)
        fit = [locale for locale, each in live.items() if not _is_old(each)]
        difference.put({locale: held[locale] for locale in fit})
        difference.end()
        for locale, each in live.items():
            if locale in fit:
                self._settle(each, locale, released)
            else:
                self._known[each.index] = (each.release, held[locale].digests)

    def _settle(self, live: Live, locale: str, released: Released) -> None:
        """The index holds the release: said there, and remembered here."""
        if live.release != released.release:
            self._indices.describe(live.index, replace(live, release=released.release))
        self._known[live.index] = (released.release, released.digests(locale))

    # The fill.

    def _fill_anew(self, report: Report) -> Brought:
        new: dict[str, str] = {}
        try:
            brought = self._fill(new, report)
        except BaseException:
            self._drop(new.values())
            raise
        self._drop(self._indices.strays())
        return brought

    def _fill(self, new: dict[str, str], report: Report) -> Brought:
        """Fills one new index a language, named in `new`, from one release, and brings them to the one that is live then."""
        for locale in self._locales:
            meta = {"version": mapping.VERSION, "release": "", "filled_at": ""}
            new[locale] = self._indices.create(
                locale,
                settings=mapping.settings_of(locale),
                mappings={**mapping.mappings_of(locale), "_meta": meta},
            )
        released = Released(self._store, self._read_current().release, names=self._names)
        brought = self._begin({}, released)
        difference = Difference(self._indices, released, brought.languages, report)
        difference.put({locale: Held(index, {}) for locale, index in new.items()})
        difference.end()
        for index in new.values():
            self._indices.finish(index)
        with self._holding.difference() as note:
            brought = self._bring_new(new, released, report)
            self._indices.switch(new)
            note.close()  # what was left undone was so in the old ones
        return brought

    def _bring_new(self, new: Mapping[str, str], filled_from: Released, report: Report) -> Brought:
        """What was released while they were filled reaches the new indices; then they are looked at."""
        released = self._read_current()
        at = datetime.now(UTC).isoformat(timespec="seconds")
        live = {
            locale: Live(index=index, version=mapping.VERSION, filled_at=at) for locale, index in new.items()
        }
        held = {locale: Held(index, dict(filled_from.digests(locale))) for locale, index in new.items()}
        self._bring(live, released, held, self._begin(live, released), report)
        for locale, index in new.items():
            self._look_at(index, locale, released)
        brought = self._begin(live, released)
        brought.filled = True
        for each in brought.languages.values():
            each.added = each.documents
        return brought

    def _look_at(self, index: str, locale: str, released: Released) -> None:
        """Raises BuildError where a new index does not hold what it should, or does not find it."""
        wanted, count = sorted(released.keys(locale)), self._indices.count(index)
        if count != len(wanted):
            raise BuildError(
                f"The new index {index} holds {count} documents, and {len(wanted)} were sent. It is not used; what was "
                "searched is searched still. Run `ponte index --full` again."
            )
        samples = [(key, locale) for key in wanted[:: max(1, len(wanted) // SAMPLES)]]
        entries = released.entries(samples)
        if samples and not any(self._indices.finds(index, each.key, each.title) for each in entries):
            raise BuildError(
                f"The new index {index} finds no document by its title. It is not used; what was searched is searched "
                "still. Look at the analyzers of its mapping."
            )

    def _drop(self, indices: Iterable[str]) -> None:
        """Removes indices that nobody searches; one that stays goes with the next fill."""
        with suppress(BuildError):
            self._indices.delete(list(indices))


def _is_old(live: Live | None) -> bool:
    """Whether a language has to be filled anew."""
    return live is None or live.version != mapping.VERSION
