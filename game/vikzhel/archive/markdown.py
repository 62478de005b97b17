"""A sheet as Markdown. Whatever Markdown or the HTML inside it would obey is escaped."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ..story.text import clean
from .drawing import drawn_lines
from .sheet import Chart, Lines

if TYPE_CHECKING:
    from .sheet import Block, Sheet

BAR = 50
_OBEYED = re.compile(r"([\\`*_{}\[\]<>()#+!|~&$^=-])")
_NUMBER = re.compile(r"^(\d+)([.)])")


def text(sheet: Sheet) -> str:
    """Return a sheet as Markdown."""
    lines = [f"# {_text(sheet.title)}", "", *(f"{_text(line)}  " for line in sheet.lead)]
    for number, part in enumerate(sheet.parts, 1):
        lines += ["", f"## {number}. {_text(part.title)}"]
        for block in part.blocks:
            lines += ["", *_block(block)]
    more = [block for part in sheet.parts for block in part.more]
    if more:
        lines += ["", "## Details"]
        for block in more:
            lines += ["", *_block(block)]
    return "\n".join(lines) + "\n"


def _block(block: Block) -> list[str]:
    lines = [f"### {_text(block.heading)}", ""] if block.heading else []
    if isinstance(block, Lines):
        if block.listed:
            return lines + [f"- {_text(line)}" for line in block.lines]
        return lines + [part for line in block.lines for part in (_text(line), "")][:-1]
    if isinstance(block, Chart):
        key = "; ".join(
            f"{letter} {_text(name)}" for letter, name in zip(block.letters, block.curves, strict=True)
        )
        drawn = [f"    {line}" for line in drawn_lines(block, BAR)]
        return [*lines, f"{key}. {_text(block.note)}".strip(), "", *drawn]
    columns = [_text(column) or " " for column in block.columns]
    rows = [columns, ["---"] * len(columns)]
    for row in block.rows:
        cells = [_text(cell) for cell in row.cells]
        if row.mark:
            cells[min(1, len(cells) - 1)] += f" **({_text(row.mark)})**"
        rows.append(cells)
    lines += [f"| {' | '.join(cells)} |" for cells in rows]
    return [*lines, "", _text(block.note)] if block.note else lines


def _text(words: str) -> str:
    """Return words as Markdown shows them, on one line."""
    line = " ".join(clean(words).split())
    return _NUMBER.sub(r"\1\\\2", _OBEYED.sub(r"\\\1", line))
