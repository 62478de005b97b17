"""Plays the real program on a pseudo-terminal and kills it at a random moment, again and again.

    python tests/killing.py DATA SEED KILLS plain|screen

Whoever plays keeps an account of his own: what he did, and what he was told had been done. A choice, a count
with what he foretold of it, a line of the journal, a step taken back and a new run begun from a decision are
each acknowledged when their reply has reached the terminal. After each SIGKILL the archive is opened and held
against that account, step by step and line by line: it holds exactly that, or the one thing more that was
typed last and not yet answered. Every other run that was ever left for a new one must be as it was left. The
next kill goes on with the same run, so one file lives through them all. Prints what came of it as JSON.
"""

from __future__ import annotations

import json
import os
import re
import signal
import sys
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

sys.path.insert(0, str(Path(__file__).parent))

from terminal import _UNKNOWN, Terminal
from vikzhel.archive.store import Store
from vikzhel.archive.transfer import Played
from vikzhel.line.wording import sentence
from vikzhel.places import pack_folder
from vikzhel.play.program import Program
from vikzhel.play.run import Run
from vikzhel.story.packs import read_pack

ROLES = ("kamenev", "riazanov", "martov")
PROMPT = re.compile(r"(?:or \? for help|how sure you are, such as 1 3, or skip|\? for help|certain): $")
ASKED = re.compile(r"── (?:What do you|Where do you go|And now|How sure)")
GUESSES = (
    ("1 1", "carried", 1),
    ("1 3", "carried", 3),
    ("2 2", "lost", 2),
    ("3", "unsure", 0),
    ("skip", "", 0),
)
KILLS_OF_ONE_RUN = 6
END, ENTER = "\x1b[F", "\r"

Step = tuple[str, str, str, int]
Account = tuple[tuple[Step, ...], tuple[tuple[int, str], ...]]
"""The steps of a run that stand, with what was foretold, and the lines of its journal with their places."""


def squeezed(text: str) -> str:
    return " ".join(text.split())


def steps_of(run: Run | Played) -> tuple[Step, ...]:
    return tuple((step.scene, step.id, step.prediction, step.sureness) for step in run.steps)


@dataclass
class Week:
    """A run as its player knows it."""

    code: str
    run: Run
    lines: list[tuple[int, str]] = field(default_factory=list)

    @property
    def account(self) -> Account:
        return steps_of(self.run), tuple(sorted(self.lines, key=lambda line: line[0]))

    def copy(self) -> Week:
        return Week(self.code, Run.replay(self.run.program, self.run.role, self.run.steps), list(self.lines))

    def take(self, option: str, prediction: str = "", sureness: int = 0) -> None:
        self.run.take(option, prediction=prediction, sureness=sureness)

    def back(self, to: int) -> None:
        """Take back; a step takes its lines of the journal with it."""
        self.run.undo(to)
        self.lines = [line for line in self.lines if line[0] <= to]

    def branch(self, to: int) -> None:
        """Go over to a new run, whose code will be told; the journal stays behind."""
        self.code = ""
        self.run = Run.replay(self.run.program, self.run.role, self.run.steps[:to])
        self.lines = []

    @classmethod
    def kept(cls, store: Store, code: str, program: Program) -> Week:
        kept = store.resume(code, program)
        assert not kept.trouble, kept.trouble
        return cls(code, kept.run, [(note.step, note.text) for note in kept.notes])


@dataclass(frozen=True)
class Deed:
    """Something typed: what kind, what the reply must hold to acknowledge it, and what it does to the run."""

    kind: str
    typed: str
    reply: str
    do: Callable[[Week], None]

    def done(self, week: Week) -> Week:
        after = week.copy()
        self.do(after)
        return after


NOTHING = Deed("nothing", "", "", lambda week: None)


