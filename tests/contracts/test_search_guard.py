"""What was withdrawn or changed after it was indexed is not shown, not even a word, by an index that still holds it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from site_content.search.rules import Pin, Rules
from static_build.release import Store
from static_build.search.answer import Request
from static_build.search.client import connect
from static_build.search.guard import Current
from static_build.search.live import NoRelease
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
    person,
    topic,
)

SECRET = "xilofonografia"
PINNED = "la domanda frequente"


class Search:
    """The index as it was, asked with and without the guard."""

    def __init__(self, site: SearchableSite, index: Indexed, url: str) -> None:
        rules = Rules(pins=(Pin(PINNED, key_of("segreto")),))
        self.site, self.index = site, index
        self.searcher = Searcher(
            connect(url, timeout_seconds=PATIENCE_SECONDS), lambda locale: rules, prefix=index.prefix
        )
        self.current = Current(site.store.home)

    def unguarded(self, q: str, **more: Any) -> Found:
        return patiently(lambda: self.searcher.search(Request(q=q, **more), now=NOW))

    def guarded(self, q: str, **more: Any) -> Found:
        return self.current.guard(self.unguarded(q, **more), "it", NOW)

    def titles(self, q: str, **more: Any) -> list[str]:
        return [each.hit.title for each in self.guarded(q, **more).hits]

    def completions(self, text: str, *, guarded: bool = True) -> list[str]:
        found = patiently(lambda: self.searcher.complete(text, "it"))
        return [each.text for each in (self.current.guard_completions(found) if guarded else found)]


@pytest.fixture
def site(tmp_path: Path) -> SearchableSite:
    site = SearchableSite(tmp_path / "home")
    site.put(
        topic("robotica", "Robotica"),
        topic("spazio", "Spazio"),
        person("rossi", "Zaira Rossi"),
        news("segreto", f"Annuncio di {SECRET}", topics=(key_of("spazio"),), date=date(2025, 3, 1)),
        news("aperto", "Annuncio di robotica", topics=(key_of("robotica"),)),
        news(
            "mutevole",
            "Annuncio di pergamena",
            refs=(key_of("rossi"),),
            people=(key_of("rossi"),),
            topics=(key_of("robotica"),),
        ),
    )
    site.release()
    return site


@pytest.fixture
def search(site: SearchableSite, elasticsearch_url: str) -> Iterator[Search]:
    with indexed(site.store.home, elasticsearch_url) as index:
        yield Search(site, index, elasticsearch_url)


def shown(found: Found) -> str:
    """Everything that would be sent."""
    return repr(found).casefold()


def test_what_is_public_is_shown_as_it_was_found(search: Search) -> None:
    found = search.unguarded("annuncio")
    assert search.current.guard(found, "it", NOW) == found
    assert found.total == 3
    assert [count.label for count in found.facets["topic"]] == ["Robotica", "Spazio"]


def test_a_withdrawn_page_is_not_shown_nor_counted(search: Search) -> None:
    search.site.withdraw("segreto")
    search.site.release()
    before, after = search.unguarded("annuncio"), search.guarded("annuncio")
    assert SECRET in shown(before), "the index is not behind: nothing is guarded"
    assert SECRET not in shown(after)
    assert key_of("segreto") not in shown(after)
    assert after.total == before.total - 1
    assert [(each.value, each.count) for each in after.facets["type"]] == [("news", 2)]
    assert [each.value for each in after.facets["year"]] == ["2026"]
    assert [each.label for each in after.facets["topic"]] == ["Robotica"]


def test_a_read_only_index_shows_nothing_withdrawn(search: Search) -> None:
    search.index.client.indices.put_settings(
        index=f"{search.index.prefix}-*", settings={"index.blocks.read_only": True}
    )
    try:
        search.site.withdraw("segreto")
        search.site.release()
        assert search.unguarded(SECRET).total == 1
        assert search.guarded(SECRET).hits == ()
        assert search.guarded(SECRET).total == 0
    finally:
        search.index.client.indices.put_settings(
            index=f"{search.index.prefix}-*", settings={"index.blocks.read_only": None}
        )


def test_a_withdrawn_page_gives_no_other_spelling(search: Search) -> None:
    misspelt = SECRET.replace("fono", "fomo")
    assert search.guarded(misspelt).suggestion is not None
    search.site.withdraw("segreto")
    search.site.release()
    assert search.unguarded(misspelt).suggestion is not None
    assert search.guarded(misspelt).suggestion is None


def test_a_changed_page_gives_no_other_spelling_by_its_old_words(search: Search) -> None:
    assert search.guarded("pergamema").suggestion is not None
    search.site.put(news("mutevole", "Annuncio di carta"))
    search.site.release()
    found = search.guarded("pergamema")
    assert found.suggestion is None
    assert [each.hit.title for each in found.hits] == ["Annuncio di carta"]


def test_a_changed_page_shows_its_words_of_now(search: Search) -> None:
    search.site.put(news("mutevole", "Annuncio di <carta>", summary="Tutto & subito"))
    search.site.release()
    assert "<mark>pergamena</mark>" in shown(search.unguarded("pergamena"))
    found = search.guarded("pergamena")
    assert "pergamena" not in shown(found).replace("q='pergamena'", "")
    hit = found.hits[0].hit
    assert (hit.title, hit.title_html) == ("Annuncio di <carta>", "Annuncio di &lt;carta&gt;")
    assert hit.excerpt_html == "Tutto &amp; subito"


def test_a_moved_page_leads_to_where_it_is(search: Search) -> None:
    moved = news("altrove", "Annuncio di robotica")
    search.site.withdraw("aperto")
    search.site.put(news("aperto", "Annuncio di robotica", summary="Spostato."))
    document = search.site.documents[key_of("aperto"), "it"]
    search.site.documents[key_of("aperto"), "it"] = type(document)(
        **{name: getattr(document, name) for name in document.__struct_fields__} | {"path": moved.path}
    )
    search.site.release()
    urls = {each.hit.url for each in search.guarded("robotica", type=("news",)).hits}
    assert "/it/news/altrove/" in urls
    assert "/it/news/aperto/" not in urls


def test_a_best_answer_that_is_withdrawn_is_not_shown(search: Search) -> None:
    assert [each.hit.pinned for each in search.guarded(PINNED).hits][:1] == [True]
    search.site.withdraw("segreto")
    search.site.release()
    assert SECRET in shown(search.unguarded(PINNED))
    assert SECRET not in shown(search.guarded(PINNED))


def test_completions_lead_to_what_is_public(search: Search) -> None:
    assert search.completions("xilofo") == [f"Annuncio di {SECRET}"]
    search.site.withdraw("segreto")
    search.site.release()
    assert search.completions("xilofo", guarded=False) == [f"Annuncio di {SECRET}"]
    assert search.completions("xilofo") == []


def test_a_title_that_changed_is_not_suggested(search: Search) -> None:
    search.site.put(news("mutevole", "Annuncio di carta"))
    search.site.release()
    assert search.completions("pergam", guarded=False)
    assert search.completions("pergam") == []


def test_withdrawn_people_and_topics_are_not_suggested(search: Search) -> None:
    assert search.completions("zaira") == ["Zaira Rossi"]
    assert "Robotica" in search.completions("robot")
    search.site.withdraw("rossi")
    search.site.withdraw("robotica")
    search.site.release()
    assert "Zaira Rossi" in search.completions("zaira", guarded=False)
    assert "Zaira Rossi" not in search.completions("zaira")
    assert "Robotica" in search.completions("robot", guarded=False)
    assert "Robotica" not in search.completions("robot")
    assert [each.label for each in search.guarded("annuncio").facets["topic"]] == ["Spazio"]


def test_what_comes_back_is_shown_again(search: Search) -> None:
    document = search.site.documents[key_of("segreto"), "it"]
    search.site.withdraw("segreto")
    search.site.release()
    assert search.guarded(SECRET).hits == ()
    search.site.put(document)
    search.site.release()
    assert search.titles(SECRET) == [document.title]


def test_a_document_that_cannot_be_read_is_not_shown(search: Search) -> None:
    path = search.site.store.public / "api/documents/v1/it/news" / f"{key_of('aperto')}.json"
    path.unlink()
    path.write_bytes(b'{"document":{"type":"news"')
    assert "Annuncio di robotica" not in search.titles("annuncio")


def test_where_nothing_is_public_nothing_is_found(search: Search) -> None:
    found = search.unguarded("annuncio")
    Store(search.site.store.home).public.unlink()
    with pytest.raises(NoRelease):
        search.current.guard(found, "it", NOW)
    with pytest.raises(NoRelease):
        search.current.guard_completions([])


def test_the_next_change_is_that_of_the_live_release(search: Search) -> None:
    assert search.current.next_change_at() is None
    search.site.next_change_at = NOW
    search.site.put(news("altro", "Altro"))
    search.site.release()
    assert search.current.next_change_at() == NOW
