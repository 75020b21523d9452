"""The hand-in: errors stop it, warnings are accepted with a reason for these very texts; the reviewer's two answers."""

from __future__ import annotations

from typing import Any

import pytest
from wagtail_localize.models import StringTranslation

from cms.translation.comments import open_on
from cms.translation.comments.threads import begin
from cms.translation.confirm import confirm
from cms.translation.segments import read_segments
from cms.translation.workbench.findings import examine
from cms.translation.workbench.models import AcceptedWarning
from tests.unit.cms.people import target_of
from tests.unit.cms.workbench_desk import change_source, desk_url, segment_at, send

pytestmark = pytest.mark.django_db
TRANSLATOR, OTHER = "Translators (Chinese)", "Translators (Italian)"
WRONG = "新实验室2027"
"""Has a number that the source has not: a warning."""


@pytest.fixture
def warned(translation: Any, person: Any) -> Any:
    """A translation that has one warning, on its title."""
    texts = {"summary": "简短摘要。", "body": "正文。", "title": WRONG}
    for segment in read_segments(translation):
        confirm(translation, segment, texts[segment.path.split(".")[0]], person(TRANSLATOR))
    problems = examine(translation, read_segments(translation))
    assert [(one.segment.path, [found.code for found in one.found]) for one in problems] == [
        ("title", ["number_added"])
    ]
    return translation


def submit(client: Any, translation: Any) -> Any:
    return client.post(desk_url(translation), {"action": "submit"})


def is_submitted(translation: Any) -> bool:
    return target_of(translation).current_workflow_state is not None


def accept(client: Any, translation: Any, reason: str = "Il numero è nel titolo nuovo.") -> Any:
    segment = segment_at(translation, "title")
    values = {"context": segment.context_id, "string": segment.string_id, "code": "number_added"}
    return client.post(desk_url(translation, "accept"), {**values, "reason": reason})


def test_a_warning_stops_it_until_it_is_accepted_with_a_reason(warned: Any, log_in: Any) -> None:
    client = log_in(TRANSLATOR)
    assert submit(client, warned)["Location"].endswith("?findings=1")
    assert not is_submitted(warned)
    html = client.get(f"{desk_url(warned)}?findings=1").content.decode()
    segment = segment_at(warned, "title")
    assert f'data-wb-jump="{segment.context_id}-{segment.string_id}"' in html
    assert accept(client, warned, " ").status_code == 422
    accepted = accept(client, warned).json()["findings"]
    assert "Il numero è nel titolo nuovo." in accepted[0]["accepted"]
    assert "Il numero è nel titolo nuovo." in client.get(desk_url(warned, "findings")).json()["html"]
    submit(client, warned)
    assert is_submitted(warned)


def test_several_are_accepted_at_once_from_the_list(warned: Any, log_in: Any) -> None:
    client, segment = log_in(TRANSLATOR), segment_at(warned, "title")
    name = f"{segment.context_id}:{segment.string_id}:number_added"
    wrong = ["", ":", "x:y:z", "1:2:number_added", f"{segment.context_id}:{segment.string_id}:empty"]
    answer = client.post(desk_url(warned, "accept_all"), {"warning": [name, *wrong], "reason": "Va bene."})
    assert answer.status_code == 200
    assert list(AcceptedWarning.objects.values_list("code", "reason")) == [("number_added", "Va bene.")]
    submit(client, warned)
    assert is_submitted(warned)


def test_an_acceptance_holds_for_these_very_texts(warned: Any, news: Any, log_in: Any) -> None:
    client = log_in(TRANSLATOR)
    accept(client, warned)
    send(client, warned, "confirm", segment_at(warned, "title"), "新实验室2028")
    submit(client, warned)
    assert not is_submitted(warned)
    send(client, warned, "confirm", segment_at(warned, "title"), WRONG)
    change_source(news, warned, title="Altro laboratorio")
    send(client, warned, "confirm", segment_at(warned, "title"), WRONG)
    submit(client, warned)
    assert not is_submitted(warned)


def test_an_error_cannot_be_accepted(warned: Any, log_in: Any) -> None:
    client = log_in(TRANSLATOR)
    accept(client, warned)
    summary = segment_at(warned, "summary")
    # Another way than the workbench wrote it.
    StringTranslation.objects.filter(context_id=summary.context_id).update(data="<b>简短</b>摘要。")
    answer = client.post(
        desk_url(warned, "accept_all"),
        {"warning": [f"{summary.context_id}:{summary.string_id}:"], "reason": "x"},
    )
    assert answer.status_code == 200
    submit(client, warned)
    assert not is_submitted(warned)
    assert AcceptedWarning.objects.count() == 1


def test_who_accepted_first_stays(warned: Any, log_in: Any) -> None:
    accept(log_in(TRANSLATOR), warned, "Primo.")
    accept(log_in(TRANSLATOR), warned, "Secondo.")
    assert list(AcceptedWarning.objects.values_list("reason", flat=True)) == ["Primo."]


