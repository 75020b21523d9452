"""What one load found: every public document, and what outputs need beside them. Plain values, no Django.

What follows from the documents is asked here as questions, so that it is noted who read what: see answers.py.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

from msgspec import Struct

from site_content.converters.context import FileRow, PictureRow
from site_content.documents import CARDS, TYPES, Card, Document
from site_content.documents.values import File, Picture
from site_content.languages import LANGUAGES
from site_content.search.rules import Rules
from static_build.answers import Answers, Question

Place = tuple[str, str]
"""Translation key and locale code of a document."""

TIMED = frozenset(
    name
    for name in TYPES
    if TYPES[name].changes is not Document.changes or CARDS[name].changes is not Card.changes
)
"""Types of which something changes by itself as time passes."""
_ANSWERERS: dict[str, Callable[..., Any]] = {}
_RENEWED: list[str] = []


def answers(name: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Registers a function of a site and a question's arguments as the one that answers `name`."""

    def register(function: Callable[..., Any]) -> Callable[..., Any]:
        _ANSWERERS[name] = function
        return function

    return register


def renewed_at(name: str) -> str:
    """Names a question, without arguments, as one that answers when an output that hangs on no document changes by itself."""
    _RENEWED.append(name)
    return name


class Redirect(Struct, frozen=True):
    """An address that a page once had and the public path to which it leads now."""

    old: str
    new: str
    permanent: bool = True


class Content(Struct, kw_only=True):
    """What a load found at `now`."""

    now: datetime
    documents: dict[Place, Document]
    order: dict[Place, str]
    """Sorts documents of a type: pages as in the tree, snippets by age."""
    allowed: frozenset[str]
    """Tokens of all that visibility lets out: `<key>@<locale>`, `picture:<id>`, `file:<id>`."""
    pictures: dict[str, PictureRow]
    files: dict[str, FileRow]
    media_folder: str
    public_url: str
    canonical_url: str = ""
    """Origin of the main edition; empty where this is the main one."""
    mainland: dict[str, str] | None = None
    """ICP record, public-security number and organiser of a mainland edition; None on any other."""
    redirects: tuple[Redirect, ...] = ()
    assets: dict[str, str] = {}
    """Root-relative URL of each of the front end's own files by its plain name."""
    search_url: str = ""
    """The search endpoint that readers' browsers ask: an address, or a path of the site; empty for none."""
    security_contacts: tuple[str, ...] = ()
    """Whom security.txt names, as addresses with their scheme; empty for the offices."""
    moments: tuple[datetime, ...] = ()
    """Moments ahead at which a page or snippet goes live or expires."""
    search_rules: dict[str, Rules] = {}
    """What editors told the search, by locale code: synonyms, and best answers that are public."""


