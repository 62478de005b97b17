"""How many cells of the terminal a text takes: letters of some scripts take two, marks upon letters none.

The first frame sets the masthead before Textual is there, so rich, which knows the widths that Textual
paints with, is imported only for a text that needs it.
"""

from __future__ import annotations

_PLAIN = "\u0300"
"""Every character before the combining marks takes one cell."""
_DASHES = frozenset("‐‑‒–—―‘’“”•…−─═━│↓↑")


def cells(text: str) -> int:
    """Return how many cells wide a text is."""
    if text.isascii() or all(char < _PLAIN or char in _DASHES for char in text):
        return len(text)
    from rich.cells import cell_len

    return cell_len(text)


def cut(text: str, width: int) -> str:
    """Return text, ended with an ellipsis if it is wider than ``width`` cells."""
    if cells(text) <= width:
        return text
    end = min(len(text), max(0, width - 1))
    while end and cells(text[:end]) > width - 1:
        end -= 1
    return text[:end].rstrip() + "…" if width > 0 else ""


def padded(text: str, width: int) -> str:
    """Return text with blanks after it, ``width`` cells wide at least."""
    return text + " " * (width - cells(text))


def centred(text: str, width: int) -> str:
    """Return text, cut if need be, with as many blanks before it as after it (those are left out)."""
    text = cut(text, width)
    return " " * ((width - cells(text)) // 2) + text
