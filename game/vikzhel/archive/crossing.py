"""Choices of one run put into another, everything else left as it was: what two runs tell only together.

A crossed run does as the one run did, but for some choices that are the other's. Its later choices are kept
where they are open; where it comes to a place that it had not been to, it does what the other did there; where
neither has been, nobody can say how it would have gone on. Whatever differs between two runs goes back to the
least of such choices that bring it about: the cause in the sense of “but for this it would not have been so”.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..play.events import Ended, Offered, SceneEntered, VoteHeld
from ..play.run import Run
from ..story.rules import band_name
from . import ballots

if TYPE_CHECKING:
    from collections.abc import Collection

    from ..play.events import Option
    from .path import Decision, Path

LONGEST = 500

Key = tuple[str, int]
"""A scene, and the how-manieth step there (0: the first)."""
Fact = tuple[str, str]
"""Something that came of a run: its kind (``ending``, ``vote``, ``scene``, ``draft`` …) and which."""
ENDING: Fact = ("ending", "")


class CameOf:
    """What came of a run, as far as it went: each fact with its value in words or ids."""

    def __init__(self, run: Run) -> None:
        self.over = run.over
        self._facts: dict[Fact, str] = {}
        for event in run.events():
            match event:
                case SceneEntered(again=False):
                    self._facts["scene", event.scene] = "yes"
                case VoteHeld():
                    self._facts["vote", event.vote] = f"{event.result} {ballots.figures(event)}"
                case Offered():
                    for option in event.options:
                        if not option.locked:
                            self._facts["open", f"{event.scene}/{option.id}"] = "yes"
                case Ended():
                    self._facts[ENDING] = event.ending
                    self._facts.update((("judged", line.label), line.text) for line in event.judgements)
                    self._facts.update((("goal", goal.text), goal.result) for goal in event.goals)
        if run.over:
            files = run.program.pack.files
            self._facts.update(
                (("draft", str(i.label)), run.position(str(n))) for n, i in files.table.items()
            )
            self._facts.update((("mood", str(who)), band_name(run.mood(str(who)))) for who in files.moods)

    def get(self, fact: Fact) -> str | None:
        """Return the value of a fact; empty if it never came to it, ``None`` if nobody can say."""
        return self._facts.get(fact, "" if self.over else None)

    def changes(self, other: CameOf, kind: str) -> list[Fact]:
        """Return the facts of a kind that are known of both, and not the same."""
        facts = dict.fromkeys(f for f in (*self._facts, *other._facts) if f[0] == kind)
        return [f for f in facts if None not in (self.get(f), other.get(f)) and self.get(f) != other.get(f)]


@dataclass(frozen=True, slots=True)
class Cause:
    """What a difference goes back to: choices of the other run that, put into ``base``, would have made it as the other.

    Each of ``decisions`` would have done it ``alone``, or all of them together. ``mutual``: swapped back, each would
    have taken it from the other as well. They are the other's decisions.
    """

    base: int
    decisions: tuple[Decision, ...]
    alone: bool
    mutual: bool


class Crossing:
    """Two runs of one man (numbered 0 and 1), and the runs that lie between them."""

    def __init__(self, one: Path, other: Path) -> None:
        self.paths = (one, other)
        self.came_of = (CameOf(one.run), CameOf(other.run))
        self._at = tuple(_by_key(path) for path in self.paths)
        self._tried: dict[tuple[int, frozenset[Key]], CameOf] = {}
        self._causes: dict[Fact, Cause | None] = {}

    def keys(self, base: int) -> list[Key]:
        """Return where the other did otherwise in a place both came to, and ``base`` could have done so too."""
        mine, theirs = self._at[base], self._at[1 - base]
        return [
            key
            for key, decision in mine.items()
            if key in theirs and theirs[key].id in {option.id for option in decision.others}
        ]

    def decision(self, side: int, key: Key) -> Decision:
        return self._at[side][key]

    def key(self, side: int, decision: Decision) -> Key:
        return _key(self.paths[side].run, decision.step)

    def offered(self, side: int, key: Key) -> tuple[Option, ...]:
        """Return what was on offer in a place, locked options among it; nothing if that run never came there."""
        path = self.paths[side]
        step = next((n for n in range(len(path.run.steps)) if _key(path.run, n) == key), None)
        last = path.logs[step][-1] if step is not None else None
        return last.options if isinstance(last, Offered) else ()

    def tried(self, base: int, keys: Collection[Key]) -> CameOf:
        """Return what would have come of ``base`` with the other's choices in these places."""
        name = base, frozenset(keys)
        if name not in self._tried:
            mine, theirs = self.paths[base].run, self.paths[1 - base].run
            self._tried[name] = CameOf(crossed(mine, theirs, keys))
        return self._tried[name]

    def cause(self, fact: Fact) -> Cause | None:
        """Return what a difference goes back to; ``None`` if it is none, or nobody can say."""
        if fact not in self._causes:
            self._causes[fact] = self._found(fact)
        return self._causes[fact]

    def _found(self, fact: Fact) -> Cause | None:
        values = [came_of.get(fact) for came_of in self.came_of]
        if None in values or values[0] == values[1]:
            return None
        singles = [
            [key for key in self.keys(base) if self.tried(base, [key]).get(fact) == values[1 - base]]
            for base in (0, 1)
        ]
        both = [key for key in singles[0] if key in singles[1]]
        if both:
            return self._cause(0, both, alone=True, mutual=True)
        for base in (0, 1):
            if singles[base]:
                return self._cause(base, singles[base], alone=True)
        for base in (0, 1):
            least = self._least(base, fact, values[1 - base])
            if least:
                return self._cause(base, least, alone=False)
        return None

    def _least(self, base: int, fact: Fact, wanted: str | None) -> list[Key]:
        """Return choices that together make a fact what it is in the other run, and none of which can be spared."""
        keys = self.keys(base)
        if self.tried(base, keys).get(fact) != wanted:
            return []
        for key in list(keys):
            fewer = [one for one in keys if one != key]
            if self.tried(base, fewer).get(fact) == wanted:
                keys = fewer
        return keys

    def _cause(self, base: int, keys: list[Key], *, alone: bool, mutual: bool = False) -> Cause:
        return Cause(base, tuple(self.decision(1 - base, key) for key in keys), alone, mutual)


