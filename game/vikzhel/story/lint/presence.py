"""Who was where, and what had been said by then: speakers who were elsewhere, quotations before their day."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from ..dates import day_words
from ..diagnostics import Word
from ..model import Block
from .desk import Desk

HERE = "petrograd"


def speakers(desk: Desk) -> None:
    """Complain only where a source places the speaker elsewhere; where nothing is known, nothing is said."""
    for place in _places(desk):
        for block in place.blocks:
            if block.says is not None:
                _speaker(desk, place, block.says)


class _Place(NamedTuple):
    """Where something is said: a scene or an ending, the days on which that may be, and what is read there."""

    name: Word
    where: str
    days: set[date]
    blocks: list[Block]


def _places(desk: Desk) -> Iterator[_Place]:
    """Yield every place whose day is known."""
    for scene_id, scene in desk.scenes.items():
        blocks = [*scene.text, *(block for choice in scene.choices for block in choice.reply)]
        yield _Place(scene_id, f"{scene.where or ''} {scene.title or ''}", desk.days[str(scene_id)], blocks)
    for ending_id, ending in desk.pack.files.endings.items():
        where = " ".join(scene.where or "" for scene in desk.scenes.values() if scene.ending == ending_id)
        yield _Place(ending_id, f"{where} {ending.title}", desk.ends_on(ending_id), ending.text)


def _speaker(desk: Desk, place: _Place, who: Word) -> None:
    person = desk.pack.evidence.people.get(who)
    if person is None or not place.days:
        return
    elsewhere: list[str] = []
    for day in sorted(place.days):
        stays = [str(stay.place) for stay in person.where if stay.sure and stay.since <= day <= stay.until]
        if not stays or any(_is_here(stay, place.where) for stay in stays):
            return
        elsewhere += stays
    desk.report.add(
        "V822",
        who.mark,
        f"{person.name} speaks in “{place.name}” on {day_words(min(place.days))}, "
        f"and by the evidence was elsewhere that day: {elsewhere[0]}.",
        "Give the words to somebody who was there, or let it be a telegram or a report.",
    )


def _is_here(stay: str, where: str) -> bool:
    return HERE in stay.lower() or bool(_names(stay) & _words(where.lower()))


def _names(place: str) -> set[str]:
    return {word.lower() for word in re.findall(r"[^\W\d_]+", place) if word[0].isupper()}


def _words(place: str) -> set[str]:
    return {*re.findall(r"[^\W\d_]+", place)}


def quotations(desk: Desk) -> None:
    for place in _places(desk):
        for block in place.blocks:
            quotation = desk.pack.evidence.quotes.get(block.quote) if block.quote else None
            if quotation and block.quote and place.days and quotation.date_os > max(place.days):
                desk.report.add(
                    "V823",
                    block.quote.mark,
                    f"These words are of {day_words(quotation.date_os)}, and “{place.name}” is set on "
                    f"{day_words(max(place.days))}.",
                    "Choose words of that day or before, or show these in a later scene.",
                )
