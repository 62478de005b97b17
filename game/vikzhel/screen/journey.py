"""The map of what has been seen: the scenes in the order they came, what was chosen, and what was not.

An option that was not taken is a stub without a name: where it would have led is another week's tale.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content

from ..play.events import Chosen, Drawn, Ended, Offered, Option, SceneEntered, VoteHeld
from ..story.dataclass import dataclass
from .cells import cells, cut
from .count import figures
from .hours import day_and_half, half
from .manuscript import by_step
from .typesetting import BLANK, BOLD, INK, QUIET, RED, RED_BOLD, RULE, Matter, hang, rule

if TYPE_CHECKING:
    from ..play.run import Run

SHORTEST = 8
"""Cells of a place's name, two blanks before it, that are still worth showing."""
_AT = 10
"""Cells before the line that joins the scenes."""


@dataclass(slots=True)
class Stop:
    """A scene that was entered: what was on offer there, what was taken, and what happened on the way."""

    scene: SceneEntered
    options: tuple[Option, ...] = ()
    taken: str = ""
    words: str = ""
    counts: tuple[str, ...] = ()
    end: str = ""

    @property
    def others(self) -> tuple[str, str]:
        """Return in words how many other ways there were: those open, and those barred."""
        others = [option for option in self.options if option.id != self.taken and option.kind != "vote"]
        barred = sum(bool(option.locked) for option in others)
        counted = (len(others) - barred, "not taken"), (barred, "barred")
        one, two = (_others(many, what) for many, what in counted)
        return one, two


def _others(many: int, what: str) -> str:
    return "" if not many else f"one other {what}" if many == 1 else f"{many} others {what}"


def stops(run: Run) -> list[Stop]:
    """Return every scene entered, in order."""
    found: list[Stop] = []
    for events in by_step(run):
        for event in events:
            match event:
                case SceneEntered():
                    found.append(Stop(event))
                case Chosen() if event.kind != "vote":
                    found[-1].taken, found[-1].words = event.id, event.text
                case Drawn():
                    found[-1].taken, found[-1].words = event.id, event.text
                case VoteHeld():
                    found[-1].counts += (_count(event),)
                case Offered():
                    found[-1].options = event.options
                case Ended():
                    found[-1].end = event.title
    return [stop for stop in found if not stop.scene.again or stop.options or stop.counts]


def _count(event: VoteHeld) -> str:
    if event.seen == "hearsay":
        return f"{event.title}: hearsay, no figures"
    counted = figures(event.votes_for, event.against, event.abstain)
    return f"{event.title}: {event.result}, {counted}"


def journey(run: Run) -> list[Matter]:
    """Return the map, oldest first, under heads of days and their halves; the last matter is where he is."""
    page: list[Matter] = []
    seen = stops(run)
    under = ""
    for number, stop in enumerate(seen):
        head = day_and_half(stop.scene.when) if stop.scene.when else under
        page.append(_stop(stop, head if head != under else "", here=number == len(seen) - 1))
        under = head
    return page


def _stop(stop: Stop, head: str, *, here: bool) -> Matter:
    def set_it(width: int) -> list[Content]:
        lines = [rule(width, head, "", RED_BOLD)] if head else []
        lines.append(_scene(stop, width, here))
        rail = (f"{'':{_AT}}│  ", RULE)
        if stop.words:
            lines += hang((f"{'':{_AT}}├─● ", RED), stop.words, width)
        for count in stop.counts:
            lines += hang((f"{'':{_AT}}├─■ ", RED), count, width, BOLD)
        if stop.taken and stop.words:
            for mark, others in zip("○×", stop.others, strict=True):
                lines += [Content.styled(f"{'':{_AT}}├─{mark} {others}", QUIET)] if others else []
        if here and not stop.end:
            lines.append(Content.assemble((f"{'':{_AT}}╵", RULE)))
        elif stop.end:
            lines += hang((f"{'':{_AT}}╰─ ", RED), f"The end: {stop.end}", width, BOLD)
        else:
            lines.append(Content.assemble(rail))
        return [*lines, BLANK] if here else lines

    return set_it


def _scene(stop: Stop, width: int, here: bool) -> Content:
    scene = stop.scene
    when = scene.when.time if scene.when and scene.when.time[:1].isdigit() else ""
    if scene.when and not when and half(scene.when) != scene.when.time:
        when = scene.when.time
    title = scene.title or scene.where
    back = "back: " if scene.again else ""
    mark = "▶" if here else "■"
    told = f"{back}{title}"
    place = f"  {scene.where}" if scene.title and not scene.again else ""
    now = "  you are here" if here and not stop.end else ""
    room = width - _AT - 2 - len(now)
    return Content.assemble(
        (f"{when:<{_AT}}", QUIET),
        (f"{mark} ", RED_BOLD if here else RED),
        (cut(told, room), BOLD),
        (cut(place, max(0, room - cells(told))) if room - cells(told) > SHORTEST else "", QUIET),
        (now, RED_BOLD if now else INK),
    )
