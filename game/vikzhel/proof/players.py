"""The players that odds are worked out for: one who chooses at random, and those who want something.

A bot takes an option that suits it three times in four, otherwise any that is open. What suits a bot
the author says with ``suits:``. A goal nobody has marked options for is played by looking: of the open
options, those after which it is likeliest to be met if the rest is left to chance.
"""

from __future__ import annotations

from collections.abc import Sequence

from ..play.program import Program, Turn
from .graph import Graph, Row
from .rings import Weights

LONGEST = 400
"""Steps after which a play is given up: a story that can go round may never end at random."""
PREFERRED = 0.75
"""How often a bot takes what suits it; judgement, from the design's “three times in four”."""


def decides(program: Program, graph: Graph) -> list[int]:
    """Return 1 for the states in which a player decides: he chooses among several, and no door."""
    return _of_kind(program, graph, "choice", 2)


def picks(program: Program, graph: Graph) -> list[int]:
    """Return 1 for the states in which a player picks a door."""
    return _of_kind(program, graph, "door", 1)


def _of_kind(program: Program, graph: Graph, kind: str, least: int) -> list[int]:
    found = [
        int(len(options) >= least and program.place(scene).turns[options[0]].kind == kind)
        for scene, options, _ in graph.kinds
    ]
    return [found[number] for number in graph.kind]


def suited(program: Program, bot: str) -> bool:
    """Return whether any option says that it suits a bot or goal."""
    for scene in program.pack.files.scenes.values():
        doors = scene.doors.of if scene.doors else []
        if any(bot in choice.suits for choice in scene.choices) or any(bot in door.suits for door in doors):
            return True
    return False


def at_random(program: Program, graph: Graph) -> Weights:
    """Return the player who takes any open option alike; draws fall by the story's own weights."""
    return by_suits(program, graph, "")


def by_suits(program: Program, graph: Graph, bot: str) -> Weights:
    """Return the bot that prefers what suits it."""
    of_kind = []
    for scene, options, _ in graph.kinds:
        turns = [program.place(scene).turns[option] for option in options]
        of_kind.append(shares(turns, bot) if turns else ())
    return lambda state: of_kind[graph.kind[state]]


def shares(turns: Sequence[Turn], bot: str) -> tuple[float, ...]:
    """Return how likely each of some open options is taken; by their weights if chance draws."""
    if turns[0].kind == "draw":
        total = sum(turn.weight for turn in turns)
        return tuple(turn.weight / total for turn in turns)
    liked = [bot != "" and bot in getattr(turn.record, "suits", ()) for turn in turns]
    return _leaning(liked)


def _leaning(liked: Sequence[bool]) -> tuple[float, ...]:
    every = len(liked)
    if not any(liked):
        return (1 / every,) * every
    return tuple((PREFERRED / sum(liked) if like else 0.0) + (1 - PREFERRED) / every for like in liked)


def by_looking(program: Program, graph: Graph, worth: Sequence[Row], column: int) -> Weights:
    """Return the bot that prefers the options with the highest ``worth`` in a column."""

    def weights(state: int) -> Sequence[float]:
        place = program.place(graph.scenes[state])
        if place.turns[0].kind == "draw":
            return shares([place.turns[option] for option in graph.options[state]], "")
        after = [worth[to][column] for to in graph.nexts[state]]
        best = max(after)
        liked = [value >= best - 1e-12 for value in after]
        return _leaning(liked if not all(liked) else [False] * len(liked))

    return weights
