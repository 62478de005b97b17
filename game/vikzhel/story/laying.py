"""Laying branches over their story: what they bring, then what they replace, then what they add.

Nothing of the story is replaced unless a branch says so, and no two branches may replace the same.
"""

from __future__ import annotations

from dataclasses import fields, replace
from typing import TYPE_CHECKING, Any

from .diagnostics import Mark, Report, Word
from .model import Ending
from .overlay import DECLARED, INVENTED, Addition, OverlayFile
from .replacing import Replaced, note, own_id, replace_in, replace_in_ending
from .structure import WAYS_ON, give_ids
from .tables import EvidenceFile

if TYPE_CHECKING:
    from .branches import Laid
    from .model import Block, Scene
    from .packs import Pack

MOST = 12
"""How many choices, or doors, one scene can have."""


def lay_all(pack: Pack, report: Report) -> None:
    """Lay the branches of a pack over its story, in order, and report where they do not fit."""
    for branch in pack.branches:
        _bring(branch, pack, report)
    replaced: Replaced = {}
    for branch in pack.branches:
        for at, new in branch.files.replace.items():
            place = _place_in_story(at, branch, pack, report)
            if isinstance(place, Ending):
                replace_in_ending(branch, at, place, new, replaced, report)
            elif place is not None:
                replace_in(branch, at, place, new, pack, replaced, report)
    for branch in pack.branches:
        for at, more in branch.files.add.items():
            place = _place_in_story(at, branch, pack, report)
            if isinstance(place, Ending):
                _add_to_ending(branch, at, place, more, report)
            elif place is not None:
                _add(branch, at, place, more, pack, replaced.get((at, "scene"), (None,))[0], report)


def _added(branch: Laid) -> str:
    return f"Added by your teacher: {branch.called}"


# -- what a branch brings ------------------------------------------------------------------------------


def _bring(branch: Laid, pack: Pack, report: Report) -> None:
    """Put a branch's own things beside the story's."""
    evidence = {field.name for field in fields(EvidenceFile)}
    for field in fields(OverlayFile):
        if field.name in ("add", "replace"):
            continue
        own: dict[Word, Any] = getattr(branch.files, field.name)
        keeper: Any = pack.evidence if field.name in evidence and field.name != "people" else pack.files
        table: dict[Word, Any] = getattr(keeper, field.name)
        theirs = [table, pack.evidence.people] if field.name == "people" else [table]
        if field.name in DECLARED:
            _no_shadow(branch, DECLARED[field.name], own, theirs, pack, report)
        else:
            _no_clash(field.name, own, table, report)
        table.update((name, record) for name, record in own.items() if name not in table)
    content = pack.manifest.content
    _no_shadow(branch, "content note", branch.manifest.content, [content], pack, report)
    pack.manifest = replace(pack.manifest, content={**content, **branch.manifest.content})
    for at, scene in branch.files.scenes.items():
        give_ids(scene, report)
        if scene.evidence is None:
            scene.evidence = Word(INVENTED, scene.mark)
        note(pack, at, _added(branch))


def _no_shadow(
    branch: Laid, kind: str, own: dict[Word, Any], theirs: list[Any], pack: Pack, report: Report
) -> None:
    """Report ids of a branch that the story has too: which of the two was meant could not be told."""
    prefix = len(branch.names.prefix)
    for name in own:
        bare = name[prefix:]
        for table in theirs:
            first = next((known for known in table if known == bare), None) if bare in table else None
            if first is not None:
                what = (
                    ""
                    if kind != "scene"
                    else f", or put it under  replace:  if it is to stand for that {kind}"
                )
                report.add(
                    "V624",
                    name.mark,
                    f"“{pack.manifest.id}” has a {kind} “{bare}” already.",
                    f"Give yours another id{what}.",
                    first.mark,
                )
                break


def _no_clash(what: str, own: dict[Word, Any], table: dict[Word, Any], report: Report) -> None:
    """Report entries that go by a name of the story's, such as words of the glossary, and are there already."""
    for name in own:
        if name in table:
            first = next(known for known in table if known == name)
            report.add(
                "V624",
                name.mark,
                f"“{name}” stands under “{what}” already, in the story or in another branch.",
                "Delete it here.",
                first.mark,
            )


