"""The matrix, which reads thousands of rows at once, says what is found by looking at each page alone, on random data."""

from __future__ import annotations

import csv
import io
import random
import uuid
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.contrib.contenttypes.models import ContentType
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction, Workflow, WorkflowState
from wagtail_localize.models import TranslatableObject, TranslationSource

from cms.rights import is_hidden_from
from cms.translation.jobs.matrix import read_matrix
from cms.translation.jobs.matrix_views import STATUSES
from site_content.models.news import NewsPage
from site_content.models.partner import Partner
from site_content.models.text_digest import TextDigest
from site_content.staleness import Published, stale_places, staleness

pytestmark = pytest.mark.django_db
PAGES, SNIPPETS = 60, 12
CODES = ("it", "zh-hans")
FILTERS: tuple[dict[str, str], ...] = ({}, {"status": "stale"}, {"language": "zh-hans", "q": "7"})


@pytest.fixture
def fill(section: Any, locales: dict[str, Any]) -> Callable[[int], list[uuid.UUID]]:
    """Makes pages and snippets of which anything may be true: draft, never submitted, an alias, private, in review."""
    parents = {"it": section, "zh-hans": section.get_translation(locales["zh-hans"])}

    def make(seed: int) -> list[uuid.UUID]:
        chance = random.Random(seed)
        keys = [uuid.UUID(int=chance.getrandbits(128)) for _ in range(PAGES + SNIPPETS)]
        present = [chance.choice((("it",), ("zh-hans",), CODES, CODES, CODES)) for _ in keys]
        for code in CODES:
            mine = [number for number, codes in enumerate(present) if code in codes]
            first = {page.translation_key: page for page in Page.objects.filter(slug__startswith="x")}
            # In bulk: the rows are what is read here, and saving each takes a minute in all.
            Page.objects.bulk_create(
                page_of(parents[code], locales[code], keys[number], number, first, chance)
                for number in mine
                if number < PAGES
            )
            Partner.objects.bulk_create(
                snippet_of(locales[code], keys[number], number, chance) for number in mine if number >= PAGES
            )
        submit_some(keys, locales, chance)
        start_reviews(chance)
        hide_some(chance)
        return keys

    return make


def page_of(
    parent: Any, locale: Any, key: uuid.UUID, number: int, first: dict[uuid.UUID, Page], chance: random.Random
) -> Page:
    live = chance.random() < 0.7
    return Page(
        title=f"Vecchio {number}",
        draft_title=f"{chance.choice('aZéì新')} pagina {number}",
        slug=f"x{number}",
        path=Page._get_path(parent.path, parent.depth + 1, 500 + number),
        depth=parent.depth + 1,
        url_path=f"{parent.url_path}x{number}/",
        locale=locale,
        translation_key=key,
        content_type=ContentType.objects.get_for_model(NewsPage),
        live=live,
        has_unpublished_changes=not live or chance.random() < 0.3,
        alias_of=first.get(key) if chance.random() < 0.2 else None,
    )


def snippet_of(locale: Any, key: uuid.UUID, number: int, chance: random.Random) -> Partner:
    live = chance.random() < 0.7
    draft = not live or chance.random() < 0.3
    return Partner(
        name=f"Partner {number}", translation_key=key, locale=locale, live=live, has_unpublished_changes=draft
    )


def submit_some(keys: list[uuid.UUID], locales: dict[str, Any], chance: random.Random) -> None:
    page, kind = (ContentType.objects.get_for_model(model) for model in (Page, NewsPage))
    now = timezone.now()
    times = {"changed_at": now, "published_at": now}
    TextDigest.objects.bulk_create(
        TextDigest(key=key, locale=code, digest=chance.choice("aab"), **times)
        for key in keys
        for code in (CODES if chance.random() < 0.9 else ())
    )
    submitted = [key for key in keys if chance.random() < 0.8]
    TranslatableObject.objects.bulk_create(
        TranslatableObject(translation_key=key, content_type=page) for key in submitted
    )
    texts = {"object_repr": "x", "content_json": "{}", "last_updated_at": now}
    TranslationSource.objects.bulk_create(
        TranslationSource(
            object_id=key, specific_content_type=kind, locale=locales[chance.choice(CODES)], **texts
        )
        for key in submitted
    )


def start_reviews(chance: random.Random) -> None:
    workflow = Workflow.objects.get_or_create(name="Any")[0]
    for one in (*Page.objects.filter(slug__startswith="x"), *Partner.objects.all()):
        if chance.random() < 0.6:
            WorkflowState.objects.create(
                workflow=workflow,
                base_content_type=base_of(one),
                content_type=base_of(one),
                object_id=str(one.pk),
                status=chance.choice((WorkflowState.STATUS_IN_PROGRESS, WorkflowState.STATUS_APPROVED)),
            )


def hide_some(chance: random.Random) -> None:
    # In bulk: saving one asks for the page's own model, of which there is no row.
    pages = chance.sample(list(Page.objects.filter(slug__startswith="x").order_by("pk")), 8)
    kinds = [chance.choice(("password", "login")) for _ in pages]
    PageViewRestriction.objects.bulk_create(
        PageViewRestriction(page=page, restriction_type=kind, password="x")
        for page, kind in zip(pages, kinds, strict=True)
    )


