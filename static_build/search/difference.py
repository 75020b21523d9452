"""The difference between a release and what the indices hold: what has to go goes first, then what is new or another comes.

Every failure is kept with its reason; one document that is not taken keeps none of the others back.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import msgspec
from msgspec import Struct

from static_build.result import Report
from static_build.search.brought import Failure, IndexFailed, LanguageBrought, compare
from static_build.search.indices import Action, Indices, Sent
from static_build.search.mapping import fields_of
from static_build.search.released import Released
from static_build.site import Place


class Held(Struct, frozen=True):
    """An index and what it holds: a digest by id, which follows what is sent and taken."""

    index: str
    digests: dict[str, str]


class Difference:
    """Brings indices to one release and counts what it does, by language."""

    def __init__(
        self,
        indices: Indices,
        released: Released,
        brought: Mapping[str, LanguageBrought],
        report: Report = lambda step, done, all: None,
    ) -> None:
        self._indices, self._released, self._brought, self._report = indices, released, brought, report
        self._failures: list[Failure] = []

    def take_away(self, held: Mapping[str, Held]) -> None:
        """What is not in the release is found no more when this returns. No document of the release is read for it."""
        touched = []
        for locale, each in held.items():
            gone = sorted(each.digests.keys() - self._released.keys(locale))
            if gone:
                touched.append(each.index)
                sent = self._indices.send(_taking(each.index, gone))
                failed = self._note(locale, sent)
                self._brought[locale].removed += len(gone) - len(failed)
                for key in set(gone) - failed:
                    del each.digests[key]
        if touched:
            self._indices.refresh(touched)

    def put(self, held: Mapping[str, Held]) -> None:
        """What is new or another is found when this returns."""
        todo = {
            locale: compare(each.digests, self._released.digests(locale)) for locale, each in held.items()
        }
        places = [(key, locale) for locale, what in todo.items() for key in (*what.missing, *what.differing)]
        if not places:
            return
        sent = self._indices.send(
            self._putting({locale: each.index for locale, each in held.items()}, places),
            lambda done: self._report("index", done, len(places)),
        )
        self._indices.refresh([each.index for each in held.values()])
        for locale, each in held.items():
            failed = self._note(locale, sent, each.index)
            self._brought[locale].added += len(set(todo[locale].missing) - failed)
            self._brought[locale].changed += len(set(todo[locale].differing) - failed)

    def end(self) -> None:
        """Raises IndexFailed where a document was not taken."""
        if self._failures:
            raise IndexFailed(self._failures)

    def _putting(self, indices: Mapping[str, str], places: Sequence[Place]) -> Iterator[Action]:
        digests = {locale: self._released.digests(locale) for locale in indices}
        for place, entry in zip(places, self._released.entries(places), strict=True):
            fields = fields_of(
                entry, digests[place[1]][place[0]], document_sha256=self._released.document_sha256(place)
            )
            data = msgspec.json.encode(fields)
            yield {"index": {"_index": indices[place[1]], "_id": place[0]}}, data

    def _note(self, locale: str, sent: Sent, index: str | None = None) -> set[str]:
        failures = [each for each in sent.failures if index in (None, each.index)]
        self._failures += failures
        self._brought[locale].failed += len(failures)
        return {each.key for each in failures}


def _taking(index: str, keys: Sequence[str]) -> Iterator[Action]:
    for key in keys:
        yield {"delete": {"_index": index, "_id": key}}, None
