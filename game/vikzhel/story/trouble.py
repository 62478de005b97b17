"""What a syntax error comes to once it is explained, and the explanations that several mistakes share."""

from __future__ import annotations

from .diagnostics import Mark, Source


class Trouble:
    """A syntax error, explained.

    ``row`` is where the parser stopped; ``in_value`` is true if a value is at fault and its key is
    sound; ``weak`` marks an explanation that the line itself does not prove.
    """

    __slots__ = ("code", "hint", "in_value", "mark", "message", "row", "weak")

    def __init__(
        self, code: str, mark: Mark, message: str, hint: str, *, in_value: bool = True, weak: bool = False
    ) -> None:
        self.code = code
        self.mark = mark
        self.message = message
        self.hint = hint
        self.row = mark.line
        self.in_value = in_value
        self.weak = weak


def unclosed(source: Source, lines: list[str], row: int, column: int) -> Trouble:
    apostrophe = lines[row][column : column + 1] == "'" and lines[row][column + 1 : column + 2].isalpha()
    return Trouble(
        "V202",
        Mark(source, row, column),
        "A quote mark opens here and is never closed.",
        "Put the same quote mark at the end of the text."
        + (" If it is an apostrophe, put the whole text in double quotes." if apostrophe else ""),
    )


def words_behind(mark: Mark) -> Trouble:
    if mark.source.line(mark.line)[mark.column :].strip() == ",":
        return Trouble("V206", mark, "There is a comma after the closing quote.", "Delete the comma.")
    return Trouble(
        "V206",
        mark,
        "There are words after the closing quote, and YAML stops at the quote.",
        "Put quotes around the whole text; for what people say inside it use “ ” or ‘ ’.",
    )
