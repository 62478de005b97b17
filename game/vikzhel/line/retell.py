"""Finding again what was told last."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..play.events import Offered, SceneEntered
from .say import TEXT

if TYPE_CHECKING:
    from ..play.events import Event
    from ..play.run import Run


def since_last_stop(run: Run) -> list[Event]:
    """Return what was told since the player last took something.

    Coming back to the doors tells no text, so the text told on entering is put back in.
    """
    last = run.events(len(run.steps))
    told: list[Event] = []
    for event in last:
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
