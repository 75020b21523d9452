"""A text and its translation, made ready for the checks: plain words, codes, languages."""

from __future__ import annotations

from dataclasses import dataclass

from cms.translation.marked import Code


@dataclass(frozen=True, slots=True)
class Pair:
    """What every check reads. The texts are plain; positions in findings are those of `target` or `source`."""

    source: str
    target: str
    source_locale: str
    target_locale: str
    source_codes: tuple[Code, ...] = ()
    target_codes: tuple[Code, ...] = ()

    @property
    def to_chinese(self) -> bool:
        """Whether the translation is Chinese; otherwise it is Italian, or another language in Latin letters."""
        return is_chinese(self.target_locale)

    @property
    def from_chinese(self) -> bool:
        """Whether the source is Chinese."""
        return is_chinese(self.source_locale)


def is_chinese(locale: str) -> bool:
    """Whether the code of a language names Chinese."""
    return locale.lower().replace("_", "-").split("-")[0] == "zh"
