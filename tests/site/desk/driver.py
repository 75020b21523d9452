"""What the tests in Chromium change and look at behind the screens, in a process of its own: commands as lines of JSON."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from typing import Any

PASSWORD = "secret"
PEOPLE = {
    "translator": "Translators (Chinese)",
    "colleague": "Translators (Chinese)",
    "reviewer": "Reviewers",
    "editor": "Editors",
    "administrator": "Administrators",
}
TEXTS = {
    "Centro": "中心",
    "Ponte": "桥",
    "Notizie": "新闻",
    "Un sommario breve.": "简短摘要。",
}
LINKED = '<p>uno Vedi il <a href="https://a.example">bando</a> e la <b>guida</b> del laboratorio.</p>'
MANY = 300


def main() -> None:
    """Answers until nobody asks any more."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "cms.settings"
    import django

    django.setup()
    from django.conf import settings

    # Mails would be printed between the answers.
    settings.EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
    for line in sys.stdin:
        command, *arguments = json.loads(line)
        print(json.dumps(COMMANDS[command](*arguments), default=str), flush=True)


def prepare() -> None:
    """Both home pages, the section, and the people with their roles."""
    from django.contrib.auth import get_user_model
    from django.contrib.auth.models import Group
    from wagtail.models import Page
    from wagtail.users.models import UserProfile

    from cms.roles import ensure_roles
    from tests.factories.base import find_locale, find_section
    from tests.site import editor
    from tests.translate import translate

    editor.prepare()
    locale = find_locale("zh-hans")
    for page in (Page.objects.get(slug="it").specific, find_section("news")):
        translate(page, locale, TEXTS)
    ensure_roles()
    for name, role in PEOPLE.items():
        user = get_user_model().objects.create_user(name, f"{name}@example.org", PASSWORD)
        user.groups.add(Group.objects.get(name=role))
        UserProfile.objects.create(user=user, preferred_language="en")


def add_page(slug: str, count: str = "2") -> int:
    """A live news item with so many paragraphs, the first with a link, sent for translation; its translation's id."""
    from wagtail_localize.operations import TranslationCreator

    from tests.factories.base import find_locale, find_section
    from tests.factories.news import NewsPageFactory

    body = [{"type": "paragraph", "value": LINKED, "id": "uno"}]
    for number in range(2, int(count) + 1):
        words = f"<p>Le domande del gruppo {number} si presentano entro novembre.</p>"
        body.append({"type": "paragraph", "value": words, "id": f"p{number}"})
    page = NewsPageFactory(parent=find_section("news"), title="Laboratorio", slug=slug, body=body)
    TranslationCreator(user=None, target_locales=[find_locale("zh-hans")]).create_translations(page)
    return int(_of(page).pk)


def _of(page: Any) -> Any:
    from wagtail_localize.models import Translation

    return Translation.objects.get(source__object_id=page.translation_key)


def _translation(number: str) -> Any:
    from wagtail_localize.models import Translation

    return Translation.objects.get(pk=int(number))


def read(number: str) -> dict[str, list[Any]]:
    """Of each text by its path: state, confirmed and working text."""
    from cms.translation.segments import read_segments

    return {one.path: [one.state, one.confirmed, one.working] for one in read_segments(_translation(number))}


def history(number: str, path: str) -> list[list[str]]:
    """Every text that stood there, oldest first, with what became of it."""
    from cms.translation.history import read_history

    events = read_history(_translation(number), path).order_by("at", "pk")
    return [[event.kind, event.text] for event in events]


def confirm_all(number: str) -> None:
    """Right translations of all texts that nobody has begun."""
    from cms.translation.confirm import confirm
    from cms.translation.segments import read_segments

    translation = _translation(number)
    for segment in read_segments(translation):
        if segment.state == "untranslated":
            confirm(translation, segment, _translate(segment), None)


def _translate(segment: Any) -> str:
    if "<a " in segment.source:
        return '请看实验室的<a id="a1">通知</a>和<b>指南</b>。'
    if segment.path == "title":
        return "实验室"
    number = "".join(character for character in segment.source if character.isdigit())
    return TEXTS.get(segment.source, f"第{number}组的申请须在11月前提交。" if number else segment.source)


def submit(number: str) -> None:
    """The translation goes to the reviewers."""
    from django.contrib.auth import get_user_model

    translation = _translation(number)
    translation.save_target(publish=False)
    page = translation.source.get_translated_instance(translation.target_locale)
    page.get_workflow().start(page, get_user_model().objects.get(username="translator"))


def change_source(number: str, old: str, new: str) -> None:
    """An editor publishes the source with other words, and it reaches the translation."""
    translation = _translation(number)
    page = translation.source.get_source_instance()
    page.body = [{**block, "value": block["value"].replace(old, new)} for block in page.body.get_prep_value()]
    page.save_revision().publish()
    translation.source.update_from_db()


def target(number: str) -> dict[str, Any]:
    """The translated page: its live title, the draft's, the state of its review."""
    translation = _translation(number)
    page = translation.source.get_translated_instance(translation.target_locale)
    state = page.current_workflow_state
    return {
        "live": page.live,
        "title": page.title,
        "draft": page.get_latest_revision_as_object().title,
        "review": state.status if state else "",
    }


def speak(name: str, language: str) -> None:
    """That person's language of the admin."""
    from wagtail.users.models import UserProfile

    UserProfile.objects.filter(user__username=name).update(preferred_language=language)


def find_term(italian: str) -> int:
    """The id of the glossary's term of that name."""
    from site_content.models.glossary import GlossaryTerm

    return int(GlossaryTerm.objects.get(italian=italian).pk)


COMMANDS: dict[str, Callable[..., Any]] = {
    each.__name__: each
    for each in (
        prepare,
        add_page,
        read,
        history,
        confirm_all,
        submit,
        change_source,
        target,
        speak,
        find_term,
    )
}

if __name__ == "__main__":
    main()
