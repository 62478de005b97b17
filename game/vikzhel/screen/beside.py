"""The side panel of a preview, set as type."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content

from .cells import cells
from .typesetting import BLANK, BOLD, INK, QUIET, RED, RED_BOLD, Matter, hang, rule, wrap

if TYPE_CHECKING:
    from ..desk.panel import Part, Row

_INKS = {
    "open": BOLD,
    "locked": RED_BOLD,
    "hidden": QUIET,
    "left out": RED,
    "not there": RED,
    "no change": RED,
}
_LONGEST = 11


def beside(parts: list[Part]) -> list[Matter]:
    """Return the parts of a panel under each other."""
    return [_part(part) for part in parts]


def _part(part: Part) -> Matter:
    def set_it(width: int) -> list[Content]:
        lines = [rule(width, part.title, "", RED_BOLD)]
        lead = min(_LONGEST, max((len(row.word) for row in part.rows), default=0)) + 1
        for row in part.rows:
            lines += _row(row, lead, width)
        if not part.rows:
            lines += wrap(part.none, width, QUIET)
        return [*lines, BLANK]

    return set_it


def _row(row: Row, lead: int, width: int) -> list[Content]:
    """Return a row; where it is written stands at the end of its last line if there is room, else beneath."""
    notes = [(note, INK if note.startswith("fails:") else QUIET) for note in row.notes]
    lines = hang((f"{row.word:<{lead}}", _INKS.get(row.word, QUIET)), row.text, width)
    for note, ink in notes:
        lines += [Content.assemble(" " * lead, line) for line in wrap(note, width - lead, ink)]
    if row.at:
        at = row.at.rpartition("/")[2]
        room = width - lines[-1].cell_length - cells(at)
        if room < 2:
            lines.append(BLANK)
            room = max(0, width - cells(at))
        lines[-1] = Content.assemble(lines[-1], " " * room, (at, QUIET))
    return lines
