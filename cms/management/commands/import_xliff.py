"""`ponte import-xliff FILE…`: translators' files into the translations, all of them or none."""

from __future__ import annotations

from typing import Any

from cms.translation.files.archive import MAX_ZIP_BYTES
from cms.translation.files.importing import carry_out, propose
from cms.translation.import_command import ImportCommand


class Command(ImportCommand):
    """What fits is confirmed, what does not is kept for the workbench or offered by the memory."""

    help = "Imports XLIFF and PO files, or zips of them; says of each text what becomes of it."
    max_bytes = MAX_ZIP_BYTES

    def bring(self, content: bytes, name: str) -> dict[str, Any]:
        row = carry_out(propose(content, name, None), None)
        return {"import": row.pk, "counts": row.counts, "texts": row.lines}

    def tell(self, each: dict[str, Any], is_dry: bool) -> str:
        counts = each["counts"]
        lines = "".join(
            f"\n  {text['file']}, line {text['line']}: {text['outcome']}: {' '.join(text['reasons'])}"
            for text in each["texts"]
            if text["reasons"]
        )
        return (
            f"{each['file']}: {counts['confirm']} texts confirmed, {counts['keep']} kept to be confirmed, "
            f"{counts['offer']} for the memory, {counts['refuse']} refused, {counts['untranslated']} not translated, "
            f"{counts['same']} as they were.{lines}"
        )
