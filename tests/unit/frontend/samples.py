"""One rich input of every kind in either language, as the plan would make it."""

from __future__ import annotations

from datetime import date
from typing import Any

from frontend.inputs import PageInput
from site_content.documents import Document
from site_content.documents.news import NewsDocument
from site_content.documents.page import PageDocument
from site_content.documents.publication import PublicationDocument
from site_content.documents.service import ServiceDocument
from site_content.documents.technology import TechnologyDocument
from site_content.documents.values import Link
from tests.unit.frontend.bases import NOW, base, staleness
from tests.unit.frontend.blocks import all_blocks, paragraphs
from tests.unit.frontend.dated import call, event, programme
from tests.unit.frontend.pieces import (
    file,
    frame,
    offices,
    partners,
    people,
    picture,
    say,
    switches,
    topics,
)


def news(locale: str, slug: str = "three-laboratories", **more: Any) -> NewsDocument:
    title = ("Tre laboratori italiani a Chengdu", "三家意大利实验室到访成都")
    summary = ("Una settimana di incontri sulle biotecnologie vegetali.", "为期一周的植物生物技术交流。")
    fields: dict[str, Any] = {
        "date": date(2026, 11, 18),
        "picture": picture(
            "cells-chengdu", locale, caption=say(locale, "Un campione visto al microscopio", "显微镜下的样本")
        ),
        "body": paragraphs(locale, 6),
        "source": Link(say(locale, "Nota dell'ateneo", "校方通报"), "https://source.example/note"),
        "related": ("calls-mobility", "events-week"),
        "people": ("person-rossi",),
    }
    return NewsDocument(**base(locale, "news", slug, title, summary), **(fields | more))


def technology(locale: str, slug: str = "sensor", **more: Any) -> TechnologyDocument:
    title = ("Sensore di vibrazione senza batteria per macchine utensili", "机床用无电池振动传感器")
    summary = (
        "Si alimenta dal movimento che misura e trasmette a trenta metri.",
        "以被测振动自供电，传输距离三十米。",
    )
    fields: dict[str, Any] = {
        "reference": "TO-2026-014",
        "country": "IT",
        "region": say(locale, "Lombardia", "伦巴第大区"),
        "advantages": say(locale, "<p>Nessuna sostituzione di batterie.</p>", "<p>无需更换电池。</p>"),
        "stage": "prototype",
        "trl": 5,
        "ipr": "granted",
        "patent_number": "IT102024000001234",
        "confirmed_on": date(2026, 9, 1),
        "partner_type": say(locale, "Costruttori di macchine", "机床制造企业"),
        "partner_role": say(locale, "<p>Provare il sensore in linea.</p>", "<p>在生产线上试用传感器。</p>"),
        "cooperation": ("licence", "joint_research"),
        "target_countries": ("CN", "IT"),
        "valid_from": date(2026, 9, 1),
        "valid_to": date(2027, 8, 31),
        "contact": "office-napoli",
        "files": (file("profile", locale, title=say(locale, "Scheda tecnica", "技术说明")),),
        "picture": picture("tiles-sensor", locale),
        "body": paragraphs(locale, 2),
    }
    return TechnologyDocument(**base(locale, "technology", slug, title, summary), **(fields | more))


def service(locale: str) -> ServiceDocument:
    title = ("Ricerca di partner", "合作伙伴对接")
    summary = (
        "Troviamo chi, nell'altro Paese, lavora sul vostro tema.",
        "为您寻找对方国家从事同一课题的合作伙伴。",
    )
    text = paragraphs(locale, 1)[0].html
    return ServiceDocument(
        **base(locale, "services", "matching", title, summary),
        audience=text,
        benefits=text,
        how_it_works=text,
        requirements=text,
        times=say(locale, "Risposta entro 10 giorni lavorativi", "10个工作日内答复"),
        costs=say(locale, "Gratuito", "免费"),
        contact="servizi@ponte.example",
    )


def publication(locale: str) -> PublicationDocument:
    title = ("Rapporto sulla cooperazione tecnologica", "技术合作报告")
    return PublicationDocument(
        **base(locale, "publications", "report", title, ("Tre anni in cifre.", "三年数据。")),
        identifier="CITTC-R-2026-1",
        date=date(2026, 6, 1),
        authors=("Chiara Rossi", "李文静"),
        licence="CC-BY-4.0",
        files=(file("report-it", "it", title="Rapporto"), file("report-zh", "zh-hans", title="报告全文")),
        body=paragraphs(locale, 2),
        picture=picture("sheets-report", locale),
    )


def free_page(locale: str, **more: Any) -> PageDocument:
    title, summary = ("Storia", "发展历程"), ("Come è nato il centro.", "中心是如何成立的。")
    fields: dict[str, Any] = {"body": all_blocks(locale), "picture": picture("arcs-history", locale)}
    return PageDocument(**base(locale, "about", "history", title, summary), **(fields | more))


def documents(locale: str) -> dict[str, Document]:
    """A document of every type that has a page."""
    return {
        "call": call(locale, stale=staleness() if locale != "it" else None),
        "call-two-deadlines": call(locale, "two", same=False),
        "event": event(locale),
        "news": news(locale),
        "programme": programme(locale),
        "technology": technology(locale),
        "service": service(locale),
        "publication": publication(locale),
        "page": free_page(locale),
    }


def page_input(document: Document, **more: Any) -> PageInput:
    """The input of a document's page with all the cards that samples name."""
    locale = document.locale
    others = (call(locale), event(locale), technology(locale))
    named = {other.key: other.card() for other in others}
    cards = (
        named | people(locale) | partners(locale) | topics(locale) | {one.key: one for one in offices(locale)}
    )
    cards |= {document.key: document.card().at(NOW)}
    fields: dict[str, Any] = {
        "frame": frame(locale),
        "document": document,
        "cards": cards,
        "states": {key: card.state(NOW) for key, card in (named | {document.key: document.card()}).items()},
        "switches": switches(document.path.removeprefix(f"/{locale}/")),
        "related": (news(locale).card(), event(locale).card(), technology(locale).card()),
    }
    return PageInput(**(fields | more))
