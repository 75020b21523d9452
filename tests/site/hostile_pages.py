"""Pages that break layouts, each in both languages. In: an empty database. Out: their public paths by what is wrong."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from itertools import pairwise
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction
from PIL import Image
from wagtail.contrib.redirects.models import Redirect

from tests.factories.call import CallPageFactory
from tests.factories.event import EventPageFactory
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
from tests.factories.technology import TechnologyPageFactory
from tests.site.hostile_words import (
    ADDRESS_HAN,
    ADDRESS_LATIN,
    ADDRESS_LONG,
    CHINESE,
    EMOJI,
    NAME_RARE,
    NAME_RTL,
    TITLE_IT,
    TITLE_ZH,
    WORD,
)
from tests.site.planting import Planting, change, clear, make_body, make_figure, make_items, publish
from tests.translate import translate

SECTIONS = {
    "news": ("news", NewsPageFactory),
    "events": ("event", EventPageFactory),
    "calls": ("call", CallPageFactory),
    "training": ("programme", ProgrammePageFactory),
    "technology": ("technology", TechnologyPageFactory),
    "services": ("service", ServicePageFactory),
    "publications": ("publication", PublicationPageFactory),
}
MANY_SPEAKERS = 60
MANY_COLUMNS = 14


class HostileSite:
    """The site as it grows; every method plants the pages of one kind of fault."""

    def __init__(self) -> None:
        clear()
        self.planting = Planting()
        self.paths: dict[str, str] = {}
        home = self.planting.homes["it"]
        self.sections = {"news": self.planting.sections["it"]}
        for slug, (lists, _) in SECTIONS.items():
            if slug not in self.sections:
                section = SectionPageFactory(parent=home, title=slug.title(), slug=slug, lists=lists)
                self.translate(section)
                self.sections[slug] = section

    def translate(self, instance: Any) -> Any:
        return translate(instance, self.planting.locales["zh-hans"], CHINESE)

    def plant(self, name: str, section: str, **fields: Any) -> Any:
        """A live page in both languages; `name` is what is wrong with it, and its slug."""
        if section == "about":
            page = FreePageFactory(parent=self.planting.homes["it"], slug=name, **fields)
        else:
            page = SECTIONS[section][1](parent=self.sections[section], slug=name, **fields)
        publish(page)
        self.translate(page)
        self.paths[name] = f"{name}/" if section == "about" else f"{section}/{name}/"
        return page

    def plant_all(self) -> dict[str, str]:
        """Everything; the paths, after the language, by name."""
        self.plant_titles()
        self.plant_words()
        self.plant_pictures()
        self.plant_bodies()
        self.plant_dates()
        self.plant_names()
        self.plant_addresses()
        self.plant_redirect()
        return self.paths

    def plant_titles(self) -> None:
        """A title of 300 characters on a page of each type: longer than the CMS lets anybody type."""
        for section in SECTIONS:
            page = self.plant(f"long-title-{section}", section, title=EMOJI)
            change(page, title=TITLE_IT)
            change(page.get_translation(self.planting.locales["zh-hans"]), title=TITLE_ZH)

    def plant_words(self) -> None:
        """A word of 80 letters in every text that a panel, a row or a card shows."""
        for section in SECTIONS:
            self.plant(f"long-word-{section}", section, title=WORD, summary=WORD)
        words = dict.fromkeys(("funder", "contact", "sign_in", "signature"), WORD)
        words["eligibility"] = f"<p>{WORD}</p>"
        self.plant(
            "long-word-sides",
            "calls",
            title=WORD,
            duration=WORD,
            cofunding=WORD,
            sides=make_body(
                make_side("it", **words, deadline="2027-01-10T11:00:00Z[Europe/Rome]"),
                make_side("cn", **words, deadline="2027-01-20T09:00:00Z[Asia/Shanghai]"),
            ),
            how_to_apply=f"<p>{WORD} <a href='{ADDRESS_LONG}'>{ADDRESS_LONG}</a></p>",
        )
        self.plant(
            "long-word-technology-facts",
            "technology",
            title=WORD,
            holder=WORD,
            region=WORD,
            partner_type=WORD,
            patent_number=WORD,
            reference=WORD,
            trl=9,
        )

    def plant_pictures(self) -> None:
        """No picture, and one of 1 by 5,000 pixels wherever a picture may stand."""
        self.plant("no-picture", "news", title="Senza immagine", picture=None)
        tall = make_tall_picture()
        body = make_body(
            make_figure(tall),
            (
                "gallery",
                {"title": "Galleria", "pictures": make_items(*(make_figure(tall)[1] for _ in range(3)))},
            ),
        )
        for section in ("news", "events", "training", "technology", "services", "publications"):
            self.plant(f"tall-picture-{section}", section, title="Verticale", picture=tall, body=body)
        person = PersonFactory(name="Ada", picture=tall)
        partner = PartnerFactory(name="Ente", logo=tall)
        self.plant(
            "tall-picture-people",
            "about",
            title="Ritratti",
            body=make_body(
                ("people", {"title": "Persone", "people": make_items(person.pk)}),
                ("partners", {"title": "Enti", "partners": make_items(partner.pk)}),
            ),
        )

    def plant_bodies(self) -> None:
        """A table of 14 columns, and long words in every block that holds text."""
        header = make_items(*(f"Colonna {number}" for number in range(1, MANY_COLUMNS + 1)))
        row = make_items(*(f"{number},00 € a persona" for number in range(1, MANY_COLUMNS + 1)))
        table = {"caption": "Quattordici colonne", "header": header, "rows": make_items(row, row)}
        questions = {"items": make_items({"question": WORD, "answer": f"<p>{WORD}</p>"})}
        entry = {
            "date": "2020-05-01",
            "precision": "day",
            "side": "it",
            "title": WORD,
            "text": f"<p>{WORD}</p>",
        }
        self.plant("wide-table", "about", title="Tabella", body=make_body(("table", table)))
        self.plant(
            "long-word-blocks",
            "about",
            title=WORD,
            body=make_body(
                ("paragraph", f"<p>{WORD} {ADDRESS_LONG}</p><ul><li>{WORD}</li></ul>"),
                ("heading", {"text": WORD, "level": "2"}),
                ("quote", {"text": WORD, "attribution": WORD}),
                ("button", {"label": WORD, "page": None, "url": "https://example.org/"}),
                ("questions", questions),
                ("timeline", {"entries": make_items(entry, {**entry, "side": "cn"}, {**entry, "side": "both"})}),
                ("place", {"office": None, "name": WORD, "address": WORD, "latitude": 45.0, "longitude": 9.0}),
            ),
        )  # fmt: skip

    def plant_dates(self) -> None:
        """No deadline, three years, both sides of a change of the clock, a price of zero."""
        sides = make_body(make_side("it", funder="Ministero"), make_side("cn", funder="科技部"))
        self.plant("no-deadline", "calls", title="Senza scadenza", sides=sides)
        self.plant(
            "three-years",
            "events",
            title="Tre anni",
            starts="2026-09-01T07:00:00Z[Europe/Rome]",
            ends="2029-09-01T17:00:00Z[Europe/Rome]",
            price_amount=0,
            price_currency="EUR",
        )
        # Rome goes to summer time in the night of 28 March 2027; Beijing does not.
        hours = ("27T23:30", "28T00:30", "28T01:30", "28T02:30")
        agenda = [
            ("item", {"starts": f"2027-03-{start}:00Z[Europe/Rome]", "ends": f"2027-03-{end}:00Z[Europe/Rome]",
                      "title": "Notte", "text": "", "room": WORD, "speakers": []})
            for start, end in pairwise(hours)
        ]  # fmt: skip
        self.plant(
            "clock-change",
            "events",
            title="Cambio d’ora",
            starts="2027-03-27T23:30:00Z[Europe/Rome]",
            ends="2027-03-28T03:30:00Z[Europe/Rome]",
            agenda=make_body(*agenda),
        )
        self.plant(
            "price-zero",
            "training",
            title="Gratis",
            fee_amount=0,
            fee_currency="CNY",
            starts=date(2027, 1, 7),
        )

    def plant_names(self) -> None:
        """Sixty speakers, some of them right to left, some outside the BMP; an emoji in a title."""
        names = [
            NAME_RTL,
            NAME_RARE,
            WORD,
            *(f"Relatrice {number}" for number in range(4, MANY_SPEAKERS + 1)),
        ]
        people = [PersonFactory(name=name, role=WORD if name == WORD else "") for name in names]
        event = self.plant("many-speakers", "events", title="Sessanta relatori")
        event.speakers.set(people)
        publish(event)
        self.translate(event)
        self.plant("emoji", "news", title=EMOJI, summary=EMOJI)
        self.plant("right-to-left", "news", title=NAME_RTL, summary=NAME_RTL)
        self.plant("rare-character", "news", title=NAME_RARE, summary=NAME_RARE)

    def plant_addresses(self) -> None:
        """Addresses in the other side's script alone."""
        venues = [
            ("venue", {"name": "Sala", "city": "Pechino", "country": "CN", "address": ADDRESS_HAN}),
            ("venue", {"name": "Sala", "city": "Roma", "country": "IT", "address": ADDRESS_LATIN}),
        ]
        self.plant("one-script", "events", title="Un solo alfabeto", venues=make_body(*venues))
        offices = [
            OfficeFactory(name="Pechino", address=ADDRESS_HAN, country="CN", zone="Asia/Shanghai"),
            OfficeFactory(name=WORD, address=ADDRESS_LATIN, country="IT", mail=f"{WORD[:50]}@example.org"),
        ]
        for office in offices:
            publish(office)
            self.translate(office)
        places = [("place", {"office": office.pk, "name": "", "address": ""}) for office in offices]
        self.plant("one-script-office", "about", title="Sedi", body=make_body(*places))

    def plant_redirect(self) -> None:
        """An old address that leads to a page."""
        page = self.planting.sections["it"]
        Redirect.objects.create(old_path="/it/old-address", redirect_page=page, is_permanent=True)


def plant() -> dict[str, str]:
    """The site, in one transaction; the paths of its pages after the language, by name."""
    with transaction.atomic():
        return HostileSite().plant_all()


def make_side(side: str, **told: str) -> tuple[str, dict[str, Any]]:
    """One side of a call; what is not told is empty."""
    empty = dict.fromkeys(("funder", "contact", "sign_in", "signature", "eligibility", "apply_url"), "")
    return "side", {"side": side, **empty, "languages": [], **told}


def make_tall_picture() -> Any:
    """A picture of 1 by 5,000 pixels."""
    data = BytesIO()
    Image.new("RGB", (1, 5000), "teal").save(data, "PNG")
    return PictureFactory(file=ContentFile(data.getvalue(), "tall.png"), width=1, height=5000)
