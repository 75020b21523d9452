"""Knowledge: the facts of one edition's pages that a process has rendered or read, for checks that need more of them."""

from __future__ import annotations

import re
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
        self.lost_anchors = False
        """Whether a page that was rendered again has lost a place that others may lead to."""

    def take(self, path: str, facts: Facts, before: Entry | None) -> None:
        """Takes the facts of a page that was just rendered. `before`: what stood there."""
        old = self.facts.get(path)
        if old is None and before is not None and not self.lost_anchors and self._store.has(before):
            old = extract_facts(self._store.read(before.sha256))
        if old is not None and old.ids != facts.ids and set(old.ids) - set(facts.ids):
            self.lost_anchors = True
        self.facts[path] = facts

    def forget(self, paths: Iterable[str]) -> None:
        """Drops the facts of pages that are no more."""
        for path in paths:
            self.facts.pop(path, None)

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
                self.facts[path] = extract_facts(data)

    def learn(self, entries: Mapping[str, Entry], go_on: Callable[[], bool]) -> None:
        """Reads the facts of every page of a release, so that no check need stop for them, as long as `go_on` says yes."""
        for path in self.facts.keys() - entries.keys():
            del self.facts[path]
        for path, entry in entries.items():
            if entry.type == HTML and path not in self.facts:
                if not go_on():
                    return
                self.facts[path] = extract_facts(self._store.read(entry.sha256))
