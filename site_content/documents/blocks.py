"""The blocks of a body, as a tagged union: `block["block"]` names which one.

`id` is the block's own id, the same in every language; `lang` is the locale code of its text, which differs from the
document's where an item is not translated yet. Every `html` has been sanitised.
"""

from __future__ import annotations

from datetime import date

from msgspec import Struct

from site_content.documents.values import File, Picture


class Base(Struct, frozen=True, kw_only=True, omit_defaults=True, tag_field="block"):
    """What all blocks share."""

    id: str


class Paragraph(Base, frozen=True, tag="paragraph"):
    """Rich text."""

    html: str


class Heading(Base, frozen=True, tag="heading"):
    """A heading below the page's title; `anchor` is unique on the page and ASCII."""

    text: str
    anchor: str
    level: int = 2
    """2 or 3."""


class Figure(Base, frozen=True, tag="figure"):
    """A picture with its caption and credit (both on the picture)."""

    picture: Picture


class Gallery(Base, frozen=True, tag="gallery"):
    """Pictures that belong together."""

    title: str
    pictures: tuple[Picture, ...]


class Quote(Base, frozen=True, tag="quote"):
    """Somebody's words."""

    text: str
    attribution: str = ""


class Table(Base, frozen=True, tag="table"):
    """A table of plain text; every row has as many cells as `header`."""

    caption: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


class Documents(Base, frozen=True, tag="documents"):
    """Files to download."""

    title: str
    files: tuple[File, ...]


class Button(Base, frozen=True, tag="button"):
    """A link that stands out."""

    label: str
    url: str


class Question(Struct, frozen=True, kw_only=True):
    """A question and its answer."""

    id: str
    question: str
    html: str
    lang: str


class Questions(Base, frozen=True, tag="questions"):
    """Questions and answers."""

    items: tuple[Question, ...]


class TimelineEntry(Struct, frozen=True, kw_only=True):
    """One date of a history. `side`: `it`, `cn` or `both`."""

    id: str
    date: date
    precision: str
    """`year`, `month` or `day`: how much of the date is known."""
    side: str
    title: str
    html: str
    lang: str


class Timeline(Base, frozen=True, tag="timeline"):
    """A history, oldest first."""

    entries: tuple[TimelineEntry, ...]


class People(Base, frozen=True, tag="people"):
    """Keys of persons."""

    title: str
    people: tuple[str, ...]


class Partners(Base, frozen=True, tag="partners"):
    """Keys of partners."""

    title: str
    partners: tuple[str, ...]


class Place(Base, frozen=True, tag="place"):
    """A place: a picture of the map and links; nothing is loaded from a map's host."""

    office: str = ""
    """Key of an office, whose card then tells name and address; else empty."""
    name: str = ""
    address: str = ""
    latitude: float | None = None
    longitude: float | None = None
    picture: Picture | None = None


class Video(Base, frozen=True, tag="video"):
    """A video of our own with captions and poster."""

    title: str
    file: File
    poster: Picture | None = None
    captions: File | None = None
    transcript: str = ""


Block = (
    Paragraph
    | Heading
    | Figure
    | Gallery
    | Quote
    | Table
    | Documents
    | Button
    | Questions
    | Timeline
    | People
    | Partners
    | Place
    | Video
)
