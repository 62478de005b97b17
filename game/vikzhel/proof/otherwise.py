"""What would have come of a vote that had gone the other way, the rest being left to chance.

The step in which a vote was held is taken again with a count that comes to another result, and played on
at random from there. That may be a state no play can come to, so nothing of the quotient is used.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from random import Random
from typing import TYPE_CHECKING

from ..play.events import Event, VoteHeld
from ..play.layout import SCENE, State
from ..play.program import Program
from .players import shares

if TYPE_CHECKING:
    from ..play.votes import Ballot

FEWEST, MOST = 40, 600
"""Plays of each vote turned: so many in any case, and no more than these."""
LONGEST = 1_000
"""Steps after which a play of a story that can go round is given up."""
AT_ONCE = 20


@dataclass(frozen=True, slots=True)
class Otherwise:
    """A vote of the run (held in step ``step``) turned to ``result``: how often each ending then comes, of ``plays``.

    ``was`` is how often it comes with the vote as it was, of as many plays.
    """

    step: int
    vote: str
    result: str
    odds: tuple[float, ...]
    was: tuple[float, ...]
    plays: int


def otherwise(
    program: Program,
    endings: Sequence[str],
    states: Sequence[State],
    taken: Sequence[int],
    seconds: float,
    dice: Random,
    clock: Callable[[], float] = time.monotonic,
) -> tuple[Otherwise, ...]:
    """Turn every vote that was held in a step of a run, and play on from each by turns until time is up."""
    until = clock() + seconds
    turned = []
    for step, (state, number) in enumerate(zip(states, taken, strict=False)):
        log: list[Event] = []
        program.take(state, number, log)
        for held in (event for event in log if isinstance(event, VoteHeld)):
            result = "lost" if held.result == "carried" else "carried"
            after = _with(program, held.vote, result).take(state, number)
            turned.append((step, held.vote, result, after, states[step + 1]))
    counts = [([0] * len(endings), [0] * len(endings)) for _ in turned]
    plays = 0
    while turned and plays < MOST and (plays < FEWEST or clock() < until):
        for (_, _, _, after, was), (there, here) in zip(turned, counts, strict=True):
            for start, found in ((after, there), (was, here)):
                for _ in range(AT_ONCE):
                    ending = _played(program, start, dice)
                    if ending:
                        found[endings.index(ending)] += 1
        plays += AT_ONCE
    return tuple(
        Otherwise(step, vote, result, tuple(n / plays for n in there), tuple(n / plays for n in here), plays)
        for (step, vote, result, _, _), (there, here) in zip(turned, counts, strict=True)
    )


def _with(program: Program, vote: str, result: str) -> Program:
    """Return the story compiled anew with the count of one vote always coming to a result."""
    forced = Program(program.pack)
    ballot: Ballot = forced.ballot(vote)

    def hold(state: Sequence[int]) -> tuple[str, int, int, int]:
        return result, 0, 0, 0

    ballot.hold = hold  # type: ignore[method-assign]
    return forced


def _played(program: Program, state: State, dice: Random) -> str:
    """Play on at random; return the ending, or nothing if none came."""
    random, opened, take = dice.random, program.open, program.take
    for _ in range(LONGEST):
        options = opened(state)
        if not options:
            return program.place(state[SCENE]).ending
        turns = program.place(state[SCENE]).turns
        if turns[0].kind == "draw":
            number = dice.choices(options, shares([turns[option] for option in options], ""))[0]
        else:
            number = options[int(random() * len(options))]
        state = take(state, number)
    return ""
