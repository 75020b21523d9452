"""Records: what builds did, as rows that people look at in the CMS. A record that cannot be written stops no build."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any

import msgspec
from django.db import DatabaseError
from msgspec import Struct

from static_build.errors import BuildError, Busy, CheckFailed, Problem
from static_build.manifest import Cause, Entry
from static_build.result import Result

KEEP = 2000
"""How many releases are remembered."""
logger = logging.getLogger("ponte.builds")


class PageChange(Struct, frozen=True):
    """What a release did to one page. `change`: added, changed or removed."""

    key: str
    locale: str
    path: str
    change: str


def record_release(
    result: Result,
    released_at: datetime,
    pages: Iterable[PageChange] | None,
    *,
    causes: tuple[Cause, ...],
    started_at: datetime,
) -> None:
    """Remembers a release. `pages`: what it did to each page; None where it was made from nothing."""
    _write(
        [] if pages is None else list(pages),
        name=result.release or "",
        parent=result.parent or "",
        edition=result.edition,
        started_at=started_at,
        released_at=released_at,
        outputs=result.outputs,
        rendered=result.rendered,
        removed=result.removed,
        seconds=result.seconds,
        causes=msgspec.to_builtins(causes),
        whole=pages is None,
    )


def record_failure(error: BuildError, *, causes: tuple[Cause, ...], started_at: datetime) -> None:
    """Remembers why a build failed; one that only found another at work is forgotten."""
    if isinstance(error, Busy):
        return
    problems = error.problems if isinstance(error, CheckFailed) else [Problem(str(error))]
    _write(
        [],
        started_at=started_at,
        causes=msgspec.to_builtins(causes),
        problems=msgspec.to_builtins(problems[:100]),
    )


def _write(pages: list[PageChange], **fields: Any) -> None:
    from static_build.models import Release, ReleasedPage

    try:
        release = Release.objects.create(**fields)
        ReleasedPage.objects.bulk_create(
            [ReleasedPage(release=release, **msgspec.structs.asdict(page)) for page in pages], batch_size=500
        )
        if release.pk % 100 == 0:
            _forget_old(Release)
    except DatabaseError as error:
        logger.warning("The release is live, but could not be recorded: %s", error)


def _forget_old(model: Any) -> None:
    newest = model.objects.order_by("-pk").values_list("pk", flat=True)[KEEP : KEEP + 1]
    for last in newest:
        model.objects.filter(pk__lte=last).delete()


def page_changes(
    before: Mapping[str, Entry], now: Mapping[str, Entry], paths: Iterable[str]
) -> Iterator[PageChange]:
    """What became of the pages of documents at these paths."""
    for path in paths:
        old, new = before.get(path), now.get(path)
        document = (new or old).document if new or old else ""  # type: ignore[union-attr]
        if document and (old is None or new is None or old.sha256 != new.sha256):
            key, _, locale = document.partition("@")
            change = "added" if old is None else "removed" if new is None else "changed"
            yield PageChange(key, locale, f"/{path.removesuffix('index.html')}", change)
