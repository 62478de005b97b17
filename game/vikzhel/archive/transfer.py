"""A run as one small file, to hand in, to take home or to compare.

The file is JSON and holds what was played and nothing about who played it: no name, no path, no
computer. It is read with suspicion: whatever is not as this program writes it is refused in words,
nothing in it is ever executed, opened or followed, and what is read of it holds only plain ids and
journal text made safe to show.
"""

from __future__ import annotations

import json
import os
import re
from datetime import datetime
from typing import Any, NamedTuple

from ..play.fitting import LONGEST_WORDS
from ..play.run import Step
from ..story.dataclass import dataclass
from ..story.text import one_line

FORMAT = 1
LARGEST = 1_000_000
"""Bytes of a file that are read; the longest real run is a fiftieth of it."""
_TOO_LARGE = "it is larger than any run is"
MOST_STEPS = 2000
MOST_NOTES = 500
MOST_BRANCHES = 50
LONGEST_NOTE = 600

_ID = re.compile(r"(?:[a-z0-9][a-z0-9-]{0,63}:)?[a-z0-9][a-z0-9-]{0,63}")
_CODE = re.compile(r"[a-z]{1,12}-[a-z]{1,12}-[a-z]{1,12}")
_DIGEST = re.compile(r"(?:[0-9a-f]{4,64})?")
LONGEST_VERSION = 80
_KINDS = ("choice", "door", "draw", "vote")
_PREDICTIONS = ("", "carried", "lost", "unsure")


class Note(NamedTuple):
    """A line of the journal; ``step`` is how many steps had been taken before it was written."""

    step: int
    text: str


class Branch(NamedTuple):
    """A branch that was laid over the story."""

    id: str
    version: str
    fingerprint: str


@dataclass(frozen=True, slots=True)
class Played:
    """What was played, whole, apart from any archive: only steps that stand, in order.

    ``begun`` is UTC, ISO 8601; ``ending`` is the ending's id, empty while the run is not over;
    ``parent`` is the code of the run that it branched off after ``parent_steps`` steps, or empty.
    """

    code: str
    story: str
    version: str
    fingerprint: str
    role: str
    begun: str
    ending: str
    steps: tuple[Step, ...]
    notes: tuple[Note, ...] = ()
    parent: str = ""
    parent_steps: int = 0
    start: str = ""
    branches: tuple[Branch, ...] = ()
    """The branches that were laid over the story, in order."""


class NotARun(Exception):
    """A text is not a run that this program can read; the message says why, without a name of the file."""


def tidy_note(text: str) -> str:
    """Return a journal line as it is kept: one line, nothing a terminal would obey, not too long."""
    return one_line(text)[:LONGEST_NOTE].rstrip()


def to_json(played: Played) -> str:
    """Return a run as the text of its file."""
    whole = {
        "vikzhel": "run",
        "format": FORMAT,
        "code": played.code,
        "story": {"id": played.story, "version": played.version, "fingerprint": played.fingerprint},
        "with": [branch._asdict() for branch in played.branches],
        "role": played.role,
        "begun": played.begun,
        "start": played.start,
        "ending": played.ending,
        "branch": {"of": played.parent, "after": played.parent_steps} if played.parent else None,
        "steps": [_step(step) for step in played.steps],
        "journal": [{"after": note.step, "text": note.text} for note in played.notes],
    }
    rows = {key: json.dumps(value, ensure_ascii=False) for key, value in whole.items()}
    for key in ("steps", "journal"):  # a line for each step, so that a person can read it
        lines = [json.dumps(item, ensure_ascii=False) for item in whole[key]]  # type: ignore[attr-defined]
        rows[key] = "[\n    " + ",\n    ".join(lines) + "\n  ]" if lines else "[]"
    return "{\n" + ",\n".join(f'  "{key}": {value}' for key, value in rows.items()) + "\n}\n"


def _step(step: Step) -> dict[str, object]:
    """Return a step; what is empty is left out."""
    row: dict[str, object] = {"kind": step.kind, "scene": step.scene, "id": step.id}
    row |= {"digest": step.digest, "change": step.change, "words": step.words, "prediction": step.prediction}
    row["sureness"] = step.sureness
    return {key: value for key, value in row.items() if value}


def read_file(path: str) -> Played:
    """Read a run from a file; raise ``NotARun`` if there is none in it. Only a plain file is opened."""
    try:
        if not os.path.exists(path):
            raise NotARun("there is no such file")
        if not os.path.isfile(path):
            raise NotARun("it is not a file")
        with open(path, "rb") as stream:
            data = stream.read(LARGEST + 1)
    except (OSError, ValueError) as error:
        reason = os.strerror(error.errno) if isinstance(error, OSError) and error.errno else str(error)
        raise NotARun(f"it cannot be read ({reason[:1].lower()}{reason[1:]})") from error
    if len(data) > LARGEST:
        raise NotARun(_TOO_LARGE)
    try:
        return from_json(data.decode("utf-8"))
    except UnicodeDecodeError as error:
        raise NotARun("it is not text") from error


