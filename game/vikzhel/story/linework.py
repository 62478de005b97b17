"""How one line of YAML is built: margin, dashes, a key, a value. For lines that YAML itself cannot read."""

from __future__ import annotations

import re

_DASHES = re.compile(r" *(?:- +)*")
_KEY = re.compile(r"""("(?:[^"\\]|\\.){0,80}"|'[^']{0,80}'|[^\s"'#\[\]{},&*!|>%@`:][^:#]{0,80}?)(:)(?: |$)""")
_GLUED = re.compile(r"([A-Za-z_][\w-]{0,40}):(?=[^\s:/])")
_ID = re.compile(r"[a-z0-9][a-z0-9-]{0,63}")
LONGEST_LINE = 4000
FARTHEST = 400
"""How many lines above a line that does not line up its neighbours are looked for."""


class Shape:
    """A line taken apart; columns are 0-based, ``key_at`` is −1 where there is no key."""

    __slots__ = ("blank", "dashes", "key", "key_at", "margin", "value", "value_at")

    def __init__(self, line: str) -> None:
        line = line[:LONGEST_LINE].rstrip()
        self.margin = len(line) - len(line.lstrip(" "))
        self.blank = self.margin == len(line) or line[self.margin] == "#"
        lead = _DASHES.match(line)
        at = lead.end() if lead else 0
        self.dashes = [n for n in range(self.margin, at) if line[n] == "-"]
        if line[at:] == "-":
            self.dashes.append(at)
            at += 1
        found = None if self.blank else _KEY.match(line, at)
        self.key = found.group(1).strip() if found else ""
        self.key_at = at if found else -1
        if found:
            at = found.end(2)
        while line[at : at + 1] == " ":
            at += 1
        self.value_at = at
        self.value = line[at:]

    @property
    def begins(self) -> list[int]:
        """The columns at which something begins here: dashes, then the key."""
        return [*self.dashes, self.key_at] if self.key_at >= 0 else self.dashes

    @property
    def names(self) -> list[str]:
        """The ids that this line may have given: its key, and the value of ``id:``."""
        found = [self.key.strip("\"'") or self.value.strip("\"':")]
        if self.key == "id":
            found.append(self.value.strip("\"'"))
        return [name for name in found if _ID.fullmatch(name)]


def spaces_wanted(lines: list[str], row: int) -> str:
    """Say with how many spaces a line would line up: with the nearest thing above that it can belong to."""
    shape = Shape(lines[row])
    below = next((Shape(line) for line in lines[row + 1 :] if not Shape(line).blank), shape)
    # A line that names what stands below it has to stand less deep than that.
    deepest = below.margin - 1 if not shape.value and below.margin > shape.margin else len(lines[row]) + 80
    near = [
        (column, beside)
        for column, beside in _open_places(lines, row, bool(shape.dashes))
        if column <= deepest and column != shape.margin
    ]
    if not near:
        return (
            "Give it exactly as many spaces as its neighbours have: keys of one thing stand in one "
            "column, and so do the dashes of one list."
        )
    closest = min(abs(column - shape.margin) for column, _ in near)
    ways = [
        f"{_spaces(column)}, so that it stands {beside}"
        for column, beside in near
        if abs(column - shape.margin) == closest
    ]
    return f"Type {'; or '.join(ways)}. Now it has {shape.margin}."


def _spaces(count: int) -> str:
    """Say how many spaces to type at the start of a line."""
    return {0: "no space before it", 1: "exactly 1 space before it"}.get(
        count, f"exactly {count} spaces before it"
    )


def _open_places(lines: list[str], row: int, dash: bool) -> list[tuple[int, str]]:
    """Return the columns where a key (or the dash of an item) may begin below some lines, the nearest first."""
    found: list[tuple[int, str]] = []
    limit = len(lines[row]) + LONGEST_LINE
    above = True
    for number in range(row - 1, max(-1, row - FARTHEST), -1):
        shape = Shape(lines[number])
        if shape.blank:
            continue
        if above and shape.key and not shape.value:
            found.append((shape.key_at + 2, f"under “{shape.key}” in line {number + 1}, two spaces deeper"))
        above = False
        for column in reversed(shape.begins):
            if column < limit:
                limit = column
                if (column in shape.dashes) == dash:
                    what = "the dash" if dash else f"“{shape.key}”"
                    found.append((column, f"under {what} in line {number + 1}"))
        if limit == 0:
            break
    return found


def glued_key(line: str) -> re.Match[str] | None:
    """Find a key whose colon has no space after it, at the start of a line."""
    lead = _DASHES.match(line)
    return _GLUED.match(line[:LONGEST_LINE], lead.end() if lead else 0)


def quote_end(text: str, start: int = 0) -> int:
    """Return the index behind the quote mark that closes the one at ``start``, or −1."""
    mark = text[start]
    at = start + 1
    while at < len(text):
        if text[at] == "\\" and mark == '"':
            at += 1
        elif text[at] == mark:
            if mark == "'" and text[at + 1 : at + 2] == "'":
                at += 1
            else:
                return at + 1
        at += 1
    return -1
