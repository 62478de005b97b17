"""What a branch replaces in its story: parts of a scene, a scene as a whole, paragraphs of an ending.

Of two that replace the same, the second is reported, and counts for nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from .diagnostics import Mark, Report, Word, did_you_mean, listed
from .overlay import INVENTED, NewWords, Replacement
from .structure import give_ids

if TYPE_CHECKING:
    from .branches import Laid
    from .model import Block, Choice, Ending, Scene
    from .packs import Pack

Replaced = dict[tuple[str, ...], "tuple[Mark, Laid]"]
"""What has been replaced, where that is said, and by which branch."""


def note(pack: Pack, what: str, words: str) -> None:
    """Note what players are told of a scene or an option; where several branches had a hand in it, of all."""
    told = pack.brought.get(what, "")
    if words not in told:
        pack.brought[what] = f"{told}. {words}" if told else words


def own_id(branch: Laid, choice: Choice) -> None:
    """Put the branch's id before a choice's own, keeping whether it was written or made from the words."""
    assert choice.id is not None
    made = choice.id.mark is choice.mark
    given = branch.names.given(choice.id)
    choice.id = Word(given, choice.mark) if made else given


def _changed(branch: Laid) -> str:
    return f"Changed by your teacher: {branch.called}"


def replace_in(
    branch: Laid,
    at: Word,
    scene: Scene,
    new: Replacement,
    pack: Pack,
    replaced: Replaced,
    report: Report,
) -> None:
    """Put what a branch says in the place of what a scene has."""
    parts = [
        (what, getattr(new, what)) for what in ("title", "when", "where") if getattr(new, what) is not None
    ]
    whole = replaced.get((at, "scene"))
    if new.scene is not None:
        earlier = next((found for key, found in replaced.items() if key[0] == at), None)
        if parts or new.text or new.choices:
            report.add(
                "V627",
                at.mark,
                f"“scene” replaces all of “{at}”, and more is replaced beside it.",
                "Write everything under “scene”, or leave “scene” out.",
            )
        elif earlier is not None:
            _clash(branch, at.mark, f"the scene “{at}”", earlier, report)
        else:
            replaced[at, "scene"] = new.scene.mark, branch
            _whole(branch, at, scene, new.scene, pack, report)
        return
    if whole is not None:
        _clash(branch, at.mark, f"the scene “{at}”", whole, report)
        return
    for what, value in parts:
        if _first(branch, replaced, (at, what), new.mark, f"“{what}” of “{at}”", report):
            setattr(scene, what, value)
            note(pack, at, _changed(branch))
    for words in new.text:
        _new_paragraph(branch, at, scene, words, replaced, report)
    for name, other in new.choices.items():
        choice = next((choice for choice in scene.choices if choice.id == name), None)
        if choice is None:
            ids = [str(choice.id) for choice in scene.choices]
            report.add(
                "V625",
                name.mark,
                f"“{at}” has no choice “{name}”.",
                did_you_mean(name, ids, f"Its choices are: {listed(ids)}." if ids else "It has no choices."),
            )
        elif _first(branch, replaced, (at, "choice", name), name.mark, f"the choice “{at}/{name}”", report):
            if not other.goto:
                choice.text = other.text
            else:
                if other.id is not None and other.id != name:
                    report.add(
                        "V625",
                        other.id.mark,
                        f"The choice keeps its id “{name}”, by which saved games know it.",
                        "Delete this line.",
                    )
                other.id = choice.id
                scene.choices[scene.choices.index(choice)] = other
            note(pack, f"{at}/{name}", _changed(branch))


def _first(
    branch: Laid, replaced: Replaced, what: tuple[str, ...], mark: Mark, called: str, report: Report
) -> bool:
    """True if nothing has replaced this yet; else report that two branches do."""
    if what in replaced:
        _clash(branch, mark, called, replaced[what], report)
        return False
    replaced[what] = mark, branch
    return True


def _clash(branch: Laid, mark: Mark, what: str, first: tuple[Mark, Laid], report: Report) -> None:
    place, other = first
    one_branch = other is branch
    report.add(
        "V627",
        mark,
        f"Two replacements are for {what}, and only one of them could count."
        if one_branch
        else f"{other.title} and {branch.title} both replace {what}, and only one of them could count.",
        "Delete one of the two."
        if one_branch
        else "Delete one of the two, or play with one branch at a time.",
        place,
    )


def _whole(branch: Laid, at: Word, old: Scene, new: Scene, pack: Pack, report: Report) -> None:
    """Put a scene in the place of another; it keeps the ids of choices that both have."""
    ids = {str(choice.id) for choice in old.choices}
    give_ids(new, report)
    for choice in new.choices:
        assert choice.id is not None
        if choice.id not in ids:
            own_id(branch, choice)
    if new.evidence is None:
        new.evidence = Word(INVENTED, new.mark)
    new.when = new.when or old.when
    new.where = new.where or old.where
    new.room = new.room or old.room
    # Its place in the files is now here, and where it stands among the scenes is not changed.
    pack.files.scenes = {(at if name == at else name): scene for name, scene in pack.files.scenes.items()}
    pack.files.scenes[at] = new
    note(pack, at, _changed(branch))


def _openings(texts: list[str]) -> str:
    """Return how paragraphs begin, each in its first few words."""
    return listed((f"“{' '.join(text.split()[:4])}”" for text in texts), 6)


def _new_paragraph(
    branch: Laid,
    at: Word,
    scene: Scene | Ending,
    new: NewWords,
    replaced: Replaced,
    report: Report,
) -> None:
    """Put a paragraph in the place of the one that begins with certain words."""
    begin = str(new.was).removesuffix("…").removesuffix("...").rstrip()
    # A paragraph that another branch has replaced is known by the words it had.
    gone = next(
        (place for key, place in replaced.items() if key[:2] == (at, "text") and key[2].startswith(begin)),
        None,
    )
    if gone is not None:
        _clash(branch, new.was.mark, f"one paragraph of “{at}”", gone, report)
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
                else f"Its paragraphs begin: {_openings(some)}. For a quotation, give its id."
                if some
                else "It has none. A new one goes under  add:"
            ),
        )
        return
    if (new.text is None) == (new.quote is None):
        report.add(
            "V614",
            new.was.mark,
            "What comes in a paragraph's place is either “text” or “quote”.",
            "Write one of the two.",
        )
        return
    block = found[0]
    replaced[at, "text", _words(block)] = new.mark, branch
    if new.quote is not None:
        block.text = block.says = block.line = block.evidence = None
        block.quote = new.quote
    elif block.line is not None:
        block.line = new.text
    else:
        block.text, block.quote = new.text, None
        block.evidence = Word(INVENTED, new.mark)
    block.cites, block.reason = [], None
    block.mark = new.mark
    block.brought = _changed(branch)


def _words(block: Block) -> str:
    return str(block.text or block.line or block.quote or "")


def replace_in_ending(
    branch: Laid, at: Word, ending: Ending, new: Replacement, replaced: Replaced, report: Report
) -> None:
    """Put paragraphs in the place of some of an ending's. How it is judged and called stays."""
    other = [value for value in (new.scene, new.title, new.when, new.where) if value is not None]
    if other or new.choices:
        report.add(
            "V625",
            at.mark,
            f"“{at}” is an ending: only its “text” can be replaced.",
            "Make an ending of your own under  endings:  and lead to it, if it is to be another.",
        )
    for words in new.text:
        _new_paragraph(branch, at, ending, words, replaced, report)
