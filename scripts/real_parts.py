"""Finds the real parts that tests need (Chromium, PostgreSQL, Elasticsearch, …) and installs missing ones.

Out comes a path or nothing for each. Only `install` changes the machine, and only when it is asked to.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import cat_tools
import elasticsearch_bundle
import quality_tools
from elasticsearch_server import has_docker

CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def find_chromium() -> str | None:
    chosen = os.environ.get("PONTE_CHROMIUM")
    if chosen:
        return shutil.which(chosen)
    return next((path for name in CHROMIUM_NAMES if (path := shutil.which(name))), None)


def find_chinese_font() -> str | None:
    """A font in which Chromium can show Chinese; without one, pages are measured with empty boxes."""
    if not shutil.which("fc-list"):
        return None
    listing = subprocess.run(["fc-list", ":lang=zh-cn", "file"], capture_output=True, text=True)
    return next(iter(listing.stdout.splitlines()), None)


def find_postgresql() -> str | None:
    """The folder of the newest server's programs: Debian keeps them off the PATH."""
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda folder: int(folder.parent.name))
    on_path = shutil.which("initdb")
    if on_path:
        folders.insert(0, Path(on_path).parent)
    return next((str(folder) for folder in reversed(folders) if has_server(folder)), None)


def find_varnish() -> str | None:
    return find_program("PONTE_VARNISH", "varnishd")


def find_nginx() -> str | None:
    return find_program("PONTE_NGINX", "nginx")


def find_elasticsearch() -> str | None:
    """Where a server is to be had: none of the tests' business how."""
    if os.environ.get("ELASTICSEARCH_URL"):
        return "ELASTICSEARCH_URL"
    return "Docker" if has_docker() else elasticsearch_bundle.find_program()


def find_program(variable: str, name: str) -> str | None:
    """The one that the variable names, else the one on the PATH or where Debian keeps servers."""
    return shutil.which(os.environ.get(variable) or name, path=f"{os.environ.get('PATH', '')}:/usr/sbin")


def has_server(folder: Path) -> bool:
    return all(os.access(folder / name, os.X_OK) for name in ("initdb", "postgres"))


@dataclass(frozen=True)
class Part:
    """Something that tests drive and that Python packages don't bring."""

    name: str
    package: str
    """Debian's; several with spaces between."""
    find: Callable[[], str | None]
    skipped_without: str
    bring: Callable[[], object] | None = None
    """Installs what Debian has no package of."""
    command: str = ""
    """The same by hand."""

    @property
    def remedy(self) -> str:
        """What a person types to have it."""
        by_hand = f"; then {self.command}" if self.command else ""
        return f"Debian: apt install {self.package}{by_hand}"


CHROMIUM = Part("Chromium", "chromium", find_chromium, "tests that open pages in a browser")
CHINESE_FONT = Part(
    "a Chinese font", "fonts-noto-cjk", find_chinese_font, "no test, but Chinese shows as boxes"
)
POSTGRESQL = Part("PostgreSQL", "postgresql", find_postgresql, "the suite on PostgreSQL")
VARNISH = Part("Varnish", "varnish", find_varnish, "tests of publishing under a cache")
NGINX = Part(
    "nginx",
    "nginx-light libnginx-mod-http-brotli-static",
    find_nginx,
    "tests of publishing under a cache, and of `ponte verify`",
)
ELASTICSEARCH = Part(
    "Elasticsearch",
    elasticsearch_bundle.DEBIAN_PACKAGES,
    find_elasticsearch,
    "tests that ask a search server",
)
QUALITY_TOOLS = Part(
    "the measuring tools",
    "default-jre-headless",
    quality_tools.find_tools,
    "tests by axe, the Nu checker and an old Chromium",
    quality_tools.install,
    ".venv/bin/python scripts/quality_tools.py install",
)
CAT_TOOLS = Part(
    "OmegaT and the schemas of XLIFF",
    cat_tools.DEBIAN_PACKAGES,
    cat_tools.find_tools,
    "tests of translators' files by a real tool",
    cat_tools.install,
    ".venv/bin/python scripts/cat_tools.py install",
)
PARTS = (CHROMIUM, CHINESE_FONT, POSTGRESQL, VARNISH, NGINX, ELASTICSEARCH, QUALITY_TOOLS, CAT_TOOLS)


def find_missing() -> list[Part]:
    return [part for part in PARTS if part.find() is None]


def install(parts: list[Part]) -> None:
    """Installs the parts; raises CalledProcessError, OSError or QualityToolsError where it can't."""
    packages = [name for part in parts for name in part.package.split()] + ["fontconfig"]
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    subprocess.run(["apt-get", "update", "-q"], check=True, env=environment)
    command = ["apt-get", "install", "-qy", "--no-install-recommends", *packages]
    subprocess.run(command, check=True, env=environment)
    for part in parts:
        if part.bring:
            part.bring()
