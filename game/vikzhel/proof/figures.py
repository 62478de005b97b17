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

from ..play.predicates import predicate
from .along import Costs, Graph, extremes, flow, graph, quantile, spread
from .bounds import Between
from .doom import Doom, doom, possible
from .players import role_record
from .reading import Read, began
from .shares import Share
from .shares import drawn as share_of
from .swaps import OnEngine, OnSearch, Search, Swaps, swaps

if TYPE_CHECKING:
    from ..play.program import Program
    from .odds import Weights
    from .sampling import Sample
    from .walk import Walk

EXACT, BOUNDS, PLAYS = "exact", "bounds", "plays"
SWAPS = 3000
"""Plays drawn for swaps: a standard error under one per cent."""
MOST_STEPS = 600_000
"""Past this many steps of a search nothing is added up along it; figures come from plays (about 5 s)."""


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


def from_engine(program: Program, role: str, found: Figures, go_on: Callable[[], bool]) -> None:
    """Add what swapping decisions on the engine tells."""
    if go_on():
        found.swaps = swaps(OnEngine(program, role), Random(1917), SWAPS // 4, go_on)


def from_search(
    program: Program,
    role: str,
    search: Search,
    parts: list[list[int]],
    weights: Weights,
    drawn: Sample,
    walked: Walk | None,
    go_on: Callable[[], bool],
) -> Figures:
    """Return what a whole search tells, and plays where it does not.

    ``weights`` are a random player's in the states of ``search``, and ``parts`` their components. Only if
    it is a ``walked`` story is everything exact; else what is read has bounds.
    """
    found = from_plays(drawn)
    if not go_on():
        return found
    found.swaps = swaps(OnSearch(program, search), Random(1917), SWAPS, go_on)
    g = graph(search.first, search.nexts, parts)
    if not g.ending[g.first] or sum(map(len, search.nexts)) > MOST_STEPS:
        return found
    decides, doors = _kinds(program, search)
    for name, counts in (("decisions", decides), ("doors", doors)):
        if go_on():
            costs = [(count,) * len(nexts) for count, nexts in zip(counts, g.nexts, strict=True)]
            setattr(found, name, _summed(g, weights, 0, costs, getattr(found, name)))
    if walked is None:
        if go_on():
            _bounded(program, role, search, g, found)
        return found
    _read(g, weights, walked.before, walked.reads, found)
    visits = flow(g, weights)
    found.dooms = {}
    for name, goal in role_record(program, role).goals.items():
        holds = predicate(goal.met, program.layout)
        met = [
            not nexts and (holds is None or holds(s)) for s, nexts in zip(walked.states, g.nexts, strict=True)
        ]
        found.dooms[str(name)] = doom(g, weights, visits, str(name), possible(g, met), walked.reads, decides)
    return found


def _kinds(program: Program, search: Search) -> tuple[list[int], list[int]]:
    """Return for every state 1 where the player decides, and 1 where he picks a door."""
    decides, doors = [], []
    for scene, options in zip(search.scenes, search.options, strict=True):
        kind = program.place(scene).turns[options[0]].kind if options else ""
        decides.append(int(kind == "choice" and len(options) > 1))
        doors.append(int(kind == "door"))
    return decides, doors


def _summed(g: Graph, weights: Weights, before: int, costs: Costs, drawn: Spread | None) -> Spread | None:
    """Return an exact spread, its middle from plays where it would cost too much."""
    ends = extremes(g, costs, costs)
    if ends is None:
        return drawn
    least, most = ends
    median: int | None
    high: int | None
    histogram = spread(g, weights, costs)
    if histogram is not None:
        median, high, how = quantile(histogram, 0.5) + before, quantile(histogram, 0.95) + before, EXACT
    else:
        median, high, how = (drawn.median, drawn.high, PLAYS) if drawn else (None, None, PLAYS)
    return Spread(int(least) + before, median, high, None if most == inf else int(most) + before, EXACT, how)


def _read(g: Graph, weights: Weights, before: Read, steps: Sequence[Sequence[Read]], found: Figures) -> None:
    """Add exact figures of what is read."""
    words = [tuple(one.words for one in row) for row in steps]
    quotations = [tuple(one.quotations for one in row) for row in steps]
    found.words = _summed(g, weights, before.words, words, found.words)
    found.quotations = _summed(g, weights, before.quotations, quotations, found.quotations)


def _bounded(program: Program, role: str, search: Search, g: Graph, found: Figures) -> None:
    """Put bounds that hold of every path in place of the least and most that plays met."""
    between = Between(program, role)
    kinds = list(zip(search.scenes, search.options, strict=True))
    steps = [
        between.row(scene, options, [kinds[to] for to in nexts])
        for (scene, options), nexts in zip(kinds, g.nexts, strict=True)
    ]
    before = began(program, role)
    for name, at, first in (("words", 0, before.words), ("quotations", 2, before.quotations)):
        drawn: Spread | None = getattr(found, name)
        low = [tuple(bounds[at] for bounds in row) for row in steps]
        high = [tuple(bounds[at + 1] for bounds in row) for row in steps]
        ends = extremes(g, low, high)
        if ends is not None:
            most = None if ends[1] == inf else int(ends[1]) + first
            middle = (drawn.median, drawn.high) if drawn is not None else (None, None)
            bounded = Spread(int(ends[0]) + first, *middle, most, BOUNDS, PLAYS)
            setattr(found, name, bounded)
