"""From a lock file to .venv/ with exactly its packages, by uv where it is on the PATH, else by venv and pip.

Needs nothing but the standard library. A stamp is written last and taken away first, so that an installation
that was cut off is known and made again. Touches nothing but .venv/ and the compiled message catalogues.
"""

from __future__ import annotations

import contextlib
import hashlib
import importlib.util
import json
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / ".venv"
PYTHON = FOLDER / "bin" / "python"
STAMP = FOLDER / "ponte-installed.json"
LOG = FOLDER / "ponte-install.log"
RUNTIME_LOCK = ROOT / "requirements.lock"
DEV_LOCK = ROOT / "requirements-dev.lock"

# What uv and pip print, in lower case, and what a person can do about it.
REMEDIES = (
    (("no space left", "disk quota"), "the disk is full: make room"),
    (("hashes are required", "do not match the hashes", "hash mismatch"),
     "a download differs from what the lock file promises: find out why before you install it (see the log)"),
    (("name resolution", "name or service not known", "dns error", "newconnectionerror", "proxyerror",
      "error sending request", "network is unreachable", "connection refused", "timed out",
      "failed to establish"),
     "the package index could not be reached: connect to the network (or set the proxy)"),
    (("permission denied", "read-only file system"), "a folder may not be written to: see the log for which"),
)  # fmt: skip


class InstallationError(Exception):
    """What went wrong, where, and what to do: one sentence for the person who typed the command."""


def say(words: str) -> None:
    print(f"ponte: {words}", file=sys.stderr, flush=True)


def digest_of(lock: Path) -> str:
    return hashlib.sha256(lock.read_bytes()).hexdigest()


