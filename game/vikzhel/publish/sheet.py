"""Folding a long map into columns that fit on paper, and placing what stands in each.

Lines that run from one column into another end in a letter and go on from the same letter.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from .rows import Layout, lay

if TYPE_CHECKING:
    from .chart import Arrow
    from .days import Grid

BOX = 90.0
"""How wide a scene is, in points, which are the unit of everything here."""
GAP = 8.0
LETTER = 52.0
"""The room of a letter at which a line leaves or enters a column."""
LETTER_HIGH = 28.0
APART = 6
"""How many lines a line between doors and what is before or behind them counts for: they should stand together."""
LEAST_FALL = 17.0
"""The least room for lines between two rows."""


@dataclass
class Column:
    """A stretch of rows placed: boxes are named by their scenes, letters ``<A`` where lines come in and ``>A`` where they go out."""

    first: int
    last: int
    layout: Layout
    arrows: list[tuple[Arrow, list[int]]]
    tops: list[float]
    """The top of every row of the layout, letters included; a row is ``high`` high."""
    high: list[float]
    letters: dict[str, str]
    """The scene that each letter leads to."""

    @property
    def width(self) -> float:
        return self.layout.width

    @property
    def height(self) -> float:
        return self.tops[-1] + self.high[-1]


def columns_of(grid: Grid, heights: Sequence[float], count: int) -> list[Column]:
    """Fold a grid into so many columns, heights being those of its rows."""
    cuts = _cuts(grid, heights, count)
    ends = list(itertools.pairwise(cuts))
    column = [next(k for k, (a, b) in enumerate(ends) if a <= row < b) for row in range(len(grid.rows))]
    away = [a for a in grid.down if column[grid.row[a.start]] != column[grid.row[a.end]]]
    targets = sorted({a.end for a in away}, key=lambda at: (grid.row[at], at))
    letters = {at: _letter(number) for number, at in enumerate(targets)}
    return [_column(grid, heights, column, k, a, b, letters) for k, (a, b) in enumerate(ends)]


def _letter(number: int) -> str:
    return chr(65 + number) if number < 26 else _letter(number // 26 - 1) + chr(65 + number % 26)


def _cuts(grid: Grid, heights: Sequence[float], count: int) -> list[int]:
    """Return the rows at which columns begin, and the end: as even as can be, at the turn of a day, crossing few lines."""
    rows = len(grid.rows)
    count = min(count, rows)
    sums = [0.0]
    for height in heights:
        sums.append(sums[-1] + height + LEAST_FALL)
    mean = sums[-1] / count
    behind = {arrow.start for arrow in grid.down if arrow.returns}
    crossed = [0] * (rows + 1)
    for arrow in grid.down:
        for at in range(grid.row[arrow.start] + 1, grid.row[arrow.end] + 1):
            crossed[at] += APART if arrow.returns or arrow.end in behind else 1

    def price(at: int) -> float:
        if at in (0, rows):
            return 0.0
        above, below = grid.rows[at - 1].half, grid.rows[at].half
        turn = 0.0 if above.day != below.day else 0.04 if above != below else 0.08
        return turn + 0.02 * (crossed[at] - 1)

    @cache
    def best(at: int, left: int) -> tuple[float, tuple[int, ...]]:
        if left == 1:
            return ((sums[rows] - sums[at]) / mean) ** 2, (rows,)
        likely = [
            to for to in range(at + 1, rows - left + 2) if 0.6 * mean < sums[to] - sums[at] < 1.5 * mean
        ]
        likely = likely[:: max(1, len(likely) // 40)] or [
            max(at + 1, min(at + (rows - at) // left, rows - left + 1))
        ]
        return min(
            (((sums[to] - sums[at]) / mean) ** 2 + price(to) + rest, (to, *cuts))
            for to in likely
            for rest, cuts in [best(to, left - 1)]
        )

    return [0, *best(0, count)[1]]


def _column(
    grid: Grid,
    heights: Sequence[float],
    column: list[int],
    mine: int,
    first: int,
    last: int,
    letters: dict[str, str],
) -> Column:
    inside = [a for a in grid.down if column[grid.row[a.start]] == mine == column[grid.row[a.end]]]
    leaving = [a for a in grid.down if column[grid.row[a.start]] == mine != column[grid.row[a.end]]]
    coming = {a.end for a in grid.down if column[grid.row[a.start]] != mine == column[grid.row[a.end]]}
    rows: list[list[tuple[str, float]]] = [[(at, BOX) for at in row.stops] for row in grid.rows[first:last]]
    high = list(heights[first:last])
    ins = [(f"<{letters[at]}", LETTER) for at in letters if at in coming]
    outs = [(f">{letters[at]}", LETTER) for at in letters if any(a.end == at for a in leaving)]
    if ins:
        rows.insert(0, ins)
        high.insert(0, LETTER_HIGH)
    if outs:
        rows.append(outs)
        high.append(LETTER_HIGH)
    lines = [(a.start, a.end) for a in inside] + [(a.start, f">{letters[a.end]}") for a in leaving]
    lines += [(f"<{letters[at]}", at) for at in letters if at in coming]
    layout = lay(rows, lines, GAP)
    arrows = list(zip([*inside, *leaving], layout.lines, strict=False))
    tops = [0.0]
    for number in range(len(rows) - 1):
        tops.append(tops[-1] + high[number] + _fall(layout, number))
    named = {letter: at for at, letter in letters.items()}
    return Column(first, last, layout, arrows, tops, high, named)


def _fall(layout: Layout, row: int) -> float:
    """Return how much room lines need below a row: the more, the further they run sideways."""
    furthest = max(
        (
            abs(layout.things[one].x - layout.things[other].x)
            for one in layout.rows[row]
            for other in layout.things[one].down
        ),
        default=0.0,
    )
    return LEAST_FALL + min(18.0, 0.06 * furthest)
