"""How long a player goes on hoping: decisions between a goal's becoming impossible and his being told so.

A goal is impossible in a state from which no path meets it, whatever the author's ``lost:`` says. Told
he is by a text with ``tells:`` or, at the latest, by the ending.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from math import inf

from .graph import Graph
from .reading import Read
from .rings import Weights
from .sums import LEFT, MOST_WORK, Histogram

Step = tuple[int, int]
"""A state and the number, among its options, of what is taken there."""


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


def possible(g: Graph, met: Sequence[bool]) -> list[bool]:
    """Return from which states a goal can be met; ``met`` says so of the endings."""
    found = [False] * len(g.nexts)
    for part in g.parts:
        if any(met[s] if not g.nexts[s] else any(found[to] for to in g.nexts[s]) for s in part):
            for state in part:
                found[state] = True
    return found


def doom(
    g: Graph,
    weights: Weights,
    visits: Sequence[float],
    goal: str,
    worth: Sequence[bool],
    reads: Sequence[Sequence[Read]],
    decides: Sequence[int],
) -> Doom:
    """Work out how long the loss of a goal goes untold.

    ``visits`` is how often each state is visited, ``worth`` whether the goal can be met from it,
    ``decides`` 1 where the player decides.
    """
    found = Doom(never=not worth[0])
    if found.never:
        return found
    waits = _longest(g, goal, worth, reads, decides)
    held: dict[int, Histogram] = {}
    for state, nexts in enumerate(g.nexts):
        if not worth[state]:
            continue
        for number, to in enumerate(nexts):
            tells = goal in reads[state][number].told
            if not g.ending[to]:
                continue  # no ending either: that is told as a fault of its own
            if worth[to]:
                if tells and found.early is None:
                    found.early = state, number
                continue
            mass = visits[state] * weights(state)[number]
            found.lost += mass
            told = tells or not g.nexts[to]
            if told:
                found.waits[0] = found.waits.get(0, 0.0) + mass
            else:
                into = held.setdefault(to, {})
                into[0] = into.get(0, 0.0) + mass
            wait = 0 if told else waits[to]
            if found.worst is None or wait > found.most:
                found.most, found.worst = wait, (state, number)
    _carry(g, weights, goal, reads, decides, held, found.waits)
    return found


def _longest(
    g: Graph, goal: str, worth: Sequence[bool], reads: Sequence[Sequence[Read]], decides: Sequence[int]
) -> list[float]:
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
                silent = goal not in reads[state][number].told and bool(g.nexts[to])
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
    reads: Sequence[Sequence[Read]],
    decides: Sequence[int],
    held: dict[int, Histogram],
    waits: Histogram,
) -> None:
    """Carry the plays that lost the goal on, until each is told."""
    work = 0
    for part in reversed(g.parts):
        waiting = {state: held.pop(state) for state in part if state in held}
        inside = set(part)
        while waiting and work < MOST_WORK:
            onward: dict[int, Histogram] = {}
            for state, histogram in waiting.items():
                work += len(histogram) * len(g.nexts[state])
                for number, (to, share) in enumerate(zip(g.nexts[state], weights(state), strict=True)):
                    told = goal in reads[state][number].told or not g.nexts[to]
                    into = (
                        waits
                        if told
                        else onward.setdefault(to, {})
                        if to in inside
                        else held.setdefault(to, {})
                    )
                    for wait, mass in histogram.items():
                        later = wait + decides[state]
                        into[later] = into.get(later, 0.0) + mass * share
            left = sum(sum(histogram.values()) for histogram in onward.values())
            waiting = onward if left > LEFT else {}
