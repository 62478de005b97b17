"""Ids that cannot be typed: the plain mode takes them for a number, or for one of its own words."""

from __future__ import annotations

from ..diagnostics import Mark, Word
from .desk import Desk

COMMANDS = (
    "again", "brief", "card", "decisions", "from", "help", "journal", "moods", "quit", "sources", "table", "undo",
    "why",
)  # fmt: skip
"""The words that ``line/commands.py`` takes at any time, in full or by their first letters; a test compares the two."""


def ids(desk: Desk) -> None:
    for role_id in desk.pack.files.roles:
        _look(desk, role_id, role_id.mark)
    for scene in desk.scenes.values():
        for choice in scene.choices:
            assert choice.id is not None
            _look(desk, choice.id, choice.id.mark)
        for door in scene.doors.of if scene.doors else []:
            _look(desk, door.to, door.to.mark)


def _look(desk: Desk, name: Word, mark: Mark) -> None:
    command = next((word for word in COMMANDS if word.startswith(name)), "")
    if name.isdecimal():
        what = "the number of an option"
    elif command:
        what = f"the word “{command}”" if name == command else f"the word “{command}”, which begins so"
    else:
        return
    desk.report.add(
        "V837",
        mark,
        f"Whoever types “{name}” in the plain mode is taken to mean {what}.",
        "Give it a longer id, such as  take-the-card  (and name the old one under “renamed:” in story.yaml if "
        "runs have been kept).",
    )
