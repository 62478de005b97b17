"""Files written from the screen: a run to hand on, a debrief to print. Nothing that is there is written over."""

from __future__ import annotations

import os


def write(text: str, name: str) -> str:
    """Write a text to a new file in the folder the program was started in; return where it is. Raise ``OSError``."""
    stem, end = os.path.splitext(name)
    number, free = 2, name
    while True:
        try:
            with open(free, "x", encoding="utf-8", newline="") as stream:
                stream.write(text)
        except FileExistsError:
            free, number = f"{stem}-{number}{end}", number + 1
        else:
            return os.path.abspath(free)
