"""Where the player comes to what was begun: the choice that leads to a scene, the paragraph that shows a quotation."""

from __future__ import annotations

from textwrap import indent
from typing import TYPE_CHECKING, NamedTuple

from .typed import folded, ident, quoted

if TYPE_CHECKING:
    from .inserting import Path
    from .questions import Answers


class Mention(NamedTuple):
    """A few lines in another scene."""

    path: Path
    """Where they go, in keys from the margin inwards; empty if that was not said."""
    entry: str
    in_brackets: str
    """The same for a list that stands in brackets."""
    by_hand: str
    """What to tell the author if they cannot be put there."""


def mention(kind: str, answers: Answers) -> Mention | None:
    """Return what leads to a new scene or shows a new quotation; a new role is mentioned nowhere."""
    if kind == "scene":
        return _way(answers)
    return _paragraph(answers) if kind == "quote" else None


def _way(answers: Answers) -> Mention:
    name, at = answers["id"], answers["from"]
    if not at:
        entry = f"- text: What the player chooses there\n  goto: {ident(name)}\n"
        return Mention(
            (),
            entry,
            "",
            _told(f"Nothing leads to “{name}” yet.", "among the choices of the scene before it", entry),
        )
    scene, option = answers.scene(at), answers["option"]
    words, short = folded(option, 10), quoted(option)
    if scene is not None and scene.doors:
        path: Path = ("doors", "of") if answers.own(at) else ("doors",)
        entry = f"- to: {ident(name)}\n  text: {words}\n"
        bracketed = f"{{to: {ident(name)}, text: {short}}}"
    else:
        path = ("choices",)
        entry = f"- text: {words}\n  goto: {ident(name)}\n"
        bracketed = f"{{text: {short}, goto: {ident(name)}}}"
    told = _told(f"Nothing leads to “{name}” yet.", f"under “{path[-1]}” of “{at}”", entry)
    return Mention((_table(answers, at), at, *path), entry, bracketed, told)


def _paragraph(answers: Answers) -> Mention:
    name, at = answers["id"], answers["scene"]
    entry = f"- quote: {ident(name)}\n"
    where = f"under “text” of “{at}”" if at else "under “text” of the scene in which it is read"
    told = _told(f"Nobody reads “{name}” yet.", where, entry)
    return Mention((_table(answers, at), at, "text") if at else (), entry, f"{{quote: {ident(name)}}}", told)


def _table(answers: Answers, at: str) -> str:
    return "scenes" if answers.own(at) else "add"


def _told(why: str, where: str, entry: str) -> str:
    return f"{why} Put this {where}:\n{indent(entry.rstrip(), '      ')}"
