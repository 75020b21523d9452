"""A changed source: what became of each text, what the page shows meanwhile, and that nothing is emptied."""

from __future__ import annotations

from typing import Any

import pytest
from wagtail_localize.models import StringTranslation

from cms.translation.confirm import confirm
from cms.translation.segments import read_segments
from tests.factories.news import NewsPageFactory
from tests.translate import translate
from tests.unit.cms.people import target_of
from tests.unit.cms.workbench_desk import change_source, paragraphs, segment_at

pytestmark = pytest.mark.django_db
ONE = "uno Il laboratorio apre a marzo in via Roma."
TWO = "due Le domande si presentano entro novembre."
WORDS = {ONE: "一 实验室三月在罗马街开放。", TWO: "二 申请须在十一月前提交。", "Nuovo": "新"}


@pytest.fixture
def page(section: Any) -> Any:
    return NewsPageFactory(
        parent=section, title="Nuovo", slug="two", summary="Sommario.", body=paragraphs(ONE, TWO)
    )


@pytest.fixture
def translated(page: Any, locales: Any) -> Any:
    from wagtail_localize.models import Translation

    translate(page, locales["zh-hans"], WORDS)
    return Translation.objects.get(source__object_id=page.translation_key)


def states(translation: Any) -> dict[str, str]:
    return {one.path: one.state for one in read_segments(translation)}


def body_of(translation: Any) -> str:
    """The body of the newest draft after one is saved."""
    translation.save_target(publish=False)
    return str(target_of(translation).get_latest_revision_as_object().body)


def test_a_moved_block_keeps_its_translation(translated: Any, page: Any) -> None:
    change_source(page, translated, body=paragraphs(TWO, ONE))
    assert set(states(translated).values()) == {"confirmed"}
    body = body_of(translated)
    assert body.index(WORDS[TWO]) < body.index(WORDS[ONE])


def test_an_edited_paragraph_keeps_the_old_text_to_revise(translated: Any, page: Any) -> None:
    change_source(page, translated, body=paragraphs(ONE.replace("marzo", "aprile"), TWO))
    assert states(translated) == {
        "title": "confirmed",
        "summary": "confirmed",
        "body.uno": "to_revise",
        "body.due": "confirmed",
    }
    segment = segment_at(translated, "body.uno")
    assert segment.earlier is not None
    assert (segment.earlier.source, segment.earlier.target) == (ONE, WORDS[ONE])
    assert 0.5 < segment.earlier.likeness < 1
    assert WORDS[ONE] in str(target_of(translated).body)


def test_a_draft_shows_the_old_sentence_never_the_source(translated: Any, page: Any) -> None:
    change_source(page, translated, body=paragraphs(ONE.replace("marzo", "aprile"), TWO))
    body = body_of(translated)
    assert WORDS[ONE] in body
    assert "laboratorio" not in body


def test_a_text_removed_and_put_back_is_confirmed_again(translated: Any, page: Any) -> None:
    change_source(page, translated, body=paragraphs(ONE))
    assert "body.due" not in states(translated)
    change_source(page, translated, body=paragraphs(ONE, TWO))
    assert states(translated)["body.due"] == "confirmed"
    assert WORDS[TWO] in body_of(translated)


def test_the_latest_of_several_versions_is_the_starting_point(translated: Any, page: Any) -> None:
    change_source(page, translated, title="Nuovissimo")
    confirm(translated, segment_at(translated, "title"), "最新", None)
    change_source(page, translated, title="Tutt’altro argomento")
    earlier = segment_at(translated, "title").earlier
    assert earlier is not None
    assert (earlier.source, earlier.target) == ("Nuovissimo", "最新")


def test_no_change_needed_is_one_confirmation(translated: Any, page: Any) -> None:
    change_source(page, translated, title="Nuovo!")
    segment = segment_at(translated, "title")
    assert (segment.state, segment.shown) == ("to_revise", "新")
    confirm(translated, segment, segment.shown, None)
    assert segment_at(translated, "title").state == "confirmed"


def test_among_paragraphs_each_old_text_serves_once(section: Any, locales: Any) -> None:
    from wagtail_localize.models import Translation

    block = {"type": "paragraph", "id": "b"}
    texts = [ONE, TWO, "tre Altro."]
    page = NewsPageFactory(
        parent=section,
        title="Nuovo",
        slug="one-block",
        body=[{**block, "value": "".join(f"<p>{text}</p>" for text in texts)}],
    )
    translate(page, locales["zh-hans"], WORDS)
    translation = Translation.objects.get(source__object_id=page.translation_key)
    changed = [
        TWO.replace("novembre", "dicembre"),
        ONE.replace("marzo", "aprile"),
        "quattro Nulla di simile qui.",
    ]
    change_source(page, translation, body=[{**block, "value": "".join(f"<p>{text}</p>" for text in changed)}])
    segments = [one for one in read_segments(translation) if one.path == "body.b"]
    assert [one.earlier and one.earlier.target for one in segments] == [WORDS[TWO], WORDS[ONE], None]
    assert [one.state for one in segments] == ["to_revise", "to_revise", "untranslated"]


def test_a_link_that_is_gone_does_not_break_the_draft(section: Any, locales: Any) -> None:
    from wagtail_localize.models import Translation

    page = NewsPageFactory(
        parent=section,
        title="Nuovo",
        slug="gone",
        body=paragraphs('uno <a href="https://a.example">bando</a> qui'),
    )
    translate(page, locales["zh-hans"], {'uno <a id="a1">bando</a> qui': '这里的<a id="a1">通知</a>'})
    translation = Translation.objects.get(source__object_id=page.translation_key)
    change_source(page, translation, body=paragraphs("uno bando qui"))
    assert "这里的通知" in body_of(translation)


def test_no_translation_row_is_ever_deleted_by_a_change(translated: Any, page: Any) -> None:
    before = set(StringTranslation.objects.values_list("data", flat=True))
    change_source(
        page, translated, title="Altro", summary="Altro ancora.", body=paragraphs("tre Nuovo testo.")
    )
    assert before <= set(StringTranslation.objects.values_list("data", flat=True))


def test_publishing_what_is_not_revised_keeps_the_old_words_online(translated: Any, page: Any) -> None:
    from django.test import TestCase

    change_source(page, translated, title="Nuovo laboratorio di fisica")
    with TestCase.captureOnCommitCallbacks(execute=True):
        translated.save_target(publish=True)
    assert target_of(translated).title == "新"
