"""What the last page, the debrief and the list of kept runs ask for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.message import Message

if TYPE_CHECKING:
    from ...archive.kept import KeptRun
    from ...archive.sheet import Sheet

OVER, FRONT = "debrief", "front"


@dataclass
class Again(Message):
    """``what``: ``debrief``, ``again`` (the same man), ``other`` (another), ``front`` (the front page) or ``leave``."""

    what: str


@dataclass
class Helped(Message):
    """The player wants to know the keys of a kind of screen."""

    kind: str


@dataclass
class Compare(Message):
    """The player wants another run, or the record, held against this one."""

    kept: KeptRun


@dataclass
class CompareKept(Message):
    """The player wants another run, or the record, held against the kept run of that code."""

    code: str


@dataclass
class Keep(Message):
    """The player wants something done with the kept run of that code: ``what`` is ``name``, ``save`` or ``delete``."""

    what: str
    code: str


@dataclass
class Print(Message):
    """The player wants a sheet on paper, in a file of that name; ``state`` is what is still being worked out for it."""

    sheet: Sheet
    name: str
    state: str


@dataclass
class PlayOn(Message):
    """The player wants a new run that plays on from one of the decisions of this one: where so many steps stood, if known."""

    kept: KeptRun
    steps: int | None = None
