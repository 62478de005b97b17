"""Charts drawn in plain characters, for a terminal or a page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..story.text import one_line

if TYPE_CHECKING:
    from .sheet import Chart

LABEL = 34
MANY = "* more curves meet here than there is room for"
ROWS = 10
"""Rows of a plot between 0 and 100."""
AXIS = 5
"""Characters before a plot: the figures of its rows."""


def drawn_lines(chart: Chart, width: int, label: int = LABEL) -> list[str]:
    """Return a chart drawn in plain characters: a bar of letters for each point; or curves, plotted one over the other.

    A bar is ``width`` characters wide beside its label; a plot has the room of both.
    """
    if not chart.stacked:
        return _plotted(chart, width + label + 1)
    lines = []
    for point in chart.points:
        name = one_line(point.label)
        name = name if len(name) <= label else name[: label - 1].rstrip() + "…"
        mark = f"  {point.mark}" if point.mark else ""
        lines.append(f"{name.ljust(label)} {chart.bar(point, width)}{mark}")
    return lines


def _plotted(chart: Chart, width: int) -> list[str]:
    """Return curves over the numbers of their points: letters that fall together stand side by side, or as ``*``."""
    wide = max(2, min(4, (width - AXIS - 1) // max(1, len(chart.points))))
    cells: dict[tuple[int, int], str] = {}
    for column, point in enumerate(chart.points):
        for letter, share in zip(chart.letters, point.shares, strict=True):
            if share is not None:
                at = round(share * ROWS), column
                cells[at] = cells.get(at, "") + letter
    lines = []
    for row in range(ROWS, -1, -1):
        figure = str(row * 100 // ROWS) if row % 5 == 0 else ""
        here = [cells.get((row, column), "") for column in range(len(chart.points))]
        shown = [letters if len(letters) < wide else "*" for letters in here]
        ground = "." if row % 5 == 0 else " "
        plot = "".join((letters or ground).ljust(wide) for letters in shown)
        lines.append(f"{figure:>{AXIS - 2}} |{plot}".rstrip())
    lines.append(f"{'':{AXIS - 2}} +{'-' * (wide * len(chart.points))}")
    every = 5 if wide < 3 else 2 if wide < 4 else 1
    numbers = "".join((str(n) if n % every == 0 else "").ljust(wide) for n in range(len(chart.points)))
    key = [f"{'':{AXIS}}{MANY}"] if any(len(letters) >= wide for letters in cells.values()) else []
    return [*lines, f"{'':{AXIS}}{numbers}".rstrip(), *key]
