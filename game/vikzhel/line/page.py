"""Paper: text goes down it line by line and never comes back up.

A listener hears the whole of what is written, so a page holds no rows of signs, no colour and no
layout; a blank line stands between two things, and that is all.

**Where lines break.** A terminal breaks a long line wherever it runs out of room, often inside a word,
and a screen reader that goes by lines then reads two halves; so on a terminal the page breaks lines
itself, between words, at 78 columns or less if the terminal is narrower. Into a pipe or a file a
paragraph goes as one line. There whoever reads it on knows its own width: a voice gets whole sentences
without a stop at column 78, a braille display folds them to its own cells, and ``grep`` and ``diff``
find them whole.

Imported before the greeting, so nothing heavy is imported here.
"""

from __future__ import annotations

import os

from ..aloud import Block, Whole
from ..story.text import clean

TYPE_CHECKING = False  # read by type checkers; importing typing itself would take 3 ms
if TYPE_CHECKING:
    from typing import TextIO

__all__ = ["Block", "Page", "Whole", "showable"]

WIDEST = 78
NARROWEST = 20

_NEAREST = str.maketrans(
    {
        "“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "‘": "'", "’": "'", "‚": "'",
        "–": "-", "—": "-", "−": "-", "‑": "-", "…": "...", "№": "no. ", "×": "x", "½": "1/2",
    }
)  # fmt: skip


class Page:
    """Writes blocks to a stream, as far as the stream can show their characters."""

    def __init__(self, out: TextIO) -> None:
        self._out = out
        self._encoding = getattr(out, "encoding", None) or ""
        self._clean = True
        self._asking = False

    @property
    def encoding(self) -> str:
        """The encoding that limits which characters can be shown; empty if none does."""
        return self._encoding

    @property
    def terminal(self) -> bool:
        """True if somebody watches the page as it is written."""
        return self._out.isatty()

    def put(self, *blocks: Block) -> None:
        """Write blocks, each parted by a blank line from what stands above it."""
        width = self._width()
        written = []
        for block in blocks:
            if not block:
                continue
            if not self._clean:
                written.append("")
            self._clean = False
            for paragraph in block:
                room = 0 if isinstance(paragraph, Whole) else width
                for line in clean(paragraph).split("\n"):
                    written += _wrapped(line, room) if room else [line]
        if written:
            start = "\n" if self._asking else ""
            self._asking = False
            self._write(start + "\n".join(written) + "\n")

    def ask(self, prompt: str, *, wait_beside: bool) -> None:
        """Write a prompt under a blank line; the answer is typed beside it, or on a line of its own."""
        start = "" if self._clean else "\n"
        self._clean = False
        self._asking = wait_beside
        self._write(f"{start}{prompt}: " if wait_beside else f"{start}{prompt}.\n")

    def answered(self) -> None:
        """Note that the player's Enter has ended the line of the prompt."""
        self._asking = False

    def _write(self, text: str) -> None:
        self._out.write(showable(text, self._encoding))
        self._out.flush()

    def _width(self) -> int:
        """Return the width to break lines at, or 0 for not at all."""
        if not self.terminal:
            return 0
        try:
            columns = os.get_terminal_size(self._out.fileno()).columns
        except (OSError, ValueError):
            return WIDEST
        return max(NARROWEST, min(WIDEST, columns - 1)) if columns else WIDEST


def _wrapped(line: str, width: int) -> list[str]:
    if len(line) <= width:
        return [line]
    import textwrap

    return textwrap.wrap(line, width, break_long_words=False, break_on_hyphens=False)


def showable(text: str, encoding: str) -> str:
    """Return text with what an encoding lacks put in the nearest way it has.

    Quotation marks and dashes become plain ones and accents are dropped; only a letter of another
    alphabet is left as a question mark.
    """
    if not encoding or text.isascii():
        return text
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        return "".join(_nearest(char, encoding) for char in text)
    return text


def _nearest(char: str, encoding: str) -> str:
    from unicodedata import combining, normalize

    for candidate in (char, char.translate(_NEAREST), normalize("NFKD", char)):
        try:
            plain = "".join(c for c in candidate if candidate == char or not combining(c))
            plain.encode(encoding)
        except UnicodeEncodeError:
            continue
        return plain
    return "?"
