"""The list of releases, for people and for JSON, from the records on the disk alone. Needs no database."""

from __future__ import annotations

from typing import Any

import msgspec

from static_build.errors import BuildError
from static_build.manifest import Record
from static_build.release import Store


def list_releases(store: Store) -> list[dict[str, Any]]:
    """Every release, newest first. One that completes another stands for both; `problem`: why one cannot be read."""
    current, held = store.current(), store.hold()
    rows = [_row(store, name, current, held) for name in reversed(store.list_releases())]
    completed = {row["completes"] for row in rows if row.get("completes")}
    return [row for row in rows if row["release"] not in completed or row["current"]]


def _row(store: Store, name: str, current: str | None, held: str | None) -> dict[str, Any]:
    row: dict[str, Any] = {"release": name, "current": name == current, "held": name == held}
    try:
        record = store.record(name)
        _refuse_cut(store, record)
    except BuildError as error:
        return row | {"problem": str(error)}
    return row | {
        "parent": record.parent,
        "released_at": record.released_at.isoformat(),
        "outputs": record.outputs,
        "retained": len(record.retained),
        "seconds": round(sum(record.seconds.values()), 3),
        "completes": record.completes,
        "rolled_back_to": record.rolled_back_to,
        "causes": msgspec.to_builtins(record.causes),
    }


def _refuse_cut(store: Store, record: Record) -> None:
    path = store.releases / record.release / "manifest.json"
    size = path.stat().st_size
    if record.manifest_bytes and size != record.manifest_bytes:
        raise BuildError(f"{path} is corrupt: {size} bytes of {record.manifest_bytes}.")


def describe(row: dict[str, Any]) -> str:
    """One line about a release, as people read it."""
    marks = ("*" if row["current"] else " ") + ("=" if row["held"] else " ")
    if "problem" in row:
        return f"{marks} {row['release']}  {row['problem']}"
    notes = [_describe_cause(cause) for cause in row["causes"][:3]]
    if len(row["causes"]) > 3:
        notes.append(f"and {len(row['causes']) - 3} more")
    if row["rolled_back_to"]:
        notes.insert(0, f"back to {row['rolled_back_to']}")
    line = f"{marks} {row['release']}  {row['outputs']} outputs  {row['seconds']:.2f} s"
    return line + (f"  {'; '.join(notes)}" if notes else "")


def _describe_cause(cause: dict[str, str]) -> str:
    title = f" “{cause['title']}”" if cause["title"] else ""
    locale = f" ({cause['locale']})" if cause["locale"] else ""
    user = f" by {cause['user']}" if cause["user"] else ""
    return f"{cause['what']}{title}{locale}{user}"
