"""The application as an author opens it: on a preview, or on the desk, in place of the front page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .hangup import end_with_terminal
from .library import Library
from .settings import Settings
from .shell import Shell

if TYPE_CHECKING:
    from textual.screen import Screen

    from ..desk.preview import Preview


class Workshop(Shell):
    """Shows one page of the author's, and nothing of a run."""

    def __init__(self, library: Library, page: Screen[None], settings: Settings | None = None) -> None:
        super().__init__(library, None, settings)
        self._page = page

    def _read_on(self) -> None:
        self.call_after_refresh(self._read_sheets)

    def first_page(self) -> Screen[None]:
        return self._page


def show(shown: Preview, data: str, settings: str) -> int:
    """Show a preview until it is left; return the exit code."""
    from .screens.preview import Preview as Page

    return _run(Library(None, data, folder=shown.folder), Page(shown), settings)


def lay_out(named: list[str], data: str, settings: str) -> int:
    """Show the desk, with the packs named on it, until it is left; return the exit code."""
    from .screens.desk import Desk

    return _run(Library(None, data), Desk(named), settings)


def _run(library: Library, page: Screen[None], folder: str) -> int:
    settings = Settings(folder)
    settings.change(author=True)
    workshop = Workshop(library, page, settings)
    end_with_terminal()
    workshop.run()
    if workshop.failure is not None:
        raise workshop.failure
    return 0
