"""The demonstration's five users, with the rights of their roles and passwords that are kept in one file.

Changes no password of a user who is there already, unless the file that knew it is gone.
"""

from __future__ import annotations

import json
import secrets
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.hashers import check_password
from django.contrib.auth.models import Group
from msgspec import Struct

from cms.roles import ADMINISTRATORS, EDITORS, REVIEWERS, REVIEWERS_OF, TRANSLATORS

GROUPS = {
    "admin": (ADMINISTRATORS,),
    "editor": (EDITORS,),
    "translator": tuple(TRANSLATORS.values()),
    "reviewer": (REVIEWERS,),
    "reviewer-chinese": (REVIEWERS_OF["zh-hans"],),
}
"""The groups of each user, by name."""
PASSWORD_BYTES = 9


class Login(Struct, frozen=True):
    """A user and the password that was made for it; empty where the user has set another since."""

    name: str
    password: str


def ensure_users(file: Path) -> list[Login]:
    """The five users; `file` keeps their passwords, readable by its owner alone. Raises OSError."""
    known = read_passwords(file)
    passwords = {name: known.get(name) or secrets.token_urlsafe(PASSWORD_BYTES) for name in GROUPS}
    if passwords != known:
        write_passwords(file, passwords)
    encoded = [_ensure_user(name, passwords[name], is_known=name in known) for name in GROUPS]
    with ThreadPoolExecutor() as pool:  # hashing is slow on purpose, and leaves the lock alone
        right = pool.map(check_password, passwords.values(), encoded)
        return [
            Login(name, passwords[name] if each else "") for name, each in zip(GROUPS, right, strict=True)
        ]


def _ensure_user(name: str, password: str, *, is_known: bool) -> str:
    """Makes the user where it is missing, and gives back its password as stored."""
    user, made = get_user_model().objects.get_or_create(
        username=name, defaults={"email": f"{name}@example.org", "is_active": True}
    )
    if made or not is_known:
        user.set_password(password)
        user.save()
        user.groups.set(Group.objects.filter(name__in=GROUPS[name]))
    return str(user.password)


def read_passwords(file: Path) -> dict[str, str]:
    """Passwords by user; none where the file is missing or damaged."""
    try:
        kept: Any = json.loads(file.read_text())
    except (OSError, ValueError):
        return {}
    return {name: kept[name] for name in GROUPS if isinstance(kept, dict) and isinstance(kept.get(name), str)}


def write_passwords(file: Path, passwords: dict[str, str]) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.touch(mode=0o600)
    file.chmod(0o600)
    file.write_text(json.dumps(passwords, indent=1) + "\n")
