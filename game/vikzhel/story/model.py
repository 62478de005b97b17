"""What a story is: the authored tree, one record for each thing a pack can hold.

Each record's fields are its field table (see ``fields.key``): the reader, its errors and the
author's documentation all come from here. Every record knows its place in its file (``mark``).
Moods run −3..+3; dates are Old Style.
"""

from __future__ import annotations

from .dataclass import dataclass
from .dates import Moment
from .diagnostics import Mark, Word
from .fields import ListOf, Record, TableOf, key
from .kinds import Grade, Id, OneOf, Prose, Ref, RuleText, Switch, When, Whole
from .rules import BANDS, Rule
from .shifts import Shift as Shift
from .shifts import ShiftOf

GRADE = Grade()
GRADES = GRADE.words
ROLE = Ref("role")
PERSON = Ref("person or body")
RECORDS = ListOf(Ref("chronology entry"), lone=True)
CITES = ListOf(Ref("chronology entry or quotation"), lone=True)
SUITS = ListOf(Ref("bot or goal"), lone=True)


@dataclass(kw_only=True, slots=True)
class Node:
    """Anything read from a file."""

    mark: Mark


@dataclass(kw_only=True, slots=True)
class Change(Node):
    """One change of a variable, with its own cause where that differs from the choice's."""

    change: Shift = key(ShiftOf("mood"), "how it changes: +1, -1, or the value it is set to", need=True)
    because: Word | None = key(Prose(), "the cause, as the player reads it")


@dataclass(kw_only=True, slots=True)
class IssueChange(Change):
    """One change of what lies on the table."""

    change: Shift = key(ShiftOf("issue"), "how it changes: +1, -1, or the position it is set to", need=True)


@dataclass(kw_only=True, slots=True)
class CounterChange(Change):
    """One change of a counter."""

    change: Shift = key(ShiftOf("counter"), "how it changes: +1, -1, or “to 2”", need=True)


@dataclass(kw_only=True, slots=True)
class Effects(Node):
    """What happens to the variables: on entering a scene, on a choice, on a result."""

    because: Word | None = key(Prose(), "the cause, as the player reads it")
    mood: dict[Word, Change] = key(
        TableOf(Record(Change, "a change of mood", short="change"), keys=Ref("mood"), least=1),
        "whose mood changes, and how",
    )
    table: dict[Word, IssueChange] = key(
        TableOf(Record(IssueChange, "a change on the table", short="change"), keys=Ref("issue"), least=1),
        "what changes in the draft agreement",
    )
    count: dict[Word, CounterChange] = key(
        TableOf(Record(CounterChange, "a change of a counter", short="change"), keys=Ref("counter"), least=1),
        "which counters change",
    )
    flag: list[Word] = key(ListOf(Ref("flag"), lone=True), "flags that are set")
    unflag: list[Word] = key(ListOf(Ref("flag"), lone=True), "flags that are cleared")
    learn: list[Word] = key(ListOf(Ref("fact"), lone=True), "facts the man learns")

    @property
    def any(self) -> bool:
        """True if anything at all changes."""
        return bool(self.mood or self.table or self.count or self.flag or self.unflag or self.learn)


@dataclass(kw_only=True, slots=True)
class Block(Node):
    """One piece of a scene's text: narration, a quotation, or invented speech, perhaps conditional."""

    text: Word | None = key(Prose(), "a paragraph of narration")
    quote: Word | None = key(Ref("quotation"), "a quotation of the evidence base, by its id")
    says: Word | None = key(PERSON, "who says the invented words in “line”")
    line: Word | None = key(Prose(), "invented speech")
    condition: Rule | None = key(RuleText(), "shown only if this holds", name="if")
    tells: Word | None = key(Ref("goal"), "the goal that this text tells the player is lost")
    evidence: Word | None = key(GRADE, "its own grade, where that is not the scene's")
    cites: list[Word] = key(RECORDS, "chronology entries it rests on")
    reason: Word | None = key(Prose(), "why it may be imagined so")
    brought: str = ""
    """What players are told if a branch has put it into a scene of the story."""


