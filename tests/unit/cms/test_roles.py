"""Each role has its rights and no others; making them again changes nothing."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse
from wagtail.models import Workflow

from cms import roles

pytestmark = pytest.mark.django_db


def rights_of(name: str) -> set[str]:
    group = Group.objects.get(name=name)
    model = {f"{one.content_type.app_label}.{one.codename}" for one in group.permissions.all()}
    pages = {f"{one.page.slug}:{one.permission.codename}" for one in group.page_permissions.all()}
    files = {one.permission.codename for one in group.collection_permissions.all()}
    return model | pages | files


def test_roles_are_the_same_when_made_again(chinese_home: Any) -> None:
    roles.ensure_roles()
    before = {group.name: rights_of(group.name) for group in Group.objects.all()}
    roles.ensure_roles()
    assert {group.name: rights_of(group.name) for group in Group.objects.all()} == before


def test_a_right_that_somebody_added_is_taken_away(chinese_home: Any) -> None:
    submit = roles._submitting().get()
    Group.objects.get(name="Translators (Chinese)").permissions.add(submit)
    roles.ensure_roles()
    assert "wagtail_localize.submit_translation" not in rights_of("Translators (Chinese)")


def test_translators_have_access_and_the_glossary_to_read(chinese_home: Any) -> None:
    expected = {"wagtailadmin.access_admin", "site_content.view_glossaryterm"}
    assert rights_of("Translators (Chinese)") == rights_of("Translators (Italian)") == expected


def test_editors_work_in_both_trees_and_not_on_users(chinese_home: Any) -> None:
    rights = rights_of(roles.EDITORS)
    homes = ("it", chinese_home.slug)
    assert {f"{home}:{one}_page" for home in homes for one in ("add", "change", "publish")} <= rights
    assert {"site_content.add_partner", "site_content.publish_partner", "add_image", "add_document"} <= rights
    assert "wagtailredirects.add_redirect" in rights
    assert {"site_content.add_searchsynonym", "site_content.delete_bestanswer"} <= rights
    assert not [right for right in rights if right.startswith(("auth.", "wagtailcore."))]


@pytest.mark.parametrize("role", ["Editors", "Administrators"])
def test_who_looks_after_pictures_and_files_gets_to_them(role: str, log_in: Any) -> None:
    browser = log_in(role)
    for name in ("wagtailimages:index", "wagtailimages:add", "wagtaildocs:index", "wagtaildocs:add"):
        assert browser.get(reverse(name)).status_code == 200, name
    assert log_in("Reviewers").get(reverse("wagtailimages:index")).status_code == 302


def test_reviewers_publish_and_do_not_edit(chinese_home: Any) -> None:
    rights = rights_of(roles.REVIEWERS)
    assert "it:publish_page" in rights
    assert not [right for right in rights if "change_" in right or "add_" in right]


def test_wagtails_own_moderators_and_workflow_are_gone(chinese_home: Any) -> None:
    assert not Group.objects.filter(name="Moderators").exists()
    assert [one.name for one in Workflow.objects.active()] == ["Review (Italian)", "Review (Chinese)"]


def test_each_home_is_reviewed_by_the_reviewers_of_its_language(italian_home: Any, chinese_home: Any) -> None:
    for home, own in ((italian_home, "Reviewers (Italian)"), (chinese_home, "Reviewers (Chinese)")):
        (task,) = home.get_workflow().tasks
        assert {group.name for group in task.specific.groups.all()} == {roles.REVIEWERS, own}


def test_reviewers_of_a_language_publish_in_its_tree_alone(chinese_home: Any) -> None:
    rights = rights_of("Reviewers (Chinese)")
    assert f"{chinese_home.slug}:publish_page" in rights
    assert not [
        right
        for right in rights
        if right.startswith("it:") or "publish_p" in right.replace("publish_page", "")
    ]
    assert not [right for right in rights if "change_" in right or "add_" in right]


@pytest.mark.parametrize("role", ["Editors", "Reviewers", "Translators (Chinese)"])
def test_only_administrators_see_users(role: str, log_in: Any) -> None:
    assert log_in(role).get(reverse("wagtailusers_users:index")).status_code == 302
    assert log_in("Administrators").get(reverse("wagtailusers_users:index")).status_code == 200


def test_an_administrator_makes_no_superuser(log_in: Any, person: Any) -> None:
    administrator, technician = log_in("Administrators"), person("superuser")
    form = {
        "username": "eve",
        "email": "eve@example.org",
        "first_name": "Eve",
        "last_name": "Rossi",
        "password1": "Ponte-2026-x",
        "password2": "Ponte-2026-x",
    }
    users = type(technician).objects
    administrator.post(reverse("wagtailusers_users:add"), {**form, "is_superuser": "on"})
    assert not users.filter(username="eve").exists()
    administrator.post(reverse("wagtailusers_users:add"), form)
    assert users.get(username="eve").is_superuser is False
    edit = reverse("wagtailusers_users:edit", args=[technician.pk])
    assert administrator.get(edit).status_code == 302
