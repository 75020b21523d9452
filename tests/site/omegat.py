"""Drives OmegaT without a screen: lists its texts, translates those with codes in its project file, lets it translate."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from lxml import etree
from msgspec import Struct

from cms.translation.files.inline import NAMESPACE

TAG = re.compile(r"<(?P<end>/?)(?P<name>[a-z]+[0-9]+)(?P<alone>/?)>")
SECONDS = 900
HEADER = (
    '<header creationtool="OmegaT" creationtoolversion="3.6" segtype="paragraph" o-tmf="OmegaT TMX" adminlang="EN-US" '
    'srclang="{source}" datatype="plaintext"/>'
)


class OmegaT(Struct, frozen=True):
    """One version, as a command."""

    command: tuple[str, ...]
    settings: Path

    def run(self, project: Path, mode: str, *options: str) -> None:
        """Works on a project folder. Raises CalledProcessError."""
        environment = {name: value for name, value in os.environ.items() if name != "DISPLAY"}
        switches = (
            f"--mode={mode}",
            f"--config-dir={self.settings}",
            "--no-team",
            "--disable-project-locking",
        )
        subprocess.run(
            [*self.command, str(project), *switches, "--tag-validation=warn", *options],
            env=environment,
            check=True,
            capture_output=True,
            timeout=SECONDS,
        )

    def list_sources(self, project: Path) -> list[str]:
        """Every text of the project as OmegaT shows it, with its own tags."""
        listing = project.parent / "texts.tmx"
        self.run(
            project,
            "console-createpseudotranslatetmx",
            f"--pseudotranslatetmx={listing}",
            "--pseudotranslatetype=equal",
        )
        parser = etree.XMLParser(load_dtd=False, resolve_entities=False)
        units = etree.parse(str(listing), parser).iter("tu")
        return [unit.find("tuv").find("seg").text or "" for unit in units]


def find_omegat(version: str, home: Path) -> OmegaT:
    """`3.6` is Debian's, `5.8` Maven's."""
    java = ("java", "-Xmx512m", "-Djava.awt.headless=true", f"-Duser.home={home}")
    folder = Path(os.environ["PONTE_CAT_TOOLS"]) / "omegat"
    program = {
        "3.6": ("-jar", os.environ["PONTE_OMEGAT"]),
        "5.8": ("-cp", f"{folder}/*", "org.omegat.Main"),
    }[version]
    return OmegaT((*java, *program), home / "settings")


def translate_coded(project: Path, sources: list[str], translated: Path, codes: tuple[str, str]) -> int:
    """Writes the texts that have codes into the project file, from the files of the same names in `translated`; how many."""
    by_words = {TAG.sub("\0", source): source for source in sources}
    pairs: dict[str, str] = {}
    for file in sorted(translated.glob("*.xlf")):
        for unit in etree.parse(str(file)).iter(f"{{{NAMESPACE}}}trans-unit"):
            source, target = (unit.find(f"{{{NAMESPACE}}}{side}") for side in ("source", "target"))
            if target is None or not len(source):
                continue
            while render(source, {}) not in by_words:
                # Codes around a whole text are kept by OmegaT and not shown.
                source, target = inner(source), inner(target)
            theirs = by_words[render(source, {})]
            names = [found["name"] for found in TAG.finditer(theirs) if not found["end"]]
            ids = [one.get("id") for one in source.iterdescendants()]
            pairs[theirs] = render(target, dict(zip(ids, names, strict=True)))
    write_project(project / "omegat" / "project_save.tmx", pairs, codes)
    return len(pairs)


def inner(element: Any) -> Any:
    """The one pair of codes that is all of the text."""
    (child,) = element
    assert not element.text
    assert not child.tail
    return child


def render(element: Any, names: Mapping[str, str]) -> str:
    """A text with tags as OmegaT names them, or with marks in their places where they have no names."""
    parts = [element.text or ""]
    for child in element:
        name = names.get(child.get("id"))
        if etree.QName(child).localname == "g":
            inner = render(child, names)
            parts.append(f"<{name}>{inner}</{name}>" if name else f"\0{inner}\0")
        else:
            parts.append(f"<{name}/>" if name else "\0")
        parts.append(child.tail or "")
    return "".join(parts)


def write_project(file: Path, pairs: Mapping[str, str], codes: tuple[str, str]) -> None:
    """OmegaT's own memory of a project."""
    root = etree.Element("tmx", version="1.1")
    root.append(etree.fromstring(HEADER.format(source=codes[0])))
    body = etree.SubElement(root, "body")
    for texts in pairs.items():
        unit = etree.SubElement(body, "tu")
        for code, text in zip(codes, texts, strict=True):
            etree.SubElement(etree.SubElement(unit, "tuv", lang=code), "seg").text = text
    file.parent.mkdir(exist_ok=True)
    file.write_bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8"))
