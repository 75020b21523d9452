"""Fills the database of PONTE_HOME with N news in each language: text like real news, a picture on each.

The rows are written in bulk; what they hold is what the CMS would have written.
"""

from __future__ import annotations

import json
import os
import random
import sys
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid5

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings")

import django

NAMESPACE = UUID("5b1e0c52-6a43-4cf5-9d7c-0c7f9f5a1d11")
PICTURES = 60
NEWEST = date(2026, 11, 20)
WORDS = {
    "it": [
        "ricerca",
        "impresa",
        "laboratorio",
        "accordo",
        "tecnologia",
        "università",
        "progetto",
        "sviluppo",
        "incontro",
        "innovazione",
        "città",
        "partner",
        "prototipo",
        "brevetto",
        "studio",
        "gruppo",
        "risultato",
        "mercato",
        "sensore",
        "materiale",
        "della",
        "per",
        "con",
        "tra",
        "nella",
        "una",
    ],
    "zh-hans": [
        "研究",
        "企业",
        "实验室",
        "协议",
        "技术",
        "大学",
        "项目",
        "开发",
        "会议",
        "创新",
        "城市",
        "伙伴",
        "样机",
        "专利",
        "小组",
        "成果",
        "市场",
        "传感器",
        "材料",
        "的",
        "与",
        "在",
    ],
}


def main(count: int) -> None:
    """Migrates and fills; prints nothing."""
    django.setup()
    from django.core.management import call_command
    from django.db import transaction

    call_command("migrate", verbosity=0)
    with transaction.atomic():
        make_site(count)


def make_site(count: int) -> None:
    from wagtail.models import Locale, Page, Site

    from site_content.models.home import HomePage
    from site_content.models.section import SectionPage

    root = Page.get_first_root_node()
    Site.objects.all().delete()
    for child in root.get_children():
        child.delete()
    root = Page.objects.get(pk=root.pk)
    pictures = make_pictures()
    for code in WORDS:
        locale, _ = Locale.objects.get_or_create(language_code=code)
        home = root.add_child(
            instance=HomePage(title=f"Home {code}", slug=code, locale=locale, translation_key=key("home"))
        )
        section = home.add_child(
            instance=SectionPage(
                title="News", slug="news", lists="news", locale=locale, translation_key=key("section")
            )
        )
        make_news(section, locale, code, count, pictures)
        if code == "it":
            Site.objects.create(hostname="localhost", root_page=home, is_default_site=True)


def key(name: str) -> UUID:
    """A translation key, the same for the same name."""
    return uuid5(NAMESPACE, name)


def make_pictures() -> list[Any]:
    from io import BytesIO

    from django.core.files.images import ImageFile

    from site_content.demo.art import draw, families
    from site_content.models.picture import Picture

    made = []
    for number in range(PICTURES):
        data = draw(families()[number % len(families())], f"bench {number}", width=1280, height=800)
        picture = Picture(title=f"Picture {number}", file=ImageFile(BytesIO(data), f"bench-{number}.jpg"))
        picture.alt_texts = {"it": "Disegno", "zh-hans": "图画"}
        picture.file_size = len(data)
        picture._set_file_hash()
        picture.save()
        made.append(picture)
    return made


def make_news(section: Any, locale: Any, code: str, count: int, pictures: list[Any]) -> None:
    from django.contrib.contenttypes.models import ContentType
    from wagtail.models import Page

    from site_content.models.news import NewsPage

    chance = random.Random(f"news {code}")  # noqa: S311 - the same words each time, no secret
    content_type = ContentType.objects.get_for_model(NewsPage)
    now = datetime(2026, 11, 20, 8, tzinfo=UTC)
    fields = {field.attname for field in Page._meta.concrete_fields}
    news = []
    for number in range(count):
        title = sentence(chance, code, 8).rstrip(".。")
        page = NewsPage(
            title=title,
            draft_title=title,
            slug=f"item-{number}",
            path=Page._get_path(section.path, section.depth + 1, number + 1),
            depth=section.depth + 1,
            url_path=f"{section.url_path}item-{number}/",
            locale=locale,
            translation_key=key(f"news {number}"),
            content_type=content_type,
            live=True,
            first_published_at=now,
            last_published_at=now,
            summary=sentence(chance, code, 25),
            date=NEWEST - timedelta(days=number // 2),
            picture=pictures[number % len(pictures)],
            body=json.dumps(body(chance, code, number)),
        )
        news.append(page)
    Page.objects.bulk_create(
        [Page(**{name: getattr(each, name) for name in fields if name != "id"}) for each in news]
    )
    ids = dict(
        Page.objects.filter(path__startswith=section.path, depth=section.depth + 1).values_list("path", "pk")
    )
    for each in news:
        each.page_ptr_id = each.id = ids[each.path]
        each.save_base(raw=True, force_insert=True)
    Page.objects.filter(pk=section.pk).update(numchild=count)


def body(chance: random.Random, code: str, number: int) -> list[dict[str, Any]]:
    """Six blocks: paragraphs with a link, a heading, a quote."""
    paragraphs = [
        f"<p>{sentence(chance, code, 60)} <b>{sentence(chance, code, 4)}</b></p><p>{sentence(chance, code, 50)}</p>"
        for _ in range(4)
    ]
    paragraphs[1] += f'<p><a href="https://example.org/{number}">{sentence(chance, code, 5)}</a></p>'
    blocks: list[tuple[str, Any]] = [("paragraph", text) for text in paragraphs]
    blocks.insert(2, ("heading", {"text": sentence(chance, code, 5), "level": "2"}))
    blocks.append(("quote", {"text": sentence(chance, code, 20), "attribution": "Ponte"}))
    return [
        {"type": type, "value": value, "id": str(key(f"block {number} {place}"))}
        for place, (type, value) in enumerate(blocks)
    ]


def sentence(chance: random.Random, code: str, words: int) -> str:
    """So many words, written as the language writes them."""
    chosen = [chance.choice(WORDS[code]) for _ in range(words)]
    return "".join(chosen) + "。" if code == "zh-hans" else f"{' '.join(chosen).capitalize()}."


if __name__ == "__main__":
    main(int(sys.argv[1]))
