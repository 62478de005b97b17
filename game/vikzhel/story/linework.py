"""How one line of YAML is built: margin, dashes, a key, a value. For lines that YAML itself cannot read."""

from __future__ import annotations

import re

_DASHES = re.compile(r" *(?:- +)*")
_KEY = re.compile(r"""("(?:[^"\\]|\\.){0,80}"|'[^']{0,80}'|[^\s"'#\[\]{},&*!|>%@`:][^:#]{0,80}?)(:)(?: |$)""")
_GLUED = re.compile(r"([A-Za-z_][\w-]{0,40}):(?=[^\s:/])")
_ID = re.compile(r"[a-z0-9][a-z0-9-]{0,63}")
LONGEST_LINE = 4000


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
