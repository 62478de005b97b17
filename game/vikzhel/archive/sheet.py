"""A sheet of paper before it is printed: headings, lines, tables and charts as plain words and figures.

A debrief, a comparison and a class report are all made of these, and every front end and file format
prints them in its own way. Whatever stands in a cell is text to be shown, never markup.
"""

from __future__ import annotations

from string import ascii_uppercase

from ..story.dataclass import dataclass

ROUNDING = 1e-9
"""Shares that differ by less are the same: odds are sums of many."""


@dataclass(frozen=True, slots=True)
class Lines:
    """Sentences, each a paragraph of its own; ``listed`` ones are items of a list."""

    heading: str
    lines: tuple[str, ...]
    listed: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table. ``spoken`` says the same in sentences; ``mark`` says what is special about it."""

    cells: tuple[str, ...]
    spoken: str
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under columns. ``whole`` if the cells tell all that the sentences do, so that a screen may show them instead."""

    heading: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    note: str = ""
    whole: bool = False


@dataclass(frozen=True, slots=True)
class Point:
    """One point of a chart: what it stands at, and the share (0–1) of each curve there; ``None`` where it has none."""

    label: str
    shares: tuple[float | None, ...]
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Chart:
    """Curves over the same points. ``spoken`` tells in sentences what is to be seen.

    ``stacked`` curves are shares of one whole at each point; others are looked at side by side.
    """

    heading: str
    curves: tuple[str, ...]
    points: tuple[Point, ...]
    spoken: tuple[str, ...]
    note: str = ""
    stacked: bool = True

    @property
    def letters(self) -> str:
        """Return the letter that each curve is drawn with."""
        return ascii_uppercase[: len(self.curves)]

    def bar(self, point: Point, width: int) -> str:
        """Return a point as a bar of letters, one for each part of the whole in ``width`` characters."""
        bar, end = "", 0.0
        for letter, share in zip(self.letters, point.shares, strict=True):
            end += share or 0.0
            bar += letter * (round(end * width) - len(bar))
        return bar.ljust(width, ".")


Block = Lines | Table | Chart


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a sheet. ``more`` is detail: printed on paper, and told to a listener who asks for it."""

    title: str
    blocks: tuple[Block, ...]
    more: tuple[Block, ...] = ()


@dataclass(frozen=True, slots=True)
class Sheet:
    """``lead`` are the lines under the title."""

    title: str
    lead: tuple[str, ...]
    parts: tuple[Part, ...]


def percent(share: float) -> str:
    """Return a share as a whole number in a hundred; what is possible is never told as 0, nor what is open as 100."""
    if ROUNDING < share <= 0.005:
        return "<1"
    if 0.995 <= share < 1 - ROUNDING:
        return ">99"
    return str(round(100 * share))
