"""Who may look at the glossary's uses, take it out and bring it in. Answers only."""

from __future__ import annotations

from typing import Any

from cms.translation.memory.rights import may_search

__all__ = ["may_change", "may_search"]


def may_change(user: Any) -> bool:
    """Whoever may add terms and change them."""
    return bool(
        user.has_perm("site_content.add_glossaryterm") and user.has_perm("site_content.change_glossaryterm")
    )
