"""The figures of a role's story that are counted along a path, each with how it is known.

Exact where every state was searched with all that is read; between bounds where only control was; from
random plays where nothing else will do. What was drawn is never passed off as worked out.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from math import inf
from random import Random
from typing import TYPE_CHECKING

from . import odds
from .along import Costs, Graph, extremes, graph, quantile, spread
from .doom import Doom, doom
from .swaps import OnEngine, OnSearch, Share, Swaps, swaps
from .tolls import bounded, taken

if TYPE_CHECKING:
    from ..play.program import Program
    from .classes import Quotient
    from .explore import Space
    from .odds import Weights
    from .reading import Read
    from .sampling import Sample

EXACT, BOUNDS, PLAYS = "exact", "bounds", "plays"
SWAPS = 3000
"""Plays drawn for swaps: a standard error under one per cent."""
MOST_STEPS = 600_000
"""Past this many steps of a search nothing is added up along it; figures come from plays (about 5 s)."""


@dataclass(frozen=True, slots=True)
class Spread:
    """What a count comes to on a path: least, median, 95th percentile, most (``None``: no most)."""

    least: int
    median: int
    high: int
    most: int | None
    ends: str
    """How least and most are known: ``exact``, ``bounds`` (no path goes beyond them), or met in ``plays``."""
    middle: str
    """How median and percentile are known: ``exact``, or from ``plays``."""


@dataclass
class Figures:
    """All that is counted along a role's paths."""

    words: Spread | None = None
    decisions: Spread | None = None
    doors: Spread | None = None
    quotations: Spread | None = None
    besides: int = 0
    """The median of words that are not counted among the words, in plays."""
    swaps: Swaps | None = None
    dooms: dict[str, Doom] | None = None
    """For each goal, what becomes of it when it is lost; ``None`` where only plays tell."""
    saturated: dict[str, Share] = field(default_factory=dict)


def from_plays(drawn: Sample) -> Figures:
    """Return what random plays alone tell."""
    found = Figures()
    if drawn.ended:
        for name in ("words", "decisions", "doors", "quotations"):
            setattr(found, name, _drawn(getattr(drawn, name)))
        found.besides = sorted(drawn.besides)[drawn.ended // 2]
        for mood, count in drawn.saturated.items():
            share = count / drawn.ended
            found.saturated[mood] = Share(share, (share * (1 - share) / drawn.ended) ** 0.5)
    return found


def _drawn(values: list[int]) -> Spread:
    ordered = sorted(values)
    last = len(ordered) - 1
    return Spread(
        ordered[0], ordered[last // 2], ordered[round(0.95 * last)], ordered[last], PLAYS, PLAYS
    )


def from_engine(program: Program, role: str, found: Figures, go_on: Callable[[], bool]) -> None:
    """Add what swapping decisions on the engine tells."""
    if go_on():
        found.swaps = swaps(OnEngine(program, role), Random(1917), SWAPS // 4, go_on)


def from_search(
    program: Program,
    quotient: Quotient,
    space: Space,
    parts: list[list[int]],
    weights: Weights,
    goal_odds: list[tuple[float, ...]],
    goals: Sequence[str],
    drawn: Sample,
    go_on: Callable[[], bool],
    *,
    texts: bool,
) -> Figures:
    """Return what a whole search tells, and plays where it does not.

    ``texts`` says that the quotient observed the rules of all texts and not of control alone.
    """
    found = from_plays(drawn)
    if not go_on():
        return found
    found.swaps = swaps(OnSearch(program, space), Random(1917), SWAPS, go_on)
    if sum(map(len, space.nexts)) > MOST_STEPS:
        return found
    g = graph(space.nexts, parts)
    if not g.ending[0]:
        return found
    decides, doors = _kinds(program, space)
    per_decision = [(count,) * len(nexts) for count, nexts in zip(decides, space.nexts, strict=True)]
    per_door = [(count,) * len(nexts) for count, nexts in zip(doors, space.nexts, strict=True)]
    for name, costs in (("decisions", per_decision), ("doors", per_door)):
        if go_on():
            setattr(found, name, _summed(g, weights, 0, costs, getattr(found, name)))
    reads = taken(program, quotient, space, go_on) if texts else None
    if reads is not None:
        first, steps = reads
        _read(g, weights, first, steps, found)
        flow = odds.visits(space, weights, parts)
        found.dooms = {
            goal: doom(g, weights, flow, goal, [row[n] for row in goal_odds], steps, decides)
            for n, goal in enumerate(goals)
        }
    elif go_on():
        _bounded(program, space, g, found)
    return found


def _kinds(program: Program, space: Space) -> tuple[list[int], list[int]]:
    """Return for every state 1 where the player decides, and 1 where he picks a door."""
    decides, doors = [], []
    for scene, options in zip(space.scenes, space.options, strict=True):
        kind = program.place(scene).turns[options[0]].kind if options else ""
        decides.append(int(kind == "choice" and len(options) > 1))
        doors.append(int(kind == "door"))
    return decides, doors


def _summed(g: Graph, weights: Weights, first: int, costs: Costs, drawn: Spread | None) -> Spread | None:
    """Return an exact spread, its middle from plays where it would cost too much."""
    ends = extremes(g, costs, costs)
    if ends is None:
        return drawn
    least, most = ends
    histogram = spread(g, weights, costs)
    if histogram is not None:
        median, high, how = quantile(histogram, 0.5) + first, quantile(histogram, 0.95) + first, EXACT
    elif drawn is not None:
        median, high, how = drawn.median, drawn.high, PLAYS
    else:
        return None
    return Spread(int(least) + first, median, high, None if most == inf else int(most) + first, EXACT, how)


def _read(g: Graph, weights: Weights, first: Read, steps: list[tuple[Read, ...]], found: Figures) -> None:
    """Add exact figures of what is read."""
    words = [tuple(one.words for one in row) for row in steps]
    quotations = [tuple(one.quotations for one in row) for row in steps]
    found.words = _summed(g, weights, first.words, words, found.words)
    found.quotations = _summed(g, weights, first.quotations, quotations, found.quotations)


def _bounded(program: Program, space: Space, g: Graph, found: Figures) -> None:
    """Put bounds that hold of every path in place of the least and most that plays met."""
    first, steps = bounded(program, space)
    for name, at, before in (("words", 0, first.words), ("quotations", 2, first.quotations)):
        drawn: Spread | None = getattr(found, name)
        low = [tuple(bounds[at] for bounds in row) for row in steps]
        high = [tuple(bounds[at + 1] for bounds in row) for row in steps]
        ends = extremes(g, low, high)
        if drawn is not None and ends is not None:
            most = None if ends[1] == inf else int(ends[1]) + before
            setattr(
                found, name, Spread(int(ends[0]) + before, drawn.median, drawn.high, most, BOUNDS, drawn.middle)
            )
