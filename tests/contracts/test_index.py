"""The index as a target, against a real server: the difference, rollbacks, a new mapping, fills, two at once."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from static_build.index import Index
from static_build.search import mapping
from static_build.search.brought import Brought
from tests.contracts.searchable import SearchableSite, Server, key_of, news_site, server_at

pytestmark = [pytest.mark.elasticsearch, pytest.mark.once]


@pytest.fixture
def server(elasticsearch_url: str) -> Iterator[Server]:
    with server_at(elasticsearch_url) as server:
        yield server


@pytest.fixture
def site(tmp_path: Path) -> SearchableSite:
    site = news_site(tmp_path / "home")
    site.release()
    return site


def counts(brought: Brought, locale: str = "it") -> tuple[int, int, int, int]:
    each = brought.languages[locale]
    return each.added, each.changed, each.removed, each.failed


def test_the_first_time_it_fills_an_index_for_each_language(server: Server, site: SearchableSite) -> None:
    brought = server.index(site).bring()
    assert (brought.filled, brought.release) == (True, site.store.current())
    assert counts(brought) == counts(brought, "zh-hans") == (20, 0, 0, 0)
    assert server.holds(site)
    assert server.release() == server.release("zh-hans") == site.store.current()
    assert len(server.all()) == 2


@pytest.mark.parametrize("is_warm", [True, False], ids=["warm", "new process"])
def test_a_release_brings_its_difference_and_no_more(
    server: Server, site: SearchableSite, is_warm: bool
) -> None:
    index = server.index(site)
    index.bring()
    site.put("n1", "Notizia cambiata")
    site.put("new", "Notizia nuova")
    site.drop("n2")
    release = site.release()
    brought = (index if is_warm else server.index(site)).bring()
    assert (brought.filled, counts(brought), counts(brought, "zh-hans")) == (
        False,
        (1, 1, 1, 0),
        (0, 0, 0, 0),
    )
    assert server.holds(site)
    assert server.release() == release


def test_what_a_page_names_is_part_of_it(server: Server, site: SearchableSite) -> None:
    index = server.index(site)
    index.bring()
    site.put_topic("robotics", "Robotica e automazione")
    site.release()
    assert counts(index.bring()) == (0, 10, 0, 0)
    found = server.client.search(index=f"{server.prefix}-it", query={"match": {"topic_names": "automazione"}})
    assert found["hits"]["total"]["value"] == 10


def test_a_release_without_a_difference_writes_only_its_name(server: Server, site: SearchableSite) -> None:
    index = server.index(site)
    index.bring()
    release = site.release()
    assert counts(index.bring()) == (0, 0, 0, 0)
    assert server.release() == release


def test_a_rollback_is_a_difference_too(server: Server, site: SearchableSite) -> None:
    index = server.index(site)
    index.bring()
    before = dict(site.documents)
    site.put("new", "Notizia nuova")
    site.put("n1", "Notizia cambiata")
    site.release()
    index.bring()
    site.documents = before
    site.release()
    brought = index.bring()
    assert (brought.filled, counts(brought)) == (False, (0, 1, 1, 0))
    assert server.holds(site)


def test_a_new_mapping_fills_new_indices_and_switches_both_languages_at_once(
    server: Server, site: SearchableSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.index(site).bring()
    old = server.all()
    monkeypatch.setattr(mapping, "VERSION", "another")
    seen: list[tuple[int, int]] = []
    real = Index._look_at

    def look(self: Index, index: str, locale: str, released: object) -> None:
        seen.append((len(server.behind("it")), len(set(server.behind("it")) & set(old))))
        real(self, index, locale, released)  # type: ignore[arg-type]

    monkeypatch.setattr(Index, "_look_at", look)
    brought = server.index(site).bring()
    assert brought.filled
    assert seen == [(1, 1), (1, 1)], "the old ones are searched until both new ones have been looked at"
    assert set(server.all()).isdisjoint(old)
    assert server.holds(site)


def test_until_it_is_filled_an_index_of_an_old_mapping_loses_what_is_withdrawn(
    server: Server, site: SearchableSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.index(site).bring()
    monkeypatch.setattr(mapping, "VERSION", "another")
    site.drop("n3")
    site.put("n4", "Cambiata")
    site.release()
    brought = server.index(site).apply()
    assert brought.needs_fill
    assert key_of("n3") not in server.held()
    assert server.held()[key_of("n4")] == "Notizia numero 4", "what the old mapping may not take is not sent"


def test_a_page_that_is_withdrawn_during_a_fill_leaves_both_indices(
    server: Server, site: SearchableSite
) -> None:
    server.index(site).bring()
    live = server.index(site)
    live.bring()
    held_while_filling: list[set[str]] = []

    def withdraw(step: str, done: int, all: int) -> None:
        if not held_while_filling:
            site.drop("n5")
            site.put("n6", "Cambiata durante il riempimento")
            site.release()
            live.apply()  # as the worker's other thread does
            held_while_filling.append(set(server.held()))

    brought = server.index(site).fill(report=withdraw)
    assert key_of("n5") not in held_while_filling[0]
    assert brought.release == site.store.current() == server.release()
    assert server.holds(site)


def test_what_is_released_between_the_last_look_and_the_end_is_not_lost(
    server: Server, site: SearchableSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    index = server.index(site)
    real = Index._look_at

    def look(self: Index, *args: object) -> None:
        real(self, *args)  # type: ignore[arg-type]
        if ("n7", "it") in site.documents:
            site.drop("n7")
            site.release()

    monkeypatch.setattr(Index, "_look_at", look)
    assert index.fill().release == site.store.current()
    assert server.holds(site)


def test_a_new_index_that_lacks_a_document_is_never_searched(
    server: Server, site: SearchableSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.index(site).bring()
    before = server.behind()
    real = Index._look_at

    def lose(self: Index, index: str, locale: str, released: object) -> None:
        server.client.delete(index=index, id=key_of("n8"), refresh=True)
        real(self, index, locale, released)  # type: ignore[arg-type]

    monkeypatch.setattr(Index, "_look_at", lose)
    with pytest.raises(Exception, match="holds 19 documents, and 20 were sent"):
        server.index(site).fill()
    assert server.behind() == before
    assert server.all() == sorted(before + server.behind("zh-hans")), "the new ones are gone again"


def test_two_at_once_end_with_one_index_a_language(server: Server, site: SearchableSite) -> None:
    with ThreadPoolExecutor(3) as threads:
        brought = list(threads.map(lambda _: server.index(site).bring(), range(3)))
    assert [each.filled for each in brought].count(True) == 1
    assert server.holds(site)
    assert len(server.all()) == 2


def test_a_comparison_finds_what_others_did_and_the_difference_repairs_it(
    server: Server, site: SearchableSite
) -> None:
    index = server.index(site)
    index.bring()
    alias = f"{server.prefix}-it"
    stray = server.client.get(index=alias, id=key_of("n0"))["_source"] | {"title": "Di altri"}
    server.client.delete(index=alias, id=key_of("n1"))
    server.client.index(index=alias, id="stray", document=stray)
    server.client.update(index=alias, id=key_of("n2"), doc={"digest": "0", "title": "Falso"}, refresh=True)
    compared = index.compare()["it"]
    assert compared.missing == (key_of("n1"),)
    assert compared.extra == ("stray",)
    assert compared.differing == (key_of("n2"),)
    assert index.compare()["zh-hans"].is_equal
    assert counts(index.apply()) == (0, 0, 0, 0), "what is known needs no look"
    assert counts(index.apply(doubt=True)) == (1, 1, 1, 0)
    assert all(each.is_equal for each in index.compare().values())
    assert server.holds(site)
