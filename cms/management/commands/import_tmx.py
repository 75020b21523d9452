"""`ponte import-tmx FILE…`: TMX files into the translation memory, all of them or none."""

from __future__ import annotations

from typing import Any

from msgspec import to_builtins

from cms.translation.import_command import ImportCommand
from cms.translation.memory.importing import carry_out, propose
from cms.translation.memory.tmx import MAX_BYTES


class Command(ImportCommand):
    """Adds what the memory does not have; changes nothing that it has."""

    help = "Adds the units of TMX files to the translation memory; changes none that is there."
    max_bytes = MAX_BYTES

    def bring(self, content: bytes, name: str) -> dict[str, Any]:
        batch = propose(content, name, None)
        summary = carry_out(batch, None)
        return {"import": batch.pk, **to_builtins(summary)}

    def tell(self, each: dict[str, Any], is_dry: bool) -> str:
        reasons = "".join(f"\n  line {one['line']}: {one['reason']}" for one in each["reasons"])
        return (
            f"{each['file']}: {each['new']} units {'would be new' if is_dry else 'are new'}, "
            f"{each['others']} of them other translations of texts that the memory has; {each['known']} were known, "
            f"{each['rejected']} had been deleted or corrected by reviewers, {each['left_out']} left out.{reasons}"
        )
