"""Plays the real program on a pseudo-terminal and kills it at a random moment, again and again.

    python tests/killing.py DATA SEED KILLS plain|screen

A choice is acknowledged when its reply has reached the terminal. After each SIGKILL the archive is
opened and held against what was acknowledged: the kept run is exactly that, or one step further (on
disk, but not told yet; or, where the last thing typed was ``undo``, one step shorter). The next kill goes
on with the same run, so one file lives through them all. Prints what came of it as JSON.
"""

from __future__ import annotations

import json
import os
import re
import signal
import sys
import time
from pathlib import Path
from random import Random

sys.path.insert(0, str(Path(__file__).parent))

from terminal import _UNKNOWN, Terminal
from vikzhel.archive.store import Store
from vikzhel.line.wording import sentence
from vikzhel.places import pack_folder
from vikzhel.play.events import Chosen
from vikzhel.play.program import Program
from vikzhel.play.run import Run
from vikzhel.story.packs import read_pack

ROLES = ("kamenev", "riazanov", "martov")
PROMPT = re.compile(r"(?:or \? for help|how sure you are, such as 1 3, or skip|\? for help|certain): $")
ANSWERS = ("1", "1", "2", "3", "1 2")
KILLS_OF_ONE_RUN = 6
END = "\x1b[F"


def squeezed(text: str) -> str:
    return " ".join(text.split())


def chosen(run: Run) -> list[str]:
    """Return the words of every choice and door of a run, in order; a count has none."""
    return [squeezed(event.text) for event in run.events() if isinstance(event, Chosen) and event.text]


class Player:
    """One life of the program, from its start to its death; ``begun`` once it has asked for anything."""

    begun = False

    def __init__(self, argv: list[str], dice: Random, longest: float) -> None:
        self.dice = dice
        self.longest = longest
        self.terminal = Terminal(argv, env={"PYTHONHASHSEED": "0"})
        # Now and then it dies while it starts; else at some moment after it has first asked for something.
        self.dies_at = time.perf_counter() + (dice.uniform(0.05, 0.6) if dice.random() < 0.1 else 30.0)

    def begin(self) -> None:
        if not self.begun and self.alive:
            self.begun = True
            self.dies_at = min(self.dies_at, time.perf_counter() + self.dice.uniform(0.0, self.longest))

    def read(self, seconds: float) -> bool:
        """Wait for output, but not longer than this life lasts; return whether some came."""
        left = self.dies_at - time.perf_counter()
        return bool(left > 0 and self.terminal._read(max(0.0, min(seconds, left))))

    @property
    def alive(self) -> bool:
        return time.perf_counter() < self.dies_at

    def die(self) -> None:
        """Kill it; what it had written before is on the terminal all the same, and is read."""
        os.kill(self.terminal.pid, signal.SIGKILL)
        while self.terminal._read(0.05):
            pass
        self.terminal.close()

    def arrived(self) -> bytes:
        chunks = self.terminal._chunks
        data = b"".join(data for _, data in chunks)
        chunks.clear()
        return data


class Plain(Player):
    """Types numbers, guesses and now and then ``undo`` as fast as it is asked."""

    code = ""
    """The run that it went over to: taking back from a week that is over begins a new one."""

    def live(self, before: list[str], by_text: list[str]) -> tuple[list[str], str]:
        """Play until death; return what was acknowledged in all, and the last thing typed."""
        text, typed = "", ""
        told: list[tuple[str, str]] = []
        while self.alive:
            if not self.read(0.5):
                continue
            text += self._words()
            if PROMPT.search(text):
                told.append((typed, text))
                self.begin()
                text, typed = "", "undo" if self.dice.random() < 0.08 else self.dice.choice(ANSWERS)
                self.terminal.press(f"{typed}\r")
        self.die()
        told.append((typed, text + self._words()))
        acknowledged = list(before)
        for answer, reply in told[1:]:  # before the first answer it tells again where the run stands
            branched = re.search(r"A new run, ([a-z]+-[a-z]+-[a-z]+)\. It stands before: (.*)", reply)
            if branched:
                self.code = branched[1]
                if not branched[2].startswith("The count: "):
                    acknowledged.pop()
            elif answer == "undo":
                if "Taken back: " in reply and "Taken back: The count: " not in reply:
                    acknowledged.pop()
            elif "You chose: " in reply:
                acknowledged += self._choice(reply.split("You chose: ")[1], by_text)
        return acknowledged, typed

    def _words(self) -> str:
        return self.arrived().decode("utf-8", "replace").replace("\r\n", "\n")

    @staticmethod
    def _choice(reply: str, by_text: list[str]) -> list[str]:
        """Return the choice a reply speaks of; nothing if the kill came before it was written out."""
        known = [words for words in by_text if squeezed(reply).startswith(sentence(words))]
        assert known or "\n\n" not in reply, f"not a choice of this story: {reply!r}"
        return [max(known, key=len)] if known else []


