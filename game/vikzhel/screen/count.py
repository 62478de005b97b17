"""A count, set as a roll on a board: what was put, how each bloc voted and why, the sum, the record.

The board is set whole, or as it comes in, bloc by bloc: those who were never in doubt first, then
those whom one point would have turned.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content

from ..archive.cites import cited_in_full
from ..play.events import Record, Roll, VoteHeld
from ..story.dataclass import dataclass
from .cells import padded
from .typesetting import BLANK, BOLD, INK, QUIET, RED, RED_BOLD, ends, hang, rule, wrap

if TYPE_CHECKING:
    from ..play.run import Step
    from ..story.packs import Pack

Texts = tuple[str, str]
"""What the two texts of a vote between rival texts are called: a vote for is one for the first."""

VOTES = ("for", "against", "abstain")
_RESULT = {"carried": "Carried", "lost": "Lost", "tied": "Tied"}
_SURE = {1: "a guess", 2: "fairly sure", 3: "certain"}
FIVE = 5
_LEAD = 14
"""Cells before a bloc's name: its vote, its seats."""


def texts_of(pack: Pack, vote: str) -> Texts | None:
    """Return the names of the two texts a vote is between, or ``None`` if it is on one motion."""
    between = next((record.between for name, record in pack.files.votes.items() if name == vote), None)
    return (str(between.a.label), str(between.b.label)) if between else None


def taken(result: str, texts: Texts) -> str:
    """Return the name of the text that a result takes, in quotation marks."""
    return f"“{texts[0] if result == 'carried' else texts[1]}”"


def wavered(roll: Roll) -> bool:
    """Return whether one point, or another mood, would have turned a bloc."""
    if roll.refused:
        return False
    if not roll.parts:  # a stance of its own, with a reason given where it hung on something
        return roll.vote == "abstain"
    against = roll.needs if roll.rival is None else roll.rival
    return roll.vote == "abstain" or abs(roll.score - against) <= 1


