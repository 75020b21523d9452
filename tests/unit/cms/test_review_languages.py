"""Who reviews and publishes into which language, by every way that leads there; and what an update leaves as it was."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from django.urls import reverse
from wagtail.models import (
    GroupApprovalTask,
    Workflow,
    WorkflowContentType,
    WorkflowPage,
    WorkflowTask,
)
from wagtail_localize.models import Translation

from cms import roles
from cms.rights import may_publish, reviewed_languages
from cms.translation.comments.models import Allowance
from cms.translation.comments.threads import begin
from site_content.models.home import HomePage
from site_content.models.partner import Partner
from tests.unit.cms.people import editor_url, target_of
from tests.unit.cms.review_pages import (
    MAY,
    NEW,
    OF_BOTH,
    OF_CHINESE,
    OF_ITALIAN,
    WAYS,
    into,
    name_of,
    snippet,
    submitted,
)
from tests.unit.cms.workbench_desk import desk_url, segment_at

__all__ = ["into", "snippet", "submitted"]
pytestmark = pytest.mark.django_db
OWN = [("it", OF_ITALIAN), ("zh-hans", OF_CHINESE)]
TRANSLATORS = {"Translators (Chinese)": "zh-hans", "Translators (Italian)": "it"}


@pytest.fixture
def people(log_in: Any) -> dict[str, Any]:
    """A browser of each role."""
    return {role: log_in(role) for role in MAY}


def refuse_then_do(people: dict[str, Any], code: str, act: Any, done: Any, reviewer: str) -> None:
    """Who may not review into the language tries it first, and nothing happens; then the reviewer does it."""
    for role, client in people.items():
        if code not in MAY[role]:
            act(client)
            assert not done(), role
    act(people[reviewer])
    assert done()


def test_who_opens_a_translation(into: Any, people: Any) -> None:
    for role, client in people.items():
        for code, translation in into.items():
            expected = code in MAY[role] or TRANSLATORS.get(role) == code
            assert (client.get(desk_url(translation)).status_code == 200) is expected, (role, code)


@pytest.mark.parametrize(
    ("way", "code", "reviewer"),
    [
        ("desk", "it", OF_ITALIAN),
        ("desk", "zh-hans", OF_BOTH),
        ("list", "it", OF_BOTH),
        ("list", "zh-hans", OF_CHINESE),
    ],
)
def test_who_approves(way: str, code: str, reviewer: str, submitted: Any, people: Any) -> None:
    shown = {
        role: client.get(reverse("wagtailadmin_home")).content.decode() for role, client in people.items()
    }
    assert {role for role, html in shown.items() if NEW[code] in html} == {
        role for role in MAY if code in MAY[role]
    }
    translation = submitted[code]
    refuse_then_do(
        people,
        code,
        lambda client: WAYS[way](client, translation),
        lambda: name_of(translation) == NEW[code],
        reviewer,
    )


@pytest.mark.parametrize(("code", "reviewer"), OWN)
def test_who_asks_for_changes(code: str, reviewer: str, submitted: Any, people: Any) -> None:
    values = {"action": "ask_for_changes", "comment": "Più breve."}
    refuse_then_do(
        people,
        code,
        lambda client: client.post(desk_url(submitted[code]), values),
        lambda: target_of(submitted[code]).current_workflow_state.status == "needs_changes",
        reviewer,
    )


@pytest.mark.parametrize(("code", "reviewer"), OWN)
def test_who_publishes_without_a_submission(code: str, reviewer: str, into: Any, people: Any) -> None:
    before = target_of(into[code]).live_revision_id
    refuse_then_do(
        people,
        code,
        lambda client: client.post(editor_url(into[code]), {"action": "publish"}),
        lambda: target_of(into[code]).live_revision_id != before,
        reviewer,
    )


@pytest.mark.parametrize(("code", "reviewer"), OWN)
def test_who_lets_comments_pass_and_takes_pages_off(
    code: str, reviewer: str, into: Any, people: Any, person: Any
) -> None:
    translation, page = into[code], target_of(into[code])
    begin(translation, segment_at(translation, "title"), "?", person("Editors"))
    allow = reverse("ponte_comments_allow", args=[translation.pk])
    refuse_then_do(
        people,
        code,
        lambda client: client.post(allow, {"reason": "Si chiarisce dopo."}),
        Allowance.objects.exists,
        reviewer,
    )
    unpublish = reverse("wagtailadmin_pages:unpublish", args=[page.pk])
    refuse_then_do(
        people, code, lambda client: client.post(unpublish), lambda: not target_of(translation).live, reviewer
    )
    stop = reverse("wagtail_localize:stop_translation", args=[translation.pk])
    refuse_then_do(
        people,
        code,
        lambda client: client.post(stop),
        lambda: not Translation.objects.get(pk=translation.pk).enabled,
        reviewer,
    )


@pytest.mark.parametrize("code", ["it", "zh-hans"])
def test_mail_about_a_submission_goes_to_the_reviewers_of_its_language(
    code: str, into: Any, person: Any, mailoutbox: Any
) -> None:
    from tests.unit.cms.review_pages import submit

    for role in (OF_CHINESE, OF_ITALIAN, OF_BOTH):
        user = person(role)
        user.email = f"{role.removeprefix('Reviewers').strip(' ()').lower() or 'both'}@example.org"
        user.save()
    submit(into[code], code, person)
    own = "chinese@example.org" if code == "zh-hans" else "italian@example.org"
    assert sorted(name for mail in mailoutbox for name in mail.to) == sorted([own, "both@example.org"])


# Snippets, whose rights in Wagtail know no language.


@pytest.mark.parametrize("way", WAYS)
def test_who_approves_a_snippet(way: str, snippet: Translation, people: Any) -> None:
    refuse_then_do(
        people,
        "zh-hans",
        lambda client: WAYS[way](client, snippet),
        lambda: name_of(snippet) == NEW["zh-hans"],
        OF_CHINESE,
    )


def test_a_reviewer_of_one_language_touches_no_snippet_of_the_other(
    snippet: Translation, log_in: Any
) -> None:
    client, source = log_in(OF_CHINESE), snippet.source.get_source_instance()
    for what in ("edit", "unpublish", "delete"):
        url = reverse(f"wagtailsnippets_site_content_partner:{what}", args=[source.pk])
        client.post(url, {"name": "Altro", "action-publish": "1"})
    source.refresh_from_db()
    assert (source.live, source.name) == (True, "Ateneo")


def test_a_snippet_is_reviewed_as_the_pages_of_its_language(snippet: Translation, italian_home: Any) -> None:
    source, target = snippet.source.get_source_instance(), target_of(snippet)
    assert (source.get_workflow().name, target.get_workflow().name) == (
        "Review (Italian)",
        "Review (Chinese)",
    )
    assert Partner.get_default_workflow() == italian_home.get_workflow()
    own = Workflow.objects.create(name="Legal")
    kind = ContentType.objects.get_for_model(Partner)
    WorkflowContentType.objects.create(content_type=kind, workflow=own)
    assert source.get_workflow() == target.get_workflow() == own


def test_a_new_snippet_goes_to_the_reviewers_of_its_language(chinese_home: Any, log_in: Any) -> None:
    url = reverse("wagtailsnippets_site_content_topic:add") + "?locale=zh-hans"
    form = {"name": "机器人", "slug": "robotics", "summary": "", "sector": "", "action-submit": "1"}
    log_in("Editors").post(url, form)
    from site_content.models.topic import Topic

    (topic,) = Topic.objects.all()
    assert topic.current_workflow_state.workflow.name == "Review (Chinese)"


def test_rights_on_one_section_give_none_on_the_snippets_of_the_language(
    snippet: Translation, section: Any, person: Any
) -> None:
    user, group = person("Translators (Italian)"), Group.objects.create(name="Notizie")
    roles._give_pages(group, [section.get_translation(snippet.target_locale)], ["publish"])
    user.groups.add(group)
    assert reviewed_languages(user) == ["zh-hans"]
    assert not may_publish(user, target_of(snippet))
    assert may_publish(person(OF_CHINESE), target_of(snippet))


# What an update leaves as it was.


@pytest.fixture
def former(italian_home: Any, chinese_home: Any) -> Workflow:
    """The workflow of all languages that there was before, with a group that an administrator has added."""
    Workflow.objects.all().delete()
    GroupApprovalTask.objects.all().delete()
    workflow, task = Workflow.objects.create(name="Review"), GroupApprovalTask.objects.create(name="Review")
    WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=0)
    task.groups.set([Group.objects.get(name=OF_BOTH), Group.objects.create(name="Legal")])
    for home in (italian_home, chinese_home):
        WorkflowPage.objects.create(page_id=home.pk, workflow=workflow)
    kind = ContentType.objects.get_for_model(Partner)
    WorkflowContentType.objects.create(content_type=kind, workflow=workflow)
    return workflow


def approvers(page: Any) -> set[str]:
    (task,) = page.get_workflow().tasks
    return set(task.specific.groups.values_list("name", flat=True))


def test_an_update_keeps_who_approves_and_gives_nobody_a_right(
    former: Workflow, italian_home: Any, chinese_home: Any, person: Any
) -> None:
    user = person(OF_BOTH)
    before = user.get_all_permissions(), set(user.groups.all())
    roles.ensure_roles()
    assert approvers(italian_home) == {OF_BOTH, "Legal", OF_ITALIAN}
    assert approvers(chinese_home) == {OF_BOTH, "Legal", OF_CHINESE}
    assert not Group.objects.filter(name__in=(OF_ITALIAN, OF_CHINESE), user__isnull=False).exists()
    user = type(user).objects.get(pk=user.pk)
    assert (user.get_all_permissions(), set(user.groups.all())) == before
    assert reviewed_languages(user) == ["it", "zh-hans"]
    assert not Workflow.objects.active().filter(name="Review").exists()
    assert not WorkflowContentType.objects.exists()


def test_a_review_that_goes_on_ends_as_it_began(former: Workflow, translation: Any, log_in: Any) -> None:
    page = target_of(translation)
    draft = page.get_latest_revision_as_object()
    draft.title = NEW["zh-hans"]
    draft.save_revision()
    former.start(target_of(translation), None)
    roles.ensure_roles()
    WAYS["list"](log_in(OF_CHINESE), translation)
    assert name_of(translation) != NEW["zh-hans"]
    WAYS["list"](log_in(OF_BOTH), translation)
    assert name_of(translation) == NEW["zh-hans"]
    roles.ensure_roles()
    assert not Workflow.objects.active().filter(name="Review").exists()


def test_what_an_administrator_has_set_up_stays(former: Workflow, italian_home: Any, section: Any) -> None:
    second = GroupApprovalTask.objects.create(name="Legal")
    WorkflowTask.objects.create(workflow=former, task=second, sort_order=1)
    roles.ensure_roles()
    assert italian_home.get_workflow() == former
    assert WorkflowContentType.objects.get().workflow == former
    WorkflowPage.objects.filter(page=italian_home).update(workflow=Workflow.objects.create(name="Other"))
    Workflow.objects.get(name="Review (Italian)").tasks.get().specific.groups.clear()
    roles.ensure_roles()
    assert HomePage.objects.get(pk=italian_home.pk).get_workflow().name == "Other"
    assert not Workflow.objects.get(name="Review (Italian)").tasks.get().specific.groups.exists()
