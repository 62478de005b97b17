"""Titles and options that say how a vote ends which is still to be held."""

from __future__ import annotations

import re

from ..diagnostics import Word
from ..routes import onward
from .desk import Desk, place_in

_TITLE = re.compile(
    r"\b(?:carried|defeated|rejected|adopted|outvoted|passed|voted down|votes (?:it|them|him|her|us|you) down|votes down"
    r"|(?:wins?|won|loses?|lost) the vote)\b",
    re.IGNORECASE,
)
_OPTION = re.compile(
    r"\b(?:(?:is|are|was|were|gets?|has been|have been) (?:carried|defeated|rejected|adopted|outvoted|passed|voted down)"
    r"|votes (?:it|them|him|her|us|you) down|voted down|(?:wins?|won|loses?|lost) the vote)\b",
    re.IGNORECASE,
)
"""In an option a bare “passed” or “carried” is too often a glass or a coat."""


def results(desk: Desk) -> None:
    after = {str(way.to) for scene in desk.scenes.values() if scene.vote for way in onward(scene)}
    before = _flowing_into_votes(desk)
    for scene_id, scene in desk.scenes.items():
        if scene_id in after:
            continue  # It may speak of the vote that has just been held.
        if scene.title and (scene_id in before or any(way.to in before for way in onward(scene))):
            _look(desk, scene.title, _TITLE)
        for choice in scene.choices:
            if any(way.to in before for way in choice.goto):
                _look(desk, choice.text, _OPTION)


def _flowing_into_votes(desk: Desk) -> set[str]:
    """Return the scenes that hold a vote, and those that flow into one with no stop between."""
    behind: dict[str, list[str]] = {}
    for scene_id, scene in desk.scenes.items():
        for way in scene.goto:
            behind.setdefault(str(way.to), []).append(str(scene_id))
    found: set[str] = set()
    todo = [str(scene_id) for scene_id, scene in desk.scenes.items() if scene.vote]
    while todo:
        at = todo.pop()
        if at not in found:
            found.add(at)
            todo += behind.get(at, ())
    return found


def _look(desk: Desk, text: Word, pattern: re.Pattern[str]) -> None:
    found = pattern.search(text)
    if found:
        desk.report.add(
            "V824",
            place_in(text, found.start(), len(found.group())),
            f"“{found.group()}” tells how the vote ends before it has been held.",
            "Name the question, and leave the answer to the vote.",
        )
