"""Sample inputs that are not a document's page: home, lists, archives, 404, chooser, sitemaps, robots."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from frontend.inputs import (
    ArchiveInput,
    ArchivePage,
    ChooserInput,
    Frame,
    Group,
    HomeInput,
    Input,
    ListInput,
    MissingInput,
    RobotsInput,
    SearchInput,
    SitemapEntry,
    SitemapIndexInput,
    SitemapInput,
)
from site_content.documents import Card
from site_content.documents.home import HomeDocument
from site_content.documents.section import SectionDocument
from site_content.documents.values import Link
from tests.unit.frontend.bases import BEIJING, NOW, ROME, base
from tests.unit.frontend.dated import call, event, programme
from tests.unit.frontend.pieces import (
    LOCALES,
    ORIGIN,
    SITE_NAMES,
    frame,
    moment,
    offices,
    partners,
    picture,
    say,
    switches,
    topics,
)
from tests.unit.frontend.samples import documents, free_page, news, page_input, service, technology


def calls(locale: str) -> tuple[Card, ...]:
    """Calls in several states."""
    later = tuple(
        one.__class__(
            **{n: getattr(one, n) for n in one.__struct_fields__}
            | {"deadline": moment("2027-01-15T12:00", ROME)}
        )
        for one in call(locale).sides
    )
    past = tuple(
        one.__class__(
            **{n: getattr(one, n) for n in one.__struct_fields__}
            | {"deadline": moment("2026-10-01T00:00", BEIJING)}
        )
        for one in call(locale).sides
    )
    return (
        call(locale).card(),
        call(locale, "joint", sides=later, kind="funding", audience=("companies", "organisations")).card(),
        call(locale, "soon", opens=moment("2027-03-01T09:00", ROME), sides=later, amendments=()).card(),
        call(locale, "past", sides=past, amendments=()).card(),
        call(locale, "always", sides=(), kind="matchmaking").card(),
    )


def events(locale: str) -> tuple[Card, ...]:
    return (
        event(locale).card(),
        event(
            locale,
            "online",
            status="scheduled",
            previous=(),
            mode="online",
            venues=(),
            starts=moment("2026-12-10T09:00", BEIJING),
            ends=moment("2026-12-10T11:00", BEIJING),
        ).card(),
        event(locale, "cancelled", status="cancelled", previous=()).card(),
    )


def newest(locale: str) -> tuple[Card, ...]:
    pairs = (
        ("cells-a", date(2026, 11, 18)),
        ("tiles-b", date(2026, 11, 11)),
        ("networks-c", date(2026, 11, 4)),
    )
    return tuple(news(locale, name, date=day, picture=picture(name, locale)).card() for name, day in pairs)


def offers(locale: str) -> tuple[Card, ...]:
    return tuple(
        technology(locale, f"t{place}", profile=profile).card()
        for place, profile in enumerate(
            ("technology_offer", "technology_request", "research_request", "business_offer")
        )
    )


def states(*groups: tuple[Card, ...]) -> dict[str, str]:
    return {card.key: card.state(NOW) for group in groups for card in group}


def home(locale: str) -> HomeInput:
    title = SITE_NAMES[locale]
    fields = base(
        locale, "", "", (title, title), ("Il ponte tra ricerca e imprese.", "连接科研与企业的桥梁。")
    )
    fields |= {"path": f"/{locale}/", "crumbs": (), "key": "home", "picture": picture("arcs-home", locale)}
    document = HomeDocument(
        **fields,
        hero_title=say(
            locale, "La ricerca attraversa il ponte, in tutte e due le direzioni", "让科研成果双向过桥"
        ),
        hero_text=say(
            locale,
            "Mettiamo in contatto università, centri di ricerca e imprese d'Italia e di Cina: "
            "bandi, incontri, formazione, tecnologie offerte e cercate.",
            "我们连接中意两国的高校、科研机构与企业：项目征集、交流活动、培训、技术供给与需求。",
        ),
        actions=(
            Link(say(locale, "Bandi aperti", "开放申请的项目"), f"/{locale}/calls/"),
            Link(say(locale, "Offri o cerca una tecnologia", "发布技术供需"), f"/{locale}/technology/"),
        ),
        highlights=("services-matching", "about-history"),
    )
    lists: dict[str, tuple[Card, ...]] = {
        "calls": calls(locale)[:3],
        "events": events(locale),
        "programmes": (programme(locale).card(),),
        "news": newest(locale),
        "technology": offers(locale),
        "partners": tuple(partners(locale).values()),
        "offices": offices(locale),
    }
    paths = {"programmes": "training", "partners": "about", "offices": "about"}
    groups = tuple(Group(name, cards, f"/{locale}/{paths.get(name, name)}/") for name, cards in lists.items())
    cards: dict[str, Card] = {one.key: one for one in (service(locale).card(), free_page(locale).card())}
    return HomeInput(
        frame=frame(locale),
        document=document,
        cards=cards,
        states=states(*lists.values()),
        switches=switches(""),
        groups=groups,
    )


def section(locale: str, slug: str, lists: str, title: tuple[str, str]) -> SectionDocument:
    fields = base(locale, "", slug, title, ("Che cosa c'è qui.", "本栏目内容。"))
    return SectionDocument(**fields, lists=lists)


def section_list(
    locale: str,
    slug: str,
    lists: str,
    title: tuple[str, str],
    groups: dict[str, tuple[Card, ...]],
    **more: Any,
) -> ListInput:
    return ListInput(
        frame=frame(locale),
        document=section(locale, slug, lists, title),
        groups=tuple(Group(name, cards) for name, cards in groups.items()),
        cards={},
        states=states(*groups.values()),
        switches=switches(f"{slug}/"),
        elsewhere={next(one for one in LOCALES if one != locale): 2},
        **more,
    )


def archive(locale: str) -> ArchiveInput:
    items = newest(locale)
    page = ArchivePage(f"/{locale}/news/2026/2/", 2026, 2, len(items))
    return ArchiveInput(
        frame=frame(locale),
        document=section(locale, "news", "news", ("Notizie", "新闻")),
        page=page,
        items=items,
        states={},
        switches=switches("news/2026/2/"),
        previous=f"/{locale}/news/2026/1/",
    )


def localised_inputs(locale: str) -> dict[str, Input]:
    """Every input of a language, by a name for its file."""
    every = calls(locale)
    pages = (
        ArchivePage(f"/{locale}/calls/2026/1/", 2026, 1, 12),
        ArchivePage(f"/{locale}/calls/2025/2/", 2025, 2, 3),
        ArchivePage(f"/{locale}/calls/2025/1/", 2025, 1, 50),
    )
    how = (free_page(locale).card(),)
    made: dict[str, Input] = {
        f"page-{name}": page_input(document) for name, document in documents(locale).items()
    }
    made["page-alone"] = page_input(news(locale, "alone"), switches=switches("news/alone/", only=locale))
    made["home"] = home(locale)
    made["list-calls"] = section_list(
        locale,
        "calls",
        "call",
        ("Bandi", "项目征集"),
        {"open": (*every[:2], every[4]), "forthcoming": every[2:3], "closed": every[3:4]},
        archive=pages,
        children=how,
    )
    made["list-events"] = section_list(
        locale, "events", "event", ("Eventi", "活动"), {"upcoming": events(locale)}
    )
    made["list-news"] = section_list(
        locale, "news", "news", ("Notizie", "新闻"), {"latest": newest(locale)}, archive=pages
    )
    made["list-technology"] = section_list(
        locale, "technology", "technology", ("Tecnologie", "技术供需"), {"latest": offers(locale)}
    )
    made["list-empty"] = section_list(locale, "publications", "publication", ("Pubblicazioni", "出版物"), {})
    made["archive"] = archive(locale)
    made["missing"] = MissingInput(frames=(frame(locale),))
    made["search"] = SearchInput(
        frame=frame(locale),
        switches=switches("search/"),
        topics={key: card.title for key, card in topics(locale).items()},
    )
    return made


def common_inputs() -> dict[str, Input]:
    """The inputs that belong to no language."""
    frames: tuple[Frame, ...] = tuple(frame(locale, mainland=True) for locale in LOCALES)
    changed = datetime(2026, 11, 20, 8, tzinfo=UTC)
    entries = (
        SitemapEntry({one: f"/{one}/news/" for one in LOCALES}, {"it": changed}),
        SitemapEntry({"zh-hans": "/zh-hans/news/b/"}),
    )
    return {
        "missing": MissingInput(frames=frames),
        "chooser": ChooserInput(frames=frames),
        "sitemap": SitemapInput(canonical_url=ORIGIN, entries=entries),
        "sitemap-index": SitemapIndexInput(canonical_url=ORIGIN, parts=(("/sitemap-1.xml", changed),)),
        "robots": RobotsInput(canonical_url=ORIGIN),
    }
