"""Finding again what was told last."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..aloud.say import TEXT
from ..play.events import Offered, SceneEntered

if TYPE_CHECKING:
    from ..play.events import Event
    from ..play.run import Run


def last_stop(run: Run) -> int:
    """Return how many steps had been taken when the player was last asked for anything, before now.

    Chance decides without asking, but only once: between two draws the player is asked to go on.
    """
    taken = len(run.steps)
    draws = [step.kind == "draw" for step in run.steps[-2:]]
    return taken - 1 if draws in ([True], [False, True]) else taken


def since_last_stop(run: Run) -> list[Event]:
    """Return what was told since the player was last asked.

    Coming back to the doors tells no text, so the text told on entering is put back in.
    """
    told: list[Event] = []
    for event in run.events(last_stop(run)):
        told.append(event)
        if isinstance(event, SceneEntered) and event.again:
            told += _text_of(run, event.scene)
    return told


def _text_of(run: Run, scene: str) -> list[Event]:
    """Return the text told when a scene was last entered anew."""
    text: list[Event] = []
    inside = False
    for event in run.events():
        if isinstance(event, SceneEntered):
            inside = event.scene == scene and not event.again
            text = [] if inside else text
        elif inside and isinstance(event, TEXT):
            text.append(event)
        elif isinstance(event, Offered):
            inside = False
    return text
