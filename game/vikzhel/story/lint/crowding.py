"""How much a player has to keep apart at once: options, and people."""

from __future__ import annotations

import re

from .desk import Desk

OPTIONS = 4
PEOPLE = 4
_NAME = re.compile(r"\b[^\W\d_a-z][^\W\d_]+(?:-[^\W\d_]+)*")


def options(desk: Desk) -> None:
    for scene_id, scene in desk.scenes.items():
        # A locked choice is shown whether or not its rule holds.
        count = desk.most((None if c.locked else c.condition, 1) for c in scene.choices if not c.fallback)
        if count > OPTIONS:
            desk.report.add(
                "V812",
                scene.choices[OPTIONS].mark,
                f"Up to {count} options can stand in “{scene_id}” at once; {OPTIONS} is the most, and three are better.",
                "Join two that are alike, or let one open only after something else.",
            )


def people(desk: Desk) -> None:
    called = _names(desk)
    if not called:
        return
    for scene_id, scene in desk.scenes.items():
        met: dict[str, str] = {}
        for block in scene.text:
            if block.condition is not None:
                continue
            if block.says is not None and str(block.says) in called.values():
                met.setdefault(str(block.says), desk.pack.name_of(str(block.says)))
            for found in _NAME.findall(block.text or block.line or ""):
                if found in called:
                    met.setdefault(called[found], found)
        if len(met) > PEOPLE:
            desk.report.add(
                "V813",
                scene_id.mark,
                f"{len(met)} people are named in “{scene_id}”: {', '.join(met.values())}. {PEOPLE} is the most.",
                "Name those who act here, and call the others what they are: a delegate, a clerk.",
            )


def _names(desk: Desk) -> dict[str, str]:
    """Return the last names of everybody in the pack and its evidence, and whose they are."""
    called = {}
    for table in (desk.pack.evidence.people, desk.pack.files.people):
        for who, person in table.items():
            parts = person.name.partition(",")[0].split()
            if parts and parts[0] not in ("A", "An", "The") and parts[-1][0].isupper():
                called[parts[-1]] = str(who)
    return called
