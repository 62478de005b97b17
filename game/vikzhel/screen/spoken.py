"""Spoken descriptions: everything in the words of the plain mode, for a screen that is read aloud.

No mark, bar, column or emblem has to be seen: each thing is a sentence, one under the other.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from textual.content import Content

from ..aloud import Block, lookups, sheets
from ..aloud.say import Telling
from ..play.events import Offered, Quotation, SceneEntered
from ..story.front import front_of
from ..story.wording import sentence
from .journey import Stop, stops
from .passage import Piece
from .typesetting import BLANK, Matter, wrap

if TYPE_CHECKING:
    from ..archive.sheet import Sheet
    from ..play.events import Event
    from ..play.run import Run

TABLE = "Press t"


def telling(run: Run) -> Telling:
    """Return what tells a run from its beginning."""
    return Telling(run.program.pack, run.role, table=TABLE)


def pieces(
    said: Telling, events: list[Event], run: Run, number: int, before: SceneEntered | None
) -> list[Piece]:
    """Return what step ``number`` told (the beginning is 0), in words; what can be done now is left to the choices."""
    step = run.steps[number - 1] if number else None
    left = run.left_record()
    if left is not None and number <= left.step:
        left = None
    scene = next((e for e in reversed(events) if isinstance(e, SceneEntered)), before)
    quote = next((e for e in reversed(events) if isinstance(e, Quotation)), None)
    told = [event for event in events if not isinstance(event, Offered)]
    blocks = said.tell(told, step=step, left=left)
    grade = scene.grade if scene else ""
    return [Piece(matter, scene, grade, quote) for matter in paragraphs(blocks)]


def paragraphs(blocks: Iterable[Block]) -> list[Matter]:
    """Return blocks of lines as type."""
    return [_paragraph(block) for block in blocks if block]


def _paragraph(block: Block) -> Matter:
    return lambda width: [*(line for words in block for line in wrap(words, width)), BLANK]


def bare(matter: Matter) -> Matter:
    """Return type without the edge of a cutting, rules and dashes, its labels parted from their words by a colon and not by a column."""
    return lambda width: [Content(_bare(line.plain)) for line in matter(width)]


def _bare(line: str) -> str:
    words = re.sub(r" *[─═━]+ *", "  ", line).strip(" ┃")
    return re.sub(r"^(\S+(?: \S+)?) {2,}", r"\1: ", words.removeprefix("— "))


def part_told(sheet: Sheet, number: int) -> list[Matter]:
    """Return a part of a sheet of the archive, counted from 0, its details after it; a lead stands before the first."""
    part = sheet.parts[number]
    lead = [[sentence(sheet.title), *sheet.lead]] if number == 0 else []
    return paragraphs([*lead, *sheets.told(part, number + 1, len(sheet.parts)), *sheets.more(part)])


def moods(run: Run) -> list[Matter]:
    return paragraphs(lookups.moods(run))


def table(run: Run) -> list[Matter]:
    return paragraphs(lookups.table(run))


def sources(run: Run) -> list[Matter]:
    return paragraphs(lookups.sources(run))


def _ledger(run: Run) -> list[Matter]:
    return paragraphs([*lookups.moods(run), *reversed(lookups.ledger(run))])


def _card(run: Run) -> list[Matter]:
    pack = run.program.pack
    return paragraphs([lookups.card(pack, run.role), lookups.goals(pack, run.role)])


def _journey(run: Run) -> list[Matter]:
    return paragraphs(map(_stop, stops(run)))


def _stop(stop: Stop) -> Block:
    scene = stop.scene
    when = f"{scene.when.words}. " if scene.when else ""
    back = "Back to: " if scene.again else ""
    block = [f"{when}{back}{scene.title or scene.where}."]
    if stop.words:
        block.append(f"You chose: {stop.words}")
        block += [f"{others}." for others in stop.others if others]
    block += [f"Vote: {count}." for count in stop.counts]
    return [*block, f"The end: {stop.end}."] if stop.end else block


def _people(run: Run) -> list[Matter]:
    from .spoken_papers import people

    return people(run)


def _words(run: Run) -> list[Matter]:
    from .spoken_papers import words

    return words(run.program.pack)


def _how(run: Run) -> list[Matter]:
    from .spoken_papers import how

    return how(front_of(run.program.pack))


PAPERS: dict[str, Callable[[Run], list[Matter]]] = {
    "people": _people,
    "words": _words,
    "how": _how,
    "why": _ledger,
    "table": table,
    "stands": table,
    "sources": sources,
    "card": _card,
    "map": _journey,
}
"""The papers that are set with marks or in columns, in words."""