@pytest.mark.parametrize("what", ["accept", "accept_all", "findings"])
def test_who_may_not_accepts_nothing(what: str, warned: Any, log_in: Any) -> None:
    client, url = log_in(OTHER), desk_url(warned, what)
    answer = client.get(url) if what == "findings" else client.post(url, {"reason": "x"})
    assert answer.status_code == 403


def test_an_accepted_warning_is_told_while_typing(warned: Any, log_in: Any) -> None:
    client = log_in(TRANSLATOR)
    accept(client, warned)
    segment = segment_at(warned, "title")
    place = {"context": segment.context_id, "string": segment.string_id}
    (told,) = client.get(desk_url(warned, "aside"), place).json()["findings"]
    assert (told["code"], bool(told["accepted"])) == ("number_added", True)


# The review.


@pytest.fixture
def submitted(warned: Any, log_in: Any) -> Any:
    client = log_in(TRANSLATOR)
    accept(client, warned)
    submit(client, warned)
    assert is_submitted(warned)
    return warned


def decide(client: Any, translation: Any, action: str, comment: str = "") -> Any:
    return client.post(desk_url(translation), {"action": action, "comment": comment})


def test_the_reviewer_approves_and_it_is_live(submitted: Any, log_in: Any) -> None:
    reviewer = log_in("Reviewers")
    assert 'value="approve"' in reviewer.get(desk_url(submitted)).content.decode()
    decide(reviewer, submitted, "approve")
    assert (target_of(submitted).title, is_submitted(submitted)) == (WRONG, False)


def test_a_translator_decides_nothing(submitted: Any, log_in: Any) -> None:
    client = log_in(TRANSLATOR)
    assert 'value="approve"' not in client.get(desk_url(submitted)).content.decode()
    for action in ("approve", "ask_for_changes"):
        decide(client, submitted, action, "x")
    assert target_of(submitted).current_workflow_state.status == "in_progress"
    assert target_of(submitted).title == "新实验室"


def test_changes_are_asked_for_with_comments_on_the_texts(submitted: Any, log_in: Any, person: Any) -> None:
    reviewer = log_in("Reviewers")
    decide(reviewer, submitted, "ask_for_changes")
    assert target_of(submitted).current_workflow_state.status == "in_progress", "nobody would know what to do"
    begin(submitted, segment_at(submitted, "title"), "Senza il numero.", person("Reviewers"))
    decide(reviewer, submitted, "ask_for_changes", "Quasi.")
    state = target_of(submitted).current_workflow_state
    assert state.status == "needs_changes"
    assert state.current_task_state.specific.comment == "Quasi. 1 comment on the texts is open."
    translator = log_in(TRANSLATOR)
    desk = translator.get(desk_url(submitted)).content.decode()
    assert "data-wb-open-comments>1<" in desk
    assert "Changes asked: " in desk
    assert "Quasi. 1 comment on the texts is open." in desk
    saved = send(translator, submitted, "save", segment_at(submitted, "title"), "新实验室")
    assert saved.status_code == 200


def test_open_comments_stop_the_approval_and_undo_it(submitted: Any, log_in: Any, person: Any) -> None:
    begin(submitted, segment_at(submitted, "title"), "?", person(TRANSLATOR))
    answer = decide(log_in("Reviewers"), submitted, "approve")
    assert answer["Location"].endswith("?comments=1")
    assert target_of(submitted).current_workflow_state.status == "in_progress"
    assert (target_of(submitted).title, open_on(submitted)) == ("新实验室", 1)


def test_texts_confirmed_after_the_submission_are_not_forgotten(submitted: Any, log_in: Any) -> None:
    reviewer = log_in("Reviewers")
    send(reviewer, submitted, "confirm", segment_at(submitted, "title"), "新实验室")
    decide(reviewer, submitted, "approve")
    assert is_submitted(submitted)
    submit(reviewer, submitted)
    decide(reviewer, submitted, "approve")
    assert (target_of(submitted).get_latest_revision_as_object().title, is_submitted(submitted)) == (
        "新实验室",
        False,
    )


def test_what_was_asked_for_is_shown_until_it_is_handed_in_again(submitted: Any, log_in: Any) -> None:
    assert "Changes asked: " not in log_in(TRANSLATOR).get(desk_url(submitted)).content.decode()
    decide(log_in("Reviewers"), submitted, "ask_for_changes", "<b>Quasi</b>.")
    translator = log_in(TRANSLATOR)
    assert "<blockquote>&lt;b&gt;Quasi&lt;/b&gt;." in translator.get(desk_url(submitted)).content.decode()
    submit(translator, submitted)
    assert is_submitted(submitted)
    assert "Changes asked: " not in translator.get(desk_url(submitted)).content.decode()
