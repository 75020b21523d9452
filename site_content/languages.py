"""The languages of the site and what follows from each: no Django, no clock.

A third language is one more row here, one catalogue and one Wagtail locale.
"""

from __future__ import annotations

from msgspec import Struct


class Language(Struct, frozen=True):
    """One language: its locale code in URLs and Wagtail, its tags, its own name and its home zone."""

    code: str
    """As in URLs, Wagtail's locales and documents: `it`, `zh-hans`."""
    tag: str
    """BCP 47 tag for `lang` and `hreflang`."""
    babel: str
    """Name of the Babel locale and of the message catalogue."""
    name: str
    """In its own language."""
    zone: str
    """IANA zone in which most of its readers live."""


LANGUAGES: dict[str, Language] = {
    "it": Language("it", "it", "it", "Italiano", "Europe/Rome"),
    "zh-hans": Language("zh-hans", "zh-Hans", "zh_Hans", "简体中文", "Asia/Shanghai"),
}

DEFAULT_LOCALE = "it"
ZONES: tuple[str, ...] = ("Europe/Rome", "Asia/Shanghai")
"""Both sides' zones: every moment is shown in each of them."""
