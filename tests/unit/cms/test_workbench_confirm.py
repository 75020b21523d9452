"""Confirmation writes one text, refuses wrong ones before anything is written, and keeps all that stood there."""

from __future__ import annotations

from typing import Any

import pytest
from wagtail.models import Page
from wagtail_localize.models import StringTranslation

from cms.translation.confirm import Refused, confirm
from cms.translation.segments import read_segments
from cms.translation.workbench.models import SegmentEvent, WorkingText
from cms.translation.working import Conflict, confirm_typed, drop, keep
from tests.factories.news import NewsPageFactory
from tests.translate import translate
from tests.unit.cms.people import target_of
from tests.unit.cms.workbench_desk import paragraphs, segment_at

pytestmark = pytest.mark.django_db
TRANSLATOR = "Translators (Chinese)"


@pytest.fixture
def linked(section: Any, locales: Any) -> Any:
    """A translation whose body has a paragraph with two links."""
    from wagtail_localize.models import Translation

    body = paragraphs('uno <a href="https://a.example">bando</a> e <a href="https://b.example">guida</a>')
    page = NewsPageFactory(
        parent=section, title="Nuovo", slug="linked", summary="Un sommario breve.", body=body
    )
    words = {'uno <a id="a1">bando</a> e <a id="a2">guida</a>': '一<a id="a1">通知</a>和<a id="a2">指南</a>'}
    translate(page, locales["zh-hans"], words)
    return Translation.objects.get(source__object_id=page.translation_key)


def texts(translation: Any) -> dict[str, str]:
    rows = StringTranslation.objects.filter(context__object_id=translation.source.object_id)
    return {row.context.path: row.data for row in rows.select_related("context")}


GOOD = '第一<a id="a1">通知</a>、<a id="a2">指南</a>'


@pytest.mark.parametrize(
    "text",
    [
        '<a id="a1">通知</a>和指南',
        '<a id="a1">通知</a><a id="a1">和</a><a id="a2">指南</a>',
        '<a id="a1">通知<a id="a2">指南</a></a>',
        '<a id="a1">通知</a><a>和</a><a id="a2">指南</a>',
        '<a id="a1">通知</a><a id="a3">指南</a>',
        '<a id="a1">通知</a><a id="a2">指南</a><b>和',
        f"{GOOD}<!-- x -->",
        f"{GOOD}<script>x</script>",
        f'{GOOD}<b onclick="x">x</b>',
        " \n　",
        "",
        f"{GOOD}\u202e",
        f"{GOOD}\x07",
    ],
)
def test_a_wrong_text_is_refused_before_anything_is_written(linked: Any, text: str, person: Any) -> None:
    segment, before = segment_at(linked, "body"), texts(linked)
    with pytest.raises(Refused) as refused:
        confirm(linked, segment, text, person(TRANSLATOR))
    assert refused.value.messages
    assert texts(linked) == before
    assert not SegmentEvent.objects.exists()


def test_codes_may_change_places(linked: Any, person: Any) -> None:
    text = '<a id="a2">指南</a>和<a id="a1">通知</a>'
    confirm(linked, segment_at(linked, "body"), text, person(TRANSLATOR))
    assert segment_at(linked, "body").confirmed == text


@pytest.mark.parametrize("text", ["<b>新</b>", "新<br/>实验室", "新" * 256])
def test_a_plain_field_takes_no_markup_no_lines_and_no_more_than_fits(
    linked: Any, text: str, person: Any
) -> None:
    with pytest.raises(Refused):
        confirm(linked, segment_at(linked, "title"), text, person(TRANSLATOR))
    assert segment_at(linked, "title").confirmed == "译Nuovo"


def test_a_title_is_shown_in_the_admin_as_it_is_read(linked: Any, person: Any) -> None:
    confirm(linked, segment_at(linked, "title"), "研发 R&amp;D &lt;1&gt;", person(TRANSLATOR))
    assert Page.objects.get(pk=target_of(linked).pk).draft_title == "研发 R&D <1>"


def test_what_is_confirmed_goes_into_draft_history_and_memory(linked: Any, person: Any) -> None:
    from cms.translation.memory.matching import find_matches

    user = person(TRANSLATOR)
    keep(linked, segment_at(linked, "title"), "新的", user)
    confirm(linked, segment_at(linked, "title"), "新闻标题", user)
    segment = segment_at(linked, "title")
    assert (segment.state, segment.confirmed, segment.working) == ("confirmed", "新闻标题", None)
    kinds = list(SegmentEvent.objects.filter(path="title").values_list("kind", "text", "user_name"))
    assert sorted(kinds) == [("confirmed", "新闻标题", user.get_username()), ("found", "译Nuovo", "")]
    linked.save_target(user=user, publish=False)
    assert target_of(linked).get_latest_revision_as_object().title == "新闻标题"
    assert target_of(linked).title == "译Nuovo"
    assert find_matches("Nuovo", "it", "zh-hans")[0].target == "新闻标题"


