"""The JSON Schema of story files, for editors that underline and complete (VS Code with the YAML extension).

It comes from the same field tables that drive the reader, so the two cannot drift: ``vikzhel
schema`` prints it, ``story/story.schema.json`` is what it printed last. A schema sees one file and
its shape only. Ids that name nothing, rules, and whether a story hangs together are for ``check``.

One schema serves every file of a pack, ``tests.yaml`` too: an editor is told once, by one line or one setting,
and completes the keys of both. Where “tests” stands nothing else may stand beside it, as “story” is only for
``story.yaml``; a schema does not know the name of the file it is held against, so the reader sees to that.
"""

from __future__ import annotations

import json

from .fields import Record
from .kinds import Schema
from .model import GRADE, Manifest
from .overlay import Overlay, OverlayFile
from .tables import EvidenceFile, PackFile
from .trials import TrialsFile

DRAFT = "http://json-schema.org/draft-07/schema#"


def story_schema() -> Schema:
    """Return the schema of a pack's files and its tests; ``#/definitions/EvidenceFile`` is that of the files in ``seeds/``."""
    shared: Schema = {}
    manifest = Record(Manifest, "the story").schema(shared)
    Record(EvidenceFile, "the evidence base").schema(shared)
    Record(PackFile, "a story file").schema(shared)
    Record(TrialsFile, "a file of tests").schema(shared)
    whole, trials = shared.pop("PackFile"), shared.pop("TrialsFile")
    tests = trials["properties"]["tests"]
    return {
        "$schema": DRAFT,
        "title": "A Vikzhel story",
        "description": whole["description"],
        "type": "object",
        "properties": {
            "story": {"description": "what the pack is; only in story.yaml", **manifest},
            **whole["properties"],
            "tests": {**tests, "description": "the story tests by name; only in tests.yaml"},
        },
        "additionalProperties": False,
        "dependencies": {"tests": {"maxProperties": 1}},
        "definitions": dict(sorted(shared.items())),
    }


def branch_schema() -> Schema:
    """Return the schema of a branch's files and its tests: other keys, and less of a scene is asked for."""
    shared: Schema = {}
    manifest = Record(Overlay, "the branch").schema(shared)
    Record(OverlayFile, "a branch's file").schema(shared)
    Record(TrialsFile, "a file of tests").schema(shared)
    whole, trials = shared.pop("OverlayFile"), shared.pop("TrialsFile")
    schema = {
        "$schema": DRAFT,
        "title": "A branch of a Vikzhel story",
        "description": whole["description"],
        "type": "object",
        "properties": {
            "story": {"description": "what the branch is; only in story.yaml", **manifest},
            **whole["properties"],
            "tests": {
                **trials["properties"]["tests"],
                "description": "the branch's tests; only in tests.yaml",
            },
        },
        "additionalProperties": False,
        "dependencies": {"tests": {"maxProperties": 1}},
        "definitions": dict(sorted(shared.items())),
    }
    _let_invent(schema)
    return schema


def _let_invent(part: object) -> None:
    """Add to every list of grades below what only a branch may say."""
    if isinstance(part, dict):
        if part.get("enum") == list(GRADE.words):
            part["enum"] = list(GRADE.in_branch.words)
        for below in part.values():
            _let_invent(below)
    elif isinstance(part, list):
        for below in part:
            _let_invent(below)


def schema_text(*, of_branches: bool = False) -> str:
    """Return the schema as it is kept in ``story/story.schema.json``, or ``story/branch.schema.json``."""
    schema = branch_schema() if of_branches else story_schema()
    return json.dumps(schema, indent=1, ensure_ascii=False) + "\n"
