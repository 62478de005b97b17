"""The story that is open and the runs kept of it: what the screens ask for when a run begins."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..archive.store import KeptRun, Store, StoreError, keep_or_not
from ..play.program import Program

if TYPE_CHECKING:
    from ..story.packs import Pack
    from .screens.title import Unfinished


class Library:
    """Begins runs and finds the one that was left unfinished. ``data`` is the folder runs are kept in."""

    def __init__(self, pack: Pack, data: str) -> None:
        self.pack = pack
        self.data = data
        self.program = Program(pack)

    def begin(self, role: str, code: str = "") -> KeptRun:
        """Begin a run, or go on with the one of that code; raise ``StoreError`` if there is none."""
        if code:
            return Store.open(self.data).resume(code, self.program)
        return keep_or_not(self.data, self.program, role)

    def unfinished(self) -> Unfinished | None:
        """Return the run of this story last played and not over; none if the archive cannot be read."""
        from .screens.title import Unfinished

        try:
            store = Store.open(self.data)
            rows = [row for row in store.runs() if row.story == self.pack.manifest.id and not row.ending]
            store.close()
        except StoreError:
            return None
        roles = {str(role) for role in self.pack.files.roles}
        row = next((row for row in rows if row.steps and row.role in roles), None)
        return Unfinished(row.code, row.role, row.steps) if row else None
