"""`images`: photographs of 4,000 × 3,000 pixels into all their renditions, on every core; beside it libvips, with pyvips.

And that nothing is made twice: not in a second build, nor in one on another machine that shares the store.
"""

from __future__ import annotations

import importlib.util
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from bench_build import ROOT, environment_of, say

SIZE = (4000, 3000)
BASES = 12
SITE_PAGES = 60


def measure(*, pages: int, runs: int) -> Iterator[tuple[str, float]]:
    """(measure, value) of each run; `pages` is how many photographs."""
    sys.path.insert(0, str(ROOT))
    with tempfile.TemporaryDirectory(
        prefix="ponte-bench-", dir=os.environ.get("PONTE_BENCH_FOLDER") or None
    ) as name:
        folder = Path(name)
        say(f"taking {pages} photographs …")
        photographs = take_photographs(folder, pages)
        for run in range(runs):
            say(f"run {run + 1} of {runs}")
            yield "pictures_per_second_per_core", _speed(make_all, photographs)
            if importlib.util.find_spec("pyvips"):
                yield "pyvips_pictures_per_second_per_core", _speed(make_all_with_vips, photographs)
        yield from _count_made_again(folder)


def take_photographs(folder: Path, count: int) -> list[str]:
    """Paths of so many different JPEG files: shapes with grain, as a camera's files have."""
    from PIL import Image, ImageChops

    from site_content.demo.art import draw, families

    bases = []
    for number in range(min(BASES, count)):
        path = folder / f"base-{number}.jpg"
        path.write_bytes(
            draw(families()[number % len(families())], f"photo {number}", width=1600, height=1200)
        )
        grain = Image.effect_noise(SIZE, 24).convert("RGB")
        with Image.open(path) as drawn:
            bases.append(ImageChops.blend(drawn.convert("RGB").resize(SIZE), grain, 0.12))
        path.unlink()
    chance = random.Random(1)  # noqa: S311 - the same pictures each time, no secret
    paths = []
    for number in range(count):
        moved = ImageChops.offset(
            bases[number % len(bases)], chance.randrange(SIZE[0]), chance.randrange(SIZE[1])
        )
        path = folder / f"photo-{number}.jpg"
        moved.save(path, quality=88)
        paths.append(str(path))
    return paths


def _speed(make: Callable[[str], int], photographs: list[str]) -> float:
    cores = os.cpu_count() or 1
    with ProcessPoolExecutor(cores) as processes:
        list(processes.map(_get_ready, range(cores)))
        start = time.perf_counter()
        list(processes.map(make, photographs, chunksize=2))
        seconds = time.perf_counter() - start
    return len(photographs) / seconds / cores


def _get_ready(_: int) -> None:
    import static_build.pictures  # noqa: F401 - imported for its time


def make_all(photograph: str) -> int:
    """Bytes of all renditions of one photograph, as a build makes them."""
    from site_content.renditions import specs
    from static_build.pictures import forget, make_rendition

    total = sum(len(make_rendition(photograph, spec, "photograph")) for spec in specs(*SIZE))
    forget()
    return total


def make_all_with_vips(photograph: str) -> int:
    """The same sizes, formats and qualities by libvips."""
    import pyvips  # type: ignore[import-not-found]

    from site_content.renditions import specs

    total = 0
    for spec in specs(*SIZE):
        picture = pyvips.Image.thumbnail(photograph, spec.width, height=spec.height, size="both")
        options: dict[str, object] = {"Q": spec.quality, "strip": True}
        if spec.format == "avif":
            options |= {"effort": 0}
        total += len(picture.write_to_buffer(f".{spec.format}", **options))
    return total


def _count_made_again(folder: Path) -> Iterator[tuple[str, float]]:
    """Renditions made in a second full build, and in one with the store copied to another machine's folder."""
    home, other = folder / "home", folder / "other"
    script = str(ROOT / "scripts" / "bench_site.py")
    subprocess.run([sys.executable, script, str(SITE_PAGES)], cwd=ROOT, env=environment_of(home), check=True)
    yield "renditions_made_first", _renditions_rendered(home)
    yield "renditions_made_again", _renditions_rendered(home, "--full")
    other.mkdir()
    for name in ("media", "objects", "renditions"):
        shutil.copytree(home / name, other / name)
    shutil.copy(home / "db.sqlite3", other)
    yield "renditions_made_elsewhere", _renditions_rendered(other)


def _renditions_rendered(home: Path, *options: str) -> float:
    command = [sys.executable, "-m", "cms", "build", "--json", *options]
    done = subprocess.run(
        command, cwd=ROOT, env=environment_of(home), check=True, stdout=subprocess.PIPE, text=True
    )
    result = json.loads(done.stdout)
    manifest = json.loads((home / "releases" / result["release"] / "manifest.json").read_bytes())
    renditions = sum(path.startswith("media/") for path in manifest["outputs"])
    return float(result["rendered"] - (result["outputs"] - renditions))
