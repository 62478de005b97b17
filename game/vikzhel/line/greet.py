"""The first words, before anything else of the program is read.

Somebody who listens to a silent terminal cannot tell slow from broken. So the title and the greeting
come from ``story.yaml`` alone, and only what reading that one file needs is imported up to here.
"""

from __future__ import annotations

import os

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
    from ..story.decoding import LARGEST_FILE, decode
    from ..story.diagnostics import Report
    from ..story.nodes import Map, Scalar, parse

    try:
        with open(os.path.join(folder, "story.yaml"), "rb") as stream:
            data = stream.read(LARGEST_FILE + 1)
    except OSError:
        return []
    report = Report()
    node = parse(decode(data, "story.yaml", report), report)
    if node is None or report.problems:
        return []
    story = next((value for key, value in node.pairs if key == "story"), None)
    if not isinstance(story, Map):
        return []
    found = {
        str(key): " ".join(value.value.split()) for key, value in story.pairs if isinstance(value, Scalar)
    }
    if not found.get("title") or not found.get("greeting"):
        return []
    titles = [sentence(found[key]) for key in ("title", "subtitle") if found.get(key)]
    return [titles, [found["greeting"]]]
