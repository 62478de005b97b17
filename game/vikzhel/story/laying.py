"""Laying branches over their story: what they bring, then what they replace, then what they add.

Nothing of the story is replaced unless a branch says so, and no two branches may replace the same.
"""

from __future__ import annotations

from dataclasses import fields, replace
from typing import TYPE_CHECKING, Any

from .diagnostics import Mark, Report, Word, did_you_mean, listed
from .overlay import DECLARED, INVENTED, Addition, NewWords, OverlayFile, Replacement
from .packs import EvidenceFile
from .structure import WAYS_ON, give_ids

if TYPE_CHECKING:
    from .branches import Laid
    from .model import Block, Choice, Scene
    from .packs import Pack

MOST = 12
"""How many choices, or doors, one scene can have."""


def lay_all(pack: Pack, report: Report) -> None:
    """Lay the branches of a pack over its story, in order, and report where they do not fit."""
    for branch in pack.branches:
        _bring(branch, pack, report)
    replaced: dict[tuple[str, ...], Mark] = {}
    for branch in pack.branches:
        for at, new in branch.files.replace.items():
            scene = _scene_of_story(at, branch, pack, report)
            if scene is not None:
                _replace(branch, at, scene, new, pack, replaced, report)
    for branch in pack.branches:
        for at, more in branch.files.add.items():
            scene = _scene_of_story(at, branch, pack, report)
            if scene is not None:
                _add(branch, at, scene, more, pack, report)


def _added(branch: Laid) -> str:
    return f"Added by your teacher: {branch.called}"


def _changed(branch: Laid) -> str:
    return f"Changed by your teacher: {branch.called}"


def _note(pack: Pack, what: str, words: str) -> None:
    """Note what players are told of a scene or an option; where several branches had a hand in it, of all."""
    told = pack.brought.get(what, "")
    if words not in told:
        pack.brought[what] = f"{told}. {words}" if told else words


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
        _note(pack, at, _added(branch))


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


def _scene_of_story(at: Word, branch: Laid, pack: Pack, report: Report) -> Scene | None:
    """Return a scene that a branch adds to or replaces; ``None`` if it is not the story's."""
    if at in branch.files.scenes:
        report.add(
            "V625",
            at.mark,
            f"“{at}” is the branch's own scene.",
            "Write it there, under  scenes:",
        )
        return None
    return pack.files.scenes.get(at)


# -- what it replaces -----------------------------------------------------------------------------------


def _replace(
    branch: Laid,
    at: Word,
    scene: Scene,
    new: Replacement,
    pack: Pack,
    replaced: dict[tuple[str, ...], Mark],
    report: Report,
) -> None:
    """Put what a branch says in the place of what a scene has."""
    parts = [
        (what, getattr(new, what)) for what in ("title", "when", "where") if getattr(new, what) is not None
    ]
    whole = replaced.get((at, "scene"))
    if new.scene is not None:
        earlier = next((mark for key, mark in replaced.items() if key[0] == at), None)
        if parts or new.text or new.choices:
            report.add(
                "V627",
                at.mark,
                f"“scene” replaces all of “{at}”, and more is replaced beside it.",
                "Write everything under “scene”, or leave “scene” out.",
            )
        elif earlier is not None:
            _clash(at.mark, f"the scene “{at}”", earlier, report)
        else:
            replaced[at, "scene"] = new.scene.mark
            _whole(branch, at, scene, new.scene, pack, report)
        return
    if whole is not None:
        _clash(at.mark, f"the scene “{at}”", whole, report)
        return
    for what, value in parts:
        if _first(replaced, (at, what), new.mark, f"“{what}” of “{at}”", report):
            setattr(scene, what, value)
            _note(pack, at, _changed(branch))
    for words in new.text:
        _new_paragraph(branch, at, scene, words, replaced, report)
    for name, text in new.choices.items():
        choice = next((choice for choice in scene.choices if choice.id == name), None)
        if choice is None:
            ids = [str(choice.id) for choice in scene.choices]
            report.add(
                "V625",
                name.mark,
                f"“{at}” has no choice “{name}”.",
                did_you_mean(name, ids, f"Its choices are: {listed(ids)}." if ids else "It has no choices."),
            )
        elif _first(replaced, (at, "choice", name), name.mark, f"the choice “{at}/{name}”", report):
            choice.text = text
            _note(pack, f"{at}/{name}", _changed(branch))


def _first(
    replaced: dict[tuple[str, ...], Mark], what: tuple[str, ...], mark: Mark, called: str, report: Report
) -> bool:
    """True if nothing has replaced this yet; else report that two branches do."""
    if what in replaced:
        _clash(mark, called, replaced[what], report)
        return False
    replaced[what] = mark
    return True


