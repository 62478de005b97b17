"""A sheet of the archive (a debrief, a comparison) set in type, part by part, in the words that plain mode says.

A table whose cells tell everything is set as one where its columns have room; else each row is set as the
sentences that say it. A chart is set as plain characters, and beneath it its words.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import TYPE_CHECKING

from textual.content import Content

from ..archive.drawing import LABEL, drawn_lines
from ..archive.sheet import Chart, Lines, Table
from .cells import cells, cut
from .typesetting import BLANK, BOLD, INK, QUIET, RED, RED_BOLD, RULE, Matter, hang, paragraph, wrap

if TYPE_CHECKING:
    from ..archive.sheet import Block, Part, Row, Sheet

ITEM, MARKED = "— ", "▸ "
INKS = (BOLD, QUIET, RED)
"""In what the letters of a chart are set, in turn: they are told apart by the letter, and seen apart by this."""
LEAST_BAR = 12
GAP = "  "
NARROWEST, LONG_WORD, SHORT = 12, 14, 3
"""Cells of a column that has sentences in it, of a word that is kept whole, and of a mere number."""


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
        matters = [_table(block), *([paragraph(block.note, QUIET)] if block.note else [])]
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


def _table(table: Table) -> Matter:
    def set_it(width: int) -> list[Content]:
        widths = column_widths(table, width) if table.whole else []
        if not widths:
            return _spaced([_row(row, width) for row in table.rows])
        head = _across(
            [
                wrap(cell, w, QUIET) if cell else [BLANK]
                for cell, w in zip(table.columns, widths, strict=True)
            ],
            widths,
        )
        ruled = Content.styled("─" * (sum(widths) + len(GAP) * (len(widths) - 1)), RULE)
        rows = [_across(_cells(row, widths), widths) for row in table.rows]
        loose = any(len(row) > 1 for row in rows)
        return [
            *head,
            ruled,
            *(line for row in rows for line in (*row, *([BLANK] if loose else ()))),
            *([] if loose else [BLANK]),
        ]

    return set_it


def column_widths(table: Table, width: int) -> list[int]:
    """Return how wide each column is to be, in cells; nothing if there is no room for so many.

    Each gets what its longest word needs, and the rest goes to those that have most to say.
    """
    columns = [[head, *(_cell(row, n) for row in table.rows)] for n, head in enumerate(table.columns)]
    room = width - len(GAP) * (len(columns) - 1)
    full = [max(map(cells, texts)) for texts in columns]
    least = [
        min(LONG_WORD, max(cells(word) for text in texts for word in text.split() or [""]))
        for texts in columns
    ]
    if sum(full) <= room:
        return full
    if sum(least) > room or room < NARROWEST * sum(wide > NARROWEST for wide in full):
        return []
    wants = [
        sum(map(cells, texts)) ** 0.5 * (wide > small)
        for texts, wide, small in zip(columns, full, least, strict=True)
    ]
    spare, found = room - sum(least), least
    for _ in range(len(columns)):  # what one cannot use is shared out again
        share = sum(want for want, wide, now in zip(wants, full, found, strict=True) if now < wide) or 1
        found = [
            min(wide, now + int(spare * want / share)) if now < wide else now
            for want, wide, now in zip(wants, full, found, strict=True)
        ]
        spare = room - sum(found)
    return found


def _cell(row: Row, column: int) -> str:
    """Return what stands in a column of a row; what is special about it stands beneath the first words."""
    at = next((n for n, cell in enumerate(row.cells) if n or len(cell) > SHORT), 0)
    return f"{row.cells[column]} ({row.mark})" if row.mark and column == at else row.cells[column]


def _cells(row: Row, widths: list[int]) -> list[list[Content]]:
    about = next((n for n, cell in enumerate(row.cells) if len(cell) > SHORT), 0)
    style = RED_BOLD if row.mark else BOLD
    return [
        wrap(_cell(row, n), width, style if n <= about else INK) if row.cells[n] else [BLANK]
        for n, width in enumerate(widths)
    ]


def _across(columns: list[list[Content]], widths: list[int]) -> list[Content]:
    """Return cells side by side, the last without the blanks after it."""
    lines = []
    for number in range(max(map(len, columns))):
        parts: list[Content | str] = []
        for column, width in zip(columns, widths, strict=True):
            line = column[number] if number < len(column) else BLANK
            parts += [line, " " * (width - line.cell_length + len(GAP))]
        lines.append(Content.assemble(*parts[:-1]))
    return lines


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
            lines.append(_inked(cut(text, width), label if chart.stacked else 0, label + 1 + bar, inks))
        lines.append(BLANK)
        return [*lines, *wrap(chart.note, width, QUIET), BLANK] if chart.note else lines

    return set_it


def _inked(text: str, label: int, end: int, inks: dict[str, str]) -> Content:
    """Return a drawn line with each run of letters in its ink, and what stands after the bar in red."""
    runs = ["".join(run) for _, run in groupby(text[label:end])]
    parts = [(run, inks.get(run[0], QUIET if run[0] == "." else INK)) for run in runs]
    return Content.assemble(text[:label], *parts, (text[end:], RED_BOLD))
