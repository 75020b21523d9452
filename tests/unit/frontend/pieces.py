"""Small values and frames that sample inputs are made of, in either language, without a database."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from frontend.assets import assets
from frontend.inputs import Frame, MenuItem, Social, Switch
from site_content.documents.office import OfficeCard
from site_content.documents.partner import PartnerCard
from site_content.documents.person import PersonCard
from site_content.documents.topic import TopicCard
from site_content.documents.values import Alternate, Crumb, File, Link, Moment, Money, Picture, Rendition

ORIGIN = "https://ponte.example"
WIDTHS = (480, 960, 1600)
LOCALES = ("it", "zh-hans")
SITE_NAMES = {"it": "Centro di Trasferimento Tecnologico Cina-Italia", "zh-hans": "中意技术转移中心"}
SECTIONS = (
    ("about", "Chi siamo", "中心概况"),
    ("services", "Servizi", "服务"),
    ("calls", "Bandi", "项目征集"),
    ("training", "Formazione", "培训"),
    ("events", "Eventi", "活动"),
    ("technology", "Tecnologie", "技术供需"),
    ("publications", "Pubblicazioni", "出版物"),
    ("news", "Notizie", "新闻"),
)


def say(locale: str, italian: str, chinese: str) -> str:
    """The text of a locale."""
    return italian if locale == "it" else chinese


def moment(text: str, zone: str) -> Moment:
    """A moment given as local time: `2026-12-01T00:00` in `zone`."""
    return Moment(datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC), zone)


def euro(amount: str) -> Money:
    return Money(Decimal(amount), "EUR")


def yuan(amount: str) -> Money:
    return Money(Decimal(amount), "CNY")


def picture(
    name: str, locale: str = "it", *, ratio: float = 0.625, caption: str = "", suffix: str = "jpg"
) -> Picture:
    """A picture named `<family>-<seed>`: its files exist where `write_samples` draws them."""
    types = (("avif", "image/avif"), ("webp", "image/webp"), (suffix, "image/jpeg"))
    renditions = tuple(
        Rendition(f"/media/{name}-{width}.{ending}", width, round(width * ratio), type_)
        for ending, type_ in types
        for width in WIDTHS
    )
    alt = say(locale, "Composizione astratta di archi sull'acqua", "水面上的拱形构图")
    credit = say(locale, "Disegno: Centro", "绘图：中心")
    return Picture(
        name, alt, locale, 1600, round(1600 * ratio), renditions, caption, credit if caption else ""
    )


def file(name: str, locale: str, *, title: str = "", superseded: bool = False) -> File:
    words = title or say(locale, "Testo del bando", "申报指南全文")
    return File(name, words, f"/media/{name}.pdf", 248_300, "PDF", locale, superseded)


def crumbs(locale: str, section: str) -> tuple[Crumb, ...]:
    home = Crumb(say(locale, "Pagina iniziale", "首页"), f"/{locale}/", locale)
    names = {slug: say(locale, italian, chinese) for slug, italian, chinese in SECTIONS}
    return (home, Crumb(names[section], f"/{locale}/{section}/", locale)) if section else (home,)


def alternates(path: str) -> tuple[Alternate, ...]:
    return tuple(Alternate(locale, f"/{locale}/{path}") for locale in LOCALES)


def switches(path: str, *, only: str = "") -> tuple[Switch, ...]:
    """Where the language switch leads; `only` names the one language that has the page."""
    return tuple(
        Switch(
            locale, f"/{locale}/{path}" if only in ("", locale) else f"/{locale}/news/", only in ("", locale)
        )
        for locale in LOCALES
    )


def offices(locale: str) -> tuple[OfficeCard, ...]:
    rows = (
        (
            "bergamo",
            "Bergamo",
            "贝加莫",
            "IT",
            "Kilometro Rosso, via Stezzano 87, 24126 Bergamo",
            "贝加莫，Kilometro Rosso科技园",
        ),
        (
            "napoli",
            "Napoli",
            "那不勒斯",
            "IT",
            "Città della Scienza, via Coroglio 57, 80124 Napoli",
            "那不勒斯科学城",
        ),
        ("beijing", "Pechino", "北京", "CN", "Presso la controparte, Pechino", "北京市科学技术委员会"),
    )
    return tuple(
        OfficeCard(
            key=f"office-{key}",
            locale=locale,
            path="",
            title=say(locale, f"Sede di {italian}", f"{chinese}办事处"),
            city=say(locale, italian, chinese),
            country=country,
            address=say(locale, address_it, address_zh),
            mail=f"{key}@ponte.example",
            phones=("+39 035 000 0000",) if country == "IT" else ("+86 10 0000 0000",),
        )
        for key, italian, chinese, country, address_it, address_zh in rows
    )


def people(locale: str) -> dict[str, PersonCard]:
    rows = (
        ("rossi", "Chiara Rossi", "", "Ricercatrice, scienze della vita", "生命科学研究员", "it"),
        ("li", "Li Wenjing", "李文静", "Professoressa, manifattura avanzata", "先进制造教授", "zh-hans"),
        (
            "esposito",
            "Gennaro Esposito",
            "",
            "Responsabile della sede di Napoli",
            "那不勒斯办事处负责人",
            "it",
        ),
        ("wang", "Wang Haoran", "王浩然", "Coordinatore dei programmi", "项目协调人", "zh-hans"),
    )
    return {
        f"person-{key}": PersonCard(
            key=f"person-{key}",
            locale=locale,
            path="",
            title=latin if locale == "it" or not han else han,
            role=say(locale, role_it, role_zh),
            organisation="partner-unibg" if home == "it" else "partner-bmstc",
            name_latin=latin,
            name_han=han,
            picture=picture(f"portrait-{key}", locale, ratio=1),
        )
        for key, latin, han, role_it, role_zh, home in rows
    }


def partners(locale: str) -> dict[str, PartnerCard]:
    rows = (
        ("unibg", "Università degli Studi di Bergamo", "贝加莫大学", "UNIBG", "IT", "promoter"),
        ("netval", "Netval", "意大利大学科研成果转化网络", "NETVAL", "IT", "promoter"),
        ("scienza", "Città della Scienza", "那不勒斯科学城", "CDS", "IT", "promoter"),
        (
            "bmstc",
            "Commissione di scienza e tecnologia di Pechino",
            "北京市科学技术委员会",
            "BMSTC",
            "CN",
            "counterpart",
        ),
    )
    return {
        f"partner-{key}": PartnerCard(
            key=f"partner-{key}",
            locale=locale,
            path="",
            title=say(locale, italian, chinese),
            acronym=acronym,
            country=country,
            role=role,
            website=f"https://{key}.example/",
            logo=picture(f"logo-{acronym}", locale, ratio=0.5),
        )
        for key, italian, chinese, acronym, country, role in rows
    }


def topics(locale: str) -> dict[str, TopicCard]:
    rows = (("life", "Scienze della vita", "生命科学"), ("making", "Manifattura avanzata", "先进制造"))
    return {
        f"topic-{key}": TopicCard(
            key=f"topic-{key}", locale=locale, path="", title=say(locale, italian, chinese), slug=key
        )
        for key, italian, chinese in rows
    }


def frame(locale: str, *, mainland: bool = False) -> Frame:
    """What surrounds the sample pages; `mainland` adds the lines of a mainland edition."""
    children = (
        Link(say(locale, "Storia", "发展历程"), f"/{locale}/about/history/"),
        Link(say(locale, "Sedi", "办事处"), f"/{locale}/about/offices/"),
    )
    menu = tuple(
        MenuItem(say(locale, italian, chinese), f"/{locale}/{slug}/", children if slug == "about" else ())
        for slug, italian, chinese in SECTIONS
    )
    other = next(one for one in LOCALES if one != locale)
    return Frame(
        locale=locale,
        site_name=SITE_NAMES[locale],
        other_names={other: SITE_NAMES[other]},
        tagline=say(
            locale, "Il ponte tra la ricerca e le imprese di Italia e Cina", "连接中意两国科研与企业的桥梁"
        ),
        public_url=ORIGIN,
        canonical_url=ORIGIN,
        menu=menu,
        offices=offices(locale),
        social=(
            Social("LinkedIn", "https://social.example/ponte"),
            Social(say(locale, "WeChat", "微信公众号"), picture=picture("tiles-wechat", locale, ratio=1)),
        ),
        legal=(
            Link(say(locale, "Privacy", "隐私政策"), f"/{locale}/privacy/"),
            Link(say(locale, "Accessibilità", "无障碍"), f"/{locale}/accessibility/"),
        ),
        footer_text=say(locale, "Contenuti dimostrativi.", "演示内容。"),
        declaration_url="https://form.example/declaration",
        icp="京ICP备00000000号" if mainland else "",
        public_security="京公网安备00000000000000号" if mainland else "",
        organiser=SITE_NAMES["zh-hans"] if mainland else "",
        assets={name: asset.path for name, asset in assets().items()},
    )