def read_stamp() -> dict[str, object]:
    """What the last installation that ended left; empty when there is none or it can't be read."""
    try:
        stamp = json.loads(STAMP.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return stamp if isinstance(stamp, dict) else {}


def describe_environment() -> dict[str, str]:
    """What must be as it was for the environment to be usable: its Python, and the place it was made for."""
    try:
        command = [str(PYTHON), "-I", "-S", "-c", "import sys; print(sys.version.split()[0])"]
        version = subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()
    except (OSError, subprocess.CalledProcessError):
        version = ""
    return {"python": version, "root": str(ROOT)}


def is_usable(stamp: dict[str, object]) -> bool:
    return bool(stamp) and {name: stamp.get(name) for name in ("python", "root")} == describe_environment()


def is_installed(stamp: dict[str, object], lock: Path) -> bool:
    digests = stamp.get("locks")
    return isinstance(digests, dict) and digests.get(lock.name) == digest_of(lock)


def write_stamp(locks: list[Path]) -> None:
    stamp = {**describe_environment(), "locks": {lock.name: digest_of(lock) for lock in locks}}
    STAMP.write_text(json.dumps(stamp, indent=1) + "\n", encoding="utf-8")


@contextlib.contextmanager
def one_at_a_time() -> Iterator[None]:
    """Two commands started together must not install into one folder; the second waits."""
    try:
        import fcntl
    except ImportError:  # not a Unix: nothing to wait with
        yield
        return
    with RUNTIME_LOCK.open("rb") as held:
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            say("another command is preparing .venv/; waiting for it.")
            fcntl.flock(held, fcntl.LOCK_EX)
        yield


def refuse_folder_without_rights() -> None:
    """Raises InstallationError where .venv/ can't be made or changed."""
    probe = (FOLDER if FOLDER.is_dir() else ROOT) / ".ponte-write-probe"
    try:
        probe.touch()
        probe.unlink()
    except OSError as error:
        raise InstallationError(
            f"cannot write in {probe.parent} ({error.strerror}): clone Ponte into a folder of your own, "
            "or get the right to write there, and run this again."
        ) from error


def explain(output: str) -> str:
    lowered = output.lower()
    for signs, remedy in REMEDIES:
        if any(sign in lowered for sign in signs):
            return remedy
    return "see the log for why"


def run_logged(command: list[str], doing: str) -> None:
    """Runs it with its output in the log; raises InstallationError with the cause and its remedy."""
    with LOG.open("a", encoding="utf-8") as log:
        print(f"$ {' '.join(command)}", file=log, flush=True)
        start = log.tell()
        code = subprocess.run(command, stdout=log, stderr=subprocess.STDOUT, cwd=ROOT).returncode
    if code == 0:
        return
    output = LOG.read_bytes()[start:].decode("utf-8", "replace")
    print("\n".join(output.strip().splitlines()[-5:]), file=sys.stderr)
    raise InstallationError(f"{doing} failed: {explain(output)}, then run this again. Log: {LOG}")


def create_environment(uv: str | None) -> None:
    """An empty .venv/ in place of what is there. A half-made one is not worth mending."""
    if uv is None and importlib.util.find_spec("ensurepip") is None:
        raise InstallationError(
            f"{sys.executable} cannot make virtual environments: install its venv package "
            "(Debian: apt install python3-venv) or uv, and run this again."
        )
    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir(exist_ok=True)
    make = (
        [uv, "venv", "--allow-existing", "--python", sys.executable] if uv else [sys.executable, "-m", "venv"]
    )
    run_logged([*make, str(FOLDER)], "making .venv/")


def install_packages(uv: str | None, lock: Path) -> None:
    if uv:
        command = [uv, "pip", "install", "--python", str(PYTHON)]
    else:
        command = [str(PYTHON), "-m", "pip", "install", "--no-input", "--progress-bar", "off"]
    run_logged([*command, "--require-hashes", "-r", str(lock)], f"installing {lock.name}")


def write_command() -> None:
    """`.venv/bin/ponte`, which is `python -m cms` from wherever it is called."""
    site_packages = next((FOLDER / "lib").glob("python3.*/site-packages"))
    (site_packages / "ponte.pth").write_text(f"{ROOT}\n", encoding="utf-8")
    command = FOLDER / "bin" / "ponte"
    command.write_text(f'#!/bin/sh\nexec "{PYTHON}" -m cms "$@"\n', encoding="utf-8")
    command.chmod(0o755)


def has_pip() -> bool:
    return subprocess.run([PYTHON, "-m", "pip", "--version"], capture_output=True).returncode == 0


def install(lock: Path) -> None:
    """Brings .venv/ to the lock file, from whatever state it is in."""
    refuse_folder_without_rights()
    started, stamp, uv = time.monotonic(), read_stamp(), shutil.which("uv")
    STAMP.unlink(missing_ok=True)
    say(
        f"installing {lock.name} into .venv/ with {'uv' if uv else 'pip'} (the first time, a minute or two) …"
    )
    if not is_usable(stamp) or not (uv or has_pip()):
        create_environment(uv)
    install_packages(uv, lock)
    write_command()
    # The developers' lock holds everything the other does, at the same versions: scripts/lock sees to it.
    write_stamp([RUNTIME_LOCK, lock] if lock == DEV_LOCK else [lock])
    say(f"environment ready, {time.monotonic() - started:.0f} s.")


def find_stale_catalogues() -> list[Path]:
    """Message catalogues whose compiled form, which is not in git, is missing or older."""
    sources = ROOT.glob("*/locale/*/LC_MESSAGES/*.po")
    return [source for source in sources if not is_compiled(source)]


def is_compiled(source: Path) -> bool:
    compiled = source.with_suffix(".mo")
    return compiled.exists() and compiled.stat().st_mtime >= source.stat().st_mtime


def compile_catalogues() -> None:
    if find_stale_catalogues():
        compiling = subprocess.run([PYTHON, ROOT / "scripts" / "messages.py", "compile"])
        if compiling.returncode:
            raise InstallationError("the message catalogues of the admin could not be compiled: see above.")


def prepare(lock: Path) -> None:
    """The environment of the lock file, ready to use. Raises InstallationError with what to do."""
    with one_at_a_time():
        stamp = read_stamp()
        if not (is_usable(stamp) and is_installed(stamp, lock)):
            install(lock)
        compile_catalogues()


def main(arguments: list[str]) -> int:
    if arguments not in ([], ["--dev"]):
        say(f"unknown argument: {' '.join(arguments)}. Usage: scripts/environment [--dev]")
        return 2
    try:
        prepare(DEV_LOCK if arguments else RUNTIME_LOCK)
    except (InstallationError, OSError) as error:
        say(str(error))
        return 1
    except KeyboardInterrupt:
        say("interrupted; the next run starts the installation again.")
        return 130
    return 0
