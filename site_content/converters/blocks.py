"""The body: stored blocks to document blocks. One function a block, found by the block's name."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

from anyascii import anyascii
from msgspec import structs

from site_content.documents import blocks as doc
from site_content.documents.values import Picture

from .context import Context, stored

_CONVERTERS: dict[str, Callable[[Context, str, Any, Any], doc.Block | None]] = {}


def body(own: Any, source: Any, context: Context) -> tuple[doc.Block, ...]:
    """The blocks of a page. Text stands as its own language has it; facts inside come from the source's block."""
    facts = {
        str(block.get("id")): block.get("value") for block in stored(source) or () if isinstance(block, dict)
    }
    return tuple(_unique_anchors(_blocks(stored(own), facts, context)))


def _blocks(own: Any, facts: dict[str, Any], context: Context) -> Iterator[doc.Block]:
    for block in own or ():
        try:
            convert = _CONVERTERS[block["type"]]
            id = str(block.get("id", ""))
            made = convert(context, id, block["value"], facts.get(id, block["value"]))
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            name = block.get("type") if isinstance(block, dict) else block
            raise context.fail("body", f"the block {name!r} has an older shape ({error!r})") from error
        if made is not None:
            yield made


def _unique_anchors(blocks: Iterator[doc.Block]) -> Iterator[doc.Block]:
    seen: dict[str, int] = {}
    for block in blocks:
        if not isinstance(block, doc.Heading):
            yield block
            continue
        count = seen[block.anchor] = seen.get(block.anchor, 0) + 1
        yield block if count == 1 else structs.replace(block, anchor=f"{block.anchor}-{count}")


def anchor(text: str) -> str:
    """An ASCII anchor that readers of both sides can spell: Chinese is written in pinyin."""
    return re.sub(r"[^a-z0-9]+", "-", anyascii(text).lower()).strip("-")[:60] or "part"


def _converts(name: str) -> Callable[[Callable[..., doc.Block | None]], Callable[..., doc.Block | None]]:
    def register(function: Callable[..., doc.Block | None]) -> Callable[..., doc.Block | None]:
        _CONVERTERS[name] = function
        return function

    return register


@_converts("paragraph")
def _paragraph(context: Context, id: str, value: str, _: Any) -> doc.Block | None:
    html = context.html(value)
    return doc.Paragraph(id=id, html=html) if html else None


@_converts("heading")
def _heading(context: Context, id: str, value: dict[str, Any], _: Any) -> doc.Block:
    text = context.text(value["text"])
    return doc.Heading(id=id, text=text, anchor=anchor(text), level=int(value.get("level") or 2))


def _picture(context: Context, value: dict[str, Any]) -> Picture | None:
    return context.picture(
        value.get("picture"),
        alt=value.get("alt") or "",
        caption=value.get("caption") or "",
        credit=value.get("credit") or "",
    )


@_converts("figure")
def _figure(context: Context, id: str, value: dict[str, Any], _: Any) -> doc.Block | None:
    picture = _picture(context, value)
    return doc.Figure(id=id, picture=picture) if picture else None


@_converts("gallery")
def _gallery(context: Context, id: str, value: dict[str, Any], _: Any) -> doc.Block | None:
    found = (_picture(context, item) for _id, item in context.items("body", value.get("pictures")))
    pictures = tuple(picture for picture in found if picture)
    return doc.Gallery(id=id, title=value.get("title") or "", pictures=pictures) if pictures else None


@_converts("quote")
def _quote(context: Context, id: str, value: dict[str, Any], _: Any) -> doc.Block:
    return doc.Quote(id=id, text=context.text(value["text"]), attribution=value.get("attribution") or "")


@_converts("table")
def _table(context: Context, id: str, value: dict[str, Any], _: Any) -> doc.Block:
    header = tuple(str(cell) for _id, cell in context.items("body", value.get("header")))
    rows = tuple(
        tuple(context.text(cell) for _cell_id, cell in context.items("body", row))
        for _id, row in context.items("body", value.get("rows"))
    )
    width = len(header) or max(map(len, rows), default=0)
    padded = tuple((row + ("",) * width)[:width] for row in rows)
    return doc.Table(id=id, caption=value.get("caption") or "", header=header, rows=padded)


