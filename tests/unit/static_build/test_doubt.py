"""Whatever changes in a table that a load reads is noticed, and nothing else is."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

import pytest
from django.apps import apps
from django.db import connection, models, transaction
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Collection, CollectionViewRestriction, Page, PageViewRestriction

from site_content.models import NewsPage, Topic
from site_content.models.search import BestAnswer, SearchSynonym
from static_build.doubt import Source, Watch, sources
from static_build.load import Loader
from static_build.stored_rows import content_models, relation_fields
from tests.factories.base import find_section
from tests.factories.news import NewsPageFactory
from tests.factories.topic import TopicFactory
from tests.site.walk import Walk, make_small_site, publish

pytestmark = pytest.mark.django_db


@pytest.fixture
def site(italian_home: Any, chinese_home: Any, locales: dict[str, Any], now: datetime) -> None:
    """A row in every table but those of some relations."""
    make_small_site(Walk(locales, now), italian_home)
    restricted = Collection.objects.get(name="Riservata")
    CollectionViewRestriction.objects.create(collection=restricted, restriction_type="login")
    PageViewRestriction.objects.create(page=NewsPage.objects.first(), restriction_type="login")
    Redirect.objects.create(old_path="/it/once", redirect_link="/it/")
    SearchSynonym.objects.create(locale="it", words=["bando", "avviso"])
    BestAnswer.objects.create(locale="it", query="bando", page_id=NewsPage.objects.all()[0].pk)


@pytest.fixture
def few(italian_home: Any) -> None:
    """Two news items and a topic."""
    NewsPageFactory.create_batch(2, parent=find_section("news"))
    TopicFactory()


@pytest.fixture
def watch(few: None) -> Watch:
    """What has read all of it."""
    watch = Watch()
    watch.read_all()
    return watch


@contextmanager
def taken_back() -> Iterator[None]:
    """What is written inside is undone."""
    point = transaction.savepoint()
    yield
    transaction.savepoint_rollback(point)


def is_as_read(watch: Watch) -> bool:
    return watch.is_as_read(lambda: True)


def run(statement: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return int(cursor.rowcount)


def condition(source: Source) -> str:
    return f" WHERE {source._live}" if source._live else ""


def test_nothing_has_changed(watch: Watch) -> None:
    assert is_as_read(watch)


def test_every_change_is_noticed_in_every_table(site: None) -> None:
    watch = Watch()
    watch.read_all()
    for_each_table_a_row_goes(watch)
    for_each_relation_a_row_comes(watch)
    for_each_column_a_text_changes(watch)
    assert is_as_read(watch)


def for_each_table_a_row_goes(watch: Watch) -> None:
    tried = []
    for source in sources():
        with taken_back():
            if run(f"DELETE FROM {source.table}{condition(source)}"):
                tried.append(source.table)
                assert not is_as_read(watch), source.table
    assert is_as_read(watch)
    related = {
        field.remote_field.through._meta.db_table
        for model in content_models()
        for field in relation_fields(model)
    }
    assert {source.table for source in sources()} - related <= set(tried)


def for_each_relation_a_row_comes(watch: Watch) -> None:
    for model in content_models():
        for field in relation_fields(model):
            owner, related = model.objects.filter(live=True).first(), field.related_model.objects.last()
            through = field.remote_field.through
            row = {field.m2m_column_name(): owner.pk, field.m2m_reverse_name(): related.pk}
            through.objects.filter(**row).delete()
            watch.read_all()
            with taken_back():
                through.objects.bulk_create([through(**row)])
                assert not is_as_read(watch), through
    assert is_as_read(watch)


def for_each_column_a_text_changes(watch: Watch) -> None:
    tried = 0
    for source in sources():
        columns = texts_of(source.table)
        for column in columns & set(source.columns):
            with taken_back():
                other = f"CASE WHEN {column} = '' THEN 'x' ELSE '' END"
                changed = run(f"UPDATE {source.table} SET {column} = {other}{condition(source)}")
                if changed:
                    tried += 1
                    assert not is_as_read(watch), (source.table, column)
    assert tried > 100


def texts_of(table: str) -> set[str]:
    """Columns of a table that hold text and no choice or key to others."""
    model = next(
        model for model in apps.get_models(include_auto_created=True) if model._meta.db_table == table
    )
    unique = {name for each in model._meta.total_unique_constraints for name in each.fields}
    unique |= {name for names in model._meta.unique_together for name in names}
    unique |= {field.column for field in model._meta.local_concrete_fields if field.unique}
    return {
        field.column
        for field in model._meta.local_concrete_fields
        if isinstance(field, models.CharField | models.TextField) and field.column not in unique
    }


def test_drafts_and_what_only_the_cms_reads_are_not_noticed(watch: Watch) -> None:
    page = NewsPage.objects.filter(live=True).last()
    page.title = "Solo una bozza"
    page.save_revision()
    Page.objects.filter(pk=page.pk).update(draft_title="Altra bozza", has_unpublished_changes=True)
    NewsPageFactory(parent=find_section("news"), live=False)
    assert is_as_read(watch)


def test_a_page_that_goes_live_behind_the_back_is_noticed(watch: Watch) -> None:
    page = NewsPage.objects.filter(live=True).last()
    page.unpublish()
    watch.read_all()
    Page.objects.filter(pk=page.pk).update(live=True)
    assert not is_as_read(watch)


def test_rows_that_a_loader_read_again_are_as_read(watch: Watch, now: datetime) -> None:
    loader = Loader()
    loader.load(now)
    page, topic = NewsPage.objects.filter(live=True).last(), Topic.objects.last()
    publish(page, title="Altro", topics=[topic])
    publish(topic, name="Altro")
    assert not is_as_read(watch)
    rows = {("site_content.newspage", page.pk), ("site_content.topic", topic.pk)}
    loader.update(now, rows, also=lambda touched: watch.read_again(touched, rows))
    assert is_as_read(watch)


def test_a_row_that_was_not_named_stays_in_doubt(watch: Watch, now: datetime) -> None:
    loader = Loader()
    loader.load(now)
    named, other = NewsPage.objects.filter(live=True)[:2]
    publish(named, title="Altro")
    NewsPage.objects.filter(pk=other.pk).update(summary="Di nascosto")
    rows = {("site_content.newspage", named.pk)}
    loader.update(now, rows, also=lambda touched: watch.read_again(touched, rows))
    assert not is_as_read(watch)


def test_the_look_breaks_off_when_there_is_something_to_do(watch: Watch) -> None:
    Topic.objects.update(name="Di nascosto")
    assert watch.is_as_read(lambda: False)
    assert not is_as_read(watch)


def test_a_watch_that_has_read_nothing_doubts_nothing(few: None) -> None:
    assert is_as_read(Watch())
