"""A released site, its index on a real server, and the search endpoint over both."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from cms.search.breaker import Breaker
from cms.search.service import Service
from site_content.search.rules import Rules
from static_build.search.client import connect
from static_build.search.guard import Current
from static_build.search.searcher import Searcher
from tests.contracts.searchable_site import (
    NOW,
    PATIENCE_SECONDS,
    Indexed,
    SearchableSite,
    indexed,
    news,
    topic,
)

PUBLIC = "https://www.example.org"
ADDRESS = "https://search.example.org"
RULES = Rules()
NEVER = Breaker(lambda error: False)
"""For a server that is well on a machine that is busy."""


class Ground:
    """A released site, its index, and the endpoint over both."""

    def __init__(self, site: SearchableSite, index: Indexed, url: str) -> None:
        self.site, self.index, self.url = site, index, url
        self.misses: list[tuple[str, str]] = []
        self.service = self.make_service(url, breaker=NEVER)

    def make_service(
        self, url: str, *, patience: float = PATIENCE_SECONDS, breaker: Breaker | None = None
    ) -> Service:
        """A service that asks the server at this address."""
        searcher = Searcher(
            connect(url, timeout_seconds=patience), lambda locale: RULES, prefix=self.index.prefix
        )
        return self.serve_by(searcher, breaker)

    def serve_by(self, searcher: Searcher | None, breaker: Breaker | None = None) -> Service:
        """A service that asks by this searcher."""
        return Service(
            searcher,
            Current(self.site.store.home),
            origins=frozenset({PUBLIC}),
            address=ADDRESS,
            now=lambda: NOW,
            on_miss=lambda locale, q: self.misses.append((locale, q)),
            breaker=breaker,
        )


@contextmanager
def prepared(home: Path, url: str) -> Iterator[Ground]:
    """Some pages in both languages, indexed as long as the block lasts."""
    site = SearchableSite(home)
    site.put(topic("robotica", "Robotica"))
    site.put(*(news(f"n{number}", f"Notizia numero {number} sul polpo") for number in range(25)))
    site.put(news("arpa", "Un’arpa & <b>due</b>", summary="Musica."))
    site.put(news("tamburo", "鼓的新闻", locale="zh-hans", summary="音乐。"))
    site.release()
    with indexed(home, url) as index:
        yield Ground(site, index, url)
