"""The archive: one SQLite file in which every run is kept, step by step.

A row is committed to disk before a step is acknowledged, so a killed process or a pulled plug loses
nothing the player has seen. Steps are only ever appended: going back is a row of its own. Opening a
run replays its ids on today's story.
"""

from __future__ import annotations

import json
from collections.abc import Mapping

from ..play.program import Program
from ..play.run import Diverged, Run, Step
from .codes import new_code
from .edits import no_further, what_is_new
from .file import APPLICATION, FILE, VERSION, File, StoreError
from .home import LATEST, branches_in, code_of, origin_in, pack_of, same_branches, tidy_name
from .kept import KeptRun
from .listing import RunRow, runs
from .past import TAKEN, Seen, seen_in
from .rows import NEXT_TURN, add_notes, add_steps, beside, notes, now, played_on, standing
from .transfer import Branch, Played

__all__ = [
    "APPLICATION",
    "FILE",
    "VERSION",
    "KeptRun",
    "Played",
    "RunRow",
    "Seen",
    "Store",
    "StoreError",
    "keep_or_not",
]


class Store:
    """The file that runs are kept in."""

    def __init__(self, file: File) -> None:
        self.file = file

    @classmethod
    def open(cls, folder: str) -> Store:
        """Open the archive in a folder, making both if need be; raise ``StoreError`` if that fails."""
        return cls(File.open(folder))

    def close(self) -> None:
        self.file.close()

    @property
    def path(self) -> str:
        return self.file.path

    @property
    def read_only(self) -> str:
        """Why nothing can be written, in words; empty if it can."""
        return self.file.read_only

    # -- beginning and going on ----------------------------------------------------------------

    def begin(self, program: Program, role: str) -> KeptRun:
        """Begin a run and keep it from the first moment."""
        run = Run(program, role)
        code, number = self._enter(run)
        return KeptRun(run, code, self, number)

    def branch(self, typed: str, steps: int, program: Program) -> KeptRun:
        """Begin a new run that stands where an old one stood after ``steps`` steps, as its branch.

        The old run stays as it is, and its journal stays with it. Raises ``StoreError`` if there is no
        such run, if it cannot be played on today's story so far, or if the new one cannot be kept.
        """
        parent = self.resume(typed, program)
        run = parent.run
        if not 0 <= steps <= len(run.steps):
            raise StoreError(parent.trouble or f"{parent.code} has only {len(run.steps)} steps")
        run.undo(steps)
        code, _ = self._enter(run, parent.code)
        return self.resume(code, program)

    def _enter(self, run: Run, parent: str = "") -> tuple[str, int]:
        """Enter a new run with the steps it has; return its code and its number."""
        manifest = run.program.pack.manifest
        played = Played(
            code="",
            story=str(manifest.id),
            version=str(manifest.version),
            fingerprint=run.program.pack.fingerprint,
            role=run.role,
            begun=now(),
            ending=run.scene if run.over else "",
            steps=tuple(run.steps),
            parent=parent,
            parent_steps=len(run.steps) if parent else 0,
            start=run.start,
        )
        return self.enter(played, run.program.pack.layers)

    def enter(self, played: Played, layers: list[dict[str, str]] | None = None) -> tuple[str, int]:
        """Enter a run that was played elsewhere, whole or not at all; return its code and its number.

        It keeps its code unless that is empty or another run has it. ``layers`` are the story and the branches
        it was played with, if that is known.
        """
        with self.file.writing() as db:
            taken = {code for (code,) in db.execute("SELECT code FROM runs")}
            code = played.code if played.code and played.code not in taken else new_code(taken)
            story = {"id": played.story, "version": played.version, "fingerprint": played.fingerprint}
            elsewhere = [story, *(branch._asdict() for branch in played.branches)]
            packs = json.dumps(layers or [{**layer, "origin": ""} for layer in elsewhere])
            cursor = db.execute(
                "INSERT INTO runs (code, story, packs, role, begun, touched, ending, parent, parent_steps, start, turn)"
                f" VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, {NEXT_TURN})",
                (code, played.story, packs, played.role, played.begun, played.begun, played.ending,
                 played.parent, played.parent_steps, played.start),
            )  # fmt: skip
            number = cursor.lastrowid or 0
            add_steps(db, number, enumerate(played.steps))
            add_notes(db, number, [(note.step - 1, note.text) for note in played.notes])
        return code, number

    def begun_at(self, story: str, role: str, begun: str) -> list[tuple[int, str]]:
        """Return the numbers and codes of the runs of a role that began at that moment."""
        query = "SELECT id, code FROM runs WHERE story = ? AND role = ? AND begun = ? ORDER BY id"
        return [(number, code) for number, code in self.file.all(query, story, role, begun)]

    def resume(self, typed: str, program: Program) -> KeptRun:
        """Open a run by its code or name and replay it on today's story.

        ``latest`` stands for the run of this pack last played and not yet over. Raises ``StoreError``
        if there is no such run or it is a run of another story. If the story has changed under it,
        the run stands where it last made sense and ``trouble`` says why.
        """
        code = self.latest(program) if typed == LATEST else self.code_of(typed)
        if not code:
            raise StoreError("There is no unfinished run of this story to go on with.")
        number, story, role, packs, start = self.file.all(
            "SELECT id, story, role, packs, start FROM runs WHERE code = ?", code
        )[0]
        if story != program.pack.manifest.id:
            raise StoreError(f"{code} is a run of another story, “{story}”.")
        same_branches(code, packs, program)
        rows, steps = standing(self.file, number)
        kept_by = None if self.read_only else self
        here, origin = program.pack.origin, origin_in(packs)
        trouble, fits = "", len(steps)
        try:
            run = Run.replay(program, role, steps)
        except Diverged as changed:
            if changed.number == 0 and origin and origin != here:
                raise StoreError(
                    f"{code} was played in another story that calls itself “{story}” too ({origin}). "
                    "Give the one it belongs to, or give one of the two packs another id."
                ) from changed
            fits = changed.number
            run = Run.replay(program, role, steps[:fits])
            trouble = (
                f"The story has changed since this run was played: {no_further(program, changed, len(steps))} "
                "You can go on from the step before it."
            )
        except KeyError as error:
            raise StoreError(f"{code} was played as “{role}”, whom this story no longer has.") from error
        kept = KeptRun(run, code, kept_by, number, rows[:fits], notes(self.file, number))
        kept.cut = fits < len(steps)
        kept.home = [] if origin else program.pack.layers
        unkept = f"From here on this run is not kept: {self.read_only}." if self.read_only else ""
        kept.trouble = " ".join(filter(None, [trouble, what_is_new(run, start, cut=kept.cut), unkept]))
        return kept

    def latest(self, program: Program) -> str:
        """Return the code of the run of this pack last played and not yet over, or nothing."""
        origin = program.pack.origin
        query = "SELECT code, packs FROM runs WHERE story = ? AND ending = '' ORDER BY turn DESC, id DESC"
        found = (
            code
            for code, packs in self.file.all(query, program.pack.manifest.id)
            if origin_in(packs) == origin
        )
        return next(found, "")

    # -- finding -------------------------------------------------------------------------------

    def code_of(self, typed: str) -> str:
        """Return the code of a run from its code or its name; raise ``StoreError`` if there is none."""
        return code_of(self.file, typed)

    def runs(self) -> list[RunRow]:
        """Return every run, the one last played first."""
        return runs(self.file)

    def row_of(self, typed: str) -> RunRow:
        """Return one run, by its code or name, as a list shows it."""
        code = self.code_of(typed)
        return next(row for row in self.runs() if row.code == code)

    def played(self, typed: str) -> Played:
        """Return a run as it was played, without replaying it: what is exported and compared."""
        code = self.code_of(typed)
        number, story, packs, role, begun, ending, parent, parent_steps, start = self.file.all(
            "SELECT id, story, packs, role, begun, ending, parent, parent_steps, start FROM runs WHERE code = ?",
            code,
        )[0]
        rows, steps = standing(self.file, number)
        lines = beside(rows, notes(self.file, number))
        pack = pack_of(packs)
        version, fingerprint = (str(pack.get(key, "")) for key in ("version", "fingerprint"))
        branches = tuple(Branch(b["id"], b["version"], b["fingerprint"]) for b in branches_in(packs))
        return Played(
            code, story, version, fingerprint, role, begun, ending, tuple(steps), tuple(lines),
            parent, parent_steps, start, branches,
        )  # fmt: skip

    # -- changing ------------------------------------------------------------------------------

    def rename(self, typed: str, name: str) -> tuple[str, str]:
        """Give a run a name beside its code; return both. No name, and it has only its code again."""
        code, name = self.code_of(typed), tidy_name(name)
        with self.file.writing() as db:
            db.execute("UPDATE runs SET name = ? WHERE code = ?", (name, code))
        return code, name

    def delete(self, typed: str) -> tuple[str, bool]:
        """Delete a run with its journal; return its code, and whether the file holds no trace of it any more.

        Runs that branched off it stay, and no longer say from what.
        """
        code = self.code_of(typed)
        with self.file.writing() as db:
            db.execute("UPDATE runs SET parent = '', parent_steps = 0 WHERE parent = ?", (code,))
            db.execute("DELETE FROM runs WHERE code = ?", (code,))
        return code, self.file.forget()

    def settle(self, run: int, layers: list[dict[str, str]]) -> None:
        """Note the story, and the branches, with which a run from elsewhere is played on."""
        with self.file.writing() as db:
            for (packs,) in db.execute("SELECT packs FROM runs WHERE id = ?", (run,)).fetchall():
                story = {**pack_of(packs), "origin": layers[0]["origin"]}
                known = json.dumps([story, *layers[1:]])
                db.execute("UPDATE runs SET packs = ? WHERE id = ?", (known, run))

    # -- steps ---------------------------------------------------------------------------------

    def append(self, run: int, number: int, step: Step, ending: str) -> None:
        """Keep one step as row ``number`` of a run; it is on disk when this returns."""
        with self.file.writing() as db:
            if not played_on(db, run, ending):
                raise StoreError("it has been deleted in another window")
            add_steps(db, run, [(number, step)])

    def annotate(self, run: int, row: int, text: str) -> None:
        """Keep a line of the journal beside a row of a run (−1: before the first)."""
        with self.file.writing() as db:
            add_notes(db, run, [(row, text)])

    def rows(self, run: int) -> int:
        """Return how many rows a run has, steps undone and undoings included."""
        row = self.file.one("SELECT count(*) FROM steps WHERE run = ?", run)
        return int(row[0]) if row else 0

    # -- what was read before ------------------------------------------------------------------

    def seen(self, story: str, role: str, but: str = "", renamed: Mapping[str, str] | None = None) -> Seen:
        """Return what was taken in the runs of a role, but for one of that code: where, and how often.

        ``renamed`` are the ids that the story has renamed since, old to new.
        """
        return seen_in(self.file.all(TAKEN, story, role, but), renamed or {})

    def earlier(self, story: str, role: str, but: str = "", most: int = 30) -> list[list[Step]]:
        """Return the steps of the runs of a role last played, but for one of that code."""
        query = "SELECT id FROM runs WHERE story = ? AND role = ? AND code != ? ORDER BY turn DESC LIMIT ?"
        return [standing(self.file, number)[1] for (number,) in self.file.all(query, story, role, but, most)]


def keep_or_not(folder: str, program: Program, role: str) -> KeptRun:
    """Begin a run, kept if the archive can be used; if not, ``trouble`` says why and play goes on."""
    try:
        return Store.open(folder).begin(program, role)
    except StoreError as error:
        run = KeptRun(Run(program, role))
        run.trouble = f"This run is not kept: {error}."
        return run
