"""``vikzhel prove``: read, prove or take from the cache, and say it."""

from __future__ import annotations

import json
import shutil
import signal
import time
from types import FrameType
from typing import TextIO

from ..story.text import clean, one_line
from . import cache
from .cache import Data
from .report import data_of
from .wording import named, path_words, words_of

STOPPED = 3
"""The exit code of a proof that was stopped, or had not time enough."""
OFTEN = 0.1
"""Seconds between two drawings of the progress line."""


def run(
    folder: str,
    *,
    as_json: bool = False,
    seconds: float | None = None,
    path: str | None = None,
    fresh: bool = False,
    strict: bool = False,
    out: TextIO | None,
    err: TextIO,
) -> int:
    """Prove a pack and print the report, or the way to what is called ``path``; return the exit code.

    0 if it was proved; 1 if the pack cannot be played, if nothing is called so, if the report cannot be
    written, or (``strict``) if a gate fails; 3 if it was stopped before everything was worked out.
    """
    if out is None:
        print("The report cannot be written: the output is closed.", file=err)
        return 1
    data = None if fresh else cache.read(cache.path_of(folder))
    data = data or proved(folder, seconds, err)
    if data is None:
        return 1
    said = _said(data, path, as_json)
    if not said:
        print(_not_one(data, path or ""), file=err)
        return 1
    try:
        out.write(said)
        out.flush()
    except BrokenPipeError:
        raise
    except OSError as problem:
        print(f"The report could not be written: {problem.strerror}.", file=err)
        return 1
    if not data["finished"]:
        return STOPPED
    return int(strict and any(gate["passed"] is False for gate in data["gates"]))


def _said(data: Data, path: str | None, as_json: bool) -> str:
    """Return a report as it is printed; nothing if ``path`` names nothing."""
    if path is not None:
        told = path_words(data, path)
        return clean(told) + "\n" if told else ""
    if as_json:
        return json.dumps(data, ensure_ascii=False, indent=1, allow_nan=False) + "\n"
    return clean(words_of(data))


def _not_one(data: Data, path: str) -> str:
    """Say why ``path`` names nothing, or not one thing."""
    from ..story.diagnostics import did_you_mean

    names = named(data, path)
    if names:
        return f"More than one branch has “{one_line(path)}”. Write one of: {', '.join(names)}."
    hint = did_you_mean(path, [verdict["name"] for verdict in data["verdicts"]])
    return f"Nothing in this story is called “{one_line(path)}”. {hint}".rstrip()


def proved(folder: str, seconds: float | None, err: TextIO) -> Data | None:
    """Read and prove a pack and keep the report; say what is wrong with it if it cannot be played."""
    from ..story.check import check_pack
    from .prove import prove

    kept = cache.path_of(folder)
    pack, remarks, playable, _ = check_pack(folder)
    if pack is None or not playable:
        print(remarks.render(), file=err)
        print("Nothing can be proved of this story until that is mended.", file=err)
        return None
    with _Progress(err, {str(role): pack.role_name(role) for role in pack.files.roles}) as progress:
        proof = prove(pack, told=progress.told, seconds=seconds, side_by_side=True)
        data = data_of(proof, remarks)
    if not data["finished"]:
        why = "Stopped" if progress.stopped else "The time is up"
        print(f"{why}. This is what was known by then:", file=err)
    elif cache.path_of(folder) == kept:  # not if a file was saved meanwhile
        cache.keep(kept, data)
    return data


class _Progress:
    """A line on a terminal that says how far the search is, and Ctrl-C that stops it without losing anything.

    A second Ctrl-C ends the program at once.
    """

    def __init__(self, err: TextIO, names: dict[str, str]) -> None:
        self.err = err
        self.names = names
        self.shown = err.isatty()
        self.stopped = False
        self._drawn = time.perf_counter()
        self._length = 0
        self._before: object = None

    def __enter__(self) -> _Progress:
        self._before = signal.signal(signal.SIGINT, self._stop)
        return self

    def __exit__(self, *_: object) -> None:
        signal.signal(signal.SIGINT, self._before)  # type: ignore[arg-type]
        self._draw("")

    def _stop(self, number: int, frame: FrameType | None) -> None:
        if self.stopped:
            raise KeyboardInterrupt
        self.stopped = True

    def told(self, role: str, known: int, done: int) -> bool:
        """Draw the line now and then, for the roles at work; return whether to go on."""
        now = time.perf_counter()
        if self.shown and now - self._drawn > OFTEN:
            self._drawn = now
            at = f"{known:,} situations found" if known else "Adding up"
            who = ", ".join(self.names.get(one, one) for one in role.split(", "))
            self._draw(f"{at} for {one_line(who)}. Ctrl-C stops and tells what is known.")
        return not self.stopped

    def _draw(self, line: str) -> None:
        """Write over the line drawn before, with spaces alone, for terminals that know nothing else."""
        if self.shown and (line or self._length):
            room = shutil.get_terminal_size().columns - 1
            line = line[:room]
            self.err.write(f"\r{line}{' ' * max(0, self._length - len(line))}" + ("" if line else "\r"))
            self.err.flush()
            self._length = len(line)
