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
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from bench_build import ROOT, environment_of, say

EDITS_A_RUN = 8
LOOK_SECONDS = 0.001
QUIET_SECONDS = 6
"""After so long the worker does its idle work."""
PREPARED_A_SECOND = 500
PATIENCE_SECONDS = 120


def measure(*, pages: int, runs: int) -> Iterator[tuple[str, float]]:
    """(measure, value): of each edit and each withdrawal, and of each what 95 % stay below."""
    with tempfile.TemporaryDirectory(
        prefix="ponte-bench-", dir=os.environ.get("PONTE_BENCH_FOLDER") or None
    ) as name:
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
        views = {"live": in_folder(home / "current"), "folder_target": in_folder(target / "current")}
        with worker(environment):
            editor = Editor(views)
            editor.warm_up()
            for each in (editor.edit, editor.withdraw):
                yield from with_p95(runs * EDITS_A_RUN, each)


def with_p95(count: int, work: Callable[[], dict[str, float]]) -> Iterator[tuple[str, float]]:
    """Does the work so often; its measures, and of each that is of seconds what 95 % stay below."""
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
def worker(environment: dict[str, str]) -> Iterator[None]:
    """A worker for as long as the block lasts."""
    process = subprocess.Popen([sys.executable, "-m", "cms", "worker"], cwd=ROOT, env=environment)
    try:
        yield
    finally:
        process.terminate()
        process.wait(30)


View = Callable[[str], bytes | None]
"""What readers get at a path; None where there is nothing."""


def in_folder(folder: Path) -> View:
    """What a web server that serves the folder would answer."""

    def read(path: str) -> bytes | None:
        try:
            return (folder / path).read_bytes()
        except OSError:
            return None

    return read


class Editor:
    """Publishes and unpublishes news, and waits until readers get what it did."""

    def __init__(self, views: Mapping[str, View]) -> None:
        """`views`: by the name that the measures have. The environment names the data folder."""
        sys.path.insert(0, str(ROOT))
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings")
        import django

        django.setup()
        from site_content.models.news import NewsPage

        self.views = views
        self.news: Any = NewsPage
        self.chance = random.Random(1)  # noqa: S311 - which pages are edited is no secret
        self.ids = list(NewsPage.objects.filter(locale__language_code="it").values_list("pk", flat=True))
        self.count = 0

    def warm_up(self) -> None:
        """Edits until the worker has loaded all, and leaves it time for what it prepares when nothing is to be done."""
        say("waiting for the worker …")
        for _ in range(3):
            self.edit()
        time.sleep(QUIET_SECONDS + len(self.ids) / PREPARED_A_SECOND)

    def edit(self) -> dict[str, float]:
        """Gives some page another title and publishes it."""
        page = self.retitle()
        committed = time.perf_counter()
        needle = page.title.encode()
        path = f"it/news/{page.slug}/index.html"
        found = self._wait(committed, lambda view: needle in (view(path) or b""))
        measures = {f"edit_to_{name}_seconds": seconds for name, seconds in found.items()}
        return measures | {"rewritten_outputs": self._rewritten()}

    def retitle(self) -> Any:
        """Some page, published with another title."""
        page = self.news.objects.get(pk=self.chance.choice(self.ids))
        self.count += 1
        page.title = f"Titolo {self.count} {time.time_ns()}"
        page.save_revision().publish()
        return page

    def withdraw(self) -> dict[str, float]:
        """Unpublishes some page; its HTML, its JSON and its place in the sitemap are gone."""
        live = list(self.news.objects.filter(pk__in=self.ids, live=True).values_list("pk", flat=True))
        page = self.news.objects.get(pk=self.chance.choice(live))
        parts = [f"sitemaps/news-{number + 1}.xml" for number in range(-(-len(live) // 500))]
        page.unpublish()
        committed = time.perf_counter()
        html = f"it/news/{page.slug}/index.html"
        json = f"api/documents/v1/it/news/{page.translation_key}.json"
        entry = f"/it/news/{page.slug}/<".encode()

        def is_gone(view: View) -> bool:
            if view(html) is not None or view(json) is not None:
                return False
            return not any(entry in (view(part) or b"") for part in parts)

        found = self._wait(committed, is_gone)
        return {f"unpublish_to_gone_{name}_seconds": seconds for name, seconds in found.items()}

    def _wait(self, since: float, is_there: Callable[[View], bool]) -> dict[str, float]:
        """Seconds from `since` until each view shows it."""
        found: dict[str, float] = {}
        while len(found) < len(self.views):
            for name, view in self.views.items():
                if name not in found and is_there(view):
                    found[name] = time.perf_counter() - since
            if time.perf_counter() - since > PATIENCE_SECONDS:
                sys.exit(f"after {PATIENCE_SECONDS} s it is not yet in {self.views.keys() - found.keys()}")
            time.sleep(LOOK_SECONDS)
        return found

    def _rewritten(self) -> int:
        """Outputs that the last recorded release rendered; the record follows the switch by some milliseconds."""
        from static_build.models import Release

        time.sleep(0.1)
        row = Release.objects.exclude(name="").order_by("-pk").first()
        return int(row.rendered) if row is not None else 0
