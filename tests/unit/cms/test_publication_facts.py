"""Changed facts of a live call: shown in both languages and zones; not published without a reason, nor by one alone."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import msgspec
import pytest
from django.core.exceptions import PermissionDenied
from django.db.models.signals import pre_save
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation
from wagtail.log_actions import LogContext
from wagtail.models import PageLogEntry
from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield

from cms.publication import gate, last_guard
from cms.publication.facts import FIELDS, compare_facts, read_facts
from cms.publication.gate import find_pending
from cms.workflows import publish_reviewed_revision
from site_content.models import CallPage, EventPage, ProgrammePage
from site_content.rich_text import FEATURES
from tests.factories.call import CallPageFactory
from tests.factories.programme import ProgrammePageFactory
from tests.factories.section import SectionPageFactory
from tests.translate import translate

pytestmark = pytest.mark.django_db

OLD, NEW = "2026-11-30T23:00:00Z[Europe/Rome]", "2027-01-15T16:00:00Z[Asia/Shanghai]"
SIDE: dict[str, Any] = {
    "side": "it",
    "funder": "Ministero",
    "deadline": OLD,
    "amount": "50000",
    "currency": "EUR",
    "amount_per": "project",
    "eligibility": "<p>Imprese &amp; università</p>",
    "apply_url": "",
    "sign_in": "",
    "signature": "",
    "languages": [],
    "places": None,
    "contact": "",
}


@pytest.fixture(autouse=True)
def english() -> Any:
    with translation.override("en"):
        yield


@pytest.fixture
def call(italian_home: Any, chinese_home: Any, locales: Any) -> Any:
    """A live call with one side, and its Chinese translation."""
    section = SectionPageFactory(parent=italian_home, title="Bandi", slug="calls", lists="call")
    translate(section, locales["zh-hans"], {"Bandi": "征集"})
    page = CallPageFactory(parent=section, title="Bando", slug="call")
    page.sides = json.dumps([{"id": "one", "type": "side", "value": SIDE}])
    page.save_revision(clean=False).publish()
    translate(page, locales["zh-hans"], {"Bando": "公告"})
    return CallPage.objects.get(pk=page.pk)


def draft(page: Any, user: Any = None, **side: Any) -> Any:
    """A draft of the page whose side has other values; its revision."""
    version = type(page).objects.get(pk=page.pk).get_latest_revision_as_object()
    version.sides = json.dumps([{"id": "one", "type": "side", "value": {**SIDE, **side}}])
    return version.save_revision(user=user, clean=False)


def deadline_of(page: Any) -> str:
    """The public one."""
    return str(CallPage.objects.get(pk=page.pk).sides[0].value["deadline"])


def reasons_of(page: Any) -> list[str]:
    entries = PageLogEntry.objects.filter(page=page.pk, action=gate.REASON)
    return [entry.data["reason"] for entry in entries]


def facts_url(page: Any) -> str:
    return reverse("ponte_facts", args=[page.pk])


def answer(client: Client, page: Any, **data: str) -> Any:
    revision = CallPage.objects.get(pk=page.pk).latest_revision_id
    return client.post(facts_url(page), {"revision": str(revision), **data})


def press_publish(client: Client, page: Any, deadline: tuple[str, str, str], **more: str) -> Any:
    """What the browser sends when an editor has changed the deadline and presses Publish."""
    day, hour, zone = deadline
    side = {
        **{name: value for name, value in SIDE.items() if value and name not in ("deadline", "eligibility")},
        "deadline_date": day,
        "deadline_time": hour,
        "deadline_zone": zone,
        "eligibility": rich_text(SIDE["eligibility"], features=FEATURES),
    }
    version = page.get_latest_revision_as_object()
    streams = ("body", "questions", "files", "results", "amendments")
    data = nested_form_data(
        {
            "title": version.title,
            "slug": version.slug,
            "kind": version.kind,
            "authentic": version.authentic,
            "sides": streamfield([("side", side)]),
            **{name: streamfield([]) for name in streams},
            "action-publish": "1",
            "comments": {"TOTAL_FORMS": 0, "INITIAL_FORMS": 0},
            **more,
        }
    )
    data["sides-0-id"] = "one"
    return client.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), data)


def need_second(settings: Any) -> None:
    settings.ENVIRONMENT = msgspec.structs.replace(settings.ENVIRONMENT, confirm_facts=True)


def test_a_changed_deadline_in_both_languages_and_zones(call: Any) -> None:
    draft(call, deadline=NEW)
    pending = find_pending(call, None)
    assert pending is not None
    (change,) = pending.changes
    italian, chinese = change.shown
    assert change.label == "Deadline (Italian side)"
    assert italian.old[0] == "entro le 24:00 di lunedì 30 novembre 2026, ora di Roma"
    assert len(italian.new) == len(chinese.new) == 2
    assert "Pechino" in italian.new[1]
    assert "24:00" in italian.new[1]
    assert "2027年1月15日" in chinese.new[0]
    assert "北京" in chinese.new[0]


def test_money_and_eligibility(call: Any) -> None:
    revision = draft(call, amount="75000.00", eligibility="<p>Solo imprese</p>")
    changes = compare_facts(CallPage, call.serializable_data(), revision.content, "it")
    money, text = changes
    assert [shown.new for shown in money.shown] == [("75.000\u00a0€",), ("7.5万欧元",)]
    assert (text.is_text, text.shown[0].old, len(text.shown)) == (True, ("Imprese & università",), 1)


def test_the_same_amount_written_otherwise_is_no_change(call: Any) -> None:
    draft(call, amount="50000.00")
    assert find_pending(call, None) is None


@pytest.mark.parametrize("model", [CallPage, ProgrammePage, EventPage])
def test_every_fact_is_a_field_of_its_model(model: Any) -> None:
    page = model(title="x", slug="x")
    assert {field.name for field in FIELDS[model.document_type]} <= read_facts(
        model, page.serializable_data()
    ).keys()


def test_a_programme_shows_its_facts_and_needs_no_reason(italian_home: Any) -> None:
    section = SectionPageFactory(parent=italian_home, title="Corsi", slug="training", lists="programme")
    page = ProgrammePageFactory(parent=section, title="Corso", slug="course")
    stored = page.serializable_data()
    changes = compare_facts(
        ProgrammePage, stored, {**stored, "deadline": NEW, "fee_amount": "10", "fee_currency": "EUR"}, "it"
    )
    assert [change.label for change in changes] == ["Applications close", "Fee"]
    assert not any(change.is_guarded for change in changes)
    assert find_pending(page, None) is None


def test_publish_asks_for_the_reason_first(call: Any, log_in: Any) -> None:
    client = log_in("Editors")
    response = press_publish(client, call, ("2027-01-15", "24:00", "Europe/Rome"))
    assert response.url == facts_url(call)
    assert deadline_of(call) == OLD
    page = client.get(facts_url(call)).content.decode()
    assert "entro le 24:00 di venerdì 15 gennaio 2027, ora di Roma" in page
    assert answer(client, call, publish="1", reason="  ").status_code == 200
    assert deadline_of(call) == OLD
    answer(client, call, publish="1", reason="Decreto 12")
    assert deadline_of(call) == "2027-01-15T23:00:00Z[Europe/Rome]"
    assert reasons_of(call) == ["Decreto 12"]
    history = client.get(reverse("wagtailadmin_pages:history", args=[call.pk])).content.decode()
    assert "Decreto 12" in history
    assert "15 gennaio 2027" in history


def test_another_text_needs_no_reason(call: Any, log_in: Any) -> None:
    response = press_publish(
        log_in("Editors"), call, ("2026-11-30", "24:00", "Europe/Rome"), title="Altro titolo"
    )
    call.refresh_from_db()
    assert response.url == reverse("ponte_languages", args=[call.pk])  # it waits for its translation alone
    assert call.get_latest_revision_as_object().title == "Altro titolo"


def test_a_publication_for_later_is_asked_too(call: Any, log_in: Any) -> None:
    later = f"{timezone.now() + timedelta(days=2):%Y-%m-%d %H:%M}"
    response = press_publish(
        log_in("Editors"), call, ("2027-01-15", "24:00", "Europe/Rome"), go_live_at=later
    )
    assert response.url == facts_url(call)
    assert not call.revisions.exclude(approved_go_live_at=None).exists()


def test_a_reason_is_for_the_facts_it_was_given_for(call: Any, log_in: Any) -> None:
    client = log_in("Editors")
    draft(call, deadline=NEW)
    answer(client, call, keep="1", reason="Proroga")
    assert deadline_of(call) == OLD
    draft(call, deadline=NEW)
    pending = find_pending(call, None)
    assert pending is not None
    assert pending.reason == "Proroga"
    draft(call, deadline="2027-02-01T16:00:00Z[Asia/Shanghai]")
    pending = find_pending(call, None)
    assert pending is not None
    assert pending.reason == ""


def test_what_was_shown_is_what_is_published(call: Any, log_in: Any) -> None:
    shown = draft(call, deadline=NEW)
    draft(call, deadline=NEW, amount="1")
    data = {"revision": str(shown.pk), "publish": "1", "reason": "Proroga"}
    response = log_in("Editors").post(facts_url(call), data)
    assert "another version meanwhile" in response.content.decode()
    assert deadline_of(call) == OLD


def test_several_at_once_are_not_published_with_changed_facts(call: Any, log_in: Any) -> None:
    draft(call, deadline=NEW)
    url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    response = log_in("Editors").post(f"{url}?id={call.pk}", {"next": "/admin/"})
    assert response.url == facts_url(call)
    assert deadline_of(call) == OLD


@pytest.fixture
def submitted(call: Any, person: Any) -> Any:
    """A changed deadline that an editor has sent to the reviewers."""
    author = person("Editors")
    draft(call, user=author, deadline=NEW)
    page = CallPage.objects.get(pk=call.pk)
    page.get_workflow().start(page, author)
    return CallPage.objects.get(pk=call.pk)


def approve(client: Client, page: Any) -> Any:
    state = page.current_workflow_task_state
    url = reverse("wagtailadmin_pages:workflow_action", args=[page.pk, "approve", state.pk])
    return client.post(url, {"comment": ""})


def test_a_review_ends_well_only_with_the_reason(submitted: Any, log_in: Any) -> None:
    client = log_in("Reviewers")
    assert approve(client, submitted).json()["redirect"] == facts_url(submitted)
    assert deadline_of(submitted) == OLD
    answer(client, submitted, keep="1", reason="Proroga")
    approve(client, submitted)
    assert deadline_of(submitted) == NEW


def test_the_editor_s_own_form_asks_before_an_approval(submitted: Any, log_in: Any) -> None:
    data = {"action-workflow-action": "1", "workflow-action-name": "approve"}
    url = reverse("wagtailadmin_pages:edit", args=[submitted.pk])
    assert log_in("superuser").post(url, data).url == facts_url(submitted)


def test_an_approval_by_any_other_way_is_refused(submitted: Any, person: Any) -> None:
    state = submitted.current_workflow_state
    state.current_task_state.status = "approved"
    state.current_task_state.save()
    with pytest.raises(PermissionDenied):
        publish_reviewed_revision(type(state).objects.get(pk=state.pk), person("Reviewers"))
    assert deadline_of(submitted) == OLD


def test_who_submits_is_asked_at_once(call: Any, log_in: Any) -> None:
    response = press_publish(
        log_in("Editors"),
        call,
        ("2027-01-15", "24:00", "Europe/Rome"),
        **{"action-publish": "", "action-submit": "1"},
    )
    assert response.url == facts_url(call)


class TestSecondPerson:
    """With PONTE_CONFIRM_FACTS."""

    @pytest.fixture(autouse=True)
    def setting(self, settings: Any) -> None:
        need_second(settings)

    @pytest.fixture
    def author(self, person: Any) -> Any:
        return person("Editors")

    @pytest.fixture
    def as_author(self, author: Any) -> Client:
        client = Client()
        client.force_login(author)
        return client

    def test_who_changed_it_keeps_the_reason_and_publishes_nothing(
        self, call: Any, author: Any, as_author: Client
    ) -> None:
        draft(call, user=author, deadline=NEW)
        answer(as_author, call, publish="1", reason="Proroga")
        assert (deadline_of(call), reasons_of(call)) == (OLD, ["Proroga"])
        assert press_publish(as_author, call, ("2027-01-15", "24:00", "Asia/Shanghai")).url == facts_url(call)
        assert deadline_of(call) == OLD

    @pytest.mark.parametrize("role", ["Editors", "Reviewers"])
    def test_another_confirms_and_publishes(
        self, call: Any, author: Any, as_author: Client, log_in: Any, role: str
    ) -> None:
        draft(call, user=author, deadline=NEW)
        answer(as_author, call, keep="1", reason="Proroga")
        answer(log_in(role), call, publish="1", reason="Proroga")
        assert deadline_of(call) == NEW
        (entry,) = PageLogEntry.objects.filter(page=call.pk, action=gate.CONFIRMED)
        assert entry.user != author

    def test_another_who_presses_publish_sees_the_facts_first(
        self, call: Any, author: Any, log_in: Any
    ) -> None:
        draft(call, user=author, deadline="2027-01-15T23:00:00Z[Europe/Rome]")
        second = log_in("Editors")
        assert press_publish(second, call, ("2027-01-15", "24:00", "Europe/Rome")).url == facts_url(call)
        assert deadline_of(call) == OLD

    def test_who_changed_some_of_it_too_is_no_second_person(
        self, call: Any, author: Any, person: Any
    ) -> None:
        other = person("Editors")
        draft(call, user=author, deadline=NEW)
        draft(call, user=other, deadline=NEW, amount="1")
        pending = find_pending(call, other)
        assert pending is not None
        assert pending.is_mine

    def test_a_reviewer_who_approves_is_the_second_person(self, submitted: Any, log_in: Any) -> None:
        client = log_in("Reviewers")
        answer(client, submitted, keep="1", reason="Proroga")
        approve(client, submitted)
        assert deadline_of(submitted) == NEW

    def test_translators_may_do_neither(self, call: Any, author: Any, log_in: Any) -> None:
        draft(call, user=author, deadline=NEW)
        answer(log_in("Translators (Chinese)"), call, publish="1", reason="Proroga")
        assert (deadline_of(call), reasons_of(call)) == (OLD, [])


def test_a_command_or_an_import_is_not_held_up(call: Any) -> None:
    draft(call, deadline=NEW).publish()
    assert deadline_of(call) == NEW


def test_the_last_guard_stops_a_person_on_any_other_way(call: Any, person: Any) -> None:
    revision = draft(call, deadline=NEW)
    with LogContext(user=person("Administrators")), pytest.raises(PermissionDenied):
        revision.publish()
    assert deadline_of(call) == OLD


def test_without_the_last_guard_it_would_go_live(call: Any, person: Any) -> None:
    pre_save.disconnect(sender=CallPage, dispatch_uid="ponte-facts-CallPage")
    try:
        with LogContext(user=person("Administrators")):
            draft(call, deadline=NEW).publish()
        assert deadline_of(call) == NEW
    finally:
        last_guard.install()


def test_a_translation_s_facts_are_its_original_s(call: Any, person: Any) -> None:
    chinese = call.get_translations().get()
    with LogContext(user=person("Administrators")):
        draft(chinese, deadline=NEW).publish()
    assert find_pending(chinese, None) is None


def test_a_draft_is_nobody_s_promise(call: Any, person: Callable[[str], Any]) -> None:
    call.unpublish()
    with LogContext(user=person("Editors")):
        draft(call, deadline=NEW).publish()
    assert deadline_of(call) == NEW
