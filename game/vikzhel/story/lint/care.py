"""Content notes: that a scene which tells of killing says so beforehand."""

from __future__ import annotations

import re

from ..diagnostics import Word
from ..model import Scene
from .desk import Desk, place_in

VIOLENCE = re.compile(
    r"\b(?:kill(?:s|ed|ing)?|shot dead|(?:was|were|been|be|are|is|being) shot|shoot(?:s|ing)? (?:him|her|them|you|us|every|all|prisoners)|bayonet(?:ed|ing)"
    r"|lynch(?:ed|ing|es)?|corpses?|blood(?:y|ied|shed)?|murder(?:s|ed|ing)?|massacred?|butchered|stabbed|tortured?|hanged"
    r"|torn (?:to pieces|apart)|beaten to death|mutilated|severed)\b",
    re.IGNORECASE,
)
"""A small list that means what it says; a fear of massacre is told as well as a massacre."""
_HARMLESS = re.compile(
    r"kill(?:s|ed|ing)? (?:time|the|an? (?:hour|few))|bloody-minded|without blood(?:shed)?|in cold blood|flesh and blood",
    re.IGNORECASE,
)


_SIGNS = ("kill", "shot", "shoot", "bayonet", "lynch", "corpse", "blood", "murder", "massacre", "butcher", "stab", "tortur",
          "hanged", "torn ", "beaten", "mutilat", "sever")  # fmt: skip
"""Without one of these no such word can be there: ten times as quick as looking for the words."""


def notes(desk: Desk) -> None:
    for scene_id, scene in desk.scenes.items():
        if not scene.content:
            _look(desk, scene_id, scene)


def _look(desk: Desk, scene_id: Word, scene: Scene) -> None:
    for block in (*scene.text, *(block for choice in scene.choices for block in choice.reply)):
        text = desk.words_of(block)
        if text is None or not any(sign in text.lower() for sign in _SIGNS):
            continue
        found = VIOLENCE.search(_HARMLESS.sub(lambda m: " " * len(m.group()), text))
        if found is None:
            continue
        mark = block.quote.mark if block.quote else place_in(text, found.start(), len(found.group()))
        known = desk.pack.manifest.content
        desk.report.add(
            "V821",
            mark,
            f"“{found.group()}” stands in “{scene_id}”, and no content note warns of it.",
            f"Add to the scene  content: {next(iter(known))}"
            if known
            else "Add to the scene  content: violence  and, in story.yaml,  content: {violence: Killing is reported.}",
        )
        return  # One note covers the scene.
