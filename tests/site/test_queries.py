"""The load makes the same number of queries however many pages there are, of every type."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page

from site_content.documents import TYPES
from static_build.load import load
from static_build.tables import content_models
from tests.factories.base import find_section
from tests.factories.call import CallPageFactory
from tests.factories.event import EventPageFactory
from tests.factories.news import NewsPageFactory
from tests.factories.office import OfficeFactory
from tests.factories.page import FreePageFactory
from tests.factories.partner import PartnerFactory
from tests.factories.person import PersonFactory
from tests.factories.picture import PictureFactory
from tests.factories.programme import ProgrammePageFactory
from tests.factories.publication import PublicationPageFactory
from tests.factories.service import ServicePageFactory
from tests.factories.streams import fill_stream
from tests.factories.technology import TechnologyPageFactory
from tests.factories.topic import TopicFactory

pytestmark = pytest.mark.django_db
FEW, MANY = 10, 50
PAGES = {
    "call": CallPageFactory,
    "event": EventPageFactory,
    "news": NewsPageFactory,
    "page": FreePageFactory,
    "programme": ProgrammePageFactory,
    "publication": PublicationPageFactory,
    "service": ServicePageFactory,
    "technology": TechnologyPageFactory,
}
SNIPPETS = {
    "office": OfficeFactory,
    "partner": PartnerFactory,
    "person": PersonFactory,
    "topic": TopicFactory,
}


def count_queries(now: Any) -> tuple[int, int]:
    """Queries of one load, and documents that it made."""
    with CaptureQueriesContext(
        connection,
    ) as captured:
        site = load(now)
    return len(captured), len(site.documents)


def make_page(type: str) -> Any:
    """A page of the type with every StreamField filled, a picture, topics, and every other relation it has."""
    model = next(model for model in content_models() if model.document_type == type)
    streams = {
        field.name: fill_stream(field.stream_block)
        for field in model._meta.fields
        if hasattr(field, "stream_block")
    }
    import json

    page = PAGES[type](
        picture=PictureFactory(),
        office=OfficeFactory(),
        **{name: json.dumps(value, default=str) for name, value in streams.items()},
    )
    for field in model._meta.many_to_many:
        related = {"topic": TopicFactory, "person": PersonFactory, "partner": PartnerFactory}
        make = related.get(getattr(field.related_model, "document_type", ""))
        if make:
            getattr(page, field.name).add(make(), make())
    page.save()
    return page


def copy_rows(model: Any, original: Any, count: int) -> None:
    """`count` more pages like the original, in two statements a table: quick enough for thousands."""
    import uuid

    parent = Page.objects.get(pk=original.get_parent().pk)
    start = parent.numchild
    for number in range(count):
        original.pk = original.id = None
        original._state.adding = True
        original.translation_key = uuid.uuid4()
        original.slug = f"copy-{number}"
        original.path = model._get_path(parent.path, parent.depth + 1, start + number + 1)
        original.url_path = f"{parent.url_path}{original.slug}/"
        original.page_ptr_id = None
        if getattr(original, "identifier", ""):
            original.identifier = f"copy-{number}"
        original.save_base(raw=False)
    Page.objects.filter(pk=parent.pk).update(numchild=start + count)


@pytest.mark.parametrize("type", PAGES)
def test_ten_pages_and_fifty_cost_the_same(type: str, italian_home: Any, now: Any) -> None:
    if type != "page":
        find_section(type)
    page = make_page(type)
    model = page.__class__
    copy_rows(model, model.objects.get(pk=page.pk), FEW - 1)
    few = count_queries(now)
    copy_rows(model, model.objects.get(pk=page.pk), MANY - FEW)
    many = count_queries(now)
    assert many[1] - few[1] == MANY - FEW
    assert many[0] == few[0]


@pytest.mark.parametrize("type", SNIPPETS)
def test_ten_snippets_and_fifty_cost_the_same(type: str, italian_home: Any, now: Any) -> None:
    SNIPPETS[type].create_batch(FEW)
    few = count_queries(now)
    SNIPPETS[type].create_batch(MANY - FEW)
    many = count_queries(now)
    assert many[1] - few[1] == MANY - FEW
    assert many[0] == few[0]


def test_five_hundred_cost_what_ten_cost(italian_home: Any, now: Any) -> None:
    page = NewsPageFactory(parent=find_section("news"))
    few = count_queries(now)[0]
    copy_rows(type(page), type(page).objects.get(pk=page.pk), 500)
    assert count_queries(now) == (few, 503)


def test_every_type_is_counted() -> None:
    assert set(TYPES) == {*PAGES, *SNIPPETS, "home", "section", "settings"}
