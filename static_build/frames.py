"""The frame of each language: menu, offices, footer and assets, from the settings document and what it names."""

from __future__ import annotations

from frontend.inputs import Frame, MenuItem, Social
from site_content.documents.office import OfficeCard
from site_content.documents.settings import SettingsDocument
from site_content.documents.values import Link
from site_content.languages import LANGUAGES
from static_build.site import Site, answers


@answers("homes")
def _homes(site: Site) -> tuple[str, ...]:
    """Locale codes that have a public home page, in the order of LANGUAGES."""
    return tuple(code for code in LANGUAGES if site.ask("places", "home", code))


@answers("frame")
def _frame(site: Site, locale: str) -> Frame:
    """The frame of a language that has a public home page."""
    settings = _settings(site, locale)
    names = {code: _settings(site, code).title for code in site.ask("homes") if code != locale}
    legal = [_link(site, key, locale) for key in (settings.privacy, settings.accessibility)]
    menu = [(entry.label, site.card(entry.page, locale)) for entry in settings.menu]
    offices = [site.card(key, locale) for key in site.ask("offices", locale)]
    return Frame(
        locale=locale,
        site_name=settings.title,
        other_names=names,
        tagline=settings.summary,
        public_url=site.public_url,
        canonical_url=site.content.canonical_url or site.public_url,
        menu=tuple(MenuItem(label, card.path) for label, card in menu if card and card.locale == locale),
        offices=tuple(office for office in offices if isinstance(office, OfficeCard)),
        social=tuple(Social(each.label, each.url, each.picture) for each in settings.social),
        legal=tuple(link for link in legal if link),
        footer_text=settings.footer_text,
        declaration_url=settings.declaration_url,
        **_mainland(site, settings),
        assets=site.content.assets,
        search_url=site.content.search_url,
    )


def _mainland(site: Site, settings: SettingsDocument) -> dict[str, str]:
    """What only a mainland edition says: its own lines, else those of the settings; nothing on the main edition."""
    lines = site.content.mainland
    if lines is None:
        return {}
    names = ("icp", "public_security", "organiser")
    return {name: lines.get(name) or getattr(settings, name) for name in names}


def frames_of(site: Site) -> dict[str, Frame]:
    """A frame for each language that has a public home page, by locale code."""
    return {code: site.ask("frame", code) for code in site.ask("homes")}


def _settings(site: Site, locale: str) -> SettingsDocument:
    """The language's settings; where there are none, only the site's name as the home page says it."""
    found = site.of_type("settings", locale)
    if found:
        return found[0]  # type: ignore[no-any-return]
    home = site.of_type("home", locale)[0]
    return SettingsDocument(key=home.key, locale=locale, title=home.title, source_locale=locale)


def _link(site: Site, key: str, locale: str) -> Link | None:
    card = site.card(key, locale) if key else None
    return Link(card.title, card.path) if card else None
