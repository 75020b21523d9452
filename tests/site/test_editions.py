"""Editions: the same documents at another address, with what the law there wants on every page, beside the main site."""

from __future__ import annotations

import re
from datetime import datetime
from pathlib import Path
from typing import Any

import msgspec
import pytest

from site_content.models.settings import SiteSettings
from static_build.editions import read_editions
from static_build.engine import Engine
from static_build.errors import BuildError
from static_build.release import Store
from tests.factories.news import NewsPageFactory
from tests.factories.section import SectionPageFactory
from tests.site.test_line import read_tree

TABLE = """
[mainland]
public_url = "https://www.example.cn"
icp = "京ICP备00000000号"
public_security = "京公网安备00000000000000号"
organiser = "示例中心"
"""


@pytest.fixture
def editions(tmp_path: Path, settings: Any) -> Path:
    """A file with one more edition, which the settings name."""
    file = tmp_path / "editions.toml"
    file.write_text(TABLE)
    settings.ENVIRONMENT = msgspec.structs.replace(settings.ENVIRONMENT, editions=str(file))
    return file


@pytest.fixture
def news(italian_home: Any) -> Any:
    section = SectionPageFactory(parent=italian_home, title="Notizie", slug="news", lists="news")
    return NewsPageFactory(parent=section, title="Una notizia", slug="una")


def build(store: Store, now: datetime, **more: Any) -> Any:
    return Engine(store, workers=1).build(now=now, **more)


@pytest.mark.django_db
def test_a_mirror_says_who_runs_it_and_which_address_counts(
    editions: Path, news: Any, data_folder: Path, now: datetime
) -> None:
    store = Store(data_folder)
    build(store, now)
    page = (store.of("mainland").public / "it/news/una/index.html").read_text()
    assert "京ICP备00000000号" in page
    assert "示例中心" in page
    assert '<link rel="canonical" href="http://127.0.0.1:8080/it/news/una/">' in page
    main = (store.public / "it/news/una/index.html").read_text()
    assert "ICP" not in main
    assert "beian" not in main
    assert "Una notizia" in main


@pytest.mark.django_db
@pytest.mark.parametrize(
    "file", ["it/index.html", "it/404.html", "it/search/index.html", "it/news/una/index.html"]
)
def test_every_page_of_a_mirror_leads_to_both_registries_with_a_badge_of_its_own_host(
    editions: Path, news: Any, data_folder: Path, now: datetime, file: str
) -> None:
    store = Store(data_folder)
    build(store, now)
    mirror = store.of("mainland").public
    page = (mirror / file).read_text()
    assert 'href="https://beian.miit.gov.cn/"' in page
    assert 'href="https://beian.mps.gov.cn/#/query/webSearch?code=00000000000000"' in page
    badge = re.search(r'<img src="/(static/public-security-\w+\.svg)"', page)
    assert badge is not None
    assert (mirror / badge[1]).read_bytes().startswith(b"<svg")


@pytest.mark.django_db
def test_lines_that_editors_gave_stand_on_a_mirror_alone(
    editions: Path, news: Any, data_folder: Path, now: datetime, locales: Any
) -> None:
    editions.write_text('[mainland]\npublic_url = "https://www.example.cn"\n')
    given = SiteSettings(site_name="Centro", locale=locales["it"], icp="沪ICP备11111111号")
    given.save()
    given.save_revision().publish()
    store = Store(data_folder)
    build(store, now)
    assert "沪ICP备11111111号" in (store.of("mainland").public / "it/index.html").read_text()
    assert "沪ICP备11111111号" not in (store.public / "it/index.html").read_text()


@pytest.mark.django_db
def test_an_edit_and_a_withdrawal_reach_every_edition(
    editions: Path, news: Any, data_folder: Path, now: datetime
) -> None:
    store = Store(data_folder)
    engine = Engine(store, workers=1)
    engine.build(now=now)
    news.title = "Altro titolo"
    news.save_revision().publish()
    rows = frozenset({("site_content.newspage", news.pk)})
    engine.build(now=now, changed=rows)
    mirror = store.of("mainland")
    assert "Altro titolo" in (mirror.public / "it/news/una/index.html").read_text()
    news.unpublish()
    engine.build(now=now, changed=rows)
    for each in (store, mirror):
        assert not (each.public / "it/news/una").exists()


@pytest.mark.django_db
def test_one_edition_can_be_built_alone(editions: Path, news: Any, data_folder: Path, now: datetime) -> None:
    store = Store(data_folder)
    result = build(store, now, edition="mainland")
    assert result.edition == "mainland"
    assert store.current() is None
    assert store.of("mainland").current() == result.release
    with pytest.raises(BuildError, match=r"no edition 'moon'. There are: main, mainland"):
        build(store, now, edition="moon")


@pytest.mark.django_db
def test_without_another_edition_there_is_the_main_one(news: Any, data_folder: Path, now: datetime) -> None:
    build(Store(data_folder), now)
    assert not (data_folder / "editions").exists()
    assert read_tree(data_folder)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[mainland", "not valid TOML"),
        ('[main]\npublic_url = "https://x.example"', "an edition's name"),
        ('[Mainland]\npublic_url = "https://x.example"', "an edition's name"),
        ("[mainland]\n", "missing required field `public_url`"),
        ('[mainland]\npublic_url = "x.example"', "scheme and host alone"),
        ('[mainland]\npublic_url = "https://x.example/it/"', "scheme and host alone"),
        ('[mainland]\npublic_url = "https://x.example"\nicpp = "1"', "unknown field `icpp`"),
        ('mainland = "https://x.example"', "table"),
    ],
)
def test_a_bad_file_is_named_with_what_is_wrong(tmp_path: Path, text: str, words: str) -> None:
    file = tmp_path / "editions.toml"
    file.write_text(text)
    with pytest.raises(BuildError, match=r"editions\.toml") as caught:
        read_editions(str(file), "https://main.example")
    assert words in str(caught.value)


def test_a_missing_file_is_named() -> None:
    with pytest.raises(BuildError, match="cannot be read"):
        read_editions("/nowhere/editions.toml", "https://main.example")
