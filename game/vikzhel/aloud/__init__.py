"""What happened and how things stand, in plain words: plain mode writes them, the screen's spoken descriptions set them."""

from __future__ import annotations

Block = list[str]
"""Lines that belong together; each is a paragraph, and a blank line parts one block from the next."""


class Whole(str):
    """A line that is never broken, such as a command to be typed: half of it is of no use to a shell."""

    __slots__ = ()