class Site:
    """The public content, and the answers that follow from it."""

    def __init__(self, content: Content) -> None:
        self.content = content
        self._answers = Answers(self._answer)
        self._by_type: dict[Place, dict[str, None]] = {}
        self._locales: dict[str, tuple[str, ...]] = {}
        self._uses: dict[str, dict[str, int]] = {}
        for place, document in content.documents.items():
            self._note(place, None, document)

    @property
    def now(self) -> datetime:
        """The moment for which this is the public content."""
        return self.content.now

    @property
    def documents(self) -> dict[Place, Document]:
        """Every public document by (key, locale)."""
        return self.content.documents

    @property
    def public_url(self) -> str:
        return self.content.public_url

    def ask(self, *question: Any) -> Any:
        """The answer to a question."""
        return self._answers.ask(question)

    def _answer(self, question: Question) -> Any:
        return _ANSWERERS[question[0]](self, *question[1:])

    def forget(self, question: Question) -> None:
        """Drops an answer that nobody will ask for again."""
        self._answers.forget(question)

    def take(self, content: Content, changed: Iterable[Place]) -> set[Question]:
        """Goes on with newer content that may differ in these places; returns the questions to be asked again."""
        before, self.content = self.content, content
        questions: set[Question] = set()
        for place in changed:
            old, new = before.documents.get(place), content.documents.get(place)
            if old is None and new is None:
                continue
            questions |= self._note(place, old, new)
            if before.order.get(place) != content.order.get(place):
                questions |= {("places", tag(each), place[1]) for each in (old, new) if each is not None}
                questions.add(("order", *place))
        questions |= self._media_questions(before, content)
        if before.redirects != content.redirects:
            questions.add(("redirects",))
        rules = before.search_rules, content.search_rules
        if rules[0] != rules[1]:
            questions |= {("search_rules", code) for code in rules[0].keys() | rules[1].keys()}
        if before.now != content.now:
            questions.add(("now",))
        return self._answers.change(questions)

    def _note(self, place: Place, old: Document | None, new: Document | None) -> set[Question]:
        """Keeps the indexes of what there is; returns the basic questions that this change touches."""
        key, locale = place
        questions: set[Question] = {("document", key, locale)}
        if old is not None and (new is None or tag(new) != tag(old)):
            self._by_type[tag(old), locale].pop(key, None)
            questions |= {("places", tag(old), locale), ("locales", key)}
        if new is not None and (old is None or tag(new) != tag(old)):
            self._by_type.setdefault((tag(new), locale), {})[key] = None
            questions |= {("places", tag(new), locale), ("locales", key)}
        if (old is None) != (new is None):
            rest = [code for code in self._locales.get(key, ()) if code != locale]
            self._locales[key] = tuple(sorted([*rest, locale] if new is not None else rest))
        # What is there comes before what goes: a picture that stays is never out of use.
        for document, step in ((new, 1), (old, -1)):
            for value in document.media if document is not None else ():
                if self._count_use(value, step):
                    questions |= {("uses", media_token(value)), ("media",)}
        return questions

    def _count_use(self, value: Picture | File, step: int) -> bool:
        """Counts one use more or less; returns whether the first came or the last went."""
        url = value.url if isinstance(value, File) else ""
        uses = self._uses.setdefault(media_token(value), {})
        before = uses.pop(url, 0)
        if before + step:
            uses[url] = before + step
        return before == 0 or before + step == 0

    def _media_questions(self, before: Content, now: Content) -> set[Question]:
        found: set[Question] = set()
        for kind, old, new in (
            ("picture", before.pictures, now.pictures),
            ("file", before.files, now.files),
        ):
            if old is not new:
                found |= {
                    ("original", kind, id) for id in old.keys() | new.keys() if old.get(id) != new.get(id)
                }
        return found

    # What outputs ask, in words.

    def card(self, key: str, locale: str) -> Card | None:
        """The card of `key` in `locale`, else in another language it has; None where it is not public."""
        card: Card | None = self.ask("card", key, locale)
        return card

    def document(self, key: str, locale: str) -> Document | None:
        """The document of `key` in `locale`, else in another language it has."""
        found = self.ask("found", key, locale)
        document: Document | None = self.ask("document", key, found) if found else None
        return document

    def of_type(self, type: str, locale: str) -> list[Any]:
        """All documents of a type in a language, in tree order."""
        return [self.ask("document", key, locale) for key in self.ask("places", type, locale)]

    def cards(self, type: str, locale: str) -> tuple[Card, ...]:
        """All cards of a type in a language, in tree order."""
        cards: tuple[Card, ...] = self.ask("cards", type, locale)
        return cards

    def state(self, each: Document | Card) -> str:
        """The state of a document or card of this site at `now`; empty for what has none."""
        if tag(each) not in TIMED:
            return ""
        state: str = self.ask("state", each.key, each.locale)
        return state

    def changes_at(self, shown: Iterable[Document | Card]) -> datetime | None:
        """When the first of these changes by itself, after `now`; None where none does."""
        timed = (each for each in shown if tag(each) in TIMED)
        moments = (self.ask("changes_at", isinstance(each, Card), each.key, each.locale) for each in timed)
        return min((moment for moment in moments if moment is not None), default=None)

    def next_change_at(self) -> datetime | None:
        """The first moment after `now` at which what is public changes; None where there is none."""
        timed = [
            self.documents[key, locale]
            for (type, locale), keys in self._by_type.items()
            if type in TIMED
            for key in keys
        ]
        ahead = [moment for moment in self.content.moments if moment > self.now]
        renewed = (self.ask(name) for name in _RENEWED)
        return min([*ahead, *filter(None, [self.changes_at(timed), *renewed])], default=None)


