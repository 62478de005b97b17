"""The story that is open and the runs kept of it: what the screens ask for when a run begins.

The front page is there at once; the whole story may be read behind it (``read``), as that takes
longer than starting the screen does.
"""

from __future__ import annotations

import os
from contextlib import closing
from typing import TYPE_CHECKING, NamedTuple

from ..places import ABOVE, origin_of, pack_folder
from ..story.front import Front, front_of, moment_at
from ..story.stack import stack_of

if TYPE_CHECKING:
    from ..archive.gather import Gathered
    from ..archive.listing import RunRow
    from ..archive.store import KeptRun, Store
    from ..play.program import Program
    from ..story.packs import Pack


class Week(NamedTuple):
    """A kept run as the front page lists it. ``day`` is empty where the story does not say."""

    code: str
    role: str
    name: str
    day: str
    steps: int
    over: bool
    called: str = ""
    elsewhere: bool = False
    """True if it was played on another computer, and not on this one yet."""

    @property
    def headed(self) -> str:
        """Return its code, and what the player calls it."""
        return f"{self.code}, “{self.called}”" if self.called else self.code

    @property
    def told(self) -> str:
        """Return who, when and how far, in words."""
        where = "over" if self.over else self.day
        far = [
            f"as {self.name}",
            where,
            decisions(self.steps),
            "from another computer" if self.elsewhere else "",
        ]
        return ", ".join(part for part in far if part)


class Library:
    """Begins runs and finds those that are kept. ``data`` is the folder they are kept in."""

    def __init__(self, pack: Pack | None, data: str, *, folder: str = "", front: Front | None = None) -> None:
        """Open a pack that was read; or, by its folder, one of which at most the front page is known yet."""
        self.data = data
        self.trouble = ""
        """Why runs cannot be kept, or not even be read; for the player. Known once they were looked for."""
        self.program: Program | None = None
        self.folder = folder
        if pack is not None:
            self._take(pack)
        elif front is not None:
            self.front = front

    def _take(self, pack: Pack) -> None:
        from ..play.program import Program

        self.folder = pack_folder(pack.origin)
        self.front = front_of(pack)
        self.program = Program(pack)

    def read(self) -> None:
        """Read the whole story; raise ``PackError`` if it cannot be played."""
        from ..story.kept import open_pack

        self._take(open_pack(self.folder))

    def keep(self) -> None:
        """Keep what was read of the story, so that the next start is quicker."""
        from ..story import front, kept

        kept.keep(self.pack)
        front.keep(self.folder)

    @property
    def pack(self) -> Pack:
        """The story, once it has been read."""
        assert self.program is not None
        return self.program.pack

    @property
    def _origin(self) -> str:
        """What the story, with its branches, is known by in kept runs."""
        if self.program is not None:
            return self.pack.origin
        return ABOVE.join(origin_of(part) for part in stack_of(self.folder))

    def begin(self, role: str, code: str = "") -> KeptRun:
        """Begin a run, or go on with the one of that code; raise ``StoreError`` if there is none."""
        from ..archive.store import Store, keep_or_not

        assert self.program is not None
        if code:
            return Store.open(self.data).resume(code, self.program)
        return keep_or_not(self.data, self.program, role)

    def branch(self, code: str, steps: int) -> KeptRun:
        """Begin a run as a branch of another, where that stood after so many steps; raise ``StoreError`` if it cannot be."""
        from ..archive.store import Store

        assert self.program is not None
        return Store.open(self.data).branch(code, steps, self.program)

    def beside(self, kept: KeptRun, others: list[str]) -> list[Gathered]:
        """Return a run and those to hold against it: others by their codes, or the record. Raise ``NotGathered``."""
        from ..archive.gather import RECORD, Gathered, Gathering, told_apart

        gathering = Gathering(self.data, self.folder, self.program)
        try:
            mine = gathering.one(kept.code) if kept.kept else Gathered("this run", kept.run)
            found = [mine]
            found += [gathering.record(kept.run) if one == RECORD else gathering.one(one) for one in others]
        finally:
            gathering.close()
        return told_apart(found)

    def rename(self, code: str, name: str) -> None:
        """Give a kept run a name beside its code; raise ``StoreError``."""
        with closing(self._store()) as store:
            store.rename(code, name)

    def delete(self, code: str) -> bool:
        """Delete a kept run; return whether no trace of it is left in the file. Raise ``StoreError``."""
        with closing(self._store()) as store:
            return store.delete(code)[1]

    def as_file(self, code: str) -> str:
        """Return a kept run as the text of a file of its own; raise ``StoreError``."""
        from ..archive.transfer import to_json

        with closing(self._store()) as store:
            return to_json(store.played(code))

    def _store(self) -> Store:
        from ..archive.store import Store

        return Store.open(self.data)

    @property
    def any_kept(self) -> bool:
        """True if there is an archive to look into; opening it costs more than the look."""
        return os.path.exists(os.path.join(self.data, "runs.sqlite"))

    def weeks(self) -> list[Week]:
        """Return the runs of this story that were played, the latest first; ``trouble`` may say why there are none."""
        from ..archive.file import File, StoreError
        from ..archive.listing import runs

        self.trouble = ""
        try:
            file = File.open(self.data)
            rows = [row for row in runs(file) if self._ours(row)]
            file.close()
        except StoreError as error:
            self.trouble = f"Runs played before cannot be opened, nor new ones kept. {sentence(error)}"
            return []
        if file.read_only:
            self.trouble = f"What you play now will not be kept. {sentence(file.read_only)}"
        return [self._week(row) for row in rows]

    def _week(self, row: RunRow) -> Week:
        return Week(
            row.code,
            row.role,
            self.front.name(row.role),
            self._day(row.scene),
            row.steps,
            bool(row.ending),
            row.name,
            not row.origin,
        )

    def _day(self, scene: str) -> str:
        """Return the day of a scene in words."""
        if self.program is None:
            moment = moment_at(self.folder, scene)
        else:
            found = (record.when for name, record in self.pack.files.scenes.items() if name == scene)
            moment = next(found, None)
        return moment.words.partition(",")[0] if moment else ""

    def _ours(self, row: RunRow) -> bool:
        known = row.story == self.front.id and row.origin in (self._origin, "")
        return known and row.steps > 0 and self.front.part(row.role) is not None


def sentence(words: object) -> str:
    """Return what the archive says as a sentence of its own."""
    text = str(words)
    return f"{text[:1].upper()}{text[1:]}{'' if text.endswith(('.', '!', '?')) else '.'}"


def decisions(steps: int) -> str:
    """Return how far somebody has come, in words."""
    return "not begun" if steps == 0 else "one decision" if steps == 1 else f"{steps} decisions"
