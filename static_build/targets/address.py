"""A target by its name in PONTE_TARGETS: `[EDITION=]folder:PATH`, `s3://bucket/prefix`, `gs://…`, `az://…`."""

from __future__ import annotations

import re

from msgspec import Struct

from static_build.manifest import MAIN

FOLDER = "folder:"
STORES = ("s3://", "gs://", "az://")
_EDITION = re.compile(r"([a-z0-9][a-z0-9-]*)=(.*)", re.DOTALL)


class Address(Struct, frozen=True):
    """Where the files of one edition go."""

    name: str
    """As the setting has it."""
    edition: str
    url: str

    @property
    def is_folder(self) -> bool:
        """Whether it is a folder of this machine."""
        return self.url.startswith(FOLDER)

    @property
    def is_s3(self) -> bool:
        """Whether it speaks S3."""
        return self.url.startswith("s3://")


def parse_target(name: str) -> Address:
    """Raises ValueError with what is wrong."""
    found = _EDITION.fullmatch(name)
    edition, url = (found[1], found[2]) if found else (MAIN, name)
    if url.startswith(FOLDER):
        if not url.removeprefix(FOLDER).startswith(("/", "~")):
            raise ValueError(f"{name!r}: after folder: stands an absolute path")
    elif not url.startswith(STORES):
        raise ValueError(f"{name!r} is no target")
    elif not url.partition("://")[2].partition("/")[0]:
        raise ValueError(f"{name!r} names no bucket")
    return Address(name, edition, url)


def parse_targets(value: str) -> tuple[str, ...]:
    """The names of all targets of a comma separated list. Raises ValueError."""
    names = tuple(name.strip() for name in value.split(",") if name.strip())
    for name in names:
        parse_target(name)
    return names
