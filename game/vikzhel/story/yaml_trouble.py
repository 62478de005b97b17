"""YAML's syntax errors in a teacher's words.

libyaml and PyYAML's own parser word and place the same mistake differently, and both often notice
it far below. So the explanation is worked out from the lines themselves: first the line where the
parser stopped, then the ones above it; what the parser said is the last thing that is asked.
"""

from __future__ import annotations

import re

from .brackets import in_brackets
from .diagnostics import Mark, Source
from .linework import LONGEST_LINE, Shape, glued_key, quote_end, spaces_wanted
from .text import FORBIDDEN, ODD_QUOTES
from .trouble import Trouble, unclosed, words_behind

FARTHEST = 80
"""How many lines above the error a quote mark or bracket that was never closed is looked for."""

_KNOWN = r"[0abtnvfre \"/\\N_LP]|x[0-9A-Fa-f]{2}|u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8}|$"
_SURROGATE = r"u[dD][89a-fA-F][0-9A-Fa-f]{2}|U0000[dD][89a-fA-F][0-9A-Fa-f]{2}"
_NO_CHARACTER = re.compile(rf"\\(?:{_SURROGATE}|U(?!000[0-9A-Fa-f]{{5}}|0010)[0-9A-Fa-f]{{8}})")
_NO_ESCAPE = re.compile(rf"\\(?!{_KNOWN}).|{_NO_CHARACTER.pattern}")
_CODE = re.compile(r"\\([0abvfeNLP]|x[0-9A-Fa-f]{2}|u[0-9A-Fa-f]{4}|U00(?:0[0-9A-Fa-f]|10)[0-9A-Fa-f]{4})")
_NAMED = {"0": 0, "a": 7, "b": 8, "v": 0xB, "f": 0xC, "e": 0x1B, "N": 0x85, "L": 0x2028, "P": 0x2029}
_WORD = re.compile(r"[\w-]{1,64}")
_COLON = re.compile(r":(?: |$)")
_ODD_COLON = re.compile(r" *(?:- +)*([A-Za-z][\w-]{0,63}) *[：﹕︓]")
_BARE_DASH = re.compile(r" *-(?=[a-z_]{1,20}: )")
_NOTE = re.compile(r"\s#")
_SIGNS = {"*": "an alias", "&": "an anchor", "!": "a tag"}


def explain(source: Source, lines: list[str], error: Exception) -> Trouble:
    """Say what is wrong where, in words that do not need a YAML manual."""
    problem = str(getattr(error, "problem", None) or error)
    context = str(getattr(error, "context", None) or "")
    place = getattr(error, "problem_mark", None)
    began = getattr(error, "context_mark", None)
    last = max(0, len(lines) - 1)
    row = min(place.line if place else 0, last)
    column = place.column if place else 0
    if place is None:
        # PyYAML's own parser does not say where an escape stands that means no character.
        return _bad_escape(source, lines, 0, last, _NO_CHARACTER) or _by_its_place(source, lines, 0, 0, "")
    if "simple key" in context and began is not None:
        row, column = min(began.line, last), began.column
    trouble = _explained(source, lines, row, column, problem, context, began)
    trouble.row = row
    return trouble


def _explained(
    source: Source, lines: list[str], row: int, column: int, problem: str, context: str, began: Mark | None
) -> Trouble:
    quoted = "quoted scalar" in context and began is not None
    if quoted and began is not None and ("end of stream" in problem or "document" in problem):
        above = _unclosed_quote(source, lines, min(began.line, len(lines) - 1))
        return above or unclosed(source, lines, began.line, began.column)
    if quoted and began is not None:
        found = _bad_escape(source, lines, began.line, row, _NO_ESCAPE)
        if found is not None:
            return found
    flow = "flow" in context and began is not None
    if flow and began is not None and began.line < len(lines):
        return in_brackets(source, lines, row, column, began)
    while row > 0 and not lines[row].strip():
        row -= 1
    trouble = _line_at_fault(source, lines, row)
    if trouble is not None:
        return trouble
    trouble = _unclosed_quote(source, lines, row)
    if trouble is not None:
        return trouble
    # A parser notices some mistakes only on the next line that says something.
    before = _line_above(lines, row)
    if before >= 0:
        trouble = _line_at_fault(source, lines, before) or _cut_by_note(source, lines, before)
        if trouble is not None:
            return trouble
    return _by_its_place(source, lines, row, column, problem)


def _line_above(lines: list[str], row: int) -> int:
    """Return the nearest line above that says something, or −1."""
    row -= 1
    while row >= 0 and Shape(lines[row]).blank:
        row -= 1
    return row


