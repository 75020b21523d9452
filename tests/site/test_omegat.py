"""A real tool's round trip over the whole demonstration: wiped here, translated there: nothing changed, no code lost."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
import zipfile
from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from tests.conftest import is_ci
from tests.site.demo import NOW, DemoSite
from tests.site.omegat import find_omegat, translate_coded

pytestmark = pytest.mark.demonstration
CODES = {"it": "it", "zh-hans": "zh-CN"}
CONFIRMED = (
    "SELECT t.translation_of_id, t.context_id, s.data, t.data FROM wagtail_localize_stringtranslation t "
    "JOIN wagtail_localize_string s ON s.id = t.translation_of_id "
    "JOIN wagtailcore_locale l ON l.id = t.locale_id WHERE l.language_code = ?"
)
WIPE = (
    "DELETE FROM wagtail_localize_stringtranslation WHERE locale_id = "
    "(SELECT id FROM wagtailcore_locale WHERE language_code = ?)"
)
Rows = dict[tuple[int, int], tuple[str, str]]


@pytest.fixture(scope="module")
def strict_schema() -> Any:
    """OASIS's strict schema; without it a test is skipped, and fails with CI=true."""
    folder = os.environ.get("PONTE_CAT_TOOLS", "")
    if not folder:
        (pytest.fail if is_ci() else pytest.skip)("no OmegaT and no schemas here: see scripts/README.md")
    schemas = Path(folder) / "schemas"

    class Beside(etree.Resolver):
        """The schema names xml.xsd by its address in the web."""

        def resolve(self, url: str, public: str, context: Any) -> Any:
            return self.resolve_filename(str(schemas / "xml.xsd"), context) if "xml.xsd" in url else None

    parser = etree.XMLParser()
    parser.resolvers.add(Beside())
    return etree.XMLSchema(etree.parse(str(schemas / "xliff-core-1.2-strict.xsd"), parser))


@pytest.fixture
def home(demo_site: DemoSite, tmp_path: Path) -> Path:
    """The demonstration's database alone, to write into."""
    home = tmp_path / "home"
    home.mkdir()
    for name in ("db.sqlite3", "secret_key"):
        shutil.copy(demo_site.home / name, home / name)
    return home


def ponte(home: Path, *arguments: str) -> None:
    environment = {**os.environ, "PONTE_HOME": str(home), "PONTE_NOW": NOW}
    environment.pop("PONTE_DATABASE_URL", None)
    done = subprocess.run(
        [sys.executable, "-m", "cms", *arguments], env=environment, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr


def confirmed(home: Path, locale: str) -> Rows:
    """Source and target by their address."""
    with sqlite3.connect(home / "db.sqlite3") as database:
        return {tuple(row[:2]): tuple(row[2:]) for row in database.execute(CONFIRMED, [locale])}


def wipe(home: Path, locale: str) -> None:
    with sqlite3.connect(home / "db.sqlite3") as database:
        database.execute(WIPE, [locale])
    assert not confirmed(home, locale)


def check_valid(schema: Any, folder: Path) -> int:
    files = sorted(folder.glob("*.xlf"))
    for file in files:
        assert schema.validate(etree.parse(str(file))), (file.name, schema.error_log.last_error)
    return len(files)


def lost_or_changed(before: Rows, after: Rows) -> list[Any]:
    """What did not come back as it was. Where one text has several translations, OmegaT gives each place one of them; a
    text that is somewhere its own translation may come back as a copy, which counts as untranslated on purpose."""
    said: dict[str, set[str]] = defaultdict(set)
    for source, target in before.values():
        said[source].add(target)
    return [
        (key, source, target, after.get(key))
        for key, (source, target) in before.items()
        if source not in said[source] and (key not in after or after[key][1] not in said[source])
    ]


def count_codes(rows: Rows) -> int:
    return sum(target.count("<") for _source, target in rows.values())


@pytest.mark.parametrize("version", ["3.6", "5.8"])
@pytest.mark.parametrize("way", [("it", "zh-hans"), ("zh-hans", "it")], ids=["chinese", "italian"])
def test_nothing_is_lost_on_the_way(
    version: str, way: tuple[str, str], strict_schema: Any, home: Path, tmp_path: Path
) -> None:
    locale = way[1]
    before = confirmed(home, locale)
    ponte(home, "export-xliff", "--all", "--to", locale, "--output", str(tmp_path / "standard"))
    ponte(home, "export-xliff", "--all", "--to", locale, "--output", str(tmp_path), "--profile", "omegat")
    project = tmp_path / "project"
    with zipfile.ZipFile(tmp_path / f"omegat_{locale}.zip") as packed:
        packed.extractall(project)
    assert check_valid(strict_schema, tmp_path / "standard") == check_valid(strict_schema, project / "source")
    wipe(home, locale)
    omegat = find_omegat(version, tmp_path)
    coded = translate_coded(
        project,
        omegat.list_sources(project),
        tmp_path / "standard",
        (CODES[way[0]], CODES[locale]),
    )
    omegat.run(project, "console-translate")
    assert check_valid(strict_schema, project / "target") == len(list((project / "source").glob("*.xlf")))
    ponte(home, "import-xliff", *map(str, sorted((project / "target").glob("*.xlf"))))
    after = confirmed(home, locale)
    assert lost_or_changed(before, after) == []
    assert coded
    assert set(after) <= set(before)
    assert count_codes(after) == count_codes(before) > 0
