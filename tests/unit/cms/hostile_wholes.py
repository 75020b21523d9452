"""Files that somebody made to be too much: too large, too deep, too wide, too many; zips that are not what they say."""

from __future__ import annotations

import random
import re
import zipfile
from collections.abc import Callable
from io import BytesIO

from tests.unit.cms.hostile_files import spoil

MEGABYTE = 2**20
LIMIT = {"xlf": 5, "po": 2, "tmx": 32, "csv": 5, "tbx": 5}
"""Megabytes that are read of each kind: a hostile file is a little smaller, or much larger."""
BODY = {"xlf": b"<body>", "tmx": b"<body>", "tbx": b"<body>"}
Make = Callable[[random.Random, bytes, int], bytes]
"""From chance, a right file and a size in bytes."""


def overdo(content: bytes, name: str, seed: int) -> bytes:
    """A file of that kind which is too much of something, the same for each seed."""
    dice, kind = random.Random(seed), name.rpartition(".")[2]
    if kind == "zip":
        return dice.choice(ZIPS)(dice, content)
    made = dice.choice((*WAYS, *XML_WAYS) if kind in BODY else (*WAYS, *LINES[kind]))
    return made(dice, content, int(LIMIT[kind] * MEGABYTE * dice.choice((0.05, 0.2, 0.97))))


