"""Entries: what of a document is searched, whatever its type; codes, keys and addresses stay out."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import msgspec

from site_content.documents.base import Card, Document, card_fields
from site_content.documents.blocks import Heading, Paragraph, People, Question, Questions
from site_content.documents.call import CallDocument, CallSide
from site_content.documents.event import EventDocument
from site_content.documents.news import NewsDocument
from site_content.documents.partner import FormerName, PartnerDocument
from site_content.documents.person import PersonDocument
from site_content.documents.technology import TechnologyDocument
from site_content.documents.topic import TopicDocument
from site_content.documents.values import File, Moment
from site_content.search.entries import make_entry
from site_content.search.entry import SearchEntry

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
KEY = "0c213763-73fe-52fd-92f1-548b2bfb30ca"
PERSON = PersonDocument(
    key="p",
    locale="it",
    source_locale="it",
    title="Zhao Yicheng",
    name_han="赵奕成",
    name_latin="Zhao Yicheng",
    role="Avvocato",
)
PARTNER = PartnerDocument(
    key="o",
    locale="it",
    source_locale="it",
    title="Ministero",
    acronym="MUR",
    names={"it": "Ministero", "en": "Ministry"},
    former_names=(FormerName("Ministero di ieri", "it"),),
)
NAMED = {
    "p": PERSON,
    "o": PARTNER,
    "t": TopicDocument(key="t", locale="it", source_locale="it", title="Robotica"),
}


def entry_of(document: Document, now: datetime = NOW) -> SearchEntry:
    return make_entry(document, NAMED, now)


def moment(days: float) -> Moment:
    return Moment(NOW + timedelta(days=days), "Europe/Rome")


def call(**fields: object) -> CallDocument:
    side = CallSide(
        id=KEY,
        side="it",
        funder="Fondo Ponte",
        apply_url="https://domande.example.org/x",
        languages=("it", "zh-Hans"),
        deadline=moment(30),
        eligibility="<p>Chi <b>può</b> chiedere</p>",
        lang="it",
    )
    given = {
        "key": KEY,
        "locale": "it",
        "source_locale": "it",
        "path": "/it/calls/x/",
        "title": "Bando",
        "sides": (side,),
    }
    return CallDocument(**{**given, "opens": moment(-30), **fields})  # type: ignore[arg-type]


def test_texts_are_plain_and_codes_keys_and_addresses_stay_out() -> None:
    files = (
        File(
            id="1",
            title="Avviso integrale",
            url="/media/avviso.pdf",
            size_bytes=1,
            format="PDF",
            language="it",
        ),
    )
    entry = entry_of(
        call(criteria="<ul><li>Merito &amp; chiarezza</li></ul>", files=files, audience=("students",))
    )
    assert entry.body == "Fondo Ponte · Chi può chiedere · Merito & chiarezza · Avviso integrale"
    for code in (KEY, "https", "media", "zh-Hans", "students", "Europe", "PDF", "funding"):
        assert code not in entry.body + entry.headings
    assert entry.codes == ("funding", "students")


def test_headings_and_questions_are_headings() -> None:
    body = (
        Heading(id="1", text="Prima di partire", anchor="prima-di-partire"),
        Paragraph(id="2", html="<p>Testo</p>"),
        Questions(id="3", items=(Question(id="4", question="Quanto dura?", html="<p>Poco</p>", lang="it"),)),
    )
    entry = entry_of(call(body=body, sides=()))
    assert entry.headings == "Prima di partire · Quanto dura?"
    assert entry.body == "Testo · Poco"


def test_people_and_organisations_are_named_in_every_form() -> None:
    entry = entry_of(call(refs=("p", "o", "gone"), topics=("t", "gone")))
    assert entry.people == (("Zhao Yicheng", "赵奕成"),)
    assert entry.organisations == (("Ministero", "MUR", "Ministry", "Ministero di ieri"),)
    assert set(entry.names) == {"Zhao Yicheng", "赵奕成", "Ministero", "MUR", "Ministry", "Ministero di ieri"}
    assert (entry.topics, entry.topic_names) == (("t",), ("Robotica",))


def test_whom_a_block_presents_is_a_heading_with_what_is_said_of_them() -> None:
    entry = entry_of(call(body=(People(id="1", title="Chi siamo", people=("p",)),), refs=("p",), sides=()))
    assert entry.headings == "Chi siamo · Zhao Yicheng · 赵奕成"
    assert "Avvocato" in entry.body
    assert "Avvocato" not in entry_of(call(refs=("p",))).body


def test_states_are_those_of_the_release_and_all_later_ones() -> None:
    entry = entry_of(call())
    assert entry.state == "open"
    assert [each.state for each in entry.states] == ["closing_soon", "evaluation"]
    assert entry.state_at(NOW) == "open"
    assert entry.state_at(NOW + timedelta(days=17)) == "closing_soon"
    assert entry.state_at(NOW + timedelta(days=31)) == "evaluation"
    assert (entry.begins_at, entry.ends_at) == (moment(-30).at, moment(30).at)


def test_what_never_changes_has_no_timeline() -> None:
    news = NewsDocument(
        key=KEY, locale="it", source_locale="it", path="/it/news/x/", title="Notizia", date=date(2026, 1, 2)
    )
    entry = entry_of(news)
    assert (entry.state, entry.states, entry.date, entry.ends_at) == ("", (), date(2026, 1, 2), None)


def test_a_technology_says_its_reference_patent_and_maturity() -> None:
    document = TechnologyDocument(
        key=KEY,
        locale="it",
        source_locale="it",
        title="X",
        reference="TO-IT-1",
        patent_number="ZL 2024 1",
        trl=6,
    )
    entry = entry_of(document)
    assert entry.identifiers == ("TO-IT-1", "ZL 2024 1")
    assert entry.headings == "TRL 6"
    assert "trl" in entry.codes


def test_an_event_lasts_until_its_end() -> None:
    event = EventDocument(
        key=KEY, locale="it", source_locale="it", title="X", starts=moment(1), ends=moment(2), mode="online"
    )
    entry = entry_of(event)
    assert (entry.begins_at, entry.ends_at, entry.codes) == (moment(1).at, moment(2).at, ("online",))
    assert [each.state for each in entry.states] == ["under_way", "past"]


class LabCard(Card, frozen=True, kw_only=True, tag="lab_of_this_test"):
    """A card of a type that nobody knew."""


class Machine(msgspec.Struct, frozen=True, kw_only=True):
    """A part of such a document."""

    id: str
    title: str
    notes: str
    kind: str = "laser_welder"


class LabDocument(Document, frozen=True, kw_only=True, tag="lab_of_this_test"):
    """A type that nobody knew."""

    machines: tuple[Machine, ...] = ()
    rules: str = ""
    access: str = "by_appointment"

    def card(self) -> LabCard:
        return LabCard(**card_fields(self))


def test_a_new_type_is_searched_without_a_line_for_it() -> None:
    machines = (Machine(id=KEY, title="Saldatrice", notes="<p>Fino a 3 mm</p>"),)
    lab = LabDocument(
        key=KEY,
        locale="it",
        source_locale="it",
        path="/it/labs/x/",
        title="Officina",
        machines=machines,
        rules="<p>Guanti</p>",
    )
    entry = entry_of(lab)
    assert (entry.type, entry.headings, entry.body) == (
        "lab_of_this_test",
        "Saldatrice",
        "Fino a 3 mm · Guanti",
    )
