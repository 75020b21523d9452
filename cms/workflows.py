"""What happens when a review ends: the revision that was reviewed goes live, and no other.

Wagtail imports this while it loads its models, so no model is imported here.
"""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _


def publish_reviewed_revision(workflow_state: Any, user: Any = None) -> None:
    """Publishes the revision that the last task approved, also where a newer one has come since.

    The newer one stays a draft. Raises PermissionDenied for a workflow without a task: nobody looked.
    The approval is the right to publish: whoever may approve need have no other. Changed facts of a live call need
    their reason here as everywhere.
    """
    from cms.publication.gate import require_reason

    task_state = workflow_state.current_task_state
    if task_state is None or task_state.revision is None:
        raise PermissionDenied(
            _("Nobody has reviewed this: its workflow has no task. Nothing was published.")
        )
    if task_state.status != task_state.STATUS_APPROVED:
        raise PermissionDenied(_("The review is not finished. Nothing was published."))
    require_reason(task_state.revision, user)
    task_state.revision.publish(user=user, skip_permission_checks=True)
