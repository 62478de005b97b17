"""The runs that are kept: one is chosen to go on with, to look back on, or to hold against another."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ...archive.compare import MOST_RUNS
from ...archive.gather import RECORD
from ..actions import AGAINST, WEEKS, bindings
from ..settings import spoken_in
from ..widgets.choices import Line
from .again import CompareKept, Keep
from .listing import Listing

if TYPE_CHECKING:
    from ..library import Week


def lines_of(weeks: list[Week]) -> list[Line]:
    """Return kept runs as lines to choose from."""
    return [Line(week.code, week.headed, week.told) for week in weeks]


class Weeks(Listing[str]):
    """Returns the code of the run that was chosen, or ``None`` to leave everything as it is."""

    def __init__(self, weeks: list[Week], head: str = "Runs that are kept") -> None:
        super().__init__(lines_of(weeks), head)

    def taken(self, line: str) -> str:
        return line


class KeptWeeks(Weeks):
    """The list on the front page, from which a run can be held against another as well."""

    KIND = WEEKS
    MARK_FIRST = True
    BINDINGS = bindings(WEEKS)

    def offer(self, weeks: list[Week]) -> None:
        """Show the runs as they are now, the mark where it was."""
        at = self.choices.highlighted or 0
        self._lines = lines_of(weeks)
        self.choices.show(self._lines, picked=True)
        if weeks:
            self.choices.highlighted = min(at, len(weeks) - 1)
        else:
            self.dismiss(None)

    @property
    def _marked_code(self) -> str:
        marked = self.choices.highlighted_option
        return marked.id or "" if marked is not None else ""

    def action_compare(self) -> None:
        if self._marked_code:
            self.post_message(CompareKept(self._marked_code))

    def action_name(self) -> None:
        self._ask("name")

    def action_save(self) -> None:
        self._ask("save")

    def action_delete(self) -> None:
        self._ask("delete")

    def _ask(self, what: str) -> None:
        if self._marked_code:
            self.post_message(Keep(what, self._marked_code))


class Sure(Listing[bool]):
    """Asks once more before a run is deleted."""

    def __init__(self, week: Week) -> None:
        lines = [Line("", "Keep it"), Line(week.code, "Delete it and its journal for good", week.told)]
        super().__init__(lines, f"Delete {week.headed}?")

    def taken(self, line: str) -> bool:
        return bool(line)


class Against(Weeks):
    """What a run can be held against: one, or several that are marked. Returns their codes, parted by blanks."""

    KIND = AGAINST
    MARK_FIRST = True
    BINDINGS = bindings(AGAINST)

    def __init__(self, weeks: list[Week], *, record: str = "") -> None:
        """``record`` is what to call the record, if that can be chosen too; it is returned as ``RECORD``."""
        super().__init__(weeks, "Hold against it")
        if record:
            self._lines.insert(0, Line(RECORD, "The record", record))
        self._marked: list[str] = []

    def action_mark(self) -> None:
        """Mark the line the player is on, or take its mark away."""
        line = self.choices.highlighted_option
        if line is not None and line.id is not None:
            self._mark(line.id)

    def _mark(self, code: str) -> None:
        if code in self._marked:
            self._marked.remove(code)
        elif len(self._marked) < MOST_RUNS - 1:
            self._marked.append(code)
        else:
            self.notify(f"No more than {MOST_RUNS} runs can be read side by side.", markup=False)
        choices, tick = self.choices, "Marked: " if spoken_in(self.app) else "✓ "
        choices.show([replace(n, text=f"{tick}{n.text}") if n.id in self._marked else n for n in self._lines])
        choices.highlighted = choices.get_option_index(code)

    def action_pick(self, number: int) -> None:
        """Take a line by its number; once some are marked, mark it."""
        if self._marked and 1 <= number <= len(self._lines):
            self._mark(self._lines[number - 1].id)
        else:
            super().action_pick(number)

    def taken(self, line: str) -> str:
        return " ".join(self._marked or [line])