def from_json(text: str) -> Played:
    """Read the text of a file made by ``to_json``; raise ``NotARun`` if it is anything else.

    Keys that it does not know are passed over: they are of a later version, or nobody's.
    """
    if len(text) > LARGEST:
        raise NotARun(_TOO_LARGE)
    try:
        whole = json.loads(text.removeprefix("\ufeff"), parse_constant=_refuse)
    except (ValueError, RecursionError) as error:
        where = f", line {error.lineno}" if isinstance(error, json.JSONDecodeError) else ""
        raise NotARun(f"it is not JSON{where}") from error
    if not isinstance(whole, dict) or whole.get("vikzhel") != "run":
        raise NotARun("it is not a run exported by this program")
    number = whole.get("format")
    if not isinstance(number, int) or isinstance(number, bool) or number < 1:
        raise NotARun("it does not say which format it has")
    if number > FORMAT:
        raise NotARun("it was made by a newer version of this program")
    reader = _Reader(whole)
    story = _Reader(reader.part("story", "story"), "story/")
    branch = _Reader(reader.part("branch", "branch", optional=True), "branch/")
    steps = tuple(
        _step_of(item, number) for number, item in enumerate(reader.items("steps", MOST_STEPS, "steps"), 1)
    )
    notes = tuple(
        _note_of(item, number, len(steps))
        for number, item in enumerate(reader.items("journal", MOST_NOTES, "lines in its journal"), 1)
    )
    played = Played(
        code=reader.text("code", _CODE),
        story=story.text("id", _ID),
        version=one_line(story.any_text("version"))[:LONGEST_VERSION],
        fingerprint=story.text("fingerprint", _DIGEST, optional=True),
        role=reader.text("role", _ID),
        begun=reader.text("begun", re.compile(r"[0-9T:.+-]{10,40}")),
        ending=reader.text("ending", re.compile(f"(?:{_ID.pattern})?"), optional=True),
        steps=steps,
        notes=notes,
        parent=branch.text("of", re.compile(f"(?:{_CODE.pattern})?"), optional=True),
        parent_steps=branch.number("after", MOST_STEPS),
        start=reader.text("start", _DIGEST, optional=True),
        branches=tuple(map(_branch_of, reader.items("with", MOST_BRANCHES, "branches"))),
    )
    try:
        begun = datetime.fromisoformat(played.begun)
    except ValueError:
        begun = None
    if begun is None or begun.tzinfo is None:
        raise NotARun("its “begun” is not a date and time")
    return played


def _step_of(item: object, number: int) -> Step:
    reader = _Reader(item, f"step {number}: ")
    kind, prediction = reader.word("kind", _KINDS), reader.word("prediction", _PREDICTIONS)
    return Step(
        kind,
        reader.text("scene", _ID),
        reader.text("id", _ID),
        reader.text("digest", _DIGEST, optional=True),
        prediction,
        reader.number("sureness", 3),
        reader.text("change", _DIGEST, optional=True),
        one_line(reader.any_text("words", optional=True))[:LONGEST_WORDS].rstrip(),
    )


def _branch_of(item: object) -> Branch:
    reader = _Reader(item, "with/")
    version = one_line(reader.any_text("version"))[:LONGEST_VERSION]
    return Branch(reader.text("id", _ID), version, reader.text("fingerprint", _DIGEST, optional=True))


def _note_of(item: object, number: int, steps: int) -> Note:
    reader = _Reader(item, f"journal {number}: ")
    return Note(reader.number("after", steps), tidy_note(reader.any_text("text")))


def _whole(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _refuse(constant: str) -> object:
    raise ValueError(constant)


class _Reader:
    """Takes values out of what JSON calls an object, each only if it is what it should be."""

    def __init__(self, item: object, where: str = "") -> None:
        if not isinstance(item, dict):
            what = where.rstrip(": /")
            raise NotARun(f"its {what} is not what it should be" if what else "it is not what it should be")
        self._item = item
        self._where = where

    def _wrong(self, key: str) -> NotARun:
        return NotARun(f"its {self._where}“{key}” is not what it should be")

    def any_text(self, key: str, *, optional: bool = False) -> str:
        value = self._item.get(key, "" if optional else None)
        if not isinstance(value, str):
            raise self._wrong(key)
        return value

    def text(self, key: str, shape: re.Pattern[str], *, optional: bool = False) -> str:
        value = self._item.get(key, "" if optional else None)
        if not isinstance(value, str) or not shape.fullmatch(value):
            raise self._wrong(key)
        return value

    def word(self, key: str, words: tuple[str, ...]) -> str:
        value = self._item.get(key, "")
        if value not in words:
            raise self._wrong(key)
        return str(value)

    def number(self, key: str, most: int) -> int:
        value = self._item.get(key, 0)
        if not _whole(value) or not 0 <= value <= most:
            raise self._wrong(key)
        return int(value)

    def part(self, key: str, name: str, *, optional: bool = False) -> dict[str, object]:
        value = self._item.get(key)
        if value is None and optional:
            return {}
        if not isinstance(value, dict):
            raise self._wrong(name)
        return value

    def items(self, key: str, most: int, name: str) -> list[object]:
        value = self._item.get(key, [])
        if not isinstance(value, list):
            raise self._wrong(key)
        if len(value) > most:
            raise NotARun(f"it has more than {most} {name}")
        return value
