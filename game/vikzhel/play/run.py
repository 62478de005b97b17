"""A run: who is played, and the ids of what was taken, step by step. Everything else is replayed from it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from random import Random
from typing import TYPE_CHECKING

from ..story.dataclass import dataclass
from ..story.dates import Moment
from .digests import change_digest, outcome_digests, start_digest
from .events import Chosen, Event, Narration, Offered, Option, SceneEntered
from .fitting import cannot, otherwise, reworded
from .layout import SCENE, State
from .program import Program

if TYPE_CHECKING:
    from ..story import model


@dataclass(frozen=True, slots=True)
class Step:
    """One thing taken: its kind, the scene it was taken in, its id, and what it led to.

    ``digest`` tells whether the step still has the outcome it had: the scene that followed and the
    figures of every vote held on the way. ``change`` tells whether what it does to moods, the table and
    the rest is still what the author had written. ``words`` are those of the option as the player read it.
    ``prediction`` (carried, lost, unsure) and ``sureness`` (1–3, 0 where nothing was foretold) are what he
    expected of a vote; they change nothing.
    """

    kind: str
    scene: str
    id: str
    digest: str = ""
    prediction: str = ""
    sureness: int = 0
    change: str = ""
    words: str = ""


class NotOpen(Exception):
    """What was asked for cannot be taken now; ``reason`` says why in words for the player."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Diverged(Exception):
    """A kept run does not fit today's story any more from step ``number`` (0-based) on."""

    def __init__(self, number: int, step: Step, reason: str) -> None:
        super().__init__(reason)
        self.number = number
        self.step = step
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Left:
    """Where a run left the record: the step (0-based) and, if its scene has one, the day and hour."""

    step: int
    when: Moment | None

    @property
    def words(self) -> str:
        """Return ``Off the record since 29 October, 17:00``."""
        return f"Off the record since {self.when.words}" if self.when else "Off the record"