def _clash(mark: Mark, what: str, first: Mark, report: Report) -> None:
    report.add(
        "V627",
        mark,
        f"Two replacements are for {what}, and only one of them could count.",
        "Delete one of the two, or play with one branch at a time.",
        first,
    )


def _whole(branch: Laid, at: Word, old: Scene, new: Scene, pack: Pack, report: Report) -> None:
    """Put a scene in the place of another; it keeps the ids of choices that both have."""
    ids = {str(choice.id) for choice in old.choices}
    give_ids(new, report)
    for choice in new.choices:
        assert choice.id is not None
        if choice.id not in ids:
            _own_id(branch, choice)
    if new.evidence is None:
        new.evidence = Word(INVENTED, new.mark)
    new.when = new.when or old.when
    new.where = new.where or old.where
    new.room = new.room or old.room
    # Its place in the files is now here, and where it stands among the scenes is not changed.
    pack.files.scenes = {(at if name == at else name): scene for name, scene in pack.files.scenes.items()}
    pack.files.scenes[at] = new
    _note(pack, at, _changed(branch))


def _new_paragraph(
    branch: Laid,
    at: Word,
    scene: Scene,
    new: NewWords,
    replaced: dict[tuple[str, ...], Mark],
    report: Report,
) -> None:
    """Put a paragraph in the place of the one that begins with certain words."""
    begin = str(new.was).removesuffix("…").removesuffix("...").rstrip()
    # A paragraph that another branch has replaced is known by the words it had.
    gone = next(
        (mark for key, mark in replaced.items() if key[:2] == (at, "text") and key[2].startswith(begin)), None
    )
    if gone is not None:
        _clash(new.was.mark, f"one paragraph of “{at}”", gone, report)
        return
    found = [block for block in scene.text if _words(block).startswith(begin)]
    if len(found) != 1:
        some = [_words(block)[:60] for block in (found or scene.text) if _words(block)]
        near = did_you_mean(begin[:60], [words[: len(begin)] for words in some]) if not found else ""
        report.add(
            "V625",
            new.was.mark,
            f"{'More than one' if found else 'No'} paragraph of “{at}” begins with these words.",
            near
            or (
                "Write more of its first words."
                if found
                else "Copy its first words from the story's own file."
            ),
        )
        return
    block = found[0]
    replaced[at, "text", _words(block)] = new.mark
    if block.line is not None:
        block.line = new.text
    else:
        block.text = new.text
        block.evidence = Word(INVENTED, new.mark)
        block.cites, block.reason = [], None
    block.mark = new.mark
    block.brought = _changed(branch)


def _words(block: Block) -> str:
    return str(block.text or block.line or "")


# -- what it adds ----------------------------------------------------------------------------------------


def _add(branch: Laid, at: Word, scene: Scene, more: Addition, pack: Pack, report: Report) -> None:
    """Add paragraphs, choices and doors to a scene of the story."""
    for block in more.text:
        block.brought = _added(branch)
        if block.text is not None and block.evidence is None:
            block.evidence = Word(INVENTED, block.mark)
    scene.text = [*scene.text, *more.text]
    if more.choices and _room(at, scene, "choices", scene.choices, more.choices, report):
        give_ids(more, report)
        for choice in more.choices:
            _own_id(branch, choice)
            _note(pack, f"{at}/{choice.id}", _added(branch))
        scene.choices = [*scene.choices, *more.choices]
    doors = scene.doors.of if scene.doors else []
    if more.doors and _room(at, scene, "doors", doors, more.doors, report):
        assert scene.doors is not None
        scene.doors.of = [*doors, *more.doors]
        for door in more.doors:
            _note(pack, f"{at}/{door.to}", _added(branch))


def _own_id(branch: Laid, choice: Choice) -> None:
    """Put the branch's id before a choice's own, keeping whether it was written or made from the words."""
    assert choice.id is not None
    made = choice.id.mark is choice.mark
    given = branch.names.given(choice.id)
    choice.id = Word(given, choice.mark) if made else given


def _room(at: Word, scene: Scene, what: str, there: list[Any], more: list[Any], report: Report) -> bool:
    """True if a scene goes on by what is added to it, and has room for so many."""
    if not there:
        on = next((way for way in WAYS_ON if getattr(scene, way)), "")
        other = {"choices": "doors", "doors": "choices"}[what]
        report.add(
            "V625",
            more[0].mark,
            f"“{at}” has no {what} to add to: it goes on by “{on}”.",
            f"Write them under  {other}:  here."
            if on == other
            else "Choose a scene where the player decides.",
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