def base_of(one: Any) -> ContentType:
    return ContentType.objects.get_for_model(Page if isinstance(one, Page) else type(one))


def look(user: Any, key: uuid.UUID) -> tuple[Any, ...] | None:
    """The obvious way, one page or snippet at a time: title, its language, states by language. None where it is hidden."""
    rows = [*Page.objects.filter(translation_key=key), *Partner.objects.filter(translation_key=key)]
    if any(is_hidden_from(user, row) for row in rows):
        return None
    source = TranslationSource.objects.filter(object_id=key).first()
    own = min(rows, key=lambda row: (source is None or row.locale != source.locale, is_alias(row), row.pk))
    cells = {}
    for code in CODES:
        if code != own.locale.language_code:
            target = next((row for row in rows if row.locale.language_code == code), None)
            cells[code] = state_of(target, own, source)
    return getattr(own, "draft_title", str(own)), own.locale.language_code, own.live, own.pk, cells


def is_alias(row: Any) -> bool:
    return getattr(row, "alias_of_id", None) is not None


def state_of(target: Any, own: Any, source: Any) -> tuple[str, str | None]:
    if target is None or is_alias(target):
        return "missing", None
    reviewed = WorkflowState.objects.filter(
        base_content_type=base_of(target), object_id=str(target.pk), status=WorkflowState.STATUS_IN_PROGRESS
    ).exists()
    draft = "in_review" if reviewed else "in_progress"
    if not target.live:
        return draft, None
    also = draft if reviewed or target.has_unpublished_changes else None
    if source is not None and is_behind(target, source):
        return "stale", also
    return ("live" if own.live else "ahead"), also


def is_behind(target: Any, source: Any) -> bool:
    rows = TextDigest.objects.filter(key=target.translation_key)
    published = {
        (str(row.key), row.locale): Published(row.digest, row.changed_at, row.published_at) for row in rows
    }
    place = str(target.translation_key), target.locale.language_code
    return staleness(*place, source.locale.language_code, published) is not None


def found_by_matrix(user: Any, keys: list[uuid.UUID]) -> dict[str, tuple[Any, ...]]:
    lines = [line for line in read_matrix(user, CODES) if uuid.UUID(line.key) in keys]
    return {
        line.key: (
            line.title,
            line.locale,
            line.is_live,
            line.instance,
            {code: (cell.status, cell.also) for code, cell in line.cells.items()},
        )
        for line in lines
    }


@pytest.mark.parametrize("seed", [1, 2])
def test_it_says_what_each_page_says(seed: int, fill: Any, person: Any) -> None:
    keys = fill(seed)
    for role, is_all in (("Editors", False), ("superuser", True)):
        user = person(role)
        looked = {key.hex: look(user, key) for key in keys}
        shown = {key: one for key, one in looked.items() if one is not None}
        assert found_by_matrix(user, keys) == shown
        assert (len(shown) == len(keys)) is is_all
    states = Counter(status for one in shown.values() for status, _also in one[-1].values())
    assert set(states) == set(STATUSES), "The data has no case of some state."


def test_staleness_of_all_is_the_staleness_of_each(fill: Any) -> None:
    fill(3)
    sources = {str(one.object_id): one for one in TranslationSource.objects.select_related("locale")}
    rows = TextDigest.objects.all()
    published = {
        (str(row.key), row.locale): Published(row.digest, row.changed_at, row.published_at) for row in rows
    }
    behind = {
        place
        for place in published
        if place[0] in sources and staleness(*place, sources[place[0]].locale.language_code, published)
    }
    assert stale_places() == behind != set()


def test_the_pages_the_counts_and_the_table_agree(fill: Any, log_in: Any) -> None:
    fill(4)
    client = log_in("Editors")
    for asked in FILTERS:
        shown = list(walk(client, asked))
        assert shown
        table = client.get(reverse("ponte_matrix"), {**asked, "export": "csv"}).content.decode("utf-8-sig")
        assert [list(row.values()) for row in csv.DictReader(io.StringIO(table))] == shown
        counts = client.get(reverse("ponte_matrix"), asked).context["counts"]
        said = Counter(cell.split(", ")[0] for row in shown for cell in row[4:] if cell)
        assert {str(words): count for _status, words, count in counts if count} == dict(said)


def walk(client: Any, asked: dict[str, str]) -> Iterator[list[str]]:
    """Every row of every page of the listing, as the table writes them."""
    number, last = 1, 1
    while number <= last:
        context = client.get(reverse("ponte_matrix"), {**asked, "p": str(number)}).context
        for row in context["rows"]:
            cells = (", ".join(filter(None, (one.words, one.also))) if one else "" for one in row.cells)
            names = {language.code: language.name for language in context["columns"]}
            source = "live" if row.line.is_live else "draft"
            yield [row.line.title, row.type, names[row.line.locale], source, *cells]
        number, last = number + 1, context["page"].paginator.num_pages
