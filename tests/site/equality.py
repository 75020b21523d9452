"""What a build from nothing would release now, worked out in memory; and the comparison with what a warm engine released."""

from __future__ import annotations

from datetime import datetime
from hashlib import sha256
from pathlib import Path

import msgspec
from msgspec.structs import asdict

from static_build.build import build
from static_build.changes import entry_of
from static_build.check import Checked, check
from static_build.code import code_digest
from static_build.errors import BuildError
from static_build.facts import Facts, extract_facts
from static_build.load import load
from static_build.manifest import Entry, Manifest
from static_build.outputs import Plan
from static_build.outputs.output import HTML, Output
from static_build.release import Store
from static_build.render import render
from static_build.shards import Shards
from static_build.sharing import find_share

Made = tuple[str, int, Facts | None]
KEPT = 10_000
"""So many renders are remembered at a time."""
_encoder = msgspec.json.Encoder(order="sorted")


class Expectation:
    """Makes whole sites in memory. A render is a function of its input: the same input and code is rendered once."""

    def __init__(self, scratch: Path) -> None:
        """`scratch`: a folder of its own."""
        self._made: dict[tuple[str, bytes], Made] = {}
        self._store = Store(scratch)
        self._store.prepare()

    def find(self, now: datetime) -> tuple[Manifest | None, dict[str, str], str | None]:
        """The manifest of a release of the database as it is, and the shards beside it; else the words of the refusal."""
        try:
            return *self._make_site(now), None
        except BuildError as error:
            return None, {}, str(error)

    def _make_site(self, now: datetime) -> tuple[Manifest, dict[str, str]]:
        site = load(now)
        plan = Plan(site, code_digest())
        made = {path: self._make(output) for path, output in plan.outputs.items()}
        entries = {
            path: entry_of(
                output, *made[path][:2], plan.fingerprints[path], find_share(output, made[path][2])
            )
            for path, output in plan.outputs.items()
        }
        self._check(plan, entries, made)
        shards = Shards(self._store).keep(site.content, None)
        return Manifest(next_change_at=site.next_change_at(), outputs=entries), shards

    def _make(self, output: Output) -> Made:
        whole = type(output.input).__name__.encode() + _encoder.encode(output.input)
        key = code_digest(), sha256(whole).digest()
        if key not in self._made:
            if len(self._made) > KEPT:
                self._made.clear()
            data = render(output)
            facts = extract_facts(data) if output.type == HTML else None
            self._made[key] = sha256(data).hexdigest(), len(data), facts
        return self._made[key]

    def _check(self, plan: Plan, entries: dict[str, Entry], made: dict[str, Made]) -> None:
        facts = {path: each[2] for path, each in made.items() if each[2] is not None}
        site = plan.site
        check(
            Checked(
                outputs=plan.outputs,
                entries=entries,
                facts=facts,
                leads=(),  # every page is looked at as one that was rendered
                rendered=facts.keys(),
                touched=plan.outputs.keys(),
                allowed=site.content.allowed,
                origin=site.public_url,
                canonical=site.public_url,
            )
        )


def differences(found: Manifest, wanted: Manifest) -> list[str]:
    """In words, what a manifest has other than it should; empty where they are equal."""
    words = []
    if found.next_change_at != wanted.next_change_at:
        words.append(f"next change: {found.next_change_at}, not {wanted.next_change_at}")
    for path in sorted(found.outputs.keys() | wanted.outputs.keys()):
        one, other = found.outputs.get(path), wanted.outputs.get(path)
        if one is None or other is None:
            words.append(f"{path}: {'missing' if one is None else 'should not be there'}")
        elif one != other:
            before, after = asdict(one), asdict(other)
            names = [name for name in before if before[name] != after[name]]
            words.append(f"{path}: {', '.join(names)}")
    return words


def read_tree(home: Path) -> dict[str, bytes]:
    """Every file of the public folder by its path."""
    root = home / "current"
    return {
        path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()
    }


def compare_trees(kept: Store, fresh: Store, now: datetime) -> None:
    """Makes a full build in an empty folder and compares every byte; files kept for open pages aside."""
    build(fresh, now=now, workers=1)
    current = kept.current() or ""
    retained = kept.record(current).retained
    found, wanted = read_tree(kept.home), read_tree(fresh.home)
    assert found.keys() - retained.keys() == wanted.keys()
    assert [path for path in wanted if found[path] != wanted[path]] == []
    assert kept.manifest(current).encode() == fresh.manifest(fresh.current() or "").encode()
