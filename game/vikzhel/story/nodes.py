"""What was read of a file: values, lists and mappings that know their line and column."""

from __future__ import annotations

from .diagnostics import Mark, Word


class Scalar:
    """A single value as it was typed; ``plain`` when it stood without quotes.

    A ``hole`` stands for a value that YAML could not read; what is wrong with it has been told.
    """

    __slots__ = ("end_column", "end_line", "hole", "mark", "plain", "style", "value")

    def __init__(self, value: str, mark: Mark, style: str | None, end_line: int, end_column: int) -> None:
        self.value = value
        self.mark = mark
        self.style = style
        self.plain = style is None
        self.hole = False
        self.end_line = end_line
        self.end_column = end_column

    def word(self) -> Word:
        return Word(self.value, self.mark)

    @property
    def absent(self) -> bool:
        """True for a key with nothing after it, which YAML calls null."""
        return self.plain and self.value in ("", "~", "null", "Null", "NULL")

    def place(self, offset: int, width: int = 1) -> Mark:
        """Return where a character of ``value`` stands in the file.

        Folding and quoting change spaces only, so the characters between them are counted.
        """
        source = self.mark.source
        if self.plain and self.end_line == self.mark.line and not self.value[offset : offset + 1].isspace():
            at = self.mark.column + offset
            if offset < len(self.value) and source.line(self.end_line)[at : at + 1] == self.value[offset]:
                return Mark(source, self.end_line, at, width)
        left = sum(1 for c in self.value[:offset] if not c.isspace())
        row, column = self.mark.line, self.mark.column
        if self.style in ("|", ">"):
            row, column = row + 1, 0
        elif not self.plain:
            column += 1
        after = (self.mark.line, self.mark.column)
        while row <= self.end_line:
            line = source.line(row)
            while column < len(line):
                char = line[column]
                if not char.isspace():
                    if left == 0:
                        return Mark(source, row, column, width)
                    left -= 1
                    if (char == "\\" and self.style == '"') or line.startswith("''", column):
                        column += 1
                    if left == 0:
                        after = (row, column + 1)
                        if offset >= len(self.value.rstrip()):
                            return Mark(source, *after, width)
                column += 1
            row, column = row + 1, 0
        return Mark(source, *after, width)


class Seq:
    """A list."""

    __slots__ = ("hole", "items", "mark")

    def __init__(self, mark: Mark) -> None:
        self.mark = mark
        self.hole = False
        self.items: list[Node] = []


class Map:
    """A mapping: pairs in the order they were typed. ``flow`` if it was typed in braces."""

    __slots__ = ("end_line", "flow", "hole", "mark", "pairs")

    def __init__(self, mark: Mark, flow: bool) -> None:
        self.mark = mark
        self.flow = flow
        self.hole = False
        self.end_line = mark.line
        self.pairs: list[tuple[Word, Node]] = []


Node = Scalar | Seq | Map


def kind_of(node: Node) -> str:
    """Say in words what a node is."""
    if isinstance(node, Seq):
        return "a list"
    if isinstance(node, Map):
        return "a group of keys"
    return "nothing" if node.absent else "a single value"
