"""What a machine translator is to us. An adapter for another service is a class with these two members."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from django.conf import settings
from django.utils.module_loading import import_string


class TranslationFailed(Exception):
    """Why a service gave no translation, for people: what happened, and what to do."""


class Translator(Protocol):
    """Translates texts in the marked form; both languages by our locales' codes."""

    @property
    def name(self) -> str:
        """As people know the service."""

    def translate(self, texts: Sequence[str], source_locale: str, target_locale: str) -> list[str | None]:
        """One translation for each text, in their order, with the same codes and placeholders; None for one that lost some.

        Raises TranslationFailed, and then nothing is known of any.
        """


def find_translator() -> Translator | None:
    """The one that `PONTE_MACHINE` makes; None where it has no key, and nothing is ever sent anywhere."""
    make = import_string(settings.ENVIRONMENT.machine)
    translator: Translator | None = make(settings.ENVIRONMENT)
    return translator
