"""The ledger: where everybody stands, and every change of the run with its time and cause."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from textual.content import Content

from ..play.events import (
    CounterChanged,
    Event,
    FactLearned,
    FlagChanged,
    MoodChanged,
    SceneEntered,
    TableChanged,
)
from .moods import Standing, mood_name, rung
from .passage import change_words
from .typesetting import BLANK, BOLD, QUIET, RED, Matter, ends, hang, heading, paragraph

if TYPE_CHECKING:
    from ..play.run import Run


def ledger(run: Run) -> list[Matter]:
    """Return where everybody stands, and every change of the run with its cause, newest first."""
    files = run.program.pack.files
    moods = [str(who) for who in files.moods if who != run.role]
    changes = {event.who: event for event in run.events() if isinstance(event, MoodChanged)}
    found = [Standing(mood_name(run, who), run.mood(who), changes.get(who)) for who in moods]
    page: list[Matter] = []
    if found:
        page += [heading("Towards you, from −3 to +3"), *(partial(rung, standing) for standing in found)]
    entries = _entries(run.events())
    page.append(heading("What changed, and why"))
    if not entries:
        page.append(paragraph("Nothing yet.", QUIET))
    for scene, events in entries:
        page.append(_entry(scene, events))
    return page


Noted = MoodChanged | TableChanged | CounterChanged | FactLearned | FlagChanged


def _entries(events: list[Event]) -> list[tuple[SceneEntered | None, list[Noted]]]:
    """Return the changes gathered by the scene they happened in, newest first."""
    entries: list[tuple[SceneEntered | None, list[Noted]]] = []
    scene: SceneEntered | None = None
    for event in events:
        if isinstance(event, SceneEntered):
            scene = event
        elif isinstance(event, Noted):
            if not entries or entries[-1][0] is not scene:
                entries.append((scene, []))
            entries[-1][1].append(event)
    return entries[::-1]


def _entry(scene: SceneEntered | None, events: list[Noted]) -> Matter:
    def set_it(width: int) -> list[Content]:
        when = scene.when.words if scene and scene.when else ""
        lines = [ends((scene.title or scene.where) if scene else "", when, width, BOLD)]
        for event in events:
            if isinstance(event, FlagChanged):
                sign, told = ("·", f"{event.meaning}.") if event.so else ("·", f"No longer: {event.meaning}.")
            else:
                sign, told = change_words(event)
            text = f"{told} {event.because}".strip()
            lines += hang((f"{sign:<3}", RED), text, width)
        return [*lines, BLANK]

    return set_it
