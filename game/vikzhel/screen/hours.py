"""Days and halves of days in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..story.dates import day_words

if TYPE_CHECKING:
    from ..story.dates import Moment

_HALVES = ((6, "small hours"), (12, "morning"), (17, "afternoon"), (22, "evening"), (24, "night"))
_PARTS = {"small-hours": "small hours", "midday": "afternoon", "dusk": "evening", "midnight": "night"}


def half(moment: Moment) -> str:
    """Return the part of the day, whether an hour is known or not; nothing if only the day is."""
    if moment.time[:1].isdigit():
        hour = int(moment.time.partition(":")[0])
        return next(name for until, name in _HALVES if hour < until)
    return _PARTS.get(moment.time, moment.time)


def day_and_half(moment: Moment) -> str:
    """Return ``29 October, evening``."""
    part = half(moment)
    return f"{day_words(moment.day)}, {part}" if part else day_words(moment.day)


def in_full(moment: Moment) -> str:
    """Return ``29 October, evening, 17:00``; where no hour is known, only what is."""
    known = moment.time[:1].isdigit()
    return f"{day_and_half(moment)}, {moment.time}" if known else moment.words
