"""Writing a story test down from a played run, below the tests that a file holds already."""

from __future__ import annotations

import os
import re
import shutil
import tempfile
from typing import TYPE_CHECKING

from ..story.folder import TESTS
from ..story.rules import band_name
from ..story.trials import read_trials
from .events import Ended, VoteHeld
from .program import Program
from .trials import try_out

if TYPE_CHECKING:
    from .run import Run

_HEAD = """\
# Story tests: paths through this story by the ids of what is taken, and what must be so on them.
# vikzhel test runs them. Lines such as these are notes to yourself.
tests:
"""


class NotRecorded(Exception):
    """The run cannot be written down as a test; the message says why in a teacher's words."""


def record(run: Run, name: str) -> str:
    """Append a test of a run to the pack's ``tests.yaml``; return the path of that file.

    What is in the file stays, byte for byte, and the test passes. Raises ``NotRecorded``.
    """
    pack = run.program.pack
    path = os.path.realpath(pack.folder / TESTS)
    _, tests, report = read_trials(pack)
    if report.problems:
        raise NotRecorded(f"{report.render()}\nMend this first; nothing has been written.")
    if name in tests:
        first = next(known for known in tests if known == name)
        raise NotRecorded(f"There is a test “{name}” already, at {first.mark}. Give this one another name.")
    try:
        data = b""
        if os.path.exists(path):
            with open(path, "rb") as stream:
                data = stream.read()
        column = min((known.mark.column for known in tests), default=2)
        added = _appended(data, run, name, column, bool(tests))
        _must_pass(run, name, added, column)
        _replace(path, added)
    except OSError as error:
        raise NotRecorded(f"{path} cannot be written: {error.strerror or error}.") from error
    return path


def _appended(data: bytes, run: Run, name: str, column: int, more: bool) -> bytes:
    """Return a file's bytes with a test below them, in the line ends that it has."""
    begun = re.search(rb"(?:^|\r|\xef\xbb\xbf)tests *:", data, re.MULTILINE)
    text = "" if begun else _HEAD if not data.strip() else "tests:\n"
    text += ("\n" if more else "") + _written(run, name, " " * column)
    if data and not data.endswith((b"\n", b"\r")):
        text = "\n" + text
    return data + text.replace("\n", "\r\n" if b"\r\n" in data else "\n").encode()


def _written(run: Run, name: str, margin: str) -> str:
    """Return a run as a test: its path, and how things stand at the end of it."""
    lines = [f"{name}:", f"  role: {_id(run.role)}"]
    if run.steps:
        lines += ["  path:", *(f"    - {_id(step.id)}" for step in run.steps)]
    last = run.events(len(run.steps))[-1]
    ended = last if isinstance(last, Ended) else None
    lines += ["  expect:", f"    ending: {_id(ended.ending)}" if ended else f"    scene: {_id(run.scene)}"]
    held = {event.vote: event for event in run.events() if isinstance(event, VoteHeld)}
    if held:
        lines.append("    votes:")
        lines += [f"      {_id(v)}: {e.votes_for}-{e.against}-{e.abstain}" for v, e in held.items()]
    if ended and ended.goals:
        lines += ["    goals:", *(f"      {_id(goal.goal)}: {goal.result}" for goal in ended.goals)]
    moved = _moved(run)
    if moved:
        lines += ["    rules:", *(f"      - {rule}" for rule in moved)]
    names = run.program.pack.names
    if names is not None:  # what a branch brings goes by its plain ids in its own tests
        lines = [line.replace(names.prefix, "") for line in lines]
    return "".join(f"{margin}{line}\n" for line in lines)


def _moved(run: Run) -> list[str]:
    """Return, as rules, the moods and issues that stand otherwise than when the run began."""
    layout = run.program.layout
    before, after = run.program.begin(run.role), run.state
    rules = []
    for variable in layout.variables:
        value = after[variable.index]
        if value == before[variable.index]:
            continue
        if variable.kind == "mood":
            rules.append(f"mood.{variable.name} is {band_name(value)}")
        elif variable.kind == "table":
            rules.append(f"table.{variable.name} is {layout.positions[variable.name][value]}")
    return rules


def _id(word: str) -> str:
    """Return an id as YAML, which takes the word null for nothing at all."""
    return '"null"' if word == "null" else word


def _must_pass(run: Run, name: str, data: bytes, column: int) -> None:
    """Refuse to write what could not be read back or would not pass."""
    pack, tests, report = read_trials(run.program.pack, data)
    if report.problems or name not in tests:
        raise NotRecorded(
            f"Nothing can be added at the end of this {TESTS}; perhaps what it holds stands in braces. "
            f"Nothing has been written. The test itself, to put in by hand:\n\n{_written(run, name, ' ' * column)}"
        )
    failures = try_out(Program(pack), name, tests[next(known for known in tests if known == name)]).failures
    if failures:
        raise NotRecorded(
            f"Played again the run goes otherwise, so nothing has been written:\n{failures[0].problem.render()}"
        )


def _replace(path: str, data: bytes) -> None:
    """Put a whole new file in the place of the old one, so that no reader ever meets half of it."""
    handle, beside = tempfile.mkstemp(dir=os.path.dirname(path), prefix=f".{TESTS}.")
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        if os.path.exists(path):
            shutil.copymode(path, beside)
        else:
            umask = os.umask(0)
            os.umask(umask)
            os.chmod(beside, 0o666 & ~umask)
        os.replace(beside, path)
    except BaseException:
        os.unlink(beside)
        raise