# Texts that are not confirmed.


def test_a_typed_text_is_kept_and_goes_nowhere(linked: Any, person: Any) -> None:
    user = person(TRANSLATOR)
    kept = keep(linked, segment_at(linked, "title"), "写到一半⟦", user)
    assert (kept.state, kept.working, kept.confirmed) == ("working", "写到一半⟦", "译Nuovo")
    linked.save_target(user=user, publish=False)
    assert target_of(linked).get_latest_revision_as_object().title == "译Nuovo"


def test_an_emptied_text_is_kept_as_empty(linked: Any, person: Any) -> None:
    kept = keep(linked, segment_at(linked, "title"), "", person(TRANSLATOR))
    assert (kept.state, kept.working) == ("working", "")


def test_typing_back_what_is_confirmed_ends_the_work(linked: Any, person: Any) -> None:
    user = person(TRANSLATOR)
    keep(linked, segment_at(linked, "title"), "别的", user)
    assert keep(linked, segment_at(linked, "title"), "译Nuovo", user).state == "confirmed"


def test_of_two_who_write_at_once_neither_text_is_lost(linked: Any, person: Any) -> None:
    one, other = person(TRANSLATOR), person(TRANSLATOR)
    seen = segment_at(linked, "title")
    keep(linked, seen, "甲的标题", one, stamp=seen.stamp)
    with pytest.raises(Conflict) as conflict:
        keep(linked, seen, "乙的标题", other, stamp=seen.stamp)
    now = conflict.value.segment
    assert (now.working, now.by) == ("甲的标题", one.get_username())
    keep(linked, now, "乙的标题", other, stamp=now.stamp)
    assert segment_at(linked, "title").working == "乙的标题"
    assert {"甲的标题", "乙的标题"} <= set(SegmentEvent.objects.values_list("text", flat=True))


@pytest.mark.parametrize("by", ["confirm", "other way"])
def test_a_confirmation_meanwhile_is_a_conflict_too(by: str, linked: Any, person: Any) -> None:
    seen = segment_at(linked, "title")
    if by == "confirm":
        confirm(linked, seen, "甲的标题", person(TRANSLATOR))
    else:
        row = StringTranslation.objects.get(context_id=seen.context_id)
        row.data = "甲的标题"
        row.save()
    for write in (keep, confirm_typed):
        with pytest.raises(Conflict):
            write(linked, seen, "乙的标题", person(TRANSLATOR), stamp=seen.stamp)
    assert segment_at(linked, "title").confirmed == "甲的标题"
    assert SegmentEvent.objects.filter(text="乙的标题").exists()


def test_the_same_text_twice_is_no_conflict(linked: Any, person: Any) -> None:
    seen = segment_at(linked, "title")
    keep(linked, seen, "同样", person(TRANSLATOR), stamp=seen.stamp)
    assert keep(linked, seen, "同样", person(TRANSLATOR), stamp=seen.stamp).working == "同样"


def test_what_is_given_up_stays_in_the_history(linked: Any, person: Any) -> None:
    user = person(TRANSLATOR)
    keep(linked, segment_at(linked, "title"), "不要了", user)
    assert drop(linked, segment_at(linked, "title"), user).state == "confirmed"
    assert SegmentEvent.objects.get(text="不要了").kind == "saved"


def test_another_persons_text_is_in_the_history_before_it_is_overwritten(linked: Any, person: Any) -> None:
    one, other = person(TRANSLATOR), person(TRANSLATOR)
    keep(linked, segment_at(linked, "title"), "甲", one)
    keep(linked, segment_at(linked, "title"), "乙", other)
    assert SegmentEvent.objects.get(text="甲").user == one


def test_the_history_outlives_page_translation_and_user(linked: Any, person: Any) -> None:
    user = person(TRANSLATOR)
    confirm(linked, segment_at(linked, "title"), "新闻标题", user)
    target_of(linked).delete()
    user.delete()
    event = SegmentEvent.objects.get(text="新闻标题")
    assert (event.user, bool(event.user_name)) == (None, True)
    assert not WorkingText.objects.filter(translation__enabled=True).exists()


def test_segments_come_in_page_order_with_their_fields(linked: Any) -> None:
    segments = read_segments(linked)
    assert [segment.path.split(".")[0] for segment in segments] == ["title", "summary", "body"]
    assert [segment.is_rich for segment in segments] == [False, False, True]
    assert segments[0].limit == 255
    assert segments[2].links == {"a1": "https://a.example", "a2": "https://b.example"}
