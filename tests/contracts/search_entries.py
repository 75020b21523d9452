"""A few made-up pages in both languages and their indices, for tests of how the search reads languages."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import uuid4

from elasticsearch import helpers

from site_content.search.entry import SearchEntry, StateFrom
from static_build.search.client import connect
from static_build.search.mapping import fields_of, mappings_of, settings_of

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
ROBOTICS, HEALTH = "topic-robotics", "topic-health"


def page(locale: str, key: str, title: str, **more: Any) -> SearchEntry:
    """An entry; `topic` is (key, name), `until` how many days it is open yet, `type` the first part of its path."""
    topic, until = more.pop("topic", None), more.pop("until", None)
    if topic:
        more |= {"topics": (topic[0],), "topic_names": (topic[1],)}
    if until is not None:
        end = NOW + timedelta(days=until)
        over = "past" if more.get("type") == "event" else "closed"
        begun = "upcoming" if more.get("type") == "event" else "open"
        more |= {"ends_at": end, "state": begun if until > 0 else over}
        more |= {"states": (StateFrom(end, over),)} if until > 0 else {}
    given = {"key": key, "locale": locale, "type": "page", "path": f"/{locale}/{key}/", "title": title}
    return SearchEntry(**{**given, **more})


def italian() -> list[SearchEntry]:
    """The Italian pages."""
    robotics, health = (ROBOTICS, "Robotica"), (HEALTH, "Scienze della vita")
    zhao = {"people": (("Zhao Yicheng", "赵奕成"),), "names": ("Zhao Yicheng", "赵奕成")}
    call = {"type": "call", "codes": ("mobility", "researchers")}
    return [
        page("it", "about", "Chi siamo", summary="Il centro unisce i due Paesi."),
        page("it", "innovation", "Quest’innovazione che viaggia", summary="Dell’università di Bergamo."),
        page("it", "comuni", "Progetti comuni", summary="Un fondo per laboratori."),
        page("it", "comunita", "Comunità intelligenti", summary="Energia nei quartieri."),
        page(
            "it",
            "stay-closed",
            "Soggiorni brevi",
            until=-30,
            identifiers=("PONTE-MOB-09",),
            topic=health,
            **call,
        ),
        page(
            "it",
            "stay-open",
            "Soggiorni brevi",
            until=30,
            identifiers=("PONTE-MOB-11",),
            topic=health,
            **call,
        ),
        page(
            "it",
            "theses",
            "Tesi in due Paesi",
            until=9,
            type="call",
            codes=("students",),
            date=date(2026, 9, 1),
        ),
        page(
            "it",
            "robot-day",
            "Giornata della robotica",
            until=20,
            type="event",
            topic=robotics,
            date=date(2026, 12, 13),
        ),
        page(
            "it",
            "robot-past",
            "Giornata della robotica",
            until=-400,
            type="event",
            topic=robotics,
            date=date(2025, 10, 19),
        ),
        page(
            "it",
            "robot-old",
            "Un robot piega le scatole",
            type="news",
            topic=robotics,
            date=date(2022, 11, 1),
        ),
        page(
            "it",
            "robot-news",
            "Un robot piega le scatole",
            type="news",
            topic=robotics,
            date=date(2026, 11, 1),
        ),
        page("it", "gripper", "Pinze per frutta", body="Una pinza morbida per un robot di raccolta.", **zhao),
        page(
            "it",
            "letters",
            "Industria 4.0 <b>& C.</b>",
            body='TRL 6 e 5G per le PMI, "virgolette"; 中国机器人.',
        ),
        page("it", "ai", "Guida ai contratti", summary="Rivolta ai traduttori e ai notai."),
        page("it", "ai-page", "Fabbriche che imparano", body="Il laboratorio usa AI e dati."),
        page(
            "it",
            "ministry",
            "Il partner tecnico",
            body="Accordo con il Ministero dell’Università e della Ricerca.",
        ),
        page("it", "transfer", "Trasferimento tecnologico", body="Dal laboratorio all’impresa."),
    ]


def chinese() -> list[SearchEntry]:
    """The Chinese pages."""
    robotics = (ROBOTICS, "机器人")
    zhao = {"people": (("赵奕成", "Zhao Yicheng"),), "names": ("赵奕成", "Zhao Yicheng")}
    return [
        page(
            "zh-hans",
            "robot-day",
            "协作机器人开放日",
            until=20,
            type="event",
            topic=robotics,
            date=date(2026, 12, 13),
        ),
        page("zh-hans", "machine", "老机床改造", body="这台机器由一人操作。"),
        page("zh-hans", "florence", "佛罗伦萨的桥", summary="一座桥。", body="「機器人」三個字是繁體。"),
        page("zh-hans", "industry", "面向工厂的工业4.0", body="采用5G与C919经验。", **zhao),
        page("zh-hans", "bergamo", "贝加莫大学", body="红色千米（Kilometro Rosso）科技园。"),
        page("zh-hans", "transfer", "技术转移", body="从实验室到企业。"),
        page(
            "zh-hans",
            "theses",
            "联合培养硕士论文",
            until=9,
            type="call",
            codes=("students",),
            date=date(2026, 9, 1),
        ),
        page(
            "zh-hans",
            "old-call",
            "联合研究申报指南",
            until=-9,
            type="call",
            codes=("researchers",),
            date=date(2026, 3, 1),
        ),
    ]


@contextmanager
def filled_indices(url: str) -> Iterator[str]:
    """Both languages' indices, filled; their prefix. They go when the test is over."""
    client, prefix = connect(url, timeout_seconds=30), f"test-language-{uuid4().hex[:12]}"
    try:
        for locale, entries in (("it", italian()), ("zh-hans", chinese())):
            name = f"{prefix}-{locale}"
            client.indices.create(index=name, settings=settings_of(locale), mappings=mappings_of(locale))
            helpers.bulk(
                client,
                (
                    {"_index": name, "_id": each.key, "_source": fields_of(each, "d", document_sha256="s")}
                    for each in entries
                ),
                refresh=True,
            )
        yield prefix
    finally:
        client.indices.delete(index=f"{prefix}-it,{prefix}-zh-hans", ignore_unavailable=True)
        client.close()
