"""An output: one file of the public site, what it is made from, and the fingerprint of all of that."""

from __future__ import annotations

from datetime import datetime
from hashlib import blake2b
from typing import Any

import msgspec
from msgspec import Struct

from site_content.documents.base import Digested

HTML = "text/html; charset=utf-8"
JSON = "application/json; charset=utf-8"
XML = "application/xml; charset=utf-8"
TEXT = "text/plain; charset=utf-8"

_encoder = msgspec.json.Encoder(order="sorted")


class Output(Struct, frozen=True, kw_only=True):
    """One file to be made. It is a function of `input` and of the code, and of nothing else."""

    path: str
    """Below the public root, no slash in front: `it/news/x/index.html`."""
    type: str
    """Content type."""
    input: Any
    """A struct whose class tells which renderer makes it."""
    sources: tuple[str, ...] = ()
    """Tokens of the documents, pictures and files it shows."""
    changes_at: datetime | None = None
    """When what it shows changes by itself next."""
    document: str = ""
    """Token of the document whose page it is."""
    redirect: str = ""
    """The public path to which it leads, where that is all it is for."""


def fingerprint(output: Output, code: str) -> str:
    """Digest of the code, the renderer's class and every part of the input.

    An input whose class names its `identity` depends on those fields alone, and not on the code.
    """
    made = output.input
    identity = getattr(made, "identity", None)
    state = blake2b(b"" if identity else code.encode(), digest_size=20)
    state.update(type(made).__name__.encode())
    for field in identity or made.__struct_fields__:
        state.update(_digest_part(getattr(made, field)))
    return state.hexdigest()


def _digest_part(value: Any) -> bytes:
    if isinstance(value, Digested):
        return value.digest
    if isinstance(value, tuple):
        return b"(" + b"".join(map(_digest_part, value)) + b")"
    if isinstance(value, dict):
        return b"{" + b"".join(str(key).encode() + _digest_part(value[key]) for key in sorted(value)) + b"}"
    if isinstance(value, Struct):
        return b"<" + b"".join(_digest_part(getattr(value, name)) for name in value.__struct_fields__) + b">"
    return _encoder.encode(value)


def html_path(path: str) -> str:
    """The file that a host serves at a public path: `/it/news/` is `it/news/index.html`."""
    return f"{path.lstrip('/')}index.html" if path.endswith("/") else path.lstrip("/")
