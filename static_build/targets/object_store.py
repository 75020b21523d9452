"""An object store as a target: files go up and are deleted one by one, step by step, so that a reader misses nothing."""

from __future__ import annotations

from collections.abc import Callable, Collection
from concurrent.futures import FIRST_EXCEPTION, Future, ThreadPoolExecutor, wait

from static_build.targets.bucket import HASH, Bucket
from static_build.targets.files import Difference, File, Step
from static_build.targets.outcome import TargetError
from static_build.targets.parcel import Parcel
from static_build.targets.patience import Patience

Progress = Callable[[str, int, int], None]
"""(step, done, all)"""
LOOKS = 12
"""So many files of a delivery are looked at in the end."""


class ObjectStoreTarget:
    """One bucket, filled file by file."""

    negotiates = False

    def __init__(self, bucket: Bucket, patience: Patience) -> None:
        self.shelf = bucket
        self._bucket = bucket
        self._patience = patience

    def carry_out(
        self,
        parcel: Parcel,
        difference: Difference,
        uncertain: Collection[str],
        *,
        renew: Callable[[], None],
        progress: Progress,
    ) -> tuple[int, int]:
        """Brings the bucket to the parcel. Returns how many files and bytes went up. Raises TargetError."""
        sent: list[int] = []

        def send(path: str) -> None:
            file = parcel.file(path)
            if path in uncertain and self._holds(path, file):
                return
            self._bucket.write(
                path, parcel.place_of(path), file.attributes, digest=file.sha256, redirect=file.redirect
            )
            sent.append(file.size)

        with ThreadPoolExecutor(self._patience.at_once, thread_name_prefix="publish") as threads:
            for step in difference.uploads:
                self._run(threads, step, send, renew, progress)
            for step in difference.deletions:
                self._run(threads, Step("deletions", step.paths), self._bucket.delete, renew, progress)
        return len(sent), sum(sent)

    def _run(
        self,
        threads: ThreadPoolExecutor,
        step: Step,
        work: Callable[[str], None],
        renew: Callable[[], None],
        progress: Progress,
    ) -> None:
        """Does the work for every path before it returns; the first failure ends it."""
        left: set[Future[None]] = {threads.submit(work, path) for path in step.paths}
        try:
            while left:
                done, left = wait(left, timeout=1.0, return_when=FIRST_EXCEPTION)
                for future in done:
                    future.result()
                progress(step.name, len(step.paths) - len(left), len(step.paths))
                renew()
        finally:
            for future in left:
                future.cancel()

    def _holds(self, path: str, file: File) -> bool:
        """Whether the very file is there already, from a delivery that did not end."""
        found = None if file.redirect else self._bucket.describe(path)
        return (
            found is not None
            and found.size == file.size
            and found.attributes.get(HASH) == file.sha256
            and all(found.attributes.get(name) == value for name, value in file.attributes.items())
        )

    def look(self, parcel: Parcel, difference: Difference) -> None:
        """Looks at some of what was sent and deleted. Raises TargetError where the store does not have it so."""
        uploaded, deleted = _some(difference.uploaded), _some(difference.deleted)
        with ThreadPoolExecutor(self._patience.at_once, thread_name_prefix="look") as threads:
            found = dict(
                zip(
                    [*uploaded, *deleted],
                    threads.map(self._bucket.describe, [*uploaded, *deleted]),
                    strict=True,
                )
            )
        for path in uploaded:
            here = found[path]
            if here is None or here.size != parcel.entries[path].size:
                raise TargetError(
                    f"{self._bucket.url}/{path} was sent, but the store does not have it as it was sent. "
                    "Does something else write there?"
                )
        for path in deleted:
            if found[path] is not None:
                raise TargetError(f"{self._bucket.url}/{path} was deleted, but the store still has it.")


def _some(paths: tuple[str, ...]) -> tuple[str, ...]:
    """At most LOOKS of them, from the whole length."""
    return paths[:: max(1, -(-len(paths) // LOOKS))]
