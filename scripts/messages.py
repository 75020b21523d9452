"""Keeps the message catalogues of both languages: `messages.py update | check | compile`.

update    merges messages that are new in the sources, keeps translations, drops what is no longer used
check     every message of the sources is translated in every language; exit 1 if not
compile   makes the .mo files that Django reads in the admin; the public site reads .po files itself
"""

from __future__ import annotations

import io
import os
import re
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
LANGUAGES = ("it", "zh_Hans")
PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%[sd]|(?<!\{)\{\w*\}(?!\})")
NEW_HEADER = "# Messages of Ponte. Made by `scripts/messages.py update`; edit the translations only."
EMPTY_OR_CHANGING_HEADERS = tuple(
    f'"{name}:'.encode()
    for name in (
        "Generated-By",
        "Language-Team",
        "Last-Translator",
        "PO-Revision-Date",
        "POT-Creation-Date",
        "Project-Id-Version",
        "Report-Msgid-Bugs-To",
    )
)


@dataclass(frozen=True)
class Domain:
    """A package whose messages are translated, where its catalogues lie, and whose templates it has."""

    package: str
    catalogue: str
    templates: str
    has_vocabulary: bool = False
    """Whether messages with a context are words that are looked up by a value: no source names them all."""

    def locate(self, language: str) -> Path:
        return ROOT / self.package / self.catalogue.format(language=language)


ADMIN = "locale/{language}/LC_MESSAGES/django.po"
DOMAINS = (
    Domain("cms", ADMIN, "django"),
    Domain("site_content", ADMIN, "django"),
    Domain("static_build", ADMIN, "django"),
    Domain("frontend", "messages/{language}.po", "jinja", has_vocabulary=True),
)


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def read_catalogue(path: Path, language: str) -> Catalog:
    """Empty when there is no such file."""
    if not path.exists():
        return Catalog(locale=language, project="Ponte", charset="utf-8")
    with path.open("rb") as file:
        return read_po(file, locale=language, abort_invalid=True)


