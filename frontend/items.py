"""Cards as they stand in lists, each by the template of its type; kept, since a card stands on many pages.

In: a card and how it is to be shown. Out: Markup. What is shown depends on the arguments alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import cache, lru_cache
from pathlib import Path

from jinja2 import Environment
from markupsafe import Markup

from site_content.documents.base import Card

TEMPLATES = Path(__file__).parent / "templates"
FOLDERS = ("rows", "cards")
KEPT_ITEMS = 2048


def type_of(struct: object) -> str:
    """The tag of a document, card or block: the stem of its template."""
    return str(struct.__struct_config__.tag)  # type: ignore[attr-defined]


def pick_cards(keys: Iterable[str], cards: Mapping[str, Card]) -> list[Card]:
    """The cards of these keys; a key without a card is not public and is left out."""
    return [cards[key] for key in keys if key in cards]


def layout_of(cards: Iterable[Card], preferred: str) -> str:
    """The folder whose templates show all of these cards: `preferred` where it has them, else the other."""
    types = {type_of(card) for card in cards}
    return next((folder for folder in (preferred, *FOLDERS) if types <= _types_with(folder)), preferred)


@cache
def _types_with(folder: str) -> frozenset[str]:
    return frozenset(path.stem for path in (TEMPLATES / folder).glob("*.html"))


def are_pictured(cards: Iterable[Card]) -> bool:
    """Whether tiles show pictures: news do, others where all are of one type and have one."""
    cards = tuple(cards)
    types = {type_of(card) for card in cards}
    return len(types) == 1 and (types == {"news"} or all(card.picture for card in cards))


def make_item_renderer(environment: Environment) -> Callable[..., Markup]:
    """A function that renders one card in the environment's language."""

    @lru_cache(maxsize=KEPT_ITEMS)
    def render_kept(
        folder: str, card: Card, state: str, level: int, pictured: bool, organisation: Card | None
    ) -> Markup:
        template = environment.get_template(f"{folder}/{type_of(card)}.html")
        return Markup(
            template.render(card=card, state=state, level=level, pictured=pictured, organisation=organisation)
        )

    def render_item(
        folder: str, card: Card, state: str, level: int, pictured: bool, cards: Mapping[str, Card]
    ) -> Markup:
        return render_kept(folder, card, state, level, pictured, cards.get(getattr(card, "organisation", "")))

    return render_item
