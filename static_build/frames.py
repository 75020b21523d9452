"""The frame of each language: menu, offices, footer and assets, from the settings document and what it names."""

from __future__ import annotations

from frontend.assets import assets
from frontend.inputs import Frame, MenuItem, Social
from site_content.documents.settings import SettingsDocument
from site_content.documents.values import Link
from site_content.languages import LANGUAGES
from static_build.site import Site


def make_frames(site: Site) -> dict[str, Frame]:
    """A frame for each language that has a public home page, by locale code, in the order of LANGUAGES."""
    homes = [code for code in LANGUAGES if site.of_type("home", code)]
    return {code: _make_frame(site, code, homes) for code in homes}


def _make_frame(site: Site, locale: str, homes: list[str]) -> Frame:
    settings = _settings(site, locale)
    names = {code: _settings(site, code).title for code in homes if code != locale}
    legal = [_link(site, key, locale) for key in (settings.privacy, settings.accessibility)]
    menu = [(entry.label, site.card(entry.page, locale)) for entry in settings.menu]
    offices = sorted(site.of_type("office", locale), key=lambda office: (office.order, office.title))
    return Frame(
        locale=locale,
        site_name=settings.title,
        other_names=names,
        tagline=settings.summary,
        public_url=site.public_url,
        canonical_url=site.public_url,
        menu=tuple(MenuItem(label, card.path) for label, card in menu if card and card.locale == locale),
        offices=tuple(office.card() for office in offices),
        social=tuple(Social(each.label, each.url, each.picture) for each in settings.social),
        legal=tuple(link for link in legal if link),
        footer_text=settings.footer_text,
        declaration_url=settings.declaration_url,
        icp=settings.icp,
        public_security=settings.public_security,
        organiser=settings.organiser,
        assets={name: asset.path for name, asset in sorted(assets().items())},
    )


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
