"""The figures of a role's story that are counted along a path, each with how it is known.

Exact where every state was searched with all that is read; between bounds where only control was; from
random plays where nothing else will do. What was drawn is never passed off as worked out.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from math import inf
from random import Random
from typing import TYPE_CHECKING

from .along import Costs, extremes, quantile, spread
from .bounds import Between
from .doom import Doom, doom, possible
from .explore import EVERY, Heed, heeding
from .odds import visits
from .players import at_random, decides, role_record
from .reading import began
from .shares import Share
from .shares import drawn as share_of
from .swaps import OnEngine, OnGraph, Swaps, swaps

if TYPE_CHECKING:
    from ..play.program import Program
    from .graph import Graph
    from .rings import Weights
    from .sampling import Sample
    from .walk import Walk

EXACT, BOUNDS, PLAYS = "exact", "bounds", "plays"


@dataclass(frozen=True, slots=True)
class Spread:
    """What a count comes to on a path: least, median, 95th percentile, most (``None``: no most).

    Median and percentile are ``None`` where no play came to an ending to tell them.
    """

    least: int
    median: int | None
    high: int | None
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
            found.saturated[mood] = share_of(count / drawn.ended, drawn.ended)
    return found


def _drawn(values: list[int]) -> Spread:
    ordered = sorted(values)
    last = len(ordered) - 1
    return Spread(ordered[0], ordered[last // 2], ordered[round(0.95 * last)], ordered[last], PLAYS, PLAYS)


def from_engine(program: Program, role: str, found: Figures, plays: int, go_on: Callable[[], bool]) -> None:
    """Add what swapping one decision of each of so many plays on the engine tells."""
    if go_on():
        found.swaps = swaps(OnEngine(program, role), Random(1917), plays, go_on)


def from_graph(
    program: Program, role: str, graph: Graph, found: Figures, plays: int, go_on: Callable[[], bool]
) -> None:
    """Put what a whole search tells in place of what plays told; of what is read it gives bounds.

    Swaps are drawn in so many ``plays``.
    """
    heed = heeding(go_on)
    heed()
    found.swaps = swaps(OnGraph(program, graph), Random(1917), plays, go_on)
    if not graph.ending[graph.first]:
        return
    weights = at_random(program, graph)
    for name, kind in (("decisions", decides), ("doors", _picks)):
        heed()
        counts = [int(kind(program, graph, state)) for state in range(len(graph.nexts))]
        if not any(counts):
            setattr(found, name, Spread(0, 0, 0, 0, EXACT, EXACT))
            continue
        costs = [(count,) * len(nexts) for count, nexts in zip(counts, graph.nexts, strict=True)]
        setattr(found, name, _summed(graph, weights, 0, costs, getattr(found, name), heed))
    heed()
    _bounded(program, role, graph, found, heed)


def from_walk(program: Program, role: str, walked: Walk, found: Figures, heed: Heed) -> None:
    """Put exact figures of what is read in place of bounds, and add how long lost goals go untold."""
    weights = at_random(program, walked)
    if walked.ending[walked.first]:
        for name in ("words", "quotations"):
            heed()
            costs = [tuple(getattr(one, name) for one in row) for row in walked.reads]
            before = getattr(walked.before, name)
            setattr(found, name, _summed(walked, weights, before, costs, getattr(found, name), heed))
    visited = visits(walked, weights, heed)
    deciding = [int(decides(program, walked, state)) for state in range(len(walked.nexts))]
    dooms = {}
    for column, name in enumerate(role_record(program, role).goals):
        heed()
        met = [bool(row) and bool(row[column]) for row in walked.goals]
        dooms[str(name)] = doom(
            walked, weights, visited, str(name), possible(walked, met), walked.reads, deciding
        )
    found.dooms = dooms


def _picks(program: Program, graph: Graph, state: int) -> bool:
    """Return whether a player picks a door in a state."""
    options = graph.options[state]
    return bool(options) and program.place(graph.scenes[state]).turns[options[0]].kind == "door"


def _summed(
    g: Graph, weights: Weights, before: int, costs: Costs, drawn: Spread | None, heed: Heed
) -> Spread | None:
    """Return an exact spread, its middle from plays where it would cost too much."""
    ends = extremes(g, costs, costs, heed)
    if ends is None:
        return drawn
    least, most = ends
    median: int | None
    high: int | None
    histogram = {int(least): 1.0} if least == most else spread(g, weights, costs, heed)
    if histogram is not None:
        median, high, how = quantile(histogram, 0.5) + before, quantile(histogram, 0.95) + before, EXACT
    else:
        median, high, how = (drawn.median, drawn.high, PLAYS) if drawn else (None, None, PLAYS)
    return Spread(int(least) + before, median, high, None if most == inf else int(most) + before, EXACT, how)


def _bounded(program: Program, role: str, g: Graph, found: Figures, heed: Heed) -> None:
    """Put bounds that hold of every path in place of the least and most that plays met."""
    between = Between(program, role)
    known: dict[tuple[int, tuple[int, ...]], tuple[tuple[int, ...], ...]] = {}
    steps = []
    for state, nexts in enumerate(g.nexts):
        if not state % EVERY:
            heed()
        key = g.kind[state], tuple([g.kind[to] for to in nexts])
        if key not in known:
            kinds = [(g.scenes[to], g.options[to]) for to in nexts]
            row = between.row(g.scenes[state], g.options[state], kinds)
            known[key] = tuple(zip(*row, strict=True)) if row else ((),) * 4
        steps.append(known[key])
    before = began(program, role)
    for name, at, first in (("words", 0, before.words), ("quotations", 2, before.quotations)):
        drawn: Spread | None = getattr(found, name)
        low, high = [row[at] for row in steps], [row[at + 1] for row in steps]
        ends = extremes(g, low, high, heed)
        if ends is not None:
            most = None if ends[1] == inf else int(ends[1]) + first
            middle = (drawn.median, drawn.high) if drawn is not None else (None, None)
            bounded = Spread(int(ends[0]) + first, *middle, most, BOUNDS, PLAYS)
            setattr(found, name, bounded)
