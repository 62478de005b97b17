"""The head of the paper: name, line under it, the day in both calendars. No Textual here.

The first frame (see ``title_frame``) and the title screen both set it, so nothing jumps when the one
takes over from the other.
"""

from __future__ import annotations

from .cells import cells, centred, cut

HEIGHT = 4
"""How many rows a masthead takes."""


def masthead(title: str, subtitle: str, old_style: str, new_style: str, width: int) -> list[tuple[str, str]]:
    """Return the rows with the kind of ink each is set in: ``rule``, ``name`` or ``line``."""
    return [
        ("═" * width, "rule"),
        (centred(_name(title, width), width), "name"),
        (centred(subtitle, width), "line"),
        (_dated(old_style, new_style, width), "rule"),
    ]


def _name(title: str, width: int) -> str:
    """Return a title in capitals, spaced out as far as there is room."""
    capitals = title.upper()
    for gap, between in ((" ", "   "), ("", " ")):
        spaced = between.join(gap.join(word) for word in capitals.split())
        if cells(spaced) <= width:
            return spaced
    return cut(capitals, width)


def _dated(old_style: str, new_style: str, width: int) -> str:
    """Return a rule with the day let into it at either end, in the two calendars."""
    left = f"── {old_style} " if old_style else ""
    right = f" {new_style} ──" if new_style else ""
    room = width - cells(left) - cells(right)
    return f"{left}{'─' * room}{right}" if room > 1 else "─" * width
