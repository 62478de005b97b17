"""A preview in lines: the scene and what stands beside it, printed again after each save."""

from __future__ import annotations

import queue
import threading
from datetime import datetime
from typing import TYPE_CHECKING

from ..aloud.say import Telling
from ..desk.preview import CannotPreview
from ..play.run import NotOpen
from ..story.text import one_line
from ..story.watching import INTERVAL
from .page import Page
from .wording import capital, sentence

if TYPE_CHECKING:
    from typing import TextIO

    from ..desk.panel import Row
    from ..desk.preview import Preview
    from .page import Block

LONGEST_INPUT = 1000
HELP = [
    "Type the number of a choice, or its id, to play on.",
    "undo goes back a step. restart begins the preview again. like shows the scene in another state.",
    "from and the id of a scene goes there. panel says why, again tells the scene again. quit leaves.",
    "Save a file of the story, and the scene is told again as it is now.",
]
BROKEN = "The last scene that could be shown is kept, and comes back when this is mended and saved."
NEEDS = "That has to wait until the files are mended."


def preview(shown: Preview, once: bool, stdin: TextIO, stdout: TextIO) -> int:
    """Tell where a preview stands; then do what is typed, and tell it again at each save, until quit or the end of input.

    Returns 0, or 1 if it is to be told only ``once`` and the files are broken. Ctrl-C leaves.
    """
    table = Desk(shown, Page(stdout))
    table.tell()
    if once:
        return int(bool(shown.report))
    typed: queue.SimpleQueue[str] = queue.SimpleQueue()
    threading.Thread(target=_listen, args=(stdin, typed), daemon=True).start()
    try:
        table.ask()
        while True:
            try:
                line = typed.get(timeout=INTERVAL)
            except queue.Empty:
                if shown.saved():
                    table.saved()
                continue
            if not line or not table.do(one_line(line)):
                return 0
    except KeyboardInterrupt:
        return 0


def _listen(stdin: TextIO, typed: queue.SimpleQueue[str]) -> None:
    """Pass on what is typed, line by line; nothing at its end."""
    line = " "
    while line:
        try:
            line = stdin.readline(LONGEST_INPUT)
        except (OSError, ValueError):
            line = ""
        typed.put(line)


class Desk:
    """One preview and the page it is told on."""

    def __init__(self, shown: Preview, page: Page) -> None:
        self.shown = shown
        self.page = page
        self._scene: list[Block] = []

    def tell(self) -> None:
        """Tell the scene and everything beside it; or what is wrong with the files."""
        if self.shown.report:
            self.page.put([self.shown.report], [BROKEN] if self.shown.stands else [])
            return
        self._scene = self._told()
        self.page.put([sentence(self.shown.words)], self._notice(), *self._scene, *self._beside())

    def ask(self) -> None:
        self.page.put(["Type a number, or ? for help. Save a file to hear it again; quit ends."])

    def _notice(self) -> Block:
        return [self.shown.notice] if self.shown.notice else []

    def _told(self) -> list[Block]:
        run = self.shown.run
        telling = Telling(run.program.pack, run.role)
        step = run.steps[-1] if run.steps else None
        return telling.tell(self.shown.told, step=step, left=run.left_record())

    def _beside(self) -> list[Block]:
        return [
            [sentence(part.title), *(map(_row, part.rows) if part.rows else [part.none])]
            for part in self.shown.panel
        ]

    # -- a save --------------------------------------------------------------------------------

    def saved(self) -> None:
        """Read the files again and tell what has become of the scene."""
        try:
            changed = self.shown.put(*self.shown.read())
        except CannotPreview as gone:
            self.page.put([str(gone)])
            return
        when = f"{datetime.now():%H:%M:%S}  "
        if not changed:
            self.page.put([f"{when}Saved. Nothing in the story has changed."])
        elif not self.shown.report and self._told() == self._scene:
            self.page.put([f"{when}Saved. A player reads the same here."], self._notice())
        else:
            self.page.put([f"{when}Saved."])
            self.tell()

    # -- what is typed -------------------------------------------------------------------------

    def do(self, typed: str) -> bool:
        """Do what was typed; return whether to go on."""
        word, _, rest = typed.strip().partition(" ")
        word = word.casefold()
        if word in ("q", "quit"):
            return False
        if word in ("?", "help", ""):
            self.page.put(HELP)
        elif self.shown.report:
            self.page.put([NEEDS])
        else:
            try:
                self._do(word, rest.strip(), typed.strip())
            except (NotOpen, CannotPreview) as refused:
                self.page.put([str(refused)])
        return True

    def _do(self, word: str, rest: str, typed: str) -> None:
        shown = self.shown
        if word in ("a", "again"):
            self.page.put(*self._told())
        elif word in ("p", "panel"):
            self.page.put(*self._beside())
        elif word in ("u", "undo"):
            if shown.back():
                self.tell()
            else:
                self.page.put(["This is the beginning of the story."])
        elif word in ("r", "restart"):
            shown.restart()
            self.tell()
        elif word in ("l", "like"):
            if shown.another():
                self.tell()
            else:
                self.page.put(["No other state was found in which the scene reads otherwise."])
        elif word == "from" and rest:
            shown.go(rest)
            self.tell()
        else:
            opened = shown.run.open
            known = {str(number): option.id for number, option in enumerate(opened, 1)}
            shown.take(known.get(typed, typed))
            self.tell()


def _row(row: Row) -> str:
    """Return a row as one paragraph, a stop after each thing so that a voice pauses."""
    parts = (f"{row.word}: {row.text}", *row.notes)
    return " ".join(sentence(part) for part in (*map(capital, parts), row.at) if part)