BLOCKS = ListOf(Record(Block, "text", short="text", many="paragraphs"), lone=True)


@dataclass(kw_only=True, slots=True)
class Way(Node):
    """Where a path goes on, perhaps only if a rule holds."""

    to: Word = key(Ref("scene", also=("back",)), "the scene to go to", need=True)
    condition: Rule | None = key(RuleText(), "taken only if this holds", name="if")


GOTO = ListOf(Record(Way, "the id of a scene", short="to", many="ways on"), lone=True, least=1)


@dataclass(kw_only=True, slots=True)
class Choice(Effects):
    """Something the player may do."""

    id: Word | None = key(Id(), "a stable id, unique in its scene")
    text: Word = key(Prose(), "what the player reads", need=True)
    goto: list[Way] = key(GOTO, "where it leads", need=True)
    condition: Rule | None = key(RuleText(), "hidden, or with “locked” barred, unless this holds", name="if")
    locked: Word | None = key(Prose(), "why it is barred, shown to the player")
    once: bool = key(Switch(), "may be taken only once in a run", default=False)
    fallback: bool = key(Switch(), "offered only when nothing else is open", default=False)
    reflective: bool = key(Switch(), "changes nothing, and says so", default=False)
    reply: list[Block] = key(BLOCKS, "text shown at once when it is taken")
    argued_by: list[Word] = key(ListOf(PERSON, lone=True), "who argued this that week")
    cites: list[Word] = key(CITES, "where it is attested")
    really_chose: list[Word] = key(ListOf(ROLE, lone=True), "the roles whose real man did this")
    record: Word | None = key(
        OneOf("documented", "reported", "silent"), "how far the record goes about what he did"
    )
    evidence: Word | None = key(GRADE, "documented, inferred or counterfactual")
    suits: list[Word] = key(SUITS, "the bots and goals whose player would prefer this")


@dataclass(kw_only=True, slots=True)
class Door(Node):
    """One of the places a man may go before a sitting."""

    to: Word = key(Ref("scene"), "the scene behind the door", need=True)
    text: Word = key(Prose(), "what the player reads", need=True)
    condition: Rule | None = key(RuleText(), "hidden, or with “locked” barred, unless this holds", name="if")
    locked: Word | None = key(Prose(), "why it is barred, shown to the player")
    suits: list[Word] = key(SUITS, "the bots and goals whose player would prefer this")


@dataclass(kw_only=True, slots=True)
class Doors(Node):
    """Pick some of these scenes, in any order; then go on."""

    pick: int = key(Whole(1, 12), "how many may be visited", need=True)
    of: list[Door] = key(
        ListOf(Record(Door, "a door with its keys", many="doors"), least=1, most=12), "the doors", need=True
    )
    then: list[Way] = key(GOTO, "where it goes on afterwards", need=True)


@dataclass(kw_only=True, slots=True)
class Outcome(Effects):
    """What a vote's result changes, and where it leads."""

    goto: list[Way] = key(GOTO, "where it leads", need=True)


@dataclass(kw_only=True, slots=True)
class Holding(Node):
    """A scene in which a vote is held."""

    hold: Word = key(Ref("vote"), "the vote's id", need=True)
    seen: Word | None = key(
        OneOf("room", "news", "hearsay"), "room (he is there, the default), news, or hearsay"
    )
    predict: Word | None = key(Prose(), "the question put to the player before the count")
    carried: Outcome = key(Record(Outcome, "what follows"), "what follows if it is carried", need=True)
    lost: Outcome = key(Record(Outcome, "what follows"), "what follows if it is lost", need=True)
    tied: Outcome | None = key(Record(Outcome, "what follows"), "what follows if it is tied (else as lost)")


