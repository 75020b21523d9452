"""Wagtail's own tasks, run by Ponte's worker one at a time, when no build waits."""

from __future__ import annotations

from django_tasks_db.management.commands.db_worker import Worker as TaskWorker
from django_tasks_db.models import DBTaskResult

from static_build.requests import QUEUE


def run_one_task(worker: str) -> bool:
    """Runs the next task of any queue but that of the builds; False where none waits. Its failure is noted in its row."""
    if not DBTaskResult.objects.ready().exclude(queue_name=QUEUE).exists():
        return False
    runner = TaskWorker(
        queue_names=["*"],
        excluded_queue_names=[QUEUE],
        interval=0,
        batch=True,
        backend_name="default",
        startup_delay=False,
        max_tasks=1,
        worker_id=worker,
    )
    runner.run()
    return bool(runner._run_tasks)
