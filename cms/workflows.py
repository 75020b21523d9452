"""What happens when a workflow ends: the revision that was reviewed goes live, and no other."""

from __future__ import annotations

from typing import Any


def publish_reviewed_revision(workflow_state: Any, user: Any = None) -> None:
    """Publishes the revision of the last task of the workflow."""
    workflow_state.current_task_state.revision.publish(user=user)
