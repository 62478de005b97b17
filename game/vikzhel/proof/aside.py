"""The odds along a run, worked out in a process of its own, so that no front end ever waits for them.

The process is told the pack, the role and the ids that were taken, and answers with a line of JSON as
soon as it has odds, and with a second when it has worked out exactly what it could only estimate at first.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from threading import Condition, Thread
from typing import Any, TextIO

from ..play.layout import SCENE
from ..play.program import Program
from .onward import Branch, Fork, Onward, onward
from .otherwise import Otherwise

EXACT = 1.0
"""Seconds that go into exact odds before the rest is estimated: so the first answer comes within three."""
MORE = 60.0
"""Seconds the process goes on for, to make exact what was estimated."""

POLITE = 3
"""How far the process stands back for the front end, where the system knows such a thing."""


class Aside:
    """A process that works out the odds along a run. ``latest`` is what it has said so far."""

    def __init__(
        self, folder: str, role: str, taken: Sequence[str], *, exact: float = EXACT, more: float = MORE
    ) -> None:
        self.latest: Onward | None = None
        self.over = False
        """True when nothing more will come; with no ``latest``, the odds could not be worked out."""
        self._changed = Condition()
        self._process: subprocess.Popen[str] | None = None
        task = json.dumps(
            {"folder": folder, "role": role, "taken": list(taken), "exact": exact, "more": more}
        )
        rooms = str(Path(__file__).resolve().parents[2])
        paths = [rooms, *filter(None, [os.environ.get("PYTHONPATH")])]
        try:
            self._process = subprocess.Popen(
                [sys.executable, "-P", "-m", "vikzhel.proof.aside"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                text=True,
                encoding="utf-8",
                env={**os.environ, "PYTHONPATH": os.pathsep.join(paths)},
                start_new_session=True,  # Ctrl-C is for the front end, which ends this process with ``close``
            )
        except OSError:
            self.over = True
            return
        Thread(target=self._listen, args=(self._process, task), daemon=True).start()

    def wait(self, seconds: float, *, complete: bool = False) -> Onward | None:
        """Return the odds as soon as there are any (or, if ``complete``, no better ones will come), or when time is up."""
        with self._changed:
            self._changed.wait_for(
                lambda: self.over or (self.latest is not None and (self.latest.complete or not complete)),
                seconds,
            )
        return self.latest

    def close(self) -> None:
        """End the process if it is still at work."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None

    def _listen(self, process: subprocess.Popen[str], task: str) -> None:
        try:
            assert process.stdin is not None
            assert process.stdout is not None
            process.stdin.write(task)
            process.stdin.close()
            for line in process.stdout:
                found = from_data(json.loads(line))
                with self._changed:
                    self.latest = found
                    self._changed.notify_all()
            process.stdout.close()
        except (OSError, ValueError, KeyError):
            pass  # the process was ended, or could not do it: then there are no odds, or no better ones
        with self._changed:
            self.over = True
            self._changed.notify_all()


def numbers(program: Program, role: str, taken: Sequence[str]) -> list[int]:
    """Return what ids stand for, as ``Program.open`` numbers it; ``KeyError`` if one is not open there."""
    found, state = [], program.begin(role)
    for name in taken:
        number = program.place(state[SCENE]).numbered(name)
        if number not in program.open(state):
            raise KeyError(name)
        found.append(number)
        state = program.take(state, number)
    return found


def to_data(found: Onward) -> dict[str, Any]:
    """Return odds as plain data for JSON."""
    return {
        "otherwise": [[o.step, o.vote, o.result, o.odds, o.was, o.plays] for o in found.otherwise],
        "players": found.players,
        "endings": found.endings,
        "complete": found.complete,
        "forks": [
            {
                "step": fork.step,
                "kind": fork.kind,
                "taken": fork.taken,
                "before": fork.before,
                "branches": [[b.option, b.odds, b.plays, b.error] for b in fork.branches],
            }
            for fork in found.forks
        ],
    }


def from_data(data: dict[str, Any]) -> Onward:
    """Return odds from plain data."""
    forks = tuple(
        Fork(
            fork["step"],
            fork["kind"],
            fork["taken"],
            tuple(map(tuple, fork["before"])),
            tuple(
                Branch(name, tuple(map(tuple, odds)), plays, error)
                for name, odds, plays, error in fork["branches"]
            ),
        )
        for fork in data["forks"]
    )
    turned = tuple(
        Otherwise(step, vote, result, tuple(odds), tuple(was), plays)
        for step, vote, result, odds, was, plays in data["otherwise"]
    )
    return Onward(tuple(data["players"]), tuple(data["endings"]), forks, turned, data["complete"])


def _work(stdin: TextIO, stdout: TextIO) -> None:
    from ..story.packs import read_pack

    asked_by = os.getppid()

    def clock() -> float:
        if os.getppid() != asked_by:
            raise SystemExit  # whoever asked is gone, and nobody else will ever end this
        return time.monotonic()

    if hasattr(os, "nice"):
        os.nice(POLITE)
    task = json.loads(stdin.read())
    program = Program(read_pack(task["folder"]))
    taken = numbers(program, task["role"], task["taken"])
    for found in onward(program, task["role"], taken, exact=task["exact"], more=task["more"], clock=clock):
        print(json.dumps(to_data(found)), file=stdout, flush=True)


if __name__ == "__main__":
    _work(sys.stdin, sys.stdout)
