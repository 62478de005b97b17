"""Bytes to lines: the encoding, the characters that may not be there, odd spaces and tabs."""

from __future__ import annotations

import re

from .diagnostics import Mark, Report, Source
from .linework import Shape
from .text import FORBIDDEN, name_of

LARGEST_FILE = 8 * 1024 * 1024
MOST_ALIKE = 20


_WORD_PROCESSORS = (b"{\\rtf", b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
"""How a document in RTF begins, one of OpenDocument or Office, and one of an older Word."""


def decode(data: bytes, name: str, report: Report) -> Source:
    """Turn a file's bytes into lines, naming every character that may not be there."""
    if len(data) > LARGEST_FILE:
        report.blind = True
        source = Source(name, "")
        report.add(
            "V105",
            Mark(source, 0, 0),
            f"This file is too large: a story file may have at most {LARGEST_FILE // 1024 // 1024} MB.",
            "Split it into several files: every .yaml file in the folder is read.",
        )
        return source
    source = Source(name, _newlines(_decoded(data, name, report)))
    if FORBIDDEN.search("\n".join(source.lines)):
        _drop_forbidden(source, report)
    return source


def as_text(data: bytes) -> str:
    """Return what ``decode`` makes of bytes in which it found nothing amiss."""
    return _newlines(data.decode("utf-8-sig"))


def _newlines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _looks_like_utf16(data: bytes) -> bool:
    """True for a byte-order mark of UTF-16, or for every second byte null among the first ones."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return True
    head = data[:64]
    pairs = len(head) // 2
    return pairs > 1 and max(head[0::2].count(0), head[1::2].count(0)) > pairs * 2 // 3


def _decoded(data: bytes, name: str, report: Report) -> str:
    if _looks_like_utf16(data):
        report.blind = True
        report.add(
            "V102",
            Mark(Source(name, ""), 0, 0),
            "This file is saved as UTF-16, which some older editors call “Unicode”.",
            "In your editor choose Save As… and the encoding UTF-8.",
        )
        return ""
    if data.startswith(_WORD_PROCESSORS):
        report.blind = True
        report.add(
            "V103",
            Mark(Source(name, ""), 0, 0),
            "This file was saved by a word processor as a document of its own, not as plain text.",
            "In it choose Save As… and “plain text” with the encoding UTF-8; or write in an editor for plain text.",
        )
        return ""
    if data.startswith(b"\xef\xbb\xbf"):
        data = data[3:]
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as bad:
        text = data.decode("utf-8", errors="replace")
        lines = _newlines(data[: bad.start].decode("utf-8")).split("\n")
        report.add(
            "V103",
            Mark(Source(name, _newlines(text)), len(lines) - 1, len(lines[-1])),
            "This file is not saved as UTF-8, so letters beyond a–z cannot be read; the first one is here.",
            "In your editor choose Save As… and the encoding UTF-8, then check the accents and dashes.",
        )
        return text


def _drop_forbidden(source: Source, report: Report) -> None:
    told = 0
    for number, line in enumerate(source.lines):
        for found in FORBIDDEN.finditer(line):
            if told < MOST_ALIKE:
                report.add(
                    "V104",
                    Mark(source, number, found.start()),
                    f"Here stands {name_of(found.group())}. Such characters can hide text or "
                    "command a terminal, so no story may hold them.",
                    "Delete it; retyping the words around it is the surest way.",
                )
            told += 1
            source.scrubbed.add((number, found.start()))
    source.lines = [FORBIDDEN.sub(" ", line) for line in source.lines]


_ODD = "\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000"
_ODD_SPACE = re.compile(f"[{_ODD}]")
_LEAD = re.compile(rf"[ \t{_ODD}]*(?:-[ \t{_ODD}]+)*(?:[\w.-]{{1,80}}:[ \t{_ODD}]+)?")
"""What stands before a value: the margin, dashes and a key."""
_IN_BRACES = re.compile(rf"([{{,][ {_ODD}]*[\w.-]{{1,80}}:)[{_ODD}]")


def straighten(source: Source, report: Report) -> list[str]:
    """Return the lines with odd spaces made plain where YAML needs plain ones; refuse tabs there."""
    lines = source.lines.copy()
    tabbed: list[int] = []
    for number, line in enumerate(lines):
        if not line.isascii():
            lead = _LEAD.match(line)
            end = lead.end() if lead else 0
            line = _ODD_SPACE.sub(" ", line[:end]) + line[end:]
            lines[number] = line = _IN_BRACES.sub(r"\1 ", line) if "{" in line else line
        if "\t" in line:
            if "\t" in line[: len(line) - len(line.lstrip())] and line.strip():
                tabbed.append(number)
            else:
                # Elsewhere a tab is a space to YAML, but its two parsers do not agree on where.
                lines[number] = line.replace("\t", " ")
    if tabbed:
        more = f" (and of {len(tabbed) - 1} more in this file)" if len(tabbed) > 1 else ""
        report.add(
            "V201",
            Mark(source, tabbed[0], lines[tabbed[0]].index("\t")),
            f"A tab stands at the start of this line{more}; YAML counts spaces and cannot count a tab.",
            "Replace it with two spaces for each step (most editors can do this for the whole file).",
        )
        _untab(source, lines, tabbed)
    return lines


def _untab(source: Source, lines: list[str], tabbed: list[int]) -> None:
    """Make tabs in margins spaces, as wide as fits best with the lines above that have none."""
    fits = {2: 0, 4: 0, 8: 0}
    for number in tabbed:
        line = lines[number]
        if number and "\t" not in lines[number - 1]:
            begins = {Shape(lines[number - 1]).margin, *Shape(lines[number - 1]).begins}
            margin = line[: len(line) - len(line.lstrip())]
            below = next((other for other in lines[number + 1 : number + 9] if other.strip()), "")
            deeper = line.rstrip().endswith(":") and "\t" not in below
            for width in fits:
                fits[width] += len(margin.expandtabs(width)) in begins
                # What follows a key on the next lines stands deeper than the key.
                fits[width] += 2 * (deeper and len(margin.expandtabs(width)) < Shape(below).margin)
    width = max(fits, key=fits.__getitem__)
    for number in tabbed:
        line = lines[number]
        rest = line.lstrip()
        margin = line[: len(line) - len(rest)].expandtabs(width)
        source.shifts[number] = len(margin) - (len(line) - len(rest))
        lines[number] = margin + rest.replace("\t", " ")
