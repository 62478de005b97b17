"""A run gone through once, as a debrief needs it: every decision with what it changed, and every vote."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from ..play.events import (
    Chosen,
    CounterChanged,
    Drawn,
    Ended,
    FactLearned,
    FlagChanged,
    MoodChanged,
    Offered,
    SceneEntered,
    TableChanged,
    VoteHeld,
)
from ..story.dataclass import dataclass
from ..story.records import at
from ..story.wording import inner, sentence

if TYPE_CHECKING:
    from ..play.events import Event, Option
    from ..play.run import Run
    from ..story import model
    from ..story.dates import Moment
    from ..story.packs import Pack

Change = MoodChanged | TableChanged | CounterChanged | FlagChanged | FactLearned


@dataclass(frozen=True, slots=True)
class Decision:
    """Something the player took where more could be taken: a choice, or a door (a visit); or a draw of chance.

    ``step`` counts from 0 among all steps, ``number`` from 1 among decisions. ``others`` were open too.
    ``changes`` are what it changed by itself.
    """

    step: int
    number: int
    kind: str
    scene: str
    title: str
    when: Moment | None
    id: str
    text: str
    because: str
    others: tuple[Option, ...]
    changes: tuple[Change, ...]

    @property
    def place(self) -> str:
        """Return the day and the scene: ``29 October, Smolny at dusk``."""
        return f"{self.when.words.split(',')[0]}, {self.title}" if self.when else self.title

    @property
    def cause(self) -> str:
        """Return in a sentence what the player did, in the author's words for its cause if there are any."""
        if self.because:
            return sentence(self.because)
        verb = {"door": "You went to see", "draw": "Chance decided"}.get(self.kind, "You chose")
        return sentence(f"{verb}: {inner(self.text) if self.kind == 'door' else self.text}")


@dataclass(frozen=True, slots=True)
class Held:
    """A vote of the run: after which step it was held (0: before any), when, and what the player expected."""

    after: int
    when: Moment | None
    event: VoteHeld


class Path:
    """A run and everything on it. ``logs`` are the events of the beginning and of each step."""

    def __init__(self, run: Run) -> None:
        self.run = run
        self.pack: Pack = run.program.pack
        rests = [run.events(number) for number in range(len(run.steps) + 2)]
        self.logs: list[list[Event]] = [here[: len(here) - len(after)] for here, after in pairwise(rests)]
        self.decisions: list[Decision] = []
        self.votes: list[Held] = []
        self.scenes: list[SceneEntered] = []
        """Scenes as they were entered; coming back to the doors is not one."""
        self._title, self._when = "", None  # type: str, Moment | None
        self._go_through()
        last = self.logs[-1][-1]
        self.ended = last if isinstance(last, Ended) else None

    @property
    def name(self) -> str:
        """Return the name of the man played."""
        role = at(self.pack.files.roles, self.run.role)
        return str(role.name or self.pack.name_of(self.run.role))

    def choice(self, decision: Decision) -> model.Choice | None:
        """Return the author's record of what was chosen; ``None`` for a door or a draw."""
        if decision.kind != "choice":
            return None
        choices = at(self.pack.files.scenes, decision.scene).choices
        return next((choice for choice in choices if choice.id == decision.id), None)

    def at_step(self, step: int) -> Decision | None:
        """Return the decision taken at a step, if there was more than one way there."""
        return next((decision for decision in self.decisions if decision.step == step), None)

    def _go_through(self) -> None:
        self._pass(0, self.logs[0])
        for step, log in enumerate(self.logs[1:]):
            offered = self.logs[step][-1]
            if isinstance(offered, Offered):
                self._decide(step, offered, log)
            self._pass(step + 1, log)

    def _decide(self, step: int, offered: Offered, log: list[Event]) -> None:
        taken = self.run.steps[step]
        opened = [option for option in offered.options if not option.locked]
        if len(opened) < 2:
            return
        option = next(option for option in opened if option.id == taken.id)
        changes = _own_changes(log, option.kind)
        because = ""
        if option.kind == "choice":
            choices = at(self.pack.files.scenes, taken.scene).choices
            record = next(choice for choice in choices if choice.id == taken.id)
            told = [record.because, *(c.because for c in (*record.mood.values(), *record.table.values()))]
            because = next((str(cause) for cause in told if cause), "")
        text = next(
            (event.text for event in log if isinstance(event, (Chosen, Drawn)) and event.text), option.text
        )
        self.decisions.append(
            Decision(
                step,
                len(self.decisions) + 1,
                option.kind,
                taken.scene,
                self._title,
                self._when,
                option.id,
                text,
                because,
                tuple(other for other in opened if other.id != option.id),
                changes,
            )
        )

    def _pass(self, after: int, log: list[Event]) -> None:
        for event in log:
            if isinstance(event, SceneEntered):
                self._title = event.title or event.where or event.scene
                self._when = event.when or self._when
                if not event.again:
                    self.scenes.append(event)
            elif isinstance(event, VoteHeld):
                self.votes.append(Held(after, self._when, event))


def _own_changes(log: list[Event], kind: str) -> tuple[Change, ...]:
    """Return what a step changed by itself: not what the next scene or a vote brings whatever was chosen.

    What is found behind a door is the visit's own.
    """
    found: list[Change] = []
    entered = 0
    for event in log:
        if isinstance(event, Change):
            found.append(event)
        elif isinstance(event, SceneEntered):
            entered += 1
            if kind != "door" or entered > 1:
                break
        elif isinstance(event, VoteHeld):
            break
    return tuple(found)


def ending_title(pack: Pack, ending: str) -> str:
    """Return the heading of an ending."""
    return str(at(pack.files.endings, ending).title)
