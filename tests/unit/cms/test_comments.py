"""Comments on the texts of a translation: where they stand, whom they reach, what they stop, who lets them pass."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import TestCase
from django.urls import reverse
from wagtail.models import PageViewRestriction
from wagtail.users.models import UserProfile
from wagtail_localize.models import Translation

from cms.translation.comments import gate, open_on
from cms.translation.comments.models import Allowance, Comment
from cms.translation.comments.threads import answer, begin, read_threads, resolve, sort_by_segment
from cms.translation.segments import read_segments
from tests.factories.news import NewsPageFactory
from tests.translate import translate
from tests.unit.cms.people import target_of
from tests.unit.cms.workbench_desk import change_source, desk_url, paragraphs, segment_at, send

pytestmark = pytest.mark.django_db
TRANSLATOR, OTHER = "Translators (Chinese)", "Translators (Italian)"
ONE = "uno Il laboratorio apre a marzo in via Roma."
TWO = "due Le domande si presentano entro novembre."


def url(translation: Translation, what: str = "") -> str:
    return reverse(f"ponte_comments{'_' if what else ''}{what}", args=[translation.pk])


def write(client: Any, translation: Translation, text: str, path: str = "title") -> Any:
    segment = segment_at(translation, path)
    place = {"context": segment.context_id, "string": segment.string_id}
    return client.post(url(translation, "write"), {**place, "text": text})


@pytest.fixture
def two(section: Any, locales: Any) -> tuple[Any, Translation]:
    """A page of two paragraphs, translated."""
    page = NewsPageFactory(parent=section, title="Nuovo", slug="two", body=paragraphs(ONE, TWO))
    translate(page, locales["zh-hans"])
    return page, Translation.objects.get(source__object_id=page.translation_key)


# Where they stand.


def place_of(translation: Translation, comment: Comment) -> str:
    """The path of the segment that shows the comment; empty where none does."""
    segments = read_segments(translation)
    found, _gone = sort_by_segment(read_threads(translation), segments)
    return next((one.path for one in segments if comment in found[one.key]), "")


def test_a_comment_survives_segments_that_are_made_anew(two: Any, person: Any) -> None:
    page, translation = two
    comment = begin(translation, segment_at(translation, "body.due"), "Quale mese?", person(TRANSLATOR))
    change_source(page, translation, body=paragraphs(TWO, ONE))
    assert place_of(translation, comment) == "body.due"


def test_a_comment_stays_with_a_text_that_was_changed(two: Any, person: Any) -> None:
    page, translation = two
    comment = begin(translation, segment_at(translation, "body.uno"), "Via Roma?", person(TRANSLATOR))
    change_source(page, translation, body=paragraphs(ONE.replace("marzo", "aprile"), TWO))
    assert place_of(translation, comment) == "body.uno"


def test_a_comment_on_a_text_that_is_gone_is_still_counted_and_shown(two: Any, log_in: Any) -> None:
    page, translation = two
    client = log_in(TRANSLATOR)
    assert write(client, translation, "Quale mese?", "body.due").status_code == 200
    change_source(page, translation, body=paragraphs(ONE))
    shown = client.get(url(translation)).json()
    assert (open_on(translation), shown["gone"], shown["open"]) == (1, 1, {})
    assert "Quale mese?" in shown["html"]
    thread = Comment.objects.get()
    client.post(url(translation, "settle"), {"thread": thread.pk})
    assert open_on(translation) == 0


def test_a_question_is_answered_settled_and_opened_again(translation: Any, log_in: Any) -> None:
    translator, editor = log_in(TRANSLATOR), log_in("Editors")
    asked = write(translator, translation, "Che cosa vuol dire <b>?").json()
    assert list(asked["open"].values()) == [1]
    assert "&lt;b&gt;" in asked["html"]
    thread = Comment.objects.get()
    editor.post(url(translation, "write"), {"thread": thread.pk, "text": "Una sede nuova."})
    assert "Una sede nuova." in translator.get(url(translation)).json()["html"]
    editor.post(url(translation, "settle"), {"thread": thread.pk})
    assert open_on(translation) == 0
    thread.refresh_from_db()
    assert thread.resolved_name
    translator.post(url(translation, "write"), {"thread": thread.pk, "text": "Ancora una cosa."})
    assert open_on(translation) == 1


def test_the_workbench_counts_them_on_the_text_and_on_the_page(translation: Any, log_in: Any) -> None:
    client = log_in(TRANSLATOR)
    write(client, translation, "?")
    html = client.get(desk_url(translation)).content.decode()
    assert "data-wb-open-comments>1<" in html
    assert html.count("data-wb-count hidden") == len(read_segments(translation)) - 1


@pytest.mark.parametrize("text", ["", "   ", "x" * 5001])
def test_an_empty_or_endless_comment_is_refused(text: str, translation: Any, log_in: Any) -> None:
    assert write(log_in(TRANSLATOR), translation, text).status_code == 422
    assert not Comment.objects.exists()


# Rights.


@pytest.mark.parametrize("who", [OTHER, "private"])
def test_who_may_not_open_the_page_reads_and_writes_nothing(
    who: str, translation: Any, news: Any, log_in: Any, person: Any
) -> None:
    begin(translation, segment_at(translation, "title"), "segreto", person("Editors"))
    client = log_in(TRANSLATOR if who == "private" else who)
    if who == "private":
        PageViewRestriction.objects.create(page=news, restriction_type="password", password="x")
    answers = [
        client.get(url(translation)),
        write(client, translation, "x"),
        client.post(url(translation, "settle"), {"thread": Comment.objects.get().pk}),
        client.post(url(translation, "allow"), {"reason": "x"}),
    ]
    assert [one.status_code for one in answers] == [403] * 4
    assert all("segreto" not in one.content.decode() for one in answers)
    assert (Comment.objects.count(), open_on(translation), Allowance.objects.count()) == (1, 1, 0)


@pytest.mark.parametrize("number", ["", "x", "-1", "9" * 30, "other"])
def test_threads_of_other_translations_are_not_found(
    number: str, translation: Any, section: Any, log_in: Any, person: Any
) -> None:
    other = Translation.objects.get(source__object_id=section.translation_key)
    thread = begin(other, segment_at(other, "title"), "?", person("Editors"))
    client = log_in(TRANSLATOR)
    values = {"thread": thread.pk if number == "other" else number, "text": "x"}
    assert client.post(url(translation, "settle"), values).status_code == 404
    assert client.post(url(translation, "write"), values).status_code == 404
    assert (Comment.objects.count(), open_on(other)) == (1, 1)


def test_a_lock_holds_no_comment_up(translation: Any, log_in: Any) -> None:
    client = log_in(TRANSLATOR)
    page = target_of(translation)
    page.get_workflow().start(page, None)
    assert send(client, translation, "save", segment_at(translation, "title"), "锁").status_code == 423
    assert write(client, translation, "?").status_code == 200


# Publication.


def publish(translation: Translation, person: Any, role: str = "Editors") -> None:
    from wagtail.log_actions import LogContext

    user = person(role)
    with LogContext(user=user):
        translation.save_target(user=user, publish=True)


def test_an_open_comment_stops_the_publication(translation: Any, person: Any) -> None:
    thread = begin(translation, segment_at(translation, "title"), "?", person(TRANSLATOR))
    before = target_of(translation).live_revision_id
    with pytest.raises(gate.OpenComments):
        publish(translation, person)
    assert target_of(translation).live_revision_id == before
    resolve(thread, person("Editors"))
    publish(translation, person)
    assert target_of(translation).live_revision_id != before


def test_without_the_guard_it_would_go_live(translation: Any, person: Any, monkeypatch: Any) -> None:
    begin(translation, segment_at(translation, "title"), "?", person(TRANSLATOR))
    before = target_of(translation).live_revision_id
    monkeypatch.setattr(gate, "find_problem", lambda _instance: "")
    publish(translation, person)
    assert target_of(translation).live_revision_id != before


def test_a_reviewers_reason_lets_it_pass_until_the_next_comment(
    translation: Any, log_in: Any, person: Any
) -> None:
    title = segment_at(translation, "title")
    begin(translation, title, "?", person(TRANSLATOR))
    assert log_in(TRANSLATOR).post(url(translation, "allow"), {"reason": "x"}).status_code == 403
    reviewer = log_in("Reviewers")
    assert reviewer.post(url(translation, "allow"), {"reason": " "}).status_code == 422
    allowed = reviewer.post(url(translation, "allow"), {"reason": "Si chiarisce dopo."})
    assert "Si chiarisce dopo." in allowed.json()["html"]
    publish(translation, person)
    begin(translation, title, "E questo?", person(TRANSLATOR))
    with pytest.raises(gate.OpenComments):
        publish(translation, person)


def test_comments_stop_neither_the_source_nor_a_draft_nor_the_machine(
    translation: Any, news: Any, person: Any
) -> None:
    from wagtail.log_actions import LogContext

    begin(translation, segment_at(translation, "title"), "?", person(TRANSLATOR))
    user = person("Editors")
    with LogContext(user=user):
        news.save_revision(user=user).publish(user=user)
        translation.save_target(user=user, publish=False)
        page = target_of(translation)
        page.locked = True
        page.save()
    translation.save_target(publish=True)


# Mail.


@pytest.fixture
def mails(settings: Any, mailoutbox: Any) -> Any:
    settings.WAGTAILADMIN_BASE_URL = "https://cms.example"
    return mailoutbox


def named(person: Any, role: str, name: str) -> Any:
    user = person(role)
    user.email = f"{name}@example.org"
    user.save()
    return user


def test_it_reaches_those_whom_it_concerns_and_no_others(
    translation: Any, news: Any, person: Any, mails: Any
) -> None:
    editor, translator = named(person, "Editors", "editor"), named(person, TRANSLATOR, "translator")
    named(person, "Editors", "idle")
    news.save_revision(user=editor).publish(user=editor)
    with TestCase.captureOnCommitCallbacks(execute=True):
        thread = begin(translation, segment_at(translation, "title"), "Che cosa?", translator)
    assert [mail.to for mail in mails] == [["editor@example.org"]]
    assert "Che cosa?" in mails[0].body
    assert f"https://cms.example{desk_url(translation)}" in mails[0].body
    with TestCase.captureOnCommitCallbacks(execute=True):
        answer(translation, thread, "Questo.", editor)
    assert [mail.to for mail in mails][1:] == [["translator@example.org"]]


@pytest.mark.parametrize("why", ["setting", "private", "inactive"])
def test_who_wants_or_may_get_none_gets_none(
    why: str, translation: Any, news: Any, person: Any, mails: Any
) -> None:
    translator = named(person, TRANSLATOR, "translator")
    thread = begin(translation, segment_at(translation, "title"), "Che cosa?", translator)
    if why == "setting":
        UserProfile.objects.filter(user=translator).update(updated_comments_notifications=False)
    elif why == "private":
        PageViewRestriction.objects.create(page=news, restriction_type="password", password="x")
    else:
        translator.is_active = False
        translator.save()
    with TestCase.captureOnCommitCallbacks(execute=True):
        answer(translation, thread, "Questo.", person("Editors"))
    assert mails == []


def test_a_comment_is_written_in_the_language_of_who_reads_it(
    translation: Any, person: Any, mails: Any
) -> None:
    translator = named(person, TRANSLATOR, "translator")
    thread = begin(translation, segment_at(translation, "title"), "Che cosa?", translator)
    UserProfile.objects.filter(user=translator).update(preferred_language="en")
    with TestCase.captureOnCommitCallbacks(execute=True):
        answer(translation, thread, "Questo.", person("Editors"))
    assert "Answer, or settle it, in the workbench:" in mails[0].body
