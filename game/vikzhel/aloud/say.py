"""Events into words: the one renderer, for a game in plain mode, a followed path and a transcript.

What is heard must not be mistaken for something else. Recorded words stand between “Quotation.” and
“Source”, in quotation marks; invented speech has no marks, names its speaker and says that it is
invented. Who argued an option that week, and how far the option itself rests on
evidence, is told when it has been taken and not before: a choice with one marked option would be a
test of who spots the mark.
"""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

from ..play.events import (
    Chosen,
    Drawn,
    Ended,
    Narration,
    Offered,
    Prediction,
    Quotation,
    Reflection,
    SceneEntered,
    Speech,
    VoteHeld,
)
from ..story.records import at
from ..story.wording import capital, inner, listed, sentence
from . import changes, count
from .gloss import Glossary
from .visits import Visits

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ..archive.store import Seen
    from ..play.events import Event, Option
    from ..play.run import Left, Step
    from ..story.dates import Moment
    from ..story.packs import Pack
    from . import Block

TEXT = (Narration, Speech, Quotation)

_KINDS = {
    "memoir": "a memoir",
    "secondary": "a later work",
    "resolution": "a resolution",
    "newspaper": "a newspaper",
    "speech": "a speech or pamphlet",
    "minutes": "minutes",
    "letter": "a letter",
}


