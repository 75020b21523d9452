"""Where Wagtail changes many rows by one statement, which no signal tells: its actions on a selection."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from wagtail import hooks

from static_build.manifest import Cause
from static_build.requests import request_build
from static_build.signals import row_of


@hooks.register("after_bulk_action")
def request_for_selection(request: HttpRequest, action: str, objects: Any, *_: Any, **__: Any) -> None:
    """Names all that was selected: moving pictures or files to another collection may hide or show them."""
    rows = [row_of(each) for each in objects if each.pk is not None]
    if rows and action == "add_to_collection":
        request_build(rows, Cause(what="moved", title=str(len(rows)), user=request.user.get_username()))
