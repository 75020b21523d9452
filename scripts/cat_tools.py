"""What translators' files are tested with: OASIS's schemas of XLIFF, and OmegaT, a tool that translators use.

In: scripts/cat/pom.xml, which names what Maven brings; Debian's OmegaT, an older one, beside it. Out: a folder in the cache,
named by that file, that clones share. Only `install` changes the machine.
"""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

from elasticsearch_bundle import cache_folder, find_java, local_repository

NAMED = Path(__file__).resolve().parent / "cat" / "pom.xml"
DEBIAN_OMEGAT = Path("/usr/share/omegat/OmegaT.jar")
DEBIAN_PACKAGES = "omegat maven default-jre-headless"
SCHEMAS = "net/sf/okapi/lib/verification/"
INSTALL_SECONDS = 900


class CatToolsError(OSError):
    """They can't be had; the message says why, and what to do."""


def folder_of_tools() -> Path:
    return cache_folder() / f"cat-tools-{hashlib.sha256(NAMED.read_bytes()).hexdigest()[:12]}"


def find_tools() -> str | None:
    """The folder with `schemas/` and `omegat/`; None where it, Java or Debian's OmegaT is missing."""
    folder = folder_of_tools()
    if not folder.is_dir() or find_java() is None or not DEBIAN_OMEGAT.exists():
        return None
    return str(folder)


def environment() -> dict[str, str]:
    """How tests are told where they are; empty where something is missing."""
    folder = find_tools()
    return {"PONTE_CAT_TOOLS": folder, "PONTE_OMEGAT": str(DEBIAN_OMEGAT)} if folder else {}


def install() -> Path:
    """The folder, made by Maven and put in its place in whole. Raises CatToolsError."""
    folder = folder_of_tools()
    if folder.is_dir():
        return folder
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix="cat-tools-") as aside:
        made = Path(aside) / "made"
        run_maven(Path(aside), made / "omegat")
        take_schemas(made)
        made.chmod(0o755)
        made.rename(folder)
    return folder


def run_maven(project: Path, libraries: Path) -> None:
    """Brings what scripts/cat/pom.xml names. Raises CatToolsError."""
    if shutil.which("mvn") is None:
        raise CatToolsError(f"Maven is missing (Debian: apt install {DEBIAN_PACKAGES}).")
    shutil.copy(NAMED, project / "pom.xml")
    command = ["mvn", "-q", "-B", f"-Dmaven.repo.local={local_repository()}", "dependency:copy-dependencies"]
    try:
        done = subprocess.run(
            [*command, f"-DoutputDirectory={libraries}"],
            cwd=project,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=INSTALL_SECONDS,
        )
    except subprocess.TimeoutExpired as error:
        raise CatToolsError(f"Maven did not end in {INSTALL_SECONDS} s. Run it again.") from error
    if done.returncode:
        raise CatToolsError(
            f"Maven could not bring what scripts/cat/pom.xml names: {done.stdout.strip()[-800:]}"
        )


def take_schemas(folder: Path) -> None:
    """Unpacks the schemas from the library that carries them."""
    (library,) = (folder / "omegat").glob("okapi-lib-verification-*.jar")
    (folder / "schemas").mkdir()
    with zipfile.ZipFile(library) as packed:
        for name in packed.namelist():
            if name.startswith(SCHEMAS) and name.endswith(".xsd"):
                (folder / "schemas" / Path(name).name).write_bytes(packed.read(name))
    library.unlink()


def main(arguments: list[str]) -> int:
    """Installs them and prints where they are."""
    if arguments != ["install"]:
        print("usage: cat_tools.py install", file=sys.stderr)
        return 2
    try:
        print(install())
    except OSError as error:
        print(f"ponte: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
