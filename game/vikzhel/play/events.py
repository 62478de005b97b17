"""What happens in a play-through, as a stream of facts that every front end renders.

Events are frozen and carry finished words: a screen, the plain mode, a transcript and a debrief
all show the same stream. Moods run −3..+3; days are Old Style.
"""

from __future__ import annotations

from ..story.dataclass import dataclass
from ..story.dates import Moment


@dataclass(frozen=True, slots=True)
class Option:
    """Something the player can do now, or sees locked.

    ``kind`` is ``choice``, ``door``, ``draw`` (chance decides) or ``vote`` (the count is awaited).
    ``locked`` holds the reason when it cannot be taken. ``index`` is its place in the scene.
    """

    id: str
    text: str
    kind: str
    index: int
    locked: str = ""
    reflective: bool = False
    grade: str = ""
    argued_by: tuple[str, ...] = ()
    added: str = ""
    """That it comes from a branch, and from whose, in words."""


@dataclass(frozen=True, slots=True)
class SceneEntered:
    """The story has moved to a scene; ``again`` when a man comes back to the doors."""

    scene: str
    title: str
    when: Moment | None
    where: str
    grade: str
    reason: str
    cites: tuple[str, ...]
    content: tuple[str, ...]
    room: tuple[str, ...]
    again: bool = False
    added: str = ""
    """That it comes from a branch, or was changed by one, and by whose, in words."""


@dataclass(frozen=True, slots=True)
class Narration:
    """A paragraph. ``goal`` names a goal that it tells the player is lost.

    ``added`` says, here and in what is spoken and quoted, that a branch put it there, and whose. ``grade`` and ``reason`` are set where its evidence is not that of its scene.
    """

    text: str
    goal: str = ""
    grade: str = ""
    reason: str = ""
    added: str = ""


@dataclass(frozen=True, slots=True)
class Speech:
    """Invented words."""

    who: str
    name: str
    line: str
    added: str = ""


@dataclass(frozen=True, slots=True)
class Quotation:
    """Recorded words, letter for letter, with all that is needed to weigh them."""

    id: str
    text: str
    speaker: str
    occasion: str
    when: Moment
    cited: str
    confidence: str
    context: str
    note: str
    source_kind: str
    second_hand: bool
    added: str = ""


@dataclass(frozen=True, slots=True)
class Chosen:
    """The player has taken an option."""

    scene: str
    id: str
    text: str
    kind: str


@dataclass(frozen=True, slots=True)
class MoodChanged:
    """A mood moved from ``before`` to ``after``; ``wanted`` is where it would be without the clamp."""

    who: str
    name: str
    before: int
    after: int
    wanted: int
    because: str


@dataclass(frozen=True, slots=True)
class TableChanged:
    """The draft agreement changed on one issue; positions are given in words."""

    issue: str
    label: str
    before: str
    after: str
    because: str


@dataclass(frozen=True, slots=True)
class CounterChanged:
    counter: str
    label: str
    before: int
    after: int
    because: str


@dataclass(frozen=True, slots=True)
class FlagChanged:
    """Something has become so, or is so no longer; ``meaning`` is what the author says it means."""

    flag: str
    meaning: str
    so: bool
    because: str


@dataclass(frozen=True, slots=True)
class FactLearned:
    """The man has come to know something; ``reveals`` lists (bloc, issue) red lines now known."""

    fact: str
    text: str
    reveals: tuple[tuple[str, str], ...]
    because: str


@dataclass(frozen=True, slots=True)
class Roll:
    """How one bloc votes and why.

    ``parts`` are the points that were added up, in words; their sum against ``needs`` gives
    ``vote`` (``for``, ``against``, ``abstain``) unless ``refused`` names a red line. In a vote
    between rival texts ``rival`` is the sum for the other text. ``why`` says it in a sentence.
    """

    bloc: str
    name: str
    seats: int
    vote: str
    parts: tuple[tuple[str, int], ...]
    needs: int
    refused: str
    rival: int | None
    why: str

    @property
    def score(self) -> int:
        """Return the sum of the parts."""
        return sum(points for _, points in self.parts)


@dataclass(frozen=True, slots=True)
class Record:
    """What the record says of a vote; a figure is a number, ``unknown`` or ``disputed``."""

    votes_for: int | str
    against: int | str
    abstain: int | str
    cites: tuple[str, ...]
    note: str


@dataclass(frozen=True, slots=True)
class VoteHeld:
    """A body has voted. ``seen``: ``room``, ``news`` or ``hearsay`` (then no figures reach him).

    ``rivals`` names the two texts of a vote between texts: a vote for is one for the first.
    """

    vote: str
    title: str
    body: str
    seen: str
    rolls: tuple[Roll, ...]
    votes_for: int
    against: int
    abstain: int
    result: str
    carry: str
    recorded: Record | None
    rivals: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Prediction:
    """Before a count the player is asked what he expects; it changes nothing in the story."""

    vote: str
    question: str


@dataclass(frozen=True, slots=True)
class Reflection:
    """The choice just made changes nothing but the man who made it."""


@dataclass(frozen=True, slots=True)
class DoorsOpened:
    """There is time for ``left`` more of the places on offer."""

    left: int
    of: int


@dataclass(frozen=True, slots=True)
class Drawn:
    """Chance has decided."""

    id: str
    text: str


@dataclass(frozen=True, slots=True)
class Offered:
    """The story waits for the player; locked options are among them, with their reason."""

    scene: str
    options: tuple[Option, ...]


@dataclass(frozen=True, slots=True)
class Judgement:
    """One line on which the ending is judged."""

    line: str
    label: str
    text: str


@dataclass(frozen=True, slots=True)
class GoalJudged:
    """What has become of one of the man's own goals: ``met``, ``lost``, or still ``open``."""

    goal: str
    text: str
    result: str


@dataclass(frozen=True, slots=True)
class Ended:
    """The week is over. Its paragraphs come before this as narration, speech and quotations."""

    ending: str
    title: str
    grade: str
    recorded: bool
    judgements: tuple[Judgement, ...]
    goals: tuple[GoalJudged, ...]
    readings: tuple[tuple[str, str], ...]
    questions: tuple[str, ...]


Event = (
    SceneEntered
    | Narration
    | Speech
    | Quotation
    | Chosen
    | MoodChanged
    | TableChanged
    | CounterChanged
    | FlagChanged
    | FactLearned
    | VoteHeld
    | Prediction
    | Reflection
    | DoorsOpened
    | Drawn
    | Offered
    | Ended
)
