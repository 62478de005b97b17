"""Reading on after a syntax error: setting aside the least that must go, and no more.

What cannot be read is replaced by a *hole*: an empty quoted value whose place is remembered, so
that the reader knows that something stood there and asks no more of it. If that does not help, the
thing around it goes too, and so on outwards.
"""

from __future__ import annotations

from bisect import insort

from .diagnostics import Source
from .linework import Shape

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .trouble import Trouble


class Cuts:
    """What has been cut out of a file's lines so far; ``holes`` are the places of the holes."""

    def __init__(self, source: Source, lines: list[str], broken: set[str]) -> None:
        self.source = source
        self.lines = lines
        self.broken = broken
        self.holes: set[tuple[int, int]] = set()
        self._last: tuple[int, int, int] | None = None
        """First line, line behind the last, and column of the last cut."""

    def consequence(self, trouble: Trouble) -> bool:
        """True if an error comes of the last cut, not of another mistake."""
        if self._last is None:
            return False
        first, end, _ = self._last
        if first <= trouble.mark.line < end:
            return True
        if not trouble.weak:
            return False
        while end < len(self.lines) and Shape(self.lines[end]).blank:
            end += 1
        return first <= trouble.row <= end

    def cut(self, trouble: Trouble, *, again: bool) -> bool:
        """Cut out what an error is about, or what surrounds the last cut; False if all is gone."""
        if again and self._last is not None:
            found = self._around(*self._last)
            if found is None:
                return False
            row, column = found
        else:
            row = min(trouble.mark.line, len(self.lines) - 1)
            shape = Shape(self.lines[row])
            column = shape.begins[-1] if shape.begins and trouble.in_value else -1
            if shape.blank:
                found = self._around(row, row + 1, 1 << 30)
                if found is None:
                    return False
                row, column = found
        self._cut_at(row, column)
        return True

    def _around(self, row: int, end: int, column: int) -> tuple[int, int] | None:
        """Return where the thing begins that the thing at a line and column belongs to."""
        for number in range(min(row, len(self.lines) - 1), -1, -1):
            shape = Shape(self.lines[number])
            if shape.blank:
                continue
            if column < 0:
                column = shape.margin + (1 if number < row else 0)
            outer = [at for at in shape.begins if at < column]
            if outer:
                return number, outer[-1]
            column = min(column, shape.margin + 1) if number == row else column
        return None

    def _cut_at(self, row: int, column: int) -> None:
        """Make a hole of what begins at a column, or (−1) drop the line, with all that is deeper."""
        lines = self.lines
        line = lines[row]
        shape = Shape(line)
        depth = shape.margin if column < 0 else column
        lists_too = column >= 0 and column == shape.key_at
        end = row + 1
        while end < len(lines):
            below = Shape(lines[end])
            if not below.blank and not (
                below.margin > depth or (lists_too and below.margin == depth and below.dashes)
            ):
                break
            end += 1
        while end > row + 1 and not lines[end - 1].strip():
            end -= 1
        for number in range(row, end):
            self.broken.update(Shape(lines[number]).names)
        if column < 0:
            lines[row] = ""
        elif column == shape.key_at:
            colon = shape.value_at
            while line[colon - 1] == " ":
                colon -= 1
            self.holes.add((row, colon + 1))
            lines[row] = line[:colon] + ' ""'
        else:
            self.holes.add((row, column + 2))
            lines[row] = line[:column] + '- ""'
        for number in range(row + 1, end):
            lines[number] = ""
        for number in range(row, end):
            if number not in self.source.cut:
                insort(self.source.cut, number)
        self._last = row, end, column
