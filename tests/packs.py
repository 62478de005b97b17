"""Small packs written by hand for tests that need one particular thing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vikzhel.play.program import Program
from vikzhel.play.run import Run
from vikzhel.story.packs import read_pack

if TYPE_CHECKING:
    from pathlib import Path

HEAD = """\
story:
  id: small
  title: A small story
  version: "1"
  authors: Nobody
  greeting: Good evening.
people:
  ana: {name: Ana, invented: true}
bodies:
  council: {name: The council, checked: recall}
roles:
  ana:
    card: {who: A, want: B, fear: C, answers_to: D, cannot: E, deadline: F}
    start: start
moods:
  ana: neutral
table:
  who:
    label: Who is in
    positions: {few: A few, some: Some, all: All of them}
    start: few
flags: {late: It is late, told: You told them}
facts: {secret: They will yield}
counters: {cups: {label: Cups of tea, max: 3}}
endings:
  over: {title: Over, evidence: inferred, text: It is over.}
"""


def head(**replacements: str) -> str:
    """Return the head with some lines replaced: the key is a line's first word without its colon."""
    lines = HEAD.splitlines()
    for key, text in replacements.items():
        found = [index for index, line in enumerate(lines) if line.strip().startswith(f"{key}:")]
        lines[found[0]] = text
    return "\n".join(lines) + "\n"


def write_pack(folder: Path, scenes: str, extra: str = "", **replacements: str) -> Path:
    """Write a small pack: ``scenes`` is YAML below ``scenes:``, ``extra`` any other top-level keys."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "story.yaml").write_text(head(**replacements) + extra, encoding="utf-8")
    grade = "evidence: inferred, reason: made up"
    text = scenes.replace("{e}", grade)
    (folder / "scenes.yaml").write_text("scenes:\n" + text, encoding="utf-8")
    return folder


def run_of(folder: Path, scenes: str, extra: str = "", **replacements: str) -> Run:
    """Write a small pack and begin a run of it."""
    return Run(Program(read_pack(write_pack(folder, scenes, extra, **replacements))), "ana")
