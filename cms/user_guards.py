"""Administrators manage users; only a superuser makes superusers, or touches one."""

from __future__ import annotations

from typing import Any

from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest


def refuse_superuser(request: HttpRequest, user: Any = None) -> None:
    """Raises PermissionDenied; called before a user is made, changed or deleted."""
    if getattr(request.user, "is_superuser", False):
        return
    if getattr(user, "is_superuser", False) or request.POST.get("is_superuser"):
        raise PermissionDenied


def refuse_superusers(request: HttpRequest, _action: str, objects: Any, *_: Any, **__: Any) -> None:
    """The same before an action on many users at once."""
    users = [one for one in objects if isinstance(one, get_user_model())]
    for user in users:
        refuse_superuser(request, user)
