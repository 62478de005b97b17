"""What a decision changed, in a sentence or two, with its cause."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..play.events import CounterChanged, FactLearned, FlagChanged, MoodChanged, TableChanged
from ..story.wording import inner, sentence

if TYPE_CHECKING:
    from .path import Change, Decision, Path


def what_changed(path: Path, decision: Decision) -> str:
    """Return a decision's cause and what it changed by itself."""
    changes = [words for change in decision.changes if (words := _changed(change))]
    cause = f"(“{sentence(decision.because)}”)" if decision.because else ""
    said = f"It changed this: {'; '.join(changes)}." if changes else ""
    if not said:
        choice = path.choice(decision)
        said = "It changed nothing, and was meant not to." if choice is not None and choice.reflective else ""
    return " ".join(filter(None, [cause, said])) or "It only led elsewhere."


def _changed(change: Change) -> str:
    match change:
        case MoodChanged() if change.before != change.after:
            way = "warmer" if change.after > change.before else "colder"
            return f"{change.name} {way}"
        case TableChanged():
            return f"on the table, {change.label} became “{change.after}”"
        case CounterChanged():
            return f"{inner(change.label)} went from {change.before} to {change.after}"
        case FlagChanged():
            return inner(change.meaning) if change.so else f"no longer so: {inner(change.meaning)}"
        case FactLearned():
            return f"something was learnt: {inner(change.text)}"
        case _:
            return ""
