"""How much a job is: its texts in page order, its volume, what the memory has of it, and the lines that freeze this.

A line is made once and never written again. A change of the source is a line of its own, of the texts that no line has yet.
"""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import blake2b
from typing import Any

from django.db.models import Count, F
from msgspec import Struct
from wagtail_localize.models import StringSegment, Translation

from cms.rights import hidden_keys
from cms.translation.jobs.models import Job, JobLine
from cms.translation.memory.count import Analysis, analyse, count
from cms.translation.memory.units import place
from cms.translation.segments import read_segments
from static_build import clock

WHOLE = ("repetitions", "101", "100")
"""The bands that a translator need only look at."""


class Text(Struct, frozen=True):
    """One source text and where it stands."""

    source: str
    path: str

    @property
    def digest(self) -> str:
        """The same for the same text in the same place."""
        return blake2b(f"{self.path}\0{self.source}".encode(), digest_size=8).hexdigest()


class Progress(Struct, frozen=True):
    """How many of the texts of a translation are confirmed."""

    done: int = 0
    total: int = 0

    @property
    def waiting(self) -> int:
        """Texts that nobody has confirmed."""
        return self.total - self.done

    @property
    def percent(self) -> int:
        """Rounded down: 100 is said only where nothing is left."""
        return self.done * 100 // self.total if self.total else 100


def read_texts(translation: Translation) -> list[Text]:
    """The source's texts in page order; one query."""
    rows = StringSegment.objects.filter(source_id=translation.source_id).order_by("order", "pk")
    key = translation.source.object_id
    return [Text(data, place(key, path)) for data, path in rows.values_list("string__data", "context__path")]


def read_progress(source_ids: Iterable[int]) -> dict[tuple[int, int], Progress]:
    """By source and target locale; two queries, whatever their number. Where nothing is confirmed there is no entry."""
    rows = StringSegment.objects.filter(source_id__in=list(source_ids))
    totals = dict(rows.values_list("source_id").annotate(n=Count("pk")).order_by())
    # By way of the context, which is one page's: a string may have a translation for each of thousands of pages.
    confirmed = rows.filter(
        context__translations__translation_of=F("string"),
        context__translations__has_error=False,
        context__translations__data__gt="",
    )
    found = confirmed.values_list("source_id", "context__translations__locale_id").annotate(n=Count("pk"))
    progress = {
        (source, locale): Progress(done, totals[source])
        for source, locale, done in found.order_by()
        if locale is not None
    }
    return progress | {(source, 0): Progress(0, total) for source, total in totals.items()}


def progress_of(
    progress: dict[tuple[int, int], Progress], source_id: int | None, locale_id: int | None
) -> Progress:
    """Of one translation, out of `read_progress`."""
    nothing = progress.get((source_id or 0, 0), Progress())
    return progress.get((source_id or 0, locale_id or 0), nothing)


def read_waiting(translation: Translation) -> int:
    """How many texts nobody has confirmed."""
    found = read_progress([translation.source_id])
    return progress_of(found, translation.source_id, translation.target_locale_id).waiting


def measure(job: Job, texts: list[Text]) -> None:
    """Sets the volume of the whole source on the job; saves nothing."""
    job.segments = len(texts)
    job.units = sum(count(text.source, job.source_locale) for text in texts)


def cover(job: Job) -> Analysis | None:
    """The job against the memory as it is now, kept on it as a percentage; None where its translation is gone."""
    if job.translation is None:
        return None
    analysis = _analyse(job, read_texts(job.translation))
    total = analysis.total.units
    whole = sum(volume.units for band, volume in analysis.bands.items() if band in WHOLE)
    job.covered = whole * 100 // total if total else 0
    Job.objects.filter(pk=job.pk).update(covered=job.covered)
    return analysis


def freeze(job: Job, kind: JobLine.Kind) -> JobLine | None:
    """A line of the texts that no line of this translator has yet; None where there is no such text."""
    if job.translation is None:
        return None
    own = [line for line in job.lines.all() if line.person == name_of(job.assignee)]
    counted = {digest for line in own for digest in line.digests}
    texts = [text for text in read_texts(job.translation) if text.digest not in counted]
    if not texts:
        return None
    analysis = _analyse(job, texts)
    return JobLine.objects.create(
        job=job,
        kind=kind,
        at=clock.now(),
        person=name_of(job.assignee),
        locale=job.source_locale,
        bands={band: [volume.segments, volume.units] for band, volume in analysis.bands.items()},
        segments=analysis.total.segments,
        units=analysis.total.units,
        digests=[text.digest for text in texts],
    )


def freeze_delivery(job: Job) -> JobLine | None:
    """A line of the translation as it is delivered: characters of Chinese, words of Italian."""
    if job.translation is None:
        return None
    targets = [
        segment.confirmed
        for segment in read_segments(job.translation)
        for _ in segment.orders
        if segment.confirmed
    ]
    return JobLine.objects.create(
        job=job,
        kind=JobLine.Kind.DELIVERED,
        at=clock.now(),
        person=name_of(job.assignee),
        locale=job.target_locale,
        segments=len(targets),
        units=sum(count(target, job.target_locale) for target in targets),
    )


def name_of(user: Any) -> str:
    """The full name, else the login; empty for nobody."""
    return (user.get_full_name() or user.get_username()) if user is not None else ""


def _analyse(job: Job, texts: list[Text]) -> Analysis:
    return analyse(
        [(text.source, text.path) for text in texts],
        job.source_locale,
        job.target_locale,
        hidden=hidden_keys(job.assignee) if job.assignee is not None else (),
        now=clock.now(),
    )
