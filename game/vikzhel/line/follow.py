"""A scripted path: a text file of option ids, one a line, played and told without a question asked.

    role: kamenev
    # the first evening
    accept
    k-door-zaks
    cc-names carried 2      a vote that asks for a prediction may be given one, and how sure

Nothing is kept in the archive, so a path can be run in a test, a lesson's preparation or a pipe.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..aloud.say import Telling
from ..play.program import Program
from ..play.run import NotOpen, Run
from ..story.diagnostics import did_you_mean
from ..story.slugs import meant
from ..story.text import one_line
from . import opening
from .greet import greeting
from .page import Page
from .wording import sentence

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import TextIO

    from ..play.events import Event, Option
    from ..story.packs import Pack
    from .page import Block

LARGEST = 1024 * 1024
PREDICTIONS = ("carried", "lost", "unsure")


class Astray(Exception):
    """The path cannot be followed; ``line`` is the place in the file (1-based)."""

    def __init__(self, line: int, message: str) -> None:
        super().__init__(message)
        self.line = line


def follow(folder: str, role: str, file: str, stdout: TextIO) -> int:
    """Tell what a path leads through; return 0, or 1 if the pack or the path has a mistake."""
    page = Page(stdout)
    page.put(*greeting(folder))
    pack = opening.read_or_explain(folder)
    if pack is None:
        return 1
    try:
        _walk(pack, role, _read(file), page)
    except (Astray, OSError, UnicodeDecodeError) as error:
        opening.complain(_explained(file, error))
        return 1
    return 0


def played(program: Program, file: str) -> Run | None:
    """Return the run that a path leads through, told to nobody; ``None`` if a mistake in it has been explained."""
    try:
        return walked(program, file)
    except ValueError as error:
        opening.complain(str(error))
        return None


def walked(program: Program, file: str) -> Run:
    """Return the run that a path leads through; ``ValueError`` explains a mistake in it."""
    try:
        written = _read(file)
        run = Run(program, _role(program.pack, "", written))
        for number, words in written:
            _take(run, number, words)
    except (Astray, OSError, UnicodeDecodeError) as error:
        raise ValueError(_explained(file, error)) from error
    return run


def _read(file: str) -> list[tuple[int, list[str]]]:
    """Return the lines that say something, as words, with their numbers."""
    with open(file, "rb") as stream:
        text = stream.read(LARGEST).decode("utf-8-sig")
    lines = (
        (number, one_line(line.partition("#")[0]).split()) for number, line in enumerate(text.split("\n"), 1)
    )
    return [(number, words) for number, words in lines if words]


def _explained(file: str, error: Astray | OSError | UnicodeDecodeError) -> str:
    """Return what is wrong with a path, with its place."""
    shown = one_line(file)
    if isinstance(error, Astray):
        return f"{shown}:{error.line}: {error}"
    if isinstance(error, UnicodeDecodeError):
        return f"{shown}: this file is not saved as UTF-8."
    return sentence(f"{shown}: this file cannot be read: {error.strerror or error}")


def _role(pack: Pack, role: str, written: list[tuple[int, list[str]]]) -> str:
    """Return who is played, taking the line that says so off the path."""
    if written and written[0][1][0] == "role:":
        line, words = written.pop(0)
        named = " ".join(words[1:])
        if role and role != named:
            raise Astray(line, f"This path is for “{named}”, and “{one_line(role)}” was asked for.")
        role = named
    else:
        line = 1
    roles = [str(known) for known in pack.files.roles]
    if not role and len(roles) > 1:
        raise Astray(
            line, f"Begin the file with the man who is played, such as  role: {roles[0]}  or give --role."
        )
    role = role or roles[0]
    if role not in roles:
        raise Astray(line, opening.no_such_role(pack, role))
    return role


def _walk(pack: Pack, role: str, written: list[tuple[int, list[str]]], page: Page) -> None:
    role = _role(pack, role, written)
    telling = Telling(pack, role)

    def tell(*blocks: Block) -> None:
        page.put(*(telling.glossary.explained(block) for block in blocks if block))

    tell(*opening.how_to_play(pack))
    tell(*opening.introduction(pack, role, with_card=True))
    run = Run(Program(pack), role)
    page.put(*telling.tell(run.events()))
    for number, words in written:
        events = _take(run, number, words)
        page.put(*telling.tell(events, step=run.steps[-1], left=run.left_record()))
    if not run.over:
        page.put(["The path ends here, before the end of the story."])


def _take(run: Run, number: int, words: list[str]) -> list[Event]:
    """Take what one line says; return what it led to. What a branch brings goes by its plain id too."""
    ids = meant(words[0], [option.id for option in run.options])
    if len(ids) > 1:
        raise Astray(number, f"More than one branch has “{words[0]}” here. Write one of: {', '.join(ids)}.")
    words = [*ids, *words[1:]] if ids else words
    prediction, sureness = _prediction(run, number, words)
    try:
        return run.take(words[0], prediction=prediction, sureness=sureness)
    except NotOpen as shut:
        raise Astray(number, _astray(run, words[0], shut.reason)) from shut


def _prediction(run: Run, number: int, words: list[str]) -> tuple[str, int]:
    """Return what a line predicts of a vote and how surely; nothing for any other line."""
    if len(words) == 1:
        return "", 0
    asked = any(option.kind == "vote" and option.id == words[0] for option in run.options)
    if not asked:
        raise Astray(number, _astray(run, words[0], "Only the id of a vote may be followed by a prediction."))
    sure = words[2] if len(words) > 2 else ""
    if words[1] not in PREDICTIONS or len(words) > 3 or sure not in ("", "1", "2", "3"):
        raise Astray(
            number, f"A prediction is written  {words[0]} carried 2  : carried, lost or unsure, then 1 to 3."
        )
    return words[1], int(sure or 0)


def _astray(run: Run, wanted: str, reason: str) -> str:
    """Say why a line cannot be taken, and what was on offer there."""
    if run.over:
        return f"The story has ended before “{wanted}”."
    known = [option.id for option in run.options]
    near = "" if wanted in known else did_you_mean(wanted, known)
    return " ".join(part for part in (sentence(reason), near, on_offer(run.scene, run.options)) if part)


def on_offer(scene: str, options: Sequence[Option]) -> str:
    """Return the ids of what could be taken in a scene, and of what was locked."""
    opened = ", ".join(option.id for option in options if not option.locked)
    locked = ", ".join(f"{option.id} ({option.locked.rstrip('.')})" for option in options if option.locked)
    return f"On offer in “{scene}”: {opened}." + (f" Locked: {locked}." if locked else "")
