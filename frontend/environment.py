"""One Jinja environment a language: its messages, its formats, and strict about whatever is undefined.

In: a locale code. Out: an environment whose templates are compiled once a process. Must not know the inputs.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, MutableMapping
from functools import cache, lru_cache
from pathlib import Path
from types import CodeType
from typing import Any

from jinja2 import BytecodeCache, Environment, FileSystemLoader, StrictUndefined
from jinja2.bccache import Bucket
from markupsafe import Markup, escape

from frontend.feed_addresses import CALENDAR_OF, FEED_NAMES, dates_of
from frontend.formats import Formats
from frontend.items import are_pictured, layout_of, make_item_renderer, pick_cards, type_of
from frontend.messages import read_catalogue
from frontend.names import name_forms
from frontend.outline import list_contents
from frontend.pictures import find_sources
from frontend.qr import qr_path
from frontend.registries import security_record_url
from frontend.taking import link_mails, mails_in, make_date_teller
from frontend.times import Times, utc
from site_content.documents.base import Card
from site_content.languages import LANGUAGES

TEMPLATES = Path(__file__).parent / "templates"
HAN = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff]")
HYPHENATED = re.compile(r"\b[^\W\d_]{2,9}-[^\W\d_]{2,9}\b")


class SharedCode(BytecodeCache):
    """Keeps compiled templates in memory, so that the second language does not compile them again."""

    def __init__(self) -> None:
        self._codes: dict[tuple[str, str], CodeType] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        bucket.code = self._codes.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        if bucket.code is not None:
            self._codes[bucket.key, bucket.checksum] = bucket.code


class PlainGlobals(Environment):
    """Hands templates their globals as one dict: Jinja's chain of maps costs a third of rendering."""

    def make_globals(self, d: MutableMapping[str, Any] | None) -> dict[str, Any]:
        return {**self.globals, **(d or {})}


_CODE = SharedCode()


@cache
def environment_of(locale: str) -> Environment:
    """The environment of a locale code, for example `zh-hans`."""
    language = LANGUAGES[locale]
    environment = PlainGlobals(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        cache_size=-1,
        bytecode_cache=_CODE,
    )
    formats = Formats(language)
    environment.filters.update(
        keep_whole=keep_whole, link_mails=link_mails, mark_han=_make_han_marker(locale)
    )
    environment.globals["show_item"] = make_item_renderer(environment)
    environment.globals.update(_language_globals(formats, Times(formats)))
    return environment


def compile_templates() -> None:
    """Compiles every template for every language, so that the first page costs no more than the next."""
    for code in LANGUAGES:
        environment = environment_of(code)
        for name in environment.list_templates():
            environment.get_template(name)


def _language_globals(formats: Formats, times: Times) -> dict[str, object]:
    catalogue = formats.catalogue
    return {
        "_": catalogue.text,
        "_in": _text_in,
        "ngettext": catalogue.plural,
        "word": catalogue.word,
        "has_word": catalogue.has,
        "fmt": formats,
        "times": times,
        "utc": utc,
        "language": formats.language,
        "languages": LANGUAGES,
        "lang_if": _make_lang_attribute(formats.language.code),
        "link_to": _make_link_maker(formats.language.code),
        "sources": find_sources,
        "list_contents": list_contents,
        "name_forms": name_forms,
        "security_record_url": security_record_url,
        "pick": pick_cards,
        "type_of": type_of,
        "layout_of": layout_of,
        "are_pictured": are_pictured,
        "agenda_days": group_by_day,
        "by_year": group_by_year,
        "dates_of": dates_of,
        "tell_date": make_date_teller(formats),
        "mails_in": mails_in,
        "qr_path": qr_path,
        "feed_names": FEED_NAMES,
        "calendar_of": CALENDAR_OF,
    }


def _text_in(locale: str, msgid: str, /, **values: object) -> Markup:
    """A message in another language than the page's, for readers who look for that language."""
    return read_catalogue(LANGUAGES[locale].babel).text(msgid, **values)


def _make_lang_attribute(own: str) -> Callable[[str], Markup]:
    attributes = {code: Markup(f' lang="{language.tag}"') for code, language in LANGUAGES.items()}
    attributes |= {language.tag: attributes[code] for code, language in LANGUAGES.items()}
    attributes |= {own: Markup(""), LANGUAGES[own].tag: Markup(""), "": Markup("")}

    def lang_if(code: str) -> Markup:
        """A `lang` attribute where the text's language is not the page's."""
        known = attributes.get(code)
        return Markup(' lang="{}"').format(code) if known is None else known

    return lang_if


def _make_han_marker(own: str) -> Callable[[str], Markup]:
    def mark_han(text: str) -> Markup:
        """Text whose language no field tells, such as a name: Han on another language's page is Chinese."""
        foreign = not own.startswith("zh") and HAN.search(text)
        return Markup('<span lang="zh-Hans">{}</span>').format(text) if foreign else escape(text)

    return mark_han


@lru_cache(maxsize=4096)
def keep_whole(title: str) -> Markup:
    """A title in which short hyphenated names, such as `Cina-Italia`, do not break at the end of a line."""
    return Markup(HYPHENATED.sub(r'<span class="whole">\g<0></span>', str(escape(title))))


def _make_link_maker(own: str) -> Callable[[Card], Markup]:
    mark = _make_lang_attribute(own)

    @lru_cache(maxsize=2048)
    def link_to(card: Card) -> Markup:
        """The title of a card, linked where it has a page, marked where it is in another language."""
        lang, title = mark(card.locale), keep_whole(card.title)
        if not card.path:
            return Markup("<span{}>{}</span>").format(lang, title)
        target = (
            Markup("") if card.locale == own else Markup(' hreflang="{}"').format(LANGUAGES[card.locale].tag)
        )
        return Markup('<a href="{}"{}{}>{}</a>').format(card.path, lang, target, title)

    return link_to


def group_by_day(agenda: Iterable[object]) -> list[tuple[object, list[object]]]:
    """Agenda items by the day on which they start in their own zone, in order."""
    days: dict[object, list[object]] = {}
    for item in agenda:
        days.setdefault(item.starts.local().date(), []).append(item)  # type: ignore[attr-defined]
    return list(days.items())


def group_by_year(pages: Iterable[object]) -> list[tuple[int, list[object]]]:
    """Archive pages by year, in order."""
    years: dict[int, list[object]] = {}
    for page in pages:
        years.setdefault(page.year, []).append(page)  # type: ignore[attr-defined]
    return list(years.items())
