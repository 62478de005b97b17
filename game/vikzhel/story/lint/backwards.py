"""Ways that lead to an earlier day or hour than the one they come from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..routes import MOST_LOOKED, following, onward
from .desk import Desk

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..dates import Moment
    from ..diagnostics import Mark, Word
    from ..model import Scene


def clock(desk: Desk) -> None:
    """Remark where the day or hour that a player sees would run backwards.

    A scene without a day is as late as the latest way to it. Who comes back to a scene in which he was on the
    same day has only gone round, and parts of a day are taken as wide as anybody may mean them.
    """
    after = following(desk.scenes)
    by_name = {str(at): at for at in desk.scenes}
    left = _left(desk.scenes, after)
    around = _Around(after)
    for at, (source, then) in left.items():
        for to in dict.fromkeys(after[at]):
            now = desk.scenes[by_name[to]].when if to in by_name else None
            if now is None or now.latest >= then.earliest:
                continue
            if now.day == then.day and around.leads(to, at):
                continue
            desk.report.add(
                "V838",
                _place(desk.scenes[by_name[at]], by_name[to]) or by_name[at].mark,
                f"“{source}” is on {then.words}, and this leads to “{to}”, on {now.words}: time would run backwards.",
                "Lead to a scene that is not earlier, or correct one  when:. "
                "What is only remembered keeps the day on which it is remembered.",
            )


def _left(scenes: dict[Word, Scene], after: dict[str, list[str]]) -> dict[str, tuple[Word, Moment]]:
    """Return for each scene the moment at which it may be left, at the latest, and the scene that says so."""
    dated = [(at, scene.when) for at, scene in scenes.items() if scene.when]
    left = {str(at): (at, when) for at, when in dated}
    undated = {str(at) for at in scenes} - set(left)
    for at, when in sorted(dated, key=lambda one: -one[1].earliest):  # the latest first, so that it stays
        todo = [str(at)]
        while todo:
            for to in after[todo.pop()]:
                if to in undated:
                    undated.remove(to)
                    left[to] = (at, when)
                    todo.append(to)
    return left


class _Around:
    """Whether one scene leads to another, whatever comes between; where that takes long, it is taken to."""

    def __init__(self, after: dict[str, list[str]]) -> None:
        self.after = after
        self.known: dict[str, set[str]] = {}
        self.looked = 0

    def leads(self, start: str, end: str) -> bool:
        if start not in self.known:
            seen: set[str] = set()
            todo = [start]
            while todo and self.looked < MOST_LOOKED:
                for to in self.after.get(todo.pop(), ()):
                    if to not in seen:
                        seen.add(to)
                        todo.append(to)
                self.looked += 1
            self.known[start] = seen
        return end in self.known[start] or self.looked >= MOST_LOOKED


def _place(scene: Scene, to: Word) -> Mark | None:
    """Return where it stands that a scene leads to another; ``back`` for a way back to doors."""
    ways = [*_ways(scene)]
    return next((mark for name, mark in ways if name == to), None) or next(
        (mark for name, mark in ways if name == "back"), None
    )


def _ways(scene: Scene) -> Iterator[tuple[Word, Mark]]:
    for way in onward(scene):
        yield way.to, way.mark
    for door in scene.doors.of if scene.doors else ():
        yield door.to, door.to.mark
    for way in scene.doors.then if scene.doors else ():
        yield way.to, way.mark
