"""What the templates of jobs say of a job in words: its languages, its volume."""

from __future__ import annotations

from django import template
from django.utils.translation import ngettext

from site_content.languages import LANGUAGES

register = template.Library()


@register.filter
def language_name(code: str) -> str:
    """The language's own name for itself."""
    return LANGUAGES[code].name if code in LANGUAGES else code


@register.filter
def language_tag(code: str) -> str:
    """As `lang` wants it."""
    return LANGUAGES[code].tag if code in LANGUAGES else code


@register.filter
def volume(units: int, locale: str) -> str:
    """Words of Italian, characters of Chinese."""
    if locale.startswith("zh"):
        return ngettext("%(count)s character", "%(count)s characters", units) % {"count": units}
    return ngettext("%(count)s word", "%(count)s words", units) % {"count": units}
