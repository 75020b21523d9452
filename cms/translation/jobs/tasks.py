"""What takes longer than a click: asking the memory about every text of a job. Run by the worker."""

from __future__ import annotations

from django_tasks import task

from cms.translation.jobs.counting import cover
from cms.translation.jobs.models import Job


@task()
def ask_memory(job_id: int) -> None:
    """How much of the job the memory has; nothing for one that is gone."""
    job = Job.objects.select_related("translation__source", "assignee").filter(pk=job_id).first()
    if job is not None:
        cover(job)
