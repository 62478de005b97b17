"""The tables that files hold: those of the evidence, those of any story, and those that only a whole story has."""

from __future__ import annotations

from . import evidence, model, negotiation
from .dataclass import dataclass
from .diagnostics import Word
from .fields import Record, TableOf, key
from .kinds import Prose, Ref


@dataclass(kw_only=True, slots=True)
class EvidenceTables:
    """What rests on sources, wherever it stands."""

    sources: dict[Word, evidence.Source] = key(TableOf(Record(evidence.Source, "a source")), "sources")
    quotes: dict[Word, evidence.Quotation] = key(
        TableOf(Record(evidence.Quotation, "a quotation")), "quotations"
    )
    bodies: dict[Word, evidence.Body] = key(TableOf(Record(evidence.Body, "a body")), "bodies")
    voices: dict[Word, evidence.Voice] = key(TableOf(Record(evidence.Voice, "a voice")), "other speakers")
    chronology: dict[Word, evidence.Event] = key(TableOf(Record(evidence.Event, "an event")), "what happened")


@dataclass(kw_only=True, slots=True)
class EvidenceFile(EvidenceTables):
    """The top-level keys of a file of the evidence base."""

    people: dict[Word, evidence.Person] = key(TableOf(Record(evidence.Person, "a person")), "people")


@dataclass(kw_only=True, slots=True)
class StoryTables(EvidenceTables):
    """What a story and a branch of one can both bring."""

    people: dict[Word, model.PackPerson] = key(
        TableOf(Record(model.PackPerson, "a person", short="name")), "people of the story's own"
    )
    moods: dict[Word, model.Mood] = key(
        TableOf(Record(model.Mood, "a mood", short="start"), keys=Ref("person or body")), "whose moods count"
    )
    flags: dict[Word, Word] = key(TableOf(Prose()), "things that are so or not so")
    counters: dict[Word, model.Counter] = key(TableOf(Record(model.Counter, "a counter")), "small numbers")
    facts: dict[Word, model.Fact] = key(
        TableOf(Record(model.Fact, "a fact", short="text")), "what may be learnt"
    )
    blocs: dict[Word, negotiation.Bloc] = key(
        TableOf(Record(negotiation.Bloc, "a bloc")), "who votes together"
    )
    votes: dict[Word, negotiation.Vote] = key(TableOf(Record(negotiation.Vote, "a vote")), "motions")
    endings: dict[Word, model.Ending] = key(TableOf(Record(model.Ending, "an ending")), "the endings")
    glossary: dict[Word, Word] = key(TableOf(Prose(), free=True), "words explained")


@dataclass(kw_only=True, slots=True)
class PackFile(StoryTables):
    """The top-level keys of a pack's files, each of which may stand in any of them."""

    roles: dict[Word, model.Role] = key(
        TableOf(Record(model.Role, "a role"), keys=Ref("person or body")), "the men to play"
    )
    scenes: dict[Word, model.Scene] = key(TableOf(Record(model.Scene, "a scene")), "the scenes")
    table: dict[Word, negotiation.Issue] = key(
        TableOf(Record(negotiation.Issue, "an issue")), "the draft agreement"
    )
    bots: dict[Word, model.Bot] = key(
        TableOf(Record(model.Bot, "a bot", short="name")), "kinds of player for the proof"
    )
