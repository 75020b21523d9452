"""Editions: the sets of outputs that are made from the same documents, each for one public address.

The main edition is every page's canonical. Others, such as a mirror in mainland China, stand in the TOML file that
PONTE_EDITIONS names: a table for each, with `public_url` and what the law wants on every page.
"""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import msgspec
from msgspec import Struct

from static_build.errors import BuildError
from static_build.manifest import MAIN
from static_build.site import Content

_NAME = re.compile(r"[a-z0-9][a-z0-9-]*")
_ORIGIN = re.compile(r"https?://[^/?#\s]+")
_ENDPOINT = re.compile(r"(?:https?://[^/?#\s;,'\"]+)?(?:/[^/?#\s;,'\"]+)*/?")


class Edition(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One edition. Its lines replace those that editors gave in the site's settings; empty ones do not."""

    name: str = MAIN
    public_url: str
    icp: str = ""
    """Record number of the ICP filing."""
    public_security: str = ""
    """Number of the public-security filing."""
    organiser: str = ""
    search_url: str = ""
    """The endpoint that this edition's readers ask: an address or a path; empty for the main edition's."""

    def dress(self, content: Content) -> Content:
        """The same content as this edition shows it."""
        if self.name == MAIN:
            return content
        lines = {"icp": self.icp, "public_security": self.public_security, "organiser": self.organiser}
        return msgspec.structs.replace(
            content,
            public_url=self.public_url,
            canonical_url=content.public_url,
            mainland=lines,
            search_url=self.search_url.rstrip("/") or content.search_url,
        )


def read_editions(file: str, public_url: str) -> tuple[Edition, ...]:
    """The main edition, then those of the file in its order. `file` empty: the main one alone. Raises BuildError."""
    main = Edition(public_url=public_url)
    if not file:
        return (main,)
    try:
        tables = tomllib.loads(Path(file).expanduser().read_text("utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise BuildError(f"PONTE_EDITIONS names {file}, which cannot be read ({error}).") from error
    except tomllib.TOMLDecodeError as error:
        raise BuildError(f"PONTE_EDITIONS names {file}, which is not valid TOML ({error}).") from error
    return (main, *(_read_edition(file, name, table) for name, table in tables.items()))


def _read_edition(file: str, name: str, table: object) -> Edition:
    where = f"{file}, table [{name}]"
    if name == MAIN or not _NAME.fullmatch(name):
        raise BuildError(
            f"{where}: an edition's name is small letters, digits and hyphens, and not {MAIN!r}."
        )
    try:
        edition = msgspec.convert({**table, "name": name} if isinstance(table, dict) else table, Edition)
    except msgspec.ValidationError as error:
        raise BuildError(f"{where}: {error}.") from error
    if not _ORIGIN.fullmatch(edition.public_url):
        raise BuildError(
            f"{where}: public_url is {edition.public_url!r}; give scheme and host alone, https://www.example.cn."
        )
    if not _ENDPOINT.fullmatch(edition.search_url):
        raise BuildError(
            f"{where}: search_url is {edition.search_url!r}; give the address of a search endpoint, "
            "https://search.example.cn/api/search/v1, or a path of the site."
        )
    return edition
