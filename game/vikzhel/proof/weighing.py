"""What of a vote's variables matters: only what can change how a bloc votes, and of that what can change the result.

A vote reads several variables together. Two values of one are alike if the result is the same for all
values of the others; that is worked out by holding the vote on every combination of what can be, first
bloc by bloc so that there are fewer values to combine. Where there are too many combinations, values are
told apart by what they are worth.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache, partial
from itertools import product
from math import prod
from typing import TYPE_CHECKING

from ..play.program import Program
from ..play.votes import outcome, tilt
from ..story.records import at
from ..story.rules import RESULTS, Rule, tests_of
from .rules import Readings, Table, folded, of_role, table_of

if TYPE_CHECKING:
    from ..story import negotiation

MOST_TOGETHER = 100_000
"""Combinations of values for which a vote is counted; so many take about a quarter of a second."""
MOST_OF_A_BLOC = 10_000
"""Combinations of values for which a bloc is asked; they take as long."""

Weighed = tuple[Readings, dict[str, dict[int, int]]]
"""What a vote reads: of each variable that can matter, what its values come to. And all it can come to, each
with the values that variables may have for it, bit by bit, where that is known."""


def weighed(program: Program, role: str, name: str, may: Sequence[int] | None = None) -> Weighed:
    """Return what a vote reads for a role; ``may`` are the values that variables may have there."""
    reads = _reads(program, role, name)
    indexes = sorted({index for bloc in reads for index in bloc})
    whole = ((index, -1 if may is None else may[index]) for index in indexes)
    return _weighed(program, role, name, tuple(whole))


@lru_cache(maxsize=256)
def _weighed(program: Program, role: str, name: str, may: tuple[tuple[int, int], ...]) -> Weighed:
    ballot = program.ballot(name)
    state = program.layout.first_state(role, 0)
    together: dict[int, list[Table]] = defaultdict(list)
    blocs = []
    for number, reads in enumerate(_reads(program, role, name)):
        bloc = _Joint(program, reads, dict(may), MOST_OF_A_BLOC)
        bloc.ask(partial(ballot.voice, number), state)
        blocs.append(bloc)
        for index, tables in bloc.readings.items():
            together[index] += tables
    seats = [count for _, count in ballot.blocs]
    whole = _Joint(program, together, dict(may), MOST_TOGETHER)
    if all(bloc.known for bloc in blocs):
        tallied = lru_cache(maxsize=None)(partial(_result, seats, ballot.carry))
        whole.ask(lambda values: tallied(tuple(bloc.outcome(values) for bloc in blocs)), state)
    else:
        whole.ask(lambda values: ballot.hold(values)[0], state)
    return whole.readings, whole.outcomes or {result: {} for result in RESULTS[1:]}


def _result(seats: list[int], carry: str, voices: tuple[str, ...]) -> str:
    cast = [
        sum(count for count, voice in zip(seats, voices, strict=True) if voice == side)
        for side in ("for", "against")
    ]
    return outcome(cast[0], cast[1], carry)


class _Joint:
    """Some variables asked about together: their values by what they are worth, and what came of each combination."""

    def __init__(self, program: Program, reads: Readings, may: dict[int, int], most: int) -> None:
        self.readings = reads
        """Of each variable that matters, a table of its values by all that can come out with the others."""
        self.outcomes: dict[str, dict[int, int]] = {}
        """All that can come out, each with the values of every variable with which it can."""
        self.known: dict[tuple[int, ...], str] = {}
        self._variables = [program.layout.variable(index) for index in reads]
        self._kinds: list[list[int]] = []
        """For each variable, by value from its least on, the number of its kind; −1 if it cannot be."""
        self._first: list[list[int]] = []
        for variable, tables in zip(self._variables, reads.values(), strict=True):
            numbers: dict[tuple[object, ...], int] = {}
            kinds, first = [], []
            for value, row in enumerate(zip(*tables, strict=True)):
                possible = may[variable.index] >> value & 1
                if possible and row not in numbers:
                    numbers[row] = len(numbers)
                    first.append(variable.least + value)
                kinds.append(numbers[row] if possible else -1)
            self._kinds.append(kinds)
            self._first.append(first)
        self._small = prod(map(len, self._first)) <= most

    def ask(self, come: Callable[[list[int]], str], state: list[int]) -> None:
        """Ask what comes out for every combination, if there are not too many."""
        if not self._small:
            return
        indexes = [variable.index for variable in self._variables]
        for numbers in product(*(range(len(first)) for first in self._first)):
            for index, first, number in zip(indexes, self._first, numbers, strict=True):
                state[index] = first[number]
            self.known[numbers] = come(state)
        readings: Readings = {}
        names = {name: number for number, name in enumerate(sorted(set(self.known.values())))}
        self.outcomes = {name: {} for name in names}
        came = [names[name] for name in self.known.values()]
        stride = len(came)
        for which, variable in enumerate(self._variables):
            size = len(self._first[which])
            block, stride = stride, stride // size
            columns = [
                bytes(
                    x
                    for start in range(0, len(came), block)
                    for x in came[start + n * stride : start + (n + 1) * stride]
                )
                for n in range(size)
            ]
            for name, number in names.items():
                self.outcomes[name][variable.index] = sum(
                    1 << value
                    for value, kind in enumerate(self._kinds[which])
                    if kind >= 0 and number in columns[kind]
                )
            alike = [columns.index(column) for column in columns]
            if any(alike):
                readings[variable.index] = [
                    tuple(alike[kind] if kind >= 0 else -1 for kind in self._kinds[which])
                ]
        self.readings = readings

    def outcome(self, values: Sequence[int]) -> str:
        """Return what came out for some values."""
        return self.known[
            tuple(
                kinds[values[variable.index] - variable.least]
                for variable, kinds in zip(self._variables, self._kinds, strict=True)
            )
        ]


@lru_cache(maxsize=256)
def _reads(program: Program, role: str, name: str) -> list[Readings]:
    """Return what each bloc present reads."""
    vote = at(program.pack.files.votes, name)
    return [_bloc(program, role, vote, str(bloc)) for bloc in vote.present]


def _bloc(program: Program, role: str, vote: negotiation.Vote, name: str) -> Readings:
    """Return what a bloc reads in a vote: of each variable, what its values are worth to it."""
    layout, files = program.layout, program.pack.files
    into: Readings = defaultdict(list)
    rules: list[Rule | None] = []
    if vote.stance is not None:
        rules += [stance.condition for stance in at(vote.stance, name)]
    else:
        bloc = at(files.blocs, name)
        rules += [pressure.condition for pressure in bloc.pressure]
        if bloc.mood is not None:
            into[layout["mood", str(bloc.mood)].index].append(tuple(map(tilt, range(-3, 4))))
        texts = [vote.between.a.on, vote.between.b.on] if vote.between else [vote.on or {}]
        for issue in {**bloc.points, **bloc.never}:
            if not all(issue in text for text in texts):
                points, never = bloc.points.get(issue, {}), bloc.never.get(issue, [])
                worth = tuple((points.get(p, 0), p in never) for p in files.table[issue].positions)
                into[layout["table", str(issue)].index].append(worth)
    for index, table in _tested(program, role, rules):
        into[index].append(table)
    return into


def _tested(
    program: Program, role: str, rules: Sequence[Rule | None]
) -> Iterator[tuple[int, tuple[object, ...]]]:
    settle = of_role(role)
    for rule in rules:
        left = folded(rule, settle)
        for test in tests_of(left) if not isinstance(left, bool) else ():
            variable = program.layout[test.kind, str(test.name)]
            yield variable.index, table_of(test, program.layout, variable)
