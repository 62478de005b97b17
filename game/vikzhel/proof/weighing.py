"""What of a vote's variables matters: only what can change how a bloc votes, and of that what can change the result.

A vote reads several variables together. Two values of one are alike if the result is the same for all
values of the others; that is worked out by holding the vote on every combination, first bloc by bloc so
that there are fewer values to combine. Where there are too many combinations, values are told apart by
what they are worth.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache, partial
from itertools import product
from math import prod
from typing import TYPE_CHECKING

from ..play.layout import ROLE
from ..play.program import Program
from ..play.votes import tilt
from ..story.rules import Rule, tests_of
from .truth import Readings, table_of

if TYPE_CHECKING:
    from ..story import model

MOST_TOGETHER = 4000
"""Combinations of values for which a vote is held."""


@lru_cache(maxsize=64)
def weighed(program: Program, name: str) -> Readings:
    """Return what a vote reads: of each variable that can matter, what its values come to."""
    ballot = program.ballot(name)
    vote = next(record for key, record in program.pack.files.votes.items() if key == name)
    together: Readings = defaultdict(list)
    for number, bloc in enumerate(vote.present):
        reads = _bloc(program, vote, str(bloc))
        for index, tables in _joint(program, reads, partial(ballot.voice, number)).items():
            together[index] += tables
    return _joint(program, together, lambda state: ballot.hold(state)[0])


def _joint(program: Program, reads: Readings, outcome: Callable[[Sequence[int]], str]) -> Readings:
    """Return for each variable a table of its values by all that can come out with the others."""
    variables = [program.layout.variables[index - 4] for index in reads]
    rows = [list(zip(*tables, strict=True)) for tables in reads.values()]
    classes = [list(dict.fromkeys(row)) for row in rows]
    if prod(map(len, classes)) > MOST_TOGETHER:
        return reads
    state = program.layout.first_state(program.layout.roles[0], 0)
    found: dict[tuple[int, ...], tuple[str, ...]] = {}
    for numbers in product(*(range(len(kinds)) for kinds in classes)):
        for variable, row, kinds, number in zip(variables, rows, classes, numbers, strict=True):
            state[variable.index] = variable.least + row.index(kinds[number])
        found[numbers] = _for_all_roles(program, state, outcome)
    joint: Readings = {}
    for which, variable in enumerate(variables):
        columns: list[list[tuple[str, ...]]] = [[] for _ in classes[which]]
        for numbers, came in found.items():
            columns[numbers[which]].append(came)
        alike = [columns.index(column) for column in columns]
        if any(alike):
            kinds = classes[which]
            joint[variable.index] = [tuple(alike[kinds.index(row)] for row in rows[which])]
    return joint


def _for_all_roles(
    program: Program, state: list[int], outcome: Callable[[Sequence[int]], str]
) -> tuple[str, ...]:
    found = []
    for state[ROLE] in range(len(program.layout.roles)):
        found.append(outcome(state))
    return tuple(found)


def _bloc(program: Program, vote: model.Vote, name: str) -> Readings:
    """Return what a bloc reads in a vote: of each variable, what its values are worth to it."""
    layout, files = program.layout, program.pack.files
    into: Readings = defaultdict(list)
    rules: list[Rule | None] = []
    if vote.stance is not None:
        stances = next(given for key, given in vote.stance.items() if key == name)
        rules += [stance.condition for stance in stances]
    else:
        bloc = next(record for key, record in files.blocs.items() if key == name)
        rules += [pressure.condition for pressure in bloc.pressure]
        if bloc.mood is not None:
            into[layout["mood", str(bloc.mood)].index].append(tuple(map(tilt, range(-3, 4))))
        texts = [vote.between.a.on, vote.between.b.on] if vote.between else [vote.on or {}]
        for issue in {**bloc.points, **bloc.never}:
            if not all(issue in text for text in texts):
                points, never = bloc.points.get(issue, {}), bloc.never.get(issue, [])
                worth = tuple((points.get(p, 0), p in never) for p in files.table[issue].positions)
                into[layout["table", str(issue)].index].append(worth)
    for index, table in _tested(program, rules):
        into[index].append(table)
    return into


def _tested(program: Program, rules: Sequence[Rule | None]) -> Iterator[tuple[int, tuple[object, ...]]]:
    for rule in rules:
        for test in tests_of(rule) if rule is not None else ():
            if test.kind != "role":
                variable = program.layout[test.kind, str(test.name)]
                yield variable.index, table_of(test, program.layout, variable)
