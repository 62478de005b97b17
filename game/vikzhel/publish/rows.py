"""Where things stand in rows: which order crosses fewest lines, and which places make the lines straightest.

Order: layer by layer by the mean place of what a thing is joined to (Sugiyama, Tagawa and Toda, 1981).
Places: for each row in turn, least squares under the gaps that must be kept, which is isotonic regression by
pooling (Barlow and others, 1972). A line over several rows passes each at a bend of its own.
"""

from __future__ import annotations

import itertools
from bisect import bisect_right, insort
from collections.abc import Sequence
from dataclasses import dataclass, field

BEND = 7.0
"""The room a line takes that passes through a row, in points."""
SWEEPS = 12
MOST_CROSSED = 40_000
"""Bends and boxes from which on fewer sweeps are made."""


@dataclass
class Thing:
    """A box, or a bend of a line, in a row: its width, and its middle once it is placed."""

    name: str
    row: int
    width: float
    bend: bool = False
    x: float = 0.0
    up: list[int] = field(default_factory=list)
    down: list[int] = field(default_factory=list)


@dataclass
class Layout:
    """Things placed; ``lines`` holds for each line the numbers of the things it runs through."""

    things: list[Thing]
    rows: list[list[int]]
    lines: list[list[int]]
    crossings: int
    width: float


def lay(rows: Sequence[Sequence[tuple[str, float]]], lines: Sequence[tuple[str, str]], gap: float) -> Layout:
    """Place boxes (name and width) standing in rows, joined by lines that run down, ``gap`` apart in points."""
    things: list[Thing] = []
    at: dict[str, int] = {}
    order: list[list[int]] = []
    for number, row in enumerate(rows):
        order.append([])
        for name, width in row:
            at[name] = len(things)
            order[-1].append(len(things))
            things.append(Thing(name, number, width))
    routes = [_route(things, order, at[start], at[end]) for start, end in lines]
    order, crossings = _ordered(things, order)
    _place(things, order, gap)
    _straighten(things, order, routes, gap)
    left = min((thing.x - thing.width / 2 for thing in things), default=0.0)
    for thing in things:
        thing.x -= left
    width = max((thing.x + thing.width / 2 for thing in things), default=0.0)
    return Layout(things, order, routes, crossings, width)


def _route(things: list[Thing], order: list[list[int]], start: int, end: int) -> list[int]:
    """Lead a line through a bend in every row between its ends."""
    route = [start]
    for row in range(things[start].row + 1, things[end].row):
        order[row].append(len(things))
        route.append(len(things))
        things.append(Thing("", row, BEND, bend=True))
    route.append(end)
    for one, other in itertools.pairwise(route):
        things[one].down.append(other)
        things[other].up.append(one)
    return route


# -- order -----------------------------------------------------------------------------------------


def _ordered(things: list[Thing], order: list[list[int]]) -> tuple[list[list[int]], int]:
    best, least = order, _crossings(things, order)
    for sweep in range(SWEEPS if len(things) < MOST_CROSSED else 2):
        if not least:
            break
        order = [list(row) for row in order]
        place = [0] * len(things)
        for row in order:
            for number, thing in enumerate(row):
                place[thing] = number
        downwards = sweep % 2 == 0
        for row in order if downwards else order[::-1]:
            mean = {}
            for thing in row:
                joined = things[thing].up if downwards else things[thing].down
                mean[thing] = (
                    sum(place[one] for one in joined) / len(joined) if joined else float(place[thing])
                )
            row.sort(key=lambda thing: mean[thing])
            for number, thing in enumerate(row):
                place[thing] = number
        _swap(things, order, place)
        crossed = _crossings(things, order)
        if crossed < least:
            best, least = order, crossed
    return best, least


def _swap(things: list[Thing], order: list[list[int]], place: list[int]) -> None:
    """Swap neighbours wherever that crosses fewer lines."""
    for row in order:
        for number in range(len(row) - 1):
            one, other = row[number], row[number + 1]
            as_is = swapped = 0
            for mine, theirs in ((things[one].up, things[other].up), (things[one].down, things[other].down)):
                for a in mine:
                    for b in theirs:
                        as_is += place[a] > place[b]
                        swapped += place[a] < place[b]
            if swapped < as_is:
                row[number], row[number + 1] = other, one
                place[one], place[other] = number + 1, number


