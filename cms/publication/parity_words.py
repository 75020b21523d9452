"""The lines of a page's history about going live in every language, in words."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.log_actions import LogFormatter

from cms.publication import parity
from site_content.languages import LANGUAGES


def name_languages(codes: Iterable[str]) -> str:
    """The languages as they call themselves."""
    return ", ".join(LANGUAGES[code].name if code in LANGUAGES else code for code in codes)


def register_actions(actions: Any) -> None:
    """The four lines of a page's history."""

    @actions.register_action(parity.SENT)
    class Sent(LogFormatter):
        label = gettext_lazy("Send a draft to the translators")
        message = gettext_lazy("Sent the draft to the translators, before it is public.")

    @actions.register_action(parity.REASON)
    class Reason(LogFormatter):
        label = gettext_lazy("Give the reason for one language alone")

        def format_message(self, entry: Any) -> str:
            return _("May go live without %(languages)s. Reason: %(reason)s") % _read(entry)

    @actions.register_action(parity.ALONE)
    class Alone(LogFormatter):
        label = gettext_lazy("Publish one language alone")

        def format_message(self, entry: Any) -> str:
            return _("Went live without %(languages)s. Reason: %(reason)s") % _read(entry)

    @actions.register_action(parity.TOGETHER)
    class Together(LogFormatter):
        label = gettext_lazy("Follow in the other language")

        def format_message(self, entry: Any) -> str:
            words = {"languages": name_languages([entry.data["locale"]]), "hours": entry.data["hours"]}
            return _("%(languages)s followed after %(hours)s hours.") % words


def _read(entry: Any) -> dict[str, str]:
    data = entry.data
    return {"languages": name_languages(data.get("locales", ())), "reason": data.get("reason", "")}
