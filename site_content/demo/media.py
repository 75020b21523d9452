"""Pictures and files that the content names, made rows of the media library.

Rows are made in the transaction, the files themselves written after it: a load that fails leaves none.
"""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha1
from io import BytesIO
from pathlib import Path
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from msgspec import Struct
from PIL import Image

from site_content.demo import art
from site_content.demo.drawings import Drawing, Report, draw_all
from site_content.demo.errors import DemoError
from site_content.demo.items import LOCALE_OF_KEY, LOCALES, Item, pick
from site_content.demo.pdf import make_pdf
from site_content.models.file import File
from site_content.models.picture import Picture

PICTURE_KINDS = ("draw", "portrait", "logo", "map")


class Paper(Struct, frozen=True):
    """A file to be set."""

    name: str
    language: str
    title: str
    text: str


class Media(Struct):
    """Ids of the rows that were made, by what the content asks for."""

    pictures: dict[Drawing, int]
    files: dict[Paper, int]
    bytes_by_name: dict[str, bytes]
    """What is to be written below the media folder."""

    def write_files(self) -> None:
        """Puts every original in its place; to be called once the rows are committed."""
        for name, data in self.bytes_by_name.items():
            if default_storage.exists(name):
                default_storage.delete(name)
            default_storage.save(name, ContentFile(data))


def is_drawing(node: Any) -> bool:
    return (
        isinstance(node, dict)
        and "alt" in node
        and any(isinstance(node.get(kind), str) for kind in PICTURE_KINDS)
    )


def is_paper(node: Any) -> bool:
    return isinstance(node, dict) and isinstance(node.get("pdf"), str)


def read_drawing(node: Any, where: str) -> Drawing:
    """Which picture a node asks for. Raises DemoError."""
    if not is_drawing(node):
        raise DemoError(f"{where}: {node!r:.80} is no picture. Write {{draw: FAMILY, seed: NAME, alt: …}}.")
    kind = next(kind for kind in PICTURE_KINDS if isinstance(node.get(kind), str))
    if kind == "draw" and node[kind] not in art.families():
        raise DemoError(f"{where}: no family {node[kind]!r}. Choose one of {', '.join(art.families())}.")
    place = (
        {"latitude": float(node["latitude"]), "longitude": float(node["longitude"])} if kind == "map" else {}
    )
    return Drawing(kind, node[kind], str(node.get("seed", node[kind])), **place)


def read_paper(node: Any, where: str) -> Paper:
    """Which file a node asks for. Raises DemoError."""
    if not is_paper(node) or not node.get("title") or not node.get("text"):
        raise DemoError(
            f"{where}: {node!r:.80} is no file. Write {{pdf: NAME, language: it, title: …, text: …}}."
        )
    language = LOCALE_OF_KEY.get(node.get("language", ""), "")
    return Paper(node["pdf"], language, str(node["title"]), str(node["text"]))


def list_nodes(node: Any, where: str) -> Iterator[tuple[Any, str]]:
    """Every mapping of a tree, with the place where it stands."""
    if isinstance(node, dict):
        yield node, where
    children = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    for key, child in children:
        yield from list_nodes(child, f"{where}.{key}")


def make_media(items: list[Item], folder: Path, report: Report) -> Media:
    """Rows for all that `items` name. Pictures come from `folder` where it has them, else are kept there."""
    nodes = [found for item in items for found in list_nodes(item.data, item.file)]
    alts: dict[Drawing, dict[str, str]] = {}
    for node, where in nodes:
        if is_drawing(node):
            alt = {
                locale: pick(node["alt"], locale, where) for locale in LOCALES if _speaks(node["alt"], locale)
            }
            alts.setdefault(read_drawing(node, where), alt)
    papers = list(dict.fromkeys(read_paper(node, where) for node, where in nodes if is_paper(node)))
    _require_distinct(papers)
    drawn = draw_all(list(alts), folder, report)
    media = Media({}, {}, {})
    for drawing, alt_texts in alts.items():
        media.pictures[drawing] = _add_picture(drawing, alt_texts, drawn[drawing], media)
    for done, paper in enumerate(papers, start=1):
        media.files[paper] = _add_file(paper, media)
        report("files", done, len(papers))
    return media


def _speaks(alt: Any, locale: str) -> bool:
    return not isinstance(alt, dict) or any(LOCALE_OF_KEY.get(key) == locale for key in alt)


def _require_distinct(papers: list[Paper]) -> None:
    names = [paper.name for paper in papers]
    for name in names:
        if names.count(name) > 1:
            raise DemoError(
                f"Two files are named {name!r} and differ. Give one of them another name after `pdf:`."
            )


def _add_picture(drawing: Drawing, alt_texts: dict[str, str], data: bytes, media: Media) -> int:
    name = f"original_images/{drawing.name}"
    with Image.open(BytesIO(data)) as image:
        width, height = image.size
    title = next(iter(alt_texts.values()), "") or drawing.seed
    picture = Picture(
        title=title[:255],
        file=name,
        width=width,
        height=height,
        alt_texts=alt_texts,
        file_size=len(data),
        file_hash=sha1(data, usedforsecurity=False).hexdigest(),
    )
    picture.save()
    media.bytes_by_name[name] = data
    return int(picture.pk)


def _add_file(paper: Paper, media: Media) -> int:
    name = f"documents/{paper.name}.pdf"
    data = make_pdf(paper.title, paper.text, paper.language)
    file = File(
        title=paper.title[:255],
        file=name,
        language=paper.language,
        file_size=len(data),
        file_hash=sha1(data, usedforsecurity=False).hexdigest(),
    )
    file.save()
    media.bytes_by_name[name] = data
    return int(file.pk)
