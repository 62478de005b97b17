"""What adds up along a path: its least and most, and how it is spread over a random player's plays.

States are numbers; ``nexts`` gives what each leads to, ``costs`` what each of those steps adds. The
states come in components, each after all it can lead to (``odds.components``). Least and most are
shortest and longest paths over the components; the spread is carried forward as a histogram, exact
up to rounding, and given up where it would cost too much.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from heapq import heapify, heappop, heappush
from math import inf

from .odds import Weights

MOST_WORK = 2_000_000
"""Additions after which a spread is given up (about a second): the shipped evening takes 60,000 a role."""
LEFT = 1e-10
"""The share of plays still going round at which a ring is left alone."""

Histogram = dict[int, float]
Nexts = Sequence[Sequence[int]]
Costs = Sequence[Sequence[int]]


@dataclass(frozen=True, slots=True)
class Graph:
    """What a search found, as these sums need it."""

    first: int
    nexts: Nexts
    parts: list[list[int]]
    """Components, each after all it can lead to."""
    ending: bytearray
    """For each state, whether an ending can be reached from it: other paths are not counted."""


def graph(first: int, nexts: Nexts, parts: list[list[int]]) -> Graph:
    """Return a graph with the states marked from which an ending can be reached."""
    ending = bytearray(len(nexts))
    for part in parts:
        if any(not nexts[state] or any(ending[to] for to in nexts[state]) for state in part):
            for state in part:
                ending[state] = 1
    return Graph(first, nexts, parts, ending)


def extremes(g: Graph, least_costs: Costs, most_costs: Costs) -> tuple[float, float] | None:
    """Return the least and the most of a path to an ending; infinite if it can grow without end.

    The costs are bounds from below and from above (the same, where they are exact). ``None`` if no
    ending can be reached.
    """
    size = len(g.nexts)
    least, most = [inf] * size, [-inf] * size
    least[g.first] = most[g.first] = 0
    for part in reversed(g.parts):
        if not g.ending[part[0]] or all(most[state] == -inf for state in part):
            continue
        if _ring(g, part):
            inside = set(part)
            _nearest(g, part, inside, least_costs, least)
            grows = any(
                cost > 0
                for state in part
                for to, cost in zip(g.nexts[state], most_costs[state], strict=True)
                if to in inside
            )
            top = inf if grows else max(most[state] for state in part)
            for state in part:
                most[state] = top
        for state in part:
            for to, low, high in zip(g.nexts[state], least_costs[state], most_costs[state], strict=True):
                least[to] = min(least[to], least[state] + low)
                most[to] = max(most[to], most[state] + high)
    ends = [state for state in range(size) if not g.nexts[state] and most[state] != -inf]
    return (min(least[end] for end in ends), max(most[end] for end in ends)) if ends else None


def _ring(g: Graph, part: list[int]) -> bool:
    return len(part) > 1 or part[0] in g.nexts[part[0]]


def _nearest(g: Graph, part: list[int], inside: set[int], costs: Costs, least: list[float]) -> None:
    """Work out the least inside a ring, nearest states first (Dijkstra, Numer. Math. 1, 1959)."""
    todo = [(least[state], state) for state in part if least[state] != inf]
    heapify(todo)
    while todo:
        count, state = heappop(todo)
        if count > least[state]:
            continue
        for to, cost in zip(g.nexts[state], costs[state], strict=True):
            if to in inside and count + cost < least[to]:
                least[to] = count + cost
                heappush(todo, (count + cost, to))


def spread(g: Graph, weights: Weights, costs: Costs) -> Histogram | None:
    """Return how a sum is spread over the plays that end, as shares of them; ``None`` if it costs too much.

    Plays that come where no ending can be reached are left out.
    """
    held: list[Histogram | None] = [None] * len(g.nexts)
    held[g.first] = {0: 1.0}
    whole: Histogram = {}
    work = 0
    for part in reversed(g.parts):
        if not g.ending[part[0]]:
            continue
        inside = set(part) if _ring(g, part) else set[int]()
        waiting = {state: found for state in part if (found := held[state])}
        for state in part:
            held[state] = None
        while waiting:
            onward: dict[int, Histogram] = {}
            for state, histogram in waiting.items():
                if not g.nexts[state]:
                    _add(whole, histogram, 0, 1.0)
                    continue
                work += len(histogram) * len(g.nexts[state])
                for to, share, cost in zip(g.nexts[state], weights(state), costs[state], strict=True):
                    if to in inside:
                        _add(onward.setdefault(to, {}), histogram, cost, share)
                    elif g.ending[to]:
                        there = held[to]
                        if there is None:
                            there = held[to] = {}
                        _add(there, histogram, cost, share)
            if work > MOST_WORK:
                return None
            waiting = onward if sum(map(_mass, onward.values())) > LEFT else {}
    total = _mass(whole)
    return {value: share / total for value, share in sorted(whole.items())} if total else None


def _mass(histogram: Histogram) -> float:
    return sum(histogram.values())


def _add(into: Histogram, histogram: Histogram, by: int, share: float) -> None:
    for value, mass in histogram.items():
        value += by
        into[value] = into.get(value, 0.0) + mass * share


def quantile(histogram: Histogram, share: float) -> int:
    """Return the least value that this share of the plays does not go beyond."""
    passed = 0.0
    for value, mass in sorted(histogram.items()):
        passed += mass
        if passed >= share - 1e-9:
            return value
    return max(histogram)


def flow(g: Graph, weights: Weights) -> list[float]:
    """Return how often each state is visited on average, up to plays as good as gone from a ring."""
    found = [0.0] * len(g.nexts)
    held = [0.0] * len(g.nexts)
    held[g.first] = 1.0
    for part in reversed(g.parts):
        inside = set(part) if _ring(g, part) else set[int]()
        waiting = {state: held[state] for state in part if held[state]}
        rounds = 0
        while waiting:
            onward: dict[int, float] = {}
            for state, mass in waiting.items():
                found[state] += mass
                if g.nexts[state]:
                    for to, share in zip(g.nexts[state], weights(state), strict=True):
                        if to in inside:
                            onward[to] = onward.get(to, 0.0) + mass * share
                        else:
                            held[to] += mass * share
            rounds += len(waiting)
            ended = sum(onward.values()) <= LEFT or rounds > MOST_WORK or not g.ending[part[0]]
            waiting = {} if ended else onward
    return found
