"""A story small enough to be walked step by step, with all that is read on each step.

Where the quotient observes every rule, what a step gives to read hangs on the class of the state it
leaves and on the option, so one state of a class stands for all of it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..play.events import Event
from ..play.layout import DECLARED, SCENE, State
from ..play.predicates import predicate
from .graph import Graph, components
from .reading import Read, began, read

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..play.program import Program
    from ..story.rules import Rule
    from .classes import Quotient
    from .explore import Heed

MOST_WALKED = 40_000
"""Classes of states past which a story is not to be walked (about 4 s)."""
EVERY = 256


class Walk(Graph):
    """Every class of states of a role, number 0 the start, with a state of it.

    ``reads`` has for each option what is read on taking it, ``before`` what is read before the first,
    card included.
    """

    def __init__(self, before: Read) -> None:
        super().__init__()
        self.before = before
        self.states: list[State] = []
        self.reads: list[tuple[Read, ...]] = []


def walk(program: Program, quotient: Quotient, role: str, goals: Sequence[Rule], heed: Heed) -> Walk:
    """Walk a role's story. The quotient must observe the rules of all texts and goals."""
    found = Walk(began(program, role))
    met = [predicate(rule, program.layout) for rule in goals]
    known: dict[tuple[int, ...], int] = {}
    same: dict[Read, Read] = {}
    kept = [
        [(index, program.layout.variable(index).least, numbers) for index, numbers in classes.items()]
        for classes in quotient.classes
    ]

    def number(state: State) -> int:
        key = (
            *state[:DECLARED],
            *(numbers[state[index] - least] for index, least, numbers in kept[state[SCENE]]),
        )
        at = known.setdefault(key, len(known))
        if at == len(found.states):
            found.states.append(state)
        return at

    number(program.begin(role))
    at = 0
    while at < len(found.states):
        if not at % EVERY:
            heed()
        state = found.states[at]
        options = tuple(program.open(state))
        nexts, reads = [], []
        for option in options:
            log: list[Event] = []
            nexts.append(number(program.take(state, option, log)))
            one = read(log)
            reads.append(same.setdefault(one, one))
        ends = tuple(float(holds is None or holds(state)) for holds in met)
        found.add(state[SCENE], options, tuple(nexts) if options else ends)
        found.reads.append(tuple(reads))
        at += 1
    found.parts = components(found.nexts)
    return found
