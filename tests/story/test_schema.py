"""The JSON Schema for editors says what the reader says, as far as one file and its shape go."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft7Validator

from vikzhel.story.diagnostics import Report, Source
from vikzhel.story.fields import field_table
from vikzhel.story.nodes import Map, Node, Seq
from vikzhel.story.packs import try_pack
from vikzhel.story.parsing import parse
from vikzhel.story.schema import branch_schema, schema_text, story_schema
from vikzhel.story.tables import EvidenceFile, PackFile
from vikzhel.story.trials import Expectation

ROOT = Path(__file__).parents[2]
CORPUS = Path(__file__).parent / "corpus"
SCHEMA = story_schema()
STORY = Draft7Validator(SCHEMA)
BRANCH = Draft7Validator(branch_schema())
SEEDS = Draft7Validator({**SCHEMA["definitions"]["EvidenceFile"], "definitions": SCHEMA["definitions"]})
SEEN_BY_A_SCHEMA = ("V301", "V302", "V304", "V305", "V306", "V307", "V309")
"""Unknown and missing keys, wrong kinds, values that are not in a list or out of bounds, ids and days misshapen."""
NOT_SEEN = {
    "V302-file-is-a-list": "the reader here gives nothing that could be held against it",
    "V302-file-is-text": "the same",
    "V306-counter-set": "a schema does not compare two places",
    "V306-counter-start": "a schema does not compare two keys",
    "V306-capital-true": "an editor reads True as true",
}

SEEN_TOO = {"V402-empty-quotes", "V405-too-long", "V620-path"}


def plain(node: Node) -> Any:
    """Return what an editor makes of YAML 1.2 (core schema)."""
    if isinstance(node, Map):
        return {str(key): plain(value) for key, value in node.pairs}
    if isinstance(node, Seq):
        return [plain(item) for item in node.items]
    text = node.value
    if not node.plain:
        return text
    if node.absent:
        return None
    if text.lower() in ("true", "false") and text in ("true", "True", "TRUE", "false", "False", "FALSE"):
        return text.lower() == "true"
    if re.fullmatch(r"[-+]?[0-9]+", text):
        return int(text)
    if re.fullmatch(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?", text):
        return float(text)
    return text


def read(path: Path) -> tuple[Any, Report]:
    report = Report()
    node = parse(
        Source(path.name, path.read_bytes().decode("utf-8-sig", "replace").replace("\r\n", "\n")), report
    )
    return (plain(node) if node is not None else {}), report


def errors(validator: Draft7Validator, path: Path) -> list[str]:
    return [
        f"{'/'.join(map(str, error.absolute_path))}: {error.message}"
        for error in validator.iter_errors(read(path)[0])
    ]


def is_branch(folder: Path) -> bool:
    return any(b"extends:" in path.read_bytes() for path in folder.glob("story.yaml"))


def test_it_is_a_schema_of_draft_7_and_the_committed_one() -> None:
    Draft7Validator.check_schema(SCHEMA)
    committed = (ROOT / "story" / "story.schema.json").read_text(encoding="utf-8")
    assert committed == schema_text(), "run  vikzhel schema > story/story.schema.json"
    assert json.loads(committed) == SCHEMA
    Draft7Validator.check_schema(BRANCH.schema)
    committed = (ROOT / "story" / "branch.schema.json").read_text(encoding="utf-8")
    assert committed == schema_text(of_branches=True), (
        "run  vikzhel schema --branch > story/branch.schema.json"
    )


def test_the_schema_is_not_taken_for_a_pack() -> None:
    assert "story.schema.json" not in {path.parent.name for path in (ROOT / "story").glob("*/story.yaml")}
    assert not (ROOT / "story" / "story.yaml").exists()


def test_every_key_is_explained_and_no_other_is_let_in() -> None:
    for name, record in SCHEMA["definitions"].items():
        assert record["additionalProperties"] is False, name
        assert record["description"], name
        for key, value in record["properties"].items():
            assert value["description"], f"{name}.{key}"
    assert {*SCHEMA["properties"]} == {"story", "tests", *field_table(PackFile)}
    assert {*SCHEMA["definitions"]["Expectation"]["properties"]} == {*field_table(Expectation)}
    assert {*SCHEMA["definitions"]["EvidenceFile"]["properties"]} == {*field_table(EvidenceFile)}


SHIPPED = sorted((ROOT / "story").glob("*/**/*.yaml"))


@pytest.mark.parametrize("path", SHIPPED, ids=[f"{p.parent.name}/{p.name}" for p in SHIPPED])
def test_every_shipped_file_fits(path: Path) -> None:
    assert errors(BRANCH if is_branch(path.parent) else STORY, path) == []


@pytest.mark.parametrize("path", sorted((ROOT / "seeds").glob("*.yaml")), ids=lambda path: path.name)
def test_every_file_of_the_evidence_fits(path: Path) -> None:
    assert errors(SEEDS, path) == []


CASES = sorted(path for path in CORPUS.iterdir() if path.is_dir() and path.name.startswith("V"))


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_files_whose_shape_the_reader_accepts_fit_and_the_others_do_not(case: Path) -> None:
    """Codes beyond V3 are about ids, rules and the whole: their files are well shaped. V1 and V2 are not read at all."""
    code = case.name[:4]
    if code < "V300":
        pytest.skip("no YAML that an editor could hold against a schema")
    schema = BRANCH if is_branch(case) else STORY
    found = [line for path in sorted(case.glob("*.yaml")) for line in errors(schema, path)]
    if (code in SEEN_BY_A_SCHEMA and case.name not in NOT_SEEN) or case.name in SEEN_TOO:
        assert found, try_pack(case)[1].render()
    elif code >= "V400" or case.name in NOT_SEEN:
        assert found == []


TRIALS = sorted(path for path in (ROOT / "tests" / "play" / "trials").glob("*.yaml"))


@pytest.mark.parametrize("path", TRIALS, ids=[path.stem for path in TRIALS])
def test_tests_whose_shape_the_reader_accepts_fit_and_the_others_do_not(path: Path) -> None:
    found = errors(STORY, path)
    assert bool(found) == (path.stem[:4] in SEEN_BY_A_SCHEMA), found


def test_tests_stand_in_a_file_of_their_own() -> None:
    tests = {"one": {"role": "ana", "path": ["leave"], "expect": {"votes": {"cc-names": "5-1-3"}}}}
    assert STORY.is_valid({"tests": tests})
    assert not STORY.is_valid({"tests": tests, "flags": {"late": "x"}})
    for key, value in (
        ("votes", {"cc-names": "5-1"}),
        ("rules", [{"flag": "late"}]),
        ("goals", {"win": "won"}),
    ):
        assert not STORY.is_valid({"tests": {"one": {"role": "ana", "expect": {key: value}}}}), key
    assert not STORY.is_valid({"tests": {"one": {"path": ["a"]}}})


def test_both_forms_of_what_can_be_written_short() -> None:
    for fine in (
        {"moods": {"dan": "cold"}},
        {"moods": {"dan": {"start": "cold", "label": "Fedor Dan"}}},
        {"flags": {"late": 1917}},
        {"facts": {"x": "One", "y": {"text": "Two", "reveals": {"b": ["names"], "c": "names"}}}},
    ):
        assert STORY.is_valid(fine), fine
    for wrong in (
        {"moods": {"dan": "tepid"}},
        {"moods": {"Dan": "cold"}},
        {"moods": {"dan": {"label": "Fedor Dan"}}},
        {"flags": {"late": ["x"]}},
        {"flags": {"late": "  "}},
        {"scene": {}},
    ):
        assert not STORY.is_valid(wrong), wrong
