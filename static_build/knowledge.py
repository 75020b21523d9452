"""Knowledge: the facts of one edition's pages that a process has rendered or read, for checks that need more of them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping

from static_build.facts import Facts, extract_facts
from static_build.manifest import Entry
from static_build.outputs.output import HTML
from static_build.release import Store


class Knowledge:
    """Facts by path."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.facts: dict[str, Facts] = {}
        self.leads: Counter[str] = Counter()
        """Every address to which one of these pages leads, and from how many: a hundred thousand pages share most of them."""
        self.lost_anchors = False
        """Whether a page that was rendered again has lost a place that others may lead to."""

    def take(self, path: str, facts: Facts, before: Entry | None) -> None:
        """Takes the facts of a page that was just rendered. `before`: what stood there."""
        old = self.facts.get(path)
        if old is None and before is not None and not self.lost_anchors and self._store.has(before):
            old = extract_facts(self._store.read(before.sha256))
        if old is not None and old.ids != facts.ids and set(old.ids) - set(facts.ids):
            self.lost_anchors = True
        self._keep(path, facts)

    def forget(self, paths: Iterable[str]) -> None:
        """Drops the facts of pages that are no more."""
        for path in paths:
            old = self.facts.pop(path, None)
            if old is not None:
                self._count(old, -1)

    def _keep(self, path: str, facts: Facts) -> None:
        self.forget((path,))
        self.facts[path] = facts
        self._count(facts, 1)

    def _count(self, facts: Facts, step: int) -> None:
        for href in (*facts.links, *(href for _, href in facts.alternates)):
            self.leads[href] += step
            if not self.leads[href]:
                del self.leads[href]

    def learn_suspects(
        self, gone: Iterable[str], rendered: Collection[str], entries: Mapping[str, Entry]
    ) -> None:
        """Reads the facts of pages that may lead to what is gone: of all others, not even the HTML is parsed."""
        unknown = [
            path
            for path, entry in entries.items()
            if entry.type == HTML and path not in self.facts and path not in rendered
        ]
        addresses = sorted({path.removesuffix("index.html") for path in (*gone, *rendered)})
        if not unknown or not addresses:
            return
        names = b"|".join(re.escape(address.encode()) for address in addresses)
        suspect = re.compile(b"/(?:" + names + b')["#?]')
        for path in unknown:
            data = self._store.read(entries[path].sha256)
            if suspect.search(data):
                self._keep(path, extract_facts(data))

    def learn(self, entries: Mapping[str, Entry], go_on: Callable[[], bool]) -> None:
        """Reads the facts of every page of a release, so that no check need stop for them, as long as `go_on` says yes."""
        self.forget(self.facts.keys() - entries.keys())
        for path, entry in entries.items():
            if entry.type == HTML and path not in self.facts:
                if not go_on():
                    return
                self._keep(path, extract_facts(self._store.read(entry.sha256)))
