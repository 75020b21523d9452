"""The programs that measure the public site: axe, the Nu checker, Lighthouse, esbuild, stylelint and a Chromium 86.

In: scripts/node/, which names their npm packages and locks them. Out: a folder in the cache, named by the lock, that clones
share. Only `install` changes the machine; no script of a package runs.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from elasticsearch_bundle import cache_folder, find_java

NAMED = Path(__file__).resolve().parent / "node"
NAMED_FILES = ("package.json", "package-lock.json", ".npmrc")
OLDEST_NODE = (22, 19)
"""Lighthouse 13 needs it."""
INSTALL_SECONDS = 900
OLD_CHROMIUM = "chromium-86"


class QualityToolsError(Exception):
    """They can't be had; the message says why, and what to do."""


def find_node() -> Path | None:
    """A Node that is new enough: the environment's own, else the one on the PATH."""
    own = Path(sys.executable).parent / "node"
    for program in (str(own), shutil.which("node")):
        if program and os.access(program, os.X_OK) and node_version(program) >= OLDEST_NODE:
            return Path(program)
    return None


def node_version(program: str) -> tuple[int, int]:
    """Its first two numbers; zeros where it does not say."""
    try:
        told = subprocess.run([program, "--version"], capture_output=True, text=True, timeout=30).stdout
    except (OSError, subprocess.TimeoutExpired):
        return 0, 0
    found = re.match(r"v(\d+)\.(\d+)", told)
    return (int(found[1]), int(found[2])) if found else (0, 0)


def folder_of_tools() -> Path:
    digest = hashlib.sha256()
    for name in NAMED_FILES:
        digest.update((NAMED / name).read_bytes())
    return cache_folder() / f"quality-tools-{digest.hexdigest()[:12]}"


def find_tools() -> str | None:
    """The folder with `node_modules/` and the old Chromium; None where it, Node or Java is missing."""
    folder = folder_of_tools()
    if not folder.is_dir() or find_node() is None or find_java() is None:
        return None
    return str(folder)


def environment() -> dict[str, str]:
    """How tests are told where they are; empty where something is missing."""
    folder, node, java = find_tools(), find_node(), find_java()
    if not folder or not node or not java:
        return {}
    return {
        "PONTE_QUALITY_TOOLS": folder,
        "PONTE_NODE": str(node),
        "PONTE_JAVA": str(java / "bin" / "java"),
    }


def install() -> Path:
    """The folder, made by npm and put in its place in whole. Raises QualityToolsError."""
    folder = folder_of_tools()
    if folder.is_dir():
        return folder
    node = find_node()
    npm = node and shutil.which("npm", path=str(node.parent))
    if not node or not npm:
        raise QualityToolsError(
            f"Node {OLDEST_NODE[0]}.{OLDEST_NODE[1]} or newer is missing: run scripts/environment --dev, which brings it."
        )
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix="quality-tools-") as aside:
        made = Path(aside) / "made"
        made.mkdir()
        for name in NAMED_FILES:
            shutil.copy(NAMED / name, made)
        run_npm(npm, made)
        unpack_chromium(made)
        made.rename(folder)
    return folder


def run_npm(npm: str, folder: Path) -> None:
    """Brings what the lock file names. Raises QualityToolsError."""
    environment = {**os.environ, "PATH": f"{Path(npm).parent}{os.pathsep}{os.environ.get('PATH', '')}"}
    try:
        done = subprocess.run(
            [npm, "ci"], cwd=folder, env=environment, capture_output=True, text=True, timeout=INSTALL_SECONDS
        )
    except subprocess.TimeoutExpired as error:
        raise QualityToolsError(f"npm did not end in {INSTALL_SECONDS} s. Run it again.") from error
    if done.returncode:
        raise QualityToolsError(f"npm could not bring what scripts/node names: {done.stderr.strip()[-800:]}")


def unpack_chromium(folder: Path) -> None:
    """The browser of 2020 that a package carries compressed. It runs on Linux alone."""
    import brotli

    packed = folder / "node_modules" / "chrome-aws-lambda" / "bin" / "chromium.br"
    program = folder / OLD_CHROMIUM
    program.write_bytes(brotli.decompress(packed.read_bytes()))
    program.chmod(0o755)
    packed.unlink()


def main(arguments: list[str]) -> int:
    """Installs them and prints where they are."""
    if arguments != ["install"]:
        print("usage: quality_tools.py install", file=sys.stderr)
        return 2
    try:
        print(install())
    except (OSError, QualityToolsError) as error:
        print(f"ponte: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
