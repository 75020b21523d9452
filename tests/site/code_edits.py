"""Changes of the front end: a copy of its files stands in the place of the real ones, and is read as by a new process."""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from markupsafe import Markup

import frontend.assets
import frontend.environment
import frontend.messages
import frontend.shell
import static_build.code
from site_content.languages import LANGUAGES

KEEP_WHOLE = frontend.environment.keep_whole


class FrontEnd:
    """The copy. Each edit changes files in it and what the running code made of them, so that code and digest agree."""

    def __init__(self, root: Path, patch: pytest.MonkeyPatch) -> None:
        for name in static_build.code.READ:
            place = static_build.code.ROOT / name
            target = root / name
            target.parent.mkdir(parents=True, exist_ok=True)
            if place.is_dir():
                shutil.copytree(place, target, ignore=shutil.ignore_patterns("__pycache__"))
            else:
                shutil.copy(place, target)
        self._root, self._patch, self._originals = root / "frontend", patch, {}
        patch.setattr(static_build.code, "ROOT", root)
        patch.setattr(frontend.environment, "TEMPLATES", self._root / "templates")
        patch.setattr(frontend.messages, "MESSAGES", self._root / "messages")
        patch.setattr(frontend.assets, "FRONTEND", self._root)
        forget_code()

    def template(self, word: str) -> None:
        """Other words on every page."""
        self._append("templates/base.html", f"\n<!-- {word} -->\n")

    def filter(self, word: str) -> None:
        """A filter that does something else."""
        self._append("environment.py", f"\n# {word}\n")

        def keep_whole(title: str) -> Markup:
            return KEEP_WHOLE(title) + Markup(f"<!-- {word} -->")

        self._patch.setattr(frontend.environment, "keep_whole", keep_whole)

    def catalogue(self, word: str) -> None:
        """Another word of the interface, in each language."""
        for language in LANGUAGES.values():
            name = f"messages/{language.babel}.po"
            text = self._read(name)
            msgid = 'msgid "Page not found"\nmsgstr "'
            assert msgid in text
            self._write(name, text.replace(msgid, f"{msgid}{word} "))

    def asset(self, word: str) -> None:
        """Another stylesheet."""
        self._append("styles/base.css", f"\n.{word} {{ color: red }}\n")

    def restore(self) -> None:
        """All as it was."""
        for name, text in self._originals.items():
            (self._root / name).write_text(text, "utf-8")
        self._patch.setattr(frontend.environment, "keep_whole", KEEP_WHOLE)
        forget_code()

    def change(self, word: str, dice: random.Random) -> None:
        """One of these, after which nothing that was read before is believed."""
        edits: list[Callable[[str], None]] = [self.template, self.filter, self.catalogue, self.asset]
        dice.choice(edits)(word)
        forget_code()

    def _read(self, name: str) -> str:
        return self._originals.setdefault(name, (self._root / name).read_text("utf-8"))

    def _append(self, name: str, text: str) -> None:
        self._write(name, self._read(name) + text)

    def _write(self, name: str, text: str) -> None:
        (self._root / name).write_text(text, "utf-8")


def forget_code() -> None:
    """Lets templates, catalogues, assets and the digest be read again, as a new process does."""
    caches: list[Any] = [
        static_build.code.code_digest,
        frontend.environment.environment_of,
        frontend.messages.read_catalogue,
        frontend.assets.assets,
    ]
    for each in caches:
        each.cache_clear()
    frontend.shell._SHELLS.clear()


@contextmanager
def own_front_end(root: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[FrontEnd]:
    """A copy of the front end below `root`, in use until the block ends."""
    with monkeypatch.context() as patch:
        yield FrontEnd(root, patch)
    forget_code()
