"""Odds: how likely each ending is, and from every state, for a player who chooses by given weights.

Exact up to rounding: states are solved in reverse topological order of their strongly connected
components (Tarjan, SIAM J. Comput. 1, 1972); inside a component, which only a story that leads back
has, states are eliminated one by one without any subtraction (Grassmann, Taksar and Heyman, Oper. Res.
33, 1985), so that nothing is lost even where a ring is hardly ever left. Large components are iterated
until all but 1e-12 of the plays have left.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache

from ..play.program import Program
from .explore import Space

Weights = Callable[[int], Sequence[float]]
"""For a state of a space, how likely each of its options is taken."""

LARGEST_SOLVED = 2500
MOST_SWEEPS = 20_000


def components(space: Space) -> list[list[int]]:
    """Return the strongly connected components, each after all it can lead to."""
    nexts = space.nexts
    index = [-1] * len(nexts)
    low = [0] * len(nexts)
    on_stack = bytearray(len(nexts))
    stack: list[int] = []
    found: list[list[int]] = []
    count = 0
    for root in range(len(nexts)):
        if index[root] >= 0:
            continue
        work = [(root, 0)]
        while work:
            state, at = work.pop()
            if at == 0:
                index[state] = low[state] = count
                count += 1
                stack.append(state)
                on_stack[state] = 1
            onward = nexts[state]
            while at < len(onward):
                to = onward[at]
                at += 1
                if index[to] < 0:
                    work += [(state, at), (to, 0)]
                    break
                if on_stack[to]:
                    low[state] = min(low[state], index[to])
            else:
                if low[state] == index[state]:
                    part: list[int] = []
                    while not part or part[-1] != state:
                        part.append(stack.pop())
                        on_stack[part[-1]] = 0
                    found.append(part)
                if work:
                    parent = work[-1][0]
                    low[parent] = min(low[parent], low[state])
    return found


def values(
    space: Space, weights: Weights, worth: dict[int, tuple[float, ...]], parts: list[list[int]] | None = None
) -> list[tuple[float, ...]]:
    """Return for every state the expected worth of where it ends.

    ``worth`` gives the worth of each ending state, as many numbers as are asked for at once.
    """
    width = len(next(iter(worth.values()), ()))
    nothing = (0.0,) * width
    found: list[tuple[float, ...]] = [nothing] * len(space.nexts)
    for part in parts if parts is not None else components(space):
        if len(part) == 1:
            state = part[0]
            nexts = space.nexts[state]
            if not nexts:
                found[state] = worth.get(state, nothing)
                continue
            if state not in nexts:
                found[state] = _mixed(weights(state), nexts, found, width)
                continue
        _solve(space, weights, part, found, width)
    return found


def _mixed(
    weight: Sequence[float], nexts: Sequence[int], found: list[tuple[float, ...]], width: int
) -> tuple[float, ...]:
    return _mixer(len(nexts), width)(weight, [found[to] for to in nexts])


@cache
def _mixer(
    options: int, width: int
) -> Callable[[Sequence[float], list[tuple[float, ...]]], tuple[float, ...]]:
    """Make the function that mixes so many rows of so many numbers by weight, out of numbers alone."""
    rows = [f"w{option}, " for option in range(options)]
    names = [[f"r{option}_{column}" for column in range(width)] for option in range(options)]
    sums = [
        "+".join(f"w{option}*{names[option][column]}" for option in range(options)) for column in range(width)
    ]
    unpacked = "".join(f"({''.join(name + ', ' for name in row)}), " for row in names)
    text = f"def mix(w, r):\n ({''.join(rows)}) = w\n ({unpacked}) = r\n return ({''.join(s + ', ' for s in sums)})"
    scope: dict[str, Callable[[Sequence[float], list[tuple[float, ...]]], tuple[float, ...]]] = {}
    exec(text, {"__builtins__": {}}, scope)
    return scope["mix"]


def _solve(
    space: Space, weights: Weights, part: list[int], found: list[tuple[float, ...]], width: int
) -> None:
    """Solve a component: each state is worth the mean of what it leads to."""
    inside = set(part)
    if all(to in inside for state in part for to in space.nexts[state]):
        return  # nothing leads out: it is worth nothing, as it never ends
    if len(part) > LARGEST_SOLVED:
        _iterate(space, weights, part, found, width)
        return
    ways: dict[int, dict[int, float]] = {}
    out: dict[int, float] = {}
    known: dict[int, list[float]] = {}
    back: dict[int, set[int]] = {state: set() for state in part}
    for state in part:
        ways[state], out[state], known[state] = {}, 0.0, [0.0] * width
        for weight, to in zip(weights(state), space.nexts[state], strict=True):
            if to in inside:
                ways[state][to] = ways[state].get(to, 0.0) + weight
                back[to].add(state)
            else:
                out[state] += weight
                known[state] = [a + weight * b for a, b in zip(known[state], found[to], strict=True)]
    order = sorted(part, key=lambda state: len(ways[state]) * len(back[state]))
    for state in order:
        own = ways[state]
        own.pop(state, None)
        total = sum(own.values()) + out[state]
        for to in own:
            own[to] /= total
            back[to].discard(state)
        out[state] /= total
        known[state] = [value / total for value in known[state]]
        for other in back[state]:
            if other != state:
                share = ways[other].pop(state)
                for to, further in own.items():
                    ways[other][to] = ways[other].get(to, 0.0) + share * further
                    back[to].add(other)
                out[other] += share * out[state]
                known[other] = [a + share * b for a, b in zip(known[other], known[state], strict=True)]
    for state in reversed(order):
        value = known[state]
        for to, share in ways[state].items():
            value = [a + share * b for a, b in zip(value, found[to], strict=True)]
        found[state] = tuple(value)


def _iterate(
    space: Space, weights: Weights, part: list[int], found: list[tuple[float, ...]], width: int
) -> None:
    """Let plays go round a large component until hardly any is left in it."""
    left = dict.fromkeys(part, 0.0)
    for sweep in range(MOST_SWEEPS):
        inside = 0.0
        for state in part if sweep % 2 else reversed(part):
            nexts, shares = space.nexts[state], weights(state)
            found[state] = _mixed(shares, nexts, found, width)
            left[state] = sum(w * left.get(to, 1.0) for w, to in zip(shares, nexts, strict=True))
            inside = max(inside, 1.0 - left[state])
        if inside < 1e-12:
            return


def endings(
    program: Program, space: Space, weights: Weights, parts: list[list[int]] | None = None
) -> tuple[list[str], list[tuple[float, ...]]]:
    """Return the endings that can be reached and, for every state, the odds of each."""
    at: dict[int, str] = {}
    for state, nexts in enumerate(space.nexts):
        if not nexts:
            at[state] = program.place(space.scenes[state]).ending
    names = sorted(set(at.values()))
    column = {name: number for number, name in enumerate(names)}
    unit = [tuple(1.0 if i == j else 0.0 for j in range(len(names))) for i in range(len(names))]
    worth = {state: unit[column[name]] for state, name in at.items()}
    return names, values(space, weights, worth, parts) if worth else [()] * len(space.nexts)


def visits(space: Space, weights: Weights, parts: list[list[int]]) -> list[float]:
    """Return how often each state is visited on average, from the start."""
    found = [0.0] * len(space.nexts)
    found[0] = 1.0
    for part in reversed(parts):
        if len(part) == 1 and part[0] not in space.nexts[part[0]]:
            state = part[0]
            if found[state]:
                for weight, to in zip(_of(weights, space, state), space.nexts[state], strict=True):
                    found[to] += found[state] * weight
            continue
        inside = set(part)
        if all(to in inside for state in part for to in space.nexts[state]):
            continue  # nothing leads out: it would go round for ever
        inflow = {state: found[state] for state in part}
        total = dict.fromkeys(part, 0.0)
        for _ in range(MOST_SWEEPS):
            if max(inflow.values()) < 1e-13:
                break
            onward = dict.fromkeys(part, 0.0)
            for state, flow in inflow.items():
                total[state] += flow
                for weight, to in zip(_of(weights, space, state), space.nexts[state], strict=True):
                    if to in inside:
                        onward[to] += flow * weight
                    else:
                        found[to] += flow * weight
            inflow = onward
        for state in part:
            found[state] = total[state]
    return found


def _of(weights: Weights, space: Space, state: int) -> Sequence[float]:
    return weights(state) if space.nexts[state] else ()


def endless(space: Space, parts: list[list[int]]) -> list[int]:
    """Return the states from which no ending can be reached, each part of a ring by one state."""
    ends = bytearray(len(space.nexts))
    stuck: list[int] = []
    for part in parts:
        if any(not space.nexts[state] or any(ends[to] for to in space.nexts[state]) for state in part):
            for state in part:
                ends[state] = 1
        else:
            stuck.append(min(part))
    return stuck
