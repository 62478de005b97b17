"""What a choice has changed, in words, each change with its cause."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from ..play.events import CounterChanged, FactLearned, FlagChanged, MoodChanged, TableChanged
from ..story.records import at
from ..story.rules import band_name
from ..story.wording import alike, because, capital, counted, inner, listed, sentence

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..story.packs import Pack
    from . import Block

Change = MoodChanged | TableChanged | CounterChanged | FlagChanged | FactLearned
KINDS = (MoodChanged, TableChanged, CounterChanged, FlagChanged, FactLearned)


def told(pack: Pack, changes: Sequence[Change], where: str = "Type table") -> Block:
    """Return changes line by line; those with one cause stand together under it.

    A flag says only its cause: what it means is told where it matters, and by ``why``. ``where`` says
    how to come to the table, when somebody's line has become known.
    """
    by_cause: dict[str, list[Change]] = {}
    for change in changes:
        by_cause.setdefault(change.because, []).append(change)
    lines = []
    for cause, group in by_cause.items():
        seen = [change for change in group if not isinstance(change, FlagChanged)]
        if seen:
            lines += _under(cause, seen)
        elif cause:
            lines.append(sentence(cause))
    return lines + [line for change in changes if (line := _revealed(pack, change, where))]


def listed_with_causes(changes: Sequence[Change]) -> Block:
    """Return changes as the ledger has them, flags with what they mean; each cause is said once."""
    lines = []
    for cause, group in groupby(changes, key=lambda change: change.because):
        every = list(group)
        news = [change for change in every if not _says(change, cause)]
        lines += _under(cause, news or every[:1])
    return lines


def _under(cause: str, changes: Sequence[Change]) -> Block:
    """Return changes of one cause: a single one in a line with it, several below it."""
    if len(changes) == 1 or not cause:
        return [with_cause(change) for change in changes]
    # What is at the end of the scale has not been changed by the cause, so no “because” may govern it.
    governs = not any(_stuck(change) for change in changes)
    return [
        f"Because {inner(cause)}:" if governs else _before(cause),
        *(sentence(effect(change)) + _limit(change) for change in changes),
    ]


def with_cause(change: Change) -> str:
    """Return one change and its cause in a line."""
    cause = change.because
    if isinstance(change, FlagChanged) and _says(change, cause):
        return sentence(f"It is so: {inner(max(change.meaning, cause, key=len))}")
    if isinstance(change, (FactLearned, FlagChanged)):
        return " ".join(filter(None, (sentence(effect(change)), sentence(cause))))
    if _stuck(change):
        return " ".join(filter(None, (_before(cause), sentence(effect(change)))))
    return because(effect(change), cause) + _limit(change)


def effect(change: Change) -> str:
    """Return what changed, without its cause and without a full stop."""
    match change:
        case MoodChanged():
            return _mood(change)
        case TableChanged():
            return f"On the table, {change.label}: now “{change.after}”, before “{change.before}”"
        case CounterChanged():
            return f"{change.label}: now {change.after}, before {change.before}"
        case FlagChanged():
            return f"{'It is so' if change.so else 'No longer so'}: {inner(change.meaning)}"
        case FactLearned():
            return f"You learn: {inner(change.text)}"


def _mood(change: MoodChanged) -> str:
    """Say a move in steps, in words that fit one person and a body of many alike."""
    warmer = change.wanted > change.before
    band = band_name(change.after)
    if _stuck(change):
        return f"{change.name}, already {band}, can think no {'better' if warmer else 'worse'} of you"
    move = counted(abs(change.after - change.before), "step")
    way = "warmer" if warmer else "colder"
    return f"{change.name}: {move} {way}, from {band_name(change.before)} to {band}"


def _stuck(change: Change) -> bool:
    """True of a mood that was at the end of the scale and should have gone beyond it."""
    return isinstance(change, MoodChanged) and change.before == change.after


def _limit(change: Change) -> str:
    """Say that the end of the scale has swallowed a part of a move."""
    if not isinstance(change, MoodChanged) or _stuck(change) or change.wanted == change.after:
        return ""
    return " That is as far as it goes."


def _before(cause: str) -> str:
    """Return a cause that stands in front of what it could not change."""
    told = capital(inner(cause))
    return f"{told}:" if told and told[-1] not in "!?…" else told


def _says(change: Change, cause: str) -> bool:
    """True of a flag whose meaning and cause are the same thing said twice."""
    return isinstance(change, FlagChanged) and change.so and alike(change.meaning, cause)


def _revealed(pack: Pack, change: Change, where: str) -> str:
    """Say whose line a fact has made known, and where to hear it."""
    if not isinstance(change, FactLearned) or not change.reveals:
        return ""
    issues: dict[str, list[str]] = {}
    for bloc, issue in change.reveals:
        issues.setdefault(bloc, []).append(f"“{at(pack.files.table, issue).label}”")
    known = "; ".join(
        f"{at(pack.files.blocs, bloc).name} on {listed(named)}" for bloc, named in issues.items()
    )
    return f"{where} to hear where they stand: {known}."
