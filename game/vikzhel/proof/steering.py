"""Plays steered to the scenes where something was not met yet: on the graph of a search, of the options open
only those are taken from which the scene can still be reached."""

from __future__ import annotations

from collections.abc import Iterable
from random import Random
from typing import TYPE_CHECKING

from .explore import Watch
from .players import LONGEST
from .slices import along

if TYPE_CHECKING:
    from ..play.program import Program
    from .claims import Claim
    from .explore import Heed
    from .graph import Graph

IN_VAIN = 150
"""Plays to a scene that meet nothing new before it is left alone; they take a twentieth of a second."""


def steered(
    program: Program, role: str, graph: Graph, claims: Iterable[Claim], heed: Heed
) -> dict[Claim, tuple[str, ...]]:
    """Return which claims were met on plays to their scenes, each with its path."""
    waiting = set(claims)
    watch = Watch(program, waiting, {})
    found: dict[Claim, tuple[str, ...]] = {}
    dice = Random(1917)
    scenes = sorted({claim.at for claim in waiting})
    bits = {scene: 1 << bit for bit, scene in enumerate(scenes)}
    leads = graph.ahead([bits.get(scene, 0) for scene in graph.scenes])
    for bit, scene in enumerate(scenes):
        vain = 0
        while leads[graph.first] >> bit & 1 and vain < IN_VAIN and any(one.at == scene for one in waiting):
            heed()
            met = along(program, role, _play(program, graph, leads, bit, dice), watch)
            found |= met
            waiting -= met.keys()
            vain = 0 if met else vain + 1
    return found


def _play(program: Program, graph: Graph, leads: list[int], bit: int, dice: Random) -> tuple[str, ...]:
    """Return the options of a random play that leads to a scene, and goes on at random from there."""
    ids: list[str] = []
    at = graph.first
    while graph.nexts[at] and len(ids) < LONGEST:
        numbers = range(len(graph.nexts[at]))
        leading = [number for number in numbers if leads[graph.nexts[at][number]] >> bit & 1]
        number = dice.choice(leading or numbers)
        ids.append(program.place(graph.scenes[at]).turns[graph.options[at][number]].id)
        at = graph.nexts[at][number]
    return tuple(ids)
