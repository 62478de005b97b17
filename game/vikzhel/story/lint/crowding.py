"""How much a player has to keep apart at once: options, and people."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from ..diagnostics import Word
from ..model import Choice, Door, Role, Scene
from ..routes import following
from ..rules import Any, Rule
from .desk import Desk

OPTIONS = 4
PEOPLE, PEOPLE_LIMIT, NEW = 3, 4, 1
_NAME = re.compile(r"\b[^\W\d_a-z][^\W\d_]+(?:-[^\W\d_]+)*")


def options(desk: Desk) -> None:
    for scene_id, scene in desk.scenes.items():
        choices = [choice for choice in scene.choices if not choice.fallback]
        offered: list[Choice | Door] = [*choices, *(scene.doors.of if scene.doors else [])]
        # A locked option is shown whether or not its rule holds.
        count = desk.most((None if option.locked else option.condition, 1) for option in offered)
        if count > OPTIONS:
            desk.report.add(
                "V812",
                offered[OPTIONS].mark,
                f"Up to {count} options can stand in “{scene_id}” at once; {OPTIONS} is the most, and three are better.",
                "Join two that are alike, or let one open only after something else.",
            )


def people(desk: Desk) -> None:
    called = _names(desk)
    named = {str(scene_id): _named(desk, scene, called) for scene_id, scene in desk.scenes.items()}
    after = following(desk.scenes)
    you = _you(desk, after)
    crowded: set[str] = set()
    for scene_id in desk.scenes:
        met = {who: rules for who, rules in named[scene_id].items() if you.get(scene_id) != {who}}
        count = desk.most((_either(rules), 1) for rules in met.values())
        if count > PEOPLE:
            crowded.add(str(scene_id))
            over = count > PEOPLE_LIMIT
            desk.report.add(
                "V813" if over else "V817",
                scene_id.mark,
                f"{count} people are named in “{scene_id}”: {_listed(desk, met)}. "
                f"{PEOPLE_LIMIT if over else PEOPLE} is {'the most' if over else 'the aim'}.",
                "Name those who act here, and call the others what they are: a delegate, a clerk.",
            )
    known = _known_before(desk, named, after, called)
    for scene_id in desk.scenes:
        new = [
            who
            for who, rules in named[scene_id].items()
            if None in rules and who not in known.get(scene_id, who)
        ]
        if len(new) > NEW and scene_id not in crowded:
            desk.report.add(
                "V818",
                scene_id.mark,
                f"{len(new)} people are named for the first time in “{scene_id}”: {_listed(desk, new)}. "
                f"One new name in a scene is the aim.",
                "Let some of them come later, or call them what they are: a delegate, a clerk.",
            )


def _listed(desk: Desk, people: Iterable[str]) -> str:
    return ", ".join(map(desk.pack.name_of, people))


def _either(rules: list[Rule | None]) -> Rule | None:
    """Return the rule that holds if one of several does."""
    there = [rule for rule in rules if rule is not None]
    if len(there) < len(rules):
        return None
    return there[0] if len(there) == 1 else Any(tuple(there))


def _named(desk: Desk, scene: Scene, called: dict[str, str]) -> dict[str, list[Rule | None]]:
    """Return who is named in a scene before anything is chosen, and for each the rules of the texts that do it."""
    met: dict[str, list[Rule | None]] = {}
    for text, rule in _read(scene):
        for found in _NAME.findall(text):
            if found in called:
                met.setdefault(called[found], []).append(rule)
    people = {*called.values()}
    for block in scene.text:
        quotation = desk.pack.evidence.quotes.get(block.quote) if block.quote else None
        speaker = quotation.speaker if quotation else block.says
        if speaker is not None and str(speaker) in people:
            met.setdefault(str(speaker), []).append(block.condition)
    return met


def _read(scene: Scene) -> Iterator[tuple[Word, Rule | None]]:
    """Yield what is read in a scene, each text with the rule under which it stands there."""
    if scene.title:
        yield scene.title, None
    for block in scene.text:
        words = block.text or block.line
        if words:
            yield words, block.condition
    options: list[Choice | Door] = [*scene.choices, *(scene.doors.of if scene.doors else [])]
    for option in options:
        yield option.text, None if option.locked else option.condition


def _you(desk: Desk, after: dict[str, list[str]]) -> dict[str, set[str]]:
    """Return for each scene the roles that may come to it: of one alone it speaks as “you”."""
    you: dict[str, set[str]] = {}
    for role_id, role in desk.pack.files.roles.items():
        todo = [str(role.start)]
        while todo:
            at = todo.pop()
            if at in after and str(role_id) not in you.setdefault(at, set()):
                you[at].add(str(role_id))
                todo += after[at]
    return you


def _known_before(
    desk: Desk,
    named: dict[str, dict[str, list[Rule | None]]],
    after: dict[str, list[str]],
    called: dict[str, str],
) -> dict[str, set[str]]:
    """Return whom a player may know by name when he enters each scene, on whatever way he came."""
    manifest = desk.pack.manifest
    greeted = _in_texts(called, manifest.title, manifest.greeting, manifest.how)
    known: dict[str, set[str]] = {}
    todo: list[tuple[str, set[str]]] = [
        (str(role.start), greeted | {str(role_id)} | _on_card(role, called))
        for role_id, role in desk.pack.files.roles.items()
    ]
    while todo:
        at, more = todo.pop()
        before = known.get(at)
        if at not in named or (before is not None and more <= before):
            continue
        known[at] = more | (before or set())
        todo += [(to, known[at] | named[at].keys()) for to in after[at]]
    return known


def _on_card(role: Role, called: dict[str, str]) -> set[str]:
    card = role.card
    lines = (card.who, card.want, card.fear, card.answers_to, card.cannot, card.deadline)
    return _in_texts(called, *lines, *(goal.text for goal in role.goals.values()))


def _in_texts(called: dict[str, str], *texts: Word | None) -> set[str]:
    return {called[name] for text in texts for name in _NAME.findall(text or "") if name in called}


def _names(desk: Desk) -> dict[str, str]:
    """Return the last names of everybody in the pack and its evidence, and whose they are."""
    called = {}
    for table in (desk.pack.evidence.people, desk.pack.files.people):
        for who, person in table.items():
            parts = person.name.partition(",")[0].split()
            if parts and parts[0] not in ("A", "An", "The") and parts[-1][0].isupper():
                called[parts[-1]] = str(who)
    return called
