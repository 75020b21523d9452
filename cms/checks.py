"""System checks: each problem that the reader of the environment found, with its id and its hint."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register


@register("ponte")
def check_environment(**_: Any) -> list[CheckMessage]:
    """One error for each setting that is missing or malformed."""
    return [
        Error(problem.message, hint=problem.hint, id=problem.id) for problem in settings.ENVIRONMENT.problems
    ]
