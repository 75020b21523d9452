"""A draft of a call goes to the translators before it is public, so that it can go live in every language at once."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext_noop
from wagtail.log_actions import log
from wagtail.models import Locale
from wagtail_localize.models import Translation, TranslationSource

from cms.publication.parity import SENT, digest_words, read_words
from cms.publication.urgent import put_at_the_top
from cms.translation_drafts import find_target

WAITED_FOR = gettext_noop("A call waits for this translation: it goes live in every language at once.")
"""Kept on the job as it is here: each reads it in their own language."""


def send_draft(page: Any, user: Any) -> list[Translation]:
    """Makes the page's newest draft what its translators work on; their translations, made where there were none.

    What is public stays as it is. Asks no right: whoever calls has.
    """
    version = page.get_latest_revision_as_object()
    with transaction.atomic():
        source, _made = TranslationSource.update_or_create_from_instance(version)
        data = {"words": digest_words(read_words(version))}
        log(instance=page, action=SENT, user=user, data=data, revision=page.latest_revision)
        found = [_open(source, locale) for locale in Locale.objects.exclude(pk=page.locale_id)]
        for translation in found:
            put_at_the_top(translation, WAITED_FOR)
    return found


def _open(source: TranslationSource, locale: Locale) -> Translation:
    """The translation into that language, with a page to work on."""
    translation, _made = Translation.objects.get_or_create(source=source, target_locale=locale)
    if not translation.enabled:
        translation.enabled = True
        translation.save(update_fields=["enabled"])
    if find_target(translation) is None:
        # The system's: a translator has no right to make pages.
        translation.save_target(user=None, publish=False)
    return translation
