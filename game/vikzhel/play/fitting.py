"""Whether a kept step still fits today's story, and in words why it does not."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from .events import VoteHeld
from .layout import SCENE

if TYPE_CHECKING:
    from .events import Event, Option
    from .run import Run, Step

SHARED = 0.25
"""Wording that keeps less than this share of its words (of the shorter one) is another text, and not a better one."""
LONGEST_WORDS = 200
"""Characters of an option's words that are read from elsewhere."""


def cannot(run: Run, kept: Step, step: Step) -> str:
    """Return why a kept step, ``step`` by its names of today, cannot be taken; nothing if it can."""
    if run.over:
        return "the story has already ended before this step"
    if run.scene != step.scene:
        return f"this step was taken in “{kept.scene}”, and the story is now in “{run.scene}”"
    option = next((o for o in run.options if o.id == step.id), None)
    if option is None:
        if run.program.place(run.state[SCENE]).numbered(step.id) >= 0:
            return f"“{kept.scene}” still has “{kept.id}”, but no longer offers it in this week"
        return f"“{kept.scene}” no longer offers “{kept.id}”"
    if option.locked:
        return f"“{kept.id}” is now locked: {option.locked.rstrip('.')}"
    return _exchanged(run, kept, option)


def _exchanged(run: Run, kept: Step, option: Option) -> str:
    """Say so if the words that were chosen are now those of another option there; nothing if they are not.

    Where ids or texts were exchanged, the id would bring back what was not chosen.
    """
    if not kept.words or _words(option.text) == _words(kept.words):
        return ""
    turns = run.program.place(run.state[SCENE]).turns
    texts = {turn.id: str(getattr(turn.record, "text", "")) for turn in turns}
    now = next((name for name, text in texts.items() if _words(text) == _words(kept.words)), "")
    return f"what was chosen is now called “{now}”, and “{kept.id}” is another option" if now else ""


def otherwise(kept: Step, log: list[Event], *, there: bool) -> str:
    """Say how a step's outcome has changed; ``there`` if it leads where the next step was taken."""
    held = [event for event in log if isinstance(event, VoteHeld)]
    if not held:
        return f"“{kept.id}” no longer leads where it led"
    today = "; ".join(
        f"“{event.title.rstrip('.')}” is {event.result} by {event.votes_for} to {event.against}"
        for event in held
    )
    if there:
        return f"after “{kept.id}” a vote now goes otherwise (as the story is now, {today})"
    return f"“{kept.id}” no longer leads where it led, or a vote now goes otherwise (as the story is now, {today})"


def reworded(then: str, now: str) -> bool:
    """Return whether the words at an id have become others, and not only better ones. Nothing then tells nothing."""
    before, after = set(_words(then)), set(_words(now))
    return bool(before and after) and len(before & after) < SHARED * min(len(before), len(after))


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())
