"""Render: an output's input becomes bytes. Pure but for the original of a picture or file, which its hash identifies.

Runs in plain processes through any `concurrent.futures.Executor`: no database, no clock.
"""

from __future__ import annotations

import logging
import pickle
from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Executor, Future, wait
from pathlib import Path
from typing import Any

import msgspec
from jinja2 import TemplateError
from msgspec import Struct

from frontend.assets import assets
from frontend.feed_inputs import CalendarInput, FeedInput, SecurityInput
from frontend.feeds import make_feed
from frontend.qr import CodeInput, draw_code
from frontend.render import render as render_html
from frontend.security_text import make_security_text
from site_content.documents import TYPES
from static_build.errors import BuildError
from static_build.facts import Facts, extract_facts
from static_build.openapi import describe
from static_build.outputs.api import IndexInput, SchemaInput
from static_build.outputs.assets import AssetInput
from static_build.outputs.description import DescriptionInput, MovesInput, SiteInput
from static_build.outputs.documents import DocumentInput
from static_build.outputs.filters import FiltersInput
from static_build.outputs.hosting import HeadersInput
from static_build.outputs.media import FileInput, PictureInput
from static_build.outputs.output import HTML, Output
from static_build.outputs.search import SearchConfigInput
from static_build.outputs.search_rules import SearchRulesInput
from static_build.pictures import make_rendition
from static_build.release import Store

CHUNK = 32
_encoder = msgspec.json.Encoder(order="sorted")
logger = logging.getLogger("ponte.builds")


class Rendered(Struct, frozen=True):
    """What one output became."""

    path: str
    sha256: str
    size: int
    facts: Facts | None


def _read_file(made: FileInput) -> bytes:
    try:
        return Path(made.original).read_bytes()
    except OSError as error:
        raise BuildError(
            f"The file of {made.owner} cannot be read ({error.strerror}): {made.original}. Upload it again in the CMS."
        ) from error


def _make_calendar(made: CalendarInput) -> bytes:
    # Loaded when it is first needed: icalendar takes a quarter of a second, and most builds make no calendar.
    from frontend.calendars import make_calendar

    return make_calendar(made)


_RENDERERS: dict[type, Callable[[Any], bytes]] = {
    DocumentInput: _encoder.encode,
    IndexInput: _encoder.encode,
    FiltersInput: lambda made: _encoder.encode(made.index),
    SearchConfigInput: _encoder.encode,
    SearchRulesInput: _encoder.encode,
    SchemaInput: lambda made: _encoder.encode(msgspec.json.schema(TYPES[made.type])),
    AssetInput: lambda made: assets()[made.name].content,
    PictureInput: lambda made: make_rendition(made.original, made.spec, made.owner),
    FileInput: _read_file,
    HeadersInput: lambda made: made.text.encode(),
    CalendarInput: _make_calendar,
    FeedInput: make_feed,
    CodeInput: lambda made: draw_code(made.url),
    SecurityInput: make_security_text,
    DescriptionInput: lambda made: _encoder.encode(describe(made)),
    SiteInput: _encoder.encode,
    MovesInput: _encoder.encode,
}


def render(output: Output) -> bytes:
    """The bytes of one output."""
    return _RENDERERS.get(type(output.input), render_html)(output.input)


def render_all(
    outputs: list[Output], store: Store, executor: Executor | None, *, ahead: int = 4
) -> Iterator[Rendered]:
    """Renders and keeps every output, in the executor's processes and in this one. Order is not kept.

    `ahead`: how many chunks the executor is given in advance.
    """
    chunks = [outputs[start : start + CHUNK] for start in range(0, len(outputs), CHUNK)]
    if executor is None:
        for chunk in chunks:
            yield from _render_chunk(chunk, store)
        return
    yield from _share(chunks, store, executor, ahead)


def _share(chunks: list[list[Output]], store: Store, executor: Executor, ahead: int) -> Iterator[Rendered]:
    """Keeps the executor supplied and takes a chunk itself whenever there is nothing to fetch: no core waits.

    Chunks of an executor that breaks, because one of its processes died, are rendered here.
    """
    waiting = list(reversed(chunks))
    under_way: dict[Future[list[Rendered]], list[Output]] = {}
    is_broken = False
    try:
        while waiting or under_way:
            while waiting and len(under_way) < ahead and not is_broken:
                is_broken = not _submit(waiting, under_way, store, executor)
            if waiting:
                yield from _render_chunk(waiting.pop(), store)
            done, _ = wait(under_way, timeout=0 if waiting else None, return_when=FIRST_COMPLETED)
            for future in done:
                chunk = under_way.pop(future)
                try:
                    yield from future.result()
                except BrokenExecutor:
                    is_broken = True
                    waiting.append(chunk)
    finally:
        for future in under_way:
            future.cancel()


def _submit(
    waiting: list[list[Output]],
    under_way: dict[Future[list[Rendered]], list[Output]],
    store: Store,
    executor: Executor,
) -> bool:
    """Hands the next chunk over; False where the executor takes none any more."""
    chunk = waiting.pop()
    try:
        under_way[executor.submit(_render_pickled, pickle.dumps(chunk), str(store.home))] = chunk
    except BrokenExecutor:
        waiting.append(chunk)
        logger.warning("A process that renders has died; the build goes on without it.")
        return False
    return True


def _render_pickled(chunk: bytes, home: str) -> list[Rendered]:
    return _render_chunk(pickle.loads(chunk), Store(Path(home)))  # noqa: S301 - our own bytes, from this build


def _render_chunk(outputs: list[Output], store: Store) -> list[Rendered]:
    return [_render_one(output, store) for output in outputs]


def _render_one(output: Output, store: Store) -> Rendered:
    try:
        data = render(output)
    except (LookupError, TemplateError) as error:
        # A template or a message is not there: a fault of the front end, told with the page that shows it.
        raise BuildError(f"/{output.path} cannot be rendered: {error}") from error
    digest, size = store.put(data)
    facts = extract_facts(data) if output.type == HTML else None
    return Rendered(output.path, digest, size, facts)
