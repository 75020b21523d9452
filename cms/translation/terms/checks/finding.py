"""What a check found: a code with its parameters, and the sentence for people."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from cms.translation.terms.checks.sentences import put_in_words

Severity = Literal["error", "warning"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault. `start` and `end` count characters of the target's plain text; of the source's with `in_source`."""

    code: str
    severity: Severity
    start: int = 0
    end: int = 0
    in_source: bool = False
    parameters: dict[str, str] = field(default_factory=dict, hash=False)

    @property
    def message(self) -> str:
        """What is wrong and what to do, in the language of whoever asks."""
        return put_in_words(self.code, self.parameters)
