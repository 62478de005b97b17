"""What a branch is: a pack that is laid over a story (``extends:``), and how its files are read.

A branch brings scenes, people, quotations and whatever else it needs of its own, adds to scenes of the
story, and replaces in them what it says it replaces. Its own ids are written plainly and are
``branch:id`` everywhere else, so that two branches never clash. ``laying.py`` lays it over the story.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from . import model
from .dataclass import dataclass
from .dates import Moment
from .diagnostics import Word
from .fields import ListOf, Record, TableOf, key
from .kinds import ID, MISSING, Grade, Id, Prose, Reading, Ref, When
from .model import BLOCKS, Node
from .nodes import Map, Scalar
from .nodes import Node as Typed
from .rules import Not, Rule, Test
from .tables import StoryTables

INVENTED = "invented"
"""How far a branch's scenes are history, unless they say something else."""


class BaseName(Id):
    """The id of the story that a branch belongs to: never a path, so that no branch reads where it likes."""

    wants = "the id of a story"
    sample = "talks"

    def read(self, node: Typed, reading: Reading, what: str) -> Any:
        if isinstance(node, Scalar) and not node.absent and any(sign in node.value for sign in "/\\."):
            reading.report.add(
                "V620",
                node.mark,
                f"“{what}” names a story by its id, and “{node.value}” is a path.",
                "Write the id alone, for example  extends: talks",
            )
            return MISSING
        return super().read(node, reading, what)


@dataclass(kw_only=True, slots=True)
class Overlay(Node):
    """What a branch says about itself."""

    id: Word = key(Id(), "the branch's id", need=True)
    extends: Word = key(BaseName(), "the id of the story it is a branch of", need=True)
    needs: Word | None = key(Prose(sample="0.1.0"), "the oldest version of that story it fits")
    title: Word = key(Prose(), "what players see the branch called", need=True)
    subtitle: Word | None = key(Prose(), "a second line under it")
    version: Word | None = key(Prose(sample="0.1.0"), "the branch's own version, such as 0.1.0")
    authors: list[Word] = key(ListOf(Prose(), lone=True), "who wrote it", need=True)
    licence: Word | None = key(Prose(), "on what terms it may be used")
    content: dict[Word, Word] = key(TableOf(Prose()), "content notes that its scenes may name")


@dataclass(kw_only=True, slots=True)
class AddedScene(model.Scene):
    """A place and a time, what is to be read there, and one way on; the first two come from where it is led to."""

    evidence: Word | None = key(
        Grade(), "documented, inferred, counterfactual or invented; invented if not said"
    )


_CHOICES = ListOf(Record(model.Choice, "a choice with its keys", many="choices"), least=1, most=12)
_DOORS = ListOf(Record(model.Door, "a door with its keys", many="doors"), least=1, most=12)


@dataclass(kw_only=True, slots=True)
class Addition(Node):
    """What a scene of the story, or an ending, gets besides what it has."""

    text: list[model.Block] = key(BLOCKS, "paragraphs after its own")
    choices: list[model.Choice] = key(_CHOICES, "choices after its own")
    doors: list[model.Door] = key(_DOORS, "doors after its own")
    questions: list[Word] = key(ListOf(Prose(), lone=True), "questions after those of an ending")
    historians: list[model.Reading] = key(
        ListOf(Record(model.Reading, "a work and its reading", many="readings"), lone=True),
        "readings after those of an ending",
    )


@dataclass(kw_only=True, slots=True)
class NewWords(Node):
    """A paragraph in another's place."""

    was: Word = key(
        Prose(), "the first words of the paragraph that goes, or the id of the quotation", need=True
    )
    text: Word | None = key(Prose(), "the paragraph that comes")
    quote: Word | None = key(Ref("quotation"), "the quotation that comes, by its id")


@dataclass(kw_only=True, slots=True)
class Replacement(Node):
    """What of a scene of the story makes way for something else; of an ending, paragraphs alone."""

    scene: AddedScene | None = key(Record(AddedScene, "a scene with its keys"), "a whole scene in its place")
    title: Word | None = key(Prose(), "another heading")
    when: Moment | None = key(When(), "another day and hour, Old Style")
    where: Word | None = key(Prose(), "another place")
    text: list[NewWords] = key(
        ListOf(Record(NewWords, "the keys was and text", many="paragraphs"), lone=True),
        "paragraphs in the place of others",
    )
    choices: dict[Word, model.Choice] = key(
        TableOf(
            Record(model.Choice, "other words, or a choice with its keys", short="text"), free=True, least=1
        ),
        "choices by id: new words, or a whole choice in the place of one",
    )


