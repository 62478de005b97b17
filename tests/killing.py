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
import sys
from collections import Counter
from pathlib import Path
from random import Random

sys.path.insert(0, str(Path(__file__).parent))

from players import Account, OnScreen, Plain, Player, Step, Week, steps_of
from vikzhel.archive.store import Store
from vikzhel.places import pack_folder
from vikzhel.play.program import Program
from vikzhel.story.packs import read_pack

ROLES = ("kamenev", "riazanov", "martov")
KILLS_OF_ONE_RUN = 6


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
        self.unanswered: dict[str, Account] = {}
        """What a run would be, had what was typed last before a kill been done after all."""
        self.unbegun: list[tuple[Step, ...]] = []
        """The steps of new runs that were asked for and never told."""

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
        """Return where a run stands as the program has found it on opening it."""
        store = self._open()
        now = Week.kept(store, before.code, self.program)
        store.close()
        if now.account != before.account and not self._turned_up(before.code, now.account):
            self.lost.append(f"kill {number} of {self.seed}, {before.code}: another before it was played on")
        return now

    def _turned_up(self, code: str, kept: Account) -> bool:
        """Return whether a run differs by what was typed last before an earlier kill, and never answered.

        That life may have died between writing a step and telling other processes that it is there (SQLite's WAL and
        its index): the next to recover the file finds it. It is counted, and the test holds it to be rare.
        """
        late = self.unanswered.pop(code, None) == kept
        self.late += late
        return late

    def _look(self, number: int, player: Player) -> str:
        """Hold the archive against a player's account after his death."""
        store = self._open()
        week, deed = player.week, player.last
        after = deed.done(week).account
        mine = {row.code for row in store.runs() if row.parent in {*self.weeks, week.code}}
        if deed.kind == "branch":
            self.unbegun.append(after[0])
        for code in mine - {*self.weeks, week.code}:  # a new run that was begun, and not told any more
            steps = steps_of(store.played(code))
            if steps in self.unbegun:
                self.unbegun.remove(steps)
            else:
                self.lost.append(f"kill {number} of {self.seed}: nobody began {code}")
            self.weeks[code] = self._kept(store, code)
        kept = self._kept(store, week.code)
        if deed.kind not in ("branch", "nothing") and kept == after:
            self.further += 1
        elif kept != week.account and not self._turned_up(week.code, kept):
            said = f"told {week.account}, kept {kept}"
            self.lost.append(f"kill {number} of {self.seed}, {week.code}, {deed.kind}: {said}")
        elif deed.kind not in ("branch", "nothing"):
            self.unanswered[week.code] = after
        self.weeks[week.code] = kept
        for code, account in self.weeks.items():
            now = self._kept(store, code)
            if now != account and not self._turned_up(code, now):
                self.lost.append(f"kill {number} of {self.seed}: {code}, which was left, is another now")
            self.weeks[code] = now
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
