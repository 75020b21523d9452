"""A page and its translation as a walk knows them, with every text that was ever confirmed, wherever that is by now."""

from __future__ import annotations

import random
import uuid
from typing import Any

import polib  # type: ignore[import-untyped]
from wagtail_localize.models import Translation, TranslationSource

from cms.translation.files.models import FileImport
from cms.translation.following import follow_source
from cms.translation.segments import Segment, read_segments
from tests.factories.news import NewsPageFactory

ITALIAN = (
    "accordo",
    "bando",
    "borsa",
    "centro",
    "dati",
    "energia",
    "firma",
    "gruppo",
    "impresa",
    "laboratorio",
)
CHINESE = "合作项目征集创新中心技术转移人员交流实验室数据能源城市"
Ledger = set[tuple[str, str, str]]
"""Path, source and confirmed text, of one translation, whatever became of its place since."""


class NothingToEdit(Exception):
    """There is nothing of the kind that an edit wants."""


class Life:
    """One source page, its translation, and every text that was ever confirmed for it."""

    def __init__(self, page: Any, locale: Any) -> None:
        self.page, self.pk, self.source_id = page, 0, 0
        self.ledger: Ledger = set()
        self.file: polib.POFile | None = None
        self.xliff: bytes | None = None
        self.imported: FileImport | None = None
        self.submit(locale)

    def submit(self, locale: Any) -> None:
        """What is live is sent for translation into the language, for the first time or again."""
        live = type(self.page).objects.get(pk=self.page.pk)
        source, _made = TranslationSource.update_or_create_from_instance(live)
        translation, _made = Translation.objects.get_or_create(source=source, target_locale=locale)
        self.pk, self.source_id = translation.pk, source.pk
        self.translation.save_target(user=None, publish=False)

    @property
    def translation(self) -> Translation:
        return Translation.objects.select_related(
            "source__locale", "source__specific_content_type", "target_locale"
        ).get(pk=self.pk)

    def segments(self) -> list[Segment]:
        return read_segments(self.translation)

    def segment(self, dice: random.Random, *states: str) -> Segment:
        found = [each for each in self.segments() if not states or each.state in states]
        if not found:
            raise NothingToEdit
        return dice.choice(found)

    def publish(self) -> None:
        """The source goes live, and the worker brings it to the translation."""
        self.page.save_revision().publish()
        follow_source(self.source_id)

    def note(self) -> None:
        """Keeps in mind what stands confirmed now."""
        self.ledger |= {
            (each.path, each.source, each.confirmed) for each in self.segments() if each.confirmed
        }


def make_life(section: Any, locale: Any, number: int) -> Life:
    """A page with a body, submitted for translation."""
    dice = random.Random(number)
    body = [paragraph(sentence(dice)) for _ in range(3)]
    page = NewsPageFactory(parent=section, title=sentence(dice), slug=f"walk-{number}", body=body)
    return Life(page, locale)


def sentence(dice: random.Random) -> str:
    return " ".join(dice.choices(ITALIAN, k=dice.randrange(4, 9))).capitalize() + "."


def words(dice: random.Random) -> str:
    """A translation that no check objects to, and that hardly anything else is."""
    return "".join(dice.choices(CHINESE, k=dice.randrange(6, 14))) + "。"


def paragraph(text: str) -> dict[str, Any]:
    return {"type": "paragraph", "id": str(uuid.uuid4()), "value": f"<p>{text}</p>"}


def stored(page: Any) -> list[dict[str, Any]]:
    return [dict(block) for block in page.body.raw_data]


def with_body(life: Life, body: list[dict[str, Any]]) -> None:
    field = type(life.page)._meta.get_field("body")
    life.page.body = field.stream_block.to_python(body)
    life.publish()