@_converts("documents")
def _documents(context: Context, id: str, value: dict[str, Any], _: Any) -> doc.Block | None:
    files = tuple(
        file for _id, each in context.items("body", value.get("files")) if (file := context.file(each))
    )
    return doc.Documents(id=id, title=value.get("title") or "", files=files) if files else None


@_converts("button")
def _button(context: Context, id: str, value: dict[str, Any], facts: dict[str, Any]) -> doc.Block | None:
    url = context.path(facts.get("page")) or facts.get("url") or ""
    return doc.Button(id=id, label=value["label"], url=url) if url else None


@_converts("questions")
def _questions(context: Context, id: str, value: dict[str, Any], facts: dict[str, Any]) -> doc.Block:
    return doc.Questions(
        id=id, items=questions(value.get("items"), facts.get("items"), context, field="body")
    )


def questions(
    own: Any, source: Any, context: Context, *, field: str = "questions"
) -> tuple[doc.Question, ...]:
    """Questions and answers, one not translated yet in the source's words."""
    return tuple(
        doc.Question(
            id=id, question=context.text(text["question"]), html=context.html(text["answer"]), lang=lang
        )
        for id, _, text, lang in context.pairs(field, own, source)
    )


@_converts("timeline")
def _timeline(context: Context, id: str, value: dict[str, Any], facts: dict[str, Any]) -> doc.Block:
    entries = [
        doc.TimelineEntry(
            id=entry_id,
            date=date.fromisoformat(fact["date"]),
            precision=fact.get("precision") or "day",
            side=fact.get("side") or "both",
            title=context.text(text["title"]),
            html=context.html(text.get("text")),
            lang=lang,
        )
        for entry_id, fact, text, lang in context.pairs("body", value.get("entries"), facts.get("entries"))
    ]
    return doc.Timeline(id=id, entries=tuple(sorted(entries, key=lambda entry: entry.date)))


def _snippet_ids(context: Context, facts: dict[str, Any], field: str) -> list[int]:
    return [each for _id, each in context.items("body", facts.get(field))]


@_converts("people")
def _people(context: Context, id: str, value: dict[str, Any], facts: dict[str, Any]) -> doc.Block | None:
    people = context.snippets("person", _snippet_ids(context, facts, "people"))
    return doc.People(id=id, title=value.get("title") or "", people=people) if people else None


@_converts("partners")
def _partners(context: Context, id: str, value: dict[str, Any], facts: dict[str, Any]) -> doc.Block | None:
    partners = context.snippets("partner", _snippet_ids(context, facts, "partners"))
    return doc.Partners(id=id, title=value.get("title") or "", partners=partners) if partners else None


@_converts("place")
def _place(context: Context, id: str, value: dict[str, Any], facts: dict[str, Any]) -> doc.Block | None:
    office = context.snippet("office", facts.get("office")) if facts.get("office") else ""
    if not office and facts.get("latitude") is None:
        return None
    return doc.Place(
        id=id,
        office=office,
        name=value.get("name") or "",
        address=value.get("address") or "",
        latitude=_number(facts.get("latitude")),
        longitude=_number(facts.get("longitude")),
        picture=context.picture(facts.get("picture")),
    )


def _number(value: Any) -> float | None:
    return None if value in (None, "") else float(value)


@_converts("video")
def _video(context: Context, id: str, value: dict[str, Any], facts: dict[str, Any]) -> doc.Block | None:
    file = context.file(facts.get("file"))
    if file is None:
        return None
    return doc.Video(
        id=id,
        title=value["title"],
        file=file,
        poster=context.picture(facts.get("poster")),
        captions=context.file(facts.get("captions")),
        transcript=context.text(value.get("transcript")),
    )
