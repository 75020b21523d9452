"""Which fields of a model are text and which are facts: wagtail-localize reads `translatable_fields`."""

from __future__ import annotations

from typing import Any, ClassVar

from wagtail_localize.fields import SynchronizedField, TranslatableField


class Translated:
    """Names a model's fields: TEXT is translated, FACTS are the source's in every language.

    Each class gives its own; those of its parents come first. Relations stand in neither: they are
    always read from the source, mapped by translation key.
    """

    TEXT: ClassVar[tuple[str, ...]] = ()
    FACTS: ClassVar[tuple[str, ...]] = ()
    translatable_fields: ClassVar[list[Any]] = []

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        parents = [base for base in cls.__bases__ if issubclass(base, Translated)]
        for kind in ("TEXT", "FACTS"):
            inherited = [name for base in parents for name in getattr(base, kind)]
            setattr(cls, kind, tuple(dict.fromkeys([*inherited, *cls.__dict__.get(kind, ())])))
        cls.translatable_fields = [
            *(TranslatableField(name) for name in cls.TEXT),
            *(SynchronizedField(name, overridable=False) for name in cls.FACTS),
        ]
