"""The demonstration site as tests use it: loaded and built once for all that look at it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from msgspec import Struct


class DemoSite(Struct):
    """Where the built demonstration lies, and what its build said."""

    home: Path
    result: dict[str, Any]
    """What `ponte build --json` printed."""


TODAY = "2026-11-22"
NOW = f"{TODAY}T09:00:00+01:00"


def make_demo(home: Path, result: Path) -> None:
    """Runs the commands that a user runs, in a data folder of its own, and keeps what the build printed."""
    environment = {**os.environ, "PONTE_HOME": str(home), "PONTE_NOW": NOW}
    environment.pop("PONTE_DATABASE_URL", None)
    home.mkdir(parents=True)
    for command in (["migrate", "-v0"], ["demo", "--today", TODAY]):
        subprocess.run(
            [sys.executable, "-m", "cms", *command], env=environment, check=True, capture_output=True
        )
    built = subprocess.run(
        [sys.executable, "-m", "cms", "build", "--json"], env=environment, check=True, capture_output=True
    )
    result.write_bytes(built.stdout)
