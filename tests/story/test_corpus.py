"""A corpus of packs that are wrong in one way each, and the report a teacher gets for each.

Every folder of ``corpus/`` is a pack; ``expected.txt`` in it is the report, to the letter.
``VIKZHEL_REGENERATE=1 pytest tests/story/test_corpus.py`` writes the reports anew: read the diff as a
teacher would before keeping it.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from vikzhel.story.check import check_pack
from vikzhel.story.codes import CODES
from vikzhel.story.diagnostics import Report, Source
from vikzhel.story.parsing import parse

CORPUS = Path(__file__).parent / "corpus"
CASES = sorted(path.name for path in CORPUS.iterdir() if path.is_dir())
TRIALS = Path(__file__).parents[1] / "play" / "trials"
"""The corpus of V9: files of tests that are wrong in one way each, held by ``tests/play/test_trials.py``."""
REGENERATE = bool(os.environ.get("VIKZHEL_REGENERATE"))
NEED_MORE_THAN_A_FOLDER = {"V101", "V105", "V108", "V109", "V623", "V626", "V629"}
"""Codes whose mistakes git cannot keep, or that need two packs: ``test_folder`` and ``test_branches`` have them."""


@pytest.mark.parametrize("case", CASES)
def test_report_is_the_expected_one(case: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(CORPUS)
    report = check_pack(case)[1].render() + "\n"
    expected = CORPUS / case / "expected.txt"
    if REGENERATE:
        expected.write_text(report, encoding="utf-8", newline="\n")
    assert report == expected.read_bytes().decode("utf-8")


@pytest.mark.parametrize("case", CASES)
def test_both_parsers_report_the_same(case: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(CORPUS)
    assert check_pack(case, pure=True)[1].render() == check_pack(case)[1].render()


@pytest.mark.parametrize("case", [case for case in CASES if not case.startswith(("many-", "V211-real"))])
def test_one_mistake_gives_one_message(case: str) -> None:
    report = check_pack(CORPUS / case)[1]
    assert [problem.code for problem in report.problems] == [case.partition("-")[0]]


@pytest.mark.parametrize(
    ("case", "codes"),
    [
        ("many-in-one-file", "V301 V307 V310 V501 V401 V501"),
        ("many-after-syntax-error", "V301 V204 V501 V206 V203 V501"),
        ("many-syntax-errors", "V202 V208 V203 V209 V205 V211"),
    ],
)
def test_independent_mistakes_are_told_in_one_pass(case: str, codes: str) -> None:
    report = check_pack(CORPUS / case)[1]
    assert [problem.code for problem in report.sorted()] == codes.split()


def test_every_code_has_a_case() -> None:
    planted = {case[:4] for case in CASES if case.startswith("V")}
    tried = {path.name[:4] for path in TRIALS.glob("V9*.yaml")}
    assert {*CODES} - NEED_MORE_THAN_A_FOLDER == planted | tried


@pytest.mark.parametrize("case", CASES)
def test_every_message_says_what_to_do(case: str) -> None:
    for problem in check_pack(CORPUS / case)[1].problems:
        assert problem.hint, f"{problem.code} has no hint: {problem.message}"
        assert re.search(r"[.?”:)]$|  \S", problem.message), problem.message


@pytest.mark.parametrize("name", ["story/tutorial/scenes.yaml", "story/talks/table.yaml"])
def test_a_line_that_does_not_line_up_is_told_how_many_spaces_to_type(name: str) -> None:
    lines = (CORPUS.parents[2] / name).read_text(encoding="utf-8").split("\n")[:120]
    told = 0
    for number, line in enumerate(lines):
        margin = len(line) - len(line.lstrip(" "))
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        for shift in (-1, 1):
            report = Report()
            spoilt = [*lines[:number], " " * (margin + shift) + line.lstrip(), *lines[number + 1 :]]
            parse(Source("spoilt.yaml", "\n".join(spoilt)), report)
            for problem in report.problems:
                if problem.code == "V204" and problem.mark.line == number:
                    told += 1
                    typed = [int(n or 0) for n in re.findall(r"exactly (\d+) space|no space", problem.hint)]
                    assert margin in typed, problem.render()
    assert told > 40
