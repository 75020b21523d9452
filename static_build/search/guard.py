"""The guard: what the index found comes in, what is public at this moment goes out. The live tree decides.

An index that is behind, read-only or restored from a backup may hold pages that were withdrawn, and old words of pages that
changed. Nothing of either is shown: no title, no excerpt, no other spelling, no count.
"""

from __future__ import annotations

import textwrap
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import datetime
from html import escape
from pathlib import Path

from msgspec.structs import replace

from site_content.documents import Document
from site_content.languages import LANGUAGES
from site_content.search.entries import make_entry
from static_build.search.answer import Completion, Count, Hit, Suggestion
from static_build.search.highlight import LONGEST
from static_build.search.live import Tree
from static_build.search.searcher import Found, FoundHit

Counts = dict[str, tuple[Count, ...]]


class Current:
    """What may be shown, by the live tree of a data folder. May be used by several threads."""

    def __init__(self, home: Path) -> None:
        self._tree = Tree(home)
        self.release = self._tree.release
        self.next_change_at = self._tree.next_change_at
        self.steady_moment = self._tree.steady_moment

    def guard(self, found: Found, locale: str, now: datetime) -> Found:
        """The same without what is not public; what changed since it was indexed is shown as it is now.

        `locale`: the language in which topics are named. Raises NoRelease.
        """
        self._tree.release()
        judged = [(each, *self._judge(each, now)) for each in found.hits]
        gone = [each.hit for each, shown, _ in judged if shown is None]
        total = max(found.total - len(gone), 0)
        borne_out = any(is_same for _, _, is_same in judged)
        return replace(
            found,
            hits=tuple(shown for _, shown, _ in judged if shown is not None),
            total=total,
            facets=self._count(found.facets, gone, locale),
            suggestion=Suggestion(found.suggestion.q, total) if found.suggestion and borne_out else None,
        )

    def guard_completions(self, found: Iterable[Completion]) -> tuple[Completion, ...]:
        """Those that lead to a page which says so, or are the name of somebody or something public. Raises NoRelease."""
        self._tree.release()
        return tuple(each for each in found if self._holds(each))

    def _holds(self, completion: Completion) -> bool:
        if completion.kind == "title":
            return self._tree.says(completion.url, completion.text)
        return self._tree.is_named(completion.kind, completion.text)

    def _judge(self, found: FoundHit, now: datetime) -> tuple[FoundHit | None, bool]:
        """(what may be shown of a hit, whether that is what was indexed); None where it is not public."""
        place = found.hit.locale, found.hit.type, found.hit.key
        digest = self._tree.digest(*place)
        if digest and digest == found.document_sha256:
            return found, True
        document = self._tree.document(*place) if digest else None
        return (_show(found, document, now) if document else None), False

    def _count(self, facets: Counts, gone: Iterable[Hit], locale: str) -> Counts:
        """The counts less what is gone, topics by the names that they have now."""
        less = Counter(value for hit in gone for value in _values_of(hit))
        counts = {
            facet: tuple(
                replace(each, count=each.count - less[facet, each.value])
                for each in values
                if each.count > less[facet, each.value]
            )
            for facet, values in facets.items()
        }
        if "topic" in counts:
            counts["topic"] = tuple(self._name_topics(counts["topic"], locale))
        return counts

    def _name_topics(self, topics: Iterable[Count], locale: str) -> Iterator[Count]:
        for each in topics:
            titles = (self._tree.title(code, "topic", each.value) for code in (locale, *LANGUAGES))
            title = next(filter(None, titles), "")
            if title:
                yield replace(each, label=title)


def _show(found: FoundHit, document: Document, now: datetime) -> FoundHit:
    """The hit as its document is now; nothing is marked in it."""
    entry = make_entry(document, {}, now)
    hit = replace(
        found.hit,
        url=entry.path,
        title=entry.title,
        title_html=escape(entry.title),
        excerpt_html=escape(textwrap.shorten(entry.summary, LONGEST, placeholder="…")),
        status=entry.state,
        date=entry.date,
        begins_at=entry.begins_at,
        ends_at=entry.ends_at,
        topics=document.topics,
    )
    return replace(found, hit=hit)


def _values_of(hit: Hit) -> Iterator[tuple[str, str]]:
    """Every facet and value under which a hit was counted."""
    yield "type", hit.type
    yield from (("topic", key) for key in hit.topics)
    if hit.status:
        yield "status", hit.status
    if hit.date:
        yield "year", str(hit.date.year)
