"""A line: one edition's way from documents to a release, kept between builds so that only what changed is done again."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from static_build.answers import Question
from static_build.check import Checked, check
from static_build.code import code_digest
from static_build.editions import Edition
from static_build.errors import BuildError
from static_build.facts import Facts, extract_facts
from static_build.manifest import Cause, Entry, Making, Manifest, Retained
from static_build.outputs import Plan
from static_build.outputs.media import PictureInput
from static_build.outputs.output import HTML, Output
from static_build.records import PageChange, page_changes
from static_build.release import Store
from static_build.render import render_all
from static_build.result import Report, Result, Timer, peak_rss_bytes
from static_build.retention import retain
from static_build.site import Content, Place, Site
from static_build.workers import Workers


class Changes:
    """What one build is about to do to the release before it."""

    def __init__(
        self, plan: Plan, parent: Manifest | None, store: Store, *, full: bool, is_cold: bool
    ) -> None:
        old = parent.outputs if parent else {}
        self.parent = parent
        self.removed = old.keys() - plan.outputs.keys()
        self.known: dict[str, Entry] = {}
        self.todo: list[Output] = []
        for path, fingerprint in plan.fingerprints.items():
            entry = None if full else old.get(path)
            if entry is not None and entry.fingerprint == fingerprint and (not is_cold or store.has(entry)):
                self.known[path] = entry
            else:
                self._recall(plan.outputs[path], fingerprint, store)

    def _recall(self, output: Output, fingerprint: str, store: Store) -> None:
        """A rendition that was made before, in whatever release, is not made again."""
        made = store.recall(fingerprint) if isinstance(output.input, PictureInput) else None
        if made is None:
            self.todo.append(output)
        else:
            self.known[output.path] = entry_of(output, *made, fingerprint)


class Line:
    """One edition in memory: its site, its plan, its newest release and the facts of its pages."""

    def __init__(self, edition: Edition, store: Store) -> None:
        self.edition, self.store = edition, store
        self._site: Site | None = None
        self._plan: Plan | None = None
        self._doubtful: set[Question] = set()
        self._released: tuple[str, Manifest] | None = None
        self._facts: dict[str, Facts] = {}
        self.changed_pages: list[PageChange] | None = None
        """What the last release did to each page; None where it was made from nothing."""

    def take(self, content: Content, changed: Collection[Place] | None) -> None:
        """Goes on with newer content, which differs from the last in these places alone; None where nobody knows."""
        content = self.edition.dress(content)
        if self._site is None or changed is None:
            self._site, self._plan, self._doubtful = Site(content), None, set()
        else:
            self._doubtful |= self._site.take(content, changed)

    def release(
        self,
        *,
        full: bool,
        workers: Workers,
        report: Report,
        timer: Timer,
        causes: tuple[Cause, ...] = (),
        documents: Mapping[str, str],
        rolled_back_to: str | None = None,
    ) -> Result:
        """From documents to the switched release. The caller holds the lock. Raises BuildError; then nothing went live.

        A build that changes nothing makes no release, unless `full`.
        """
        with timer.step("plan"):
            touched = self._bring_plan_up_to_date()
            parent_id = self.store.current()
            is_cold = self._released is None or self._released[0] != parent_id
            parent = self._parent(parent_id, full=full)
            changes = Changes(self._plan_now(), parent, self.store, full=full, is_cold=is_cold)
        with timer.step("render"):
            entries = self._render(changes, touched if not is_cold else None, workers, report)
        with timer.step("check"):
            self._check(changes, entries)
        with timer.step("release"):
            manifest = Manifest(
                edition=self.edition.name, next_change_at=self._site_now().next_change_at(), outputs=entries
            )
            release = parent_id
            if full or parent is None or _differ(manifest, parent, changes):
                making = Making(
                    now=self._site_now().now,
                    seconds=timer.seconds,
                    causes=causes,
                    documents=dict(documents),
                    rolled_back_to=rolled_back_to,
                    retained=self._retained(parent_id, parent, manifest),
                )
                release = self.store.release(manifest, making).release
                self._released = (release, manifest)
                self.changed_pages = (
                    None if full or parent is None else _page_changes(parent, manifest, changes)
                )
        return Result(
            release=release,
            parent=parent_id,
            edition=self.edition.name,
            outputs=len(entries),
            rendered=len(changes.todo),
            reused=len(changes.known),
            removed=len(changes.removed),
            next_change_at=manifest.next_change_at,
            seconds=timer.seconds,
            peak_rss_bytes=peak_rss_bytes(),
        )

    def _bring_plan_up_to_date(self) -> Collection[str]:
        """Paths whose output may be another than in the last plan. Whatever fails, the next build plans everything."""
        plan, doubtful = self._plan, self._doubtful
        self._plan, self._doubtful = None, set()
        if plan is None:
            self._plan = Plan(self._site_now(), code_digest())
            return self._plan.outputs
        touched = plan.update(doubtful)
        self._plan = plan
        return touched

    def _parent(self, release: str | None, *, full: bool) -> Manifest | None:
        """The manifest that is live; a full build goes on without it where it cannot be read."""
        if release is None:
            return None
        if self._released is not None and self._released[0] == release:
            return self._released[1]
        self._facts = {}
        try:
            manifest = self.store.manifest(release)
        except BuildError:
            if not full:
                raise
            return None
        self._released = (release, manifest)
        return manifest

    def _site_now(self) -> Site:
        if self._site is None:
            raise BuildError("Nothing has been loaded yet.")
        return self._site

    def _plan_now(self) -> Plan:
        if self._plan is None:
            raise BuildError("Nothing has been planned yet.")
        return self._plan

    def _render(
        self, changes: Changes, touched: Collection[str] | None, workers: Workers, report: Report
    ) -> dict[str, Entry]:
        """Entries of every output: those that are known, with what is said of them brought up to date, and those made now."""
        plan = self._plan_now()
        entries = changes.known
        for path in entries.keys() if touched is None else entries.keys() & touched:
            entry, output = entries[path], plan.outputs[path]
            entries[path] = entry_of(output, entry.sha256, entry.size, entry.fingerprint)
        todo = _by_original(changes.todo)
        executor = workers.executor(sum(_weight(output) for output in todo))
        for done, made in enumerate(render_all(todo, self.store, executor), start=1):
            output, fingerprint = plan.outputs[made.path], plan.fingerprints[made.path]
            entries[made.path] = entry_of(output, made.sha256, made.size, fingerprint)
            if made.facts is not None:
                self._facts[made.path] = made.facts
            if isinstance(output.input, PictureInput):
                self.store.remember(fingerprint, made.sha256, made.size)
            report("render", done, len(todo))
        return entries

    def _check(self, changes: Changes, entries: dict[str, Entry]) -> None:
        site, plan = self._site_now(), self._plan_now()
        rendered = {output.path for output in changes.todo if output.type == HTML}
        if changes.removed or self._lost_anchors(changes.parent, rendered):
            self.learn(entries)
        check(
            Checked(
                outputs=plan.outputs,
                entries=entries,
                facts=self._facts,
                rendered=rendered,
                gone=changes.removed,
                allowed=site.content.allowed,
                origin=site.public_url,
                canonical=site.content.canonical_url or site.public_url,
            )
        )

    def _lost_anchors(self, parent: Manifest | None, rendered: Collection[str]) -> bool:
        """Whether a page that was rendered again may have lost a place that others lead to."""
        for path in rendered:
            old = parent.outputs.get(path) if parent else None
            if old is not None and self.store.has(old):
                before = extract_facts(self.store.read(old.sha256))
                if set(before.ids) - set(self._facts[path].ids):
                    return True
        return False

    def learn(self, entries: Mapping[str, Entry] | None = None) -> None:
        """Reads the facts of pages that this process has not rendered, so that a check need not stop for them."""
        wanted = entries if entries is not None else (self._released[1].outputs if self._released else {})
        for path in self._facts.keys() - wanted.keys():
            del self._facts[path]
        for path, entry in wanted.items():
            if entry.type == HTML and path not in self._facts:
                self._facts[path] = extract_facts(self.store.read(entry.sha256))

    def _retained(
        self, parent_id: str | None, parent: Manifest | None, manifest: Manifest
    ) -> dict[str, Retained]:
        if parent_id is None or parent is None:
            return {}
        site = self._site_now()
        allowed = site.content.allowed
        return retain(
            parent,
            self.store.record(parent_id),
            manifest,
            allowed=lambda entry: allowed.issuperset(entry.sources),
            now=site.now,
        )


def _page_changes(parent: Manifest, manifest: Manifest, changes: Changes) -> list[PageChange]:
    paths = sorted({*changes.removed, *(output.path for output in changes.todo)})
    return list(page_changes(parent.outputs, manifest.outputs, paths))


def _differ(manifest: Manifest, parent: Manifest, changes: Changes) -> bool:
    """Whether a release is worth making."""
    if changes.todo or changes.removed or manifest.next_change_at != parent.next_change_at:
        return True
    return manifest.outputs != parent.outputs


def entry_of(output: Output, sha256: str, size: int, fingerprint: str) -> Entry:
    """What a manifest says of an output."""
    return Entry(
        sha256=sha256,
        size=size,
        type=output.type,
        fingerprint=fingerprint,
        sources=output.sources,
        changes_at=output.changes_at,
        document=output.document,
        redirect=output.redirect,
    )


def _by_original(todo: list[Output]) -> list[Output]:
    """Pages first, then renditions one original after the other, so that each is decoded once."""
    pictures = [output for output in todo if isinstance(output.input, PictureInput)]
    pages = [output for output in todo if not isinstance(output.input, PictureInput)]
    pictures.sort(key=lambda output: (output.input.original, output.input.spec.width, output.path))
    return pages + pictures


def _weight(output: Output) -> int:
    """Work of an output, in pages: a rendition takes as long as a dozen."""
    return 12 if isinstance(output.input, PictureInput) else 1
