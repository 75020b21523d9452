"""Going back: the old site stands again, less what was withdrawn, and is held until somebody resumes."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from wagtail.models import PageViewRestriction

from site_content.models import NewsPage
from static_build import withdrawal
from static_build.engine import Engine
from static_build.errors import BuildError
from static_build.release import Store
from static_build.rollback import previous, resume, rollback
from tests.factories.news import NewsPageFactory
from tests.factories.section import SectionPageFactory
from tests.site.test_line import read_tree

pytestmark = [pytest.mark.django_db, pytest.mark.once]


@pytest.fixture
def store(data_folder: Path) -> Store:
    return Store(data_folder)


@pytest.fixture
def section(italian_home: Any) -> Any:
    return SectionPageFactory(parent=italian_home, title="Notizie", slug="news", lists="news")


def build(store: Store, now: datetime, **more: Any) -> str:
    return Engine(store, workers=1).build(now=now, **more).release or ""


def publish(page: Any, **values: Any) -> None:
    for name, value in values.items():
        setattr(page, name, value)
    page.save_revision().publish()


def text_of(store: Store, path: str = "it/news/uno/index.html") -> str:
    return (store.public / path).read_text()


def test_the_old_site_stands_again_byte_for_byte(store: Store, section: Any, now: datetime) -> None:
    page = NewsPageFactory(parent=section, title="Prima", slug="uno")
    first = build(store, now)
    before = read_tree(store.home)
    publish(page, title="Dopo")
    NewsPageFactory(parent=section, title="Nuova", slug="due")
    build(store, now)
    assert "Dopo" in text_of(store)
    result = rollback(now=now)
    assert result.held
    assert store.hold() == first
    assert read_tree(store.home) == before


def test_what_is_published_while_held_waits_until_it_is_resumed(
    store: Store, section: Any, now: datetime
) -> None:
    page = NewsPageFactory(parent=section, title="Prima", slug="uno")
    build(store, now)
    publish(page, title="Seconda")
    build(store, now)
    rollback(now=now)
    publish(page, title="Terza")
    build(store, now)
    assert "Prima" in text_of(store)
    resume(now=now)
    assert store.hold() is None
    assert "Terza" in text_of(store)


@pytest.mark.parametrize("way", ["unpublish", "delete", "restrict", "expire"])
def test_what_was_withdrawn_does_not_come_back(store: Store, section: Any, now: datetime, way: str) -> None:
    page = NewsPageFactory(parent=section, title="Segreta", slug="uno")
    other = NewsPageFactory(parent=section, title="Altra", slug="due")
    linking = f'<p><a linktype="page" id="{page.pk}">la notizia</a></p>'
    publish(other, body=[("paragraph", linking)])
    build(store, now)
    assert 'href="/it/news/uno/"' in text_of(store, "it/news/due/index.html")
    withdraw(page, way, now)
    build(store, now)
    publish(NewsPage.objects.get(pk=other.pk), title="Altra ancora")
    build(store, now)
    rollback(store.list_releases()[0], now=now)
    everything = b"\n".join(read_tree(store.home).values())
    assert b"Segreta" not in everything
    assert b"/it/news/uno/" not in everything
    assert "la notizia" in text_of(store, "it/news/due/index.html")
    assert "Altra ancora" not in text_of(store, "it/news/due/index.html")


def withdraw(page: Any, way: str, now: datetime) -> None:
    if way == "unpublish":
        page.unpublish()
    elif way == "delete":
        page.delete()
    elif way == "restrict":
        PageViewRestriction.objects.create(page=page, restriction_type="login")
    else:
        NewsPage.objects.filter(pk=page.pk).update(expire_at=now - timedelta(minutes=1))


def test_the_guard_is_what_keeps_it_away(
    store: Store, section: Any, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = NewsPageFactory(parent=section, title="Segreta", slug="uno")
    NewsPageFactory(parent=section, title="Altra", slug="due")
    first = build(store, now)
    page.unpublish()
    build(store, now)
    monkeypatch.setattr(withdrawal, "_token", lambda place: next(iter(sorted(_allowed(now)))))
    with pytest.raises(BuildError, match="may not be public"):
        rollback(first, now=now)
    assert store.hold() is None


def _allowed(now: datetime) -> frozenset[str]:
    from static_build.load import load

    return load(now).content.allowed


def test_what_is_withdrawn_while_held_leaves(store: Store, section: Any, now: datetime) -> None:
    page = NewsPageFactory(parent=section, title="Prima", slug="uno")
    kept = NewsPageFactory(parent=section, title="Resta", slug="due")
    build(store, now)
    publish(kept, title="Resta ancora")
    build(store, now)
    rollback(now=now)
    engine = Engine(store, workers=1)
    engine.build(now=now)
    assert (store.public / "it/news/uno/index.html").exists()
    pk = page.pk
    page.unpublish()
    engine.build(now=now, changed=frozenset({("site_content.newspage", pk)}))
    assert not (store.public / "it/news/uno/index.html").exists()
    assert "Resta ancora" not in text_of(store, "it/news/due/index.html")


def test_a_bad_template_is_undone_too(
    store: Store, section: Any, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    NewsPageFactory(parent=section, title="Prima", slug="uno")
    first = build(store, now)
    before = read_tree(store.home)
    monkeypatch.setattr("static_build.line.code_digest", lambda: "another code")
    monkeypatch.setattr(
        "static_build.render.render_html", lambda made: b"<html lang=it><title>broken</title>"
    )
    build(store, now)
    assert "broken" in text_of(store)
    rollback(first, now=now)
    assert read_tree(store.home) == before


def test_by_default_it_goes_one_release_further_back_each_time(
    store: Store, section: Any, now: datetime
) -> None:
    page = NewsPageFactory(parent=section, title="Uno", slug="uno")
    names = [build(store, now)]
    for title in ("Due", "Tre"):
        publish(page, title=title)
        names.append(build(store, now))
    assert previous(store) == names[1]
    rollback(now=now)
    assert previous(store) == names[0]
    rollback(now=now)
    assert "Uno" in text_of(store)


def test_the_command_says_what_is_wrong(store: Store, section: Any, now: datetime) -> None:
    with pytest.raises(CommandError, match="no release to go back from"):
        call_command("rollback")
    build(store, now)
    with pytest.raises(CommandError, match="no release before"):
        call_command("rollback")
    with pytest.raises(CommandError, match=r"There is no release 20200101T000000\.000Z"):
        call_command("rollback", "20200101T000000.000Z")
    assert store.hold() is None
