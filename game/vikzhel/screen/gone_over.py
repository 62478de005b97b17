"""A sheet of the archive (a debrief, a comparison) set in type, part by part, in the words that plain mode says.

A row of a table is set as the sentences that say it; a chart as plain characters, and beneath it its words.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import TYPE_CHECKING

from textual.content import Content

from ..archive.drawing import LABEL, drawn_lines
from ..archive.sheet import Chart, Lines, Table
from .cells import cut
from .typesetting import BLANK, BOLD, INK, QUIET, RED, RED_BOLD, Matter, hang, paragraph, wrap

if TYPE_CHECKING:
    from ..archive.sheet import Block, Part, Row, Sheet

ITEM, MARKED = "— ", "▸ "
INKS = (BOLD, QUIET, RED)
"""In what the letters of a chart are set, in turn: they are told apart by the letter, and seen apart by this."""
LEAST_BAR = 12


def part_set(sheet: Sheet, number: int) -> list[Matter]:
    """Return a part of a sheet, counted from 0, its details after it; the sheet's lead stands before the first."""
    part = sheet.parts[number]
    lead = [_lead(sheet.lead)] if number == 0 and sheet.lead else []
    return [*lead, *_all(part)]


def _lead(lines: Sequence[str]) -> Matter:
    first, *others = lines

    def set_it(width: int) -> list[Content]:
        return [*wrap(first, width, BOLD), *(row for line in others for row in wrap(line, width)), BLANK]

    return set_it


def _all(part: Part) -> Iterable[Matter]:
    for block in (*part.blocks, *part.more):
        yield from _block(block)


def _block(block: Block) -> list[Matter]:
    if isinstance(block, Chart):
        matters = [_drawn(block), *(paragraph(line) for line in block.spoken)]
    elif isinstance(block, Table):
        matters = [_rows(block.rows), *([paragraph(block.note, QUIET)] if block.note else [])]
    else:
        matters = [_lines(block)]
    return [_heading(block.heading), *matters] if block.heading else matters


def _heading(text: str) -> Matter:
    return lambda width: [*wrap(text, width, RED_BOLD), BLANK]


def _spaced(items: Sequence[list[Content]]) -> list[Content]:
    """Return items under each other, with room between them unless each is a line."""
    if all(len(item) == 1 for item in items):
        return [*(line for item in items for line in item), BLANK]
    return [line for item in items for line in (*item, BLANK)]


def _lines(block: Lines) -> Matter:
    def set_it(width: int) -> list[Content]:
        if block.listed:
            return _spaced([hang((ITEM, RED), line, width) for line in block.lines])
        return _spaced([wrap(line, width) for line in block.lines])

    return set_it


def _rows(rows: Sequence[Row]) -> Matter:
    return lambda width: _spaced([_row(row, width) for row in rows])


def _row(row: Row, width: int) -> list[Content]:
    """Return a row in its sentences; what it is about is bold, and a row that is special has a mark of its own."""
    about = next((cell for cell in row.cells[:2] if cell and row.spoken.startswith(cell)), "")
    lead = (MARKED, RED_BOLD) if row.mark else (ITEM, RED)
    lines = hang(lead, row.spoken, width)
    left = len(about)
    for number, line in enumerate(lines):
        end = min(len(line.plain), len(ITEM) + left)
        if left <= 0:
            break
        lines[number] = line.stylize(BOLD, len(ITEM), end)
        left -= end - len(ITEM) + 1
    return lines


def _drawn(chart: Chart) -> Matter:
    """Return the chart drawn, under a key to its letters."""

    def set_it(width: int) -> list[Content]:
        lines: list[Content] = []
        inks = {letter: INKS[at % len(INKS)] for at, letter in enumerate(chart.letters)}
        for letter, curve in zip(chart.letters, chart.curves, strict=True):
            lines += hang((f"{letter}  ", inks[letter]), curve, width)
        lines.append(BLANK)
        label = min(LABEL, width * 2 // 5)
        mark = max((len(point.mark) + 2 for point in chart.points if point.mark), default=0)
        bar = max(LEAST_BAR, width - label - 1 - mark)
        for text in drawn_lines(chart, bar, label):
            lines.append(_inked(cut(text, width), label, label + 1 + bar, inks))
        lines.append(BLANK)
        return [*lines, *wrap(chart.note, width, QUIET), BLANK] if chart.note else lines

    return set_it


def _inked(text: str, label: int, end: int, inks: dict[str, str]) -> Content:
    """Return a drawn line with each run of letters in its ink, and what stands after the bar in red."""
    runs = ["".join(run) for _, run in groupby(text[label:end])]
    parts = [(run, inks.get(run[0], QUIET if run[0] == "." else INK)) for run in runs]
    return Content.assemble(text[:label], *parts, (text[end:], RED_BOLD))