def _place_in_story(at: Word, branch: Laid, pack: Pack, report: Report) -> Scene | Ending | None:
    """Return a scene or an ending that a branch adds to or replaces; ``None`` if it is not the story's."""
    for kind, own in (("scene", branch.files.scenes), ("ending", branch.files.endings)):
        if at in own:
            report.add(
                "V625",
                at.mark,
                f"“{at}” is the branch's own {kind}.",
                f"Write it there, under  {kind}s:",
            )
            return None
    return pack.files.scenes.get(at) or pack.files.endings.get(at)


def _belongs(at: Word, what: str, there: list[Any] | dict[Word, Any], kind: str, report: Report) -> None:
    """Report what stands under a scene and belongs to an ending, or the other way round."""
    if there:
        other = "an ending" if kind == "a scene" else "a scene"
        first = next(iter(there))
        report.add(
            "V625",
            first.mark,
            f"“{at}” is {kind}, and “{what}” belongs to {other}.",
            f"Delete it, or write it under the id of {other}.",
        )


# -- what it adds ----------------------------------------------------------------------------------------


def _add_text(branch: Laid, place: Scene | Ending, blocks: list[Block]) -> None:
    for block in blocks:
        block.brought = _added(branch)
        if block.text is not None and block.evidence is None:
            block.evidence = Word(INVENTED, block.mark)
    place.text = [*place.text, *blocks]


def _add_to_ending(branch: Laid, at: Word, ending: Ending, more: Addition, report: Report) -> None:
    """Add paragraphs, questions and readings to an ending; the last two say in their words who has added them."""
    _belongs(at, "choices", more.choices, "an ending", report)
    _belongs(at, "doors", more.doors, "an ending", report)
    _add_text(branch, ending, more.text)
    who = _added(branch)
    ending.questions = [
        *ending.questions,
        *(Word(f"{asked} ({who})", asked.mark) for asked in more.questions),
    ]
    for work in more.historians:
        work.reading = Word(f"{work.reading} ({who})", work.reading.mark)
    ending.historians = [*ending.historians, *more.historians]


def _add(
    branch: Laid, at: Word, scene: Scene, more: Addition, pack: Pack, gone: Mark | None, report: Report
) -> None:
    """Add paragraphs, choices and doors to a scene of the story; ``gone`` is where it was replaced as a whole."""
    _belongs(at, "questions", more.questions, "a scene", report)
    _belongs(at, "historians", more.historians, "a scene", report)
    _add_text(branch, scene, more.text)
    if more.choices and _room(at, scene, "choices", scene.choices, more.choices, gone, report):
        give_ids(more, report)
        for choice in more.choices:
            own_id(branch, choice)
            note(pack, f"{at}/{choice.id}", _added(branch))
        scene.choices = [*scene.choices, *more.choices]
    doors = scene.doors.of if scene.doors else []
    if more.doors and _room(at, scene, "doors", doors, more.doors, gone, report):
        assert scene.doors is not None
        scene.doors.of = [*doors, *more.doors]
        for door in more.doors:
            note(pack, f"{at}/{door.to}", _added(branch))


def _room(
    at: Word, scene: Scene, what: str, there: list[Any], more: list[Any], gone: Mark | None, report: Report
) -> bool:
    """True if a scene goes on by what is added to it, and has room for so many."""
    if not there:
        on = next((way for way in WAYS_ON if getattr(scene, way)), "")
        other = {"choices": "doors", "doors": "choices"}[what]
        hint = (
            f"Write them under  {other}:  here."
            if on == other
            else "Choose a scene where the player decides."
        )
        report.add(
            "V625",
            more[0].mark,
            f"“{at}” has no {what} to add to{' any more' if gone else ''}: it "
            f"{'has been replaced by a scene that ' if gone else ''}goes on by “{on}”.",
            "Let the new scene have some, or play with one of the two branches at a time." if gone else hint,
            gone,
        )
        return False
    if len(there) + len(more) > MOST:
        report.add(
            "V625",
            more[0].mark,
            f"“{at}” would have {len(there) + len(more)} {what}; {MOST} is the most.",
            "Take some out, or add them to another scene.",
        )
        return False
    return True
