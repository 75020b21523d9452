"""A call and its amendments go live in every language at once, or one alone with a reviewer's reason; in either direction."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.models import PageLogEntry, Revision

from cms.publication import together
from cms.publication.parity import ALONE, REASON, TOGETHER, find_parity, read_words
from cms.publication.together import ParityRefused
from cms.translation.following import follow_source
from cms.translation.jobs.models import Job, Priority, State
from site_content.models.call import CallPage
from site_content.staleness import stale_places
from static_build.clock import publish_due
from tests.unit.cms.parity_calls import (
    confirm_all,
    draft,
    entries,
    make_alone,
    make_call,
    send,
    titles,
    translation_of,
)

pytestmark = pytest.mark.django_db
DIRECTIONS = [("it", "zh-hans"), ("zh-hans", "it")]
SIDE: dict[str, Any] = {
    "id": "one",
    "type": "side",
    "value": {
        "side": "it",
        "funder": "Ministero",
        "deadline": "2026-11-30T23:00:00Z[Europe/Rome]",
        "amount": "50000",
        "currency": "EUR",
        "eligibility": "<p>Imprese</p>",
        **dict.fromkeys(("sign_in", "signature", "contact", "apply_url"), ""),
    },
}


@pytest.fixture(params=DIRECTIONS, ids=lambda one: one[0])
def call(request: Any, italian_home: Any, chinese_home: Any, locales: Any) -> Any:
    """A call that is live in both languages, written first in each of them."""
    source, target = request.param
    homes = {"it": italian_home, "zh-hans": chinese_home}
    return make_call(homes[source], locales[target])


def other(page: Any) -> str:
    return "it" if page.locale.language_code == "zh-hans" else "zh-hans"


def test_an_amendment_waits_for_its_translation(call: Any, person: Any) -> None:
    before = titles(call)
    revision = draft(call, title="Bando prorogato")
    with pytest.raises(ParityRefused):
        revision.publish(user=person("Reviewers"))
    assert titles(call) == before
    assert stale_places() == set()


def test_a_translated_amendment_goes_live_in_both_languages(call: Any, person: Any) -> None:
    revision = draft(call, title="Bando prorogato")
    send(call)
    before = titles(call)
    confirm_all(call)
    assert titles(call) == before
    revision.publish(user=person("Reviewers"))
    assert titles(call) == {call.locale.language_code: "Bando prorogato", other(call): "译Bando prorogato"}
    assert stale_places() == set()


def test_without_the_rule_one_language_would_go_alone(
    call: Any, person: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(together, "find_parity", lambda version: None)
    draft(call, title="Bando prorogato").publish(user=person("Reviewers"))
    assert titles(call)[call.locale.language_code] == "Bando prorogato"
    assert "prorogato" not in titles(call)[other(call)]


def test_a_call_that_is_new_waits_for_its_translation(
    italian_home: Any, chinese_home: Any, locales: Any, person: Any
) -> None:
    page = make_alone(italian_home, locales["zh-hans"], live=False)
    reviewer = person("Reviewers")
    with pytest.raises(ParityRefused) as refused:
        draft(page).publish(user=reviewer)
    assert [(one.locale, one.state) for one in refused.value.parity.others] == [("zh-hans", "missing")]
    send(page)
    with pytest.raises(ParityRefused):
        draft(page).publish(user=reviewer)
    confirm_all(page)
    assert titles(page) == {}
    draft(page).publish(user=reviewer)
    assert titles(page) == {"it": "Bando", "zh-hans": "译Bando"}


def test_a_machine_does_not_make_it_ready(call: Any, person: Any) -> None:
    from wagtail_localize.models import StringTranslation

    revision = draft(call, title="Bando prorogato")
    send(call)
    confirm_all(call)
    StringTranslation.objects.filter(data="译Bando prorogato").update(translation_type="machine")
    with pytest.raises(ParityRefused):
        revision.publish(user=person("Reviewers"))


def test_a_translation_does_not_go_ahead_of_its_original(call: Any, person: Any) -> None:
    draft(call, title="Bando prorogato")
    send(call)
    confirm_all(call)
    translation, before = translation_of(call), titles(call)
    with pytest.raises(ParityRefused) as refused:
        translation.save_target(user=person("Reviewers"), publish=True)
    assert [one.state for one in refused.value.parity.others] == ["behind"]
    assert titles(call) == before


def test_a_translation_that_is_behind_may_catch_up(call: Any, person: Any) -> None:
    draft(call, title="Bando prorogato").publish()  # a command: nobody is logged in
    assert stale_places() == {(str(call.translation_key), other(call))}
    assert follow_source(translation_of(call).source_id)
    confirm_all(call)
    translation_of(call).save_target(user=person("Reviewers"), publish=True)
    assert stale_places() == set()


def test_with_a_reason_one_goes_alone_and_the_hours_are_counted(
    call: Any, log_in: Any, person: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    draft(call, title="Bando prorogato")
    reviewer, code = log_in("Reviewers"), call.locale.language_code
    assert reviewer.get(url(call)).status_code == 200
    answer(reviewer, call, alone="1", reason="")
    assert titles(call)[code] == "Bando"
    answer(reviewer, call, alone="1", reason="Il partner pubblica domani")
    assert titles(call)[code] == "Bando prorogato"
    (gone,) = entries(call, ALONE)
    assert (gone["locales"], gone["reason"]) == ([other(call)], "Il partner pubblica domani")
    assert entries(call, TOGETHER) == []
    follow_source(translation_of(call).source_id)
    confirm_all(call)
    later = timezone.now() + timedelta(hours=30)
    monkeypatch.setattr(together, "now", lambda: later)
    translation_of(call).save_target(user=person("Reviewers"), publish=True)
    (followed,) = entries(call, TOGETHER)
    assert (followed["locale"], followed["hours"]) == (other(call), 30.0)


def test_a_reason_holds_for_the_texts_that_it_was_given_for(call: Any, log_in: Any, person: Any) -> None:
    draft(call, title="Bando prorogato")
    answer(log_in("Reviewers"), call, alone="1", reason="Il partner pubblica domani")
    with pytest.raises(ParityRefused):
        draft(call, title="Bando prorogato ancora").publish(user=person("Reviewers"))


def test_an_editor_gives_no_reason_but_sends_the_draft(call: Any, log_in: Any) -> None:
    draft(call, title="Bando prorogato")
    editor = log_in("Editors")
    answer(editor, call, alone="1", reason="Ho fretta")
    assert titles(call)[call.locale.language_code] == "Bando"
    assert entries(call, REASON) == []
    answer(editor, call, send="1")
    words = {text for _path, text in read_words(translation_of(call).source.as_instance())}
    assert "Bando prorogato" in words


@pytest.mark.parametrize("role", ["Translators (Chinese)", "Translators (Italian)"])
def test_a_translator_neither_sees_nor_publishes(call: Any, log_in: Any, role: str) -> None:
    draft(call, title="Bando prorogato")
    translator = log_in(role)
    assert translator.get(url(call)).status_code == 302
    for button in ("alone", "send", "publish"):
        answer(translator, call, **{button: "1"}, reason="Ho fretta")
    assert titles(call)[call.locale.language_code] == "Bando"
    assert not PageLogEntry.objects.filter(action__startswith="ponte.parity").exists()


def test_a_changed_fact_goes_live_for_both_and_leaves_the_text_behind(call: Any, person: Any) -> None:
    """The fact is the same in both languages at once; whether the text still holds is for a translator to say."""
    draft(call, sides=json.dumps([SIDE])).publish()
    follow_source(translation_of(call).source_id)
    confirm_all(call)
    translation_of(call).save_target(user=None, publish=True)
    assert stale_places() == set()
    changed = {**SIDE, "value": {**SIDE["value"], "amount": "70000"}}
    draft(call, sides=json.dumps([changed])).publish()
    assert stale_places() == {(str(call.translation_key), other(call))}


def test_both_go_live_later_at_one_moment(call: Any, person: Any) -> None:
    at = timezone.now() + timedelta(days=2)
    revision = draft(call, title="Bando prorogato", go_live_at=at)
    send(call)
    confirm_all(call)
    revision.publish(user=person("Reviewers"))
    assert titles(call)[call.locale.language_code] == "Bando"
    due = Revision.objects.filter(approved_go_live_at__isnull=False)
    assert {one.approved_go_live_at for one in due} == {at}
    assert publish_due(at + timedelta(seconds=1)) == 0
    assert titles(call) == {call.locale.language_code: "Bando prorogato", other(call): "译Bando prorogato"}
    assert stale_places() == set()


def test_a_draft_that_was_sent_is_not_taken_from_the_translators(call: Any) -> None:
    draft(call, title="Bando prorogato")
    send(call)
    assert not follow_source(translation_of(call).source_id)
    assert translation_of(call).source.as_instance().title == "Bando prorogato"


def test_another_type_of_page_does_not_wait(news: Any, translation: Any, person: Any) -> None:
    news.title = "Altro"
    news.save_revision().publish(user=person("Editors"))
    assert find_parity(news) is None
    assert "Altro" in set(type(news).objects.filter(live=True).values_list("title", flat=True))


def url(page: Any) -> str:
    return reverse("ponte_languages", args=[page.pk])


def answer(client: Any, page: Any, **data: str) -> Any:
    revision = CallPage.objects.get(pk=page.pk).latest_revision_id
    return client.post(url(page), {"revision": str(revision), **data})


def test_the_editor_is_led_to_the_languages(call: Any, log_in: Any) -> None:
    draft(call, title="Bando prorogato")
    bulk = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    response = log_in("Editors").post(f"{bulk}?id={call.pk}", {"id": call.pk})
    assert response.url == url(call)
    assert titles(call)[call.locale.language_code] == "Bando"


def test_an_approval_waits_too(call: Any, log_in: Any, person: Any) -> None:
    draft(call, title="Bando prorogato")
    page = CallPage.objects.get(pk=call.pk)
    page.get_workflow().start(page, person("Editors"))
    state = CallPage.objects.get(pk=call.pk).current_workflow_task_state
    approve = reverse("wagtailadmin_pages:workflow_action", args=[page.pk, "approve", state.pk])
    response = log_in("Reviewers").post(approve, {"comment": ""})
    assert url(call) in response.content.decode()
    assert titles(call)[call.locale.language_code] == "Bando"


@pytest.mark.parametrize(
    "change",
    [
        {"amount": "70000"},
        {"deadline": "2027-01-15T23:00:00Z[Europe/Rome]"},
        {"eligibility": "<p>Università</p>"},
    ],
)
def test_the_team_is_told_at_once_of_a_changed_fact(
    call: Any,
    change: dict[str, str],
    person: Any,
    mailoutbox: Any,
    django_capture_on_commit_callbacks: Any,
) -> None:
    translator = person({"zh-hans": "Translators (Chinese)", "it": "Translators (Italian)"}[other(call)])
    type(translator).objects.filter(pk=translator.pk).update(email="li@example.org")
    with django_capture_on_commit_callbacks(execute=True):
        draft(call, sides=json.dumps([SIDE])).publish()
        follow_source(translation_of(call).source_id)
        confirm_all(call)
        translation_of(call).save_target(user=None, publish=True)
    mailoutbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        draft(call, sides=json.dumps([{**SIDE, "value": {**SIDE["value"], **change}}])).publish()
    (job,) = Job.objects.exclude(state=State.DONE)
    assert (job.priority, job.translation_id) == (Priority.URGENT, translation_of(call).pk)
    assert job.urgent_reason
    assert [mail.to for mail in mailoutbox] == [["li@example.org"]]


def test_a_publication_that_changes_nothing_tells_nobody(
    call: Any, mailoutbox: Any, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        draft(call).publish()
    assert not Job.objects.filter(priority=Priority.URGENT).exists()
    assert mailoutbox == []
