"""Points in, points out: curves, waves, rotations and scatterings for the demonstration pictures.

Lengths are in picture units (a picture is 1000 units high), angles in degrees. Must not draw.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import cos, dist, hypot, pi, radians, sin
from random import Random

Point = tuple[float, float]


def polar(centre: Point, radius: float, angle_degrees: float) -> Point:
    angle = radians(angle_degrees)
    return centre[0] + radius * cos(angle), centre[1] + radius * sin(angle)


def rotate(points: Sequence[Point], centre: Point, angle_degrees: float) -> list[Point]:
    angle = radians(angle_degrees)
    turn_cos, turn_sin = cos(angle), sin(angle)
    return [
        (
            centre[0] + (x - centre[0]) * turn_cos - (y - centre[1]) * turn_sin,
            centre[1] + (x - centre[0]) * turn_sin + (y - centre[1]) * turn_cos,
        )
        for x, y in points
    ]


def between(first: Point, second: Point, share: float) -> Point:
    return first[0] + (second[0] - first[0]) * share, first[1] + (second[1] - first[1]) * share


def span(start: Point, end: Point, rise: float, steps: int = 72) -> list[Point]:
    """A parabola from start to end, `rise` units above their line in the middle (below it when negative)."""
    points = []
    for step in range(steps + 1):
        share = step / steps
        x, y = between(start, end, share)
        points.append((x, y - rise * 4 * share * (1 - share)))
    return points


def bow(start: Point, end: Point, bend: float, steps: int = 28) -> list[Point]:
    """A curve from start to end that leaves the straight line sideways by `bend` of its length."""
    control_x = (start[0] + end[0]) / 2 - (end[1] - start[1]) * bend * 2
    control_y = (start[1] + end[1]) / 2 + (end[0] - start[0]) * bend * 2
    points = []
    for step in range(steps + 1):
        t = step / steps
        a, b, c = (1 - t) ** 2, 2 * t * (1 - t), t * t
        points.append((a * start[0] + b * control_x + c * end[0], a * start[1] + b * control_y + c * end[1]))
    return points


def smooth(points: Sequence[Point], *, closed: bool = False, steps: int = 10) -> list[Point]:
    """A curve through all the points (Catmull-Rom), open by default."""
    count = len(points)
    curve: list[Point] = []
    for index in range(count if closed else count - 1):
        before, here, there, after = (
            points[place % count] if closed else points[min(max(place, 0), count - 1)]
            for place in range(index - 1, index + 3)
        )
        curve.extend(_bend(before, here, there, after, step / steps) for step in range(steps))
    if not closed:
        curve.append(points[-1])
    return curve


def _bend(before: Point, here: Point, there: Point, after: Point, t: float) -> Point:
    def along(axis: int) -> float:
        p, q, r, s = before[axis], here[axis], there[axis], after[axis]
        return 0.5 * (
            2 * q + (r - p) * t + (2 * p - 5 * q + 4 * r - s) * t * t + (3 * q - p - 3 * r + s) * t**3
        )

    return along(0), along(1)


def blob(rng: Random, centre: Point, radius: float, wobble: float = 0.1) -> list[Point]:
    """A closed, round, slightly uneven outline."""
    count, turn = 9, rng.uniform(0, 360)
    corners = [
        polar(centre, radius * rng.uniform(1 - wobble, 1 + wobble), turn + 360 * index / count)
        for index in range(count)
    ]
    return smooth(corners, closed=True)


def ridge(rng: Random, width: float, base: float, height: float, peaks: int) -> list[Point]:
    """An angular mountain line from the left edge to beyond the right one."""
    points: list[Point] = [(-40, base - height * rng.uniform(0.1, 0.5))]
    step = (width + 80) / (peaks * 2)
    for index in range(1, peaks * 2):
        low, high = (0.55, 1.0) if index % 2 else (0.15, 0.5)
        jitter = rng.uniform(-0.35, 0.35) * step
        points.append((-40 + step * index + jitter, base - height * rng.uniform(low, high)))
    points.append((width + 40, base - height * rng.uniform(0.1, 0.5)))
    return points


def hills(rng: Random, width: float, base: float, height: float) -> list[Point]:
    """A soft hill line from beyond one edge to beyond the other."""
    count = rng.randint(4, 6)
    corners = [
        (-80 + (width + 160) * index / count, base - height * rng.uniform(0.15, 1.0))
        for index in range(count + 1)
    ]
    return smooth(corners, steps=14)


def wave(y: float, start: float, end: float, height: float, length: float, phase: float) -> list[Point]:
    steps = max(6, int((end - start) / 9))
    return [
        (x, y + height * sin(2 * pi * x / length + phase))
        for x in (start + (end - start) * step / steps for step in range(steps + 1))
    ]


def scatter(rng: Random, width: float, height: float, gap: float, tries: int = 700) -> list[Point]:
    """Points at least `gap` units apart over the whole picture and a little beyond."""
    points: list[Point] = []
    for _ in range(tries):
        spot = rng.uniform(-gap, width + gap), rng.uniform(-gap, height + gap)
        if all(dist(spot, other) >= gap for other in points):
            points.append(spot)
    return points


def offset_sides(points: Sequence[Point], widths: Sequence[float]) -> tuple[list[Point], list[Point]]:
    """The left and right edges of a band that follows the points, with its whole width at each."""
    left, right = [], []
    last = len(points) - 1
    for index, (x, y) in enumerate(points):
        ahead, behind = points[min(index + 1, last)], points[max(index - 1, 0)]
        dx, dy = ahead[0] - behind[0], ahead[1] - behind[1]
        length = hypot(dx, dy) or 1.0
        half = widths[index] / 2
        left.append((x - dy / length * half, y + dx / length * half))
        right.append((x + dy / length * half, y - dx / length * half))
    return left, right
