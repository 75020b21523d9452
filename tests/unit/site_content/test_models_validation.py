"""Mistakes are refused at the field where they were made."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.http import Http404
from wagtail.models import Page, Site

from site_content.models.call import CallPage
from site_content.models.news import NewsPage
from site_content.models.page import FreePage
from tests.factories.base import find_home, find_locale, find_section
from tests.factories.call import CallPageFactory
from tests.factories.event import EventPageFactory
from tests.factories.glossary import GlossaryTermFactory
from tests.factories.office import OfficeFactory
from tests.factories.page import FreePageFactory
from tests.factories.partner import PartnerFactory
from tests.factories.programme import ProgrammePageFactory
from tests.factories.publication import PublicationPageFactory
from tests.factories.settings import SiteSettingsFactory
from tests.factories.technology import TechnologyPageFactory
from tests.factories.topic import TopicFactory

pytestmark = pytest.mark.django_db

EARLY, LATE = "2026-10-01T10:00:00Z[Europe/Rome]", "2026-11-30T16:00:00Z[Asia/Shanghai]"

MISTAKES: list[tuple[Any, dict[str, Any], str]] = [
    (EventPageFactory, {"starts": LATE, "ends": EARLY}, "ends"),
    (EventPageFactory, {"price_amount": 20}, "price_currency"),
    (EventPageFactory, {"price_currency": "EUR"}, "price_amount"),
    (EventPageFactory, {"status": "postponed"}, "previous"),
    (EventPageFactory, {"registration_url": "ftp://example.org/"}, "registration_url"),
    (EventPageFactory, {"starts": "2026-10-01T10:00:00Z[Europe/Atlantis]"}, "starts"),
    (EventPageFactory, {"starts": ""}, "starts"),
    (EventPageFactory, {"languages": ["fr"]}, "languages"),
    (CallPageFactory, {"opens": LATE, "questions_until": EARLY}, "questions_until"),
    (CallPageFactory, {"partners_min": 5, "partners_max": 2}, "partners_max"),
    (CallPageFactory, {"audience": ["cats"]}, "audience"),
    (ProgrammePageFactory, {"opens": LATE, "deadline": EARLY}, "deadline"),
    (ProgrammePageFactory, {"starts": date(2026, 5, 2), "ends": date(2026, 5, 1)}, "ends"),
    (ProgrammePageFactory, {"fee_amount": 100}, "fee_currency"),
    (ProgrammePageFactory, {"fee_currency": "CNY"}, "fee_amount"),
    (ProgrammePageFactory, {"apply_url": "javascript:alert(1)"}, "apply_url"),
    (TechnologyPageFactory, {"trl": 0}, "trl"),
    (TechnologyPageFactory, {"trl": 10}, "trl"),
    (TechnologyPageFactory, {"country": "XX"}, "country"),
    (TechnologyPageFactory, {"ipr": "granted"}, "patent_number"),
    (TechnologyPageFactory, {"valid_from": date(2026, 5, 2), "valid_to": date(2026, 5, 1)}, "valid_to"),
    (PublicationPageFactory, {"licence": "CC BY"}, "licence"),
    (PartnerFactory, {"website": "gopher://example.org/"}, "website"),
    (PartnerFactory, {"ror": "01bnjbv91"}, "ror"),
    (OfficeFactory, {"zone": "Europe/Bergamo"}, "zone"),
    (OfficeFactory, {"latitude": 91.0}, "latitude"),
    (TopicFactory, {"slug": "Così"}, "slug"),
]


def find_errors(instance: Any) -> dict[str, Any]:
    """What `full_clean` complains about, by field."""
    with pytest.raises(ValidationError) as caught:
        instance.full_clean()
    return dict(caught.value.error_dict)


@pytest.mark.parametrize(("factory", "facts", "field"), MISTAKES)
def test_a_mistake_is_named_at_its_field(factory: Any, facts: dict[str, Any], field: str) -> None:
    instance = factory()
    for name, value in facts.items():
        setattr(instance, name, value)
    assert list(find_errors(instance)) == [field]


def set_stream(page: Any, name: str, *values: dict[str, Any]) -> Any:
    """Fills a StreamField that has one kind of block."""
    stream_field = type(page)._meta.get_field(name)
    kind = next(iter(stream_field.stream_block.child_blocks))
    raw = json.dumps([{"type": kind, "value": value} for value in values])
    setattr(page, name, stream_field.to_python(raw))
    return page


def test_a_deadline_before_the_opening_is_named_in_its_block() -> None:
    call = set_stream(CallPageFactory(opens=LATE), "sides", {"side": "it", "deadline": EARLY})
    error = find_errors(call)["sides"][0]
    assert list(error.block_errors[0].block_errors) == ["deadline"]


def test_a_side_stands_once() -> None:
    call = set_stream(CallPageFactory(), "sides", {"side": "it"}, {"side": "it"})
    error = find_errors(call)["sides"][0]
    assert list(error.block_errors[1].block_errors) == ["side"]


def test_an_agenda_item_outside_the_event_is_named_in_its_block() -> None:
    event = set_stream(
        EventPageFactory(), "agenda", {"title": "x", "starts": EARLY, "ends": "", "speakers": []}
    )
    error = find_errors(event)["agenda"][0]
    assert list(error.block_errors[0].block_errors) == ["starts"]


def test_no_two_calls_share_an_identifier_but_translations_do() -> None:
    first = CallPageFactory(identifier="A/1")
    with pytest.raises(ValidationError) as caught:
        CallPageFactory(identifier="A/1")
    assert list(caught.value.error_dict) == ["identifier"]
    translation = first.copy_for_translation(find_locale("zh-hans"), copy_parents=True)
    translation.full_clean()
    assert CallPage.objects.filter(identifier="A/1").count() == 2


@pytest.mark.parametrize(
    "slug", ["api", "static", "media", "feeds", "search", "404", "关于", "Chi-siamo", "a--b"]
)
def test_an_address_that_the_site_cannot_use_is_refused(slug: str) -> None:
    with pytest.raises(ValidationError) as caught:
        FreePageFactory(slug=slug)
    assert list(caught.value.error_dict) == ["slug"]


def test_an_address_of_digits_belongs_to_the_archives() -> None:
    FreePageFactory(slug="2025")
    with pytest.raises(ValidationError):
        CallPageFactory(slug="2025")


def test_there_is_one_glossary_term_and_one_set_of_settings() -> None:
    GlossaryTermFactory(italian="bando", chinese="项目征集")
    again = GlossaryTermFactory.build(italian="bando", chinese="项目征集")
    with pytest.raises(ValidationError):
        again.full_clean()
    SiteSettingsFactory()
    with pytest.raises(ValidationError):
        SiteSettingsFactory.build(locale=find_locale()).full_clean()


def test_a_section_takes_the_type_that_it_lists_and_free_pages() -> None:
    section = find_section("news")
    assert NewsPage.can_create_at(section)
    assert FreePage.can_create_at(section)
    assert not CallPage.can_create_at(section)
    assert not NewsPage.can_create_at(find_home())


def test_a_page_says_its_public_address_and_is_not_served_here(settings: Any, rf: Any) -> None:
    settings.PONTE_PUBLIC_URL = "https://www.example.org"
    site = Site.objects.get(is_default_site=True)
    site.root_page = find_home()
    site.save()
    news: NewsPage = NewsPage(title="Titolo", slug="title", date=date(2026, 1, 2))
    find_section("news").add_child(instance=news)
    fresh = Page.objects.get(pk=news.pk).specific
    assert fresh.full_url == "https://www.example.org/it/section-news/title/"
    with pytest.raises(Http404):
        fresh.serve(rf.get("/"))
