"""The sitemap's lastmod is true: of each language its own, moved by its source's facts and by what a list shows."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import Any

from static_build.render import render
from tests.unit.static_build.dated import news
from tests.unit.static_build.plain_site import ORIGIN, PUBLISHED, outputs_of, translated

LATER, LATEST = PUBLISHED + timedelta(days=3), PUBLISHED + timedelta(days=5)


def changes(type: str, *documents: Any) -> dict[str, datetime]:
    """The lastmod of each address in the sitemap of a type."""
    text = render(outputs_of(*documents)[f"sitemaps/{type}-1.xml"]).decode()
    found = re.findall(r"<loc>([^<]+)</loc><lastmod>([^<]+)</lastmod>", text)
    return {address.removeprefix(ORIGIN): datetime.fromisoformat(stamp) for address, stamp in found}


def test_a_new_translation_does_not_change_its_original() -> None:
    assert changes("news", news(), translated(news(), updated_at=LATER)) == {
        "/it/news/visit/": PUBLISHED,
        "/zh-hans/news/visit/": LATER,
    }


def test_the_facts_of_an_original_change_its_translation() -> None:
    assert set(changes("news", news(updated_at=LATER), translated(news())).values()) == {LATER}


def test_a_list_changes_with_what_is_new_in_it_and_not_with_an_edit() -> None:
    new = news(published_at=LATER, updated_at=LATEST)
    found = changes("section", new)
    assert found["/it/news/"] == LATER
    assert found["/it/events/"] == found["/zh-hans/news/"] == PUBLISHED
    assert changes("home", new)["/it/"] == LATER
