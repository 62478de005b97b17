"""``vikzhel prove``: read, prove or take from the cache, and say it."""

from __future__ import annotations

import json
import signal
import time
from types import FrameType
from typing import TextIO

from . import cache
from .cache import Data
from .report import data_of
from .wording import path_words, words_of

BAR = 24
OFTEN = 0.1
"""Seconds between two drawings of the progress line."""


def run(
    folder: str,
    *,
    as_json: bool = False,
    seconds: float | None = None,
    path: str = "",
    fresh: bool = False,
    strict: bool = False,
    out: TextIO,
    err: TextIO,
) -> int:
    """Prove a pack and print the report; return the exit code.

    0 if it was proved or stopped half-way; 1 if the pack cannot be played, if nothing is called
    ``path``, or (``strict``) if a gate fails or not everything was settled.
    """
    kept = cache.path_of(folder, "")
    data = None if fresh else cache.read(kept)
    if data is None:
        data = _proved(folder, seconds, err)
        if data is None:
            return 1
        if data["finished"]:
            cache.keep(kept, data)
    if path:
        return _show_path(data, path, out, err)
    if as_json:
        json.dump(data, out, ensure_ascii=False, indent=1, allow_nan=False)
        out.write("\n")
    else:
        out.write(words_of(data))
    failed = any(gate["passed"] is False for gate in data["gates"])
    return int(strict and (failed or not data["finished"]))


def _proved(folder: str, seconds: float | None, err: TextIO) -> Data | None:
    """Read and prove a pack; say what is wrong with it if it cannot be played."""
    from ..story.check import check_pack
    from .prove import prove

    pack, remarks = check_pack(folder)
    if pack is None or remarks.fatal:
        print(remarks.render(), file=err)
        print("Nothing can be proved of this story until that is mended.", file=err)
        return None
    with _Progress(err) as progress:
        return data_of(prove(pack, told=progress.told, seconds=seconds), remarks)


def _show_path(data: Data, name: str, out: TextIO, err: TextIO) -> int:
    told = path_words(data, name)
    if told is None:
        from ..story.diagnostics import did_you_mean

        hint = did_you_mean(name, [verdict["name"] for verdict in data["verdicts"]])
        print(f"Nothing in this story is called “{name}”. {hint}".rstrip(), file=err)
        return 1
    print(told, file=out)
    return 0


class _Progress:
    """A line on a terminal that says how far the search is, and Ctrl-C that stops it without losing anything.

    A second Ctrl-C ends the program at once.
    """

    def __init__(self, err: TextIO) -> None:
        self.err = err
        self.shown = err.isatty()
        self.stopped = False
        self._drawn = 0.0
        self._before: object = None

    def __enter__(self) -> _Progress:
        self._before = signal.signal(signal.SIGINT, self._stop)
        return self

    def __exit__(self, *_: object) -> None:
        signal.signal(signal.SIGINT, self._before)  # type: ignore[arg-type]
        if self.shown and self._drawn:
            self.err.write("\r\x1b[K")
            self.err.flush()
        if self.stopped:
            print("Stopped. This is what was known by then:", file=self.err)

    def _stop(self, number: int, frame: FrameType | None) -> None:
        if self.stopped:
            raise KeyboardInterrupt
        self.stopped = True

    def told(self, role: str, known: int, done: int) -> bool:
        """Draw the line now and then; return whether to go on."""
        now = time.perf_counter()
        if self.shown and known and now - self._drawn > OFTEN:
            self._drawn = now
            full = int(BAR * done / known)
            bar = "#" * full + "." * (BAR - full)
            line = f"[{bar}] {role}: {done:,} of {known:,} kinds of state, Ctrl-C stops"
            self.err.write(f"\r{line[:79]}\x1b[K")
            self.err.flush()
        return not self.stopped
