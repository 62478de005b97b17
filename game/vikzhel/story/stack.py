"""What is played: a story, and the branches laid over it. Told from the first lines of each, before they are read.

One word says it all, as a command is given it and a run remembers it: a folder, or several joined with
``places.ABOVE``. A branch that stands first brings the story it extends.
"""

from __future__ import annotations

import os
import re

from ..places import ABOVE, pack_folder
from .decoding import LARGEST_FILE, decode
from .diagnostics import Report
from .nodes import Map, Scalar
from .parsing import parse

MANIFEST = "story.yaml"
_EXTENDS = re.compile(r"^[ \t{]+[\w-]{0,9}\bextends *:? *[\"']?([^\s\"',}#]+)", re.MULTILINE)


def parts_of(folder: str) -> list[str]:
    """Return the folders that one word names."""
    return folder.split(ABOVE) if ABOVE in folder and not os.path.isdir(folder) else [folder]


def glance(folder: str) -> dict[str, str]:
    """Return the single values of a pack's manifest; nothing if they cannot be read, as the reader will say why."""
    try:
        with open(os.path.join(folder, MANIFEST), "rb") as stream:
            data = stream.read(LARGEST_FILE + 1)
    except (OSError, ValueError):
        return {}
    report = Report()
    node = parse(decode(data, MANIFEST, report), report)
    if node is None or report.problems:
        return {}
    story = next((value for key, value in node.pairs if key == "story"), None)
    if not isinstance(story, Map):
        return {}
    return {
        str(key): " ".join(value.value.split()) for key, value in story.pairs if isinstance(value, Scalar)
    }


def extends(folder: str) -> str:
    """Return the id of the story that a pack is a branch of; nothing if it is a story itself."""
    try:
        with open(os.path.join(folder, MANIFEST), "rb") as stream:
            data = stream.read(LARGEST_FILE + 1)
    except (OSError, ValueError):
        return ""
    if b"extends" not in data:
        return ""  # nearly always, and at no cost
    found = glance(folder)
    if found:
        return found.get("extends", "")
    # The manifest is broken somewhere: whoever mends it is to be told of a branch all the same.
    line = _EXTENDS.search(data.decode("utf-8", "replace"))
    return line[1] if line else ""


def stack_of(folder: str) -> list[str]:
    """Return the folders that are read, the story first: as far as can be told from their manifests."""
    parts = parts_of(folder)
    base = extends(parts[0])
    return [pack_folder(base), *parts] if base.replace("-", "").isalnum() else parts
