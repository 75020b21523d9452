"""A reviewer's other work goes by language too: lists, jobs, memory, files, calls; and what stops a snippet is said."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from wagtail_localize.models import Translation

from cms import rights
from cms.publication.together import OtherLanguageRefused
from cms.translation.comments.threads import begin
from cms.translation.files.export import write_xliff
from cms.translation.files.models import FileImport
from cms.translation.files.rights import find_imports
from cms.translation.jobs import mail
from cms.translation.jobs.making import ensure_job, make_job, mark_urgent
from cms.translation.jobs.models import Job
from cms.translation.memory.importing import NotYours, carry_out, propose, undo
from cms.translation.memory.models import Batch, Unit
from cms.translation.memory.units import remember
from tests.unit.cms.parity_calls import confirm_all, draft, make_call, send, titles, translation_of
from tests.unit.cms.people import editor_url, target_of
from tests.unit.cms.review_pages import (
    MAY,
    NEW,
    OF_BOTH,
    OF_CHINESE,
    OF_ITALIAN,
    approve_in_the_list,
    into,
    name_of,
    snippet,
)
from tests.unit.cms.test_memory_tmx import TRADOS
from tests.unit.cms.workbench_desk import segment_at

__all__ = ["into", "snippet"]
pytestmark = pytest.mark.django_db
REVIEWERS = (OF_CHINESE, OF_ITALIAN, OF_BOTH)
WHEN = datetime(2026, 11, 1, 9, tzinfo=UTC)


@pytest.fixture
def jobs(into: dict[str, Translation]) -> dict[str, Job]:
    """An open job into each language."""
    return {code: ensure_job(translation) or make_job(translation) for code, translation in into.items()}


@pytest.mark.parametrize("role", REVIEWERS)
def test_lists_have_what_the_reviewer_reviews(role: str, jobs: dict[str, Job], log_in: Any) -> None:
    client = log_in(role)
    queue = client.get(reverse("ponte_jobs"))
    assert {row.job.target_locale for row in queue.context["rows"]} == MAY[role]
    for code, job in jobs.items():
        assert (client.get(reverse("ponte_job", args=[job.pk])).status_code == 200) is (code in MAY[role])
    columns = client.get(reverse("ponte_matrix")).context["columns"]
    assert {language.code for language in columns} == MAY[role]


def test_a_job_is_given_and_set_by_who_reviews_its_language(
    jobs: dict[str, Job], log_in: Any, person: Any
) -> None:
    reviewer, other = person(OF_ITALIAN), person(OF_CHINESE)
    address = reverse("ponte_job", args=[jobs["it"].pk])
    log_in(OF_CHINESE).post(address, {"action": "set", "note": "x", "priority": "0"})
    own = log_in(OF_ITALIAN)
    offered = dict(own.get(address).context["form"].fields["reviewer"].choices)
    assert str(reviewer.pk) in offered
    assert str(other.pk) not in offered
    values = {"action": "give", "job": [jobs["it"].pk], "reviewer": str(other.pk)}
    log_in(OF_BOTH).post(reverse("ponte_jobs_act"), values)
    assert (Job.objects.get(pk=jobs["it"].pk).reviewer, Job.objects.get(pk=jobs["it"].pk).note) == (None, "")
    log_in(OF_BOTH).post(reverse("ponte_jobs_act"), {**values, "reviewer": str(reviewer.pk)})
    assert Job.objects.get(pk=jobs["it"].pk).reviewer == reviewer


def test_who_reviews_another_language_now_gets_no_mail(
    jobs: dict[str, Job], person: Any, mailoutbox: Any, django_capture_on_commit_callbacks: Any
) -> None:
    reviewer = person(OF_ITALIAN)
    reviewer.email = "reviewer@example.org"
    reviewer.save()
    Job.objects.filter(pk=jobs["it"].pk).update(reviewer=reviewer)
    mail.tell_urgent(Job.objects.get(pk=jobs["it"].pk))
    assert [each.to for each in mailoutbox] == [["reviewer@example.org"]]
    reviewer.groups.set([Group.objects.get(name=OF_CHINESE)])
    with django_capture_on_commit_callbacks(execute=True):
        mark_urgent(jobs["it"].translation, "Presto")
    assert len(mailoutbox) == 1


def test_units_are_corrected_by_who_reviews_their_language(chinese_home: Any, log_in: Any) -> None:
    remember("Una cosa", "一件事", "it", "zh-hans", path="", origin="confirmed", user=None, when=WHEN)
    unit = Unit.objects.get(source="Una cosa")
    address = reverse("ponte_memory_unit", args=[unit.pk])
    for role, typed, kept in (
        (OF_ITALIAN, "错", "一件事"),
        (OF_CHINESE, "此事", "此事"),
        (OF_BOTH, "那件事", "那件事"),
    ):
        log_in(role).post(address, {"action": "correct", "target": typed})
        unit.refresh_from_db()
        assert unit.target == kept, role
    log_in(OF_ITALIAN).post(address, {"action": "delete"})
    unit.refresh_from_db()
    assert unit.deleted_at is None


def test_a_file_of_units_brings_what_its_reviewer_reviews(
    chinese_home: Any, log_in: Any, person: Any
) -> None:
    italian, chinese, before = person(OF_ITALIAN), person(OF_CHINESE), Unit.objects.count()
    upload = SimpleUploadedFile("agenzia.tmx", TRADOS.encode())
    answer = log_in(OF_ITALIAN).post(reverse("ponte_memory_imports"), {"file": upload}, follow=True)
    assert answer.context["counts"]["new"] == 0
    assert "do not review" in answer.text
    batch = propose(TRADOS.encode(), "agenzia.tmx", chinese)
    assert carry_out(batch, chinese).new == 2
    address = reverse("ponte_memory_import", args=[batch.pk])
    assert "Nothing was undone" in log_in(OF_ITALIAN).post(address, {"action": "undo"}, follow=True).text
    with pytest.raises(NotYours):
        undo(Batch.objects.get(pk=batch.pk), italian)
    assert Unit.objects.count() == before + 2
    log_in(OF_CHINESE).post(address, {"action": "undo"})
    assert Unit.objects.count() == before


def test_a_reviewer_sees_imports_into_their_language(into: Any, log_in: Any, person: Any) -> None:
    client = log_in("Translators (Chinese)")
    upload = SimpleUploadedFile("file.xlf", write_xliff(into["zh-hans"]))
    client.post(reverse("ponte_files"), {"file": upload})
    row = FileImport.objects.get()
    FileImport.objects.update(imported_at=WHEN)
    for role in REVIEWERS:
        sees = "zh-hans" in MAY[role]
        assert find_imports(person(role)).exists() is sees, role
        answer = log_in(role).get(reverse("ponte_files_import", args=[row.pk]))
        assert (answer.status_code == 200) is sees, role


# Calls, which go live in every language at once.


def test_one_language_alone_needs_a_reviewer_of_that_language(
    italian_home: Any, chinese_home: Any, locales: Any, log_in: Any, person: Any
) -> None:
    call = make_call(italian_home, locales["zh-hans"])
    draft(call, title="Bando prorogato")
    address = reverse("ponte_languages", args=[call.pk])
    values = {"alone": "1", "reason": "Il partner pubblica domani"}
    both = person("Editors")
    both.groups.add(Group.objects.get(name=OF_CHINESE))
    from django.test import Client

    editor = Client()
    editor.force_login(both)
    for client in (log_in(OF_CHINESE), log_in("Editors"), editor):
        client.post(address, {**values, "revision": type(call).objects.get(pk=call.pk).latest_revision_id})
        assert titles(call)["it"] == "Bando"
    newest = type(call).objects.get(pk=call.pk).latest_revision_id
    log_in(OF_ITALIAN).post(address, {**values, "revision": newest})
    assert titles(call)["it"] == "Bando prorogato"


def test_a_call_takes_no_language_along_that_its_publisher_may_not_publish(
    italian_home: Any, chinese_home: Any, locales: Any, log_in: Any, person: Any
) -> None:
    call = make_call(italian_home, locales["zh-hans"])
    revision = draft(call, title="Bando prorogato")
    send(call)
    confirm_all(call)
    address = reverse("ponte_languages", args=[call.pk])
    client, values = log_in(OF_ITALIAN), {"publish": "1", "revision": revision.pk}
    assert "may not publish it in this one" in client.get(address).text
    assert "may not publish it in this one" in client.post(address, values, follow=True).text
    with pytest.raises(OtherLanguageRefused):
        revision.publish(user=person(OF_ITALIAN))
    assert titles(call)["it"] == "Bando"
    log_in(OF_BOTH).post(address, values)
    assert titles(call)["it"] == "Bando prorogato"
    assert translation_of(call) is not None
    assert titles(call)["zh-hans"] == "译Bando prorogato"


# What stops the publication of a snippet is said, and where it is settled.


@pytest.mark.parametrize("way", ["classic", "list", "desk"])
def test_open_comments_on_a_snippet_are_told_with_the_way_to_them(
    way: str, snippet: Translation, log_in: Any, person: Any
) -> None:
    thread = begin(snippet, segment_at(snippet, "name"), "Il nome intero?", person("Editors"))
    desk = reverse("ponte_workbench", args=[snippet.pk])
    client = log_in("Administrators" if way == "classic" else OF_CHINESE)
    if way == "classic":
        target_of(snippet).current_workflow_state.cancel()
        answer = client.post(editor_url(snippet), {"action": "publish"})
        assert answer["Location"] == f"{desk}?comments=1"
    elif way == "list":
        answer = approve_in_the_list(client, snippet)
        assert answer.json()["redirect"] == f"{desk}?comments=1"
    else:
        answer = client.post(desk, {"action": "approve", "comment": ""})
        assert answer["Location"] == f"{desk}?comments=1"
    assert "1 comment is open: settle it" in client.get(f"{desk}?comments=1").text
    assert name_of(snippet) == "大学"
    thread.delete()
    if way == "list":
        approve_in_the_list(client, snippet)
        assert name_of(snippet) == NEW["zh-hans"]


def test_one_function_says_who_reviews(chinese_home: Any, person: Any) -> None:
    for role in REVIEWERS:
        user = person(role)
        assert {code for code in ("it", "zh-hans") if rights.may_review(user, code)} == MAY[role]
        assert {code for code in ("it", "zh-hans") if rights.is_reviewer(user, code)} == MAY[role]
    assert rights.may_review(person("Editors"), "it")
    assert not rights.is_reviewer(person("Editors"), "it")
    assert rights.reviewed_languages(person("superuser")) == ["it", "zh-hans"]
