"""The state machine: edits of every kind, and after each of them what was built on top is what a build from nothing makes."""

from __future__ import annotations

import os
import random
import sys
from typing import Any

from django.db import transaction
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule, run_state_machine_as_test

from tests.site import other_edits, page_edits
from tests.site.ground import Edit, Ground, Line

STEPS = 50
"""In one example; each begins at the small site again."""
DICE = st.integers(0, 1 << 16).map(random.Random)


def _as_rule(edit: Edit) -> Any:
    def do(self: Any, dice: random.Random) -> None:
        self.line.step(edit, dice)

    do.__name__ = edit.__name__
    return rule(dice=DICE)(do)


class Machine(RuleBasedStateMachine):
    """Walks at random."""

    ground: Ground

    def __init__(self) -> None:
        super().__init__()
        self._point = transaction.savepoint()
        self.line = Line(self.ground)
        assert self.line.build("start"), self.line.error

    for _edit in (*page_edits.EDITS, *other_edits.EDITS):
        locals()[_edit.__name__] = _as_rule(_edit)

    @rule(dice=DICE, index=st.integers(0, len(page_edits.EDITS) - 1))
    def several_at_once(self, dice: random.Random, index: int) -> None:
        self.line.step(page_edits.EDITS[index], dice, times=3)

    @rule(dice=DICE)
    def change_rows_unseen(self, dice: random.Random) -> None:
        self.line.change_rows_unseen(dice)

    @rule(minutes=st.integers(1, 3000), publishes=st.booleans())
    def let_minutes_pass(self, minutes: int, publishes: bool) -> None:
        self.line.pass_time(minutes / 1440, publishes=publishes)

    @rule(days=st.integers(1, 200), publishes=st.booleans())
    def let_days_pass(self, days: int, publishes: bool) -> None:
        self.line.pass_time(days, publishes=publishes)

    @rule()
    def wait_for_change(self) -> None:
        self.line.wait_for_change()

    @rule()
    def start_again(self) -> None:
        """Another worker; not twice in a row, which is all that the first example does."""
        if not self.line.is_new:
            self.line.start_engine()
            self.line.build("start_again")
            self.line.is_new = True

    @rule(dice=DICE, full=st.booleans())
    def build_elsewhere(self, dice: random.Random, full: bool) -> None:
        """Another process builds by hand what this one has not seen yet."""
        self.line.build_elsewhere(dice, full=full)

    @rule(dice=DICE)
    def change_code(self, dice: random.Random) -> None:
        """A template, a filter, a catalogue or an asset: a running worker has its code, so a new one starts."""
        self.ground.front_end.change(self.line.walk.name(), dice)
        self.line.start_engine()
        self.line.build("change_code")

    def teardown(self) -> None:
        try:
            if not self.line.is_whole:
                self.line.compare_trees()
        finally:
            self.ground.front_end.restore()
            self.line.end()
            transaction.savepoint_rollback(self._point)


def walk_at_random(ground: Ground, *, number: int, steps: int) -> None:
    """Walks so many steps, the same ones wherever CI is set; prints what was done."""

    class Walking(Machine):
        pass

    Walking.ground = ground
    if os.environ.get("CI"):
        seed(number)(Walking)
    run_state_machine_as_test(
        Walking,
        settings=settings(
            max_examples=1 + steps // STEPS,
            stateful_step_count=STEPS,
            deadline=None,
            database=None,
            phases=[Phase.generate],  # shrinking takes minutes, and every step is printed
            suppress_health_check=list(HealthCheck),
            report_multiple_bugs=False,
        ),
    )
    done = sum(ground.steps.values())
    print(
        f"walk {number}: {done} steps in {ground.examples} examples, {dict(ground.steps.most_common())}",
        file=sys.stderr,
    )
    assert done >= steps * 0.8
