"""Withdrawal: what may not be public any more is taken out of documents that were made when it still was. Plain values.

A page, a picture or a file whose token is not allowed now goes, with every link to it; so does a list of results that has had
its day, and one that names persons and that its call shows no more.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from functools import cache
from types import NoneType
from typing import Any, get_args, get_type_hints

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from site_content.documents import Document
from site_content.documents.call import CallDocument, Results
from site_content.documents.values import Alternate, Crumb, File, Link, Picture
from site_content.visibility import results_are_out
from static_build.search.public_rules import keep_public
from static_build.site import Content, Place, media_token

ASKED = frozenset({"call"})
"""Types of which `withdraw` asks what they show now."""
_LINK = re.compile(r'<a href="([^"#]*)(?:#[^"]*)?">(.*?)</a>', re.DOTALL)
_encoder = msgspec.json.Encoder()


class Gone(Struct, frozen=True, kw_only=True):
    """What has to leave."""

    paths: frozenset[str]
    """Public paths, and addresses of files, at which there is nothing any more."""
    media: frozenset[str]
    """Tokens of pictures and files."""


def withdraw(base: Content, now: Content) -> Content:
    """`base` less what `now` does not allow, at the moment of `now`. Documents that lose nothing are the same objects."""
    kept = {place: document for place, document in base.documents.items() if _token(place) in now.allowed}
    paths = {base.documents[place].path for place in base.documents.keys() - kept.keys()}
    media = {media_token(each) for document in kept.values() for each in document.media}
    files = {
        each.url
        for document in kept.values()
        for each in document.media
        if isinstance(each, File) and media_token(each) not in now.allowed
    }
    gone = Gone(paths=frozenset((paths | files) - {""}), media=frozenset(media - now.allowed))
    documents = {place: _reduce(document, gone, now) for place, document in kept.items()}
    public = {document.path for document in documents.values()}
    return replace(
        base,
        now=now.now,
        documents=documents,
        allowed=now.allowed,
        pictures={id: row for id, row in base.pictures.items() if f"picture:{id}" in now.allowed},
        files={id: row for id, row in base.files.items() if f"file:{id}" in now.allowed},
        redirects=tuple(
            each
            for each in base.redirects
            if each.old not in public and each.new.partition("#")[0] not in gone.paths
        ),
        moments=now.moments,
        search_rules=keep_public(base.search_rules, documents),
    )


def differing(before: Content, now: Content) -> set[Place]:
    """Places at which two contents that were reduced from one base hold other documents."""
    return {
        place
        for place in before.documents.keys() | now.documents.keys()
        if before.documents.get(place) is not now.documents.get(place)
    }


def _token(place: Place) -> str:
    return f"{place[0]}@{place[1]}"


def _reduce(document: Document, gone: Gone, now: Content) -> Document:
    if isinstance(document, CallDocument) and document.results:
        document = _reduce_results(document, now)
    if not gone.media.isdisjoint(map(media_token, document.media)) or _names(document, gone.paths):
        return _clean(document, gone)  # type: ignore[no-any-return]
    return document


def _reduce_results(document: CallDocument, now: Content) -> CallDocument:
    current = now.documents.get((document.key, document.locale))
    shown = {each.file.id for each in getattr(current, "results", ()) if each.file}

    def is_public(each: Results) -> bool:
        is_out = results_are_out(each.date, each.remove_on, now=now.now)
        return is_out and (not each.names_persons or (each.file is not None and each.file.id in shown))

    results = tuple(
        each if each.file is None or is_public(each) else replace(each, file=None)
        for each in document.results
    )
    return document if results == document.results else replace(document, results=results)


def _names(document: Document, paths: Collection[str]) -> bool:
    if not paths:
        return False
    text = _encoder.encode(document).decode()
    return any(path in text for path in paths)


def _clean(value: Any, gone: Gone) -> Any:
    """The value without what has to leave; None where nothing is left of it."""
    if isinstance(value, Picture | File):
        return None if media_token(value) in gone.media else value
    if isinstance(value, Alternate | Crumb):
        return None if value.path in gone.paths else value
    if isinstance(value, Link):
        return None if value.url.partition("#")[0] in gone.paths else value
    if isinstance(value, str):
        return _unlink(value, gone.paths)
    if isinstance(value, tuple):
        return tuple(each for each in (_clean(one, gone) for one in value) if each is not None)
    return _clean_struct(value, gone) if isinstance(value, Struct) else value


def _clean_struct(value: Struct, gone: Gone) -> Struct | None:
    changes = {}
    for name in value.__struct_fields__:
        old = getattr(value, name)
        new = _clean(old, gone)
        if new is not old:
            if new is None and name not in _optional(type(value)):
                return None  # a picture block without its picture
            changes[name] = new
    return replace(value, **changes) if changes else value


@cache
def _optional(cls: type) -> frozenset[str]:
    """Names of the fields that may be None."""
    return frozenset(name for name, hint in get_type_hints(cls).items() if NoneType in get_args(hint))


def _unlink(text: str, paths: Collection[str]) -> str:
    """Rich text whose links to what is gone have become their words; an address alone becomes empty."""
    if text.partition("#")[0] in paths:
        return ""
    if "<a href=" not in text:
        return text
    return _LINK.sub(lambda match: match[2] if match[1] in paths else match[0], text)
