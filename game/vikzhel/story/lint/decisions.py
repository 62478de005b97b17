"""What decisions do: how much one changes at once, options that come to the same, and predictions of votes."""

from __future__ import annotations

from ..diagnostics import Word
from ..model import Choice, Scene
from ..routes import backwards, onward
from .desk import Desk

CHANGES = 3
REFLECTIVE = 20
"""Per cent of the options in decisions."""
LEAST_OPTIONS = 10
"""A share of fewer options says nothing."""
PREDICTIONS = 3


def changes(desk: Desk) -> None:
    """Count what a player is told of at once; flags are only in the ledger."""
    for scene in desk.scenes.values():
        for choice in scene.choices:
            count = len(choice.mood) + len(choice.table) + len(choice.count) + len(choice.learn)
            if count > CHANGES:
                desk.report.add(
                    "V826",
                    choice.mark,
                    f"This choice changes {count} things at once that the player is told of; {CHANGES} is the most.",
                    "Keep those that matter most, or let some of them change later and say why there.",
                )


def same(desk: Desk) -> None:
    """Report options that change nothing and lead where another one leads that changes nothing."""
    for scene in desk.scenes.values():
        first: dict[tuple[object, ...], Choice] = {}
        for choice in scene.choices:
            if choice.any or choice.reflective or choice.once or choice.fallback:
                continue
            ways = tuple((str(way.to), way.condition) for way in choice.goto)
            known = first.setdefault(ways, choice)
            if known is not choice:
                desk.report.add(
                    "V829",
                    choice.mark,
                    f"“{choice.id}” and “{known.id}” change nothing and lead to the same place.",
                    "Let one of them change something that counts later, or write in it  reflective: true",
                )


def reflective(desk: Desk) -> None:
    options = [c for scene in desk.scenes.values() if len(scene.choices) > 1 for c in scene.choices]
    found = [choice for choice in options if choice.reflective]
    if len(options) >= LEAST_OPTIONS and len(found) * 100 > REFLECTIVE * len(options):
        desk.report.add(
            "V828",
            found[-1].mark,
            f"{len(found)} of {len(options)} options are reflective and change nothing; "
            f"{REFLECTIVE} in a hundred are enough.",
            "Let some of them change a mood, the table, a fact or a flag that something reads later.",
        )


def predictions(desk: Desk) -> None:
    most: dict[str, int] = {}
    told: set[str] = set()
    for role_id, role in desk.pack.files.roles.items():
        count = _most_predictions(desk, role.start, most)
        if count > PREDICTIONS and role.start not in told:
            told.add(role.start)
            desk.report.add(
                "V827",
                role.start.mark,
                f"“{role_id}” may be asked {count} times in one run what a vote will bring; {PREDICTIONS} is the most.",
                "Delete  predict:  from the votes whose result is least surprising.",
            )


def _most_predictions(desk: Desk, start: Word, most: dict[str, int]) -> int:
    """Return how often a player may be asked from a scene on, rules aside; a ring counts once."""
    for at in backwards(desk.scenes, start, _ahead, most):
        most[str(at)] = _asked(desk.scenes[at], most)
    return most.get(str(start), 0)


def _ahead(scene: Scene) -> list[Word]:
    doors = scene.doors
    behind = [*(door.to for door in doors.of), *(way.to for way in doors.then)] if doors else []
    return [*(way.to for way in onward(scene)), *behind]


def _asked(scene: Scene, most: dict[str, int]) -> int:
    """Add up the question here, as many doors as may be picked, and what comes after."""
    here = int(bool(scene.vote and scene.vote.predict))
    after = list(onward(scene))
    if scene.doors:
        behind = sorted((most.get(str(door.to), 0) for door in scene.doors.of), reverse=True)
        here += sum(behind[: scene.doors.pick])
        after += scene.doors.then
    return here + max((most.get(str(way.to), 0) for way in after), default=0)
