"""What the man has come to know of those who vote: on each question, what they refuse, like and dislike.

A line that he has not learnt is unknown to him, and so to the player; it is never shown.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, TypeVar

from ..play.events import Event, FactLearned

if TYPE_CHECKING:
    from ..story import negotiation
    from ..story.diagnostics import Word
    from ..story.packs import Pack

T = TypeVar("T")
UNKNOWN = "?"


def learnt(events: Iterable[Event]) -> dict[tuple[str, str], None]:
    """Return every (bloc, issue) whose line is known, in the order it was learnt."""
    return dict.fromkeys(pair for e in events if isinstance(e, FactLearned) for pair in e.reveals)


def has_line(bloc: negotiation.Bloc, issue: str) -> bool:
    """Return whether there is anything to learn of a bloc on an issue."""
    return issue in bloc.points or issue in bloc.never


def mark(bloc: negotiation.Bloc, issue: str, position: str) -> str:
    """Return how a known bloc takes a position: ``×`` never, ``+`` drawn to it, ``−`` dislikes it, ``○`` neither."""
    if position in (_of(bloc.never, issue) or ()):
        return "×"
    worth = (_of(bloc.points, issue) or {}).get(position, 0)  # type: ignore[call-overload]
    return "+" if worth > 0 else "−" if worth < 0 else "○"


ATTITUDES = {"×": "refuse this", "+": "drawn to this", "−": "dislike this", "○": "can live with this"}
"""What each mark says of a bloc and the position the draft is in."""


def told(pack: Pack, bloc: negotiation.Bloc, issue: str) -> str:
    """Say what a bloc will never accept on an issue, what it is drawn to, and what it dislikes."""
    words = {str(item): str(text) for item, text in (_of(pack.files.table, issue)).positions.items()}  # type: ignore[union-attr]
    never = [str(item) for item in _of(bloc.never, issue) or ()]
    points = {str(item): worth for item, worth in (_of(bloc.points, issue) or {}).items()}
    says = [
        f"{verb} {_either(words[item] for item in items)}"
        for verb, items in (
            ("never", never),
            ("drawn to", [item for item, worth in points.items() if worth > 0 and item not in never]),
            ("dislikes", [item for item, worth in points.items() if worth < 0 and item not in never]),
        )
        if items
    ]
    return "; ".join(says) or "no line of its own"


def refused(pack: Pack, bloc: negotiation.Bloc, issue: str) -> str:
    """Return what a bloc will never accept on an issue: ``; never “…”``, or nothing."""
    words = {str(item): str(text) for item, text in (_of(pack.files.table, issue)).positions.items()}  # type: ignore[union-attr]
    never = [words[str(item)] for item in _of(bloc.never, issue) or ()]
    return f"; never {_either(never)}" if never else ""


def name_of(bloc: negotiation.Bloc) -> str:
    """Return a bloc's name as a sentence begins."""
    name = str(bloc.name)
    return name[:1].upper() + name[1:]


def _either(words: Iterable[str]) -> str:
    return " or ".join(f"“{text}”" for text in words)


def _of(table: Mapping[Word, T], name: str) -> T | None:
    """Look up by a plain string: a ``Word`` is a ``str`` and hashes alike."""
    return table.get(name)  # type: ignore[call-overload, no-any-return]
