"""Pictures to be drawn in, their bytes out; each is drawn once and kept in a folder.

No Django here: several processes draw.
"""

from __future__ import annotations

import multiprocessing
import os
import re
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from functools import cache
from hashlib import blake2b
from pathlib import Path

from msgspec import Struct

from site_content.demo import art

FEW = 4
"""Up to so many pictures are drawn in this process: starting others would take longer."""

Report = Callable[[str, int, int], None]
"""(step, done, all) while something long runs."""


class Drawing(Struct, frozen=True):
    """A picture to be drawn."""

    kind: str
    word: str
    """Family, initials, acronym or place."""
    seed: str
    latitude: float = 0.0
    longitude: float = 0.0

    @property
    def name(self) -> str:
        words = re.sub(r"[^a-z0-9]+", "-", f"{self.word}-{self.seed}".lower()).strip("-")
        return f"{words}.{'png' if self.kind == 'logo' else 'jpg'}"


def draw_all(drawings: list[Drawing], folder: Path, report: Report) -> dict[Drawing, bytes]:
    """The bytes of each picture, drawn by several processes where many are not in `folder` yet."""
    places = {drawing: folder / _cache_name(drawing) for drawing in drawings}
    missing = [drawing for drawing, place in places.items() if not place.is_file()]
    folder.mkdir(parents=True, exist_ok=True)
    for done, (drawing, data) in enumerate(_draw_missing(missing), start=1):
        aside = places[drawing].with_suffix(".part")
        aside.write_bytes(data)
        aside.rename(places[drawing])
        report("pictures", done, len(missing))
    return {drawing: place.read_bytes() for drawing, place in places.items()}


def _draw_missing(missing: list[Drawing]) -> Iterator[tuple[Drawing, bytes]]:
    if len(missing) <= FEW:
        yield from ((drawing, draw_one(drawing)) for drawing in missing)
        return
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(os.cpu_count() or 1, mp_context=context) as pool:
        yield from zip(missing, pool.map(draw_one, missing, chunksize=2), strict=True)


def draw_one(drawing: Drawing) -> bytes:
    """The bytes of one picture."""
    if drawing.kind == "portrait":
        return art.draw_portrait(drawing.word, drawing.seed)
    if drawing.kind == "logo":
        return art.draw_logo(drawing.word, drawing.seed)
    if drawing.kind == "map":
        return art.draw_place(drawing.seed, latitude=drawing.latitude, longitude=drawing.longitude)
    return art.draw(drawing.word, drawing.seed)


def _cache_name(drawing: Drawing) -> str:
    """Hangs on the drawing and on the code that draws it."""
    state = blake2b(f"{_art_digest()}{drawing!r}".encode(), digest_size=12)
    return f"{state.hexdigest()}-{drawing.name}"


@cache
def _art_digest() -> str:
    state = blake2b(digest_size=12)
    for file in sorted(Path(art.__file__).parent.glob("*.py")):
        state.update(file.read_bytes())
    return state.hexdigest()
