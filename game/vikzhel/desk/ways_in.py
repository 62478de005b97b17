"""Ways into a scene: paths after which it has just been entered, the likeliest first, each with another reading of it.

Whoever writes a scene wants to stand in it at once, in a state that the story can really be in. So nothing is
made up: every way is a play from the beginning of the week. In this order come what the man really did, the
proof's witness if a report is kept, the paths of ``tests.yaml``, and plays at random that are steered towards the scene.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from random import Random
from typing import TYPE_CHECKING

from ..archive.record import record_run, recorded
from ..play.events import Narration, Offered, Quotation, SceneEntered, Speech, VoteHeld
from ..play.layout import SCENE, State
from ..play.program import Program
from ..play.run import Run
from ..publish.chart import BACK, chart_of
from ..publish.findings import Findings
from ..story.diagnostics import Word

if TYPE_CHECKING:
    from ..publish.chart import Chart
    from ..story.trials import Trial

LONGEST = 500
ASTRAY = 0.2
"""How often a steered play takes any open option instead: what opens a scene may lie off the shortest way."""
STALE = 3000
"""So many plays that bring nothing new, and there is probably nothing more; they take half a second."""

BEGINNING = "the beginning of the story"
RECORD, PROOF, TEST, PLAY = (
    "the path of the record",
    "the path that the proof found",
    "the test",
    "a play drawn at random",
)


@dataclass(frozen=True, slots=True)
class Way:
    """A path into a scene: who is played, the ids that he takes, and where the path is from."""

    role: str
    path: tuple[str, ...]
    source: str


def into(program: Program, role: str, path: Iterable[Word | str], scene: str = "") -> tuple[str, ...] | None:
    """Return a path as far as where it first enters a scene; ``None`` if it never does, or cannot be taken so far.

    Without a scene, as far as it can be taken. A branch's own tests may name its options by their plain ids.
    """
    wanted, names = program.layout.scene_index.get(scene), program.pack.names
    passed: list[State] = []
    state = program.begin(role, None, passed)
    ids: list[str] = []
    for step in path:
        if any(one[SCENE] == wanted for one in passed):
            break
        passed.clear()
        turns = program.place(state[SCENE]).turns
        known = {turns[number].id: number for number in program.open(state)}
        if names is not None and isinstance(step, Word) and step not in known:
            step = names.given(step)
        if step not in known:
            break
        state = program.take(state, known[step], None, passed)
        ids.append(str(step))
    return tuple(ids) if not scene or any(one[SCENE] == wanted for one in passed) else None


def reading(program: Program, role: str, path: Iterable[str], scene: str) -> tuple[object, ...]:
    """Return what a player is told where a path enters a scene, for telling two states apart: texts, counts, options."""
    run = Run(program, role)
    for step in path:
        run.take(step)
    told = run.events(len(run.steps))
    at = next(n for n, e in enumerate(told) if isinstance(e, SceneEntered) and e.scene == scene)
    return tuple(
        (event.vote, event.votes_for, event.against) if isinstance(event, VoteHeld) else event
        for event in told[at:]
        if isinstance(event, (SceneEntered, Narration, Speech, Quotation, VoteHeld, Offered))
    )


class WaysIn:
    """Finds ways into one scene for one role, each of which makes it read otherwise than those before."""

    def __init__(
        self,
        program: Program,
        role: str,
        scene: str,
        tests: Callable[[], dict[str, Trial]] = dict,
        witness: tuple[str, ...] | None = None,
    ) -> None:
        self.program = Program(program.pack)
        """One of its own, so that it may be played on beside what is shown."""
        self.role = role
        self.scene = scene
        self._chart = chart_of(program.pack, role, Findings(None))
        self.found: list[Way] = []
        self._known: set[tuple[object, ...]] = set()
        self._ways = self._all(tests, witness)

    def get(self, number: int, seconds: float = 1.0) -> Way | None:
        """Return a way by its number (0 is the first); ``None`` if that many are not found in so many seconds of work."""
        until = time.thread_time() + seconds
        while len(self.found) <= number:
            way = next(self._ways, None)
            if way is not None:
                path = into(self.program, way.role, way.path, self.scene)
                if (
                    path is not None
                    and (told := reading(self.program, way.role, path, self.scene)) not in self._known
                ):
                    self._known.add(told)
                    self.found.append(replace(way, path=path, source=way.source if path else BEGINNING))
            elif self._ended:
                return None
            if time.thread_time() > until and len(self.found) <= number:
                return None
        return self.found[number]

    @property
    def possible(self) -> bool:
        """True if a way may lead to the scene, as far as can be told from who is played."""
        return self.scene in self._chart.stops

    _ended = False

    def _all(
        self, tests: Callable[[], dict[str, Trial]], witness: tuple[str, ...] | None
    ) -> Iterator[Way | None]:
        if recorded(self.program, self.role):
            path = tuple(step.id for step in record_run(self.program, self.role).steps)
            yield Way(self.role, path, RECORD)
        if witness is not None:
            yield Way(self.role, witness, PROOF)
        for name, trial in tests().items():
            if trial.role == self.role:
                yield Way(self.role, tuple(taken.take for taken in trial.path), f"{TEST} “{name}”")
        yield from self._plays()
        self._ended = True
        while True:
            yield None

    def _plays(self) -> Iterator[Way | None]:
        """Play at random towards the scene until nothing new comes; ``None`` for a play that missed it."""
        if not self.possible:
            return
        leads = leading(self._chart, self.scene)
        dice = Random(1917)
        stale = 0
        while stale < STALE:
            known = len(self.found)
            path = self._play(leads, dice)
            yield Way(self.role, path, PLAY) if path is not None else None
            stale = 0 if len(self.found) > known else stale + 1

    def _play(self, leads: set[str], dice: Random) -> tuple[str, ...] | None:
        program, wanted = self.program, self.program.layout.scene_index[self.scene]
        passed: list[State] = []
        state = program.begin(self.role, None, passed)
        ids: list[str] = []
        while not any(one[SCENE] == wanted for one in passed):
            passed.clear()
            numbers = program.open(state)
            if not numbers or len(ids) >= LONGEST:
                return None
            place = program.place(state[SCENE])
            exits = self._chart.stops[place.name].exits
            towards = {one.id for one in exits if any(to in leads for to, _ in one.ways)}
            near = [n for n in numbers if place.turns[n].id in towards]
            number = dice.choice(numbers if not near or dice.random() < ASTRAY else near)
            ids.append(place.turns[number].id)
            state = program.take(state, number, None, passed)
        return tuple(ids)


def leading(chart: Chart, scene: str) -> set[str]:
    """Return the scenes from which another may be reached, whatever holds; ``BACK`` if the doors are one."""
    comes: dict[str, set[str]] = {}
    for stop in chart.stops.values():
        for to in {to for one in stop.exits for to, _ in one.ways}:
            comes.setdefault(to, set()).add(stop.id)
    found, edge = {scene}, {scene}
    while edge:
        if any(chart.stops[at].kind == "doors" for at in edge if at != BACK):
            edge.add(BACK)
        edge = {at for to in edge for at in comes.get(to, ())} - found
        found |= edge
    if any(chart.stops[at].kind == "doors" for at in found):
        found.add(BACK)
    return found