@dataclass(kw_only=True, slots=True)
class Branch(Effects):
    """One thing chance may bring."""

    id: Word = key(Id(), "a stable id, unique in its scene", need=True)
    weight: int = key(Whole(1, 1000), "how likely, against the other branches", need=True)
    text: Word | None = key(Prose(), "what the player reads when it comes")
    goto: list[Way] = key(GOTO, "where it leads", need=True)


@dataclass(kw_only=True, slots=True)
class Chance(Node):
    """Something nobody at the table decides."""

    of: list[Branch] = key(
        ListOf(Record(Branch, "a branch with its keys", many="branches"), least=2, most=20),
        "the branches",
        need=True,
    )


@dataclass(kw_only=True, slots=True)
class Scene(Effects):
    """A place and a time, what is to be read there, and one way on."""

    title: Word | None = key(Prose(), "a short heading")
    when: Moment | None = key(When(), "day and hour, Old Style")
    where: Word | None = key(Prose(), "the place")
    evidence: Word | None = key(GRADE, "documented, inferred or counterfactual", need=True)
    cites: list[Word] = key(RECORDS, "chronology entries it rests on")
    reason: Word | None = key(Prose(), "why it may be imagined so")
    content: list[Word] = key(ListOf(Ref("content note"), lone=True), "content notes")
    room: list[Word] = key(ListOf(Ref("mood"), lone=True, most=6), "whose moods matter here")
    text: list[Block] = key(BLOCKS, "what is read")
    choices: list[Choice] = key(
        ListOf(Record(Choice, "a choice with its keys", many="choices"), least=1, most=12),
        "what the player may do",
    )
    goto: list[Way] = key(GOTO, "the scene it flows into")
    doors: Doors | None = key(Record(Doors, "the keys pick, of and then"), "places to visit before going on")
    vote: Holding | None = key(Record(Holding, "the keys hold, carried and lost"), "a vote is held")
    chance: Chance | None = key(Record(Chance, "the key of, with branches"), "chance decides")
    ending: Word | None = key(Ref("ending"), "the week ends here")


@dataclass(kw_only=True, slots=True)
class Card(Node):
    """A role card: who you are, in sixty words."""

    who: Word = key(Prose(), "who he is", need=True)
    want: Word = key(Prose(), "what he wants", need=True)
    fear: Word = key(Prose(), "what he fears", need=True)
    answers_to: Word = key(Prose(), "whom he answers to", need=True)
    cannot: Word = key(Prose(), "what he cannot do", need=True)
    deadline: Word = key(Prose(), "what the clock is", need=True)


@dataclass(kw_only=True, slots=True)
class Goal(Node):
    """Something a role wants, judged apart from the ending."""

    text: Word = key(Prose(), "the goal, as the player reads it", need=True)
    met: Rule = key(RuleText(), "when it is met", need=True)
    lost: Rule | None = key(RuleText(), "when it can no longer be met")


@dataclass(kw_only=True, slots=True)
class Role(Node):
    """A man the player can be."""

    name: Word | None = key(Prose(), "his name, if not the one in the evidence base")
    card: Card = key(Record(Card, "the six lines of the card"), "the role card", need=True)
    start: Word = key(Ref("scene"), "the scene he starts in", need=True)
    begins: Effects | None = key(Record(Effects, "effects"), "what is different for him at the start")
    goals: dict[Word, Goal] = key(TableOf(Record(Goal, "a goal with its keys")), "what he wants")


@dataclass(kw_only=True, slots=True)
class Mood(Node):
    """That somebody's mood towards the player is followed, and where it starts."""

    start: Word = key(OneOf(*BANDS), "the band it starts in", need=True)
    label: Word | None = key(Prose(), "the name shown, if not the one in the evidence base")


@dataclass(kw_only=True, slots=True)
class Counter(Node):
    """A small number that is counted."""

    label: Word = key(Prose(), "what is counted", need=True)
    min: int = key(Whole(0, 100), "the least it can be", default=0)
    max: int = key(Whole(1, 100), "the most it can be", need=True)
    start: int = key(Whole(0, 100), "where it starts", default=0)