def crossed(run: Run, other: Run, keys: Collection[Key]) -> Run:
    """Return a run as it would have gone with the other's choices in these places; not over if nobody can say."""
    changed = Run(run.program, run.role)
    mine, theirs = _taken(run), _taken(other)
    all_theirs = _taken(other)
    came: dict[str, int] = {}
    while not changed.over and len(changed.steps) < LONGEST:
        scene = changed.scene
        number = came[scene] = came.get(scene, -1) + 1
        own, his = mine.get(scene, []), theirs.get(scene, [])
        opened = [option.id for option in changed.open]
        wanted = [*own, *his]
        if (scene, number) in keys:
            wanted.insert(0, all_theirs[scene][number])
            del own[:1]
        taken = next((name for name in wanted if name in opened), opened[0] if len(opened) == 1 else "")
        if not taken:
            break
        if taken in own and (scene, number) not in keys:
            own.remove(taken)
        if taken in his:
            his.remove(taken)
        changed.take(taken)
    return changed


def _taken(run: Run) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for step in run.steps:
        found.setdefault(step.scene, []).append(step.id)
    return found


def _key(run: Run, step: int) -> Key:
    scene = run.steps[step].scene
    return scene, sum(before.scene == scene for before in run.steps[:step])


def _by_key(path: Path) -> dict[Key, Decision]:
    return {_key(path.run, decision.step): decision for decision in path.decisions}
