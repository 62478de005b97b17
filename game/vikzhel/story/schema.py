"""The JSON Schema of story files, for editors that underline and complete (VS Code with the YAML extension).

It comes from the same field tables that drive the reader, so the two cannot drift: ``vikzhel
schema`` prints it, ``story/story.schema.json`` is what it printed last. A schema sees one file and
its shape only. Ids that name nothing, rules, and whether a story hangs together are for ``check``.
"""

from __future__ import annotations

import json

from .fields import Record
from .kinds import Schema
from .model import Manifest
from .packs import EvidenceFile, PackFile

DRAFT = "http://json-schema.org/draft-07/schema#"


def story_schema() -> Schema:
    """Return the schema of a pack's files; ``#/definitions/EvidenceFile`` is that of the files in ``seeds/``."""
    shared: Schema = {}
    manifest = Record(Manifest, "the story").schema(shared)
    Record(EvidenceFile, "the evidence base").schema(shared)
    Record(PackFile, "a story file").schema(shared)
    whole = shared.pop("PackFile")
    return {
        "$schema": DRAFT,
        "title": "A Vikzhel story",
        "description": whole["description"],
        "type": "object",
        "properties": {
            "story": {"description": "what the pack is; only in story.yaml", **manifest},
            **whole["properties"],
        },
        "additionalProperties": False,
        "definitions": dict(sorted(shared.items())),
    }


def schema_text() -> str:
    """Return the schema as it is kept in ``story/story.schema.json``."""
    return json.dumps(story_schema(), indent=1, ensure_ascii=False) + "\n"
