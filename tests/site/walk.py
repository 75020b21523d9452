"""A small site of every kind of thing, a clock of its own, and what edits need to choose among what is there.

Nothing here is left to chance: keys, moments and choices are the same in each run, so that a walk can be walked again.
"""

from __future__ import annotations

import json
import random
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.utils import timezone
from wagtail.fields import StreamField
from wagtail.models import Collection

from site_content.models import CallPage, EventPage, FreePage, NewsPage, SectionPage
from site_content.models.settings import SiteSettings
from tests.factories.call import CallPageFactory
from tests.factories.event import EventPageFactory
from tests.factories.file import FileFactory
from tests.factories.news import NewsPageFactory
from tests.factories.office import OfficeFactory
from tests.factories.page import FreePageFactory
from tests.factories.partner import PartnerFactory
from tests.factories.person import PersonFactory
from tests.factories.picture import PictureFactory
from tests.factories.programme import ProgrammePageFactory
from tests.factories.publication import PublicationPageFactory
from tests.factories.section import SectionPageFactory
from tests.factories.service import ServicePageFactory
from tests.factories.settings import SiteSettingsFactory
from tests.factories.technology import TechnologyPageFactory
from tests.factories.topic import TopicFactory
from tests.translate import translate

ITEMS = (NewsPage, CallPage, EventPage, FreePage)
"""The types of page that edits choose among."""


class NothingToEdit(Exception):
    """There is nothing of the kind that an edit wants."""


