"""Odds: how likely each ending is, and from every state, for a player who chooses by given weights.

Exact up to rounding: each state is worth the mean of what it leads to, and those come first. Only a story
that leads back has rings, and these are solved as a whole.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache

from ..play.program import Program
from .explore import EVERY, Heed, unheeded
from .graph import Graph, Row
from .rings import Ring, Weights


def values(
    graph: Graph, weights: Weights, worth: Sequence[Row], heed: Heed = unheeded
) -> tuple[list[Row], float]:
    """Return for every state the expected worth of where it ends, and how much of it may be missing.

    ``worth`` gives the worth of each ending state, as many numbers as are asked for at once, and ``()``
    for other states. What may be missing are the plays left in rings too big to be solved.
    """
    width = max(map(len, worth), default=0)
    found: list[Row] = [(0.0,) * width] * len(graph.nexts)
    left = 0.0
    for number, (part, ring) in enumerate(zip(graph.parts, graph.rings, strict=True)):
        if not number % EVERY:
            heed()
        state = part[0]
        nexts = graph.nexts[state]
        if not nexts:
            found[state] = worth[state]
        elif not ring:
            found[state] = _mixer(len(nexts), width)(weights(state), [found[to] for to in nexts])
        else:
            solved = Ring(graph, weights, part, heed)
            for state, value in solved.worth(found, width).items():
                found[state] = value
            left += solved.left
    return found, left


@cache
def _mixer(options: int, width: int) -> Callable[[Sequence[float], list[Row]], Row]:
    """Make the function that mixes so many rows of so many numbers by weight, out of numbers alone."""
    rows = [f"w{option}, " for option in range(options)]
    names = [[f"r{option}_{column}" for column in range(width)] for option in range(options)]
    sums = [
        "+".join(f"w{option}*{names[option][column]}" for option in range(options)) for column in range(width)
    ]
    unpacked = "".join(f"({''.join(name + ', ' for name in row)}), " for row in names)
    text = f"def mix(w, r):\n ({''.join(rows)}) = w\n ({unpacked}) = r\n return ({''.join(s + ', ' for s in sums)})"
    scope: dict[str, Callable[[Sequence[float], list[Row]], Row]] = {}
    exec(text, {"__builtins__": {}}, scope)
    return scope["mix"]


def worth_of(program: Program, graph: Graph) -> tuple[list[str], list[Row]]:
    """Return the endings that can be reached, and what each ending state is worth.

    That is 1 for its ending and 0 for the others, and then for each goal 1 if it is met there.
    """
    at = {s: program.place(graph.scenes[s]).ending for s, nexts in enumerate(graph.nexts) if not nexts}
    names = sorted(set(at.values()))
    worth: list[Row] = [()] * len(graph.nexts)
    for state, name in at.items():
        worth[state] = (*(float(name == other) for other in names), *graph.goals[state])
    return names, worth


def visits(graph: Graph, weights: Weights, heed: Heed = unheeded) -> tuple[list[float], float]:
    """Return how often each state is visited on average, from the start, and how many plays may be missing."""
    found = [0.0] * len(graph.nexts)
    found[graph.first] = 1.0
    left = 0.0
    for part, ring in graph.forwards(heed):
        state = part[0]
        if ring:
            if any(found[state] for state in part):
                solved = Ring(graph, weights, part, heed)
                solved.visits(found)
                left += solved.left
        elif found[state] and (nexts := graph.nexts[state]):
            mass = found[state]
            for weight, to in zip(weights(state), nexts, strict=True):
                found[to] += mass * weight
    return found, left


def ends(graph: Graph, weights: Weights, worth: Sequence[Row], heed: Heed = unheeded) -> tuple[Row, float]:
    """Return the expected worth of where a play ends, and how much of it may be missing.

    The same as ``values`` has for the first state, when no other is asked for.
    """
    flow, left = visits(graph, weights, heed)
    total = [0.0] * max(map(len, worth), default=0)
    for mass, row in zip(flow, worth, strict=True):
        if mass and row:
            for column, value in enumerate(row):
                total[column] += mass * value
    return tuple(total), left


def endless(graph: Graph) -> list[int]:
    """Return the states from which no ending can be reached, each part of a ring by one state."""
    return [part[0] for part in graph.parts if not graph.ending[part[0]]]
