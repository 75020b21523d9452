"""Outputs: each module here plans one family of files. `plan` asks them all and refuses two outputs at one path.

A new family is a new module with a `plan(site, frames)`; it is found by its place.
"""

from __future__ import annotations

import importlib
import pkgutil

from static_build.errors import BuildError, CheckFailed, Problem
from static_build.frames import make_frames
from static_build.outputs.output import Output
from static_build.site import Site

_FAMILIES = [
    importlib.import_module(f"{__name__}.{module.name}")
    for module in pkgutil.iter_modules(__path__)
    if module.name != "output"
]


def plan(site: Site) -> dict[str, Output]:
    """Every output of the site by path, sorted.

    Raises CheckFailed where two claim one path, BuildError where there is no home page.
    """
    frames = make_frames(site)
    if not frames:
        raise BuildError(
            "No home page is public in any language. Publish one in the CMS, or run `ponte demo`."
        )
    outputs: dict[str, Output] = {}
    problems = []
    for family in _FAMILIES:
        for output in family.plan(site, frames):
            other = outputs.setdefault(output.path, output)
            if other is not output and other != output:
                words = (
                    f"/{output.path}: {_names(output)} and {_names(other)} have the same address. "
                    "Change the slug of one."
                )
                problems.append(Problem(words, f"/{output.path}"))
    if problems:
        raise CheckFailed(problems)
    return dict(sorted(outputs.items()))


def _names(output: Output) -> str:
    document = getattr(output.input, "document", None)
    return f"“{document.title}”" if document is not None else type(output.input).__name__
