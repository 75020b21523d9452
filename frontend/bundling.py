"""Modules of one folder become one file: the source of each by its name comes in, a single module goes out.

A phone on a slow line waits for each file anew, and small files compress badly. Reads nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping

_IMPORT = re.compile(r'(?m)^import (\{ \w+(?:, \w+)* \}) from "\./([\w-]+\.js)";$')
_EXPORT = re.compile(r"(?m)^export (?=(?:(?:async )?function\*?|class|const) (\w+))")
_LEFT = re.compile(r"(?m)^(?:import|export)\b[^(\n]*$")


def list_needed(entry: str, sources: Mapping[str, str]) -> list[str]:
    """Names of the modules that one needs before it can run, each after those that it needs; itself last.

    Raises ValueError where two need each other, and KeyError for one that is not there.
    """
    found: list[str] = []

    def follow(name: str, above: tuple[str, ...]) -> None:
        if name in above:
            raise ValueError(
                f"{name} and {above[-1]} need each other: move what both need to a third module."
            )
        for _, needed in _IMPORT.findall(sources[name]):
            follow(needed, (*above, name))
        if name not in found:
            found.append(name)

    follow(entry, ())
    return found


def join_modules(entry: str, sources: Mapping[str, str], strip: Callable[[str], str]) -> str:
    """One module that does what the entry does, with the same exports. `strip` takes out what no browser needs.

    Raises ValueError where a module imports or exports otherwise than by name, on one line.
    """
    return "\n".join(_wrap_each(entry, sources, strip))


def _wrap_each(entry: str, sources: Mapping[str, str], strip: Callable[[str], str]) -> Iterator[str]:
    for name in list_needed(entry, sources):
        text = _IMPORT.sub(lambda found: f"const {found[1]} = {_variable(found[2])};", sources[name])
        text = strip(text)
        inner = _EXPORT.sub("", text)
        if left := _LEFT.search(inner):
            raise ValueError(
                f'{name}: write `{left[0]}` as `import {{ a }} from "./b.js";` or `export const`.'
            )
        if name == entry:
            yield text
        else:
            exports = ", ".join(_EXPORT.findall(sources[name]))
            yield f"const {_variable(name)} = (() => {{\n{inner}\nreturn {{ {exports} }};\n}})();"


def _variable(name: str) -> str:
    return "$" + re.sub(r"\W", "_", name.removesuffix(".js"))
