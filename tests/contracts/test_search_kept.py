"""Kept answers over a real index: asked once, and still nothing withdrawn, nothing old, no failure is shown."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from cms.search.kept import Kept
from cms.search.service import Service
from site_content.search.rules import Rules
from static_build.search.answer import Answer, Request
from static_build.search.client import connect
from static_build.search.guard import Current
from static_build.search.searcher import Found, Searcher
from tests.contracts.searchable_site import (
    NOW,
    PATIENCE_SECONDS,
    Indexed,
    SearchableSite,
    indexed,
    key_of,
    news,
    patiently,
)

pytestmark = pytest.mark.elasticsearch


class Counting(Searcher):
    """Counts what reaches the server."""

    asked = 0

    def search(self, request: Request, **more: Any) -> Found:
        self.asked += 1
        return patiently(lambda: super(Counting, self).search(request, **more))


class Kitchen:
    """A site, its index, and a service that keeps answers."""

    def __init__(self, site: SearchableSite, index: Indexed, url: str) -> None:
        self.site, self.index = site, index
        self.rules = Rules()
        self.searcher = Counting(
            connect(url, timeout_seconds=PATIENCE_SECONDS), lambda locale: self.rules, prefix=index.prefix
        )
        home = site.store.home
        self.service = Service(
            self.searcher, Current(home), kept=Kept(home), now=lambda: NOW, on_miss=lambda locale, q: None
        )

    def ask(self, q: str = "polpo") -> Answer:
        return self.service.search(Request(q=q), NOW)

    def titles(self, q: str = "polpo") -> set[str]:
        return {hit.title for hit in self.ask(q).hits}


@pytest.fixture
def kitchen(tmp_path: Path, elasticsearch_url: str) -> Iterator[Kitchen]:
    site = SearchableSite(tmp_path / "home")
    site.put(*(news(name, f"Il polpo {name}") for name in ("lesso", "fritto", "crudo")))
    site.release()
    with indexed(site.store.home, elasticsearch_url) as index:
        yield Kitchen(site, index, elasticsearch_url)


def test_the_same_question_reaches_the_server_once(kitchen: Kitchen) -> None:
    assert [len(kitchen.titles()) for _ in range(4)] == [3] * 4
    assert kitchen.searcher.asked == 1


def test_what_is_withdrawn_is_gone_before_the_index_knows(kitchen: Kitchen) -> None:
    assert "Il polpo crudo" in kitchen.titles()
    kitchen.site.documents.pop((key_of("crudo"), "it"))
    kitchen.site.release()
    answer = kitchen.ask()
    assert {hit.title for hit in answer.hits} == {"Il polpo lesso", "Il polpo fritto"}
    assert answer.total == 2


def test_an_edit_is_found_as_soon_as_the_index_has_it(kitchen: Kitchen) -> None:
    assert kitchen.titles("seppia") == set()
    kitchen.site.put(news("nera", "La seppia nera"))
    kitchen.site.release()
    assert kitchen.titles("seppia") == set()
    kitchen.index.bring()
    assert kitchen.titles("seppia") == {"La seppia nera"}


def test_a_rule_of_the_editors_holds_for_the_next_question(kitchen: Kitchen) -> None:
    assert kitchen.titles("piovra") == set()
    kitchen.rules = Rules(synonyms=(("piovra", "polpo"),))
    assert len(kitchen.titles("piovra")) == 3


def test_what_was_kept_is_still_said_when_the_index_is_closed(kitchen: Kitchen) -> None:
    before = kitchen.ask()
    kitchen.index.client.indices.close(index=kitchen.index.names())
    after = kitchen.ask()
    assert (after.hits, after.total, after.facets) == (before.hits, before.total, before.facets)
    assert kitchen.searcher.asked == 1
