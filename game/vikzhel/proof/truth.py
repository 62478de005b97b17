"""Truth tables: what a reading tells of each value of a variable."""

from __future__ import annotations

from ..play.layout import Layout, Variable
from ..story.rules import Test

Table = tuple[object, ...]
"""What a reading tells of each value of a variable, from its least value on."""

Readings = dict[int, list[Table]]
"""Variable index to the tables of everything that reads it at one place."""


def table_of(test: Test, layout: Layout, variable: Variable) -> Table:
    """Return whether a comparison holds for each value of its variable."""
    want = layout.value_of(test)
    values = range(variable.least, variable.most + 1)
    match test.op:
        case "is":
            return tuple(value == want for value in values)
        case "is not":
            return tuple(value != want for value in values)
        case "at least":
            return tuple(value >= want for value in values)
        case _:
            return tuple(value <= want for value in values)