class Run:
    """A play-through in progress: its steps, the state after each, and what was told."""

    def __init__(self, program: Program, role: str) -> None:
        self.program = program
        self.role = role
        self.steps: list[Step] = []
        self.edited: list[int] = []
        """Steps (0-based) that were replayed and do something else than when they were taken."""
        self.reworded: list[tuple[int, str]] = []
        """Steps that were replayed and say something quite else now, each with the words that were chosen."""
        log: list[Event] = []
        self._states: list[State] = [program.begin(role, log)]
        self._logs: list[list[Event]] = [log]

    # -- where it stands -----------------------------------------------------------------------

    @property
    def state(self) -> State:
        return self._states[-1]

    @property
    def start(self) -> str:
        """Return a digest of what the week begins with."""
        return start_digest(self.program, self._states[0])

    @property
    def options(self) -> tuple[Option, ...]:
        """Return what is on offer, locked options with their reason among them."""
        last = self._logs[-1][-1]
        return last.options if isinstance(last, Offered) else ()

    @property
    def open(self) -> tuple[Option, ...]:
        """Return only what can be taken."""
        return tuple(option for option in self.options if not option.locked)

    @property
    def over(self) -> bool:
        """True at an ending."""
        return not isinstance(self._logs[-1][-1], Offered)

    @property
    def scene(self) -> str:
        return self.program.layout.scenes[self.state[SCENE]]

    def events(self, since: int = 0) -> list[Event]:
        """Return what was told, from after step ``since`` (0: from the beginning)."""
        return [event for log in self._logs[since:] for event in log]

    def mood(self, who: str) -> int:
        """Return a mood now, −3..+3."""
        return self.state[self.program.layout["mood", who].index]

    def position(self, issue: str) -> str:
        """Return the id of the position an issue is in now."""
        return self.program.layout.positions[issue][self.state[self.program.layout["table", issue].index]]

    def knows(self, fact: str) -> bool:
        return bool(self.state[self.program.layout["knows", fact].index])

    # -- playing -------------------------------------------------------------------------------

    def take(self, option_id: str, *, prediction: str = "", sureness: int = 0) -> list[Event]:
        """Take an option by id; return what it told. Raise ``NotOpen`` if it cannot be taken."""
        option = next((o for o in self.options if o.id == option_id), None)
        if option is None or option.locked:
            raise NotOpen(option.locked if option else f"There is nothing called “{option_id}” here.")
        scene, log = self.scene, []  # type: str, list[Event]
        after = self.program.take(self.state, option.index, log)
        self._tell_losses_once(log)
        digest = outcome_digests(log, {})[0]
        change = change_digest(self.program, scene, log)
        sureness = sureness if prediction in ("carried", "lost") else 0
        self.steps.append(
            Step(option.kind, scene, option.id, digest, prediction, sureness, change, option.text)
        )
        self._states.append(after)
        self._logs.append(log)
        return log

    def _tell_losses_once(self, log: list[Event]) -> None:
        """Let only the first text that tells a goal lost name it; one that confirms it is told as any other."""
        for place, event in enumerate(log):
            if isinstance(event, Narration) and event.goal:
                before = [*self.events(), *log[:place]]
                if any(isinstance(told, Narration) and told.goal == event.goal for told in before):
                    log[place] = replace(event, goal="")

    def drawn(self, chance: Random) -> str:
        """Return the id of the branch that chance takes, by their weights; ``take`` it to go on."""
        place = self.program.place(self.state[SCENE])
        weights = [place.turns[option.index].weight for option in self.open]
        return chance.choices(self.open, weights)[0].id

    def undo(self, to: int) -> list[Step]:
        """Go back to where ``to`` steps had been taken; return the steps undone, oldest first."""
        if not 0 <= to <= len(self.steps):
            raise IndexError(to)
        undone = self.steps[to:]
        del self.steps[to:], self._states[to + 1 :], self._logs[to + 1 :]
        return undone

    def decisions(self) -> list[tuple[int, Chosen]]:
        """Return the decisions so far with the number of steps taken before each, for an undo list."""
        found = []
        for number, log in enumerate(self._logs[1:]):
            chosen = next((event for event in log if isinstance(event, Chosen)), None)
            if chosen is not None:
                found.append((number, chosen))
        return found

    # -- the record ----------------------------------------------------------------------------

    def left_record(self) -> Left | None:
        """Return where the player first did what his man did not do, or ``None`` if he never has.

        Where the record is silent about the man (``record: silent``) nothing counts as leaving it.
        """
        for number, step in enumerate(self.steps):
            if step.kind == "choice" and diverges(self.program, self.role, step):
                told = [event for log in self._logs[: number + 1] for event in log]
                scenes = [event for event in told if isinstance(event, SceneEntered)]
                return Left(number, scenes[-1].when if scenes else None)
        return None

    # -- replaying -----------------------------------------------------------------------------

    @classmethod
    def replay(cls, program: Program, role: str, steps: Sequence[Step]) -> Run:
        """Play kept steps again on today's story.

        Raises ``Diverged``, which carries no run: replay the steps before it to go on from there.
        Ids the pack has ``renamed`` are followed. A step that is still there but does something else
        now is played, and listed in ``edited``; one that says something quite else, in ``reworded``.
        """
        run = cls(program, role)
        renamed = {str(old): str(new) for old, new in program.pack.manifest.renamed.items()}
        today = [today_s(step, renamed) for step in steps]
        for number, (kept, step) in enumerate(zip(steps, today, strict=True)):
            wrong = cannot(run, kept, step)
            if wrong:
                raise Diverged(number, kept, wrong)
            log = run.take(step.id, prediction=kept.prediction, sureness=kept.sureness)
            if kept.digest and kept.digest not in outcome_digests(log, renamed):
                there = number + 1 < len(today) and today[number + 1].scene == run.scene
                raise Diverged(number, kept, otherwise(kept, log, there=there))
            if kept.change and kept.change != run.steps[-1].change:
                run.edited.append(number)
            if reworded(kept.words, run.steps[-1].words):
                run.reworded.append((number, kept.words))
        return run


def diverges(program: Program, role: str, step: Step) -> bool:
    """Return whether a step is a choice the role's real man is recorded not to have made."""
    scene = program.pack.files.scenes.get(step.scene)  # type: ignore[call-overload]
    if scene is None:
        return False
    his: list[model.Choice] = [c for c in scene.choices if role in c.really_chose]
    if not his or all(choice.record == "silent" for choice in his):
        return False
    return all(choice.id != step.id for choice in his)


def today_s(step: Step, renamed: dict[str, str]) -> Step:
    """Return a kept step under the names its scene and choice have today."""
    scene = renamed.get(step.scene, step.scene)
    for old in (step.scene, scene):
        whole = renamed.get(f"{old}/{step.id}")
        if whole is not None:
            scene, _, choice = whole.partition("/")
            return replace(step, scene=scene, id=choice)
    choice = renamed.get(step.id, step.id) if step.kind == "door" else step.id
    return replace(step, scene=scene, id=choice)


def role_of(run: Run) -> str:
    """Return the name of the man played, as shown."""
    return run.program.pack.role_name(run.role)
