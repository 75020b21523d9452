"""A second front end, which knows the site's documents and nothing else of it: their description in, pages as text out.

It imports nothing of ours. It begins with the OpenAPI description, asks for what stands in that, and shows documents of any
type by the shape of their values. Whoever makes another front end has no more to go by.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from html.parser import HTMLParser
from typing import Any
from zoneinfo import ZoneInfo

DESCRIPTION = "/api/documents/v1/openapi.json"
CLOCKS = ("Europe/Rome", "Asia/Shanghai")
BARE = frozenset(
    {
        "alternates",
        "refs",
        "parent",
        "crumbs",
        "type",
        "block",
        "id",
        "key",
        "locale",
        "path",
        "source_locale",
    }
)
"""Fields that say how documents hang together; they are no text."""
Node = dict[str, Any]
Get = Callable[[str], bytes]
"""Answers with the file at a path. Raises LookupError where there is none."""


@dataclass
class TextPage:
    """A page as this front end shows it."""

    path: str
    lang: str
    title: str
    lines: list[str] = field(default_factory=list)
    own: list[str] = field(default_factory=list)
    """Passages of the document itself, not of what it names or lists, nor in the place of a picture."""
    links: list[str] = field(default_factory=list)
    pictures: list[str] = field(default_factory=list)
    """Every size of every picture."""
    moments: list[datetime] = field(default_factory=list)
    days: list[date] = field(default_factory=list)
    others: dict[str, str] = field(default_factory=dict)
    """The same page by language."""

    @property
    def text(self) -> str:
        """All of it, a passage a line."""
        return "\n".join([self.title, *self.lines])


class FrontEnd:
    """Every page of the site, from the description alone."""

    def __init__(self, get: Get) -> None:
        self._get = get
        self.description: Node = self.read(DESCRIPTION)
        self.types = [tag["name"] for tag in self.description["tags"]]
        self.locales: list[str] = self.description["components"]["parameters"]["locale"]["schema"]["enum"]
        self.sites = {code: self.read(self._address("site", locale=code)) for code in self.locales}
        self.redirects = {
            item["path"]: item["goal"] for item in self.read(self._address("redirects"))["items"]
        }
        self.cards = {code: dict(self._list(code)) for code in self.locales}

    def read(self, path: str) -> Any:
        """The JSON at a path."""
        return json.loads(self._get(path))

    def answers(self, locale: str) -> Iterator[Node]:
        """Every document of a language, as it is answered."""
        for key, card in self.cards[locale].items():
            yield self.answer(card["type"], locale, key)

    def answer(self, type: str, locale: str, key: str) -> Node:
        """One document as it is answered."""
        found: Node = self.read(self._address(f"{type}Document", locale=locale, key=key))
        return found

    def pages(self, locale: str) -> Iterator[TextPage]:
        """The pages of a language."""
        for answer in self.answers(locale):
            if answer["document"].get("path"):
                yield self.show(answer)

    def show(self, answer: Node) -> TextPage:
        """A document as a page: its own words and facts, what it names, what it lists, what belongs to it."""
        document = answer["document"]
        site = self.sites[document["locale"]]
        tag = next(each["tag"] for each in site["languages"] if each["locale"] == document["locale"])
        page = TextPage(document["path"], tag, document["title"])
        for entry in (*site["menu"], *site["legal"]):
            _link(page, entry["label"], entry["url"])
        page.others = {each["locale"]: each["path"] for each in document.get("alternates", ())}
        for crumb in document.get("crumbs", ()):
            _link(page, crumb["title"], crumb["path"])
        _Showing(self, page, document["locale"], answer["named"], is_own=True).show_fields(document)
        if answer["state"]:
            page.lines.append(answer["state"])
        for card in self._belonging(document):
            _link(page, card["title"], card["path"])
            _Showing(self, page, document["locale"], {}).show_fields(card)
        return page

    def card_or_document(self, key: str, locale: str, named: dict[str, str]) -> Node | None:
        """What a key stands for: in this language, else where the answer says that it is."""
        if key in self.cards[locale]:
            return self.cards[locale][key]
        if key in named:
            found: Node = self.read(named[key])["document"]
            return found
        return None

    def _belonging(self, document: Node) -> Iterator[Node]:
        """Cards of what a section lists, of what is below a page, of the same topic; a card in another language alone too."""
        locale, own = document["locale"], self.cards[document["locale"]]
        for code in sorted(self.locales, key=lambda code: code != locale):
            for key, card in self.cards[code].items():
                is_new = code == locale or key not in own
                if is_new and key != document["key"] and _belongs(card, document):
                    yield card

    def _list(self, locale: str) -> Iterator[tuple[str, Node]]:
        for type in self.types:
            index = self.read(self._address(f"{type}Index", locale=locale))
            years = (card for path in index["years"] for card in self.read(path)["items"])
            for card in (*index["items"], *years):
                yield card["key"], card

    def _address(self, operation: str, **values: str) -> str:
        """The path of an operation, as the description has it."""
        for path, methods in self.description["paths"].items():
            if methods["get"]["operationId"] == operation:
                return str(path).format(**values)
        raise LookupError(f"The description has no operation {operation}.")


def _belongs(card: Node, document: Node) -> bool:
    if document["type"] == "home" or card["type"] == document.get("lists"):
        return True
    is_below = card["path"].rstrip("/").rpartition("/")[0] + "/" == document["path"]
    is_part = card.get("series", "") in (document["key"], document.get("series")) and "series" in card
    return is_below or is_part or bool({*card.get("topics", ())} & {*document.get("topics", ())})


class _Showing:
    """One page while it is made. Whatever a value is follows from its shape."""

    def __init__(
        self, site: FrontEnd, page: TextPage, locale: str, named: dict[str, str], *, is_own: bool = False
    ) -> None:
        self._site = site
        self._page = page
        self._locale = locale
        self._named = named
        self._is_own = is_own

    def show_fields(self, document: Node) -> None:
        for name, value in document.items():
            if name not in BARE:
                self._show(value)

    def _say(self, *passages: str) -> None:
        self._page.lines += passages
        if self._is_own:
            self._page.own += passages

    def _show(self, value: Any) -> None:
        if isinstance(value, list):
            for each in value:
                self._show(each)
        elif isinstance(value, dict):
            self._show_node(value)
        elif isinstance(value, str) and value:
            self._show_text(value)
        elif isinstance(value, int | float) and not isinstance(value, bool):
            self._page.lines.append(f"{value:g}")

    def _show_node(self, node: Node) -> None:
        if node.keys() == {"at", "zone"}:
            self._show_moment(datetime.fromisoformat(node["at"]))
        elif "renditions" in node:
            self._page.lines.append(node["alt"])
            self._say(*(words for name in ("caption", "credit") if (words := node[name])))
            self._page.pictures += [each["url"] for each in node["renditions"]]
        else:
            self.show_fields(node)

    def _show_text(self, value: str) -> None:
        card = self._site.card_or_document(value, self._locale, self._named)
        if card is not None:
            self._show_named(card)
        elif value.startswith(("/", "http://", "https://")):
            self._page.links.append(value)
        elif _is_time(value):
            self._show_moment(datetime.fromisoformat(value))
        elif _is_day(value):
            self._page.days.append(date.fromisoformat(value))
        else:
            passages, links = read_html(value)
            self._say(*passages)
            self._page.links += links

    def _show_named(self, card: Node) -> None:
        _link(self._page, card["title"], card.get("path", ""))
        more = {name: value for name, value in card.items() if name not in ("topics", "title")}
        if card.get("path") != self._page.path:
            _Showing(self._site, self._page, self._locale, {}).show_fields(more)

    def _show_moment(self, at: datetime) -> None:
        self._page.moments.append(at)
        for zone in CLOCKS:
            self._page.lines.append(f"{at.astimezone(ZoneInfo(zone)):%Y-%m-%d %H:%M} {zone}")


def _link(page: TextPage, words: str, path: str) -> None:
    page.lines.append(words)
    if path:
        page.links.append(path)


def _is_time(value: str) -> bool:
    return len(value) >= 20 and value[10:11] == "T" and value[-1:] == "Z" and value[:4].isdigit()


def _is_day(value: str) -> bool:
    return len(value) == 10 and value[4::3] == "--" and value.replace("-", "").isdigit()


BLOCKS = frozenset(
    {"p", "li", "ul", "ol", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "br", "hr", "td"}
)


class _Reader(HTMLParser):
    """Passages and links of a piece of HTML."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.passages = [""]
        self.links: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        self.links += [address for name in ("href", "src") if (address := values.get(name))]
        if tag in BLOCKS:
            self.passages.append("")

    def handle_endtag(self, tag: str) -> None:
        if tag in BLOCKS:
            self.passages.append("")

    def handle_data(self, data: str) -> None:
        self.passages[-1] += data


def read_html(text: str) -> tuple[list[str], list[str]]:
    """Passages and links of a field that may hold HTML."""
    if "<" not in text:
        return [text], []
    reader = _Reader()
    reader.feed(text)
    reader.close()
    return [passage for each in reader.passages if (passage := " ".join(each.split()))], reader.links
