"""The content files: YAML in, one `Item` each out, in the order in which the site shows them. No database."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml
from msgspec import Struct

from site_content.demo.errors import DemoError
from site_content.languages import DEFAULT_LOCALE

LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
CONTENT = Path(__file__).parent / "content"
LOCALE_OF_KEY = {"it": "it", "zh": "zh-hans", "zh-hans": "zh-hans"}
"""The site's locale by the key of a text in two languages."""
LOCALES = tuple(dict.fromkeys(LOCALE_OF_KEY.values()))
STATES = ("live", "draft", "private", "expired", "scheduled")
SNIPPETS = ("topic", "partner", "office", "person", "settings")
"""In the order in which they name each other."""
GLOSSARY = "glossary"
CONTROLS = (
    "source",
    "only",
    "parent",
    "state",
    "stale",
    "before",
    "published",
    "updated",
    "expires",
    "goes_live",
)
"""Keys that say how an item is published; all others are fields."""


class Item(Struct, kw_only=True):
    """One page or snippet in its languages."""

    type: str
    slug: str
    file: str
    """Below the content folder, for messages."""
    data: dict[str, Any]
    controls: dict[str, Any]

    @property
    def is_page(self) -> bool:
        return self.type not in SNIPPETS

    @property
    def parent(self) -> str:
        """Public path of the parent below the language; empty for the home page."""
        return str(self.controls.get("parent") or "")

    @property
    def path(self) -> str:
        """Public path below the language; empty for the home page itself."""
        if self.type == "home":
            return ""
        return f"{self.parent}/{self.slug}" if self.parent else self.slug

    @property
    def name(self) -> str:
        """Its name among all items, the same in every load."""
        return f"{self.type}/{self.path if self.is_page else self.slug}"

    @property
    def source(self) -> str:
        """Locale in which it was first written."""
        code = self.controls.get("only") or self.controls.get("source") or DEFAULT_LOCALE
        return self._locale(code)

    @property
    def target(self) -> str | None:
        """Locale into which it is translated; None where it exists in one language alone."""
        if self.controls.get("only"):
            return None
        return next(locale for locale in LOCALES if locale != self.source)

    @property
    def locales(self) -> tuple[str, ...]:
        """The source first."""
        return (self.source, self.target) if self.target else (self.source,)

    @property
    def state(self) -> str:
        state = str(self.controls.get("state", "live"))
        if state not in STATES:
            raise DemoError(f"{self.file}: there is no state {state!r}. Choose one of {', '.join(STATES)}.")
        return state

    @property
    def before(self) -> dict[str, Any]:
        """Fields as the source had them when a stale translation was made."""
        return dict(self.controls.get("before") or {}) if self.controls.get("stale") else {}

    def _locale(self, code: Any) -> str:
        if code not in LOCALE_OF_KEY:
            raise DemoError(
                f"{self.file}: there is no language {code!r}. Choose one of {', '.join(LOCALE_OF_KEY)}."
            )
        return LOCALE_OF_KEY[code]


def read_items(folder: Path = CONTENT) -> list[Item]:
    """Every item of the folder: snippets, those that others name first; then pages, parents first."""
    items = [
        read_item(file, folder) for file in sorted(folder.glob("*/*.yaml")) if file.parent.name != GLOSSARY
    ]
    if not items:
        raise DemoError(f"There is no content in {folder}. Get the folder back from the repository.")
    snippets = [item for item in items if not item.is_page]
    snippets.sort(key=lambda item: (SNIPPETS.index(item.type), "sector" in item.data, item.slug))
    return snippets + order_pages([item for item in items if item.is_page], first_paths(items))


def read_item(file: Path, folder: Path) -> Item:
    """One file. Raises DemoError with the line where it is no YAML."""
    name = file.relative_to(folder).as_posix()
    data = read_yaml(file, name)
    if not isinstance(data, dict):
        raise DemoError(f"{name} holds no fields. Write each as `name: value`.")
    controls = {key: data.pop(key) for key in CONTROLS if key in data}
    return Item(type=file.parent.name, slug=file.stem, file=name, data=data, controls=controls)


def read_glossary(folder: Path = CONTENT) -> list[dict[str, Any]]:
    """The rows of every file of the glossary."""
    files = sorted((folder / GLOSSARY).glob("*.yaml"))
    return [row for file in files for row in read_yaml(file, f"{GLOSSARY}/{file.name}")]


def read_yaml(file: Path, name: str) -> Any:
    try:
        return yaml.load(file.read_text(encoding="utf-8"), LOADER)  # noqa: S506 - a safe loader, in C where it is
    except yaml.YAMLError as error:
        problem = " ".join(str(error).split())
        raise DemoError(f"{name} is not valid YAML: {problem}. Correct that line.") from error


def first_paths(items: list[Item]) -> list[str]:
    """The pages that the menu names: they come first, in its order."""
    menus = (entry for item in items if item.type == "settings" for entry in item.data.get("menu", ()))
    return [str(entry["page"]) for entry in menus]


def order_pages(pages: list[Item], first: list[str]) -> list[Item]:
    """Parents before children; siblings as the menu, else their parent's text, names them, else by name.

    Raises DemoError for a page whose parent is missing.
    """
    children: dict[str, list[Item]] = {}
    known = {page.path for page in pages}
    for page in pages:
        if page.parent and page.parent not in known:
            raise DemoError(
                f"{page.file}: there is no page {page.parent!r} to stand below. Correct `parent`."
            )
        if page.type != "home":
            children.setdefault(page.parent, []).append(page)
    homes = [page for page in pages if page.type == "home"]
    if len(homes) != 1:
        raise DemoError(f"The content has {len(homes)} home pages; it needs one, home/home.yaml.")

    def walk(page: Item) -> Iterator[Item]:
        yield page
        text = repr(page.data)

        def rank(child: Item) -> tuple[int, int, str]:
            place = first.index(child.path) if child.path in first else len(first)
            found = text.find(f"page:{child.path}")
            return place, found if found >= 0 else len(text), child.slug

        for child in sorted(children.get(page.path, ()), key=rank):
            yield from walk(child)

    return list(walk(homes[0]))


def is_text(node: Any) -> bool:
    """Whether a node is one text in each language."""
    return isinstance(node, Mapping) and bool(node) and all(key in LOCALE_OF_KEY for key in node)


def pick(node: Any, locale: str, where: str) -> str:
    """The text of one language; without languages it is the same in each. Raises DemoError."""
    if node is None:
        return ""
    if not is_text(node):
        if isinstance(node, Mapping | list):
            raise DemoError(f"{where}: expected a text in each language, found {node!r:.60}.")
        return str(node)
    for key, text in node.items():
        if LOCALE_OF_KEY[key] == locale:
            return str(text or "")
    raise DemoError(
        f"{where}: the text in {locale} is missing. Write it, or say `only:` at the top of the file."
    )
