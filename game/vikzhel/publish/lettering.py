"""Type for pictures: how wide words are, how they break, and how they are written into SVG or HTML."""

from __future__ import annotations

import unicodedata

from ..story.text import clean

_NARROW = "ijl.,:;'|!’‘ift()[]I /-"
_WIDE = "mwMW—%@"


def width(text: str, size: float, *, bold: bool = False) -> float:
    """Return about how wide text is in a sans-serif face of so many points, rather too wide than too narrow."""
    total = 0.0
    for char in text:
        if char in _NARROW:
            total += 0.32
        elif char in _WIDE:
            total += 0.92
        elif char.isupper() or char in "–…“”&+=<>~":
            total += 0.7
        elif ord(char) < 0x2E80:
            total += 0.56
        else:
            total += 1.0 if unicodedata.east_asian_width(char) in "WF" else 0.7
    return total * size * (1.06 if bold else 1.0)


def broken(text: str, room: float, size: float, most: int, *, bold: bool = False) -> list[str]:
    """Break text into at most so many lines, cutting what is too long with an ellipsis."""
    lines: list[str] = []
    line = ""
    for word in text.split():
        longer = f"{line} {word}".strip()
        if not line or width(longer, size, bold=bold) <= room:
            line = longer
        else:
            lines.append(line)
            line = word
    lines.append(line)
    if len(lines) > most:
        lines = [*lines[: most - 1], " ".join(lines[most - 1 :])]
    return [shortened(line, room, size, bold=bold) for line in lines]


def shortened(text: str, room: float, size: float, *, bold: bool = False) -> str:
    """Return text cut to a width."""
    if width(text, size, bold=bold) <= room:
        return text
    while text and width(text + "…", size, bold=bold) > room:
        text = text[:-1]
    return text.rstrip() + "…"


def escaped(text: str) -> str:
    """Return text fit for XML and HTML, between tags and in quoted attributes, without control characters."""
    text = clean(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return text.replace('"', "&quot;").replace("'", "&#39;")


def number(value: float) -> str:
    """Return a coordinate with one decimal at most."""
    said = f"{value:.1f}".removesuffix(".0")
    return "0" if said == "-0" else said
