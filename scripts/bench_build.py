"""`build`: a whole site of news in both languages, from the command to the switched release, as a process of its own.

Beside it the write floor: the seconds that plain Python takes to write the same bytes to the same disk in the same run.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
SAMPLE_SECONDS = 0.02


def measure(*, pages: int, runs: int) -> Iterator[tuple[str, float]]:
    """(measure, value) of each run: from nothing with renditions made, then with nothing changed."""
    with tempfile.TemporaryDirectory(
        prefix="ponte-bench-", dir=os.environ.get("PONTE_BENCH_FOLDER") or None
    ) as name:
        folder = Path(name)
        made = folder / "made"
        environment = environment_of(made)
        say(f"making a site of {pages} news in each language …")
        script = str(ROOT / "scripts" / "bench_site.py")
        subprocess.run([sys.executable, script, str(pages)], cwd=ROOT, env=environment, check=True)
        say("making the renditions, which is not measured …")
        _build(environment)
        for run in range(runs):
            say(f"run {run + 1} of {runs}")
            home = folder / f"run-{run}"
            _copy_without_release(made, home)
            yield from _measure_build("", environment_of(home))
            yield "write_floor_seconds", _write_floor(home, folder / f"floor-{run}")
            yield from _measure_build("unchanged_", environment_of(home))


def environment_of(home: Path) -> dict[str, str]:
    """For commands on a data folder, at a fixed moment."""
    return {**os.environ, "PONTE_HOME": str(home), "PONTE_NOW": "2026-11-22T09:00:00+00:00"}


def _copy_without_release(made: Path, home: Path) -> None:
    """A fresh folder with the database, the originals and the renditions, and nothing else of any build."""
    home.mkdir()
    shutil.copy(made / "db.sqlite3", home)
    shutil.copytree(made / "media", home / "media")
    shutil.copytree(made / "renditions", home / "renditions")
    (home / "objects").mkdir()
    for each in (made / "renditions").iterdir():
        name = each.read_text().split()[0]
        shutil.copy(made / "objects" / name, home / "objects")
    os.sync()


def _measure_build(prefix: str, environment: dict[str, str]) -> Iterator[tuple[str, float]]:
    whole_seconds, peak_bytes, result = _build(environment)
    yield f"{prefix}whole_seconds", whole_seconds
    yield f"{prefix}peak_rss_bytes", peak_bytes
    yield f"{prefix}work_seconds", sum(result["seconds"].values())
    for step, seconds in result["seconds"].items():
        yield f"{prefix}{step}_seconds", seconds
    yield f"{prefix}outputs", result["outputs"]
    yield f"{prefix}rendered_outputs", result["rendered"]


def say(words: str) -> None:
    """Tells people how far it is."""
    print(words, file=sys.stderr, flush=True)


def _build(environment: dict[str, str]) -> tuple[float, int, dict[str, Any]]:
    """Seconds of the whole process, peak resident memory of it and all its children added, and what it says."""
    start = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-m", "cms", "build", "--json"],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        text=True,
    )
    peak = 0
    while process.poll() is None:
        peak = max(peak, resident_bytes(process.pid))
        time.sleep(SAMPLE_SECONDS)
    whole = time.perf_counter() - start
    output = process.stdout.read() if process.stdout else ""
    if process.returncode:
        sys.exit("the build failed")
    return whole, peak, json.loads(output)


def resident_bytes(pid: int) -> int:
    """Resident memory of a process and its descendants; pages that they share count once for each."""
    total = 0
    try:
        for line in Path(f"/proc/{pid}/status").read_text().splitlines():
            if line.startswith("VmRSS:"):
                total += int(line.split()[1]) * 1024
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except OSError:
        return total
    return total + sum(resident_bytes(int(child)) for child in children)


def _write_floor(home: Path, folder: Path) -> float:
    """Seconds to write the files of the release once, each with one open, write and close."""
    tree = (home / "current").resolve()
    files = [
        (path.relative_to(tree), path.read_bytes()) for path in sorted(tree.rglob("*")) if path.is_file()
    ]
    for parent in {folder / name.parent for name, _ in files}:
        parent.mkdir(parents=True, exist_ok=True)
    start = time.perf_counter()
    for name, data in files:
        with open(folder / name, "wb", buffering=0) as file:
            file.write(data)
    seconds = time.perf_counter() - start
    shutil.rmtree(folder)
    return seconds
