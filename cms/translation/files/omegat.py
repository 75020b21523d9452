"""An OmegaT project around texts: its settings, the folders it wants, the memory as TMX.

Comes in: an open zip. Asks no database.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterable
from datetime import datetime

from cms.translation.memory.models import Unit
from cms.translation.memory.tmx import write_tmx

FOLDERS = ("source/", "target/", "tm/", "tm/auto/", "glossary/", "dictionary/", "omegat/")
MEMORY = "tm/auto/ponte.tmx"
"""From this folder OmegaT takes texts that are wholly the same by itself."""
SETTINGS = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<omegat>
    <project version="1.0">
        <source_dir>__DEFAULT__</source_dir>
        <target_dir>__DEFAULT__</target_dir>
        <tm_dir>__DEFAULT__</tm_dir>
        <glossary_dir>__DEFAULT__</glossary_dir>
        <glossary_file>__DEFAULT__</glossary_file>
        <dictionary_dir>__DEFAULT__</dictionary_dir>
        <source_lang>{source}</source_lang>
        <target_lang>{target}</target_lang>
        <source_tok>{source_tokenizer}</source_tok>
        <target_tok>{target_tokenizer}</target_tok>
        <sentence_seg>false</sentence_seg>
        <support_default_translations>true</support_default_translations>
        <remove_tags>false</remove_tags>
    </project>
</omegat>
"""
TOKENIZERS = {
    "it": "org.omegat.tokenizer.LuceneItalianTokenizer",
    "zh-CN": "org.omegat.tokenizer.LuceneSmartChineseTokenizer",
}
PLAIN = "org.omegat.tokenizer.DefaultTokenizer"
NEEDED = "omegat.project"
"""By this file a folder is a project of OmegaT's."""


def add_project(
    archive: zipfile.ZipFile, codes: tuple[str, str], memory: Iterable[Unit], now: datetime
) -> None:
    """Adds all that is not the texts themselves; `codes` are the languages as CAT tools name them."""
    for folder in FOLDERS:
        archive.writestr(folder, b"")
    source, target = codes
    settings = SETTINGS.format(
        source=source,
        target=target,
        source_tokenizer=TOKENIZERS.get(source, PLAIN),
        target_tokenizer=TOKENIZERS.get(target, PLAIN),
    )
    archive.writestr(NEEDED, settings)
    archive.writestr(MEMORY, b"".join(write_tmx(memory, now)))
