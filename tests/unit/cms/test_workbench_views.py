"""The workbench's addresses: who may, what is refused, how many queries, and drafts, submission, preview."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import PageViewRestriction
from wagtail_localize.models import StringTranslation, Translation

from cms.translation.workbench.models import SegmentEvent
from tests.factories.news import NewsPageFactory
from tests.factories.partner import PartnerFactory
from tests.translate import translate
from tests.unit.cms.people import target_of
from tests.unit.cms.workbench_desk import desk_url, paragraphs, segment_at, send

pytestmark = pytest.mark.django_db
TRANSLATOR = "Translators (Chinese)"
OTHER = "Translators (Italian)"


def test_a_translator_opens_types_confirms_drafts_and_submits(translation: Any, log_in: Any) -> None:
    client = log_in(TRANSLATOR)
    assert desk_url(translation) in client.get(reverse("ponte_matrix")).content.decode()
    html = client.get(desk_url(translation)).content.decode()
    assert "新实验室" in html
    assert 'lang="zh-Hans"' in html
    saved = send(client, translation, "save", segment_at(translation, "title"), "全新实验室")
    assert saved.json()["state"] == "working"
    done = send(client, translation, "confirm", segment_at(translation, "title"), "全新实验室")
    assert (done.status_code, done.json()["state"]) == (200, "confirmed")
    client.post(desk_url(translation), {"action": "save_draft"})
    page = target_of(translation)
    assert (page.title, page.get_latest_revision_as_object().title) == ("新实验室", "全新实验室")
    client.post(desk_url(translation), {"action": "submit"})
    assert target_of(translation).current_workflow_state is not None


def test_editing_a_translation_opens_the_workbench(translation: Any, log_in: Any) -> None:
    url = reverse("wagtailadmin_pages:edit", args=[target_of(translation).pk])
    assert log_in("Editors").get(url)["Location"] == desk_url(translation)


def test_the_classic_editor_is_one_click_away(translation: Any, log_in: Any) -> None:
    client = log_in(TRANSLATOR)
    classic = reverse("ponte_translate", args=[translation.pk])
    assert classic in client.get(desk_url(translation)).content.decode()
    assert client.get(classic).status_code == 200


def test_unconfirmed_texts_are_submitted_only_knowingly(translation: Any, log_in: Any) -> None:
    client = log_in(TRANSLATOR)
    send(client, translation, "save", segment_at(translation, "title"), "写到一半")
    answer = client.post(desk_url(translation), {"action": "submit"})
    assert answer["Location"].endswith("?waiting=1")
    assert target_of(translation).current_workflow_state is None
    assert 'name="anyway"' in client.get(answer["Location"]).content.decode()
    client.post(desk_url(translation), {"action": "submit", "anyway": "1"})
    assert target_of(translation).current_workflow_state is not None


def test_a_refused_text_is_kept_and_said_why(translation: Any, log_in: Any) -> None:
    answer = send(log_in(TRANSLATOR), translation, "confirm", segment_at(translation, "title"), "新\n题")
    assert answer.status_code == 422
    assert answer.json()["messages"]
    assert segment_at(translation, "title").working == "新\n题"


def test_a_second_translators_text_is_shown(translation: Any, log_in: Any) -> None:
    seen = segment_at(translation, "title")
    send(log_in(TRANSLATOR), translation, "save", seen, "甲")
    answer = send(log_in(TRANSLATOR), translation, "save", seen, "乙")
    assert (answer.status_code, answer.json()["text"]) == (409, "甲")
    assert SegmentEvent.objects.filter(text="乙", kind="conflict").exists()


def test_a_text_given_up_is_what_was_confirmed(translation: Any, log_in: Any) -> None:
    client = log_in(TRANSLATOR)
    send(client, translation, "save", segment_at(translation, "title"), "不要")
    assert (
        send(client, translation, "drop", segment_at(translation, "title"), "").json()["text"] == "新实验室"
    )
    history = client.get(desk_url(translation, "history"), place(translation)).json()["html"]
    assert "不要" in history


def place(translation: Any) -> dict[str, int]:
    segment = segment_at(translation, "title")
    return {"context": segment.context_id, "string": segment.string_id}


def test_what_helps_comes_with_the_text(translation: Any, log_in: Any) -> None:
    client = log_in(TRANSLATOR)
    send(client, translation, "confirm", segment_at(translation, "title"), "新的实验室")
    aside = client.get(desk_url(translation, "aside"), place(translation)).json()
    assert "101 %" in aside["html"]
    assert "新的实验室" in aside["html"]


# Rights, locks, and addresses of others.


@pytest.mark.parametrize("what", ["save", "confirm", "drop"])
def test_who_may_not_writes_nothing(what: str, translation: Any, log_in: Any) -> None:
    answer = send(log_in(OTHER), translation, what, segment_at(translation, "title"), "x")
    assert answer.status_code == 403
    assert segment_at(translation, "title").state == "confirmed"


@pytest.mark.parametrize("what", ["", "aside", "history", "preview"])
def test_who_may_not_sees_nothing(what: str, translation: Any, log_in: Any) -> None:
    answer = log_in(OTHER).get(desk_url(translation, what), place(translation))
    assert answer.status_code in (302, 403)


def test_what_is_private_is_not_shown(translation: Any, news: Any, log_in: Any) -> None:
    client = log_in(TRANSLATOR)
    assert client.get(desk_url(translation)).status_code == 200
    PageViewRestriction.objects.create(page=news, restriction_type="password", password="x")
    for what in ("", "aside", "history", "preview"):
        assert client.get(desk_url(translation, what), place(translation)).status_code in (302, 403)


def test_segments_of_another_translation_are_refused(translation: Any, section: Any, log_in: Any) -> None:
    other = Translation.objects.get(source__object_id=section.translation_key)
    client, segment = log_in(TRANSLATOR), segment_at(other, "title")
    before = set(StringTranslation.objects.values_list("data", flat=True))
    for what in ("save", "confirm", "drop"):
        assert send(client, translation, what, segment, "别处").status_code == 404
    assert set(StringTranslation.objects.values_list("data", flat=True)) == before


@pytest.mark.parametrize("name", ["", "x", "-1", "0", "9" * 30, "1.5"])
def test_no_such_segment(name: str, translation: Any, log_in: Any) -> None:
    client = log_in(TRANSLATOR)
    for values in ({"context": name, "string": "1"}, {"context": "1", "string": name}, {}):
        assert client.post(desk_url(translation, "save"), values).status_code == 404
        assert client.get(desk_url(translation, "aside"), values).status_code == 404


def test_what_somebody_holds_is_not_written(translation: Any, log_in: Any, person: Any) -> None:
    client, segment = log_in(TRANSLATOR), segment_at(translation, "title")
    page = target_of(translation)
    page.locked, page.locked_by = True, person("Editors")
    page.save()
    for what in ("save", "confirm", "drop"):
        assert send(client, translation, what, segment, "锁").status_code == 423
    assert "readonly" in client.get(desk_url(translation)).content.decode()
    client.post(desk_url(translation), {"action": "save_draft"})
    assert segment_at(translation, "title").confirmed == "新实验室"


def test_a_disabled_translation_has_no_workbench(translation: Any, log_in: Any) -> None:
    Translation.objects.filter(pk=translation.pk).update(enabled=False)
    assert log_in("Editors").get(desk_url(translation)).status_code == 404


def test_a_text_without_end_is_refused(translation: Any, log_in: Any) -> None:
    answer = send(log_in(TRANSLATOR), translation, "save", segment_at(translation, "title"), "长" * 60_000)
    assert answer.status_code == 413


# Snippets, preview, and what it costs.


def test_a_snippet_is_translated_in_the_same_place(chinese_home: Any, locales: Any, log_in: Any) -> None:
    partner: Any = PartnerFactory(name="Ateneo")  # type: ignore[no-untyped-call]
    chinese = translate(partner, locales["zh-hans"], {"Ateneo": "大学"})
    translation = Translation.objects.get(source__object_id=chinese.translation_key)
    client = log_in(TRANSLATOR)
    html = client.get(desk_url(translation)).content.decode()
    assert "大学" in html
    assert "data-wb-frame" not in html
    assert client.get(desk_url(translation, "preview")).status_code == 404


def test_the_preview_is_the_page_with_unsaved_texts(translation: Any, log_in: Any) -> None:
    client = log_in(TRANSLATOR)
    send(client, translation, "save", segment_at(translation, "title"), "预览中的标题")
    html = client.get(desk_url(translation, "preview")).content.decode()
    assert re.search("<h1[^>]*>\\s*预览中的标题", html)
    assert target_of(translation).title == "新实验室"
    assert target_of(translation).get_latest_revision_as_object().title == "新实验室"


def test_source_text_is_shown_as_text(section: Any, locales: Any, log_in: Any) -> None:
    page = NewsPageFactory(
        parent=section, title="<script>alert(1)</script>", slug="x", body=paragraphs("uno &lt;b&gt;")
    )
    translate(page, locales["zh-hans"])
    translation = Translation.objects.get(source__object_id=page.translation_key)
    html = log_in(TRANSLATOR).get(desk_url(translation)).content.decode()
    assert "<script>alert" not in html


def test_opening_costs_the_same_number_of_queries_at_any_length(
    section: Any, locales: Any, log_in: Any
) -> None:
    client, counts = log_in(TRANSLATOR), []
    for number in (10, 200):
        texts = [f"{word} testo numero {word} di {number}" for word in map(str, range(number))]
        page = NewsPageFactory(
            parent=section, title=f"Lunga {number}", slug=f"l{number}", body=paragraphs(*texts)
        )
        translate(page, locales["zh-hans"])
        translation = Translation.objects.get(source__object_id=page.translation_key)
        client.get(desk_url(translation))
        with CaptureQueriesContext(connection) as queries:
            assert client.get(desk_url(translation)).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 30


def test_saving_and_confirming_cost_a_bounded_number_of_queries(translation: Any, log_in: Any) -> None:
    client = log_in(TRANSLATOR)
    for what, most in (("save", 45), ("confirm", 65)):
        segment = segment_at(translation, "title")
        with CaptureQueriesContext(connection) as queries:
            assert send(client, translation, what, segment, f"标题{what}").status_code in (200, 422)
        assert len(queries) <= most, len(queries)
