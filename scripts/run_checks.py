"""From nothing, or names of steps, to an exit code: every check that needs no test, each named and timed.

All steps run even when one fails; what a step prints is shown only when it fails.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PROGRAMS = Path(sys.executable).parent
PYTHON = sys.executable
# As a real deployment is: `check --deploy` must find nothing to warn of. The key is for this check alone.
PRODUCTION = {
    "PONTE_ENV": "production",
    "PONTE_SECRET_KEY": "only-for-scripts-check-" + "0123456789abcdefghijklmnopqrstuvwxyz" * 2,
    "PONTE_PUBLIC_URL": "https://www.example.org",
    "PONTE_ADMIN_URL": "https://cms.example.org",
}


@dataclass(frozen=True)
class Step:
    name: str
    command: list[str]
    environment: dict[str, str] = field(default_factory=dict)


def program(name: str, *arguments: str) -> list[str]:
    return [str(PROGRAMS / name), *arguments]


def ponte(*arguments: str) -> list[str]:
    return [PYTHON, "-m", "cms", *arguments]


STEPS = (
    Step("format", program("ruff", "format", "--check", ".")),
    Step("lint", program("ruff", "check", ".")),
    Step("imports", program("lint-imports")),
    Step("types", [PYTHON, "-m", "mypy"]),
    Step("types-scripts", [PYTHON, "-m", "mypy", "--config-file", "scripts/mypy.ini"]),
    Step("migrations", ponte("makemigrations", "--check", "--dry-run")),
    Step("deployment", ponte("check", "--deploy", "--fail-level", "WARNING"), PRODUCTION),
    Step("messages", [PYTHON, "scripts/messages.py", "check"]),
    Step("lock", [PYTHON, "scripts/lock_check.py"]),
)


def run_step(step: Step, home: str) -> bool:
    """Whether it passed. Whoever checks has no data to lose: the data folder is an empty one."""
    started = time.monotonic()
    environment = {**os.environ, "PONTE_HOME": home, **step.environment}
    done = subprocess.run(
        step.command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    verdict = "ok" if done.returncode == 0 else "FAILED"
    print(f"{step.name:<14} {verdict:<6} {time.monotonic() - started:6.1f} s", flush=True)
    if done.returncode:
        print(done.stdout.rstrip(), flush=True)
    return done.returncode == 0


def choose_steps(names: list[str]) -> list[Step]:
    """All without names; exits with 2 on a name that is no step's."""
    known = {step.name: step for step in STEPS}
    unknown = [name for name in names if name not in known]
    if unknown:
        print(f"no such check: {', '.join(unknown)}. There are: {', '.join(known)}", file=sys.stderr)
        sys.exit(2)
    return [known[name] for name in names] or list(STEPS)


def main(names: list[str]) -> int:
    started, steps = time.monotonic(), choose_steps(names)
    with tempfile.TemporaryDirectory(prefix="ponte-check-") as home:
        results = [run_step(step, home) for step in steps]
    failed = results.count(False)
    # Not worded as a test runner's closing line: these are no tests.
    print(f"checks: {len(results) - failed} of {len(results)} good, {time.monotonic() - started:.0f} s")
    return 1 if failed else 0


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
