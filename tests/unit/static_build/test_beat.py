"""The heartbeat: there while the work goes on, gone when it ends or hangs; and who else counts as dead."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from static_build.beat import GONE, Heart, read_pulse, write_beat
from static_build.courier import Courier
from static_build.identity import Identity
from static_build.models import Beat


@pytest.mark.django_db
def test_no_worker_has_ever_run() -> None:
    assert read_pulse() is None


@pytest.mark.django_db
def test_a_beat_tells_who_and_what() -> None:
    write_beat("building")
    pulse = read_pulse()
    assert pulse is not None
    assert (pulse.doing, pulse.process, pulse.is_gone) == ("building", os.getpid(), False)
    Beat.objects.update(beat_at=timezone.now() - GONE - timedelta(seconds=1))
    pulse = read_pulse()
    assert pulse is not None
    assert pulse.is_gone


@pytest.mark.django_db
def test_one_row_whatever_happens() -> None:
    for doing in ("building", "", "comparing"):
        write_beat(doing)
    assert Beat.objects.count() == 1


@pytest.mark.django_db
def test_work_that_hangs_says_so_and_counts_as_gone() -> None:
    write_beat("building")
    beat_at = Beat.objects.get().beat_at
    heart = Heart(hang_seconds=0.05)
    heart.move("building")
    assert not heart.hangs()
    time.sleep(0.1)
    assert heart.hangs()
    write_beat(heart.doing, hangs=heart.hangs())
    row = Beat.objects.get()
    assert (row.doing, row.beat_at) == ("hangs: building", beat_at)
    heart.move("building: render 1 of 2")
    assert not heart.hangs(), "a long build that goes on is no death"


def test_a_name_lives_as_long_as_its_process(tmp_path: Path) -> None:
    script = (
        "import sys, pathlib; from static_build.identity import Identity\n"
        f"with Identity(pathlib.Path({str(tmp_path)!r})) as me: print(me.name, flush=True); sys.stdin.read()"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", script], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout
    name = process.stdout.readline().strip()
    with Identity(tmp_path) as other:
        assert not other.is_dead(name)
        assert not other.is_dead(other.name)
        assert not other.is_dead("somebody-else"), "of other programs nothing is known"
        process.kill()
        process.communicate()
        assert other.is_dead(name)


def test_a_slow_or_failing_target_gets_the_newest_in_the_end() -> None:
    tried: list[str] = []

    def deliver(release: str) -> bool:
        tried.append(release)
        if len(tried) == 1:
            raise OSError("it is down")
        return release == "b" and len(tried) > 3

    with Courier(deliver, retry_seconds=(0.01, 0.01)) as courier:
        courier.want(("a",))
        while len(tried) < 2:
            time.sleep(0.01)
        courier.want(("b",))
        courier.want(("b",))
        end = time.monotonic() + 20
        while tried[-1:] != ["b"] or len(tried) < 4:
            assert time.monotonic() < end
            time.sleep(0.01)
        time.sleep(0.2)
        count = len(tried)
        time.sleep(0.2)
        assert len(tried) == count, "what has arrived is not sent again"
    assert tried[0] == "a"
