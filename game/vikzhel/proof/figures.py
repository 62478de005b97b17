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

from .doom import Doom, Step, doom, paths, turning
from .explore import Heed, heeding
from .odds import visits
from .players import at_random, decides, picks
from .reading import began
from .shares import Share
from .shares import drawn as share_of
from .sums import Costs, extremes, quantile, spread
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
    steps: dict[Step, tuple[str, tuple[str, ...]]] = field(default_factory=dict)
    """For the steps that these name: their place in the files, and a path that takes them."""
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


def from_graph(program: Program, graph: Graph, found: Figures, plays: int, go_on: Callable[[], bool]) -> None:
    """Put what a whole search tells in place of what plays told, but for what is read.

    Swaps are drawn in so many ``plays``.
    """
    heed = heeding(go_on)
    heed()
    found.swaps = swaps(OnGraph(program, graph), Random(1917), plays, go_on)
    if not graph.ending[graph.first]:
        return
    weights = at_random(program, graph)
    for name, counted in (("decisions", decides), ("doors", picks)):
        heed()
        counts = counted(program, graph)
        if not any(counts):
            setattr(found, name, Spread(0, 0, 0, 0, EXACT, EXACT))
            continue
        costs = [(count,) * (len(nexts) or 1) for count, nexts in zip(counts, graph.nexts, strict=True)]
        setattr(found, name, _summed(graph, weights, 0, costs, getattr(found, name), heed))


def untold(program: Program, role: str, graph: Graph, found: Figures, heed: Heed) -> None:
    """Add how long lost goals go untold, from a graph of control."""
    weights, deciding = at_random(program, graph), decides(program, graph)
    visited, _ = visits(graph, weights, heed)
    rows = [told or ((),) * len(options) for _, options, told in graph.kinds]
    told = [rows[kind] for kind in graph.kind]
    bits = graph.ahead([sum(1 << n for n, met in enumerate(row) if met) for row in graph.goals])
    steps = turning(graph, bits, told)
    dooms = {}
    for number, name in enumerate(map(str, program.pack.role(role).goals)):
        heed()
        worth = [goals >> number & 1 for goals in bits]
        dooms[name] = doom(graph, weights, visited, name, worth, steps, told, deciding)
    found.dooms = dooms
    named = {step for one in dooms.values() for step in (one.worst, one.early) if step is not None}
    for step, taken in paths(graph, named).items():
        turns = [program.place(graph.scenes[s]).turns[graph.options[s][number]] for s, number in taken]
        found.steps[step] = str(turns[-1].record.mark), tuple(turn.id for turn in turns)


def from_walk(program: Program, walked: Walk, found: Figures, heed: Heed) -> None:
    """Put exact figures of what is read in place of bounds."""
    weights = at_random(program, walked)
    if walked.ending[walked.first]:
        for name in ("words", "quotations"):
            heed()
            costs = [tuple(getattr(one, name) for one in row) or (0,) for row in walked.reads]
            before = getattr(walked.before, name)
            setattr(found, name, _summed(walked, weights, before, costs, getattr(found, name), heed))


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


def from_told(program: Program, role: str, told: Graph, found: Figures, heed: Heed) -> None:
    """Put what a search that followed texts knows of words and quotations in place of what plays met.

    Exact where it followed all of them, else bounds that hold of every path.
    """
    kinds = list(told.kinds)
    exact = all(one[0] == one[1] and one[2] == one[3] for *_, row in kinds for one in row)
    before = began(program, role)
    coming = kinds[told.kind[told.first]][-1][0]  # of the first state: known already, but not if come back to
    for name, at in (("words", 0), ("quotations", 2)):
        heed()
        first, drawn = getattr(before, name), getattr(found, name)
        low, high = (_costs(told, [[one[end] for one in row] for *_, row in kinds]) for end in (at, at + 1))
        if exact:
            exactly = _summed(told, at_random(program, told), first - coming[at], low, drawn, heed)
            setattr(found, name, exactly)
        elif (ends := extremes(told, low, high, heed)) is not None:
            least = int(ends[0]) + first - coming[at]
            most = None if ends[1] == inf else int(ends[1]) + first - coming[at + 1]
            median, often = (None, None) if drawn is None else (drawn.median, drawn.high)
            known = EXACT if low == high else BOUNDS
            setattr(found, name, Spread(least, median, often, most, known, PLAYS))


def _costs(g: Graph, told: list[list[int]]) -> Costs:
    """Return what each step adds: what was told on coming to the state it leaves, and on taking its option.

    At an ending, what is told there.
    """
    rows = [[row[0] + said for said in row[1:]] or row for row in told]
    return [rows[kind] for kind in g.kind]
