"""A sheet of the archive said aloud: sentences, part by part; a table by what its rows say, a chart by what is to be seen in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..archive.sheet import Chart, Lines
from ..story.wording import sentence

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ..archive.sheet import Block as Printed
    from ..archive.sheet import Part, Sheet
    from . import Block


def whole(sheet: Sheet) -> list[Block]:
    """Return a sheet with everything in it."""
    blocks = [[sentence(sheet.title), *sheet.lead]]
    for number, part in enumerate(sheet.parts, 1):
        blocks += told(part, number, len(sheet.parts))
        blocks += more(part)
    return blocks


def told(part: Part, number: int, of: int) -> list[Block]:
    """Return a part, but for its details."""
    heading = f"Part {number} of {of}: {sentence(part.title)}" if of > 1 else sentence(part.title)
    blocks = _blocks(part.blocks)
    if blocks and not _headed(part.blocks[0]):
        return [[heading, *blocks[0]], *blocks[1:]]
    return [[heading], *blocks]


def more(part: Part) -> list[Block]:
    """Return the details of a part."""
    return _blocks(part.more)


def _blocks(blocks: Sequence[Printed]) -> list[Block]:
    return [block for block in map(list, map(_lines, blocks)) if block]


def _headed(block: Printed) -> bool:
    return bool(block.heading)


def _lines(block: Printed) -> Iterator[str]:
    lines: list[str]
    if isinstance(block, Lines):
        lines = list(block.lines)
    elif isinstance(block, Chart):
        lines = [*block.spoken]
    else:
        lines = [row.spoken for row in block.rows]
        if block.note:
            lines.append(block.note)
    if lines and block.heading:
        yield f"{block.heading}:"
    yield from lines
