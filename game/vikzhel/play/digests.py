"""Digests by which a kept step is known again on an edited story.

They hold ids and figures and never a word of the text, so that better wording alarms nobody.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from .events import Chosen, Drawn, Event, SceneEntered, VoteHeld

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .layout import Layout, State
    from .program import Effect, Program


def outcome_digests(log: list[Event], renamed: dict[str, str]) -> list[str]:
    """Return a step's digest as it is today: the last scene entered, and every vote's figures.

    After it come those under the older names of that scene, and those of scenes passed on the way:
    a scene that was split is still reached, though it is left again at once.
    """
    votes = [
        f"{event.vote} {event.result} {event.votes_for} {event.against} {event.abstain}"
        for event in log
        if isinstance(event, VoteHeld)
    ]
    entered = [event.scene for event in log if isinstance(event, SceneEntered)]
    names = list(dict.fromkeys(reversed(entered))) or [""]
    older = [old for name in names for old, new in renamed.items() if new == name]
    return [_digest([name, *votes] if name else votes) for name in (*names, *older)]


def change_digest(program: Program, scene: str, log: list[Event]) -> str:
    """Return a digest of all that the author lets a step change, from the scene it is taken in.

    It holds the effects as they are written (``+1``, ``to: warm``) and not what came of them, so that
    a change to one step is not laid at the door of those after it. Where they are written, in the
    choice or in the scene it leads to, makes no difference.
    """
    layout = program.layout
    place = program.place(layout.scene_index[scene])
    found: list[str] = []
    for event in log:
        effects: tuple[Effect, ...] = ()
        if isinstance(event, (Chosen, Drawn)):
            effects = place.turns[place.numbered(event.id)].effects
        elif isinstance(event, SceneEntered):
            place = program.place(layout.scene_index[event.scene])
            effects = () if event.again else place.effects
        elif isinstance(event, VoteHeld):
            effects = place.outcomes[event.result][1]
        found += _named(effects, layout)
    return _digest(sorted(found))


def start_digest(program: Program, state: State) -> str:
    """Return a digest of what a week begins with: everything that is not at nought."""
    layout = program.layout
    found = [
        f"{variable.kind} {variable.name} {_value(variable.kind, variable.name, state[variable.index], layout)}"
        for variable in layout.variables
        if variable.kind not in ("seen", "once") and state[variable.index]
    ]
    return _digest(sorted(found))


def _named(effects: Iterable[Effect], layout: Layout) -> list[str]:
    """Return effects by the names of what they change, as a place in a state moves when one is added.

    Where a step up or down leads hangs on the ladder it is taken on, so the ladder goes with it.
    """
    named = []
    for index, by, to, least, most in effects:
        variable = layout.variable(index)
        kind, name = variable.kind, variable.name
        if to is not None:
            new = f"to {_value(kind, name, to, layout)}"
        elif kind == "table":
            new = f"{by:+} of {' '.join(layout.positions[name])}"
        else:
            new = f"{by:+} in {least} to {most}"
        named.append(f"{kind} {name} {new}")
    return named


def _value(kind: str, name: str, value: int, layout: Layout) -> str:
    return layout.positions[name][value] if kind == "table" else str(value)


def _digest(lines: list[str]) -> str:
    """Return eight hex digits."""
    return hashlib.blake2s("\n".join(lines).encode(), digest_size=4).hexdigest()
