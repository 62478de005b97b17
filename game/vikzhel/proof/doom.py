"""How long a player goes on hoping: decisions between a goal's becoming impossible and his being told so.

A goal is impossible in a state from which no path meets it, whatever the author's ``lost:`` says. Told
he is by a text with ``tells:`` or, at the latest, by the ending.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from math import inf

from .graph import Graph
from .rings import Weights
from .sums import LEFT, MOST_WORK, Histogram

Step = tuple[int, int]
"""A state and the number, among its options, of what is taken there."""
Told = Sequence[Sequence[Collection[str]]]
"""For each state and each of its options, the goals whose loss is told on taking it."""


@dataclass(slots=True)
class Doom:
    """What becomes of one goal when it is lost, over a random player's plays."""

    lost: float = 0.0
    """How often a play comes to a state from which the goal is impossible (those that begin so left out)."""
    waits: Histogram = field(default_factory=dict)
    """Decisions until he is told, with how often."""
    most: float = 0
    """The most decisions until he is told; infinite if he can go round and round untold."""
    worst: Step | None = None
    """A step that loses the goal and leaves him longest without word."""
    early: Step | None = None
    """A step whose text says that the goal is lost while it can still be met."""
    never: bool = False
    """The goal is impossible from the beginning."""


def turning(g: Graph, worth: Sequence[int], told: Told) -> list[Step]:
    """Return all steps that lose a goal, or that tell of a loss while something can still be met."""
    return [
        (state, number)
        for state, (own, nexts, said) in enumerate(zip(worth, g.nexts, told, strict=True))
        if own
        for number, to in enumerate(nexts)
        if (own != worth[to] or said[number]) and g.ending[to]
    ]


def doom(
    g: Graph,
    weights: Weights,
    visits: Sequence[float],
    goal: str,
    worth: Sequence[int],
    steps: Sequence[Step],
    told: Told,
    decides: Sequence[int],
) -> Doom:
    """Work out how long the loss of a goal goes untold.

    ``visits`` is how often each state is visited, ``worth`` not 0 where the goal can be met from it,
    ``steps`` all that may lose it or tell that it is lost, ``decides`` 1 where the player decides.
    """
    found = Doom(never=not worth[g.first])
    if found.never:
        return found
    waits = _longest(g, goal, worth, told, decides)
    held: dict[int, Histogram] = {}
    for state, number in steps:
        if not worth[state]:
            continue
        to, tells = g.nexts[state][number], goal in told[state][number]
        if worth[to]:
            if tells and found.early is None:
                found.early = state, number
            continue
        mass = visits[state] * weights(state)[number]
        found.lost += mass
        known = tells or not g.nexts[to]
        into = found.waits if known else held.setdefault(to, {})
        into[0] = into.get(0, 0.0) + mass
        wait = 0 if known else waits[to]
        if found.worst is None or wait > found.most:
            found.most, found.worst = wait, (state, number)
    _carry(g, weights, goal, told, decides, held, found.waits)
    return found


def paths(g: Graph, steps: Collection[Step]) -> dict[Step, list[Step]]:
    """Return for some steps that can be taken the shortest path to each, the step itself its last."""
    came: dict[int, Step] = {}
    todo, seen = deque([g.first]), {g.first}
    wanted = {state for state, _ in steps} - seen
    while wanted:
        state = todo.popleft()
        for number, to in enumerate(g.nexts[state]):
            if to not in seen:
                seen.add(to)
                wanted.discard(to)
                came[to] = state, number
                todo.append(to)
    found: dict[Step, list[Step]] = {}
    for step in steps:
        back = [step]
        while back[-1][0] in came:
            back.append(came[back[-1][0]])
        found[step] = back[::-1]
    return found


def _longest(g: Graph, goal: str, worth: Sequence[int], told: Told, decides: Sequence[int]) -> list[float]:
    """Return for every state where the goal is impossible the most decisions until that is told.

    A ring that can be gone round without word has no most if the player decides in it.
    """
    found: list[float] = [0.0] * len(g.nexts)
    for part in g.parts:
        if worth[part[0]]:
            continue
        inside = set(part)
        turning: list[int] = []
        for state in part:
            for number, to in enumerate(g.nexts[state]):
                silent = goal not in told[state][number] and bool(g.nexts[to])
                if silent and to in inside:
                    turning.append(state)
                onward = found[to] if silent and to not in inside else 0
                found[state] = max(found[state], decides[state] + onward)
        if turning:
            top = inf if any(decides[state] for state in turning) else max(found[state] for state in part)
            for state in part:
                found[state] = top
    return found


def _carry(
    g: Graph,
    weights: Weights,
    goal: str,
    told: Told,
    decides: Sequence[int],
    held: dict[int, Histogram],
    waits: Histogram,
) -> None:
    """Carry the plays that lost the goal on, until each is told."""
    work = 0
    for part, ring in zip(reversed(g.parts), reversed(g.rings), strict=True):
        if not ring and part[0] not in held:
            continue
        waiting = {state: held.pop(state) for state in part if state in held}
        inside = set(part)
        while waiting and work < MOST_WORK:
            onward: dict[int, Histogram] = {}
            for state, histogram in waiting.items():
                work += len(histogram) * len(g.nexts[state])
                for number, (to, share) in enumerate(zip(g.nexts[state], weights(state), strict=True)):
                    known = goal in told[state][number] or not g.nexts[to]
                    into = (
                        waits
                        if known
                        else onward.setdefault(to, {})
                        if to in inside
                        else held.setdefault(to, {})
                    )
                    for wait, mass in histogram.items():
                        later = wait + decides[state]
                        into[later] = into.get(later, 0.0) + mass * share
            left = sum(sum(histogram.values()) for histogram in onward.values())
            waiting = onward if left > LEFT else {}
