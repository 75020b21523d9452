"""What the tests of the search page share: the site with its endpoint, a browser, and readers who open it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.site.demo import DemoSite
from tests.site.search_page.reader import Open, Reader, SearchSite, search_site


@pytest.fixture(scope="session")
def site(demo_site: DemoSite, tmp_path_factory: pytest.TempPathFactory) -> Iterator[SearchSite]:
    with search_site(demo_site.home, tmp_path_factory.mktemp("search")) as made:
        yield made


@pytest.fixture
def reader(browser: Any, site: SearchSite) -> Iterator[Open]:
    """Opens browsers; none of them may have met an error or asked another host."""
    opened: list[Reader] = []

    def open_one(**options: Any) -> Reader:
        opened.append(Reader(browser, site, **options))
        return opened[-1]

    site.endpoint.mode, site.endpoint.seconds = "good", {}
    site.endpoint.asked.clear()
    yield open_one
    for each in opened:
        each.context.close()
    assert [problem for each in opened for problem in each.problems] == []