class OnScreen(Player):
    """Presses keys: to the end of the text, then a number."""

    def show(self, seconds: float) -> str:
        self.read(seconds)
        self.terminal._stream.feed(_UNKNOWN.sub(b"", self.arrived()))
        return self.terminal.text

    def live(self, before: list[str], run: Run) -> list[str]:
        """Play until death; return what was acknowledged in all."""
        acknowledged = list(before)
        while self.alive and "What do you" not in self.show(0.05) and "And now" not in self.terminal.text:
            self.terminal.press(END)
        self.begin()
        while self.alive and not run.over:
            self.terminal.press(END)
            self.show(0.03)
            if run.open[0].kind == "vote":
                self.terminal.press("3")
                self.show(0.1)
                run.take(run.open[0].id, prediction="unsure", sureness=1)
                continue
            self.terminal.press(self.dice.choice(("1", "1", "2", "3")))
            patience = time.perf_counter() + 0.4
            while self.alive and time.perf_counter() < patience:
                taken = self._seen(self.show(0.02), run)
                if taken:
                    acknowledged.append(taken)
                    break
        self.die()
        self.terminal._stream.feed(_UNKNOWN.sub(b"", self.arrived()))
        if not run.over and run.open[0].kind != "vote":
            taken = self._seen(self.terminal.text, run)
            acknowledged += [taken] if taken else []
        return acknowledged

    @staticmethod
    def _seen(text: str, run: Run) -> str:
        """Return the words of the option whose reply is on the screen, once it is; the run follows."""
        shown = [squeezed(line.split("› ")[1])[:24] for line in text.split("\n") if "› " in line]
        for option in run.open:
            if shown and any(squeezed(option.text).startswith(words.rstrip("│┃ ")) for words in shown[-1:]):
                run.take(option.id)
                return squeezed(option.text)
        return ""


def kill_often(data: str, seed: int, kills: int, how: str) -> dict[str, object]:
    """Kill the program so often; return what was acknowledged, and every way in which the archive differs."""
    dice = Random(seed)
    program = Program(read_pack(pack_folder("talks")))
    texts = sorted(
        {
            squeezed(str(choice.text))
            for scene in program.pack.files.scenes.values()
            for choice in scene.choices
        }
        | {
            squeezed(str(door.text))
            for scene in program.pack.files.scenes.values()
            for door in (scene.doors.of if scene.doors else [])
        }
    )
    lost: list[str] = []
    begun = further = late = in_all = 0
    code, role = "", ""
    for number in range(kills):
        store = Store.open(data)
        fresh = number % KILLS_OF_ONE_RUN == 0 or store.resume(code, program).run.over
        if fresh:
            role = dice.choice(ROLES)
            code = store.begin(program, role).code
        run = store.resume(code, program).run
        store.close()
        before = chosen(run)
        argv = [sys.executable, "-m", "vikzhel", "play", "--resume", code, "--data", data]
        if how == "plain":
            plain = Plain([*argv, "--plain"], dice, 0.6)
            acknowledged, typed = plain.live(before, texts)
            code = plain.code or code
            begun += plain.begun
        else:
            screen = OnScreen(argv, dice, 2.0)
            acknowledged, typed = screen.live(before, run), ""
            begun += screen.begun
        store = Store.open(data)
        again = store.resume(code, program)
        kept = chosen(again.run)
        store.close()
        in_all += max(0, len(acknowledged) - len(before))
        further += len(kept) > len(acknowledged)
        fine = kept in (acknowledged, [*acknowledged, *kept[-1:]])
        if not fine and not fresh and acknowledged[: len(before)] == before:
            # The life before may have died between writing a step and telling other processes that it is there (SQLite's
            # WAL and its index). It was never told; the next to recover the file finds it, and tells it first of all.
            # Everything acknowledged must follow it, and it is counted: the test holds it to be rare.
            way = [*before, *kept[len(before) :][:1], *acknowledged[len(before) :]]
            fine = kept in (way, [*way, *kept[-1:]])
            late += fine
        undone = typed == "undo" and kept == acknowledged[:-1]
        if again.trouble or not (fine or undone):
            lost.append(
                f"kill {number} of {seed}, {code}: {again.trouble} seen {acknowledged[-3:]}, kept {kept[-3:]}"
            )
    return {
        "kills": kills,
        "in play": begun,
        "acknowledged": in_all,
        "further": further,
        "late": late,
        "lost": lost,
    }


if __name__ == "__main__":
    print(json.dumps(kill_often(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), sys.argv[4])))
