"""How often a mood stands at the end of its scale for half a play or more, where a few plays cannot tell.

Such plays need no words, so many are cheap: they are doubled until every share lies clear of its limit.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from random import Random
from typing import TYPE_CHECKING

from ..play.layout import SCENE
from .players import shares
from .shares import Share, drawn
from .swaps import LONGEST

if TYPE_CHECKING:
    from ..play.layout import State
    from ..play.program import Program

EVERY = 64


def saturation(
    program: Program,
    role: str,
    counts: Mapping[str, int],
    plays: int,
    most: int,
    near: Callable[[Mapping[str, Share]], bool],
    go_on: Callable[[], bool],
) -> dict[str, Share]:
    """Return for each mood the share of plays in which it is so, from random plays added to those counted.

    ``near`` says of shares whether more plays are needed to judge them; after ``most`` it is left.
    20,000 plays of a week take some five seconds.
    """
    moods = [variable for variable in program.layout.variables if variable.kind == "mood"]
    total, made, dice = dict(counts), plays, Random(1905)

    def found() -> dict[str, Share]:
        return {name: drawn(count / plays, plays) for name, count in total.items()}

    while near(found()) and made < most:
        for number in range(min(made, most - made)):
            if not number % EVERY and not go_on():
                return found()
            made += 1
            states = _play(program, role, dice)
            if states:
                plays += 1
                for mood in moods:
                    at_end = sum(state[mood.index] in (mood.least, mood.most) for state in states)
                    total[mood.name] += 2 * at_end >= len(states)
    return found()


def _play(program: Program, role: str, dice: Random) -> list[State]:
    """Return the states in which a random play waited, its ending the last; nothing if it came to none."""
    states = [program.begin(role)]
    for _ in range(LONGEST):
        options = program.open(states[-1])
        if not options:
            return states
        turns = program.place(states[-1][SCENE]).turns
        draw = turns[options[0]].kind == "draw"
        weights = shares([turns[option] for option in options], "") if draw else None
        states.append(program.take(states[-1], dice.choices(options, weights)[0]))
    return []