class Walk:
    """The site that is edited and the clock that goes on."""

    def __init__(self, locales: dict[str, Any], now: datetime) -> None:
        self.italian, self.chinese = locales["it"], locales["zh-hans"]
        self.now = now
        self.count = 0
        self._ticks = 0
        self._keys = random.Random(0)

    def name(self) -> str:
        """A name that nothing else has."""
        self.count += 1
        return f"x{self.count}"

    @contextmanager
    def own_time(self, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
        """Inside, Django's clock is the walk's, each look a little later than the last, and new keys repeat themselves."""
        with monkeypatch.context() as patch:
            patch.setattr(timezone, "now", self._tick)
            patch.setattr(uuid, "os", SimpleNamespace(urandom=self._keys.randbytes))
            yield

    def _tick(self) -> datetime:
        self._ticks += 1
        return self.now + timedelta(microseconds=self._ticks)

    # What edits choose among. Each raises NothingToEdit where there is nothing to choose.

    def pick(self, dice: random.Random, found: Any) -> Any:
        """One of these rows."""
        rows = list(found.order_by("pk"))
        if not rows:
            raise NothingToEdit
        return dice.choice(rows)

    def maybe(self, dice: random.Random, found: Any) -> Any:
        """One of these rows, or None where there is none."""
        rows = list(found.order_by("pk"))
        return dice.choice(rows) if rows else None

    def page(self, dice: random.Random, *models: Any, **conditions: Any) -> Any:
        """A page of one of the types, or of any that edits choose among."""
        kinds = list(models or ITEMS)
        dice.shuffle(kinds)
        for kind in kinds:
            if (page := self.maybe(dice, kind.objects.filter(alias_of=None, **conditions))) is not None:
                return page
        raise NothingToEdit

    def original(self, dice: random.Random, *models: Any, **conditions: Any) -> Any:
        """A page in Italian, in which all was first written."""
        return self.page(dice, *models, locale=self.italian, **conditions)

    def section(self, lists: str) -> Any:
        """The Italian section of that type."""
        section = SectionPage.objects.filter(lists=lists, locale=self.italian).first()
        if section is None:
            raise NothingToEdit
        return section


def publish(instance: Any, **values: Any) -> None:
    """Sets the fields and publishes, as an editor does."""
    for name, value in values.items():
        is_stream = isinstance(value, list) and isinstance(instance._meta.get_field(name), StreamField)
        setattr(instance, name, json.dumps(value) if is_stream else value)
    instance.save_revision().publish()


def paragraph(html: str) -> dict[str, Any]:
    """A block of text."""
    return {"type": "paragraph", "id": str(uuid.uuid4()), "value": html}


def block(type: str, value: Any) -> dict[str, Any]:
    """A block as it is stored."""
    return {"type": type, "id": str(uuid.uuid4()), "value": value}


def items(*values: Any) -> list[dict[str, Any]]:
    """A list inside a block as it is stored."""
    return [{"type": "item", "id": str(uuid.uuid4()), "value": value} for value in values]


def side(deadline: str, *, amount: str = "1000.00", of: str = "it") -> dict[str, Any]:
    """One side of a call."""
    value = {"side": of, "funder": "Ministero", "deadline": deadline, "amount": amount, "currency": "EUR"}
    words = dict.fromkeys(("sign_in", "signature", "contact"), "")
    return block("side", value | words | {"eligibility": "<p>Fino a {amount}, entro {deadline}.</p>"})


def moment(at: datetime, zone: str = "Europe/Rome") -> str:
    """A moment as it is stored."""
    return f"{at.replace(microsecond=0).isoformat().removesuffix('+00:00')}Z[{zone}]"


def make_small_site(walk: Walk, italian_home: Any) -> None:
    """One or two of everything, most of it in both languages."""
    root = Collection.get_first_root_node()
    root.add_child(name="Riservata")
    topics = TopicFactory.create_batch(2)
    TopicFactory(sector=topics[0])
    partner = PartnerFactory(logo=PictureFactory(file__color="red"))
    person = PersonFactory(organisation=partner)
    office = OfficeFactory()
    picture, file = PictureFactory(), FileFactory()
    for snippet in (*topics, partner, office):
        publish(snippet)
        translate(snippet, walk.chinese)
    publish(person)
    about = _make_pages(walk, italian_home, topics, office, person, picture, file)
    settings = SiteSettingsFactory(privacy_page=about)
    publish(settings, menu=[block("item", {"label": "Notizie", "page": walk.section("news").pk})])
    translate(settings, walk.chinese)
    publish(italian_home, highlights=[block("page", about.pk)])
    translate(italian_home, walk.chinese)


def _make_pages(walk: Walk, home: Any, topics: Any, office: Any, person: Any, picture: Any, file: Any) -> Any:
    sections = {}
    for lists, slug in (
        ("news", "news"), ("event", "events"), ("call", "calls"), ("programme", "training"),
        ("technology", "technology"), ("service", "services"), ("publication", "publications"),
    ):  # fmt: skip
        sections[lists] = SectionPageFactory(parent=home, title=slug.title(), slug=slug, lists=lists)
        publish(sections[lists])
        translate(sections[lists], walk.chinese)
    about = FreePageFactory(parent=home, title="Chi siamo", slug="about")
    below = FreePageFactory(parent=about, title="Storia", slug="history")
    ServicePageFactory(parent=about, title="Consulenza", slug="advice")
    FreePageFactory(parent=about, title="Luoghi", slug="places")
    news = [
        NewsPageFactory(parent=sections["news"], title=f"Notizia {number}", slug=f"first-{number}")
        for number in range(3)
    ]
    call = CallPageFactory(
        parent=sections["call"],
        title="Bando",
        slug="call",
        opens=moment(walk.now - timedelta(days=20)),
    )
    sides = [side(moment(walk.now + timedelta(days=20)))]
    publish(call, sides=sides, results=[make_results(walk.now.date() + timedelta(days=3), 9, file.pk)])
    event = EventPageFactory(parent=sections["event"], title="Convegno", slug="event")
    for factory, lists in (
        (ProgrammePageFactory, "programme"), (TechnologyPageFactory, "technology"),
        (ServicePageFactory, "service"), (PublicationPageFactory, "publication"),
    ):  # fmt: skip
        publish(factory(parent=sections[lists], title=f"Uno di {lists}", slug=f"one-{lists}"))
    news[0].topics.set(topics)
    news[0].related.set([call, event])
    news[0].people.set([person])
    event.topics.set(topics[:1])
    link = paragraph(
        f'<p>Vedi <a linktype="page" id="{call.pk}">qui</a>, <a linktype="document" id="{file.pk}">lì</a>.</p>'
    )
    publish(
        news[0], body=[link, block("figure", {"picture": picture.pk, "alt": "", "caption": "", "credit": ""})]
    )
    publish(
        about, body=[block("people", {"title": "Chi", "people": items(person.pk)}), link], picture=picture
    )
    publish(event, office=office)
    for page in (news[1], below):
        publish(page)
    for page in (news[0], about, below, call, event):
        translate(page, walk.chinese)
    return about


def make_results(day: date, days: int, file: int) -> dict[str, Any]:
    """A list of results that names persons and leaves after so many days."""
    value = {"kind": "final", "date": str(day), "file": file, "names_persons": True}
    return block("results", value | {"remove_on": str(day + timedelta(days=days))})


def all_snippets() -> list[Any]:
    """The models of snippets, settings apart."""
    from static_build.stored_rows import snippet_models

    return [model for model in snippet_models() if model is not SiteSettings]