def replace_file(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    aside = path.with_name(f".{path.name}.{os.getpid()}")
    aside.write_bytes(content)
    aside.replace(path)


def sort_catalogue(catalogue: Catalog) -> Catalog:
    """By context, so that the words of one vocabulary stand together, then by message."""
    ordered = Catalog(catalogue.locale, header_comment=catalogue.header_comment, charset="utf-8", fuzzy=False)
    for message in sorted(messages_of(catalogue), key=lambda one: (one.context or "", key_of(one)[1])):
        ordered[message.id] = message
    return ordered


def format_catalogue(catalogue: Catalog) -> bytes:
    """The same bytes for the same messages: sorted, without line numbers, dates or the tool's version."""
    written = io.BytesIO()
    write_po(written, sort_catalogue(catalogue), width=110, include_lineno=False, ignore_obsolete=True)
    lines = written.getvalue().splitlines(keepends=True)
    return b"".join(line for line in lines if not line.startswith(EMPTY_OR_CHANGING_HEADERS))


def merge_catalogue(template: Catalog, path: Path, language: str) -> Catalog:
    """The file's translations on the sources' messages; a changed message is a new one, never a guess."""
    catalogue = read_catalogue(path, language)
    if not path.exists():
        catalogue.header_comment = NEW_HEADER
    catalogue.update(template, no_fuzzy_matching=True, update_header_comment=False)
    return catalogue


def messages_of(catalogue: Catalog) -> Iterator[Message]:
    return (message for message in catalogue if message.id)


def strings_of(value: str | Iterable[str] | None) -> tuple[str, ...]:
    """A message's or translation's forms: one, or one for each plural; one empty where there is none yet."""
    if value is None or isinstance(value, str):
        return (value or "",)
    return tuple(value) or ("",)


def key_of(message: Message) -> tuple[str | None, str]:
    return message.context, strings_of(message.id)[0]


def placeholders_of(strings: Iterable[str]) -> set[str]:
    return {found for string in strings for found in PLACEHOLDER.findall(string)}


def has_right_placeholders(message: Message) -> bool:
    """A translation fills in what its message does; a plural form may leave the number out."""
    wanted = placeholders_of(strings_of(message.id))
    found = [placeholders_of([string]) for string in strings_of(message.string)]
    return all(names <= wanted for names in found) and (message.pluralizable or found == [wanted])


def find_faults_of(message: Message, is_word: bool) -> Iterator[str]:
    if message.fuzzy:
        yield "a guess that nobody confirmed (fuzzy)"
    if not all(strings_of(message.string)):
        yield "not translated"
    elif not is_word and not has_right_placeholders(message):
        yield "its placeholders differ from the message's"


def find_faults(template: Catalog, catalogue: Catalog) -> Iterator[str]:
    """What keeps a catalogue from being complete: a line for each message and fault."""
    wanted = {key_of(message): message for message in messages_of(template)}
    known = {key_of(message): message for message in messages_of(catalogue)}
    for key, message in wanted.items():
        places = sorted({place for place, _line in message.locations})
        # Without a place it is a word of a vocabulary: its message is a key, not a text.
        faults = find_faults_of(known[key], is_word=not places) if key in known else ["missing"]
        yield from (f"{fault}: {key[1]!r} ({', '.join(places) or key[0]})" for fault in faults)
    for key in [*(known.keys() - wanted.keys()), *map(key_of, catalogue.obsolete.values())]:
        yield f"no longer used: {key[1]!r}"


def check_catalogue(template: Catalog, path: Path, language: str) -> int:
    faults = list(find_faults(template, read_catalogue(path, language)))
    print(f"{name_of(path)}: {len(list(messages_of(template)))} messages, {len(faults)} faults")
    for fault in sorted(faults):
        print(f"  {name_of(path)}: {fault}", file=sys.stderr)
    return len(faults)


def update_catalogue(template: Catalog, path: Path, language: str) -> int:
    catalogue = merge_catalogue(template, path, language)
    content = format_catalogue(catalogue)
    if not path.exists() or path.read_bytes() != content:
        replace_file(path, content)
    missing = sum(not all(strings_of(message.string)) for message in messages_of(catalogue))
    print(f"{name_of(path)}: {len(list(messages_of(catalogue)))} messages, {missing} to translate")
    return 0


def add_vocabulary(template: Catalog, domain: Domain) -> None:
    """What one language's catalogue has a word for, every other must have."""
    for language in LANGUAGES:
        path = domain.locate(language)
        for message in messages_of(read_catalogue(path, language)):
            if message.context:
                template.add(message.id, context=message.context)


def for_each_catalogue(action: Callable[[Catalog, Path, str], int]) -> int:
    """Sums what the action returns over every package that has messages, in each language."""
    from message_sources import extract_package

    total = 0
    for domain in DOMAINS:
        template = extract_package(ROOT, domain.package, domain.templates)
        if domain.has_vocabulary:
            add_vocabulary(template, domain)
        for language in LANGUAGES:
            path = domain.locate(language)
            if len(template) or path.exists():
                total += action(template, path, language)
    return total


def compile_catalogue(source: Path) -> None:
    compiled = io.BytesIO()
    write_mo(compiled, read_catalogue(source, source.parent.parent.name))
    replace_file(source.with_suffix(".mo"), compiled.getvalue())


def compile_catalogues() -> int:
    for source in sorted(ROOT.glob("*/locale/*/LC_MESSAGES/*.po")):
        compile_catalogue(source)
    return 0


def check_catalogues() -> int:
    faults = for_each_catalogue(check_catalogue)
    if faults:
        print(
            f"{faults} faults: run `scripts/messages.py update`, then translate what is empty.",
            file=sys.stderr,
        )
    return 1 if faults else 0


def main(arguments: list[str]) -> int:
    actions: dict[str, Callable[[], int]] = {
        "check": check_catalogues,
        "compile": compile_catalogues,
        "update": lambda: for_each_catalogue(update_catalogue),
    }
    if len(arguments) != 1 or arguments[0] not in actions:
        print(__doc__, file=sys.stderr)
        return 2
    return actions[arguments[0]]()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
