"""What each decision does: how much it tells of the ending, and whether an option is ever the better one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import inf, log2

from ..play.program import Program, Turn
from .explore import Heed, unheeded
from .graph import Graph, Row
from .odds import visits
from .players import decides
from .rings import Weights
from .sums import reach

SAME = 1e-9


@dataclass(frozen=True, slots=True)
class Decision:
    """A scene in which a player decides.

    ``visited`` is how many times a random player comes here on average, ``bits`` the mutual information between what
    is taken here and the ending (or that none comes), ``dominated`` the options that do nothing another open one does not.
    """

    scene: str
    visited: float
    bits: float
    dominated: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Measures:
    """Figures of a role's story worked out exactly on its graph."""

    early: dict[str, int]
    """For each ending, the fewest decisions after which it can come."""
    effective: float
    """The effective number of endings for a random player: 2 to the power of their entropy."""


def measure(
    program: Program,
    graph: Graph,
    weights: Weights,
    worth: Sequence[Row],
    endings: int,
    heed: Heed = unheeded,
) -> tuple[list[Decision], Measures]:
    """Return every decision with what it does, and the figures of the whole.

    ``worth`` is what each state is worth to this player: so many odds of endings, then those of goals.
    """
    flow, _ = visits(graph, weights, heed)
    deciding = decides(program, graph)
    by_scene: dict[int, list[int]] = {}
    for state, one in enumerate(deciding):
        if one:
            by_scene.setdefault(graph.scenes[state], []).append(state)
    endless = not all(graph.ending)
    found = []
    for scene, states in sorted(by_scene.items()):
        heed()
        joint: dict[int, list[float]] = {}
        for state in states:
            if not flow[state]:
                continue
            for option, weight, to in zip(
                graph.options[state], weights(state), graph.nexts[state], strict=True
            ):
                mass, ends = flow[state] * weight, worth[to][:endings]
                if endless:
                    ends += (max(0.0, 1 - sum(ends)),)
                row = joint.get(option)
                joint[option] = (
                    [mass * value for value in ends]
                    if row is None
                    else [total + mass * value for total, value in zip(row, ends, strict=True)]
                )
        found.append(
            Decision(
                program.layout.scenes[scene],
                sum(flow[state] for state in states),
                _information(list(joint.values())),
                _dominated(program, graph, scene, states, worth, endings),
            )
        )
    start = worth[graph.first][:endings]
    entropy = -sum(p * log2(p) for p in start if p > 0)
    costs = [(one,) * (len(nexts) or 1) for one, nexts in zip(deciding, graph.nexts, strict=True)]
    least, _ = reach(graph, costs, costs, heed)
    early: dict[str, int] = {}
    for state, nexts in enumerate(graph.nexts):
        if not nexts and least[state] < inf:
            name = program.place(graph.scenes[state]).ending
            early[name] = min(early.get(name, 10**6), int(least[state]))
    return found, Measures(early, 2**entropy)


def _information(joint: list[list[float]]) -> float:
    """Return the mutual information of a table of joint weights, in bits."""
    total = sum(map(sum, joint))
    if not total:
        return 0.0
    columns = [sum(column) / total for column in zip(*joint, strict=True)]
    bits = 0.0
    for row in joint:
        share = sum(row) / total
        for value, column in zip(row, columns, strict=True):
            if value > 0:
                bits += value / total * log2(value / total / (share * column))
    return max(0.0, bits)


def _dominated(
    program: Program,
    graph: Graph,
    scene: int,
    states: list[int],
    worth: Sequence[Row],
    endings: int,
) -> tuple[tuple[str, str], ...]:
    """Return (option, the one that does as much): never better for any goal, the endings as likely."""
    turns = program.place(scene).turns
    pairs = []
    for worse in turns:
        if worse.kind != "choice" or worse.record.reflective:
            continue
        for better in turns:
            if better is worse or better.kind != "choice" or better.record.reflective:
                continue
            twins = better.index < worse.index and _does(worse) == _does(better)
            if _never_better(graph, states, worse.index, better.index, worth, endings, alike=twins):
                pairs.append((worse.id, better.id))
                break
    return tuple(pairs)


def _does(turn: Turn) -> tuple[object, ...]:
    """Return all that taking an option changes, and where it leads."""
    return sorted(turn.effects, key=repr), [(way.condition, str(way.to)) for way in turn.record.goto]


def _never_better(
    graph: Graph,
    states: list[int],
    worse: int,
    better: int,
    worth: Sequence[Row],
    endings: int,
    *,
    alike: bool,
) -> bool:
    """Return whether an option is never the better one and once the worse; or, of two ``alike``, never open alone."""
    met = strictly = False
    for state in states:
        options = graph.options[state]
        if worse not in options:
            continue
        if better not in options:
            return False
        met = True
        a = graph.nexts[state][options.index(worse)]
        b = graph.nexts[state][options.index(better)]
        gains = [y - x for x, y in zip(worth[a], worth[b], strict=True)]
        if any(abs(gain) > SAME for gain in gains[:endings]) or any(gain < -SAME for gain in gains[endings:]):
            return False
        strictly = strictly or any(gain > SAME for gain in gains[endings:])
    return met and (strictly or alike)
