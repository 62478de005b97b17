"""What a choice has changed, in words, each change with its cause."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..play.events import CounterChanged, FactLearned, FlagChanged, MoodChanged, TableChanged
from ..story.rules import band_name
from .records import at
from .wording import because, counted, inner, listed, sentence

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..story.packs import Pack
    from .page import Block

Change = MoodChanged | TableChanged | CounterChanged | FlagChanged | FactLearned
KINDS = (MoodChanged, TableChanged, CounterChanged, FlagChanged, FactLearned)


def told(pack: Pack, changes: Sequence[Change]) -> Block:
    """Return changes line by line; those with one cause stand together under it.

    A flag says only its cause: what it means is told where it matters, and by ``why``.
    """
    by_cause: dict[str, list[Change]] = {}
    for change in changes:
        by_cause.setdefault(change.because, []).append(change)
    lines = []
    for cause, group in by_cause.items():
        seen = [change for change in group if not isinstance(change, FlagChanged)]
        if len(seen) > 1 and cause:
            lines.append(f"Because {inner(cause)}:")
            lines += [sentence(effect(change)) for change in seen]
        elif seen:
            lines += [with_cause(change) for change in seen]
        elif cause:
            lines.append(sentence(cause))
    return lines + [line for change in changes if (line := _revealed(pack, change))]


def with_cause(change: Change) -> str:
    """Return one change and its cause in a line."""
    if isinstance(change, (FactLearned, FlagChanged)):
        return " ".join(filter(None, (sentence(effect(change)), sentence(change.because))))
    return because(effect(change), change.because)


def effect(change: Change) -> str:
    """Return what changed, without its cause and without a full stop."""
    match change:
        case MoodChanged():
            return f"{change.name}: {_mood(change)}"
        case TableChanged():
            return f"On the table, {change.label}: now “{change.after}”, before “{change.before}”"
        case CounterChanged():
            return f"{change.label}: now {change.after}, before {change.before}"
        case FlagChanged():
            return f"{'It is so' if change.so else 'No longer so'}: {inner(change.meaning)}"
        case FactLearned():
            return f"You learn: {inner(change.text)}"


def _mood(change: MoodChanged) -> str:
    """Say a move in steps; what the end of the scale swallowed is said too."""
    way = "warmer" if change.wanted > change.before else "colder"
    lost = abs(change.wanted - change.after)
    if change.before == change.after:
        return f"{band_name(change.after)} already, and nothing is {way} than that"
    move = counted(abs(change.after - change.before), "step")
    words = f"{move} {way}, from {band_name(change.before)} to {band_name(change.after)}"
    return f"{words}, which is as far as it goes" if lost else words


def _revealed(pack: Pack, change: Change) -> str:
    """Say whose line a fact has made known, and where to hear it."""
    if not isinstance(change, FactLearned) or not change.reveals:
        return ""
    issues: dict[str, list[str]] = {}
    for bloc, issue in change.reveals:
        issues.setdefault(bloc, []).append(f"“{at(pack.files.table, issue).label}”")
    known = "; ".join(
        f"{at(pack.files.blocs, bloc).name} on {listed(named)}" for bloc, named in issues.items()
    )
    return f"Type table to hear where they stand: {known}."
