"""Old addresses on the released site: pages, table and manifest say the same, and incremental equals full."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path
from socketserver import ThreadingMixIn
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import pytest
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import PageViewRestriction

from static_build.build import build
from static_build.errors import CheckFailed
from static_build.live import Live
from static_build.release import Store
from static_build.serve import PublicSite
from static_build.verify import verify
from tests.factories.news import NewsPageFactory
from tests.factories.section import SectionPageFactory
from tests.site.test_line import read_tree
from tests.translate import translate

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(chinese_home: Any, italian_home: Any, locales: dict[str, Any]) -> Any:
    """An item of news in both languages."""
    section = SectionPageFactory(parent=italian_home, title="Notizie", slug="news", lists="news")
    translate(section, locales["zh-hans"])
    page = NewsPageFactory(parent=section, title="Un robot", slug="robot")
    translate(page, locales["zh-hans"])
    return page


def rename(page: Any, slug: str) -> None:
    page = type(page).objects.get(pk=page.pk)
    page.slug = slug
    page.save_revision().publish()


def test_both_languages_lead_on_and_nothing_else_names_the_old_address(
    page: Any, tmp_path: Path, now: Any
) -> None:
    store = Store(tmp_path / "kept")
    build(store, now=now)
    rename(page, "automa")
    result = build(store, now=now)
    files, manifest = read_tree(store.home), store.manifest(result.release or "")
    for locale in ("it", "zh-hans"):
        old, new = f"{locale}/news/robot/index.html", f"/{locale}/news/automa/"
        assert manifest.outputs[old].redirect == new
        assert f'content="0; url={new}"'.encode() in files[old]
        assert f"{new.removeprefix('/')}index.html" in files
    assert files["_redirects"].decode() == (
        "/it/news/robot/ /it/news/automa/ 301!\n/zh-hans/news/robot/ /zh-hans/news/automa/ 301!\n"
    )
    naming = {path for path, data in files.items() if b"/news/robot/" in data}
    assert naming == {"_redirects", "api/documents/v1/redirects.json"}
    build(Store(tmp_path / "fresh"), now=now)
    assert files == read_tree(tmp_path / "fresh")


def test_renamed_back_and_withdrawn_incremental_equals_full(page: Any, tmp_path: Path, now: Any) -> None:
    store = Store(tmp_path / "kept")
    build(store, now=now)
    steps = [
        lambda: rename(page, "automa"),
        lambda: rename(page, "robot"),
        lambda: rename(page.get_parent().specific, "notices"),
        lambda: PageViewRestriction.objects.create(page=page, restriction_type="login"),
        lambda: page.view_restrictions.all().delete(),
        lambda: Redirect.objects.create(old_path="/it/vecchio", redirect_link="https://elsewhere.example/"),
        lambda: NewsPageFactory(parent=page.get_parent(), slug="automa"),
        lambda: type(page).objects.get(pk=page.pk).unpublish(),
    ]
    for number, step in enumerate(steps):
        step()
        build(store, now=now)
        build(Store(tmp_path / f"fresh-{number}"), now=now)
        assert read_tree(store.home) == read_tree(tmp_path / f"fresh-{number}"), f"after step {number}"
    assert not [path for path in read_tree(store.home) if "/robot/" in path]


def test_a_link_to_an_old_address_is_alive_and_without_the_redirect_it_is_not(
    page: Any, tmp_path: Path, now: Any, settings: Any
) -> None:
    text = f'<p><a href="{settings.PONTE_PUBLIC_URL}/it/news/robot/#main">qui</a></p>'
    body = [{"type": "paragraph", "value": text}]
    NewsPageFactory(parent=page.get_parent(), slug="linking", body=body)
    store = Store(tmp_path / "kept")
    build(store, now=now)
    rename(page, "automa")
    build(store, now=now)
    Redirect.objects.all().delete()
    with pytest.raises(CheckFailed, match="/it/news/robot/#main leads nowhere"):
        build(store, now=now)


class Server(ThreadingMixIn, WSGIServer):
    """Serves each request in a thread."""

    daemon_threads = True


class Quiet(WSGIRequestHandler):
    """Keeps no log."""

    def log_message(self, *arguments: Any) -> None:
        pass


@pytest.fixture
def served(tmp_path: Path) -> Iterator[str]:
    """`ponte serve` on the store of the test."""
    with make_server("127.0.0.1", 0, PublicSite(tmp_path), Server, Quiet) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


def test_the_served_site_is_verified_with_its_redirects(
    page: Any, tmp_path: Path, now: Any, served: str
) -> None:
    store = Store(tmp_path)
    build(store, now=now)
    rename(page, "automa")
    NewsPageFactory(parent=page.get_parent(), slug="gone").unpublish()
    result = build(store, now=now)
    with Live(served) as live:
        verdict = verify(live, store, result.release or "")
        assert live.read("/it/news/robot/").status == 301
    assert verdict.differences == []
    assert verdict.redirects == 2
