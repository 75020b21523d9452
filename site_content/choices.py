"""What editors choose from: languages, zones, countries, currencies, with labels in the editor's language."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from babel import Locale
from django.utils.translation import get_language, to_locale
from django.utils.translation import gettext_lazy as _

from site_content.languages import ZONES
from site_content.moments import zone_names

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

Choices: TypeAlias = "list[tuple[str, StrOrPromise]]"

LANGUAGE_TAGS: Choices = [("it", _("Italian")), ("zh-Hans", _("Chinese")), ("en", _("English"))]
CURRENCIES: Choices = [("EUR", _("euro (EUR)")), ("CNY", _("yuan (CNY)")), ("USD", _("US dollar (USD)"))]
SIDES: Choices = [("it", _("Italian side")), ("cn", _("Chinese side"))]
MODES: Choices = [("on_site", _("On site")), ("online", _("Online")), ("mixed", _("On site and online"))]


def list_zones() -> Choices:
    """Both sides' zones and UTC first, then all others by name."""
    first = [*ZONES, "UTC"]
    others = sorted(name for name in zone_names() if "/" in name and not name.startswith("Etc/"))
    return [
        (name, name.replace("_", " ")) for name in [*first, *(name for name in others if name not in first)]
    ]


def list_countries() -> Choices:
    """ISO 3166-1 countries, China and Italy first, in the language of whoever is asking."""
    territories = Locale.parse(to_locale(get_language() or "en")).territories
    names = {code: name for code, name in territories.items() if len(code) == 2 and code.isalpha()}
    for code in NOT_COUNTRIES:
        names.pop(code, None)
    first = [("IT", names.pop("IT")), ("CN", names.pop("CN"))]
    return [*first, *sorted(names.items(), key=lambda item: item[1])]


NOT_COUNTRIES = ("AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "ZZ")
"""Codes that the locale data names but ISO 3166-1 does not assign."""
