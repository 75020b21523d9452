"""A load, of everything or of what changed, makes the same number of queries however many pages there are."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page

from site_content.documents import TYPES
from static_build.doubt import Watch, sources
from static_build.load import Loader, load
from static_build.stored_rows import content_models
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


def count_update_queries(now: Any, rows: set[tuple[str, int]]) -> tuple[int, int]:
    """Queries of a load of these rows alone with the digests of what it reads, and of the comparison after it."""
    loader, watch = Loader(), Watch()
    loader.load(now, also=watch.read_all)
    with CaptureQueriesContext(connection) as updating:
        loader.update(now, rows, also=lambda touched: watch.read_again(touched, rows))
    with CaptureQueriesContext(connection) as comparing:
        assert watch.is_as_read(lambda: True)
    return len(updating), len(comparing)


@pytest.mark.parametrize("type", PAGES)
def test_one_change_costs_the_same_among_ten_and_among_fifty(type: str, italian_home: Any, now: Any) -> None:
    if type != "page":
        find_section(type)
    page = make_page(type)
    model = page.__class__
    rows = {(model._meta.label_lower, page.pk)}
    copy_rows(model, model.objects.get(pk=page.pk), FEW - 1)
    few = count_update_queries(now, rows)
    copy_rows(model, model.objects.get(pk=page.pk), MANY - FEW)
    assert count_update_queries(now, rows) == few
    assert few[0] < count_queries(now)[0] + len(list(sources()))


def test_a_snippet_that_many_pages_show_costs_no_query_more(italian_home: Any, now: Any) -> None:
    topics = TopicFactory.create_batch(2)
    for number in range(20):
        page = NewsPageFactory(parent=find_section("news"))
        page.topics.set(topics[number > 0 :])
        page.save()
    rows = [{("site_content.topic", topic.pk)} for topic in topics]
    assert count_update_queries(now, rows[0]) == count_update_queries(now, rows[1])


def test_several_changes_at_once_cost_what_one_costs(italian_home: Any, now: Any) -> None:
    pages = NewsPageFactory.create_batch(12, parent=find_section("news"))
    rows = [("site_content.newspage", page.pk) for page in pages]
    assert count_update_queries(now, set(rows)) == count_update_queries(now, set(rows[:1]))
