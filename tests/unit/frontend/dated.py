"""Sample documents that have deadlines or dates: calls, events, training programmes."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from site_content.documents.call import Amendment, CallDocument, CallSide
from site_content.documents.event import AgendaItem, EventDates, EventDocument, RegistrationDeadline, Venue
from site_content.documents.programme import Module, ProgrammeDocument
from tests.unit.frontend.bases import BEIJING, ROME, base
from tests.unit.frontend.blocks import paragraphs, questions
from tests.unit.frontend.pieces import (
    euro,
    file,
    moment,
    people,
    picture,
    say,
    yuan,
)


def sides(locale: str, *, same: bool) -> tuple[CallSide, ...]:
    eligible = say(
        locale,
        "<ul><li>Dottorandi di un'università italiana</li><li>Lettera di accoglienza dalla Cina</li></ul>",
        "<ul><li>在中国高校注册的博士生</li><li>已获意方实验室接收函</li></ul>",
    )
    deadline = moment("2026-12-01T00:00", BEIJING)
    return (
        CallSide(
            id="s1",
            side="it",
            funder="Ministero dell'Università e della Ricerca" if locale == "it" else "意大利大学与科研部",
            apply_url="https://apply.example/it",
            sign_in="SPID, CIE",
            languages=("it", "en"),
            deadline=deadline if same else moment("2026-12-15T12:00", ROME),
            amount=euro("4500"),
            amount_per="person",
            places=12,
            eligibility=eligible,
            contact="bandi@ponte.example",
            lang=locale,
        ),
        CallSide(
            id="s2",
            side="cn",
            funder=say(locale, "Commissione di scienza e tecnologia di Pechino", "北京市科学技术委员会"),
            apply_url="https://apply.example/cn",
            signature=say(locale, "Timbro dell'ente", "单位公章"),
            languages=("zh-Hans", "en"),
            deadline=deadline,
            amount=yuan("35000"),
            amount_per="person",
            places=12,
            eligibility="<ul><li>在中国高校注册的博士生</li></ul>",
            lang="zh-hans",
        ),
    )


def call(locale: str, slug: str = "mobility", *, same: bool = True, **more: Any) -> CallDocument:
    """A mobility call; `same` gives both sides one deadline, at midnight in Beijing."""
    title = ("Mobilità breve per dottorandi nelle scienze della vita", "生命科学博士生短期交流资助")
    summary = (
        "Da uno a tre mesi in un laboratorio dell'altro Paese, per un lavoro deciso insieme.",
        "资助中意两国博士生赴对方国家实验室工作1至3个月，完成双方导师共同确定的研究任务。",
    )
    fields: dict[str, Any] = {
        "kind": "mobility",
        "identifier": "CITTC-2026-07",
        "programme": say(locale, "Scienze della vita 2026", "2026年生命科学计划"),
        "audience": ("students", "researchers"),
        "opens": moment("2026-10-15T09:00", ROME),
        "questions_until": moment("2026-11-25T00:00", ROME),
        "sides": sides(locale, same=same),
        "both_apply": True,
        "duration": say(locale, "da 1 a 3 mesi", "1至3个月"),
        "cofunding": say(locale, "non richiesto", "无要求"),
        "partners_min": 2,
        "partners_max": 4,
        "criteria": say(
            locale,
            "<p>Qualità del piano, utilità per i due gruppi.</p>",
            "<p>计划质量及对双方团队的作用。</p>",
        ),
        "how_to_apply": say(
            locale,
            "<p>Si inviano il piano di ricerca, le lettere dei due relatori e la lettera di accoglienza.</p>",
            "<p>请提交研究计划、双方导师推荐信和接收函。</p>",
        ),
        "questions": questions(locale),
        "files": (file("call", locale), file("call-old", "it", superseded=True)),
        "amendments": (
            Amendment(
                id="a1",
                kind="extension",
                date=date(2026, 11, 10),
                before=say(locale, "15 novembre 2026", "2026年11月15日"),
                after=say(locale, "30 novembre 2026", "2026年11月30日"),
                reason=say(locale, "Il portale è stato fermo due giorni.", "申报系统停机两天。"),
                lang=locale,
            ),
        ),
    }
    return CallDocument(**base(locale, "calls", slug, title, summary), **(fields | more))


def event(locale: str, slug: str = "week", **more: Any) -> EventDocument:
    title = ("Settimana Cina-Italia della Scienza, Tecnologia e Innovazione", "中意创新合作周")
    summary = (
        "Forum, seminari e incontri a due, quest'anno a Napoli.",
        "论坛、研讨会和一对一洽谈，今年在那不勒斯举行。",
    )
    words = say(locale, "<p>Con domande dal pubblico.</p>", "<p>含现场提问。</p>")
    agenda = tuple(
        AgendaItem(
            id=f"i{place}",
            starts=moment(start, ROME),
            ends=moment(end, ROME),
            title=say(locale, italian, chinese) if place != 1 else "Tavolo sulle scienze della vita",
            html=words if place != 1 else "<p>In italiano.</p>",
            room=say(locale, "Sala Newton", "牛顿厅"),
            speakers=("person-rossi", "person-li"),
            lang=locale if place != 1 else "it",
        )
        for place, (start, end, italian, chinese) in enumerate(
            (
                ("2026-12-01T09:30", "2026-12-01T11:00", "Apertura", "开幕式"),
                ("2026-12-01T11:30", "2026-12-01T13:00", "Tavolo", "圆桌"),
                ("2026-12-02T17:00", "2026-12-02T18:30", "Incontri a due", "一对一洽谈"),
            )
        )
    )
    fields: dict[str, Any] = {
        "edition": say(locale, "16ª edizione", "第十六届"),
        "theme": say(locale, "Salute e città", "健康与城市"),
        "starts": moment("2026-12-01T09:30", ROME),
        "ends": moment("2026-12-02T18:30", ROME),
        "venues": (
            Venue(
                id="v1",
                name=say(locale, "Città della Scienza", "那不勒斯科学城"),
                city=say(locale, "Napoli", "那不勒斯"),
                country="IT",
                address="Via Coroglio 57",
                lang=locale,
            ),
        ),
        "mode": "mixed",
        "status": "postponed",
        "previous": (EventDates(moment("2026-10-20T09:00", ROME), moment("2026-10-21T18:00", ROME)),),
        "organisers": ("partner-unibg", "partner-bmstc"),
        "speakers": tuple(people(locale)),
        "agenda": agenda,
        "languages": ("it", "zh-Hans", "en"),
        "registration_url": "https://register.example/week",
        "registration_deadlines": (
            RegistrationDeadline(
                id="r1",
                label=say(locale, "In presenza", "现场参会"),
                at=moment("2026-11-27T00:00", ROME),
                lang=locale,
            ),
        ),
        "capacity": 1200,
        "price": euro("0"),
        "picture": picture("arcs-week", locale),
        "body": paragraphs(locale, 2),
    }
    return EventDocument(**base(locale, "events", slug, title, summary), **(fields | more))


def programme(locale: str, slug: str = "transfer", **more: Any) -> ProgrammeDocument:
    title = ("Corso di trasferimento tecnologico tra Italia e Cina", "中意技术转移高级研修班")
    summary = ("Dalla valutazione di un brevetto al contratto di licenza.", "从专利评估到许可合同。")
    fields: dict[str, Any] = {
        "level": "advanced",
        "mode": "mixed",
        "opens": moment("2026-11-01T09:00", ROME),
        "deadline": moment("2027-01-16T00:00", ROME),
        "starts": date(2027, 2, 8),
        "ends": date(2027, 5, 28),
        "hours": Decimal(120),
        "credits": Decimal(6),
        "certificate": say(locale, "Attestato dei due atenei", "双方高校联合证书"),
        "prerequisites": say(
            locale, "<p>Laurea o tre anni di esperienza.</p>", "<p>本科学历或三年工作经验。</p>"
        ),
        "places": 30,
        "fee": euro("1200.50"),
        "grants": say(locale, "<p>Dieci borse a copertura della quota.</p>", "<p>设十个全额资助名额。</p>"),
        "languages": ("it", "zh-Hans"),
        "apply_url": "https://apply.example/course",
        "modules": (
            Module(
                id="m1",
                title=say(locale, "Valutare un brevetto", "专利评估"),
                html=paragraphs(locale, 1)[0].html,
                hours=Decimal(40),
                lang=locale,
            ),
            Module(
                id="m2",
                title="Negoziare una licenza",
                html="<p>Esercitazioni.</p>",
                hours=Decimal("37.5"),
                lang="it",
            ),
        ),
        "teachers": ("person-li", "person-esposito"),
        "venue_name": "Kilometro Rosso",
        "venue_city": say(locale, "Bergamo", "贝加莫"),
        "venue_country": "IT",
        "picture": picture("rings-course", locale),
    }
    return ProgrammeDocument(**base(locale, "training", slug, title, summary), **(fields | more))
