"""A call's translation that falls behind: its job goes to the top of the queue, and with it the team is told by mail.

In: a version that has just gone live, and the digest of what was live before it. Changes nothing that is public.
"""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_noop
from wagtail_localize.models import Translation

from site_content.models.text_digest import TextDigest
from site_content.staleness import stale_places

REASON = gettext_noop(
    "The text or a fact of a public call has changed: its translation is shown with a notice."
)
"""Kept as it is here: each reads it in their own language."""


def read_digest(version: Any) -> str:
    """What is remembered of the version's own text; empty where it was never live."""
    place = {"key": version.translation_key, "locale": version.locale.language_code}
    return TextDigest.objects.filter(**place).values_list("digest", flat=True).first() or ""


def tell_of_stale(version: Any, before: str) -> list[Translation]:
    """Puts the job of each translation that is behind now at the top; those translations. None where nothing changed."""
    if not before or read_digest(version) == before:
        return []
    stale = stale_places()
    translations = Translation.objects.filter(source__object_id=version.translation_key, enabled=True)
    behind = [
        each
        for each in translations.select_related("source__locale", "target_locale")
        if (str(version.translation_key), each.target_locale.language_code) in stale
    ]
    for each in behind:
        put_at_the_top(each, REASON)
    return behind


def put_at_the_top(translation: Translation, reason: str) -> None:
    """Makes its job the most urgent, with the reason for people, a message of the catalogue, and tells the team."""
    from cms.translation.jobs.making import mark_urgent

    mark_urgent(translation, reason)
