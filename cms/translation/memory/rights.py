"""Who may see, who may change the memory; and what of it is nobody else's business. Answers only."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from cms.rights import hidden_keys, languages_of, may_see_all, reviewed_languages
from cms.translation.memory.models import Unit


def may_search(user: Any) -> bool:
    """Translators, and whoever works on pages."""
    return may_see_all(user) or bool(languages_of(user))


def may_bring(user: Any) -> bool:
    """Whoever reviews into a language: imports units of it, and undoes that."""
    return bool(reviewed_languages(user))


def may_correct(user: Any, unit: Unit) -> bool:
    """Whoever reviews into the language of its translation: corrects, deletes, restores."""
    return unit.target_locale in reviewed_languages(user)


def visible_units(user: Any) -> QuerySet[Unit]:
    """All but the texts of pages that are kept from the user."""
    return Unit.objects.exclude(object_key__in=hidden_keys(user))
