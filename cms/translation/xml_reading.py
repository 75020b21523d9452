"""XML that others made, read as if it were meant to do harm: bytes come in, elements go out one by one.

No entity, no document type but those that a format is known by, UTF-8 and UTF-16 alone. Asks no database and no network.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from io import BytesIO
from typing import Any
from unicodedata import combining

from django.utils.translation import gettext as _
from lxml import etree  # type: ignore[import-untyped]
from msgspec import Struct

DECLARATION = re.compile(r"\s*<\?xml\b([^?]*)\?>")
DECLARED = re.compile(r"""encoding\s*=\s*["']([A-Za-z0-9._-]+)["']""")
MARKS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))
BLANKS = re.compile(r"\s*")
PROLOG_BYTES = 4096
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
MAX_TAGS = 1_000_000
STRETCH = 2**19
"""Tags of a file, and bytes of it without the beginning of an entry."""
UNSEEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff]"
)
"""Control and bidirectional characters."""
ACCENT = re.compile("[" + "".join(char for char in map(chr, range(0x300, 0x1E950)) if combining(char)) + "]")
PILE = re.compile(f"{ACCENT.pattern}{{31}}")
"""More accents on one letter than Unicode's stream-safe form has (UAX #15): putting them in order takes as long as the square
of their number."""


class BadFile(Exception):
    """Why a file cannot be read at all, for people; with the line where there is one."""


class LeftOut(Struct, frozen=True):
    """What of a file cannot be used, by its line."""

    line: int
    reason: str


def is_unfit(text: str) -> bool:
    """Whether it holds what no text has: characters that nobody sees, heaps of accents."""
    if text.isascii() and text.isprintable():
        return False  # most Italian texts, told at once
    return bool(UNSEEN.search(text) or (ACCENT.search(text) and PILE.search(text)))


def refuse_size(size: int, max_bytes: int) -> None:
    """Raises BadFile for a file that is larger."""
    if size > max_bytes:
        raise BadFile(_("The file has more than %(count)s MB: divide it.") % {"count": max_bytes // 2**20})


def find_encoding(content: bytes) -> tuple[bytes, str]:
    """The mark that a file begins with, and the encoding that it says."""
    return next(((mark, name) for mark, name in MARKS if content.startswith(mark)), (b"", "utf-8"))


def decode(content: bytes, max_bytes: int) -> str:
    """The text of a file in UTF-8 or UTF-16, without its mark. Raises BadFile."""
    refuse_size(len(content), max_bytes)
    mark, encoding = find_encoding(content)
    try:
        return content[len(mark) :].decode(encoding)
    except UnicodeError as error:
        if encoding == "utf-8":
            raise BadFile(_("The file is not in UTF-8: save it as UTF-8.")) from error
        raise BadFile(_("The file is said to be in UTF-16, and is not.")) from error


def decode_xml(content: bytes, doctype: re.Pattern[str] | None = None) -> tuple[bytes, int]:
    """The file as UTF-8 without declaration and that document type, and how many lines they took. Raises BadFile."""
    mark, encoding = find_encoding(content)
    if encoding != "utf-8":
        try:
            content = content.decode(encoding).removeprefix("\ufeff").encode("utf-8")
        except UnicodeError as error:
            raise BadFile(_("The file is said to be in UTF-16, and is not.")) from error
    else:
        content = content.removeprefix(mark)
    beginning = content[:PROLOG_BYTES].decode("utf-8", "replace")
    end = 0
    if declaration := DECLARATION.match(beginning):
        end = declaration.end()
        declared = DECLARED.search(declaration[1])
        if declared and declared[1].lower() not in ("utf-8", "utf8", "utf-16", encoding):
            raise BadFile(
                _("The file is said to be in %(encoding)s: save it as UTF-8.") % {"encoding": declared[1]}
            )
    if doctype and (found := doctype.match(beginning, end)):
        end = found.end()
    prolog = BLANKS.match(beginning, end)
    taken = beginning[: prolog.end() if prolog else end]
    return content[len(taken.encode("utf-8")) :], taken.count("\n")


def read_elements(
    body: bytes,
    lines: int,
    tags: Collection[str],
    roots: Collection[str],
    not_ours: str,
    most_tags: int = MAX_TAGS,
) -> Iterator[tuple[Any, int]]:
    """The elements of those names with their lines, each forgotten when the next is asked for.

    `lines` were taken off the file's beginning; `not_ours` says, with `%(tag)s`, that the root is none of `roots`. Raises
    BadFile, for a fault at its end after the elements before it.
    """
    try:
        yield from _read(body, lines, tags, roots, not_ours, most_tags)
    except etree.XMLSyntaxError as error:
        line = (error.lineno or 0) + lines
        reason = _("Line %(line)s: this is no well-formed XML. Export it from your tool again.")
        raise BadFile(reason % {"line": line}) from error


def _read(
    body: bytes, lines: int, tags: Collection[str], roots: Collection[str], not_ours: str, most_tags: int
) -> Iterator[tuple[Any, int]]:
    _refuse_heaps(body, tags, most_tags)
    events = parse_events(body, ("start", "end"), (*roots, *tags))
    is_first = True
    for event, element in events:
        if is_first:
            _check_root(element.getroottree().getroot(), roots, not_ours)
            is_first = False
        if event == "end" and element.tag in tags:
            yield element, (element.sourceline or 0) + lines
            element.clear()
            while element.getprevious() is not None:
                del element.getparent()[0]
    if is_first:
        _check_root(events.root, roots, not_ours)


def _refuse_heaps(body: bytes, tags: Collection[str], most_tags: int) -> None:
    """Before anything is read, as what is no entry stays in memory until the next: raises BadFile."""
    entry = "|".join(re.escape(tag.rpartition("}")[2]) for tag in tags)
    begin = re.compile(rf"<(?:[\w.-]+:)?(?:{entry})[\s/>]".encode())
    whole = range(0, len(body) - STRETCH, STRETCH)
    if body.count(b"<") > most_tags or not all(begin.search(body, at, at + STRETCH) for at in whole):
        raise BadFile(_("The file has more parts than a translation can have: divide it."))


def parse_events(body: bytes, events: tuple[str, ...], tags: tuple[str, ...] | None = None) -> Any:
    """lxml's iterparse, of `tags` alone where some are given. It resolves no entity, asks no network, recovers nothing."""
    return etree.iterparse(
        BytesIO(body),
        events=events,
        tag=tags,
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=False,
        recover=False,
        remove_pis=True,
        remove_comments=True,
    )


def refuse_document_type(root: Any) -> None:
    """Raises BadFile for a document that brings a document type."""
    if root.getroottree().docinfo.doctype:
        raise BadFile(_("The file brings a document type of its own, which is not read: leave it out."))


def _check_root(root: Any, roots: Collection[str], not_ours: str) -> None:
    refuse_document_type(root)
    if root.tag not in roots:
        raise BadFile(not_ours % {"tag": root.tag})


def is_entity(element: Any) -> bool:
    """Whether it is a reference that was not resolved."""
    return isinstance(element, etree._Entity)
