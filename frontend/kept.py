"""What templates made and will be asked for again: kept by the environment that made it: another has other templates."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar
from weakref import WeakKeyDictionary

from jinja2 import Environment

Made = TypeVar("Made")


class Kept(Generic[Made]):
    """So many results; the oldest leave first."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._made: WeakKeyDictionary[Environment, OrderedDict[Hashable, Made]] = WeakKeyDictionary()

    def find(self, environment: Environment, key: Hashable, make: Callable[[], Made]) -> Made:
        """What `make` made for this key, now or before."""
        made = self._made.setdefault(environment, OrderedDict())
        found = made.get(key)
        if found is None:
            found = made[key] = make()
            if len(made) > self._size:
                made.popitem(last=False)
        return found