class Player:
    """One life of the program, from its start to its death; ``begun`` once it has asked for anything."""

    def __init__(self, argv: list[str], dice: Random, longest: float, week: Week) -> None:
        self.dice, self.longest, self.week = dice, longest, week
        self.begun = False
        self.last = NOTHING
        """What was typed and not yet acknowledged."""
        self.left: list[Week] = []
        """The runs that were gone over from."""
        self.told: Counter[str] = Counter()
        self.wrong: list[str] = []
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

    def acknowledge(self, code: str = "") -> None:
        """Write down as done what was typed last."""
        before, deed, self.last = self.week, self.last, NOTHING
        self.week = deed.done(before)
        self.told[deed.kind] += 1
        if code:
            self.left.append(before)
            self.week.code = code

    def deed(self, kinds: str) -> Deed:
        """Return something that can be done now, of these kinds, and how to type it."""
        run, dice = self.week.run, self.dice
        made = run.decisions()
        kind = dice.choice(kinds.split())
        if kind == "journal":
            words = f"Line {dice.randrange(10**9)} of mine."
            at = len(run.steps)
            return Deed(kind, f"journal {words}", f"”: {words}", lambda week: week.lines.append((at, words)))
        if kind in ("undo", "branch") and made:
            number = len(made) if kind == "undo" and dice.random() < 0.5 else dice.randrange(len(made)) + 1
            to = made[number - 1][0]
            if kind == "undo" and not run.over:
                return Deed(kind, f"undo {number}", "Taken back: ", lambda week: week.back(to))
            typed = f"{'undo' if kind == 'undo' else 'from'} {number}"
            return Deed("branch", typed, "A new run, ", lambda week: week.branch(to))
        if run.over:
            return NOTHING
        option = dice.choice(run.open)
        if option.kind == "vote":
            typed, prediction, sureness = dice.choice(GUESSES)
            return Deed("count", typed, "ote. ", lambda week: week.take(option.id, prediction, sureness))
        number = run.open.index(option) + 1
        reply = squeezed(f"You chose: {sentence(squeezed(option.text))}")
        return Deed("choice", str(number), reply, lambda week: week.take(option.id))


class Plain(Player):
    """Types numbers, guesses, lines of a journal, ``undo`` and ``from`` as fast as it is asked."""

    KINDS = "choice " * 12 + "journal journal undo branch"

    def live(self, stands: Callable[[], Week]) -> None:
        """Play until death. ``stands`` reads where the run stands once the program has opened it."""
        text = ""
        while self.alive:
            if not self.read(0.5):
                continue
            text += self._words()
            if PROMPT.search(text):
                if self.begun:
                    self._hear(text, asked=True)
                else:
                    self.week = stands()
                    self.begin()
                text, self.last = "", self.deed(self.KINDS)
                self.terminal.press(f"{self.last.typed}\r")
        self.die()
        self._hear(text + self._words(), asked=False)

    def _hear(self, reply: str, *, asked: bool) -> None:
        """Take a reply for what it acknowledges; ``asked`` if the next thing is asked for, so that it is whole."""
        unkept = re.search(r"From here on this run is not kept: .*", squeezed(reply))
        if unkept:
            self.wrong.append(f"after {self.last.typed!r} it said: {unkept[0][:200]}")
            self.dies_at = 0.0
            return
        code = re.search(r"A new run, ([a-z]+-[a-z]+-[a-z]+)\. It stands", reply)
        said = self.last.reply in squeezed(reply) + " " if self.last.reply else False
        if said and (self.last.kind != "branch" or code):
            self.acknowledge(code[1] if code else "")
        elif asked and self.last.kind not in ("nothing",):
            self.wrong.append(f"{self.last.typed!r} was answered with {reply[:300]!r}")

    def _words(self) -> str:
        return self.arrived().decode("utf-8", "replace").replace("\r\n", "\n")


