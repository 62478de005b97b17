"""A scene played while its files are being edited: it is read again at each save and keeps its place.

Nothing of it goes into the archive. After a save the steps are played again on the story as it is now, by their
ids, under the rules that kept runs go by (``play.run``): a step that no longer fits ends the path, and the
author is told which and why. While the files are broken the last good story stays at hand.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ..archive.edits import what_is_new
from ..places import pack_folder, seeds_folder
from ..play.events import SceneEntered
from ..play.program import Program
from ..play.run import Diverged, NotOpen, Run, Step
from ..story.diagnostics import listed
from ..story.packs import Pack, Shelf, try_pack
from ..story.stack import stack_of
from ..story.watching import Watch
from .beginning import SECONDS, Asked, Begun, CannotPreview, Given, begin, ways_in
from .panel import Part, as_typed, panel
from .trace import Tracer
from .ways_in import Way

if TYPE_CHECKING:
    from ..play.events import Event
    from ..story.diagnostics import Report

__all__ = ["CannotPreview", "Preview"]

ANOTHER_SECONDS = 0.4
"""How long another way into the scene is looked for, while the author waits with a finger on the key."""


class Preview:
    """One story, previewed.

    ``report`` says what is wrong with its files, and is empty while they can be played; ``notice`` what has become
    of the place after a save.
    """

    def __init__(
        self, folder: str, scene: str = "", role: str = "", like: str = "", given: Given | None = None
    ) -> None:
        self.folder = pack_folder(folder)
        self.report = ""
        self.notice = ""
        self._asked = Asked(scene, role, like, given)
        self._begun = Begun("", Way("", (), ""))
        self._run: Run | None = None
        self._tracer: Tracer | None = None
        self._shelf = Shelf()
        self._watch = Watch([*stack_of(self.folder), seeds_folder()])

    @property
    def stands(self) -> bool:
        """True once there has been a story to stand in."""
        return self._run is not None

    @property
    def run(self) -> Run:
        assert self._run is not None
        return self._run

    @property
    def scene(self) -> str:
        """The scene that is previewed; empty if only a path was named."""
        return self._begun.scene

    @property
    def way(self) -> Way:
        """How it was come to."""
        return self._begun.way

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

    def saved(self) -> bool:
        """Return whether a file of the story was saved since this was last asked."""
        return self._watch.saved()

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
            self._begin(program, tracer, self._asked)
        else:
            self._again(program, tracer)
        return True

    def _begin(self, program: Program, tracer: Tracer, asked: Asked) -> None:
        self._begun = begin(program, self.folder, asked)
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

    # -- after a save --------------------------------------------------------------------------

    def _again(self, program: Program, tracer: Tracer) -> None:
        """Stand on today's story where it stood before, or as far as the steps go."""
        steps, start = self.run.steps, self.run.start
        begun = len(self.way.path)
        if self.run.role not in program.layout.roles:
            raise CannotPreview(f"The story has no role “{self.run.role}” any more.")
        run, notices = replayed(program, tracer, self.run.role, steps)
        self._begun.ways = None
        if len(run.steps) < min(begun, len(steps)) and self.scene in program.layout.scene_index:
            ways = ways_in(program, self.folder, run.role, self.scene)
            way = ways.get(0, SECONDS)
            if way is not None:
                self._begun = Begun(self.scene, way, ways)
                self._stand(program, tracer)
                notices = [as_typed(notice, program.pack) for notice in notices]
                self.notice = f"{' '.join(notices)} So it is come to by another way: {way.source}."
                return
        self._run, self._tracer = run, tracer
        if self.scene and self.scene not in program.layout.scene_index:
            notices.insert(0, f"There is no scene “{self.scene}” any more.")
            self._begun.scene = run.scene
        self.notice = as_typed(" ".join(notices), program.pack) or what_is_new(run, start)

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

    def seek(self) -> Begun:
        """Look for another state in which the scene reads otherwise, after the last for the first again.

        Nothing that is shown is changed, so it may be done beside.
        """
        begun = replace(self._begun, scene=self._begun.scene or self.run.scene)
        if begun.ways is None:
            begun.ways = ways_in(self.run.program, self.folder, self.run.role, begun.scene)
            begun.number = -1
        before = begun.way.path
        way = begun.ways.get(begun.number + 1, ANOTHER_SECONDS)
        if way is not None and way.path == before:
            begun.number += 1
            way = begun.ways.get(begun.number + 1, ANOTHER_SECONDS)
        begun.number = begun.number + 1 if way is not None else 0
        begun.way = way or begun.ways.get(0, SECONDS) or begun.way
        return begun

    def another(self, found: Begun | None = None) -> bool:
        """Stand in the scene in the state that ``seek`` has found; return whether it is another."""
        before, self._begun = self.way.path, found or self.seek()
        self.restart()
        return self.way.path != before

    def go(self, scene: str) -> None:
        """Stand in another scene; raise ``CannotPreview`` if nobody is found who comes there."""
        assert self._tracer is not None
        self._begin(self.run.program, self._tracer, Asked(scene, self._asked.role))

    @property
    def words(self) -> str:
        """Return in a line where this stands and how the scene was come to."""
        begun = self._begun
        taken = len(self.run.steps) - len(begun.way.path)
        further = f", {taken} step{'s' * (taken != 1)} on" if taken > 0 else ""
        way = f"way {begun.number + 1}, " if begun.ways is not None and begun.way.path else ""
        others = f"; also met as {listed(begun.others)} (--role)" if begun.others else ""
        flows = not taken and begun.scene not in ("", self.run.scene)
        scene = f"{begun.scene}, and on to {self.run.scene}" if flows else self.run.scene
        words = f"{scene}, as {self.run.role}{further}: {way}{begun.way.source}{others}"
        return as_typed(words, self.run.program.pack)


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