@dataclass(kw_only=True, slots=True)
class OverlayFile(StoryTables):
    """The top-level keys of a branch's files, each of which may stand in any of them."""

    scenes: dict[Word, AddedScene] = key(TableOf(Record(AddedScene, "a scene")), "the branch's own scenes")
    add: dict[Word, Addition] = key(
        TableOf(Record(Addition, "what is added to a scene"), keys=Ref("scene or ending")),
        "what scenes and endings of the story get besides",
    )
    replace: dict[Word, Replacement] = key(
        TableOf(Record(Replacement, "what is replaced in a scene"), keys=Ref("scene or ending")),
        "what is replaced in scenes and endings of the story",
    )


DECLARED = {
    "scenes": "scene",
    "people": "person",
    "flags": "flag",
    "counters": "counter",
    "facts": "fact",
    "blocs": "bloc",
    "votes": "vote",
    "endings": "ending",
    "sources": "source",
    "quotes": "quotation",
    "bodies": "body",
    "voices": "voice",
    "chronology": "chronology entry",
    "content": "content note",
}
"""The tables in which ids are given, and what each kind of thing is called."""
_WIDER = {
    "scene or ending": ("scene", "ending"),
    "person or body": ("person", "body"),
    "mood": ("person", "body"),
    "person, body or voice": ("person", "body", "voice"),
    "chronology entry or quotation": ("chronology entry", "quotation"),
}
_IN_RULES = {
    "mood": "mood",
    "flag": "flag",
    "knows": "fact",
    "vote": "vote",
    "seen": "scene",
    "count": "counter",
}


class OwnNames:
    """The ids that a branch gives. What is mentioned by one of them is its own; all else is the story's."""

    def __init__(self, branch: str, roots: list[Map]) -> None:
        self.prefix = f"{branch}:"
        self.own: dict[str, set[str]] = {kind: set() for kind in DECLARED.values()}
        for root in roots:
            self._collect(root)

    def _collect(self, node: Map) -> None:
        for name, child in node.pairs:
            if name in DECLARED and isinstance(child, Map):
                self.own[DECLARED[name]].update(str(own) for own, _ in child.pairs)
            elif name == "story" and isinstance(child, Map):
                self._collect(child)

    def full(self, kind: str, word: Word) -> Word:
        """Return the id that a mention of some kind of thing stands for."""
        if any(word in self.own.get(one, ()) for one in _WIDER.get(kind, (kind,))):
            return self.given(word)
        return word

    def given(self, word: Word) -> Word:
        """Return what an id that the branch gives is everywhere else."""
        return Word(f"{self.prefix}{word}", word.mark)

    def in_rule(self, rule: Rule) -> Rule:
        """Return a rule with the ids that those in it stand for."""
        if isinstance(rule, Test):
            kind = _IN_RULES.get(rule.kind)
            return rule if kind is None else replace(rule, name=self.full(kind, rule.name))
        if isinstance(rule, Not):
            return Not(self.in_rule(rule.part))
        return type(rule)(tuple(map(self.in_rule, rule.parts)))


def branch_id(root: Map) -> str:
    """Return the id that a manifest gives, or nothing if it gives none that can be one."""
    story = next((child for name, child in root.pairs if name == "story"), None)
    if isinstance(story, Map):
        for name, child in story.pairs:
            if name == "id" and isinstance(child, Scalar) and ID.fullmatch(child.value):
                return child.value
    return ""


def give_names(files: OverlayFile, manifest: Overlay, names: OwnNames) -> None:
    """Put the branch's id before every id that it gives."""
    for table in DECLARED:
        holder: Any = manifest if table == "content" else files
        own = getattr(holder, table)
        setattr(holder, table, {names.given(name): record for name, record in own.items()})


def is_branch(root: Map) -> bool:
    """True if a manifest says that its pack is a branch of a story."""
    story = next((child for name, child in root.pairs if name == "story"), None)
    return isinstance(story, Map) and any(name == "extends" for name, _ in story.pairs)
