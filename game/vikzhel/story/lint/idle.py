"""What is declared and touched by nothing: variables, people, votes, blocs, evidence, words of the glossary …"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any

from ..diagnostics import Word
from ..fields import ListOf, TableOf, field_table
from ..kinds import Kind, Ref
from ..model import Block
from ..negotiation import Vote
from .desk import Desk
from .unused import uses_of


def declared(desk: Desk) -> None:
    files = desk.pack.files
    mentioned = _mentioned(desk)
    shown = _shown(desk)
    uses = uses_of(desk)
    touched = {kind: {*use.asked, *use.weighed, *use.changed} for kind, use in uses.items()}
    people = [
        who
        for who, person in files.people.items()
        if not _stands_in(shown, person.name.partition(",")[0].split()[-1])
    ]
    unwarned = any(
        problem.code == "V821" for problem in desk.report.problems
    )  # It has been told to name one.
    idle: list[tuple[Iterable[Word], Iterable[str], str]] = [
        (files.flags, touched.get("flag", ()), "sets the flag “{}” and nothing reads it"),
        (files.facts, touched.get("fact", ()), "teaches the fact “{}” and nothing asks for it"),
        (files.counters, touched.get("counter", ()), "changes the counter “{}” and nothing reads it"),
        (files.moods, touched.get("mood", ()), "changes the mood of “{}” and nothing reads it"),
        (files.table, touched.get("issue", ()), "changes the issue “{}” and nothing reads it"),
        (files.votes, touched.get("vote", ()), "holds the vote “{}” and nothing asks how it ended"),
        (files.blocs, mentioned["bloc"], "lets the bloc “{}” vote"),
        (files.endings, mentioned["ending"], "leads to the ending “{}”"),
        (people, mentioned["person"], "names or uses the person “{}”"),
        (files.bots, mentioned["bot"], "suits the bot “{}”"),
        (
            () if unwarned else desk.pack.manifest.content,
            mentioned["content note"],
            "names the content note “{}”",
        ),
        (
            (term for term in files.glossary if not _explains(shown, term)),
            (),
            "has the word “{}”, which is explained here",
        ),
    ]
    for names, used, does in idle:
        for name in names:
            if name not in used:
                desk.report.add("V832", name.mark, f"Nothing {does.format(name)}.", "Use it, or delete it.")
    _evidence(desk, mentioned)


def _evidence(desk: Desk, mentioned: dict[str, set[str]]) -> None:
    files = desk.pack.files
    brought: list[tuple[str, Iterable[Word], str]] = [
        ("source", files.sources, "quoted from it"),
        ("quotation", files.quotes, "done with it"),
        ("body", files.bodies, "decided or felt by it"),
        ("voice", files.voices, "quoted from it"),
        ("chronology entry", files.chronology, "said to rest on it"),
    ]
    for kind, names, why in brought:
        for name in names:
            if name not in mentioned[kind]:
                desk.report.add(
                    "V834",
                    name.mark,
                    f"The pack brings the {kind} “{name}”, and nothing is {why}.",
                    "Use it, or delete it.",
                )


def _shown(desk: Desk) -> str:
    """Return everything a player may read, for names and explained words to be looked for."""
    own = {id(text) for text in desk.pack.files.glossary.values()}
    for person in desk.pack.files.people.values():
        own |= {id(person.name), id(person.about)}
    shown = [text for text in desk.prose if id(text) not in own]
    for record in desk.records:
        if isinstance(record, Block):
            shown += filter(None, [desk.words_of(record)])
        elif isinstance(record, Vote):
            shown.append(Word(desk.pack.name_of(record.body), record.mark))
    shown += [Word(desk.pack.name_of(who), who.mark) for who in desk.pack.files.moods]
    return "\n".join(shown).casefold()


def _stands_in(shown: str, word: str) -> bool:
    """True if a word stands there by itself; a pattern would take many times as long to look through all texts."""
    word = word.casefold()
    at = shown.find(word)
    while at >= 0:
        if not (shown[at - 1 : at].isalnum() or shown[at + len(word) : at + len(word) + 1].isalnum()):
            return True
        at = shown.find(word, at + 1)
    return False


def _explains(shown: str, term: str) -> bool:
    """True if a word stands there in one number or the other, as the screens look for it."""
    return any(_stands_in(shown, form) for form in (term, f"{term}s", term.removesuffix("s")) if form)


def _mentioned(desk: Desk) -> dict[str, set[str]]:
    """Return, for every kind of thing that has ids, those that are mentioned anywhere in the pack."""
    found: dict[str, set[str]] = {}
    for record in (desk.pack.files, *desk.records):
        for attr, kind in _refs(record.__class__):
            for to, name in _mentions(kind, getattr(record, attr)):
                for one in re.split(r", | or ", to):
                    found.setdefault(one, set()).add(str(name))
    kinds = (
        "bloc",
        "ending",
        "person",
        "bot",
        "content note",
        "source",
        "quotation",
        "body",
        "voice",
        "chronology entry",
    )
    return {kind: found.get(kind, set()) for kind in kinds}


@cache
def _refs(record: type) -> tuple[tuple[str, Kind], ...]:
    return tuple((field.attr, field.kind) for field in field_table(record).values() if _has_ref(field.kind))


def _has_ref(kind: Kind) -> bool:
    if isinstance(kind, TableOf):
        return kind.keys is not None or _has_ref(kind.item)
    return isinstance(kind, Ref) or (isinstance(kind, ListOf) and _has_ref(kind.item))


def _mentions(kind: Kind, value: Any) -> Iterator[tuple[str, Word]]:
    """Yield the ids in a value that are mentions, each with what it is an id of."""
    if isinstance(kind, Ref) and value is not None:
        yield kind.to, value
    elif isinstance(kind, ListOf):
        for item in value or ():
            yield from _mentions(kind.item, item)
    elif isinstance(kind, TableOf):
        for name, item in (value or {}).items():
            if kind.keys is not None:
                yield kind.keys.to, name
            yield from _mentions(kind.item, item)