def _line_at_fault(source: Source, lines: list[str], row: int) -> Trouble | None:
    """Find the mistake in a line if the line alone proves it."""
    line = lines[row][:LONGEST_LINE]
    shape = Shape(line)
    odd = _ODD_COLON.match(line)
    if odd:
        return Trouble(
            "V205",
            Mark(source, row, odd.end() - 1),
            f"The sign {line[odd.end() - 1]} is no colon to YAML, so it sees no key here.",
            f"Type the plain colon and a space:  {odd.group(1)}: {line[odd.end() :].strip()}".rstrip(),
            in_value=False,
        )
    dash = _BARE_DASH.match(line)
    if dash:
        return Trouble(
            "V205",
            Mark(source, row, dash.end() - 1),
            "There is no space after this dash, so YAML does not see an item of a list.",
            f"Put a space after it:  - {line[dash.end() :].strip()}",
            in_value=False,
        )
    value, at = shape.value, shape.value_at
    if shape.blank:
        return None
    if not value:
        return None
    first = value[0]
    if first in ODD_QUOTES and _COLON.search(value):
        return Trouble(
            "V215",
            Mark(source, row, at),
            f"The sign {first} is a word processor's quote mark; YAML knows only the straight \" and '.",
            'Type straight quotes around the whole text: "…"',
        )
    if first in "\"'":
        return _after_quote(source, line, row, shape)
    if first in "@`%" or value.startswith("? "):
        return Trouble(
            "V208",
            Mark(source, row, at),
            f"YAML does not allow a text to start with “{first}”.",
            "Put the whole text in quotes.",
        )
    if first in _SIGNS:
        return Trouble(
            "V211",
            Mark(source, row, at, len(value.split(" ", 1)[0])),
            f"A text that starts with “{first}” is {_SIGNS[first]} to YAML; story files use none.",
            "Put the whole text in quotes." + (" There is no bold or italic type." if first == "*" else ""),
        )
    if value.startswith("- ") and shape.key:
        return Trouble(
            "V213",
            Mark(source, row, at),
            "A dash followed by a space starts a list item, and a list cannot begin behind a key.",
            "If it is part of the text, put the whole text in quotes; if it is a list, start it on the next line.",
        )
    if first in "[{":
        found = in_brackets(source, lines, row, len(line), Mark(source, row, at), only=True)
        return found if found.code != "V209" or found.mark.column > at else None
    if shape.key and first not in "|>":
        colon = _COLON.search(value)
        if colon:
            return _colon(source, row, at + colon.start(), f"{shape.key}: ", value)
    return _glued(source, line, row)


def _glued(source: Source, line: str, row: int) -> Trouble | None:
    glued = glued_key(line)
    if glued is None:
        return None
    name = glued.group(1)
    return Trouble(
        "V205",
        Mark(source, row, glued.end(1)),
        "There is no space after this colon, so YAML does not see a key.",
        f"Put a space after it:  {name}: {line[glued.end() :].strip()}",
        in_value=False,
    )


def _colon(source: Source, row: int, column: int, before: str, text: str) -> Trouble:
    quoted = f'"{text}"' if '"' not in text else "'" + text.replace("'", "''") + "'"
    return Trouble(
        "V203",
        Mark(source, row, column),
        "A colon followed by a space makes YAML think that a new key begins in the middle of the text.",
        f"Put the whole text in quotes:  {before}{quoted}"
        if 0 < len(text) < 120
        else "Put the whole text in quotes.",
    )


def _after_quote(source: Source, line: str, row: int, shape: Shape) -> Trouble | None:
    """Look behind the closing quote of a line's value, and for escapes inside."""
    end = quote_end(line, shape.value_at)
    if end < 0:
        return None
    rest = line[end:].strip()
    if not rest or rest.startswith("#") or (rest.startswith(":") and not shape.key):
        return None
    column = end + len(line[end:]) - len(line[end:].lstrip())
    return words_behind(Mark(source, row, column, len(rest)))


def _bad_escape(
    source: Source, lines: list[str], first: int, last: int, wrong: re.Pattern[str]
) -> Trouble | None:
    """Find an escape that means nothing, in double quotes between two lines."""
    for row in range(first, min(last, len(lines) - 1) + 1):
        line = lines[row][:LONGEST_LINE].replace("\\\\", "\0\0")
        found = wrong.search(line)
        if found:
            return Trouble(
                "V210",
                Mark(source, row, found.start(), len(found.group())),
                "Inside double quotes a backslash starts a code such as \\n, and this is not one of them.",
                "Write \\\\ for a backslash, or use single quotes around the text.",
            )
    return None


def forbidden_escape(source: Source, mark: Mark, end_line: int) -> Mark | None:
    """Return where an escape stands that makes a forbidden character, in the quoted text at ``mark``."""
    start = mark.column
    for row in range(mark.line, end_line + 1):
        for found in _CODE.finditer(source.line(row).replace("\\\\", "\0\0"), start):
            code = found.group(1)
            number = _NAMED[code] if code in _NAMED else int(code[1:], 16)
            if FORBIDDEN.match(chr(number)):
                return Mark(source, row, found.start(), len(found.group()))
        start = 0
    return None


