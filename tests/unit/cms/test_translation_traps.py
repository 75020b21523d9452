"""Nobody publishes, or puts Italian live under Chinese, who may not: each trap through the admin's views."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from wagtail.models import Page, PageViewRestriction
from wagtail_localize.models import StringTranslation, Translation, TranslationSource

from cms import translation_drafts
from cms.rights import translation_of
from tests.factories.news import NewsPageFactory
from tests.factories.partner import PartnerFactory
from tests.factories.topic import TopicFactory
from tests.translate import translate
from tests.unit.cms.people import editor_url, live_chinese, put_text, target_of

pytestmark = pytest.mark.django_db
TRANSLATOR = "Translators (Chinese)"


# First trap: a draft is public at once.


def test_a_saved_draft_leaves_the_live_page_as_it_was(translation: Any, log_in: Any) -> None:
    translator = log_in(TRANSLATOR)
    assert put_text(translator, translation, "title", "草稿标题").status_code == 200
    assert translator.post(editor_url(translation), {"action": "save_draft"}).status_code == 302
    page = target_of(translation)
    assert (page.title, page.live, page.has_unpublished_changes) == ("新实验室", True, True)
    assert page.get_latest_revision_as_object().title == "草稿标题"


def test_wagtail_localize_alone_would_make_the_draft_public(translation: Any, log_in: Any) -> None:
    put_text(log_in(TRANSLATOR), translation, "title", "草稿标题")
    translation.source.create_or_update_translation(translation.target_locale, publish=False, fallback=True)
    assert target_of(translation).title == "草稿标题"


def test_a_draft_of_a_snippet_leaves_it_live(chinese_home: Any, locales: Any, log_in: Any) -> None:
    partner = PartnerFactory(name="Ateneo")
    chinese = translate(partner, locales["zh-hans"], {"Ateneo": "大学"})
    translation = translation_of(chinese)
    translator = log_in(TRANSLATOR)
    put_text(translator, translation, "name", "学院")
    translator.post(editor_url(translation), {"action": "save_draft"})
    chinese.refresh_from_db()
    assert (chinese.name, chinese.live) == ("大学", True)
    assert chinese.get_latest_revision_as_object().name == "学院"


def test_a_new_translation_of_a_snippet_is_a_draft(chinese_home: Any, locales: Any, log_in: Any) -> None:
    topic = TopicFactory(name="Energia")
    topic.save_revision().publish()
    url = reverse("wagtail_localize:submit_snippet_translation", args=["site_content", "topic", topic.pk])
    assert log_in("Editors").post(url, {"locales": [locales["zh-hans"].pk]}).status_code == 302
    chinese = topic.get_translation(locales["zh-hans"])
    assert (chinese.live, chinese.live_revision_id, chinese.first_published_at) == (False, None, None)


def test_a_restriction_of_the_translation_alone_stays(translation: Any, log_in: Any) -> None:
    restriction = PageViewRestriction.objects.create(page=target_of(translation), restriction_type="login")
    editor = log_in("Editors")
    editor.post(editor_url(translation), {"action": "save_draft"})
    editor.post(editor_url(translation), {"action": "publish"})
    assert PageViewRestriction.objects.filter(pk=restriction.pk).exists()


# Second trap: submitting puts the source's text live.


def submit(client: Any, page: Any, *locales: Any, **more: Any) -> Any:
    url = reverse("wagtail_localize:submit_page_translation", args=[page.pk])
    return client.post(url, {"locales": [locale.pk for locale in locales], **more})


def test_submitting_a_live_page_puts_nothing_live(news: Any, locales: Any, log_in: Any) -> None:
    before = live_chinese()
    assert submit(log_in("Editors"), news, locales["zh-hans"]).status_code == 302
    assert news.get_translation(locales["zh-hans"]).live is False
    assert live_chinese() == before


def test_submitting_a_section_with_its_pages_puts_nothing_live(
    italian_home: Any, chinese_home: Any, locales: Any, log_in: Any
) -> None:
    section = italian_home.add_child(instance=_section())
    NewsPageFactory(parent=section, title="Sotto", slug="below")
    before = live_chinese()
    assert submit(log_in("Editors"), section, locales["zh-hans"], include_subtree="on").status_code == 302
    assert live_chinese() == before


def _section() -> Any:
    from site_content.models import SectionPage

    return SectionPage(title="Notizie", slug="news", lists="news")


def test_a_live_alias_becomes_a_draft_when_it_is_translated(news: Any, locales: Any, log_in: Any) -> None:
    alias = news.copy_for_translation(locales["zh-hans"], alias=True)
    assert alias.live
    assert submit(log_in("Editors"), news, locales["zh-hans"]).status_code == 302
    assert "Nuovo laboratorio" not in live_chinese()


def test_updating_without_publishing_leaves_what_is_live(translation: Any, news: Any, log_in: Any) -> None:
    news.title = "Laboratorio rinnovato"
    news.save_revision().publish()
    url = reverse("wagtail_localize:update_translations", args=[translation.source_id])
    assert log_in("Editors").post(url, {}).status_code == 302
    assert target_of(translation).title == "新实验室"


# Third trap: one permission opens every page of every language.


def submitter(person: Any) -> Any:
    """A person with admin access and the permission to submit, and nothing else."""
    from cms.roles import _submitting

    user = person(TRANSLATOR)
    user.user_permissions.add(_submitting().get())
    return user


def test_the_permission_to_submit_alone_submits_nothing(
    news: Any, locales: Any, person: Any, client: Any
) -> None:
    client.force_login(submitter(person))
    submit(client, news, locales["zh-hans"])
    assert not Translation.objects.filter(source__object_id=news.translation_key).exists()


def test_the_permission_to_submit_alone_updates_and_publishes_nothing(
    translation: Any, news: Any, person: Any, client: Any
) -> None:
    client.force_login(submitter(person))
    put_text(client, translation, "title", "未审核")
    url = reverse("wagtail_localize:update_translations", args=[translation.source_id])
    client.post(url, {"publish_translations": "on"})
    assert target_of(translation).title == "新实验室"


@pytest.mark.parametrize("role", [TRANSLATOR, "Reviewers"])
def test_who_may_not_submit_does_not(role: str, news: Any, locales: Any, log_in: Any) -> None:
    submit(log_in(role), news, locales["zh-hans"])
    assert not Translation.objects.filter(source__object_id=news.translation_key).exists()


def test_a_translator_cannot_publish(translation: Any, log_in: Any) -> None:
    translator = log_in(TRANSLATOR)
    put_text(translator, translation, "title", "未审核")
    for url in (
        editor_url(translation),
        reverse("wagtailadmin_pages:edit", args=[target_of(translation).pk]),
    ):
        translator.post(url, {"action": "publish"})
    assert target_of(translation).title == "新实验室"


def test_who_saves_the_target_without_the_right_publishes_nothing(translation: Any, person: Any) -> None:
    with pytest.raises(PermissionDenied):
        translation.save_target(user=person(TRANSLATOR), publish=True)
    assert target_of(translation).latest_revision == target_of(translation).live_revision


@pytest.mark.parametrize(("role", "title"), [("Reviewers", "新标题"), ("Editors", "新标题")])
def test_who_may_publish_does(role: str, title: str, translation: Any, log_in: Any) -> None:
    client = log_in(role)
    put_text(client, translation, "title", title)
    client.post(editor_url(translation), {"action": "publish"})
    assert target_of(translation).title == title


@pytest.mark.parametrize("role", [TRANSLATOR, "Translators (Italian)"])
def test_a_translator_stops_no_translation_and_makes_no_alias(
    role: str, translation: Any, log_in: Any
) -> None:
    client = log_in(role)
    client.post(reverse("wagtail_localize:stop_translation", args=[translation.pk]))
    client.post(reverse("wagtail_localize:convert_to_alias", args=[target_of(translation).pk]))
    translation.refresh_from_db()
    assert translation.enabled
    assert target_of(translation).alias_of_id is None


def test_only_who_may_publish_is_offered_an_alias(translation: Any, log_in: Any) -> None:
    url = reverse("wagtail_localize:convert_to_alias", args=[target_of(translation).pk])
    assert url in log_in("Editors").get(editor_url(translation)).content.decode()
    assert url not in log_in(TRANSLATOR).get(editor_url(translation)).content.decode()


def test_change_without_publish_makes_no_alias(translation: Any, person: Any, client: Any) -> None:
    """With the right to change the Chinese tree alone, wagtail-localize would put the Italian text live."""
    from django.contrib.auth.models import Group, Permission
    from wagtail.models import GroupPagePermission

    user, group = person(TRANSLATOR), Group.objects.create(name="Chinese desk")
    user.groups.add(group)
    change = Permission.objects.get(content_type__app_label="wagtailcore", codename="change_page")
    home = Page.objects.get(locale__language_code="zh-hans", depth=2)
    GroupPagePermission.objects.create(group=group, page=home, permission=change)
    client.force_login(user)
    client.post(reverse("wagtail_localize:convert_to_alias", args=[target_of(translation).pk]))
    client.post(reverse("wagtail_localize:stop_translation", args=[translation.pk]))
    assert target_of(translation).title == "新实验室"
    assert Translation.objects.get(pk=translation.pk).enabled


# What a translator may touch.


def test_a_translator_of_the_other_language_writes_nothing(translation: Any, log_in: Any) -> None:
    assert put_text(log_in("Translators (Italian)"), translation, "title", "x").status_code == 403
    assert log_in("Translators (Italian)").get(editor_url(translation)).status_code == 302


def test_a_translator_touches_no_source(translation: Any, news: Any, log_in: Any) -> None:
    for role in (TRANSLATOR, "Translators (Italian)"):
        url = reverse("wagtailadmin_pages:edit", args=[news.pk])
        assert log_in(role).get(url).status_code == 302
        log_in(role).post(url, {"title": "Altro", "slug": "altro", "action-publish": "1"})
    news.refresh_from_db()
    assert news.title == "Nuovo laboratorio"


def test_a_translator_does_not_see_what_is_private(translation: Any, news: Any, log_in: Any) -> None:
    translator = log_in(TRANSLATOR)
    report = reverse("ponte_matrix")
    assert "Nuovo laboratorio" in translator.get(report).content.decode()
    assert translator.get(editor_url(translation)).status_code == 200
    PageViewRestriction.objects.create(page=news, restriction_type="password", password="x")
    assert "Nuovo laboratorio" not in translator.get(report).content.decode()
    assert translator.get(editor_url(translation)).status_code == 302
    po = reverse("wagtail_localize:download_pofile", args=[translation.pk])
    preview = reverse("wagtail_localize:preview_translation", args=[translation.pk])
    assert [translator.get(url).status_code for url in (po, preview)] == [302, 302]


def test_a_chooser_offers_a_translator_no_private_page(news: Any, section: Any, log_in: Any) -> None:
    PageViewRestriction.objects.create(page=news, restriction_type="password", password="x")
    url = reverse("wagtailadmin_choose_page_child", args=[section.pk])
    assert "Nuovo laboratorio" not in log_in(TRANSLATOR).get(url).content.decode()
    assert "Nuovo laboratorio" in log_in("Editors").get(url).content.decode()


def test_an_editor_edits_both_languages(translation: Any, news: Any, log_in: Any) -> None:
    editor = log_in("Editors")
    for page in (news, target_of(translation)):
        assert editor.get(reverse("wagtailadmin_pages:edit", args=[page.pk]), follow=True).status_code == 200
    page = editor.get(reverse("wagtailadmin_pages:edit", args=[target_of(translation).pk]), follow=True)
    assert "save_draft" in page.content.decode()


def test_a_page_written_in_chinese_is_edited_as_a_page(section: Any, locales: Any, log_in: Any) -> None:
    chinese = NewsPageFactory(parent=section.get_translation(locales["zh-hans"]), title="首发", slug="first")
    response = log_in("Editors").get(reverse("wagtailadmin_pages:edit", args=[chinese.pk]))
    assert "w-field" in response.content.decode()
    assert not TranslationSource.objects.filter(object_id=chinese.translation_key).exists()


# Locks and lengths.


def test_a_lock_holds_also_against_single_texts(translation: Any, person: Any, log_in: Any) -> None:
    page, holder = target_of(translation), person("Editors")
    type(page).objects.filter(pk=page.pk).update(locked=True, locked_by=holder)
    translator = log_in(TRANSLATOR)
    assert put_text(translator, translation, "title", "被锁").status_code == 423
    response = translator.post(editor_url(translation), {"action": "save_draft"}, follow=True)
    assert target_of(translation).latest_revision == target_of(translation).live_revision
    assert response.status_code == 200
    assert not StringTranslation.objects.filter(data="被锁").exists()


def test_a_text_that_is_too_long_is_refused(translation: Any, log_in: Any) -> None:
    response = put_text(log_in(TRANSLATOR), translation, "title", "长" * 256)
    assert response.status_code == 400
    assert "255" in json.loads(response.content)["detail"]
    assert put_text(log_in(TRANSLATOR), translation, "title", "长" * 255).status_code == 200


def test_a_draft_that_does_not_fit_is_said_at_its_segment(translation: Any) -> None:
    key = translation.source.object_id
    text = StringTranslation.objects.get(context__path="title", context__object_id=key)
    StringTranslation.objects.filter(pk=text.pk).update(data="长" * 256)
    with pytest.raises(ValidationError):
        translation.save_target(publish=True)
    text.refresh_from_db()
    assert text.has_error
    assert target_of(translation).title == "新实验室"


def test_the_guards_stand(db: None) -> None:
    from wagtail_localize.views import edit_translation

    from cms import rights

    assert Translation.save_target is translation_drafts.save_target
    assert TranslationSource.sync_view_restrictions is translation_drafts.add_view_restriction
    assert edit_translation.user_can_edit_instance is rights.may_open
