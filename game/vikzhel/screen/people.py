"""Who is who: those the man has met, heard or heard named so far, as they could be known that day.

The evidence base knows the whole week and more. Of it only party and post are told, as they were that day.
"""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

from textual.content import Content

from ..play.events import Chosen, Narration, Quotation, SceneEntered, Speech
from ..story.dataclass import dataclass
from .front_papers import known_by
from .hours import in_full
from .moods import words
from .typesetting import BLANK, INK, QUIET, Matter, paragraph, wrap
from .voices import initial, voice

if TYPE_CHECKING:
    from ..play.run import Run


@dataclass(frozen=True, slots=True)
class Met:
    """Somebody met or named: his name and ink, how he stands towards the player, and what is known of him in lines.

    ``mood`` and ``note`` may be empty; the last line says where he was met or named first.
    """

    name: str
    ink: str
    mood: str
    note: str
    lines: tuple[str, ...]


def people(run: Run) -> list[Matter]:
    """Return everybody met or named so far, the last met first, as type."""
    return [_entry(person) for person in met(run)] or [paragraph("You have met nobody yet.", QUIET)]


def met(run: Run) -> list[Met]:
    """Return everybody met or named so far, the last met first."""
    day = next((e.when.day for e in reversed(run.events()) if isinstance(e, SceneEntered) and e.when), None)
    return [_known(run, who, scene, day) for who, scene in reversed(_met(run).items())]


def _met(run: Run) -> dict[str, SceneEntered | None]:
    """Return by id who was met or named, each with the scene it was first in."""
    pack = run.program.pack
    surnames = {str(person.name).split()[-1]: str(who) for who, person in pack.evidence.people.items()}
    named = re.compile(r"\b(" + "|".join(map(re.escape, surnames)) + r")\b") if surnames else None
    quoted = {str(name): str(quote.speaker) for name, quote in pack.evidence.quotes.items()}
    known = {*map(str, pack.evidence.people), *map(str, pack.files.people)}
    scene: SceneEntered | None = None
    met: dict[str, SceneEntered | None] = {}
    for event in run.events():
        who: list[str] = []
        text = ""
        match event:
            case SceneEntered():
                scene = event
                who = [name for name in event.room if name in known]
            case Speech():
                who, text = [event.who], event.line
            case Quotation():
                who = [quoted.get(event.id, "")]
            case Narration() | Chosen():
                text = event.text
        if text and named is not None:
            who += [surnames[found] for found in named.findall(text)]
        for name in who:
            if name in known and name != run.role:
                met.setdefault(name, scene)
    return met


def _known(run: Run, who: str, scene: SceneEntered | None, day: date | None) -> Met:
    pack = run.program.pack
    own = next((person for name, person in pack.files.people.items() if name == who), None)
    person = next((record for name, record in pack.evidence.people.items() if name == who), None)
    name = pack.name_of(who)
    party, post, about = "", "", str(own.about or "") if own else ""
    if own is None and person is not None:
        party, post = known_by(str(person.party or ""), day), known_by(str(person.post or ""), day)
    mood = words(run.mood(who)) if who in run.program.pack.files.moods else ""
    first = ""
    if scene is not None:
        when = f"{in_full(scene.when)}. " if scene.when else ""
        first = f"First met or named: {when}{scene.title or scene.where}"
    note = "made up for this story" if own and own.invented else ""
    lines = ". ".join(part for part in (party, post) if part), about, first
    return Met(name, voice(pack, who), mood, note, lines)


def _entry(person: Met) -> Matter:
    name, ink = person.name, person.ink

    def set_it(width: int) -> list[Content]:
        head = Content.assemble((f" {initial(name)} ", f"{ink} bold reverse"), " ", (name, f"{ink} bold"))
        told = f"towards you: {person.mood}" if person.mood else person.note
        gap = " " * max(2, width - head.cell_length - len(told))
        lines = [Content.assemble(head, gap, (told, QUIET)) if told else head]
        *known, first = person.lines
        for text, ink_ in (*((text, INK) for text in known), (first, QUIET)):
            lines += wrap(text, width, ink_, first="    ", rest="    ") if text else []
        return [*lines, BLANK]

    return set_it