def _unclosed_quote(source: Source, lines: list[str], row: int) -> Trouble | None:
    """Find a value whose opening quote has no partner on its line, at ``row`` or above it.

    A forgotten closing quote swallows the lines that follow, so the error shows far below it.
    """
    for number in range(row, max(-1, row - FARTHEST), -1):
        shape = Shape(lines[number])
        if shape.blank or shape.value[:1] not in ('"', "'") or not shape.value:
            continue
        if quote_end(shape.value) < 0:
            return unclosed(source, lines, number, shape.value_at)
        if number < row:
            return None
    return None


def _cut_by_note(source: Source, lines: list[str], row: int) -> Trouble | None:
    """Find text that goes on below a line which `` #`` has cut short."""
    line = lines[row][:LONGEST_LINE]
    shape = Shape(line)
    note = _NOTE.search(line, shape.value_at)
    if not note or shape.value[:1] in ('"', "'", "|", ">", "[", "{", ""):
        return None
    return Trouble(
        "V308",
        Mark(source, row, note.end() - 1, len(line.rstrip()) - note.end() + 1),
        "The text is cut here: YAML takes what follows “#” for a note to yourself, not for the player.",
        "Put the whole text in quotes, or move your note to a line of its own.",
    )


def _names_what_is_below(lines: list[str], row: int) -> bool:
    """True for a line of one bare word with keys below it that are indented deeper."""
    shape = Shape(lines[row])
    below = next((Shape(line) for line in lines[row + 1 : row + 9] if not Shape(line).blank), shape)
    return (
        not shape.begins
        and bool(_WORD.fullmatch(shape.value))
        and below.margin > shape.margin
        and bool(below.key)
    )


def _no_colon(source: Source, lines: list[str], row: int) -> Trouble:
    shape = Shape(lines[row])
    return Trouble(
        "V205",
        Mark(source, row, shape.margin, len(shape.value)),
        "Something begins below this line, so it should be a key, and it has no colon.",
        f"Put a colon behind it:  {shape.value}:",
        in_value=False,
    )


def _headless(lines: list[str], row: int) -> str:
    """Return the key with words behind it under which the list stands that a line is an item of, if it does."""
    margin = Shape(lines[row]).margin
    while row >= 0 and Shape(lines[row]).dashes and Shape(lines[row]).margin == margin:
        row = _line_above(lines, row)
    above = Shape(lines[row])
    return above.key if row >= 0 and above.key and above.value and above.key_at < margin else ""


def _by_its_place(source: Source, lines: list[str], row: int, column: int, problem: str) -> Trouble:
    """Explain an error in a line that is sound in itself: it stands in the wrong place."""
    line = lines[row] if lines else ""
    shape = Shape(line)
    width = max(1, len(line.strip()))
    above = _line_above(lines, row)
    if "mapping values" in problem and above >= 0 and _names_what_is_below(lines, above):
        return _no_colon(source, lines, above)
    if _names_what_is_below(lines, row):
        return _no_colon(source, lines, row)
    if " " in shape.key and not shape.dashes and "mapping values" in problem:
        return _colon(source, row, shape.key_at + len(shape.key), "", "")
    first = next((number for number, other in enumerate(lines) if not Shape(other).blank), row)
    if shape.key and not shape.margin and first < row and Shape(lines[first]).margin:
        return Trouble(
            "V204",
            Mark(source, row, 0, width),
            f"This line stands at the margin, and those from line {first + 1} on do not: the line that heads them is missing.",
            f"Type it above line {first + 1}, with no space before it"
            + (":  story:" if source.name.endswith("/story.yaml") else "."),
            in_value=False,
            weak=True,
        )
    headless = _headless(lines, row)
    if headless:
        return Trouble(
            "V204",
            Mark(source, row, shape.margin, width),
            f"This list stands below “{headless}”, which has its words already: the line that heads the list is missing.",
            f"Type that line below “{headless}”, in the same column, such as  text:  or  choices:",
            in_value=False,
            weak=True,
        )
    if not shape.blank and (shape.key or shape.dashes):
        return Trouble(
            "V204",
            Mark(source, row, shape.margin, width),
            "This line does not line up with the lines it belongs to.",
            spaces_wanted(lines, row),
            in_value=False,
            weak=True,
        )
    if not shape.blank and shape.value[:1] not in "[]{}":
        return Trouble(
            "V205",
            Mark(source, row, shape.margin, width),
            "YAML expects “key: value” here, and this line has no key.",
            "If it goes on with the text above, indent it deeper than the key above; "
            "if it is a new list item, start it with “- ”.",
            in_value=False,
            weak=True,
        )
    return Trouble(
        "V299",
        Mark(source, row, column),
        "YAML cannot make sense of this place.",
        "Compare the line with its neighbours: spaces at the start, colons, quotes, brackets.",
        in_value=False,
        weak=True,
    )
