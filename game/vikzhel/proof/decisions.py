"""What each decision does: how much it tells of the ending, and whether an option is ever the better one."""

from __future__ import annotations

from dataclasses import dataclass
from heapq import heapify, heappop, heappush
from math import log2

from ..play.program import Program
from .explore import Space
from .odds import Weights, visits

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
    """Figures of a role's story worked out exactly on its space."""

    decisions: tuple[int, int]
    """The fewest and the most decisions on a path; the most is −1 if a path can go round."""
    early: dict[str, int]
    """For each ending, the fewest decisions after which it can come."""
    effective: float
    """The effective number of endings for a random player: 2 to the power of their entropy."""


def measure(
    program: Program,
    space: Space,
    parts: list[list[int]],
    weights: Weights,
    ending_odds: list[tuple[float, ...]],
    goal_odds: list[tuple[float, ...]],
    endings: int,
) -> tuple[list[Decision], Measures]:
    """Return every decision with what it does, and the figures of the whole."""
    flow = visits(space, weights, parts)
    by_scene: dict[int, list[int]] = {}
    for state in range(len(space.options)):
        if _decides(program, space, state):
            by_scene.setdefault(space.scenes[state], []).append(state)
    found = []
    for scene, states in sorted(by_scene.items()):
        joint: dict[int, list[float]] = {}
        for state in states:
            if not flow[state]:
                continue
            for option, weight, to in zip(
                space.options[state], weights(state), space.nexts[state], strict=True
            ):
                row = joint.setdefault(option, [0.0] * endings)
                for column, value in enumerate(ending_odds[to]):
                    row[column] += flow[state] * weight * value
        found.append(
            Decision(
                program.layout.scenes[scene],
                sum(flow[state] for state in states),
                _information(list(joint.values())),
                _dominated(program, space, scene, states, ending_odds, goal_odds),
            )
        )
    start = ending_odds[0] if ending_odds else ()
    entropy = -sum(p * log2(p) for p in start if p > 0)
    least, most = _decisions(program, space, parts)
    early: dict[str, int] = {}
    for state, nexts in enumerate(space.nexts):
        if not nexts:
            name = program.place(space.scenes[state]).ending
            early[name] = min(early.get(name, 10**6), least[state])
    ends = [most[state] for state, nexts in enumerate(space.nexts) if not nexts]
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
    space: Space,
    scene: int,
    states: list[int],
    ending_odds: list[tuple[float, ...]],
    goal_odds: list[tuple[float, ...]],
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
            if _never_better(space, states, worse.index, better.index, ending_odds, goal_odds):
                pairs.append((worse.id, better.id))
                break
    return tuple(pairs)


def _never_better(
    space: Space,
    states: list[int],
    worse: int,
    better: int,
    ending_odds: list[tuple[float, ...]],
    goal_odds: list[tuple[float, ...]],
) -> bool:
    met = strictly = False
    for state in states:
        options = space.options[state]
        if worse not in options:
            continue
        if better not in options:
            return False
        met = True
        a = space.nexts[state][options.index(worse)]
        b = space.nexts[state][options.index(better)]
        if any(abs(x - y) > SAME for x, y in zip(ending_odds[a], ending_odds[b], strict=True)):
            return False
        if goal_odds:
            if any(x > y + SAME for x, y in zip(goal_odds[a], goal_odds[b], strict=True)):
                return False
            strictly = strictly or any(y > x + SAME for x, y in zip(goal_odds[a], goal_odds[b], strict=True))
    return met and strictly


def _decisions(program: Program, space: Space, parts: list[list[int]]) -> tuple[list[int], list[int]]:
    """Return for each state the fewest and the most decisions before it; −1 where a path can go round."""
    size = len(space.nexts)
    least, most = [10**6] * size, [-2] * size
    least[0] = most[0] = 0
    for part in reversed(parts):
        ring = len(part) > 1 or part[0] in space.nexts[part[0]]
        reached = [state for state in part if most[state] != -2]
        if ring and reached:
            for state in part:
                most[state] = -1
            _nearest(program, space, reached, set(part), least)
        for state in part:
            if most[state] != -2:
                _pass_on(program, space, state, least, most)
    return least, most


def _nearest(program: Program, space: Space, reached: list[int], inside: set[int], least: list[int]) -> None:
    """Work out the fewest decisions inside a ring, nearest states first."""
    todo = [(least[state], state) for state in reached]
    heapify(todo)
    while todo:
        count, state = heappop(todo)
        if count == least[state]:
            count += _decides(program, space, state)
            for to in space.nexts[state]:
                if to in inside and count < least[to]:
                    least[to] = count
                    heappush(todo, (count, to))


def _decides(program: Program, space: Space, state: int) -> int:
    """Return 1 where the player decides, else 0."""
    options = space.options[state]
    return int(len(options) > 1 and program.place(space.scenes[state]).turns[options[0]].kind == "choice")


def _pass_on(program: Program, space: Space, state: int, least: list[int], most: list[int]) -> None:
    one = _decides(program, space, state)
    for to in space.nexts[state]:
        least[to] = min(least[to], least[state] + one)
        if most[to] != -1:
            most[to] = -1 if most[state] == -1 else max(most[to], most[state] + one)
