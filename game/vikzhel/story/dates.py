"""Days Old Style and New Style. In 1917 Russia's calendar ran thirteen days behind Europe's."""

from __future__ import annotations

import re
from datetime import date, timedelta

GAP = timedelta(days=13)
THE_YEAR = 1917
MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
_SPANS = {
    "small-hours": (0, 6),
    "morning": (4, 12),
    "midday": (11, 14),
    "afternoon": (12, 18),
    "dusk": (14, 20),
    "evening": (16, 24),
    "night": (19, 30),
    "midnight": (23, 25),
}
PARTS = tuple(_SPANS)
"""Parts of a day that ``when:`` may name instead of an hour."""

_DAY = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_NUMBERED = "([0-9]{1,2})(?:st|nd|rd|th)?"
_HOUR = re.compile(r"([01]?[0-9]|2[0-3]):([0-5][0-9])")


def parse_day(text: str) -> date | None:
    """Return a day written 1917-10-29, or ``None``."""
    found = _DAY.fullmatch(text)
    if not found:
        return None
    try:
        return date(*(int(part) for part in found.groups()))
    except ValueError:
        return None


def day_in_words(text: str) -> str:
    """Return a day of the week of the talks that is written in words (31 October, Oct 31st 1917) as files have it."""
    found = re.fullmatch(
        rf"(?:{_NUMBERED}\.? +)?([A-Za-z]{{3,9}})\.?(?: +{_NUMBERED})?,?(?: +{THE_YEAR})?", text.strip()
    )
    if not found or bool(found.group(1)) == bool(found.group(3)):
        return ""
    day = int(found.group(1) or found.group(3))
    month = next(
        (n for n, name in enumerate(MONTHS, 1) if name.lower().startswith(found.group(2).lower())), 0
    )
    written = f"{THE_YEAR}-{month:02}-{day:02}"
    return written if parse_day(written) else ""


def looks_like_day(text: str) -> bool:
    """True for anything written as a day is, even if there is no such day."""
    return _DAY.fullmatch(text) is not None


def new_style(old: date) -> date:
    """Return the New Style day of an Old Style one (valid March 1900 – February 2100)."""
    return old + GAP if old <= date.max - GAP else old


def day_words(day: date) -> str:
    """Return ``29 October``, with the year if it is not that of the talks."""
    year = "" if day.year == THE_YEAR else f" {day.year}"
    return f"{day.day} {MONTHS[day.month - 1]}{year}"


class Moment:
    """A day Old Style and, if given, an hour ``HH:MM`` or a part of the day."""

    __slots__ = ("day", "time")

    def __init__(self, day: date, time: str = "") -> None:
        self.day = day
        self.time = time

    @property
    def earliest(self) -> float:
        """Return the first hour that may be meant, counted from the year 1."""
        return self._hours[0]

    @property
    def latest(self) -> float:
        """Return the last hour that may be meant, counted from the year 1; a day may reach into its night."""
        return self._hours[1]

    @property
    def _hours(self) -> tuple[float, float]:
        if ":" in self.time:
            hours, minutes = self.time.split(":")
            first = last = int(hours) + int(minutes) / 60
        else:
            first, last = _SPANS.get(self.time, (0, 30))
        midnight = self.day.toordinal() * 24
        return midnight + first, midnight + last

    @property
    def words(self) -> str:
        """Return ``29 October, 18:30`` or ``29 October, evening``."""
        time = "small hours" if self.time == "small-hours" else self.time
        return f"{day_words(self.day)}, {time}" if time else day_words(self.day)

    @property
    def new_style_words(self) -> str:
        """Return the day New Style: ``11 November``."""
        return day_words(new_style(self.day))


def parse_moment(text: str) -> Moment | None:
    """Return ``1917-10-29``, ``1917-10-29 18:30`` or ``1917-10-29 evening``; ``None`` if it is none."""
    day_text, _, time = text.strip().partition(" ")
    day = parse_day(day_text)
    time = time.strip()
    if day is None or (time and time not in PARTS and not _HOUR.fullmatch(time)):
        return None
    return Moment(day, time)
