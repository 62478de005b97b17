"""Doors and the time there is for them: what is promised, and what becomes of it, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..play.events import Chosen, DoorsOpened, Offered, SceneEntered
from ..story.records import at
from ..story.wording import counted, number, sentence

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..play.events import Event, Option
    from ..story import model
    from ..story.packs import Pack
    from . import Block


class Visits:
    """Follows the events, so that nobody is promised a visit he cannot make, or loses one without a word."""

    def __init__(self, pack: Pack) -> None:
        self._pack = pack
        self._scene = ""
        self._hub = ""
        self._left = self._of = 0
        self._promised: int | None = None
        """Visits the player still counts on; ``None`` before anything was offered at these doors."""

    def passed(self, event: Event) -> Block:
        """Take notice of an event; return what is to be said before it, if doors were passed that led nowhere."""
        said: Block = []
        match event:
            case SceneEntered(again=False):
                said = self._lost(event.scene)
                self._scene = event.scene
                if at(self._pack.files.scenes, event.scene).doors:
                    self._hub, self._promised = event.scene, None
            case SceneEntered():
                self._scene = event.scene
            case DoorsOpened():
                self._hub, self._left, self._of = self._scene, event.left, event.of
            case Offered() if event.options and event.options[0].kind == "door":
                self._promised = self._left
            case Chosen(kind="door") if self._promised:
                self._promised -= 1
        return said

    def lead(self, options: Sequence[Option]) -> str:
        """Return how much time there is, and how many doors are open for it if they are fewer; more may open."""
        visits, opened = self._left, sum(not option.locked for option in options)
        more = " more" if self._left < self._of else ""
        but = f", but only {number(opened)} {'is' if opened == 1 else 'are'} open to you now"
        return f"You have time for {counted(visits, 'visit')}{more}{but if opened < visits else ''}."

    def _lost(self, entered: str) -> Block:
        """Return what to say if the story has just gone past the doors to this scene, for want of an open one."""
        doors = at(self._pack.files.scenes, self._hub).doors if self._hub else None
        if doors is None or entered not in [str(way.to) for way in doors.then]:
            return []
        hub, promised = self._hub, self._promised
        if promised is None and self._scene == hub:
            self._hub = ""
            visits = counted(doors.pick, "visit")
            shut = [
                f"Not open: {sentence(str(door.text or door.to))} {sentence(str(door.locked))}"
                for door in doors.of
                if door.locked
            ]
            return [f"You would have time for {visits}, but nothing is open to you.", *shut]
        if promised and self._scene != hub and _only_back(at(self._pack.files.scenes, self._scene), entered):
            self._hub = ""
            return [
                f"You would have time for {counted(promised, 'visit')} more, but nothing else is open to you."
            ]
        return []


def _only_back(scene: model.Scene, entered: str) -> bool:
    """True if a scene that was left for ``entered`` can only have been left by going back to the doors."""
    ways = [scene.goto, *(choice.goto for choice in scene.choices)]
    ways += [branch.goto for branch in (scene.chance.of if scene.chance else [])]
    if scene.vote:
        outcomes = (scene.vote.carried, scene.vote.lost, scene.vote.tied)
        ways += [outcome.goto for outcome in outcomes if outcome]
    targets = {str(way.to) for leads in ways for way in leads}
    return "back" in targets and entered not in targets
