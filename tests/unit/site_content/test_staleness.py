"""A translation is stale when its source's live text is another than the one it was made from; in either direction."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from site_content.models import TextDigest
from site_content.models.call import CallPage
from site_content.staleness import Published, note_publication, stale_places, staleness
from static_build.load import load
from tests.factories.call import CallPageFactory
from tests.factories.news import NewsPageFactory
from tests.factories.section import SectionPageFactory
from tests.translate import translate

DIRECTIONS = [("it", "zh-hans"), ("zh-hans", "it")]
AT = datetime(2026, 11, 1, 8, 0, tzinfo=UTC)
LATER = AT + timedelta(days=3)


def known(own: str, source: str) -> dict[tuple[str, str], Published]:
    return {("k", "zh-hans"): Published(own, AT, AT), ("k", "it"): Published(source, LATER, LATER)}


def test_the_same_digest_is_not_stale() -> None:
    assert staleness("k", "zh-hans", "it", known("a", "a")) is None


def test_another_digest_is_stale_and_says_since_when() -> None:
    found = staleness("k", "zh-hans", "it", known("a", "b"))
    assert found is not None
    assert (found.source_locale, found.source_changed_at, found.translated_at) == ("it", LATER, AT)


def test_an_original_is_never_stale_nor_is_what_was_never_published() -> None:
    assert staleness("k", "it", "it", known("a", "b")) is None
    assert staleness("other", "zh-hans", "it", known("a", "b")) is None


@pytest.fixture
def homes(italian_home: Any, chinese_home: Any) -> dict[str, Any]:
    return {"it": italian_home, "zh-hans": chinese_home}


def publish(page: Any) -> Any:
    page.save_revision().publish()
    return type(page).objects.get(pk=page.pk)


def stale(page: Any) -> Any:
    """What the page's document says of its staleness."""
    site = load(timezone.now() + timedelta(minutes=1))
    return site.documents[str(page.translation_key), page.locale.language_code].stale


def translated_news(homes: Any, locales: Any, source: str, target: str) -> tuple[Any, Any]:
    """A published news item in its source language, and its published translation."""
    section = SectionPageFactory(parent=homes[source], title="Sezione", slug="news", lists="news")
    translate(section, locales[target])
    page = publish(NewsPageFactory(parent=section, title="Un titolo", slug="item"))
    return page, translate(page, locales[target])


@pytest.mark.django_db
@pytest.mark.parametrize(("source", "target"), DIRECTIONS)
def test_one_letter_makes_it_stale_and_publishing_it_again_clears_it(
    source: str, target: str, homes: Any, locales: Any
) -> None:
    page, translated = translated_news(homes, locales, source, target)
    assert stale(translated) is None
    before = TextDigest.objects.get(key=page.translation_key, locale=target)
    page.summary += "!"
    publish(page)
    found = stale(translated)
    now_published = TextDigest.objects.get(key=page.translation_key, locale=source)
    assert found.source_locale == source
    assert (found.source_changed_at, found.translated_at) == (now_published.changed_at, before.published_at)
    assert stale(page) is None
    assert stale_places() == {(str(page.translation_key), target)}
    translate(page, locales[target])
    assert stale(translated) is None
    assert stale_places() == set()


@pytest.mark.django_db
@pytest.mark.parametrize(("source", "target"), DIRECTIONS)
def test_publishing_it_without_new_segments_leaves_it_stale(
    source: str, target: str, homes: Any, locales: Any
) -> None:
    page, translated = translated_news(homes, locales, source, target)
    page.title += "!"
    publish(page)
    publish(translated)
    assert stale(translated) is not None


@pytest.mark.django_db
def test_a_publication_that_changes_nothing_does_not_make_it_stale(homes: Any, locales: Any) -> None:
    page, translated = translated_news(homes, locales, "it", "zh-hans")
    first = TextDigest.objects.get(key=page.translation_key, locale="it")
    note_publication(page, at=first.published_at + timedelta(days=1))
    second = TextDigest.objects.get(key=page.translation_key, locale="it")
    assert (second.changed_at, second.published_at) == (
        first.changed_at,
        first.published_at + timedelta(days=1),
    )
    assert stale(translated) is None


@pytest.mark.django_db
def test_a_draft_of_the_source_does_not_make_it_stale(homes: Any, locales: Any) -> None:
    page, translated = translated_news(homes, locales, "it", "zh-hans")
    page.title += "!"
    page.save_revision()
    assert stale(translated) is None


@pytest.mark.django_db
def test_a_date_of_a_news_item_does_not_make_it_stale(homes: Any, locales: Any) -> None:
    page, translated = translated_news(homes, locales, "it", "zh-hans")
    page.date += timedelta(days=1)
    publish(page)
    assert stale(translated) is None


SIDE = {
    "side": "it",
    "funder": "Ministero",
    "apply_url": "",
    "sign_in": "",
    "signature": "",
    "languages": [],
    "deadline": "2026-11-30T22:59:00Z[Europe/Rome]",
    "amount": "1000.00",
    "currency": "EUR",
    "amount_per": "project",
    "places": 3,
    "eligibility": "<p>Dottorandi</p>",
    "contact": "",
}
CHANGES = [
    {"deadline": "2026-12-15T22:59:00Z[Europe/Rome]"},
    {"amount": "2000.00"},
    {"currency": "CNY"},
    {"eligibility": "<p>Dottori</p>"},
]


def set_side(page: CallPage, **changes: Any) -> None:
    page.sides = CallPage._meta.get_field("sides").stream_block.to_python(
        [{"type": "side", "id": "5e5b7a1e-0000-4000-8000-000000000001", "value": SIDE | changes}]
    )


@pytest.mark.django_db
@pytest.mark.parametrize(("source", "target"), DIRECTIONS)
def test_a_legal_fact_of_a_call_makes_it_stale(source: str, target: str, homes: Any, locales: Any) -> None:
    section = SectionPageFactory(parent=homes[source], title="Bandi", slug="calls", lists="call")
    translate(section, locales[target])
    page = CallPageFactory(parent=section, title="Un bando", slug="call", identifier="C-1")
    for change in CHANGES:
        set_side(page)
        page = publish(page)
        translated = translate(page, locales[target])
        assert stale(translated) is None
        set_side(page, **change)
        page = publish(page)
        assert stale(translated) is not None, change