class OnScreen(Player):
    """Presses keys: to the end of the text, then a number; guesses, and goes back with ``u``."""

    KINDS = "choice " * 8 + "undo"

    def live(self, stands: Callable[[], Week]) -> None:
        """Play until death. ``stands`` reads where the run stands once the program has opened it."""
        while self.alive and not ASKED.search(self.show(0.05)):
            self.terminal.press(END)
        if self.alive:
            self.week = stands()
        self.begin()
        while self.alive and not self.week.run.over:
            self.last = self.deed(self.KINDS)
            {"choice": self._choose, "count": self._guess, "undo": self._go_back}[self.last.kind]()
        self.die()
        self._feed()
        if self._seen():
            self.acknowledge()

    def _choose(self) -> None:
        """Read to the end; once the options stand there, press the number, and wait for the reply."""
        first = squeezed(self.week.run.open[0].text)[:24]
        while self.alive and not self._seen():
            if self._wait(lambda: self._asked(first), 1.0, END):
                self.terminal.press(self.last.typed)
                self._wait(self._seen, 4.0)
        self._told()

    def _asked(self, first: str) -> bool:
        """Return whether the options stand on the screen, of which the first begins so."""
        _, asked, below = self.terminal.text.rpartition("── W")
        return bool(asked) and first in squeezed(below)

    def _guess(self) -> None:
        """Say what is expected and how sure, each when it is asked; then let the roll be called to its end."""
        what, _, sure = self.last.typed.partition(" ")
        what = {"skip": "3"}.get(what, what)  # on the screen whoever will not say says that he cannot
        number = {"1": "carried", "2": "lost", "3": "unsure"}[what]
        vote = self.week.run.open[0].id
        sureness = int(sure or 0)
        self.last = Deed("count", what, "═ The count ═", lambda week: week.take(vote, number, sureness))
        while self.alive and not self._seen():
            if self._wait(lambda: "What do you expect?" in self.terminal.text, 1.0, END):
                self.terminal.press(what)
                if sure and self._wait(lambda: "How sure are you?" in self.terminal.text, 4.0):
                    self.terminal.press(sure)
                self._wait(self._seen, 4.0)
        self._told()

    def _go_back(self) -> None:
        """Go back to before the decision made last."""
        to = self.week.run.decisions()[-1][0]
        self.last = Deed("undo", "u", "", lambda week: week.back(to))
        option = self.last.done(self.week).run.open[0]
        stands = "you expect" if option.kind == "vote" else squeezed(option.text)[:24]
        while self.alive and not self._wait(lambda: "Go back to" in self.terminal.text, 0.5):
            self.terminal.press("u")
        self.terminal.press(ENTER)
        if self._wait(lambda: self._asked(stands), 5.0, END):
            self._told()
        elif self.alive:
            self.wrong.append(f"it did not go back to {stands!r}:\n{self.terminal.text}")
            self.dies_at = 0.0

    def _told(self) -> None:
        if self.alive:
            self.acknowledge()

    def _seen(self) -> bool:
        """Return whether the reply to what was typed last is on the screen."""
        text = self.terminal.text
        if self.last.kind == "count":
            return self.last.reply in text and "not called yet" in text
        if self.last.kind != "choice":
            return False
        words = self.last.reply.removeprefix("You chose: ")
        shown = [
            squeezed(line.split("› ")[1]).rstrip("│┃ ")[:24] for line in text.split("\n") if "› " in line
        ]
        return bool(shown and shown[-1] and words.startswith(shown[-1]))

    def _wait(self, until: Callable[[], bool], seconds: float, key: str = "") -> bool:
        patience = time.perf_counter() + seconds
        while not until() and self.alive and time.perf_counter() < patience:
            if key:
                self.terminal.press(key)
            self.show(0.03)
        return until()

    def show(self, seconds: float) -> str:
        self.read(seconds)
        self._feed()
        return self.terminal.text

    def _feed(self) -> None:
        self.terminal._stream.feed(_UNKNOWN.sub(b"", self.arrived()))


