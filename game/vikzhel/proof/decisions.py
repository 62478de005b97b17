"""What each decision does: how much it tells of the ending, and whether an option is ever the better one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from heapq import heapify, heappop, heappush
from math import log2

from ..play.program import Program
from .graph import Graph, Row
from .odds import visits
from .rings import Weights

SAME = 1e-9


@dataclass(frozen=True, slots=True)
class Decision:
    """A scene in which a player decides.

    ``visited`` is how often a random player comes here, ``bits`` the mutual information between what
    is taken here and the ending, ``dominated`` the options that do nothing another open one does not.
    """

    scene: str
    visited: float
    bits: float
    dominated: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Measures:
    """Figures of a role's story worked out exactly on its graph."""

    decisions: tuple[int, int]
    """The fewest and the most decisions on a path; the most is −1 if a path can go round through one."""
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
) -> tuple[list[Decision], Measures]:
    """Return every decision with what it does, and the figures of the whole.

    ``worth`` is what each state is worth to this player: so many odds of endings, then those of goals.
    """
    flow = visits(graph, weights)
    by_scene: dict[int, list[int]] = {}
    for state in range(len(graph.options)):
        if _decides(program, graph, state):
            by_scene.setdefault(graph.scenes[state], []).append(state)
    found = []
    for scene, states in sorted(by_scene.items()):
        joint: dict[int, list[float]] = {}
        for state in states:
            if not flow[state]:
                continue
            for option, weight, to in zip(
                graph.options[state], weights(state), graph.nexts[state], strict=True
            ):
                row = joint.setdefault(option, [0.0] * endings)
                for column, value in enumerate(worth[to][:endings]):
                    row[column] += flow[state] * weight * value
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
    least, most = _decisions(program, graph)
    early: dict[str, int] = {}
    for state, nexts in enumerate(graph.nexts):
        if not nexts:
            name = program.place(graph.scenes[state]).ending
            early[name] = min(early.get(name, 10**6), least[state])
    ends = [most[state] for state, nexts in enumerate(graph.nexts) if not nexts]
    spread = (min(early.values(), default=0), max(ends, default=0) if -1 not in most else -1)
    return found, Measures(spread, early, 2**entropy)


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
            if _never_better(graph, states, worse.index, better.index, worth, endings):
                pairs.append((worse.id, better.id))
                break
    return tuple(pairs)


def _never_better(
    graph: Graph,
    states: list[int],
    worse: int,
    better: int,
    worth: Sequence[Row],
    endings: int,
) -> bool:
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
    return met and strictly


def _decisions(program: Program, graph: Graph) -> tuple[list[int], list[int]]:
    """Return for each state the fewest and the most decisions before it.

    The most is −1 where a path can go round through a decision.
    """
    size = len(graph.nexts)
    least, most = [10**6] * size, [-2] * size
    least[graph.first] = most[graph.first] = 0
    for part in reversed(graph.parts):
        ring = len(part) > 1 or part[0] in graph.nexts[part[0]]
        reached = [state for state in part if most[state] != -2]
        if ring and reached:
            before = [most[state] for state in reached]
            uncounted = -1 in before or any(_decides(program, graph, state) for state in part)
            for state in part:
                most[state] = -1 if uncounted else max(before)
            _nearest(program, graph, reached, set(part), least)
        for state in part:
            if most[state] != -2:
                _pass_on(program, graph, state, least, most)
    return least, most


def _nearest(program: Program, graph: Graph, reached: list[int], inside: set[int], least: list[int]) -> None:
    """Work out the fewest decisions inside a ring, nearest states first."""
    todo = [(least[state], state) for state in reached]
    heapify(todo)
    while todo:
        count, state = heappop(todo)
        if count == least[state]:
            count += _decides(program, graph, state)
            for to in graph.nexts[state]:
                if to in inside and count < least[to]:
                    least[to] = count
                    heappush(todo, (count, to))


def _decides(program: Program, graph: Graph, state: int) -> int:
    """Return 1 where the player decides, else 0."""
    options = graph.options[state]
    return int(len(options) > 1 and program.place(graph.scenes[state]).turns[options[0]].kind == "choice")


def _pass_on(program: Program, graph: Graph, state: int, least: list[int], most: list[int]) -> None:
    one = _decides(program, graph, state)
    for to in graph.nexts[state]:
        least[to] = min(least[to], least[state] + one)
        if most[to] != -1:
            most[to] = -1 if most[state] == -1 else max(most[to], most[state] + one)
