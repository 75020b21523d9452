"""An output: one file of the public site, what it is made from, and the fingerprint of all of that."""

from __future__ import annotations

from hashlib import blake2b
from typing import Any

import msgspec
from msgspec import Struct

from site_content.documents import Card, Document

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


class Fingerprints:
    """Digests of outputs. The digest of a document, card or frame is made once and kept while this lives."""

    def __init__(self, code: str) -> None:
        self.code = code.encode()
        self._kept: dict[int, bytes] = {}
        self._alive: list[Any] = []

    def of(self, output: Output) -> str:
        """The fingerprint: digest of the code, the renderer's class and every part of the input.

        An input whose class names its `identity` depends on those fields alone, and not on the code.
        """
        made = output.input
        identity = getattr(made, "identity", None)
        state = blake2b(b"" if identity else self.code, digest_size=20)
        state.update(type(made).__name__.encode())
        for field in identity or made.__struct_fields__:
            state.update(self._part(getattr(made, field)))
        return state.hexdigest()

    def _part(self, value: Any) -> bytes:
        if isinstance(value, (Document, Card)) or type(value).__name__ == "Frame":
            return self._kept_digest(value)
        if isinstance(value, tuple):
            return b"(" + b"".join(self._part(each) for each in value) + b")"
        if isinstance(value, dict):
            return b"{" + b"".join(str(key).encode() + self._part(value[key]) for key in sorted(value)) + b"}"
        return _encoder.encode(value)

    def _kept_digest(self, value: Any) -> bytes:
        digest = self._kept.get(id(value))
        if digest is None:
            digest = blake2b(_encoder.encode(value), digest_size=20).digest()
            self._kept[id(value)] = digest
            self._alive.append(value)  # an id is only unique while its object lives
        return digest


def html_path(path: str) -> str:
    """The file that a host serves at a public path: `/it/news/` is `it/news/index.html`."""
    return f"{path.lstrip('/')}index.html" if path.endswith("/") else path.lstrip("/")
