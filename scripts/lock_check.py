"""Checks the two lock files against pyproject.toml and against each other, without a network.

Every direct dependency is locked at a version that is asked for, every package has its hashes, nothing names
a package index, and the developers' lock holds the other at the same versions. Exit 1 if there is a fault.
"""

from __future__ import annotations

import re
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent
PIN = re.compile(r"^(?P<name>[\w.-]+)(?:\[[^]]*\])?==(?P<version>[^\s;]+)(?P<rest>.*)$")

Pins = dict[str, set[str]]


def read_pins(lock: Path) -> Pins:
    """Package to its versions: more than one where Pythons or platforms differ."""
    pins: Pins = {}
    for line in lock.read_text(encoding="utf-8").splitlines():
        found = PIN.match(line)
        if found:
            pins.setdefault(canonicalize_name(found["name"]), set()).add(found["version"])
    return pins


def find_unlocked(requirements: list[str], pins: Pins, lock: str) -> Iterator[str]:
    for requirement in map(Requirement, requirements):
        versions = pins.get(canonicalize_name(requirement.name), set())
        if not any(requirement.specifier.contains(version, prereleases=True) for version in versions):
            yield f"{lock}: {requirement} of pyproject.toml is not in it, but {sorted(versions) or 'nothing'}"


def find_faults_in_text(lock: Path) -> Iterator[str]:
    text = lock.read_text(encoding="utf-8")
    if "://" in text or "--index" in text or "--find-links" in text:
        yield f"{lock.name}: names a package index; where packages come from is each machine's own affair"
    for entry in re.split(r"^(?=\w)", text, flags=re.MULTILINE)[1:]:
        if "--hash=sha256:" not in entry:
            yield f"{lock.name}: no hash for {entry.splitlines()[0]}"


def find_faults() -> Iterator[str]:
    runtime_lock, dev_lock = ROOT / "requirements.lock", ROOT / "requirements-dev.lock"
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    wanted = project["project"]["dependencies"] + project["project"]["optional-dependencies"]["production"]
    runtime, dev = read_pins(runtime_lock), read_pins(dev_lock)
    yield from find_unlocked(wanted, runtime, runtime_lock.name)
    yield from find_unlocked(wanted + project["dependency-groups"]["dev"], dev, dev_lock.name)
    for name, versions in runtime.items():
        if dev.get(name) != versions:
            yield f"{dev_lock.name}: {name} is at {dev.get(name)}, in {runtime_lock.name} at {versions}"
    yield from find_faults_in_text(runtime_lock)
    yield from find_faults_in_text(dev_lock)


def main() -> int:
    faults = list(find_faults())
    for fault in faults:
        print(fault)
    if faults:
        print("Run scripts/lock and commit both lock files.")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
