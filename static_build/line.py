"""A line: one edition's way from documents to a release, kept between builds so that only what changed is done again."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping

from static_build.answers import Question
from static_build.changes import Changes, entry_of
from static_build.check import Checked, check
from static_build.code import code_digest
from static_build.completion import COMPLETION, Wanted, carry, complete
from static_build.editions import Edition
from static_build.errors import BuildError
from static_build.hold import Held
from static_build.knowledge import Knowledge
from static_build.manifest import Cause, Entry, Making, Manifest, Retained
from static_build.origins import FINDERS
from static_build.outputs import Plan
from static_build.outputs.media import PictureInput
from static_build.outputs.output import HTML
from static_build.records import PageChange, page_changes
from static_build.release import Store
from static_build.render import render_all
from static_build.result import Report, Result, Timer, peak_rss_bytes
from static_build.retention import retain
from static_build.search.released import Names
from static_build.sharing import find_share
from static_build.site import Content, Place, Site
from static_build.workers import Workers

Paths = Collection[str]


class Line:
    """One edition in memory: its site, its plan, its newest release and what is known of its pages."""

    def __init__(self, edition: Edition, store: Store) -> None:
        self.edition, self.store = edition, store
        self._site: Site | None = None
        self._plan: Plan | None = None
        self._doubtful: set[Question] = set()
        self._released: tuple[str, Manifest] | None = None
        self._knowledge = Knowledge(store)
        self._names = Names()
        self._allowed: frozenset[str] = frozenset()
        self.changed_pages: list[PageChange] | None = None
        """What the last release did to each page; None where it was made from nothing."""

    def take(self, content: Content, changed: Collection[Place] | None) -> None:
        """Goes on with newer content, which differs from the last in these places alone; None where nobody knows."""
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
        held: Held | None = None,
    ) -> Result:
        """From documents to the switched release. The caller holds the lock. Raises BuildError; then nothing went live.

        A build that changes nothing makes no release, unless `full`. `held`: the release that the documents are from; what
        it had and may still show is taken from it as it was, whatever code made it.
        """
        if self._site is None:
            raise BuildError("Nothing has been loaded yet.")
        site = self._site
        with timer.step("plan"):
            is_new = self._plan is None  # then what is no more is not among what it touched
            plan, touched = self._bring_plan_up_to_date(site)
            parent_id = self.store.current()
            is_cold = self._released is None or self._released[0] != parent_id
            parent = self._parent(parent_id, full=full)
            certain = None if is_cold or is_new or full else touched
            changes = Changes(plan, parent, self.store, touched=certain, full=full, held=held)
            if is_cold:
                touched = plan.outputs
        with timer.step("render"):
            entries = self._render(plan, changes, touched, workers, report)
        with timer.step("check"):
            self._check(site, plan, changes, entries, touched)
        base = self._completed_base(parent_id, parent, held)
        if base is not None:
            entries |= carry(base, entries, site.content.allowed)
        with timer.step("release"):
            manifest = Manifest(
                edition=self.edition.name, next_change_at=site.next_change_at(), outputs=entries
            )
            release = parent_id
            if full or parent is None or _differ(manifest, parent, changes):
                making = Making(
                    now=site.now,
                    seconds=timer.seconds,
                    causes=causes,
                    code=held.record.code if held else plan.code,
                    documents=dict(documents),
                    rolled_back_to=held.release if held else None,
                    retained=self._retained(site, parent_id, parent, manifest),
                )
                release = self.store.release(manifest, making).release
                self._released = (release, manifest)
                paths = None if certain is None or held else certain
                self.changed_pages = None if parent is None else _page_changes(parent, manifest, paths)
        return Result(
            release=release,
            parent=parent_id,
            edition=self.edition.name,
            outputs=len(entries),
            rendered=len(changes.todo),
            reused=len(entries) - len(changes.todo),
            removed=len(changes.removed),
            next_change_at=manifest.next_change_at,
            seconds=timer.seconds,
            peak_rss_bytes=peak_rss_bytes(),
            held=held is not None,
        )

    def complete(self, wanted: Wanted, go_on: Callable[[], bool]) -> str | None:
        """Makes what is slow and was left out. Returns the release that has it, None where nothing lacked.

        Takes the lock itself. Raises BuildError, and BrokenOff as soon as `go_on` says no.
        """
        completed = complete(self.store, wanted, causes=COMPLETION, names=self._names, go_on=go_on)
        if completed is None:
            return None
        self._released = (completed.record.release, completed.manifest)
        return completed.record.release

    def learn(self, go_on: Callable[[], bool]) -> None:
        """Idle work that a later build need not do: reads what this process has not seen of the pages that are live."""
        if self._released is not None:
            self._knowledge.learn(self._released[1].outputs, go_on)

    def _bring_plan_up_to_date(self, site: Site) -> tuple[Plan, Paths]:
        """The plan, and the paths whose output may be another than in the last. Whatever fails, the next is made anew."""
        plan, doubtful = self._plan, self._doubtful
        self._plan, self._doubtful = None, set()
        if plan is None:
            plan = Plan(site, code_digest())
            touched: Paths = plan.outputs
        else:
            touched = plan.update(doubtful)
        self._plan = plan
        return plan, touched

    def _parent(self, release: str | None, *, full: bool) -> Manifest | None:
        """The manifest that is live; a full build goes on without it where it cannot be read."""
        if release is None:
            return None
        if self._released is not None and self._released[0] == release:
            return self._released[1]
        self._knowledge = Knowledge(self.store)
        try:
            manifest = self.store.manifest(release)
        except BuildError:
            if not full:
                raise
            return None
        self._released = (release, manifest)
        return manifest

    def _render(
        self, plan: Plan, changes: Changes, touched: Paths, workers: Workers, report: Report
    ) -> dict[str, Entry]:
        """Entries of every output: those that are known, with what is said of them now, and those made now."""
        entries, old = changes.known, changes.parent.outputs if changes.parent else {}
        for path in [path for path in touched if path in entries]:
            entry = entries[path]
            output = plan.outputs[path]
            entries[path] = entry_of(output, entry.sha256, entry.size, entry.fingerprint, entry.share)
        self._knowledge.lost_anchors = False
        executor = workers.executor(changes.weight())
        for done, made in enumerate(
            render_all(changes.todo, self.store, executor, ahead=workers.ahead), start=1
        ):
            output, fingerprint = plan.outputs[made.path], plan.fingerprints[made.path]
            share = find_share(output, made.facts)
            entries[made.path] = entry_of(output, made.sha256, made.size, fingerprint, share)
            if made.facts is not None:
                self._knowledge.take(made.path, made.facts, old.get(made.path))
            if isinstance(output.input, PictureInput):
                self.store.remember(fingerprint, made.sha256, made.size)
            report("render", done, len(changes.todo))
        return entries

    def _check(
        self, site: Site, plan: Plan, changes: Changes, entries: dict[str, Entry], touched: Paths
    ) -> None:
        rendered = {output.path for output in changes.todo if output.type == HTML}
        self._knowledge.forget((*changes.removed, *changes.gone))
        looks_at_rest = bool(changes.gone) or self._knowledge.lost_anchors
        if looks_at_rest:
            self._knowledge.learn_suspects(changes.gone, rendered, entries)
        # What is not touched shows what it showed when it was last checked: a leak only if less is allowed now.
        is_less = not self._allowed <= site.content.allowed
        self._allowed = site.content.allowed
        check(
            Checked(
                outputs=plan.outputs,
                entries=entries,
                facts=self._knowledge.facts,
                leads=self._knowledge.leads,
                rendered=rendered,
                touched=plan.outputs if is_less else [path for path in touched if path in plan.outputs],
                gone=changes.gone,
                looks_at_rest=looks_at_rest,
                allowed=site.content.allowed,
                origin=site.public_url,
                canonical=site.content.canonical_url or site.public_url,
                files={
                    output.path: self.store.read(entries[output.path].sha256)
                    for output in changes.todo
                    if output.type.partition(";")[0] in FINDERS
                },
            )
        )

    def _completed_base(
        self, parent_id: str | None, parent: Manifest | None, held: Held | None
    ) -> Manifest | None:
        """The manifest from which this release may carry on what no plan makes.

        That of the parent, unless it shows another time than this one: then the held release's, or none.
        """
        if parent_id is None or parent is None:
            return None
        rolled_back_to = self.store.record(parent_id).rolled_back_to
        if rolled_back_to == (held.release if held else None):
            return parent
        return held.manifest if held else None

    def _retained(
        self, site: Site, parent_id: str | None, parent: Manifest | None, manifest: Manifest
    ) -> dict[str, Retained]:
        """Assets that open pages may still ask for."""
        if parent_id is None or parent is None:
            return {}
        allowed = site.content.allowed
        return retain(
            parent,
            self.store.record(parent_id),
            manifest,
            allowed=lambda entry: allowed.issuperset(entry.sources),
            now=site.now,
        )


def _differ(manifest: Manifest, parent: Manifest, changes: Changes) -> bool:
    """Whether a release is worth making."""
    if changes.todo or changes.removed or manifest.next_change_at != parent.next_change_at:
        return True
    return manifest.outputs != parent.outputs


def _page_changes(parent: Manifest, manifest: Manifest, paths: Paths | None) -> list[PageChange]:
    """What became of pages, at these paths or, where nobody knows, at any."""
    old, new = parent.outputs, manifest.outputs
    if paths is None:
        paths = old.keys() | new.keys()
    return list(page_changes(old, new, sorted(paths)))