@dataclass(kw_only=True, slots=True)
class Fact(Node):
    """Something the man may come to know."""

    text: Word = key(Prose(), "the fact in words", need=True)
    reveals: dict[Word, list[Word]] = key(
        TableOf(ListOf(Ref("issue"), lone=True), keys=Ref("bloc")),
        "the red lines it makes known: bloc, then issues",
    )


@dataclass(kw_only=True, slots=True)
class Line(Node):
    """One wording of a judgement, for when a rule holds."""

    text: Word = key(Prose(), "the words", need=True)
    condition: Rule | None = key(RuleText(), "used if this holds", name="if")


@dataclass(kw_only=True, slots=True)
class Reading(Node):
    """How a historian reads these events, in the author's own words."""

    source: Word = key(Ref("source"), "the work", need=True)
    reading: Word = key(Prose(), "what it holds", need=True)
    condition: Rule | None = key(
        RuleText(), "a run in which this holds is one that the reading fits; the debrief says so", name="fits"
    )
    in_which: Word | None = key(
        Prose(sample="the decree stood"), "the rule of “fits” in words, to stand after “one in which”"
    )


@dataclass(kw_only=True, slots=True)
class Ending(Node):
    """How it ended, put together from what happened."""

    title: Word = key(Prose(), "the heading", need=True)
    evidence: Word = key(GRADE, "documented, inferred or counterfactual", need=True)
    text: list[Block] = key(BLOCKS, "what is read", need=True)
    later: list[Block] = key(BLOCKS, "read after it: words from after the story's days, called so")
    judgement: dict[Word, list[Line]] = key(
        TableOf(
            ListOf(Record(Line, "text", short="text", many="wordings"), lone=True, least=1),
            keys=Ref("judgement"),
        ),
        "for each line of judgement, the first wording that holds",
    )
    historians: list[Reading] = key(
        ListOf(Record(Reading, "a work and its reading", many="readings")), "historians' readings"
    )
    questions: list[Word] = key(ListOf(Prose()), "questions to talk over")
    recorded: bool = key(Switch(), "this is how it really ended", default=False)


@dataclass(kw_only=True, slots=True)
class Manifest(Node):
    """What a pack says about itself."""

    id: Word = key(Id(), "the pack's id", need=True)
    title: Word = key(Prose(), "the story's title", need=True)
    subtitle: Word | None = key(Prose(), "a second line under it")
    version: Word = key(Prose(sample="0.1.0"), "the pack's version, such as 0.1.0", need=True)
    authors: list[Word] = key(ListOf(Prose(), lone=True), "who wrote it", need=True)
    licence: Word | None = key(Prose(), "on what terms it may be used")
    evidence: Word | None = key(OneOf("shipped", "own"), "“shipped” to use the program's evidence base")
    greeting: Word = key(Prose(), "the first words a player reads", need=True)
    how: Word | None = key(Prose(), "how to play, in 120 words")
    judgements: dict[Word, Word] = key(TableOf(Prose()), "the lines on which endings are judged")
    content: dict[Word, Word] = key(TableOf(Prose()), "content notes that scenes may name")
    renamed: dict[Word, Word] = key(
        TableOf(Prose(), free=True), "old ids and what they are called now, so that old runs go on"
    )


@dataclass(kw_only=True, slots=True)
class PackPerson(Node):
    """Somebody the evidence base does not have."""

    name: Word = key(Prose(), "how the game names him or her", need=True)
    about: Word | None = key(Prose(), "who this is")
    invented: bool = key(Switch(), "true if made up for the story", default=False)


@dataclass(kw_only=True, slots=True)
class Bot(Node):
    """A kind of player for the proof to play as: three times in four it takes what ``suits`` it, else anything open."""

    name: Word = key(Prose(), "what the report calls this player", need=True)
    about: Word | None = key(Prose(), "how such a player decides")
