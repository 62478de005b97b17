"""The evidence base: sources, quotations, people, bodies, voices and the chronology, all cited.

Trust marks ride on every entry. ``checked``: how far a claim was verified while compiling
(``excerpt`` or ``reed``: read in a source; ``mixed``: partly; ``recall``: from memory of print
scholarship, never to be shown as documented). ``confidence``: how sure a quotation's wording is.
``seen``: whether the words were read in the source itself or quoted in a later work.
"""

from __future__ import annotations

from datetime import date

from .dataclass import dataclass
from .diagnostics import Word
from .fields import ListOf, Record, key
from .kinds import OneOf, Prose, Ref, Switch, When, Whole
from .model import Node

LONGEST_QUOTATION = 90
CHECKED = OneOf("recall", "mixed", "excerpt", "reed")
HOW_FAR = "how far it was verified: recall, from memory; mixed, in part; excerpt, read in a source; reed, read in Reed"
DAY = When(day_only=True)
PARTS = OneOf("small-hours", "morning", "afternoon", "evening", "night", "unknown")
STRINGS = ListOf(Prose(), lone=True)


@dataclass(kw_only=True, slots=True)
class Source(Node):
    """A document or a book."""

    author: Word = key(Prose(), "who wrote it", need=True)
    title: Word = key(Prose(), "its title", need=True)
    year: int | None = key(Whole(1800, 2100), "the year it appeared")
    translator: Word | None = key(Prose(), "who translated it")
    publisher: Word | None = key(Prose(), "who published it")
    rights: Word = key(OneOf("public-domain", "short-quotation"), "on what terms it is quoted", need=True)
    kind: Word = key(
        OneOf("memoir", "secondary", "resolution", "newspaper", "speech", "minutes", "letter"),
        "what kind of source it is",
        need=True,
    )
    url: Word | None = key(Prose(), "where it can be read")


@dataclass(kw_only=True, slots=True)
class Quotation(Node):
    """Somebody's own words, letter for letter, and everything needed to weigh them."""

    speaker: Word = key(Ref("person, body or voice"), "who said it", need=True)
    speaker_name: Word = key(Prose(), "how the speaker is named", need=True)
    text: Word = key(Prose(verbatim=True), "the words, letter for letter; [...] marks an omission", need=True)
    original: Word | None = key(Prose(verbatim=True), "the words in the language they were said in")
    date_os: date = key(DAY, "the day, Old Style", need=True)
    date_ns: date | None = key(DAY, "the day, New Style (thirteen days later; worked out if not said)")
    occasion: Word = key(Prose(), "on what occasion", need=True)
    place: Word | None = key(Prose(), "where")
    context: Word | None = key(Prose(), "what was going on")
    source: Word = key(Ref("source"), "where it is printed", need=True)
    locator: Word | None = key(Prose(), "the chapter or page")
    as_quoted_in: Word | None = key(Ref("source"), "the later work it was found in")
    url: Word | None = key(Prose(), "where it can be read")
    topics: list[Word] = key(STRINGS, "what it is about")
    confidence: Word = key(OneOf("high", "medium", "low"), "how sure the wording is", need=True)
    seen: Word = key(OneOf("direct", "secondary"), "read in the source, or quoted in a later work", need=True)
    note: Word | None = key(Prose(), "what is doubtful about it")


@dataclass(kw_only=True, slots=True)
class Stay(Node):
    """Where somebody was on some days of the week, Old Style, both days counted."""

    since: date = key(DAY, "the first day there", name="from", need=True)
    until: date = key(DAY, "the last day there", name="to", need=True)
    place: Word = key(Prose(sample="Gatchina"), "the place, such as Petrograd or Gatchina", need=True)
    sure: bool = key(Switch(), "true if a source says so; only then does check complain", default=False)


@dataclass(kw_only=True, slots=True)
class Person(Node):
    """Somebody who was there."""

    name: Word = key(Prose(), "the name used in the game", need=True)
    full_name: Word | None = key(Prose(), "the full name")
    born: Word | None = key(Prose(), "when and where born")
    died: Word | None = key(Prose(), "when and where died")
    party: Word | None = key(Prose(), "the party")
    post: Word | None = key(Prose(), "what he or she was that week")
    stance: Word | None = key(Prose(), "what he or she wanted")
    manner: Word | None = key(Prose(), "how contemporaries saw him or her")
    fate: Word | None = key(Prose(), "what became of him or her (hindsight)")
    relations: Word | None = key(Prose(), "to whom he or she was close")
    arguments: list[Word] = key(STRINGS, "what he argued")
    wants: list[Word] = key(STRINGS, "what he wanted")
    red_lines: list[Word] = key(STRINGS, "what he would not accept")
    constraints: list[Word] = key(STRINGS, "what bound him")
    where: list[Stay] = key(
        ListOf(Record(Stay, "a stay with its keys", many="stays"), lone=True),
        "where he or she was that week, as far as known",
    )
    sources: list[Word] = key(STRINGS, "where this is from")
    checked: Word = key(CHECKED, HOW_FAR, need=True)
    disputed: Word | None = key(Prose(), "what is disputed")


@dataclass(kw_only=True, slots=True)
class Body(Node):
    """A party, a committee, a union, a works: something that decides together."""

    name: Word = key(Prose(), "its name", need=True)
    short: Word | None = key(Prose(), "the name used in the game, if that is shorter")
    wanted: Word | None = key(Prose(), "what it wanted")
    power: Word | None = key(Prose(), "what it could do")
    would_move_it: Word | None = key(Prose(), "what would move it")
    sources: list[Word] = key(STRINGS, "where this is from")
    checked: Word = key(CHECKED, HOW_FAR, need=True)
    disputed: Word | None = key(Prose(), "what is disputed")


@dataclass(kw_only=True, slots=True)
class Voice(Node):
    """A speaker of quotations who is no person of the story: a newspaper, an unnamed soldier."""

    name: Word = key(Prose(), "how a citation names it", need=True)
    about: Word | None = key(Prose(), "who or what it was")


@dataclass(kw_only=True, slots=True)
class Event(Node):
    """Something that happened, in the project's own words."""

    date_os: date = key(DAY, "the day, Old Style", need=True)
    date_ns: date | None = key(DAY, "the day, New Style (thirteen days later; worked out if not said)")
    time: Word | None = key(PARTS, "the part of the day")
    place: Word | None = key(Prose(), "where")
    what: Word = key(Prose(), "what happened", need=True)
    participants: list[Word] = key(ListOf(Ref("person")), "who took part")
    bodies: list[Word] = key(ListOf(Ref("body")), "which bodies took part")
    documented: Word = key(OneOf("true", "false", "disputed"), "whether it is documented", need=True)
    votes: Word | None = key(Prose(), "how the vote went")
    disputed: Word | None = key(Prose(), "what is disputed")
    sources: list[Word] = key(STRINGS, "where this is from", need=True)
    checked: Word = key(CHECKED, HOW_FAR, need=True)
