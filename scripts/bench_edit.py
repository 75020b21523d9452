"""`edit`: from the commit of a publication, and of an unpublication, to what readers get, by a running worker.

The worker is a process of its own, as in production; this one plays the editor and looks at the public folder.
"""

from __future__ import annotations

import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from bench_build import ROOT, environment_of, say

EDITS_A_RUN = 8
LOOK_SECONDS = 0.001
PATIENCE_SECONDS = 120


def measure(*, pages: int, runs: int) -> Iterator[tuple[str, float]]:
    """(measure, value): of each edit and each withdrawal, and of each what 95 % stay below."""
    with tempfile.TemporaryDirectory(prefix="ponte-bench-", dir=os.environ.get("PONTE_BENCH_FOLDER")) as name:
        home = Path(name)
        target = home / "target"
        environment = environment_of(home) | {"PONTE_TARGETS": f"folder:{target}"}
        say(f"making a site of {pages} news in each language, and its first release …")
        subprocess.run(
            [sys.executable, str(ROOT / "scripts" / "bench_site.py"), str(pages)],
            cwd=ROOT,
            env=environment,
            check=True,
        )
        command = [sys.executable, "-m", "cms"]
        subprocess.run([*command, "build", "--quiet"], cwd=ROOT, env=environment, check=True)
        subprocess.run(
            [*command, "publish", "--json"], cwd=ROOT, env=environment, check=True, stdout=sys.stderr
        )
        os.environ.update(environment)
        with _worker(environment):
            editor = Editor(home, target)
            editor.warm_up()
            for each in (editor.edit, editor.withdraw):
                yield from _with_p95(runs * EDITS_A_RUN, each)


def _with_p95(count: int, work: Callable[[], dict[str, float]]) -> Iterator[tuple[str, float]]:
    samples: dict[str, list[float]] = {}
    for number in range(count):
        say(f"{work.__name__} {number + 1} of {count}")
        for measure, value in work().items():
            samples.setdefault(measure, []).append(value)
            yield measure, value
    for measure, values in samples.items():
        if measure.endswith("_seconds"):
            yield f"p95_{measure}", statistics.quantiles(values, n=20, method="inclusive")[-1]


@contextmanager
def _worker(environment: dict[str, str]) -> Iterator[None]:
    process = subprocess.Popen([sys.executable, "-m", "cms", "worker"], cwd=ROOT, env=environment)
    try:
        yield
    finally:
        process.terminate()
        process.wait(30)


class Editor:
    """Publishes and unpublishes news, and waits until readers get what it did."""

    def __init__(self, home: Path, target: Path) -> None:
        sys.path.insert(0, str(ROOT))
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings")
        import django

        django.setup()
        from site_content.models import NewsPage

        self.folders = {"live": home / "current", "folder_target": target / "current"}
        self.news: Any = NewsPage
        self.chance = random.Random(1)  # noqa: S311 - which pages are edited is no secret
        self.ids = list(NewsPage.objects.filter(locale__language_code="it").values_list("pk", flat=True))
        self.count = 0

    def warm_up(self) -> None:
        """Edits until an edit is a small build: the worker has loaded all, and both trees are in use."""
        say("waiting for the worker …")
        for _ in range(4):
            self.edit()
            time.sleep(1)

    def edit(self) -> dict[str, float]:
        """Gives some page another title and publishes it."""
        page = self.news.objects.get(pk=self.chance.choice(self.ids))
        self.count += 1
        title = f"Titolo {self.count} {time.time_ns()}"
        page.title = title
        page.save_revision().publish()
        committed = time.perf_counter()
        needle = title.encode()
        found = self._wait(
            committed, lambda folder: needle in _read(folder / f"it/news/{page.slug}/index.html")
        )
        return {
            "edit_to_live_seconds": found["live"],
            "edit_to_folder_target_seconds": found["folder_target"],
            "rewritten_outputs": self._rewritten(),
        }

    def withdraw(self) -> dict[str, float]:
        """Unpublishes some page; its HTML, its JSON and its place in the sitemap are gone."""
        page = self.news.objects.filter(pk__in=self.ids, live=True).order_by("?")[0]
        page.unpublish()
        committed = time.perf_counter()
        path = f"it/news/{page.slug}/"
        json = f"api/documents/v1/it/news/{page.translation_key}.json"

        def is_gone(folder: Path) -> bool:
            if (folder / path).exists() or (folder / json).exists():
                return False
            parts = (folder / "sitemaps").glob("news-*.xml")
            return not any(f"/{path}<".encode() in _read(part) for part in parts)

        found = self._wait(committed, is_gone)
        return {
            "unpublish_to_gone_live_seconds": found["live"],
            "unpublish_to_gone_folder_target_seconds": found["folder_target"],
        }

    def _wait(self, since: float, is_there: Callable[[Path], bool]) -> dict[str, float]:
        """Seconds from `since` until each folder shows it."""
        found: dict[str, float] = {}
        while len(found) < len(self.folders):
            for name, folder in self.folders.items():
                if name not in found and is_there(folder):
                    found[name] = time.perf_counter() - since
            if time.perf_counter() - since > PATIENCE_SECONDS:
                sys.exit(f"after {PATIENCE_SECONDS} s it is not yet in {self.folders.keys() - found.keys()}")
            time.sleep(LOOK_SECONDS)
        return found

    def _rewritten(self) -> int:
        """Outputs that the last recorded release rendered; the record follows the switch by some milliseconds."""
        from static_build.models import Release

        time.sleep(0.1)
        row = Release.objects.exclude(name="").order_by("-pk").first()
        return int(row.rendered) if row is not None else 0


def _read(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError:
        return b""
