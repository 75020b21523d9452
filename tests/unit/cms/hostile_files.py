"""Files that somebody spoilt, by accident or on purpose: real ones with bytes and pieces changed, the same for each seed."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from xml.sax.saxutils import escape

NASTY = (
    b"<!DOCTYPE x [<!ENTITY a 'ha'><!ENTITY b '&a;&a;&a;&a;'>]>",
    b"&b;",
    b"&#0;",
    b"&#x202e;",
    b"&lt;script&gt;",
    b"]]>",
    b"<![CDATA[",
    b"<?php x ?>",
    b"<!-- -->",
    b"<script xmlns='http://www.w3.org/1999/xhtml'>alert(1)</script>",
    b"\x00",
    b"\xff\xfe",
    b"\xef\xbb\xbf",
    b"\xed\xa0\x80",
    "\u202e\u2066\u200b".encode(),
    b"=cmd|' /C calc'!A0",
    b"-9" * 400,
    b"9" * 5000,
    b"a" * 30_000,
    "很".encode() * 9000,
    b"<g id='1'>" * 300,
    b"<g id='1'/>",
    b"<x id='99'/>",
    b"</target>",
    b"</source>",
    b"</seg>",
    b'"',
    b"'",
    b"\\",
    b"\r\n\r\n",
    b"\t",
    b'msgid ""\nmsgstr ""\n',
    b'msgstr[1] "x"\n',
    b"#~ ",
    b"#, fuzzy\n",
    b'"Content-Type: text/plain; charset=punycode\\n"\n',
    b"%s{x}%(y)d",
    b" xml:lang='zh-TW'",
    b" state='final'",
    b" id='1-1'",
    b"<a href='javascript:1'>",
    b"<bpt i='1'>&lt;b&gt;</bpt>",
    b"<mrk>",
    b";" * 3000,
)
ACTIVE = (
    b"<script>alert(1)</script>",
    b"<img src=x onerror=alert(1)>",
    b'<a id="a1" href="javascript:alert(1)">x</a>',
    b"<a href='data:text/html,x'>x</a>",
    b"<style>*{display:none}</style>",
    b"<svg onload=alert(1)>",
    b"<iframe srcdoc=x>",
    b"{{ 7*7 }}{% debug %}",
    b"<!--",
    b"</a></p>",
    b"<b><i>x</b></i>",
    b"<g id='1'>x</g>",
    b"<x id='1'/>",
    b'=HYPERLINK("http://x","y")',
    b"@SUM(1)",
    b"+1",
    b"-1",
    "＝1".encode(),
    "\u0301".encode() * 40,
    ("\u0301\u0316" * 3_000).encode(),
    "\u202e".encode(),
    "\u200b\u200d".encode(),
    "\U0001f469\u200d\U0001f52c".encode(),
    b" " * 20_000,
    b"1" * 1_900,
    b"1.000,50 euro " * 130,
    b"a." * 900,
    b"('" * 900,
    b"www." * 450,
    b"aaaa@" * 380,
    b"http://" * 270,
    "一二三".encode() * 600,
    "百分之".encode() * 600,
    "《".encode() * 1_900,
    b"24 ottobre " * 170,
    b"&amp;" * 380,
)
IN_TEXT = re.compile(rb'<target[^>]*>|<seg>|<term>|msgstr "|(?<=\n)|,(?="?[^,]*\n)')
Change = Callable[[random.Random, bytes], bytes]


def spoil(content: bytes, seed: int) -> bytes:
    """A spoilt copy: one to six changes."""
    dice = random.Random(seed)
    for _number in range(dice.randint(1, 6)):
        content = dice.choice(CHANGES)(dice, content)
    return content


def _cut(dice: random.Random, content: bytes) -> bytes:
    start = dice.randrange(len(content) + 1)
    return content[:start] + content[start + dice.choice((1, 3, 40, 4000)) :]


def _flip(dice: random.Random, content: bytes) -> bytes:
    changed = bytearray(content)
    for _number in range(dice.randint(1, 20) if changed else 0):
        changed[dice.randrange(len(changed))] = dice.randrange(256)
    return bytes(changed)


def _insert(dice: random.Random, content: bytes) -> bytes:
    start = dice.randrange(len(content) + 1)
    return content[:start] + dice.choice(NASTY) + content[start:]


def _insert_in_text(dice: random.Random, content: bytes) -> bytes:
    """Where words stand, so that the rest stays well formed more often."""
    places = [place for place in range(len(content)) if content[place : place + 1] in (b">", b'"', b",")]
    start = dice.choice(places) + 1 if places else 0
    return content[:start] + dice.choice(NASTY) + content[start:]


def _repeat(dice: random.Random, content: bytes) -> bytes:
    start = dice.randrange(len(content) + 1)
    piece = content[start : start + dice.choice((5, 80, 700))]
    return content[:start] + piece * dice.choice((2, 3, 50)) + content[start:]


def _swap(dice: random.Random, content: bytes) -> bytes:
    lines = content.split(b"\n")
    one, other = dice.randrange(len(lines)), dice.randrange(len(lines))
    lines[one], lines[other] = lines[other], lines[one]
    return b"\n".join(lines)


def _encode(dice: random.Random, content: bytes) -> bytes:
    try:
        return content.decode().encode(dice.choice(("utf-16", "utf-16-be", "gb18030", "utf-32", "utf-7")))
    except UnicodeError:
        return content


def _swap_ids(dice: random.Random, content: bytes) -> bytes:
    """Units under each other's names, or one under a name that is made up."""
    found = list(re.finditer(rb' (?:id|i|x)="([^"]*)"', content))
    if len(found) < 2:
        return content
    one, other = sorted(dice.sample(found, 2), key=lambda match: match.start())
    first = dice.choice((other[1], b"9" * 18 + b"-1", b"1-1", b"", other[1]))
    return b"".join(
        (
            content[: one.start(1)],
            first,
            content[one.end(1) : other.start(1)],
            one[1],
            content[other.end(1) :],
        )
    )


def _rename(dice: random.Random, content: bytes) -> bytes:
    """Of another language, another version, another page, another moment."""
    old, new = dice.choice(
        (
            (b"zh-CN", b"zh-TW"),
            (b"zh-CN", b"it"),
            (b'"it"', b'"zh-CN"'),
            (b"1.2", b"2.0"),
            (b"ponte:", b"ponte:0"),
            (b"ponte:", b"file:///etc/"),
            (b"UTF-8", b"GB18030"),
            (b"utf-8", b"utf-7"),
            (b"20", b"99"),
            (b"<tmx", b"<html"),
            (b"italian", b"chinese"),
            (b"\n", b"\r"),
            (b'state="', b'state="final" x="'),
            (b"trans-unit", b"bin-unit"),
        )
    )
    return content.replace(old, new, dice.choice((1, -1)))


def _write_in_text(dice: random.Random, content: bytes) -> bytes:
    """Something into a text that the file means to bring, so that the rest is as it should be."""
    found = list(IN_TEXT.finditer(content))
    if not found:
        return content
    place = dice.choice(found).end()
    text = dice.choice(ACTIVE)
    if dice.random() < 0.7 and b"<?xml" in content[:80]:
        text = escape(text.decode()).encode()
    return content[:place] + text + content[place:]


CHANGES: tuple[Change, ...] = (
    _cut,
    _flip,
    _insert,
    _insert_in_text,
    _insert_in_text,
    _repeat,
    _swap,
    _encode,
    _swap_ids,
    _rename,
    _write_in_text,
    _write_in_text,
    _write_in_text,
)
