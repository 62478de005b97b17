"""What the last page asks for."""

from __future__ import annotations

from dataclasses import dataclass

from textual.message import Message


@dataclass
class Again(Message):
    """``what``: ``again`` (the same man), ``other`` (another) or ``leave``."""

    what: str
