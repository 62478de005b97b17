"""Lists whose items do not begin as they must: no dash, no space after it, or a bullet or a long dash for it."""

from __future__ import annotations

import re

from .diagnostics import Mark, Source
from .linework import Shape
from .trouble import Trouble

_SIGN = re.compile("([-‐-―−•‣◦·*])\\s*(?=\\S)")
"""A hyphen or what an editor of documents makes of it, and the spaces after it."""


def undashed(source: Source, lines: list[str], row: int, above: int) -> Trouble | None:
    """Explain an error in an item of a list by the line above it, which should be one too."""
    if above < 0 or not Shape(lines[row]).dashes:
        return None
    shape, words = Shape(lines[above]), lines[above].strip()
    if shape.key or shape.dashes or shape.margin != Shape(lines[row]).margin:
        return None
    sign = _SIGN.match(words)
    rest = words[sign.end() :] if sign else words
    if sign is None:
        message = "This line has no dash, and the next one has: they stand in one list."
    elif sign[1] == "-":
        message = "There is no space after this dash, so YAML does not see a new list item."
    else:
        message = f"A list item begins with a hyphen and a space; this line begins with “{sign[1]}”."
    shown = rest if len(rest) <= 48 else f"{rest[:44].rstrip()} …"
    return Trouble(
        "V205", Mark(source, above, shape.margin, len(words)), message, f"Write  - {shown}", in_value=False
    )