class Telling:
    """Puts one listener's events into blocks of lines; knows what he has been told already."""

    def __init__(self, pack: Pack, role: str = "", *, table: str = "Type table") -> None:
        """``table`` says how the listener comes to the table."""
        self.pack = pack
        self.role = role
        self.table = table
        self.glossary = Glossary({str(term): str(meaning) for term, meaning in pack.files.glossary.items()})
        self.seen: Seen | None = None
        """What was chosen in earlier weeks, if this is not the first; then what is on offer says so."""
        self.choices: Block = []
        """What was last on offer, as it was told."""
        self._visits = Visits(pack)
        self._scene = ""
        self._day: date | None = None
        self._off_record = False
        self._content: tuple[str, ...] = ()
        self._cited = ""
        self._cited_here = ""
        self._notes_in_full = self._source_in_full = True

    def tell(
        self, events: Iterable[Event], *, step: Step | None = None, left: Left | None = None
    ) -> list[Block]:
        """Return what happened in one step: ``step`` itself, and where the player left the record."""
        if left is None:
            self._off_record = False
        self._cited_here = ""
        blocks: list[Block] = []
        pending: list[changes.Change] = []
        for event in events:
            if isinstance(event, changes.KINDS):
                pending.append(event)
                continue
            if pending:
                blocks.append(self.glossary.explained(changes.told(self.pack, pending, self.table)))
                pending = []
            blocks.append(self.glossary.explained(self._visits.passed(event)))
            if isinstance(event, (Prediction, Offered)):
                blocks += self._asked(event)
            else:
                blocks += map(self.glossary.explained, self._told(event, step, left))
        if pending:
            blocks.append(self.glossary.explained(changes.told(self.pack, pending, self.table)))
        self._notes_in_full = self._source_in_full = False
        return [block for block in blocks if block]

    def begin_afresh(self, earlier: Iterable[Event] = ()) -> None:
        """Make ready to tell again, in full, what came after these events."""
        self._scene = self._cited = ""
        self._content = ()
        self._visits = Visits(self.pack)
        for event in earlier:
            self._visits.passed(event)
            if isinstance(event, SceneEntered) and not event.again:
                self._noted(event)
            elif isinstance(event, Quotation):
                self._cited = self._citation(event)
        self._notes_in_full = self._source_in_full = True

    def _told(self, event: Event, step: Step | None, left: Left | None) -> list[Block]:
        match event:
            case SceneEntered():
                return [self._heading(event, left)]
            case Narration():
                grade = [graded(event.grade, event.reason)] if event.grade else []
                return [[event.text, *grade, *self._goal_lost(event.goal), *credit(event)]]
            case Speech():
                return [[f"{self._speaker(event)}: {event.line}", *credit(event)]]
            case Quotation():
                return [[*self._quotation(event), *credit(event)]]
            case Chosen():
                return [self._chosen(event, step)]
            case Reflection():
                return [["This changes nothing but you."]]
            case VoteHeld():
                return count.held(self.pack, event, step)
            case Drawn():
                return [[event.text]] if event.text else []
            case Ended():
                return self._ending(event, left)
        return []

    # -- where and when ------------------------------------------------------------------------

    def _heading(self, event: SceneEntered, left: Left | None) -> Block:
        again = event.again or event.scene == self._scene
        self._scene, self._cited_here = event.scene, ""
        self._day = event.when.day if event.when else None
        notes = () if again else self._noted(event)
        title = event.title or event.where or event.scene
        lines = [sentence(f"Back to: {title}" if again else f"Scene: {title}")]
        if not again:
            when = f"{event.when.words} (New Style {event.when.new_style_words})" if event.when else ""
            lines.append(
                " ".join(sentence(part) for part in (when, event.where if event.title else "") if part)
            )
            lines.append(graded(event.grade, event.reason))
            lines.append(sentence(event.added))
            if notes:
                lines.append("Content note: " + " ".join(map(sentence, notes)))
        if left is not None and not self._off_record:
            self._off_record = True
            lines.append(f"{left.words}.")
        return [line for line in lines if line]

    def _noted(self, event: SceneEntered) -> tuple[str, ...]:
        """Return the content notes that the notes heard last do not cover yet; all, if telling begins afresh."""
        every, self._notes_in_full = self._notes_in_full, False
        new = tuple(note for note in event.content if every or note not in self._content)
        if new:
            self._content = event.content
        return new

    # -- who said it ---------------------------------------------------------------------------

    def _speaker(self, event: Speech) -> str:
        own = {str(name): person for name, person in self.pack.files.people.items()}
        if event.who in own and own[event.who].invented:
            return f"{event.name} (invented)"
        return f"{event.name} (invented words)"

    def _quotation(self, event: Quotation) -> Block:
        when = "the same day" if event.when.day == self._day else dated(event.when)
        cited = self._citation(event)
        if cited == self._cited_here:
            source = "Source: the same."
        elif cited == self._cited and not self._source_in_full:
            source = f"Source, as before: {sentence(self._in_short(event))}"
        else:
            source = cited
        lines = [
            f"Quotation. {event.speaker}, {when}. {sentence(event.occasion)}",
            f"“{event.text}”",
            source,
        ]
        self._cited = self._cited_here = cited
        self._source_in_full = False
        doubts = weighed(event)
        return lines + ([" ".join(doubts)] if doubts else [])

    def _citation(self, event: Quotation) -> str:
        return f"Source, {_KINDS.get(event.source_kind, event.source_kind)}: {sentence(event.cited)}"

    def _in_short(self, event: Quotation) -> str:
        """Return a source that has been named in full: its author, and its title up to the first stop in it."""
        source = self.pack.evidence.sources[at(self.pack.evidence.quotes, event.id).source]
        title = re.split(r"[\[(:,]", str(source.title))[0].strip()
        author = str(source.author)
        return title if title.startswith(author) else ", ".join(filter(None, (author, title)))

    def _goal_lost(self, goal: str) -> Block:
        if not goal or not self.role:
            return []
        goals = {str(name): record for name, record in at(self.pack.files.roles, self.role).goals.items()}
        return (
            [sentence(f"Out of reach from here on, of your goals: {goals[goal].text}")]
            if goal in goals
            else []
        )

    # -- choices -------------------------------------------------------------------------------

    def _chosen(self, event: Chosen, step: Step | None) -> Block:
        if event.kind == "vote":
            return [count.expectation(self.pack, step)] if step is not None else []
        line = f"You chose: {sentence(event.text)}"
        if event.kind == "choice":
            choices = at(self.pack.files.scenes, event.scene).choices
            choice = next(choice for choice in choices if choice.id == event.id)
            if choice.argued_by:
                line += f" Argued that week by {listed(inner(self.pack.name_of(who)) for who in choice.argued_by)}."
            if choice.evidence:
                line += f" Evidence for this choice: {choice.evidence}."
        return [line]

    def _asked(self, event: Prediction | Offered) -> list[Block]:
        """Return a question or what is on offer; new words are explained before it, never before an answer."""
        if isinstance(event, Prediction):
            question = [sentence(event.question)]
            return [self.glossary.notes([*question, *(count.sides(self.pack, event.vote) or ())]), question]
        self.choices = self._offer(event)
        return [self.glossary.notes(self.choices), self.choices]

    def _offer(self, event: Offered) -> Block:
        options = event.options
        if all(option.kind in ("draw", "vote") for option in options):
            return []
        opened = [option for option in options if not option.locked]
        if options[0].kind == "door":
            lead = self._visits.lead(options)
        else:
            lead = "What do you do?" if len(options) > 1 else ""
        lines = [lead] if lead else []
        lines += [
            " ".join(filter(None, (f"{number}. {sentence(option.text)}", sentence(option.added))))
            + self._before(event.scene, option)
            for number, option in enumerate(opened, 1)
        ]
        return lines + [not_open(option) for option in options if option.locked]

    def _before(self, scene: str, option: Option) -> str:
        """Say whether an option was taken in an earlier week."""
        told = self.seen.told(scene, option.id) if self.seen is not None else ""
        return f" ({told})" if told else ""

    # -- the end -------------------------------------------------------------------------------

    def _ending(self, event: Ended, left: Left | None) -> list[Block]:
        recorded = graded(event.grade)
        if event.recorded:
            recorded = "So it ended on the record" + (", and you came to it by another way." if left else ".")
        blocks = [
            [f"The end: {sentence(event.title)} {recorded}"],
            [f"{line.label}: {sentence(line.text)}" for line in event.judgements],
            [
                f"Goal {'still open' if goal.result == 'open' else goal.result}: {sentence(goal.text)}"
                for goal in event.goals
            ],
        ]
        if event.readings:
            readings = [f"{sentence(source)} {sentence(reading)}" for source, reading in event.readings]
            blocks.append(["How others have read these days:", *readings])
        if event.questions:
            blocks.append(["To talk over:", *event.questions])
        return blocks


def graded(grade: str, reason: str = "") -> str:
    """Return an evidence grade in words, with its reason."""
    return capital(sentence(f"{grade}: {reason}" if reason else grade)) if grade else ""


def credit(event: Narration | Speech | Quotation) -> list[str]:
    """Return who put words into a scene of the story, if a branch did."""
    return [sentence(event.added)] if event.added else []


def dated(moment: Moment) -> str:
    """Return a day in both calendars."""
    return f"{moment.words} (New Style {moment.new_style_words})"


def weighed(quotation: Quotation) -> list[str]:
    """Return what keeps a quotation's wording from being sure; nothing if nothing does."""
    doubts = []
    if quotation.second_hand:
        doubts.append("Taken from a later work that quotes it.")
    if quotation.confidence != "high":
        doubts.append(f"Confidence in the wording: {quotation.confidence}.")
    return [*doubts, sentence(quotation.note)] if doubts and quotation.note else doubts


def not_open(option: Option) -> str:
    """Return a locked option with its reason."""
    return f"Not open: {sentence(option.text)} {sentence(option.locked)}"
