"""The first words, before anything else of the program is read.

Somebody who listens to a silent terminal cannot tell slow from broken. So the title and the greeting
come from ``story.yaml`` alone, and only what reading that one file needs is imported up to here.
"""

from __future__ import annotations

from .page import Block, Page
from .wording import sentence

TYPE_CHECKING = False  # read by type checkers; importing typing itself would take 3 ms
if TYPE_CHECKING:
    from typing import TextIO


def greet(folder: str, out: TextIO) -> None:
    """Write a pack's title and greeting, or nothing if its ``story.yaml`` cannot be read."""
    Page(out).put(*greeting(folder))


def greeting(folder: str) -> list[Block]:
    """Return a pack's title and greeting; nothing if they cannot be read, as the full reader will say why."""
    from ..story.stack import glance, stack_of

    story, *branches = stack_of(folder)
    found = glance(story)
    if not found.get("title") or not found.get("greeting"):
        return []
    titles = [sentence(found[key]) for key in ("title", "subtitle") if found.get(key)]
    added = [sentence(f"With: {title}") for branch in branches if (title := glance(branch).get("title"))]
    return [titles, [found["greeting"]], *([added] if added else [])]