def _crossings(things: list[Thing], order: list[list[int]]) -> int:
    """Count how often lines cross, row by row (by inversions, after Barth, Jünger and Mutzel, 2002)."""
    found = 0
    for row, below in itertools.pairwise(order):
        place = {thing: number for number, thing in enumerate(below)}
        ends: list[int] = []
        for thing in row:
            here = sorted(place[to] for to in things[thing].down)
            found += sum(len(ends) - bisect_right(ends, end) for end in here)
            for end in here:
                insort(ends, end)
    return found


# -- places ----------------------------------------------------------------------------------------


def spaced(wanted: Sequence[float], weights: Sequence[float], gaps: Sequence[float]) -> list[float]:
    """Return places as near to those wanted as the ``gaps`` between neighbours allow (weighted least squares)."""
    shift = [0.0]
    for gap in gaps:
        shift.append(shift[-1] + gap)
    pools: list[tuple[float, float, int]] = []  # mean, weight, how many
    for want, weight, by in zip(wanted, weights, shift, strict=True):
        mean, heavy, count = want - by, weight, 1
        while pools and pools[-1][0] > mean:
            before, weigh, many = pools.pop()
            mean = (mean * heavy + before * weigh) / (heavy + weigh)
            heavy, count = heavy + weigh, count + many
        pools.append((mean, heavy, count))
    level = [mean for mean, _, count in pools for _ in range(count)]
    return [one + by for one, by in zip(level, shift, strict=True)]


def _place(things: list[Thing], order: list[list[int]], gap: float) -> None:
    def pull(one: int, other: int) -> float:
        bends = things[one].bend + things[other].bend
        return (1.0, 3.0, 9.0)[bends]

    for row in order:
        x = 0.0
        for thing in row:
            things[thing].x = x + things[thing].width / 2
            x += things[thing].width + gap
        middle = (x - gap) / 2
        for thing in row:
            things[thing].x -= middle
    for sweep in range(24):
        downwards = sweep % 2 == 0
        both = sweep >= 8
        for row in order if downwards else order[::-1]:
            wanted, weights = [], []
            for number in row:
                at = things[number]
                joined = at.up + at.down if both else at.up if downwards else at.down
                pulls = [pull(number, one) for one in joined]
                if joined:
                    weighed = sum(p * things[one].x for p, one in zip(pulls, joined, strict=True))
                    wanted.append(weighed / sum(pulls))
                    weights.append(sum(pulls))
                else:
                    wanted.append(at.x)
                    weights.append(0.2)
            gaps = [_apart(things[a], things[b], gap) for a, b in itertools.pairwise(row)]
            for number, x in zip(row, spaced(wanted, weights, gaps), strict=True):
                things[number].x = x


def _apart(one: Thing, other: Thing, gap: float) -> float:
    """Return how far apart the middles of two neighbours must be."""
    return (one.width + other.width) / 2 + gap * (0.5 if one.bend or other.bend else 1)


def _straighten(things: list[Thing], order: list[list[int]], routes: list[list[int]], gap: float) -> None:
    """Let each long line run upright as far as its neighbours leave room, so that it jogs seldom."""
    left: dict[int, int] = {}
    right: dict[int, int] = {}
    for row in order:
        for one, other in itertools.pairwise(row):
            left[other], right[one] = one, other

    def room(bend: int) -> tuple[float, float]:
        low, high = -1e9, 1e9
        if bend in left:
            low = things[left[bend]].x + _apart(things[left[bend]], things[bend], gap)
        if bend in right:
            high = things[right[bend]].x - _apart(things[bend], things[right[bend]], gap)
        return low, high

    for _ in range(4):
        for route in sorted(routes, key=len, reverse=True):
            bends = route[1:-1]
            wish = things[route[0]].x
            while bends:
                low, high, count = -1e9, 1e9, 0
                for bend in bends:
                    least, most = room(bend)
                    if max(low, least) > min(high, most):
                        break
                    low, high, count = max(low, least), min(high, most), count + 1
                run, bends = bends[: max(1, count)], bends[max(1, count) :]
                if count:
                    aim = things[route[-1]].x if not bends else wish
                    x = min(max((wish + aim) / 2, low), high)
                    for bend in run:
                        things[bend].x = x
                wish = things[run[-1]].x
