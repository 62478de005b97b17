"""The negotiation: the draft on the table, who votes together and what moves them, and the votes with their record."""

from __future__ import annotations

from .dataclass import dataclass
from .diagnostics import Word
from .fields import ListOf, Record, TableOf, key
from .kinds import Figure, Id, OneOf, Prose, Ref, RuleText, Whole
from .model import RECORDS, Node
from .rules import Rule

POSITIONS = ListOf(Id(), lone=True)
VOTE_WORD = OneOf("for", "against", "abstain")
SEATS = TableOf(Whole(0, 2000), keys=Ref("bloc"), least=1)


@dataclass(kw_only=True, slots=True)
class Issue(Node):
    """One question of the draft agreement, its positions in order."""

    label: Word = key(Prose(), "the issue's name", need=True)
    question: Word | None = key(Prose(), "what it asks")
    positions: dict[Word, Word] = key(TableOf(Prose(), least=2), "the positions in order", need=True)
    start: Word = key(Id(), "the position it starts in", need=True)


@dataclass(kw_only=True, slots=True)
class Pressure(Node):
    """What events add to a bloc's side of the scales."""

    condition: Rule = key(RuleText(), "when it presses", name="if", need=True)
    points: int = key(Whole(-6, 6), "how many points it adds or takes", need=True)
    because: Word = key(Prose(), "the cause, as the player reads it", need=True)


@dataclass(kw_only=True, slots=True)
class Bloc(Node):
    """People in a body who vote together.

    A text is worth the sum of ``points`` of its positions; with pressure and the tilt of a mood it
    must reach ``needs``. A text that crosses a ``never`` is refused whatever it is worth.
    """

    name: Word = key(Prose(), "the bloc's name, as in “the middle of the Committee”", need=True)
    body: Word = key(Ref("body"), "the body it sits in", need=True)
    mood: Word | None = key(Ref("mood"), "whose mood tilts it")
    needs: int = key(Whole(-20, 40), "the points a text must reach", default=0)
    points: dict[Word, dict[Word, int]] = key(
        TableOf(TableOf(Whole(-6, 6)), keys=Ref("issue")), "what each position is worth to it"
    )
    never: dict[Word, list[Word]] = key(
        TableOf(POSITIONS, keys=Ref("issue")), "positions it will never accept"
    )
    pressure: list[Pressure] = key(
        ListOf(Record(Pressure, "a pressure with its keys", many="pressures")), "what events add"
    )
    reasons: dict[Word, dict[Word, Word]] = key(
        TableOf(TableOf(Prose()), keys=Ref("issue")), "its words about a position"
    )


@dataclass(kw_only=True, slots=True)
class Text(Node):
    """A text put to the vote, laid over the draft."""

    label: Word = key(Prose(), "what it is called", need=True)
    on: dict[Word, Word] = key(TableOf(Id(), keys=Ref("issue")), "its positions where they differ", need=True)


@dataclass(kw_only=True, slots=True)
class Rivals(Node):
    """Two texts, one of which is taken."""

    a: Text = key(
        Record(Text, "a text with its keys"), "the first text; the vote is carried if it wins", need=True
    )
    b: Text = key(Record(Text, "a text with its keys"), "the second text", need=True)


@dataclass(kw_only=True, slots=True)
class Stance(Node):
    """How a bloc votes on a motion that is not about the draft, if a rule holds."""

    vote: Word = key(VOTE_WORD, "for, against or abstain", need=True)
    condition: Rule | None = key(RuleText(), "if this holds", name="if")
    because: Word | None = key(Prose(), "its reason, in words")


@dataclass(kw_only=True, slots=True)
class Recorded(Node):
    """What the record says of a vote."""

    votes_for: int | Word = key(Figure(), "votes for", name="for", need=True)
    against: int | Word = key(Figure(), "votes against", need=True)
    abstain: int | Word | None = key(Figure(), "abstentions")
    cites: list[Word] = key(RECORDS, "where it is recorded", need=True)
    note: Word | None = key(Prose(), "what is doubtful about it")


@dataclass(kw_only=True, slots=True)
class Vote(Node):
    """A motion, who sits in judgement on it, and what the record says."""

    title: Word = key(Prose(), "the motion in words", need=True)
    body: Word = key(Ref("body"), "the body that votes", need=True)
    present: dict[Word, int] = key(SEATS, "the blocs there and their seats", need=True)
    on: dict[Word, Word] | None = key(
        TableOf(Id(), keys=Ref("issue")), "positions laid over the draft", absent=True
    )
    between: Rivals | None = key(Record(Rivals, "the keys a and b"), "two rival texts")
    stance: dict[Word, list[Stance]] | None = key(
        TableOf(
            ListOf(Record(Stance, "for, against or abstain", short="vote", many="stances"), lone=True),
            keys=Ref("bloc"),
        ),
        "how each bloc votes on a motion that is not about the draft",
        absent=True,
    )
    carry: Word | None = key(OneOf("majority", "two-thirds"), "what carries it; a majority if not said")
    recorded: Recorded | None = key(Record(Recorded, "the figures and where they stand"), "the record")
