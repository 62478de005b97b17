"""What an author's edits have done to a run that still plays, in a calm sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..play.events import Chosen

if TYPE_CHECKING:
    from ..play.run import Run

MOST_NAMED = 3


def what_is_new(run: Run, start: str) -> str:
    """Return what does something else than it did when a run was played; nothing if nothing does.

    ``start`` is the digest of what the week began with then, empty if it was not kept.
    """
    changed = []
    if start and start != run.start:
        changed.append("what the story begins with has been changed since")
    names = list(dict.fromkeys(_named(run, number) for number in run.edited))
    if len(names) > MOST_NAMED:
        changed.append(
            f"what {len(names)} of your steps do has been changed since, the first of them {names[0]}"
        )
    elif names:
        listed = " and ".join(filter(None, [", ".join(names[:-1]), names[-1]]))
        changed.append(f"what {listed} {'do' if len(names) > 1 else 'does'} has been changed since")
    if not changed:
        return ""
    return (
        f"The story has been edited since this run was played. Every step of it still stands, but "
        f"{', and '.join(changed)}. Moods, the table and votes to come may be otherwise than you remember."
    )


def _named(run: Run, number: int) -> str:
    """Return a step by the words that were chosen, or by its place where none were."""
    log = run.events(number + 1)[: len(run.events(number + 1)) - len(run.events(number + 2))]
    chosen = next((event for event in log if isinstance(event, Chosen) and event.text), None)
    return f"“{chosen.text}”" if chosen else f"step {number + 1}"
