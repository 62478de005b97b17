"""The run as it is told on the screen: pieces of set type, one passage a step."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..archive.past import Earlier
from ..play.events import Quotation
from .passage import Piece, pieces
from .typesetting import BLANK, QUIET, RED_BOLD, Matter, hang, paragraph

if TYPE_CHECKING:
    from ..aloud.say import Telling
    from ..archive.store import KeptRun
    from ..play.events import Event, SceneEntered
    from ..play.run import Run, Step


READ_BEFORE = "You have read this in an earlier run: End goes on to what you do."


class Manuscript:
    """What has been told so far, set with marks and cuttings or ``spoken``, in words.

    ``passages`` holds where each step's pieces begin.
    """

    def __init__(self, kept: KeptRun, *, spoken: bool = False) -> None:
        self._kept = kept
        self.spoken = spoken
        self._trouble_told = ""
        self._telling: Telling | None = None
        self.earlier = Earlier(kept)
        self.pieces: list[Piece] = []
        self.passages: list[int] = []
        self._known = False

    @property
    def known(self) -> bool:
        """True if all that was told last was read in an earlier run."""
        return self._known

    @property
    def last(self) -> int:
        """Return where the pieces of the last step begin."""
        return self.passages[-1] if self.passages else 0

    def begin(self) -> None:
        """Set the whole run from its beginning."""
        run = self._kept.run
        self.pieces, self.passages = [], []
        self._telling = None
        if self.spoken:
            from .spoken import telling

            self._telling = telling(run)
        if not self._kept.kept:
            self._trouble_told = ""
        for number, events in enumerate(by_step(run)):
            self._add(events, run.steps[number - 1] if number else None, last=number == len(run.steps))
        self._say_trouble()

    def go_on(self, events: list[Event]) -> int:
        """Set what the last step told; return where its pieces begin."""
        self._add(events, self._kept.run.steps[-1], last=True)
        self._say_trouble()
        return self.last

    def matters(self, since: int = 0) -> list[Matter]:
        return [piece.matter for piece in self.pieces[since:]]

    def piece(self, number: int) -> Piece | None:
        return self.pieces[number] if number < len(self.pieces) else None

    def quote(self, before: int) -> Quotation | None:
        """Return the last quotation among the first so many pieces."""
        return next((piece.quote for piece in reversed(self.pieces[:before]) if piece.quote), None)

    def awaited(self) -> int | None:
        """Return the first piece of the last passage that is a count which can come in bloc by bloc.

        There is none in a passage that was read before: what is known is not called once more.
        """
        if self._known:
            return None
        return next((n for n in range(self.last, len(self.pieces)) if self.pieces[n].coming), None)

    def _add(self, events: list[Event], step: Step | None, *, last: bool) -> None:
        self.passages.append(len(self.pieces))
        before = self.pieces[-1].scene if self.pieces else None
        if self._telling is not None:
            from .spoken import pieces as said

            new = said(self._telling, events, self._kept.run, len(self.passages) - 1, before)
        else:
            new = pieces(events, self._kept.run, step, before)
        self._known = last and bool(new) and self.earlier.all_read(events)
        if self._known:
            new.insert(0, Piece(paragraph(READ_BEFORE, QUIET), new[0].scene, new[0].grade))
        self.pieces += new

    def _say_trouble(self) -> None:
        """Say once why the run is not kept, or what has changed in the story since it was played."""
        trouble = self._kept.trouble
        if trouble and trouble != self._trouble_told:
            at = self.last
            scene: SceneEntered | None = self.pieces[at].scene if at < len(self.pieces) else None
            self.pieces.insert(at, Piece(_trouble(trouble), scene))
            self._trouble_told = trouble


def by_step(run: Run) -> list[list[Event]]:
    """Return what was told at the beginning and by each step."""
    since = [run.events(number) for number in range(len(run.steps) + 1)]
    after = [*(len(events) for events in since[1:]), 0]
    return [events[: len(events) - later] for events, later in zip(since, after, strict=True)]


def _trouble(words: str) -> Matter:
    return lambda width: [*hang(("! ", RED_BOLD), words, width), BLANK]
