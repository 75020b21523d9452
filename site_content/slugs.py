"""A page's part of an address: small letters without accents, digits and hyphens, for both languages share it."""

from __future__ import annotations

import re

from site_content.search.chinese import RUN, spell
from site_content.search.text import fold

SLUG = re.compile(r"^[a-z0-9]+(-[a-z0-9]+)*$")
LONGEST = 100
"""Letters of an address that was made from words; one that somebody chose may be longer."""


def make_slug(words: str) -> str:
    """An address from a title: accents taken off, Chinese in pinyin; empty where nothing of it can be written so."""
    spelt = RUN.sub(lambda run: f"-{'-'.join(spell(run.group()))}-", words)
    slug = "-".join(re.findall(r"[a-z0-9]+", fold(spelt)))
    return slug if len(slug) <= LONGEST else slug[: LONGEST + 1].rpartition("-")[0] or slug[:LONGEST]
