"""A picture's renditions as a browser wants them: one `srcset` a media type, and the one to fall back to.

In: a Picture. Out: Sources. Must not invent a URL: whatever is named is one of the renditions.
"""

from __future__ import annotations

from functools import lru_cache

from msgspec import Struct

from site_content.documents.values import Picture, Rendition

FALLBACK_TYPE = "image/jpeg"
FALLBACK_WIDTH = 960


class Source(Struct, frozen=True):
    """The renditions of one media type."""

    type: str
    srcset: str


class Sources(Struct, frozen=True):
    """What `<picture>` needs. `modern` lacks the fallback's type; `largest` is for a link to it all."""

    modern: tuple[Source, ...]
    srcset: str
    fallback: Rendition
    largest: Rendition

    def preferred(self) -> Source:
        """What a browser of today loads, for a preload."""
        return self.modern[0] if self.modern else Source(self.fallback.type, self.srcset)


@lru_cache(maxsize=4096)
def find_sources(picture: Picture) -> Sources | None:
    """The picture's renditions by media type, in their order; None where it has no rendition."""
    if not picture.renditions:
        return None
    by_type: dict[str, list[Rendition]] = {}
    for rendition in picture.renditions:
        by_type.setdefault(rendition.type, []).append(rendition)
    plain = by_type.pop(FALLBACK_TYPE, None) or list(by_type.popitem()[1])
    return Sources(
        modern=tuple(Source(type_, _srcset(renditions)) for type_, renditions in by_type.items()),
        srcset=_srcset(plain),
        fallback=min(plain, key=lambda one: (abs(one.width - FALLBACK_WIDTH), one.width)),
        largest=max(plain, key=lambda one: one.width),
    )


def _srcset(renditions: list[Rendition]) -> str:
    return ", ".join(f"{one.url} {one.width}w" for one in renditions)