@dataclass(frozen=True, slots=True)
class Count:
    """A count that the man learns of, with figures or without."""

    event: VoteHeld
    pack: Pack
    step: Step | None = None
    """The step that awaited it, with what the player expected."""

    @property
    def texts(self) -> Texts | None:
        return self.event.rivals or texts_of(self.pack, self.event.vote)

    @property
    def order(self) -> list[Roll]:
        """Return the rolls as they are called: the waverers last, the larger bloc after the smaller."""
        return sorted(self.event.rolls, key=lambda roll: (wavered(roll), roll.seats))

    @property
    def stages(self) -> int:
        """Return how many blocs are called: none if he was not in the room."""
        return len(self.event.rolls) if self.event.seen == "room" else 0

    # -- whole ---------------------------------------------------------------------------------

    def whole(self, width: int) -> list[Content]:
        """Return all of it."""
        if self.event.seen == "hearsay":
            return self._hearsay(width)
        lines = [*self._head(width), BLANK, *self._board(width, len(self.event.rolls)), BLANK]
        firm = [roll for roll in self.order if not wavered(roll)]
        waverers = [roll for roll in self.order if wavered(roll)]
        for roll in firm:
            lines += [*self._called(roll, width), *self._why(roll, width)]
        if waverers:
            lines += (
                [BLANK, Content.styled("Those whom one point would have turned", RED_BOLD)] if firm else []
            )
            for roll in waverers:
                lines += [*self._called(roll, width), *self._why(roll, width), *self._sum(roll, width)]
        lines += [rule(width), *self._result(width)]
        if self.event.recorded is not None:
            lines += self._record(self.event.recorded, width)
        if self.step is not None and self.step.prediction:
            lines += hang(("› ", RED), self._foreseen(self.step), width, QUIET)
        return [*lines, BLANK]

    def _head(self, width: int) -> list[Content]:
        event = self.event
        kind = {"room": "The count", "news": "News of a count", "hearsay": "Hearsay"}[event.seen]
        lines = [rule(width, kind, event.body, RED_BOLD, "═", BOLD), *wrap(event.title, width, BOLD)]
        away = "" if event.seen == "room" else "You were not there. "
        return [*lines, *wrap(f"{away}{self._needed()}", width, QUIET)]

    def _needed(self) -> str:
        if self.event.seen == "hearsay":
            return ""
        if self.event.carry == "two-thirds":
            return "It needs two thirds of the votes for and against."
        return "The text with more votes is taken." if self.texts else "It needs more votes for than against."

    def _hearsay(self, width: int) -> list[Content]:
        said = {
            "carried": "is said to have been carried",
            "lost": "is said to be lost",
            "tied": "is said to be tied",
        }[self.event.result]
        if self.texts and self.event.result != "tied":
            said = f"is said that {taken(self.event.result, self.texts)} was taken"
        return [*self._head(width), *wrap(f"It {said}. Nobody gives figures.", width), BLANK]

    # -- the board -----------------------------------------------------------------------------

    def _board(self, width: int, called: int) -> list[Content]:
        """Return the three rows of figures after so many blocs were called."""
        tally = dict.fromkeys(VOTES, 0)
        for roll in self.order[:called]:
            tally[roll.vote] += roll.seats
        seats = sum(roll.seats for roll in self.event.rolls)
        names = self._names()
        at = min(max(10, *(len(name) + 2 for name in names.values())), width // 2)
        room = max(8, width - at - 5)
        lines = []
        for vote in VOTES:
            many = tally[vote] if seats <= room else -(-tally[vote] * room // seats)
            squares = "■" * many
            if seats + seats // FIVE <= room:  # in fives, so that they can be counted
                squares = " ".join(squares[n : n + FIVE] for n in range(0, many, FIVE))
            lines.append(
                Content.assemble(
                    (padded(names[vote][: at - 2], at), BOLD if vote != "abstain" else QUIET),
                    (f"{tally[vote]:>3}  ", BOLD),
                    (squares, INK if vote != "abstain" else QUIET),
                )
            )
        return lines

    def _names(self) -> dict[str, str]:
        if self.texts is None:
            return {"for": "for", "against": "against", "abstain": "abstain"}
        return {"for": f"“{self.texts[0]}”", "against": f"“{self.texts[1]}”", "abstain": "neither"}

    def at(self, called: int, width: int) -> list[Content]:
        """Return the board when so many blocs have been called, the last of them with its reason."""
        lines = [*self._head(width), BLANK, *self._board(width, called), BLANK]
        for number, roll in enumerate(self.order[:called], 1):
            lines += self._called(roll, width)
            if number == called:
                lines += self._why(roll, width)
        waiting = sum(roll.seats for roll in self.order[called:])
        if waiting:
            votes = "one vote" if waiting == 1 else f"{waiting} votes"
            lines += wrap(f"{'…':<{_LEAD}}{votes} not called yet.{self._settled(called)}", width, QUIET)
        else:
            lines += [rule(width), *self._result(width)]
        return [*lines, BLANK]

    def _settled(self, called: int) -> str:
        """Say so, if those who are left can no longer change the result of a majority vote."""
        tally = dict.fromkeys(VOTES, 0)
        for roll in self.order[:called]:
            tally[roll.vote] += roll.seats
        waiting = sum(roll.seats for roll in self.order[called:])
        if self.event.carry == "two-thirds" or abs(tally["for"] - tally["against"]) <= waiting:
            return ""
        return " They cannot change it any more."

    # -- the rolls -----------------------------------------------------------------------------

    def _called(self, roll: Roll, width: int) -> list[Content]:
        name = f"{roll.name[:1].upper()}{roll.name[1:]}"
        if self.texts is None:
            return hang((f"{roll.vote:<9} {roll.seats:>3} ", BOLD), name, width)
        text = {"for": f"for “{self.texts[0]}”", "against": f"for “{self.texts[1]}”"}.get(
            roll.vote, "for neither"
        )
        return hang((f"{'':9} {roll.seats:>3} ", BOLD), f"{name}: {text}", width)

    def _why(self, roll: Roll, width: int) -> list[Content]:
        indent = " " * _LEAD
        return wrap(roll.why, width, QUIET, first=indent, rest=indent) if roll.why else []

    def _sum(self, roll: Roll, width: int) -> list[Content]:
        """Return a waverer's reckoning: what spoke for the text, what against, and what it asked."""
        if not roll.parts:
            return []
        told = "; ".join(f"{_signed(points)} {words.rstrip('. ')}" for words, points in roll.parts)
        asked = f"the other came to {roll.rival}" if roll.rival is not None else f"it asked for {roll.needs}"
        indent = " " * _LEAD
        return wrap(f"{told}. That makes {roll.score}; {asked}.", width, QUIET, first=indent, rest=indent)

    # -- the result ----------------------------------------------------------------------------

    def _result(self, width: int) -> list[Content]:
        event = self.event
        counted = event.votes_for, event.against, event.abstain
        texts = self.texts
        if texts is None:
            return [ends(_RESULT[event.result], figures(*counted), width, RED_BOLD, BOLD)]
        result = "Tied" if event.result == "tied" else f"Taken: {taken(event.result, texts)}"
        return [*wrap(result, width, RED_BOLD), *wrap(f"{figures(*counted, texts=texts)}.", width, BOLD)]

    def _record(self, record: Record, width: int) -> list[Content]:
        """Return the recorded figures, what is doubtful about them, and where they stand."""
        recorded = (record.votes_for, record.against, record.abstain)
        known = [value for value in recorded if isinstance(value, int)]
        event = self.event
        same = recorded == (event.votes_for, event.against, event.abstain)
        if not known:
            told = "no figures are known" if "disputed" not in recorded else "the figures are disputed"
        else:
            told = figures(*(_figure(value) for value in recorded), texts=self.texts)
        lines = hang(("Record  ", QUIET), f"{'the same: ' if same else ''}{told}.", width, BOLD)
        indent = " " * 8
        notes = [record.note, *(cited_in_full(self.pack, entry, most=1) for entry in record.cites)]
        for note in filter(None, notes):
            lines += wrap(note, width, QUIET, first=indent, rest=indent)
        return lines

    def _foreseen(self, step: Step) -> str:
        if step.prediction == "unsure":
            return "You would not say beforehand how it would go."
        seen = step.prediction == self.event.result
        came = "You saw it coming" if seen else "It came otherwise than you thought"
        sure = f", {_SURE[step.sureness]}" if step.sureness in _SURE else ""
        texts = self.texts
        expected = f"them to take {taken(step.prediction, texts)}" if texts else f"it {step.prediction}"
        return f"{came}: you expected {expected}{sure}."


def figures(
    votes_for: int | str, against: int | str, abstain: int | str, *, texts: Texts | None = None
) -> str:
    """Return ``5 for, 1 against, 3 abstained``; between two texts ``5 for “A”, 1 for “B”, 3 abstained``."""
    one, other = (f"for “{texts[0]}”", f"for “{texts[1]}”") if texts else ("for", "against")
    return f"{votes_for} {one}, {against} {other}, {abstain} abstained"


def _figure(value: int | str) -> str:
    if isinstance(value, int):
        return str(value)
    return {"unknown": "an unknown number", "disputed": "a disputed number"}.get(value, f"({value})")


def _signed(points: int) -> str:
    return f"+{points}" if points > 0 else f"−{-points}"
