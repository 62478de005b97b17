"""The story that is open and the runs kept of it: what the screens ask for when a run begins."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..archive.store import KeptRun, RunRow, Store, StoreError, keep_or_not
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
        self.trouble = ""
        """Why runs cannot be kept, or not even be read; for the player. Known once they were looked for."""

    def begin(self, role: str, code: str = "") -> KeptRun:
        """Begin a run, or go on with the one of that code; raise ``StoreError`` if there is none."""
        if code:
            return Store.open(self.data).resume(code, self.program)
        return keep_or_not(self.data, self.program, role)

    def unfinished(self) -> Unfinished | None:
        """Return the run of this pack last played and not over; if there is none, ``trouble`` may say why."""
        from .screens.title import Unfinished

        self.trouble = ""
        try:
            store = Store.open(self.data)
            rows = [row for row in store.runs() if self._ours(row) and not row.ending]
            store.close()
        except StoreError as error:
            self.trouble = f"Runs played before cannot be opened, nor new ones kept. {sentence(error)}"
            return None
        if store.read_only:
            self.trouble = f"What you play now will not be kept. {sentence(store.read_only)}"
        roles = {str(role) for role in self.pack.files.roles}
        row = next((row for row in rows if row.steps and row.role in roles), None)
        return Unfinished(row.code, row.role, row.steps) if row else None

    def _ours(self, row: RunRow) -> bool:
        return row.story == self.pack.manifest.id and row.origin == self.pack.origin


def sentence(words: object) -> str:
    """Return what the archive says as a sentence of its own."""
    text = str(words)
    return f"{text[:1].upper()}{text[1:]}{'' if text.endswith(('.', '!', '?')) else '.'}"
