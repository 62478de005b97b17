"""Who was where, and what had been said by then: speakers who were elsewhere, quotations before their day."""

from __future__ import annotations

import re

from ..dates import day_words
from ..diagnostics import Word
from ..model import Block, Scene
from .desk import Desk

HERE = "petrograd"


def speakers(desk: Desk) -> None:
    """Complain only where a source places the speaker elsewhere; where nothing is known, nothing is said."""
    for scene_id, scene in desk.scenes.items():
        for block in _blocks(scene):
            if block.says is not None:
                _speaker(desk, scene_id, scene, block.says)


def _blocks(scene: Scene) -> list[Block]:
    return [*scene.text, *(block for choice in scene.choices for block in choice.reply)]


def _speaker(desk: Desk, scene_id: Word, scene: Scene, who: Word) -> None:
    person = desk.pack.evidence.people.get(who)
    if person is None or scene.when is None:
        return
    stays = [stay for stay in person.where if stay.sure and stay.since <= scene.when.day <= stay.until]
    place = f"{scene.where or ''} {scene.title or ''}".lower()
    if not stays or any(HERE in stay.place.lower() or _names(stay.place) & _words(place) for stay in stays):
        return
    desk.report.add(
        "V822",
        who.mark,
        f"{person.name} speaks in “{scene_id}” on {day_words(scene.when.day)}, "
        f"and by the evidence was elsewhere that day: {stays[0].place}.",
        "Give the words to somebody who was there, or let it be a telegram or a report.",
    )


def _names(place: str) -> set[str]:
    return {word.lower() for word in re.findall(r"[^\W\d_]+", place) if word[0].isupper()}


def _words(place: str) -> set[str]:
    return {*re.findall(r"[^\W\d_]+", place)}


def quotations(desk: Desk) -> None:
    for scene_id, scene in desk.scenes.items():
        for block in _blocks(scene):
            quotation = desk.pack.evidence.quotes.get(block.quote) if block.quote else None
            if quotation and block.quote and scene.when and quotation.date_os > scene.when.day:
                desk.report.add(
                    "V823",
                    block.quote.mark,
                    f"These words are of {day_words(quotation.date_os)}, and “{scene_id}” is set on "
                    f"{day_words(scene.when.day)}.",
                    "Choose words of that day or before, or show these in a later scene.",
                )
