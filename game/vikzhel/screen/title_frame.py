"""The first frame, written before Textual is imported: about 15 ms after Enter instead of 200.

Only the standard library, and little of it. The title is glimpsed from the first lines of
``story.yaml`` (the pack is properly read a moment later); if that fails the frame says Vikzhel.
"""

from __future__ import annotations

import os
import sys

from ..places import ABOVE, pack_folder
from ..story.text import one_line
from .masthead import masthead

LEAST_WIDTH, LEAST_HEIGHT = 60, 20

_INK = {"rule": "\x1b[31m", "name": "\x1b[1m", "line": "\x1b[2m"}


def glimpse(folder: str, *, again: bool = True) -> tuple[str, str]:
    """Return a pack's title and subtitle, of a branch those of its story, if they stand plainly in its first lines."""
    found: dict[str, str] = {}
    try:
        with open(
            os.path.join(folder.split(ABOVE)[0], "story.yaml"), encoding="utf-8", errors="ignore"
        ) as file:
            for row in file.read(4096).split("\n"):
                key, _, value = row.strip().partition(": ")
                if row.startswith("  ") and value.strip()[:1] not in ("", ">", "|"):
                    found.setdefault(key, one_line(value.strip().strip("\"'")))
    except OSError:
        pass
    if found.get("extends", "").replace("-", "").isalnum() and again:
        return glimpse(pack_folder(found["extends"]), again=False)
    return found.get("title", "Vikzhel"), found.get("subtitle", "")


def in_words(settings: str) -> bool:
    """Return whether all is to be told in words, as far as a glance at the settings in a folder shows."""
    try:
        with open(os.path.join(settings, "settings.json"), encoding="utf-8", errors="ignore") as file:
            return '"spoken": true' in file.read(4096)
    except OSError:
        return False


def show(folder: str, settings: str = "") -> bool:
    """Write the frame on the alternate screen, without rules where all is told in words; return whether there was a
    terminal to write it on."""
    out = sys.__stdout__
    if out is None or not out.isatty():
        return False
    width, height = os.get_terminal_size(out.fileno())
    if width < LEAST_WIDTH or height < LEAST_HEIGHT:
        return False
    colour = "NO_COLOR" not in os.environ
    title, subtitle = glimpse(folder)
    told = [(title, "name"), (subtitle, "line")]
    rows = told if in_words(settings) else masthead(title, subtitle, "", "", width - 2)
    frame = "".join(f" {_INK[ink] if colour else ''}{text}\x1b[0m\r\n" for text, ink in rows)
    out.write(f"\x1b[?1049h\x1b[?25l\x1b[H\x1b[2J{frame}")
    out.flush()
    return True


def clear() -> None:
    """Give the terminal back, for when Textual never took over."""
    out = sys.__stdout__
    if out is not None and out.isatty():
        out.write("\x1b[?1049l\x1b[?25h")
        out.flush()
