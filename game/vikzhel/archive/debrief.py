"""The debrief of a run: everything there is to say after an ending, as words and figures.

Nothing here is drawn. ``pages.sheet`` sets a debrief as five parts for any front end or file.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..play.predicates import interpret
from ..play.telling import citation
from ..story.dataclass import dataclass
from ..story.records import at
from . import ballots, met, record, week
from .compare import Side
from .consequences import Pair
from .gather import THE_RECORD
from .path import Path
from .turning import Turning, turning

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..play.events import Quotation
    from ..play.run import Run
    from ..proof.onward import Onward
    from ..story.packs import Pack
    from .ballots import Margin
    from .record import Beside
    from .transfer import Note


@dataclass(frozen=True, slots=True)
class Reading:
    """How a historian reads such an ending. ``fits`` is ``None`` where the author has not said which runs it fits.

    ``in_which`` is what is so in the runs that it fits, in words to stand after "one in which", or empty.
    """

    source: str
    text: str
    fits: bool | None
    in_which: str


@dataclass(frozen=True, slots=True)
class Debrief:
    """A run gone over. ``turnings`` has one for each player the odds are known for, none while they are not.

    ``seen`` are the titles of the story's endings that this archive has met, ``of`` how many there are.
    """

    path: Path
    code: str
    week: tuple[str, ...]
    beside: tuple[Beside, ...]
    recorded: bool
    his: Path | None
    went_on: tuple[str, ...]
    as_he_did: tuple[str, ...]
    """Which single choices of his, put into this run, would have changed how it ended."""
    odds: Onward | None
    turnings: tuple[Turning, ...]
    margins: tuple[Margin, ...]
    readings: tuple[Reading, ...]
    foretold: tuple[met.Foretold, ...]
    grades: met.Grades
    quotations: tuple[Quotation, ...]
    voiced: tuple[met.Voiced, ...]
    choices: int
    notes: tuple[Note, ...]
    seen: tuple[str, ...]
    of: int
    trouble: str
    """What the story's author has changed since it was played, in sentences; empty if nothing."""

    @property
    def span(self) -> str:
        """Return what to call what was played."""
        return span(self.path.pack)

    @property
    def left(self) -> Beside | None:
        """Return the decision at which the run left the record."""
        return next((one for one in self.beside if one.first), None)


def debrief(
    run: Run,
    code: str = "",
    odds: Onward | None = None,
    *,
    notes: Sequence[Note] = (),
    seen: Sequence[str] = (),
    trouble: str = "",
) -> Debrief:
    """Go over a run; ``odds`` of it if they are known, ``seen`` the ids of endings met before."""
    path = Path(run)
    recorded = record.recorded(run.program, run.role)
    his = Path(record.record_run(run.program, run.role, run)) if recorded else None
    beside = tuple(record.beside(path))
    endings = path.pack.files.endings
    known = {*seen, *([path.ended.ending] if path.ended else [])}
    return Debrief(
        path=path,
        code=code,
        week=week.ten_lines(path),
        beside=beside,
        recorded=recorded,
        his=his,
        went_on=tuple(record.went_on(path, his)) if his else (),
        as_he_did=tuple(_as_he_did(path, his)) if his else (),
        odds=odds,
        turnings=tuple(turning(path, odds, player) for player in range(len(odds.players))) if odds else (),
        margins=tuple(ballots.margins(path)),
        readings=tuple(_readings(path)),
        foretold=tuple(met.foretold(path)),
        grades=met.grades(path),
        quotations=tuple(met.quotations(path)),
        voiced=tuple(met.voiced(path)),
        choices=sum(decision.kind == "choice" for decision in path.decisions),
        notes=tuple(notes),
        seen=tuple(str(ending.title) for name, ending in endings.items() if name in known),
        of=len(endings),
        trouble=trouble,
    )


def _as_he_did(path: Path, his: Path) -> list[str]:
    mine, record_ = Side(f"your {span(path.pack)}", path, None), Side(THE_RECORD, his, None)
    return Pair((mine, record_)).turned(0)


def span(pack: Pack) -> str:
    """Return what a story lasts, to speak of it: a week, or else it is just a story."""
    days = [scene.when.day for scene in pack.files.scenes.values() if scene.when]
    return "week" if days and 5 <= (max(days) - min(days)).days + 1 <= 10 else "story"


def _readings(path: Path) -> list[Reading]:
    if path.ended is None:
        return []
    ending = at(path.pack.files.endings, path.ended.ending)
    layout, state = path.run.program.layout, path.run.state
    return [
        Reading(
            citation(path.pack.evidence.sources[one.source]),
            str(one.reading),
            None if one.condition is None else bool(interpret(one.condition, layout, state)),
            str(one.in_which or ""),
        )
        for one in ending.historians
    ]
