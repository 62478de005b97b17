"""A colour of ink for each speaker: the same man has the same ink all week.

His name and initial stand beside it, so the colour tells nothing that is not told in words.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from zlib import crc32

if TYPE_CHECKING:
    from ..story.packs import Pack

ON_DARK = ("#e0bd6a", "#86cfc4", "#c9b2ec", "#b3cf87", "#9fc4f0", "#f0a8bd", "#e8b08a")
ON_LIGHT = ("#6b4a00", "#0c544f", "#54307f", "#36540f", "#17457f", "#80234c", "#7a3b12")
"""Ochre, green of copper, violet, moss, blue, rose and rust."""

NAME = "voice-"


def voice(pack: Pack, who: str) -> str:
    """Return the ink of a speaker, for a page to mix: ``voice-3``."""
    followed = [str(name) for name in pack.files.moods]
    number = followed.index(who) if who in followed else crc32(who.encode())
    return f"{NAME}{number % len(ON_DARK)}"


def ink(style: str, *, dark: bool) -> str:
    """Return the colour of a ``voice-3`` on a dark or a light ground."""
    return (ON_DARK if dark else ON_LIGHT)[int(style.removeprefix(NAME))]


def initial(name: str) -> str:
    """Return the letter that stands for a speaker: of the last word of the name, as in “Fedor Dan”."""
    words = name.partition(",")[0].split()
    letters = [word[0].upper() for word in words if word[0].isalpha()]
    return letters[-1] if letters else "·"
