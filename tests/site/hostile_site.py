"""The site of hostile pages as tests use it: planted and released by processes of their own. Printed: the pages' paths."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from tests.site.demo import NOW

CLONE = Path(__file__).resolve().parents[2]


def make_hostile(home: Path, result: Path) -> None:
    """Migrates a new database, plants, builds; keeps the paths of the pages in `result`."""
    environment = {**os.environ, "PONTE_HOME": str(home), "PONTE_NOW": NOW}
    environment.pop("PONTE_DATABASE_URL", None)
    home.mkdir(parents=True)
    printed = b""
    for command in (["cms", "migrate", "-v0"], ["tests.site.hostile_site"], ["cms", "build", "--quiet"]):
        done = subprocess.run(
            [sys.executable, "-m", *command], cwd=CLONE, env=environment, capture_output=True, check=False
        )
        if done.returncode:
            raise RuntimeError(f"{command} failed: {done.stderr.decode()[-3000:]}")
        printed = printed or done.stdout
    result.write_bytes(printed)


def main() -> None:
    """Plants the pages in the database that the environment names."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings")
    django.setup()
    from tests.site.hostile_pages import plant

    print(json.dumps(plant()))


if __name__ == "__main__":
    main()
