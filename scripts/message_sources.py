"""From the sources of a package to the messages in them: Python, Jinja templates, Django templates.

Comes out as a Babel catalogue without translations. Reads files only; imports nothing of the project.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract
from django.conf import settings
from django.utils.translation.template import templatize

# What an extractor gives: line, message (a tuple where it has a plural), comments, context.
Found = tuple[int, Any, list[str], str | None]

LAZY = {f"{name}_lazy": spec for name, spec in DEFAULT_KEYWORDS.items() if name.endswith("gettext")}
KEYWORDS = {**DEFAULT_KEYWORDS, **LAZY, "gettext_noop": None}
# The public site asks its catalogue by these names.
PUBLIC_KEYWORDS = {
    **KEYWORDS,
    "text": None,
    "plural": (1, 2),
    "plain": ((1, "c"), 2),
    "word": ((1, "c"), 2),
    "_in": (2,),
}
STRING = r"""u?(?:'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*")"""
CALL = re.compile(rf"(?:_|n?p?gettext)\(\s*{STRING}(?:\s*,\s*(?:{STRING}|count))*\s*\)")
TRANSLATORS = ["Translators:"]
IGNORED_FOLDERS = {"migrations", "tests", "node_modules", "__pycache__"}
TEMPLATE_SUFFIXES = {".html", ".jinja", ".xml", ".txt"}


def extract_from(
    method: str, source: bytes, options: dict[str, str], keywords: Mapping[str, Any] = KEYWORDS
) -> Iterator[Found]:
    yield from extract(method, io.BytesIO(source), keywords, TRANSLATORS, options)


def extract_python(path: Path, keywords: Mapping[str, Any]) -> Iterator[Found]:
    yield from extract_from("python", path.read_bytes(), {"encoding": "utf-8"}, keywords)


def extract_jinja(path: Path) -> Iterator[Found]:
    """Raises TemplateSyntaxError on a template that Jinja can't read, rather than losing its messages."""
    options = {"silent": "false", "encoding": "utf-8", "trimmed": "true", "extensions": "jinja2.ext.do"}
    yield from extract_from("jinja2", path.read_bytes(), options, PUBLIC_KEYWORDS)


def extract_django(path: Path) -> Iterator[Found]:
    """Through Django's own reading of its templates, of which only the calls are Python."""
    if not settings.configured:
        settings.configure()
    for number, line in enumerate(templatize(path.read_text(encoding="utf-8")).splitlines(), start=1):
        for call in CALL.findall(line):
            for found in extract_from("python", call.encode(), {"encoding": "utf-8"}):
                yield (number, *found[1:])


def find_sources(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.rglob("*")):
        if not IGNORED_FOLDERS.intersection(path.relative_to(folder).parts) and path.is_file():
            yield path


def extract_file(path: Path, templates: str) -> Iterable[Found]:
    """Messages of one file; `templates` says whose the templates of its package are: jinja or django."""
    if path.suffix == ".py":
        return extract_python(path, PUBLIC_KEYWORDS if templates == "jinja" else KEYWORDS)
    if path.suffix in TEMPLATE_SUFFIXES and "templates" in path.parts:
        return extract_jinja(path) if templates == "jinja" else extract_django(path)
    return []


def extract_package(root: Path, package: str, templates: str) -> Catalog:
    """Every message of the package, with the files it stands in; of the public site, not its vocabularies."""
    catalogue = Catalog(project="Ponte", charset="utf-8")
    for path in find_sources(root / package):
        for _line, message, comments, context in extract_file(path, templates):
            if not (context and templates == "jinja"):
                place = (path.relative_to(root).as_posix(), 0)
                catalogue.add(message, None, [place], auto_comments=comments, context=context or None)
    return catalogue
