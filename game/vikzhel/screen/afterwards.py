"""What the application does once a run is over: the debrief, runs side by side, playing on from a decision."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from textual import on
from textual.screen import Screen

from .copying import Copying
from .library import sentence
from .screens.again import Compare, CompareKept, Helped, Keep, PlayOn, Print
from .screens.sheet import Sheet
from .settings import spoken_in

if TYPE_CHECKING:
    from collections.abc import Callable

    from ..archive.store import KeptRun
    from .library import Library
    from .screens.game import Game


class Afterwards(Copying):
    """The part of the application that looks back; the rest of it gives it a story and its pages."""

    library: Library

    def turn_to(self, page: Screen[None]) -> None:
        """Put another page in place of all that is open."""
        raise NotImplementedError

    def lay(self, event: Sheet.Wanted) -> None:
        """Lay a paper open."""
        raise NotImplementedError

    def game(self, kept: KeptRun) -> Game:
        """Return the page that plays a run."""
        raise NotImplementedError

    def go_over(self, kept: KeptRun) -> None:
        from .looking_back import GoingOver
        from .screens.debrief import Debrief

        self.push_screen(Debrief(GoingOver(kept)))

    @on(Helped)
    def _help(self, event: Helped) -> None:
        self.lay(Sheet.of("help", event.kind, None, spoken=spoken_in(self)))

    @on(Compare)
    def _offer_others(self, event: Compare) -> None:
        """Offer what the run can be held against."""
        from ..archive.record import recorded
        from .screens.weeks import Against

        kept = event.kept
        others = [week for week in self.library.weeks() if week.code != kept.code]
        others.sort(
            key=lambda week: week.role != kept.run.role
        )  # of another man's week only the votes are the same
        has_record = recorded(kept.run.program, kept.run.role)
        if not others and not has_record:
            self.notify("There is no other run to hold against it yet.", markup=False)
            return
        record = f"what {self.library.front.name(kept.run.role)} really did" if has_record else ""
        self.push_screen(Against(others, record=record), partial(self._compare, kept))

    @on(CompareKept)
    def _offer_others_to(self, event: CompareKept) -> None:
        from ..archive.store import StoreError

        try:
            self._offer_others(Compare(self.library.begin("", event.code)))
        except StoreError as error:
            self.notify(f"That run cannot be opened. {sentence(error)}", markup=False)

    @on(Keep)
    def _see_to(self, event: Keep) -> None:
        """Name, save or delete a kept run from the list of them."""
        from .screens.naming import Naming
        from .screens.weeks import Sure

        week = next((week for week in self.library.weeks() if week.code == event.code), None)
        if week is None:
            self.notify("That run is not kept any more.", markup=False)
        elif event.what == "name":
            self.push_screen(Naming(week.code, week.called), partial(self._call_it, week.code))
        elif event.what == "delete":
            self.push_screen(Sure(week), partial(self._forget, week.code))
        else:
            self._written(lambda: self.library.as_file(week.code), f"{week.code}.json")

    def _call_it(self, code: str, name: str | None) -> None:
        if name is not None:
            self._change_kept(lambda: self.library.rename(code, name))

    def _forget(self, code: str, sure: bool | None) -> None:
        if sure:
            self._change_kept(lambda: self.library.delete(code))

    def _change_kept(self, deed: Callable[[], object]) -> None:
        """Change something about kept runs, and show them as they are then."""
        from ..archive.store import StoreError

        try:
            deed()
        except StoreError as error:
            self.notify(f"That cannot be done. {sentence(error)}", markup=False)
        from .screens.weeks import KeptWeeks

        if isinstance(self.screen, KeptWeeks):
            self.screen.offer(self.library.weeks())

    @on(Print)
    def _put_on_paper(self, event: Print) -> None:
        from ..archive import html

        self._written(lambda: html.page(event.sheet), f"{event.name}.html", event.state)

    def _written(self, text: Callable[[], str], name: str, state: str = "") -> None:
        """Write a file, and say where it is."""
        from ..archive.store import StoreError
        from .onto_paper import write

        try:
            told = f"Written to {write(text(), name)}."
        except StoreError as error:
            told = f"That run cannot be read. {sentence(error)}"
        except OSError as error:
            told = f"{name} cannot be written here: {error.strerror or error}."
        self.notify(
            f"{told} {state and 'The odds are not all in yet; print it again for those.'}".rstrip(),
            markup=False,
        )

    def _compare(self, kept: KeptRun, others: str | None) -> None:
        from ..archive.gather import NotGathered
        from .looking_back import SideBySide
        from .screens.debrief import Comparison

        if not others:
            return
        try:
            found = self.library.beside(kept, others.split())
        except NotGathered as error:
            self.notify(str(error), markup=False)
            return
        for trouble in (gathered.trouble for gathered in found if gathered.trouble):
            self.notify(trouble, markup=False)
        self.push_screen(Comparison(SideBySide(found)))

    @on(PlayOn)
    def _offer_decisions(self, event: PlayOn) -> None:
        from .screens.undo import Undo, decided

        kept = event.kept
        if event.steps is not None:
            self._play_on(kept, event.steps)
            return
        decisions = decided(kept.run)
        if not kept.kept or not decisions:
            why = "nothing was decided in it" if kept.kept else "it is not kept"
            self.notify(f"No other run can branch off this one: {why}.", markup=False)
            return
        self.push_screen(Undo(decisions, "Play on from", "f"), partial(self._play_on, kept))

    def _play_on(self, kept: KeptRun, steps: int | None) -> None:
        """Begin a run where another stood after so many steps, as its branch."""
        from ..archive.store import StoreError

        if steps is None:
            return
        try:
            branch = self.library.branch(kept.code, steps)
        except StoreError as error:
            self.notify(f"That run cannot be begun. {sentence(error)}", markup=False)
            return
        self.turn_to(self.game(branch))
        words = f"This is a run of its own, {branch.code}. {kept.code} stays as it was."
        self.call_after_refresh(self.notify, words, markup=False)
