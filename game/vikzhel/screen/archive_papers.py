"""What the archive holds: sources, recorded words and people, each as one entry to find and to read.

Nothing of it gives the week away before it has been played to an end: words of later days stay
shut, and of people only what could be known on the first day is told.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from textual.content import Content

from ..play.telling import Teller, citation
from ..story.front import front_of
from . import sources
from .front_papers import known_by
from .typesetting import BLANK, BOLD, INK, QUIET, RED, Matter, hang, wrap

if TYPE_CHECKING:
    from ..play.program import Program
    from ..story.evidence import Person, Quotation, Source
    from ..story.packs import Pack

KINDS = {
    "memoir": "A memoir: written down afterwards by somebody who knew how it ended. It tells what one witness noticed "
    "and chose to remember, and cannot tell what he did not see.",
    "secondary": "A later author's work: it can be no surer than what it rests on, and has left out what did not serve.",
    "resolution": "A resolution: what a body agreed to say aloud. It cannot tell what was said against it in the room.",
    "newspaper": "A newspaper: set in a hurry, for the readers of one party. It cannot tell what the other side saw.",
    "speech": "A speech or a tract: meant to move those who heard or read it. It cannot tell what the speaker doubted.",
    "minutes": "Minutes: somebody's notes of a sitting, seldom word for word. They cannot tell what was not written down.",
    "letter": "A letter: meant for whoever got it. It cannot tell what both already knew.",
}
"""What each kind of source is, and what it cannot tell us."""


class Entry(NamedTuple):
    """One thing of the archive: its line in the list, what a search looks at, and its page."""

    id: str
    line: str
    beneath: str
    text: str
    page: Matter

    def holds(self, words: Sequence[str]) -> bool:
        """True if every one of these words, in small letters, is in it."""
        return all(word in self.text for word in words)


class Holdings(NamedTuple):
    """All that may be read now, and how many recorded words of later days are not yet."""

    entries: list[Entry]
    shut: int


def holdings(program: Program, *, finished: bool) -> Holdings:
    """Return the archive of a story; all of it once a run of it has been ``finished``."""
    pack, teller = program.pack, program.teller
    front = front_of(pack)
    until = None if finished or front.day is None else front.day.day
    quotes = sorted(pack.evidence.quotes.items(), key=lambda entry: entry[1].date_os)
    open_now = [(str(name), quote) for name, quote in quotes if until is None or quote.date_os <= until]
    spoken = {str(quote.source) for _, quote in quotes}
    entries = [_quote(teller, name, quote) for name, quote in open_now]
    entries += [
        _source(str(name), source, sum(str(quote.source) == name for _, quote in quotes))
        for name, source in pack.evidence.sources.items()
        if name in spoken
    ]
    people = sorted(pack.evidence.people.items(), key=lambda entry: str(entry[1].name).split()[-1])
    entries += [_person(str(name), person, until) for name, person in people]
    return Holdings(entries, len(quotes) - len(open_now))


def _quote(teller: Teller, name: str, quote: Quotation) -> Entry:
    event = teller.quotation(name)
    text = f"{event.text} {event.speaker} {event.cited} {event.occasion} {event.context} {' '.join(quote.topics)}"
    begins = event.text.replace("[...]", "").split()
    line = " ".join(begins[:9]) + ("…" if len(begins) > 9 else "")
    return Entry(
        f"quote/{name}",
        f"“{line}”",
        f"{event.speaker}, {event.when.words}",
        text.lower(),
        sources.weighed(event, sources.address(teller.pack, event)),
    )


def _source(name: str, source: Source, quoted: int) -> Entry:
    told = citation(source)

    def page(width: int) -> list[Content]:
        lines = [*wrap(str(source.title), width, BOLD), BLANK]
        for label, words in (
            ("Who", str(source.author)),
            ("When", str(source.year or "not known")),
            ("Put into English by", str(source.translator or "")),
            ("Published by", str(source.publisher or "")),
            ("Quoted here", f"{quoted} time{'' if quoted == 1 else 's'}"),
            ("Where", str(source.url or "")),
        ):
            if words:
                lines += hang((f"{label}: ", QUIET), words, width)
        kind = KINDS.get(str(source.kind), "")
        return [*lines, BLANK, *wrap(kind, width, INK)]

    kind = str(source.kind)
    beneath = f"{source.author}, {source.year}" if source.year else str(source.author)
    return Entry(f"source/{name}", str(source.title), f"{beneath}; {kind}", f"{told} {kind}".lower(), page)


def _person(name: str, person: Person, until: date | None) -> Entry:
    found = [
        ("Party", person.party),
        ("That week", person.post),
        ("As others saw him", person.manner),
        ("In doubt", person.disputed),
    ]
    told = [(label, known_by(str(words or ""), until)) for label, words in found]
    if until is None:  # what he stood for and whom he kept to is told of the whole week
        looked_back = (("Stood for", person.stance), ("Close to", person.relations), ("Later", person.fate))
        told[2:2] = [(label, str(words or "")) for label, words in looked_back]

    def page(width: int) -> list[Content]:
        lines = [*wrap(str(person.full_name or person.name), width, BOLD), BLANK]
        for label, words in told:
            if words:
                lines += hang((f"{label}: ", QUIET), words, width)
        if person.checked == "recall":
            lines += [
                BLANK,
                *hang(("? ", RED), "Told from memory of the literature, not checked.", width, QUIET),
            ]
        return lines

    text = " ".join((str(person.name), str(person.full_name or ""), *(words for _, words in told)))
    return Entry(
        f"person/{name}", str(person.name), known_by(str(person.party or ""), until), text.lower(), page
    )


def front_day(pack: Pack) -> str:
    """Return the last day whose words may be read from the start, in words."""
    day = front_of(pack).day
    return day.words.partition(",")[0] if day else ""
