"""What is wrong between brackets: lists in [ ] and groups in { }."""

from __future__ import annotations

from .diagnostics import Mark, Source
from .linework import LONGEST_LINE, Shape, quote_end
from .trouble import Trouble, unclosed, words_behind


def in_brackets(
    source: Source, lines: list[str], row: int, column: int, began: Mark, *, only: bool = False
) -> Trouble:
    """Say what is wrong inside [ ] or { }; with ``only``, on the line alone."""
    opened: list[tuple[str, int, int]] = []
    in_pair = False
    number, at = began.line, began.column
    while number <= min(row + (not only), len(lines) - 1):
        line = lines[number][:LONGEST_LINE].rstrip()
        while at < len(line):
            char = line[at]
            starts = line[at - 1 : at] in (" ", "", "[", "{", ",")
            here = Mark(source, number, at)
            if char in "\"'" and starts:
                end = quote_end(line, at)
                if end < 0:
                    return unclosed(source, lines, number, at)
                rest = line[end:].lstrip()
                if rest and rest[0] not in ",]}:#":
                    return words_behind(Mark(source, number, len(line) - len(rest), len(rest.rstrip())))
                at = end
                continue
            if char in "[{" and starts:
                opened.append((char, number, at))
                in_pair = False
            elif char in "]}":
                if not opened or opened[-1][0] != ("[" if char == "]" else "{"):
                    return _bracket(Mark(source, *opened[-1][1:]) if opened else here)
                opened.pop()
                if not opened:
                    behind = line[at + 1 :].strip()
                    early = (number, at) < (row, column) and behind and behind[0] not in "#:,"
                    return (
                        _bracket_too_soon(here) if early else _bracket(Mark(source, began.line, began.column))
                    )
            elif char == ",":
                in_pair = False
            elif char == "#" and line[at - 1 : at] == " ":
                break
            elif char == ":" and line[at + 1 : at + 2] in ("[", "{") and line[at - 1].isalnum():
                return Trouble(
                    "V205",
                    here,
                    "There is no space after this colon, so YAML does not see a key.",
                    "Put a space after it.",
                )
            elif char == ":" and line[at + 1 : at + 2] in ("", " "):
                if number > began.line and Shape(line).key_at >= 0 and at < Shape(line).value_at and opened:
                    # A key at the start of a line: the bracket was meant to end before it.
                    return _bracket(Mark(source, *opened[-1][1:]))
                if in_pair:
                    return Trouble(
                        "V203",
                        here,
                        "A colon followed by a space makes YAML think that a new key begins "
                        "in the middle of the text.",
                        "If it is text, put it in quotes; if a key begins here, put a comma before it.",
                    )
                in_pair = bool(opened) and opened[-1][0] == "{"
            elif char in "@`%*&!" and starts:
                return Trouble(
                    "V208" if char in "@`%" else "V211",
                    here,
                    f"YAML does not allow a text to start with “{char}”.",
                    "Put the whole text in quotes.",
                )
            at += 1
        number, at = number + 1, 0
    return _bracket(Mark(source, *opened[-1][1:]) if opened else Mark(source, began.line, began.column))


def _bracket(mark: Mark) -> Trouble:
    return Trouble(
        "V209",
        mark,
        "A bracket opens here and YAML finds no matching end, or a comma is missing.",
        "Close it with ] or } and put commas between the items; if it is text, put it in quotes.",
    )


def _bracket_too_soon(mark: Mark) -> Trouble:
    return Trouble(
        "V209",
        mark,
        "YAML takes this bracket for the end, and there is more behind it.",
        "If it is text that starts with a bracket, put the whole text in quotes.",
    )
