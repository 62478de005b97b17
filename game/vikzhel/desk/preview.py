"""A scene played while its files are being edited: it is read again at each save and keeps its place.

Nothing of it goes into the archive. After a save the steps are played again on the story as it is now, by their
ids, under the rules that kept runs go by (``play.run``): a step that no longer fits ends the path, and the
author is told which and why. While the files are broken the last good story stays at hand.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from ..archive.edits import what_is_new
from ..archive.record import record_run, recorded
from ..places import pack_folder, seeds_folder
from ..play.events import SceneEntered
from ..play.program import Program
from ..play.run import Diverged, NotOpen, Run, Step
from ..proof import cache
from ..story.diagnostics import did_you_mean, listed
from ..story.packs import Pack, Shelf, try_pack
from ..story.records import at
from ..story.stack import stack_of
from ..story.text import one_line
from ..story.trials import read_trials
from .panel import Part, panel
from .trace import Tracer
from .ways_in import RECORD, Way, WaysIn, into, path_of

if TYPE_CHECKING:
    from ..play.events import Event
    from ..story.diagnostics import Report
    from ..story.trials import Trial

SECONDS = 1.0
"""How long a way into a scene is looked for."""
ANOTHER_SECONDS = 0.4
"""How long another is, while the author waits with a finger on the key."""
LIKE_RECORD = "recorded"

Given = Callable[[Program], tuple[str, tuple[str, ...]]]
"""Returns whose path is to be followed, and the path; raises ``CannotPreview``."""


class CannotPreview(Exception):
    """What was asked for is not there; the message is for the author."""


class Preview:
    """One story, previewed.

    ``report`` says what is wrong with its files, and is empty while they can be played; ``notice`` what has become
    of the place after a save; ``way`` how the scene was come to.
    """

    def __init__(
        self, folder: str, scene: str = "", role: str = "", like: str = "", given: Given | None = None
    ) -> None:
        self.folder = pack_folder(folder)
        self.asked = scene
        self.asked_role = role
        self.like = like
        self.given = given
        self.report = ""
        self.notice = ""
        self.scene = ""
        self.way = Way("", (), "")
        self.others: tuple[str, ...] = ()
        """Other roles that may come to the scene."""
        self._run: Run | None = None
        self._tracer: Tracer | None = None
        self._shelf = Shelf()
        self._number = 0
        self._ways: WaysIn | None = None

    @property
    def folders(self) -> list[str]:
        """Return the folders in which a saved file counts."""
        return [*stack_of(self.folder), seeds_folder()]

    @property
    def stands(self) -> bool:
        """True once there has been a story to stand in."""
        return self._run is not None

    @property
    def run(self) -> Run:
        assert self._run is not None
        return self._run

    @property
    def told(self) -> list[Event]:
        """Return what the last step told, or the beginning; on the way in, from where the scene is entered."""
        told = self.run.events(len(self.run.steps))
        if self.scene and len(self.run.steps) == len(self.way.path):
            entered = (n for n, e in enumerate(told) if isinstance(e, SceneEntered) and e.scene == self.scene)
            return told[next(entered, 0) :]
        return told

    @property
    def panel(self) -> list[Part]:
        """Return what is to be said beside the scene."""
        assert self._tracer is not None
        return panel(self.run, self._tracer.steps)

    # -- reading -------------------------------------------------------------------------------

    def read(self) -> tuple[Pack | None, Report]:
        """Read the story as it is now; changes nothing, so it may be done beside."""
        return try_pack(self.folder, shelf=self._shelf)

    def put(self, pack: Pack | None, report: Report) -> bool:
        """Go on with what was read, at the same place; return whether anything is otherwise than before.

        Raises ``CannotPreview`` if there is no such place to begin with, or none any more.
        """
        broken = self.report
        self.report = report.render() if pack is None or report.fatal else ""
        if pack is None or self.report:
            return self.report != broken
        if self._run is not None and pack.fingerprint == self.run.program.pack.fingerprint:
            return bool(broken)
        self.notice = ""
        program = Program(pack)
        tracer = Tracer.into(program)
        if self._run is None:
            self._open(program, tracer)
        else:
            self._again(program, tracer)
        return True

    def _open(self, program: Program, tracer: Tracer) -> None:
        """Find where to begin."""
        self.way = self._first_way(program)
        self._stand(program, tracer)

    def _stand(self, program: Program, tracer: Tracer) -> None:
        """Stand at the end of the way in, or as far along it as today's story goes."""
        tracer.afresh()
        run = Run(program, self.way.role)
        try:
            for step in self.way.path:
                run.take(step)
        except NotOpen as shut:
            self.notice = f"The way here can be followed no further than this: {shut.reason}"
        self._run, self._tracer = run, tracer

    # -- the way in ----------------------------------------------------------------------------

    def _first_way(self, program: Program) -> Way:
        roles = self._roles(program)
        path = self._path(program)
        if path is not None:
            roles = [path.role]
        self.scene = self._scene_of(program, roles[0]) if self.asked or path is None else ""
        if path is not None:
            return self._along(program, path)
        able = [role for role in roles if WaysIn(program, role, self.scene).possible]
        number = int(self.like) - 1 if self.like.isdigit() else 0
        for role in able:
            self._ways = self._ways_in(program, role)
            way = self._ways.get(max(0, number), SECONDS)
            if way is not None:
                self._number = max(0, number)
                self.others = tuple(other for other in able if other != role)
                return way
            if self._ways.found:
                many = len(self._ways.found)
                raise CannotPreview(
                    f"“{self.scene}” reads {many} way{'s' * (many > 1)} only that could be found: --like 1 to {many}."
                )
        who = f" as {roles[0]}" if len(roles) == 1 else ""
        raise CannotPreview(
            f"No play{who} was found that comes to “{self.scene}”. Whether any can:  vikzhel prove {one_line(self.folder)} --path {self.scene}"
        )

    def _roles(self, program: Program) -> list[str]:
        roles = [str(role) for role in program.pack.files.roles]
        if self.asked_role and self.asked_role not in roles:
            raise CannotPreview(
                f"“{one_line(self.asked_role)}” cannot be played here. The roles are {listed(roles)}."
            )
        return [self.asked_role] if self.asked_role else roles

    def _scene_of(self, program: Program, role: str) -> str:
        """Return the scene that was asked for by its full id, or the one that a role begins in."""
        if not self.asked:
            return str(at(program.pack.files.roles, role).start)
        known = program.layout.scene_index
        own = [f"{branch.names.prefix}{self.asked}" for branch in program.pack.branches]
        found = next((name for name in (self.asked, *own) if name in known), None)
        if found is None:
            hint = did_you_mean(self.asked, known) or f"For all of them:  vikzhel map {one_line(self.folder)}"
            raise CannotPreview(f"There is no scene “{one_line(self.asked)}” in this story. {hint}")
        return found

    def _path(self, program: Program) -> Way | None:
        """Return the path that was named, if one was: a file's, the record's or a test's."""
        if self.given is not None:
            role, ids = self.given(program)
            return Way(role, ids, "the path given")
        if self.like == LIKE_RECORD:
            role = self._roles(program)[0]
            if not recorded(program, role):
                raise CannotPreview(f"This story does not say what {role} really did.")
            return Way(role, tuple(step.id for step in record_run(program, role).steps), RECORD)
        if self.like and not self.like.isdigit():
            known = _tests(program)
            if self.like not in known:
                hint = did_you_mean(self.like, known, "Give “recorded”, a number, or the name of a test.")
                raise CannotPreview(f"There is no test “{one_line(self.like)}” in tests.yaml. {hint}")
            trial = known[self.like]
            return Way(str(trial.role), path_of(program, trial), f"the test “{self.like}”")
        return None

    def _along(self, program: Program, path: Way) -> Way:
        """Return a path as far as the scene that was asked for; the whole of it if none was."""
        if not self.scene:
            return path
        run = into(program, path.role, path.path, self.scene)
        if run is None:
            raise CannotPreview(
                f"{path.source[:1].upper()}{path.source[1:]} does not come to “{self.scene}”."
            )
        return replace(path, path=tuple(step.id for step in run.steps))

    def _ways_in(self, program: Program, role: str) -> WaysIn:
        return WaysIn(program, role, self.scene, partial(_tests, program), self._witness(role))

    def _witness(self, role: str) -> tuple[str, ...] | None:
        """Return the proof's path to the scene, if the story as it is now has been proved."""
        data = cache.read(cache.path_of(self.folder))
        try:
            for verdict in data["verdicts"] if data else []:
                if verdict["kind"] == "scene" and verdict["name"] == self.scene:
                    return tuple(map(str, verdict["roles"][role]["path"]))
        except (KeyError, TypeError):
            pass  # nobody comes there, or the report is spoilt
        return None

    # -- after a save --------------------------------------------------------------------------

    def _again(self, program: Program, tracer: Tracer) -> None:
        """Stand on today's story where it stood before, or as far as the steps go."""
        steps, start = self.run.steps, self.run.start
        begun = len(self.way.path)
        if self.run.role not in program.layout.roles:
            raise CannotPreview(f"The story has no role “{self.run.role}” any more.")
        run, notices = replayed(program, tracer, self.run.role, steps)
        self._ways = None
        if len(run.steps) < min(begun, len(steps)) and self.scene in program.layout.scene_index:
            ways = self._ways_in(program, run.role)
            way = ways.get(0, SECONDS)
            if way is not None:
                self._ways, self._number, self.way = ways, 0, way
                self._stand(program, tracer)
                self.notice = f"{' '.join(notices)} So it is come to by another way: {way.source}."
                return
        self._run, self._tracer = run, tracer
        self.notice = " ".join(notices) or what_is_new(run, start)

    # -- playing -------------------------------------------------------------------------------

    def take(self, option: str) -> None:
        """Take an option; raise ``NotOpen`` if it cannot be taken."""
        self.run.take(option)
        self.notice = ""

    def back(self) -> bool:
        """Go back a step, also to before the scene that was asked for; return whether there was one."""
        if not self.run.steps:
            return False
        assert self._tracer is not None
        self.notice = ""
        self.run.undo(len(self.run.steps) - 1)
        del self._tracer.steps[len(self.run.steps) + 1 :]
        return True

    def restart(self) -> None:
        """Stand again where the preview began."""
        assert self._tracer is not None
        self.notice = ""
        self._stand(self.run.program, self._tracer)

    def another(self) -> bool:
        """Stand in the scene as it reads in another state; after the last, the first again. Return whether there is one."""
        program, tracer = self.run.program, self._tracer
        assert tracer is not None
        self.scene = self.scene or self.run.scene
        if self._ways is None:
            self._ways, self._number = self._ways_in(program, self.run.role), -1
        way = self._ways.get(self._number + 1, ANOTHER_SECONDS)
        if way is not None and way.path == self.way.path:
            self._number += 1
            way = self._ways.get(self._number + 1, ANOTHER_SECONDS)
        self._number = self._number + 1 if way is not None else 0
        way = way or self._ways.get(0, SECONDS) or self.way
        changed = way.path != self.way.path
        self.way = way
        self.restart()
        return changed

    def go(self, scene: str) -> None:
        """Stand in another scene; raise ``CannotPreview`` if nobody is found who comes there."""
        before = self.asked, self.like, self.given, self.scene
        self.asked, self.like, self.given = scene, "", None
        program, tracer = self.run.program, self._tracer
        assert tracer is not None
        try:
            self._open(program, tracer)
        except CannotPreview:
            self.asked, self.like, self.given, self.scene = before
            raise

    @property
    def number(self) -> int:
        """Return which of the ways found so far this is, from 1; 0 if it is a path that was named."""
        return self._number + 1 if self._ways is not None else 0

    @property
    def words(self) -> str:
        """Return in a line where this stands and how the scene was come to."""
        taken = len(self.run.steps) - len(self.way.path)
        further = f", and {taken} step{'s' * (taken != 1)} further" if taken > 0 else ""
        way = f"way {self.number}, " if self.number else ""
        others = f"; also met as {listed(self.others)} (--role)" if self.others else ""
        return f"{self.run.scene}, as {self.run.role}: {way}{self.way.source}{further}{others}"


def _tests(program: Program) -> dict[str, Trial]:
    _, tests, _ = read_trials(program.pack)
    return {str(name): trial for name, trial in tests.items()}


def replayed(program: Program, tracer: Tracer, role: str, steps: list[Step]) -> tuple[Run, list[str]]:
    """Play steps again on today's story as far as their ids make sense; say what has become of those that have changed.

    A step that is still there but leads elsewhere, or after which a vote goes otherwise, is what an author wants to
    see: it is told, and taken.
    """
    steps = list(steps)
    notices: list[str] = []
    while True:
        tracer.afresh()
        try:
            return Run.replay(program, role, steps), notices
        except Diverged as changed:
            number = changed.number
            words = f"At step {number + 1} of {len(steps)}, {changed.reason}."
            if steps[number].digest and _can(program, role, steps[: number + 1]):
                notices.append(words)
                steps[number] = replace(steps[number], digest="")
            else:
                notices.append(f"{words} You stand before it.")
                del steps[number:]


def _can(program: Program, role: str, steps: list[Step]) -> bool:
    """Return whether the last of some steps can be taken, wherever it leads."""
    try:
        Run.replay(program, role, [*steps[:-1], replace(steps[-1], digest="")])
    except Diverged:
        return False
    return True
