"""Branches to try things on."""

from __future__ import annotations

from pathlib import Path

FIRST = """\
story:
  id: my-branch
  extends: tutorial
  title: The stationmaster
  authors: Anna Petrova
add:
  telegraph-room:
    choices: [{text: Wake the stationmaster, goto: master}]
scenes:
  master:
    text: He is awake already, and listening to your key.
    choices: [{text: Go back to the key, goto: telegraph-room}]
"""


def branch(folder: Path, text: str) -> str:
    """Write a branch of one file; return its folder as a command takes it."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "story.yaml").write_text(text, encoding="utf-8")
    return str(folder)


def made(folder: Path, rest: str, *, name: str = "other", story: str = "tutorial") -> str:
    """Write a branch that has a name, and ``rest``."""
    head = f"story:\n  id: {name}\n  extends: {story}\n  title: T-{name}\n  authors: A-{name}\n"
    return branch(folder, head + rest)
