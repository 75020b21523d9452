"""What the tests of parity do again and again: a call in both languages, another version of it, confirming its texts."""

from __future__ import annotations

from typing import Any

from wagtail.models import PageLogEntry
from wagtail_localize.models import Translation

from cms.publication.parity_view import find_draft_parity, keep_reason
from cms.translation.confirm import confirm
from cms.translation.segments import read_segments
from site_content.models.call import CallPage
from tests.factories.call import CallPageFactory
from tests.factories.section import SectionPageFactory
from tests.translate import translate


def make_call(home: Any, locale: Any, **values: Any) -> CallPage:
    """A live call and its live translation."""
    page = make_alone(home, locale, **values)
    translate(page, locale)
    return CallPage.objects.get(pk=page.pk)


def make_alone(home: Any, locale: Any, *, live: bool = True, **values: Any) -> CallPage:
    """A call of one language, in a section of both."""
    section = SectionPageFactory(parent=home, title="Bandi", slug="calls", lists="call")
    translate(section, locale)
    values = {"title": "Bando", "slug": "call", "summary": "Un sommario breve."} | values
    page: CallPage = CallPageFactory(parent=section, live=live, **values)
    if live:
        page.save_revision().publish()
    return CallPage.objects.get(pk=page.pk)


def draft(page: Any, user: Any = None, **values: Any) -> Any:
    """A draft of the page with other values; its revision."""
    version = CallPage.objects.get(pk=page.pk).get_latest_revision_as_object()
    for name, value in values.items():
        setattr(version, name, value)
    return version.save_revision(user=user)


def send(page: Any) -> None:
    """What the button does: the draft's text goes to the translators."""
    from cms.publication.sending import send_draft

    send_draft(CallPage.objects.get(pk=page.pk), None)


def confirm_all(page: Any, user: Any = None) -> None:
    """A translator confirms each text that has no translation yet."""
    translation = translation_of(page)
    for segment in read_segments(translation):
        if not segment.confirmed:
            confirm(translation, segment, f"译{segment.source}", user)


def translation_of(page: Any) -> Any:
    return Translation.objects.select_related("source", "target_locale").get(
        source__object_id=page.translation_key
    )


def titles(page: Any) -> dict[str, str]:
    """The titles that are live, by language."""
    pages = CallPage.objects.filter(translation_key=page.translation_key, live=True)
    return {each.locale.language_code: each.title for each in pages.select_related("locale")}


def entries(page: Any, action: str) -> list[dict[str, Any]]:
    return [entry.data for entry in PageLogEntry.objects.filter(page=page.pk, action=action).order_by("pk")]


def give_reason(page: Any, user: Any, reason: str) -> None:
    """What the form keeps: why the newest draft goes live in one language."""
    page = CallPage.objects.get(pk=page.pk)
    found = find_draft_parity(page)
    if found is not None and found.lacking:
        keep_reason(page, found, reason, user)