def tokens(shown: Iterable[Document | Card]) -> tuple[str, ...]:
    """What stands among an output's sources for what it shows and for the pictures and files in it, sorted."""
    found = set()
    for each in shown:
        found.add(f"{each.key}@{each.locale}")
        found.update(media_token(one) for one in each.media)
    return tuple(sorted(found))


def media_token(value: Picture | File) -> str:
    """`picture:<id>` or `file:<id>`."""
    return f"{'picture' if type(value) is Picture else 'file'}:{value.id}"


def tag(document: Document | Card) -> str:
    """The name of a document's or card's type."""
    return str(type(document).__struct_config__.tag)


@answers("now")
def _now(site: Site) -> datetime:
    return site.now


@answers("document")
def _document(site: Site, key: str, locale: str) -> Document | None:
    return site.documents.get((key, locale))


@answers("locales")
def _locales_of(site: Site, key: str) -> tuple[str, ...]:
    return site._locales.get(key, ())


@answers("places")
def _places(site: Site, type: str, locale: str) -> tuple[str, ...]:
    """Keys of a type's documents in a language, in tree order."""
    order = site.content.order
    return tuple(sorted(site._by_type.get((type, locale), ()), key=lambda key: order[key, locale]))


@answers("order")
def _order(site: Site, key: str, locale: str) -> str:
    """Where a document stands among all others, of whatever type; empty for one that is not public."""
    return site.content.order.get((key, locale), "")


@answers("found")
def _found(site: Site, key: str, locale: str) -> str:
    """The language in which a key is shown to readers of `locale`; empty where it is not public."""
    locales = site.ask("locales", key)
    return locale if locale in locales else next((code for code in LANGUAGES if code in locales), "")


@answers("card")
def _card(site: Site, key: str, locale: str) -> Card | None:
    found = site.ask("found", key, locale)
    if not found:
        return None
    if found != locale:
        card: Card | None = site.ask("card", key, found)
        return card
    document: Document = site.ask("document", key, locale)
    card = document.card()
    return card if type(card).at is Card.at else card.at(site.ask("now"))


@answers("cards")
def _cards(site: Site, type: str, locale: str) -> tuple[Card, ...]:
    return tuple(site.ask("card", key, locale) for key in site.ask("places", type, locale))


@answers("state")
def _state(site: Site, key: str, locale: str) -> str:
    document = site.ask("document", key, locale)
    return document.state(site.ask("now")) if document is not None else ""


@answers("changes_at")
def _changes_at(site: Site, as_card: bool, key: str, locale: str) -> datetime | None:
    """When a document, or what its card shows, changes next by itself."""
    shown = site.ask("card" if as_card else "document", key, locale)
    now = site.ask("now")
    return min((moment for moment in shown.changes() if moment > now), default=None) if shown else None


@answers("uses")
def _uses(site: Site, name: str) -> tuple[str, ...]:
    """The addresses under which documents show a picture or file; one empty text for a picture, none where nobody does."""
    return tuple(sorted(site._uses.get(name, ())))


@answers("media")
def _media(site: Site) -> tuple[str, ...]:
    """Tokens of every picture and file that some document shows, sorted."""
    return tuple(sorted(name for name, uses in site._uses.items() if uses))


@answers("redirects")
def _redirects(site: Site) -> tuple[Redirect, ...]:
    return site.content.redirects


@answers("search_rules")
def _search_rules(site: Site, locale: str) -> Rules:
    """What editors told the search about queries in a language."""
    return site.content.search_rules.get(locale, Rules())
