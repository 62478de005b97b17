"""What adds up along a path: its least and most, and how it is spread over a random player's plays.

``costs`` tell what each step of a graph adds, and at an ending what is added there. Least and most are shortest and longest paths over its
parts; the spread is carried forward as a histogram, exact up to rounding, and given up where it would
cost too much.
"""

from __future__ import annotations

from collections.abc import Sequence
from heapq import heapify, heappop, heappush
from math import inf

from .explore import Heed, unheeded
from .graph import Graph
from .rings import Weights

MOST_WORK = 2_000_000
"""Additions after which a spread is given up (about a second): the shipped evening takes 60,000 a role."""
LEFT = 1e-10
"""The share of plays still going round at which a ring is left alone."""

Histogram = dict[int, float]
Costs = Sequence[Sequence[int]]


def extremes(
    g: Graph, least_costs: Costs, most_costs: Costs, heed: Heed = unheeded
) -> tuple[float, float] | None:
    """Return the least and the most of a path to an ending; infinite if it can grow without end.

    The costs are bounds from below and from above (the same, where they are exact). ``None`` if no
    ending can be reached.
    """
    least, most = reach(g, least_costs, most_costs, heed)
    ends = [state for state, nexts in enumerate(g.nexts) if not nexts and most[state] != -inf]
    if not ends:
        return None
    return min(least[end] + least_costs[end][0] for end in ends), max(
        most[end] + most_costs[end][0] for end in ends
    )


def reach(
    g: Graph, least_costs: Costs, most_costs: Costs, heed: Heed = unheeded
) -> tuple[list[float], list[float]]:
    """Return for each state the least and the most on a path to it, of those that can still end."""
    size = len(g.nexts)
    least, most = [inf] * size, [-inf] * size
    least[g.first] = most[g.first] = 0
    for part, ring in g.forwards(heed):
        if not g.ending[part[0]]:
            continue
        if ring:
            inside = set(part)
            _nearest(g, part, inside, least_costs, least)
            grows = any(
                cost > 0
                for state in part
                for to, cost in zip(g.nexts[state], most_costs[state], strict=True)
                if to in inside
            )
            top = max(most[state] for state in part)
            for state in part:
                most[state] = inf if grows and top >= 0 else top
        for state in part:
            below, above = least[state], most[state]
            if below == inf:
                continue
            for to, low, high in zip(g.nexts[state], least_costs[state], most_costs[state], strict=False):
                if below + low < least[to]:
                    least[to] = below + low
                if above + high > most[to]:
                    most[to] = above + high
    return least, most


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


def spread(g: Graph, weights: Weights, costs: Costs, heed: Heed = unheeded) -> Histogram | None:
    """Return how a sum is spread over the plays that end, as shares of them; ``None`` if it costs too much.

    Plays that come where no ending can be reached are left out.
    """
    held: list[Histogram | None] = [None] * len(g.nexts)
    held[g.first] = {0: 1.0}
    whole: Histogram = {}
    work = 0
    for part, ring in g.forwards(heed):
        if not g.ending[part[0]]:
            continue
        inside = set(part) if ring else set[int]()
        waiting = {state: found for state in part if (found := held[state])}
        for state in part:
            held[state] = None
        while waiting:
            onward: dict[int, Histogram] = {}
            for state, histogram in waiting.items():
                if not g.nexts[state]:
                    _add(whole, histogram, costs[state][0], 1.0)
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
