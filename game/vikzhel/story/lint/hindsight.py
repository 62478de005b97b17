"""Words that know what nobody could know on the day: the hindsight guard."""

from __future__ import annotations

import re
from datetime import date
from functools import cache

from ..dates import MONTHS, day_words
from ..diagnostics import Word
from ..negotiation import Recorded
from ..walk import records
from .desk import Desk, place_in, prose_of

_PHRASES = re.compile(
    r"\b(?:would (?:later|one day|go on to|come to regret|live to see|soon become|become the)"
    r"|(?:was|were) (?:later )?to become|later (?:became|turned out)|go(?:es)? down in history|the rest is history|history (?:would|will)|in (?:the )?years to come"
    r"|(?:years|decades) (?:later|afterwards)|as we now know|we now know|(?:in|with) hindsight|looking back"
    r"|little (?:did|does|do) (?:he|she|they|you) know|unbeknown|was to prove|would prove (?:to be|fatal)"
    r"|(?:future|later) historians)\b",
    re.IGNORECASE,
)
_SIGNS = (" later", "soon become", "become the", "to become", "in history", "is history", "history w", "one day", "go on to", "come to ",
          "live to see", "years to come", "afterwards", "now know", "hindsight", "looking back", "little d", "unbeknown",
          "prove", "historians")  # fmt: skip
"""Without one of these no phrase can be there: ten times as quick as looking for the phrases."""
_NAMES = (
    (re.compile(r"\b(?:Leningrad|Stalingrad)\b"), 1924),
    (re.compile(r"\b(?:USSR|Soviet Union|Soviet Russia)\b"), 1918),
    (
        re.compile(
            r"\b(?:Stalinis[mt]s?|Great Terror|Gulag|Cheka|Comintern|First World War|Cold War|Nazis?)\b"
        ),
        1917.95,
    ),
)
"""Names, and the year from which they could be known; the Cheka is of December 1917."""
_NAME_SIGNS = (
    "ingrad",
    "USSR",
    "Soviet ",
    "Stalinis",
    "Terror",
    "Gulag",
    "Cheka",
    "Comintern",
    " War",
    "Nazi",
)
_DIGIT = re.compile("[0-9]")
_YEAR = re.compile(
    rf"\b(?:in|of|by|since|until|till|before|after|from|during|to|{'|'.join(MONTHS)}),? (1[89]\d\d|20\d\d)\b"
)
_DAY = re.compile(
    rf"(?P<planned>(?:for|until|till|by|before) (?:the )?)?\b(?:(?P<a>\d{{1,2}})(?:st|nd|rd|th)?(?: of)? (?P<b>{'|'.join(MONTHS)})"
    rf"|(?P<c>{'|'.join(MONTHS)}) (?P<d>\d{{1,2}}))\b(?! \d{{4}})"
)


def knowing(desk: Desk) -> None:
    """Look at everything a player reads before the end; a scene's “reason” is the author's own, and may know more."""
    for scene_id, scene in desk.scenes.items():
        day = max(desk.days[str(scene_id)], default=desk.last_day)
        reasons = {id(scene.reason), *(id(block.reason) for block in scene.text)}
        _look(desk, [text for text in prose_of(records(scene)) if id(text) not in reasons], day)
    files = desk.pack.files
    for told in (files.roles, files.facts, files.blocs, files.votes):
        known = [record for record in records(told) if not isinstance(record, Recorded)]
        _look(desk, prose_of(known), desk.last_day)


def _look(desk: Desk, texts: list[Word], day: date | None) -> None:
    everything = "\n".join(texts)
    lowered = everything.lower()
    phrases = any(sign in lowered for sign in _SIGNS)
    names = day is not None and any(sign in everything for sign in _NAME_SIGNS)
    numbers = day is not None and _DIGIT.search(everything)
    for text in texts if phrases or names or numbers else ():
        if phrases and any(sign in text.lower() for sign in _SIGNS):
            for found in _PHRASES.finditer(text):
                _tell(
                    desk, text, found, f"“{found.group()}” looks back from a time that nobody here can know."
                )
        if day is not None and names:
            _names(desk, text, day)
        if day is not None and numbers and _DIGIT.search(text):
            _years(desk, text, day)
            _days(desk, text, day)


def _names(desk: Desk, text: Word, day: date) -> None:
    for pattern, since in _NAMES:
        if day.year + day.timetuple().tm_yday / 366 < since:
            for found in pattern.finditer(text):
                _tell(desk, text, found, f"Nobody says “{found.group()}” in {day.year}.")


def _years(desk: Desk, text: Word, day: date) -> None:
    for found in _YEAR.finditer(text):
        if int(found.group(1)) > day.year:
            _tell(
                desk,
                text,
                found,
                f"The scene is set in {day.year}, and here stands {found.group(1)}.",
                group=1,
            )


def _days(desk: Desk, text: Word, day: date) -> None:
    for found in _DAY.finditer(text):
        if found.group("planned"):
            continue  # What is called for a later day can be known.
        number, month = int(found.group("a") or found.group("d")), found.group("b") or found.group("c")
        if 1 <= number <= 31 and (MONTHS.index(month) + 1, number) > (day.month, day.day):
            if _long_ago(month, day):
                continue
            _tell(
                desk,
                text,
                found,
                f"The scene is set on {day_words(day)}, and {number} {month} is still to come.",
            )


@cache
def _long_ago(month: str, day: date) -> bool:
    """True if a day of this month is as likely one of last year: half a year ahead, and more."""
    return MONTHS.index(month) + 1 - day.month > 6


def _tell(desk: Desk, text: Word, found: re.Match[str], message: str, group: int = 0) -> None:
    desk.report.add(
        "V820",
        place_in(text, found.start(group), len(found.group(group))),
        message,
        "Tell only what the man can see, hear or fear that day.",
    )
