"""What "New from this" makes: texts and translations stay, the old page's own is empty, nothing is live."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import models
from django.urls import reverse
from wagtail import blocks
from wagtail.fields import StreamField
from wagtail_localize.models import StringTranslation, Translation

from cms.copies import copy_page
from site_content.blocks.facts import MomentBlock
from site_content.fields import MomentField
from site_content.models import CallPage, EventPage, ProgrammePage
from tests.factories.call import CallPageFactory
from tests.factories.event import EventPageFactory
from tests.factories.section import SectionPageFactory
from tests.factories.streams import fill_stream
from tests.translate import translate

pytestmark = pytest.mark.django_db
TYPES = (CallPage, EventPage, ProgrammePage)


@pytest.fixture
def calls(italian_home: Any, chinese_home: Any, locales: Any) -> Any:
    section = SectionPageFactory(parent=italian_home, title="Bandi", slug="calls", lists="call")
    translate(section, locales["zh-hans"], {"Bandi": "征集"})
    return section


def fill(page: Any, *names: str) -> Any:
    """The page with every kind of block in those streams, published."""
    for name in names:
        field = page._meta.get_field(name)
        setattr(page, name, json.dumps(fill_stream(field.stream_block)))
    page.save_revision(clean=False).publish()
    return type(page).objects.get(pk=page.pk)


@pytest.fixture
def call(calls: Any, locales: Any) -> Any:
    """A call with sides, questions, documents, amendments, results; live in both languages."""
    page = CallPageFactory(parent=calls, title="Bando", slug="call")
    page = fill(page, "sides", "questions", "files", "amendments", "results", "body")
    translate(page, locales["zh-hans"], {"Bando": "公告"})
    return page


@pytest.fixture
def copy(call: Any, person: Any) -> Any:
    return copy_page(call, person("Editors"))


def chinese(page: Any) -> Any:
    return type(page).objects.get(translation_key=page.translation_key, locale__language_code="zh-hans")


def test_the_copy_is_a_draft_in_both_languages(copy: Any, call: Any) -> None:
    assert copy.translation_key != call.translation_key
    for page in (copy, chinese(copy)):
        assert (page.live, page.first_published_at, page.live_revision_id) == (False, None, None)
        assert page.slug == "call-copy"
        assert page.latest_revision is not None


def test_what_belonged_to_the_call_is_empty(copy: Any) -> None:
    for page in (copy, chinese(copy)):
        for version in (page, page.get_latest_revision_as_object()):
            assert (version.identifier, version.opens, version.questions_until) == ("", "", "")
            assert [len(getattr(version, name)) for name in ("files", "results", "amendments")] == [0, 0, 0]
            assert [side.value["deadline"] for side in version.sides] == [""]
            assert "documents" not in [block.block_type for block in version.body]


def test_texts_and_translations_stay(copy: Any, call: Any) -> None:
    old, new = chinese(call), chinese(copy).get_latest_revision_as_object()
    assert copy.title == "Bando"
    assert new.title == "公告"
    assert str(new.summary) == str(old.summary)
    assert new.sides[0].value["funder"] == old.sides[0].value["funder"]
    assert [block.id for block in new.sides] == [block.id for block in copy.sides]
    assert new.questions[0].value["question"] == old.questions[0].value["question"]


def test_the_translation_is_a_real_one(copy: Any) -> None:
    translation = Translation.objects.get(source__object_id=copy.translation_key)
    total, translated = translation.get_progress()
    assert translation.enabled
    assert total > 5
    assert (total - translated) == 0
    assert StringTranslation.objects.filter(context__object_id=copy.translation_key).count() == total


def test_the_old_call_is_as_it_was(call: Any, copy: Any) -> None:
    fresh = type(call).objects.get(pk=call.pk)
    assert (fresh.live, fresh.identifier, len(fresh.files)) == (True, call.identifier, 1)
    assert chinese(call).live


def test_a_second_copy_has_an_address_of_its_own(call: Any, copy: Any, person: Any) -> None:
    again = copy_page(chinese(call), person("Editors"))
    assert (again.slug, chinese(again).slug, again.locale_id) == (
        "call-copy-2",
        "call-copy-2",
        call.locale_id,
    )


def test_an_editor_makes_it_with_a_button(calls: Any, locales: Any, log_in: Any) -> None:
    call = CallPageFactory(parent=calls, slug="plain")
    translate(call, locales["zh-hans"])
    editor, url = log_in("Editors"), reverse("ponte_new_from_this", args=[call.pk])
    explorer = editor.get(reverse("wagtailadmin_pages:edit", args=[call.pk]))
    assert url in explorer.content.decode()
    assert editor.get(url).status_code == 200
    assert CallPage.objects.count() == 2
    assert editor.post(url, follow=True).status_code == 200
    assert CallPage.objects.count() == 4


@pytest.mark.parametrize("role", ["Reviewers", "Translators (Chinese)"])
def test_who_adds_no_pages_makes_no_copy(role: str, call: Any, log_in: Any) -> None:
    log_in(role).post(reverse("ponte_new_from_this", args=[call.pk]))
    assert CallPage.objects.count() == 2


def test_a_page_without_translation_is_copied_alone(calls: Any, person: Any) -> None:
    copy = copy_page(CallPageFactory(parent=calls, slug="alone"), person("Editors"))
    assert not copy.get_translations().exists()


def test_a_postponed_event_is_scheduled_again(italian_home: Any, person: Any) -> None:
    section = SectionPageFactory(parent=italian_home, title="Eventi", slug="events", lists="event")
    event = fill(
        EventPageFactory(parent=section, slug="event"), "previous", "agenda", "registration_deadlines"
    )
    event.status = "postponed"
    event.save_revision().publish()
    event.refresh_from_db()
    copy = copy_page(event, person("Editors"))
    assert (copy.starts, copy.ends, copy.status, len(copy.previous)) == ("", "", "scheduled", 0)
    assert copy.agenda[0].value["title"] == event.agenda[0].value["title"]
    assert copy.agenda[0].value["starts"] == copy.agenda[0].value["ends"] == ""
    assert copy.registration_deadlines[0].value["at"] == ""


def dates_of(model: Any) -> Iterator[str]:
    """Every date and moment of a type, by the path that NOT_COPIED would name."""
    for field in model._meta.get_fields():
        if isinstance(field, MomentField | models.DateField) and field.model is model:
            yield field.name
        if isinstance(field, StreamField) and field.model is model and field.name != "body":
            for kind, block in field.stream_block.child_blocks.items():
                dates = MomentBlock | blocks.DateBlock
                children = getattr(block, "child_blocks", {}).items()
                yield from (
                    f"{field.name}.{kind}.{name}" for name, child in children if isinstance(child, dates)
                )


@pytest.mark.parametrize("model", TYPES)
def test_no_date_is_forgotten(model: Any) -> None:
    covered = set(model.NOT_COPIED) | {"reviewed_on"}
    forgotten = [
        path for path in dates_of(model) if path not in covered and path.split(".")[0] not in covered
    ]
    assert forgotten == []