class Trial:
    """One player's lives on an archive that others play on too."""

    def __init__(self, data: str, seed: int, how: str) -> None:
        self.data, self.dice, self.seed = data, Random(seed), seed
        self.play = Plain if how == "plain" else OnScreen
        self.program = Program(read_pack(pack_folder("talks")))
        self.weeks: dict[str, Account] = {}
        """Every run of this player, as the archive must hold it."""
        self.lost: list[str] = []
        self.told: Counter[str] = Counter()
        self.begun = self.further = self.late = 0
        self.busy: list[str] = []

    def kill(self, number: int, code: str) -> str:
        """Let the program live once with a run, kill it, and look; return the code of the run it died with."""
        store = self._open()
        if not code:
            code = self._begun(store)
        week = Week.kept(store, code, self.program)
        store.close()
        argv = [sys.executable, "-m", "vikzhel", "play", "--resume", code, "--data", self.data]
        plain = self.play is Plain
        player = self.play([*argv, "--plain"] if plain else argv, self.dice, 0.6 if plain else 6.0, week)
        player.live(lambda: self._stands(number, week))
        self.begun += player.begun
        self.told += player.told
        self.lost += [f"kill {number} of {self.seed}: {wrong}" for wrong in player.wrong]
        for left in player.left:
            self.weeks[left.code] = left.account
        return self._look(number, player)

    def _open(self) -> Store:
        """Open the archive as it is, and not a copy of it, as there may be while others keep it busy."""
        for _ in range(5):
            store = Store.open(self.data)
            if not store.read_only:
                break
            self.busy.append(store.read_only)
        return store

    def _begun(self, store: Store) -> str:
        """Begin a run and play it on, so that lives are spent in every part of the week; return its code."""
        kept = store.begin(self.program, self.dice.choice(ROLES))
        for _ in range(self.dice.randrange(30)):
            if not kept.run.over:
                kept.take(self.dice.choice(kept.run.open).id)
        return kept.code

    def _stands(self, number: int, before: Week) -> Week:
        """Return where a run stands as the program has found it on opening it.

        The life before may have died between writing a step and telling other processes that it is there (SQLite's
        WAL and its index). It was never told; the next to recover the file finds it, and tells it first of all.
        That is counted, and the test holds it to be rare.
        """
        store = self._open()
        now = Week.kept(store, before.code, self.program)
        store.close()
        if now.account != before.account:
            self.late += 1
            if (
                now.account[0][: len(before.account[0])] != before.account[0]
                or len(now.run.steps) > len(before.run.steps) + 1
            ):
                self.lost.append(
                    f"kill {number} of {self.seed}, {before.code}: other before it was played on"
                )
        return now

    def _look(self, number: int, player: Player) -> str:
        """Hold the archive against a player's account after his death."""
        store = self._open()
        week, after = player.week, player.last.done(player.week)
        mine = {row.code for row in store.runs() if row.parent in {*self.weeks, week.code}}
        new = mine - {*self.weeks, week.code}
        for code in new:  # a new run that was begun, and not told any more
            if player.last.kind != "branch" or steps_of(store.played(code)) != after.account[0]:
                self.lost.append(f"kill {number} of {self.seed}: nobody began {code}")
            self.weeks[code] = self._kept(store, code)
        may_be = [week.account] if player.last.kind == "branch" else [week.account, after.account]
        kept = self._kept(store, week.code)
        self.further += kept != week.account
        if kept not in may_be:
            self.lost.append(
                f"kill {number} of {self.seed}, {week.code}, {player.last.kind}: told {week.account}, kept {kept}"
            )
        self.weeks[week.code] = kept
        for code, account in self.weeks.items():
            if code not in (week.code,) and self._kept(store, code) != account:
                self.lost.append(f"kill {number} of {self.seed}: {code}, which was left, is another now")
        over = store.row_of(week.code).ending
        store.close()
        return "" if over and (self.play is OnScreen or self.dice.random() < 0.5) else week.code

    @staticmethod
    def _kept(store: Store, code: str) -> Account:
        played = store.played(code)
        return steps_of(played), tuple((note.step, note.text) for note in played.notes)


def kill_often(data: str, seed: int, kills: int, how: str) -> dict[str, object]:
    """Kill the program so often; return what was acknowledged, and every way in which the archive differs."""
    trial, code = Trial(data, seed, how), ""
    for number in range(kills):
        code = trial.kill(number, "" if number % KILLS_OF_ONE_RUN == 0 else code)
    return {
        "kills": kills,
        "in play": trial.begun,
        "acknowledged": dict(trial.told),
        "further": trial.further,
        "late": trial.late,
        "busy": trial.busy,
        "lost": trial.lost,
    }


if __name__ == "__main__":
    print(json.dumps(kill_often(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), sys.argv[4])))