def _long(dice: random.Random, content: bytes, size: int) -> bytes:
    """One run of a piece, somewhere in it."""
    piece = dice.choice(
        (b" ", b"\t", b"\n", b"\r", b"a", b"1", b"<", b"&", b'"', b"\\", b"/", b"<!--", b"]]>")
    ) + dice.choice((b"", "\u0301\u0316".encode(), "中".encode()))
    at = dice.choice([match.end() for match in re.finditer(rb'[>",\n]', content)] or [0])
    return content[:at] + piece * (max(0, size - len(content)) // len(piece)) + content[at:]


def _repeated(dice: random.Random, content: bytes, size: int) -> bytes:
    half = len(content) // 2
    return content[:half] * (size // max(1, half)) + content[half:]


def _far_too_large(dice: random.Random, content: bytes, size: int) -> bytes:
    return content + dice.choice((b" ", b"\n", b"\0", b"x")) * (100 * MEGABYTE)


def _noise(dice: random.Random, content: bytes, size: int) -> bytes:
    return content[: dice.randrange(200)] + dice.randbytes(size // 4)


WAYS: tuple[Make, ...] = (_long, _long, _long, _repeated, _far_too_large, _noise)


def _in_body(content: bytes, more: bytes) -> bytes:
    return content.replace(b"<body>", b"<body>" + more, 1)


def _in_texts(content: bytes, more: bytes) -> bytes:
    """Into every text that the file brings."""
    return re.sub(rb"(<target[^>]*>|<seg>|<term>)", lambda found: found[1] + more, content)


def _elements(dice: random.Random, content: bytes, size: int) -> bytes:
    piece = dice.choice(
        (b"<x/>", b"<tu/>", b"<termEntry/>", b"<trans-unit/>", b"<g>", b"<a b='1'/>", b"<!---->", b"<?x?>")
    )
    return _in_body(content, piece * ((size - len(content)) // len(piece)))


def _parts(dice: random.Random, content: bytes, size: int) -> bytes:
    """One unit with everything in it."""
    tag = b"tu" if b"<tmx" in content else b"termEntry" if b"<martif" in content else b"trans-unit"
    piece = dice.choice((b"<x/>", b"<tuv/>", b"<prop/>", b"<note/>", b"<target/>", b"<langSet/>"))
    return _in_body(content, b"<%s>" % tag + piece * (size // len(piece)) + b"</%s>" % tag)


def _attributes(dice: random.Random, content: bytes, size: int) -> bytes:
    kind = dice.choice((b' a%d=""', b' xmlns:a%d="u"', b' xmlns:a%d="u%d"'))
    many = b"".join(kind % ((number,) * kind.count(b"%d")) for number in range(size // 16))
    return _in_body(content, b"<note" + many + b"/>")


def _attribute(dice: random.Random, content: bytes, size: int) -> bytes:
    text = dice.choice((b" ", b"a", b"&#10;", "\u0301".encode())) * (size // 6)
    return re.sub(
        rb' (id|srclang|original|date|creationdate|resname)="[^"]*"',
        rb' \1="' + text + b'"',
        content,
        count=1,
    )


def _deep(dice: random.Random, content: bytes, size: int) -> bytes:
    many = dice.choice((100, 240, 300, 100_000))
    tag = dice.choice((b"g id='1'", b"mrk", b"hi", b"x", b"group", b"tu"))
    return _in_texts(content, b"<%s>" % tag * many + b"x" + b"</%s>" % tag.partition(b" ")[0] * many)[:size]


def _text(dice: random.Random, content: bytes, size: int) -> bytes:
    places = max(1, len(re.findall(rb"<target[^>]*>|<seg>|<term>", content)))
    piece = dice.choice(
        (" ", "a", "1", "1,", "中", "\u0301\u0316", "&amp;", "《", "www.", "%s", "{x}")
    ).encode()
    return _in_texts(content, piece * (min(size // places, dice.choice((1_900, 19_000, size))) // len(piece)))


def _entities(dice: random.Random, content: bytes, size: int) -> bytes:
    bomb = b"".join(b'<!ENTITY a%d "%s">' % (each, b"&a%d;" % (each - 1) * 10) for each in range(1, 12))
    head = b'<!DOCTYPE x [<!ENTITY a0 "ha">' + bomb + b"]>"
    outside = b'<!DOCTYPE x [<!ENTITY a11 SYSTEM "' + dice.choice((b"/dev/zero", b"/etc/passwd")) + b'">]>'
    begun = re.sub(rb"^\s*(<\?xml[^>]*>)?\s*(<!DOCTYPE[^>]*>)?", b"", content)
    return dice.choice((head, outside)) + _in_texts(begun, b"&a11;")


XML_WAYS: tuple[Make, ...] = (
    _elements, _elements, _parts, _parts, _attributes, _attribute, _deep, _text, _text, _entities
)  # fmt: skip


def _columns(dice: random.Random, content: bytes, size: int) -> bytes:
    sign = dice.choice((b",", b";", b"\t", b'"",'))
    line = dice.choice((0, 1))
    lines = content.split(b"\n")
    lines[line] += sign * min(size, dice.choice((100_000, size)))
    return b"\n".join(lines)


def _rows(dice: random.Random, content: bytes, size: int) -> bytes:
    line = dice.choice((b"\n", b",\n", b'""\n', b"a%d,\xe4\xb8\xad%d\n", b"x,\xe4\xb8\xad,,,,,,\n"))
    many = (line % (number, number) if b"%d" in line else line for number in range(size // (len(line) + 8)))
    return content + b"".join(many)


def _quoted(dice: random.Random, content: bytes, size: int) -> bytes:
    return content + dice.choice((b'"', b'""')) + dice.choice((b"\n", b"x\n", b'""')) * (size // 8)


def _entries(dice: random.Random, content: bytes, size: int) -> bytes:
    entry = dice.choice(
        (
            b'\nmsgctxt "title"\nmsgid "%d"\nmsgstr "x"\n',
            b'\nmsgctxt "body"\nmsgid "%d"\nmsgid_plural ""\nmsgstr[0] ""\n',
            b'\n#: x:%d\nmsgid ""\nmsgstr ""\n',
            b"\n# %d\n",
            b'\n"%d"\n',
        )
    )
    return content + b"".join(entry % number for number in range(size // (len(entry) + 4)))


LINES: dict[str, tuple[Make, ...]] = {"csv": (_columns, _rows, _rows, _quoted), "po": (_entries, _entries)}


def pack(files: list[tuple[str, bytes]]) -> bytes:
    """A zip of those; a name may stand in it twice."""
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files:
            # Given a name alone, zipfile warns of one that is there twice.
            info = zipfile.ZipInfo(name)
            info.compress_type = zipfile.ZIP_DEFLATED
            with archive.open(info, "w") as member:
                member.write(data)
            archive.NameToInfo.pop(name, None)
    return packed.getvalue()


def unpack(content: bytes) -> list[tuple[str, bytes]]:
    """The files of a right zip."""
    with zipfile.ZipFile(BytesIO(content)) as archive:
        return [(name, archive.read(name)) for name in archive.namelist()]


def _spoilt_member(dice: random.Random, content: bytes) -> bytes:
    files = unpack(content)
    at = dice.randrange(len(files))
    files[at] = (files[at][0], spoil(files[at][1], dice.randrange(10**9)))
    return pack(files)


def _overdone_member(dice: random.Random, content: bytes) -> bytes:
    files = [(name, data) for name, data in unpack(content) if name.endswith(".xlf")]
    name, data = dice.choice(files)
    return pack([(f"{number}.xlf", overdo(data, name, dice.randrange(10**9))) for number in range(4)])


def _names(dice: random.Random, content: bytes) -> bytes:
    evil = (
        "../../../etc/cron.d/x.xlf", "/etc/passwd.po", "C:\\windows\\x.xlf", "a\u202eb.xlf", "\n\r\x1b[31m.xlf",
        ".xlf", "//.xlf",
        "x" * 60_000 + ".xlf", "con.xlf", "<script>alert(1)</script>.xlf", "%s{x}.xlf", "a/" * 200 + "b.po",
    )  # fmt: skip
    return pack([(dice.choice(evil), data) for _name, data in unpack(content)])


def _twice(dice: random.Random, content: bytes) -> bytes:
    return pack(unpack(content) * 2)


def _flags(dice: random.Random, content: bytes) -> bytes:
    """Said to be encrypted, or packed by a method that nobody knows."""
    changed = bytearray(content)
    for start in (match.start() for match in re.finditer(rb"PK\x01\x02|PK\x03\x04", content)):
        at = start + (8 if content[start + 2] == 1 else 6)
        changed[at + dice.choice((0, 2))] |= dice.choice((1, 8, 0x40, 0xFF))
    return bytes(changed)


def _bomb(dice: random.Random, content: bytes) -> bytes:
    filling = dice.choice((b"\0", b" ", b"<x/>"))
    size = dice.choice((3, 6, 40)) * MEGABYTE
    many = dice.choice((1, 15))
    return pack([(f"{number}.xlf", filling * (size // len(filling))) for number in range(many)])


def _many(dice: random.Random, content: bytes) -> bytes:
    return pack([(f"{number}.{dice.choice(('xlf', 'txt'))}", b"") for number in range(2_500)])


def _directory(dice: random.Random, content: bytes) -> bytes:
    """A directory of names alone, all for the same few bytes."""
    packed = pack([("a.xlf", b"")])
    start = packed.index(b"PK\x01\x02")
    end = packed.index(b"PK\x05\x06")
    return packed[:start] + packed[start:end] * dice.choice((3, 3_000, 300_000)) + packed[end:]


def _nested(dice: random.Random, content: bytes) -> bytes:
    for _number in range(dice.randrange(1, 30)):
        content = pack([("a.xlf", content)])
    return content


ZIPS: tuple[Callable[[random.Random, bytes], bytes], ...] = (
    _spoilt_member, _spoilt_member, _spoilt_member, _overdone_member, _names, _twice, _flags, _bomb, _many, _directory,
    _nested,
)  # fmt: skip
