"""What the tests of reviewing by language do again and again: a translation into each language, submitted, and its ways."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse
from wagtail_localize.models import Translation

from tests.factories.news import NewsPageFactory
from tests.factories.partner import PartnerFactory
from tests.translate import translate
from tests.unit.cms.people import target_of
from tests.unit.cms.workbench_desk import desk_url

OF_CHINESE, OF_ITALIAN, OF_BOTH = "Reviewers (Chinese)", "Reviewers (Italian)", "Reviewers"
MAY = {
    OF_CHINESE: {"zh-hans"},
    OF_ITALIAN: {"it"},
    OF_BOTH: {"it", "zh-hans"},
    "Translators (Chinese)": set(),
    "Translators (Italian)": set(),
}
"""Into which language each role reviews."""
NEW = {"it": "Titolo rivisto", "zh-hans": "已审标题"}


@pytest.fixture
def into(translation: Any, section: Any, locales: Any) -> dict[str, Translation]:
    """A live translation into each language, by its code: of an Italian page, and of a Chinese one."""
    place = section.get_translation(locales["zh-hans"])
    page = NewsPageFactory(
        parent=place, title="新项目", slug="new-project", summary="摘要", locale=locales["zh-hans"]
    )
    translate(page, locales["it"], {"新项目": "Nuovo progetto"})
    return {
        "zh-hans": translation,
        "it": Translation.objects.get(source__object_id=page.translation_key),
    }


@pytest.fixture
def submitted(into: dict[str, Translation], person: Any) -> dict[str, Translation]:
    """Both with another title, handed in to their reviewers."""
    for code, translation in into.items():
        submit(translation, code, person)
    return into


@pytest.fixture
def snippet(chinese_home: Any, locales: Any, person: Any) -> Translation:
    """A partner's Chinese translation, live with another name and handed in with a new one."""
    partner: Any = PartnerFactory(name="Ateneo", locale=locales["it"])  # type: ignore[no-untyped-call]
    translate(partner, locales["zh-hans"], {"Ateneo": "大学"})
    translation = Translation.objects.get(source__object_id=partner.translation_key)
    submit(translation, "zh-hans", person, "name")
    return translation


def submit(translation: Translation, code: str, person: Any, field: str = "title") -> None:
    """A draft with another name goes to the reviewers."""
    target = target_of(translation)
    draft = target.get_latest_revision_as_object()
    setattr(draft, field, NEW[code])
    draft.save_revision()
    target = target_of(translation)
    name = "Translators (Chinese)" if code == "zh-hans" else "Translators (Italian)"
    target.get_workflow().start(target, person(name))


def approve_at_the_desk(client: Any, translation: Translation) -> Any:
    """The reviewer's button in the workbench."""
    return client.post(desk_url(translation), {"action": "approve", "comment": ""})


def approve_in_the_list(client: Any, translation: Translation) -> Any:
    """Wagtail's own button, on the dashboard and beside a snippet."""
    target = target_of(translation)
    state = target.current_workflow_task_state
    names = {"partner": "wagtailsnippets_site_content_partner:workflow_action"}
    name = names.get(target._meta.model_name, "wagtailadmin_pages:workflow_action")
    return client.post(reverse(name, args=[target.pk, "approve", state.pk]), {"comment": ""})


WAYS = {"desk": approve_at_the_desk, "list": approve_in_the_list}


def name_of(translation: Translation) -> str:
    """The live title or name."""
    return str(target_of(translation))
