"""Runs from wherever they are: kept ones by code or name, files that were handed in, and the record itself."""

from __future__ import annotations

import os
from dataclasses import replace
from typing import TYPE_CHECKING

from ..places import ABOVE, pack_folder, packs_folder
from ..play.program import Program
from ..play.run import Diverged, Run
from ..story.dataclass import dataclass
from ..story.diagnostics import PackError
from ..story.packs import read_pack
from ..story.stack import parts_of
from ..story.text import one_line
from ..story.wording import listed, sentence
from .edits import no_further, otherwise
from .file import FILE
from .home import missing
from .record import record_run, recorded
from .store import Store, StoreError
from .transfer import NotARun, Note, Played, read_file

if TYPE_CHECKING:
    from collections.abc import Sequence

RECORD, THE_RECORD = "record", "the record"
FILE_END = ".json"


class NotGathered(Exception):
    """A run cannot be had; the message says which and why in a player's words."""


@dataclass(frozen=True, slots=True)
class Gathered:
    """A run played again on today's story. ``label`` is what the user called it.

    ``trouble`` says how far it could be played, if not to its end.
    """

    label: str
    run: Run
    code: str = ""
    notes: tuple[Note, ...] = ()
    trouble: str = ""

    @property
    def folder(self) -> str:
        """Return what it is a run of in one word: the folder of its pack, and those of the branches laid over it."""
        return pack_folder(self.run.program.pack.origin)


class Gathering:
    """Finds runs and the stories they were played in; each story is read once.

    ``data`` is the folder that runs are kept in, ``story`` the folder of a pack to use for all, or empty;
    ``program`` is that story, if it has been read already.
    """

    def __init__(self, data: str, story: str = "", program: Program | None = None) -> None:
        self._data = data
        self._story = story
        self._programs = {story: program} if program is not None else {}
        self._store: Store | None = None

    def close(self) -> None:
        if self._store is not None:
            self._store.close()

    @property
    def store(self) -> Store:
        """The archive, opened when it is first needed; raises ``StoreError``. None is made where there is none."""
        if self._store is None:
            if not os.path.exists(os.path.join(self._data, FILE)):
                raise StoreError(f"no runs are kept yet in {one_line(self._data)}")
            self._store = Store.open(self._data)
        return self._store

    def seen(self, program: Program) -> tuple[str, ...]:
        """Return the ids of the endings of a story that runs kept here have come to."""
        try:
            return seen_endings(self.store, program)
        except StoreError:
            return ()

    def all(self, names: Sequence[str]) -> list[Gathered]:
        """Return runs in order; ``record`` is what the man of the others did. Raises ``NotGathered``."""
        found = {name: self.one(name) for name in dict.fromkeys(names) if name != RECORD}
        if RECORD in names:
            if not found:
                raise NotGathered(
                    "Name a run to hold the record against, such as  vikzhel compare CODE record"
                )
            found[RECORD] = self.record(next(iter(found.values())).run)
        several = {gathered.run.program for gathered in found.values()}
        if len(several) > 1:
            raise NotGathered("These are runs of different stories, and nothing in them can be compared.")
        return [found[name] for name in names]

    def one(self, name: str) -> Gathered:
        """Return a kept run by its code or name, or one from a file. Raises ``NotGathered``."""
        if name.endswith(FILE_END) or os.sep in name or os.path.isfile(name):
            try:
                return self.played(read_file(name), os.path.basename(name))
            except NotARun as error:
                raise NotGathered(f"{one_line(name)}: {error}.") from error
        try:
            row = self.store.row_of(name)
            played, origin = self.store.played(row.code), row.origin
        except StoreError as error:
            raise NotGathered(sentence(str(error))) from error
        return self.played(played, row.name or row.code, origin)

    def played(self, played: Played, label: str, origin: str = "") -> Gathered:
        """Play again what was played, as far as today's story lets it. Raises ``NotGathered``."""
        branches = [branch.id for branch in played.branches]
        program = self._program(played.story, origin, label, branches)
        steps = list(played.steps)
        trouble = ""
        try:
            run = Run.replay(program, played.role, steps)
        except KeyError as error:
            raise NotGathered(f"{one_line(label)}: this story has nobody called “{played.role}”.") from error
        except Diverged as changed:
            run = Run.replay(program, played.role, steps[: changed.number])
            trouble = (
                f"{one_line(label)} was played on another version of the story: {no_further(program, changed, len(steps))} "
                "What follows tells of it up to there."
            )
        if changes := otherwise(run, played.start):
            lead = "Besides" if trouble else f"{one_line(label)} was played before the story was edited"
            told = "Moods, the table and votes are told as today's story has them."
            trouble = f"{trouble} {lead}, {changes}. {told}" if trouble else f"{lead}: {changes}. {told}"
        laid = [layer["id"] for layer in program.pack.layers[1:]]
        if branches and laid != branches:
            was = f"{one_line(label)} was played with {listed(branches)} laid over the story, and is told here {_with(laid)}."
            trouble = f"{was} {trouble}".strip()
        notes = tuple(note for note in played.notes if note.step <= len(run.steps))
        return Gathered(one_line(label), run, played.code, notes, trouble)

    def record(self, beside: Run) -> Gathered:
        """Return the week of the man of a run, as far as the record knows it. Raises ``NotGathered``."""
        if not recorded(beside.program, beside.role):
            raise NotGathered("This story does not say what he really did.")
        return Gathered(THE_RECORD, record_run(beside.program, beside.role, beside))

    def _program(self, story: str, origin: str, label: str, branches: list[str]) -> Program:
        """Return the story of that id: the one asked for, the one it was played in, or the one that ships."""
        folder = self._story or (origin and pack_folder(origin)) or _shipped(story)
        if not self._story and not origin and folder:
            lack = missing(branches)
            if lack:
                raise NotGathered(
                    f"{one_line(label)} was played with {listed(lack)} laid over the story, which is not here. Say where it is "
                    "with  --with FOLDER"
                )
            folder = ABOVE.join([folder, *map(pack_folder, branches)])
        if not folder or not all(map(os.path.isdir, parts_of(folder))):
            raise NotGathered(
                f"{one_line(label)} is a run of the story “{story}”, which is not here. Say where it is with  --story FOLDER"
            )
        if folder not in self._programs:
            try:
                self._programs[folder] = Program(read_pack(folder))
            except PackError as broken:
                raise NotGathered(broken.report.render()) from broken
        program = self._programs[folder]
        if program.pack.manifest.id != story:
            raise NotGathered(
                f"{one_line(label)} is a run of “{story}”, not of “{program.pack.manifest.id}”."
            )
        return program


def seen_endings(store: Store, program: Program) -> tuple[str, ...]:
    """Return the ids of the endings of a story that runs kept here have come to."""
    scenes = {str(name): str(scene.ending or "") for name, scene in program.pack.files.scenes.items()}
    known = {scenes.get(row.ending, "") for row in store.runs() if row.story == program.pack.manifest.id}
    return tuple(sorted(known - {""}))


def told_apart(found: list[Gathered]) -> list[Gathered]:
    """Return runs with labels of their own, where two would have the same."""
    labels = [gathered.label for gathered in found]
    return [
        replace(gathered, label=f"{gathered.label} ({number})")
        if labels.count(gathered.label) > 1
        else gathered
        for number, gathered in enumerate(found, 1)
    ]


def _with(laid: list[str]) -> str:
    return f"with {listed(laid)}" if laid else "without"


def _shipped(story: str) -> str:
    folder = os.path.join(packs_folder(), story)
    return folder if os.path.isdir(folder) else ""
