"""The author's guide holds: its examples are taken from the page, checked, played, and compared."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import NamedTuple

import pytest

from vikzhel import cli
from vikzhel.play.program import Program
from vikzhel.play.trials import try_out
from vikzhel.story.check import check_pack
from vikzhel.story.codes import CODES
from vikzhel.story.packs import read_pack
from vikzhel.story.trials import read_trials

STORY = Path(__file__).parents[2] / "story"
GUIDE = (STORY / "GUIDE.md").read_text(encoding="utf-8")
CORPUS = Path(__file__).parent / "corpus"
TRIALS = Path(__file__).parents[1] / "play" / "trials"
HEAD = "story:\n  id: mine\n  extends: tutorial\n  title: Mine\n  authors: I\n"
REGENERATE = bool(os.environ.get("VIKZHEL_REGENERATE"))


class Example(NamedTuple):
    kind: str
    name: str
    text: str
    line: int


def examples() -> list[Example]:
    found = re.finditer(
        r"^<!-- (?P<kind>\w+)(?:: (?P<name>[^ ]+))? -->\n```\w+\n(?P<text>.*?)^```$",
        GUIDE,
        re.MULTILINE | re.DOTALL,
    )
    return [
        Example(e["kind"], e["name"] or "", e["text"], GUIDE.count("\n", 0, e.start()) + 1) for e in found
    ]


EXAMPLES = examples()


def of(kind: str) -> list[Example]:
    return [example for example in EXAMPLES if example.kind == kind]


def write(folder: Path, text: str) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "story.yaml").write_text(HEAD + text, encoding="utf-8")
    return folder


def test_every_yaml_on_the_page_is_an_example() -> None:
    assert GUIDE.count("```yaml") == sum(example.kind not in ("run", "says") for example in EXAMPLES)
    assert {example.kind for example in EXAMPLES} == {"file", "run", "branch", "wrong", "says", "tests"}


def test_the_first_branch_has_twelve_lines() -> None:
    assert of("file")[0].text.count("\n") == 12


def test_a_branch_in_fifteen_minutes_works_at_every_step(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    for example in EXAMPLES:
        if example.kind == "file":
            path = tmp_path / example.name
            path.parent.mkdir(exist_ok=True)
            path.write_text(example.text, encoding="utf-8")
        elif example.kind == "run":
            command, _, expected = example.text.partition("\n")
            assert cli.main(command.removeprefix("$ vikzhel ").split()) == 0
            said = capsys.readouterr().out
            assert said == expected, f"GUIDE.md:{example.line}"
    tried, tests, report = read_trials(read_pack(tmp_path / "canteen"))
    assert not report.problems
    for name, trial in tests.items():
        assert not try_out(Program(tried), name, trial).failures


@pytest.mark.parametrize("example", of("branch"), ids=lambda example: f"line-{example.line}")
def test_every_piece_of_a_branch_can_be_played(tmp_path: Path, example: Example) -> None:
    folder = write(tmp_path / "mine", example.text)
    if example.name:
        (folder / "story.yaml").write_text(
            HEAD.replace("tutorial", example.name) + example.text, encoding="utf-8"
        )
    checked = check_pack(folder)
    assert checked.playable, checked.report.render()
    noticed = [problem.code for problem in checked.report.problems if not problem.code.startswith("V8")]
    assert noticed == [], checked.report.render()


@pytest.mark.parametrize("example", of("tests"), ids=lambda example: f"line-{example.line}")
def test_every_test_on_the_page_passes(tmp_path: Path, example: Example) -> None:
    folder = write(tmp_path / "mine", "")
    (folder / "tests.yaml").write_text(example.text, encoding="utf-8")
    tried, tests, report = read_trials(read_pack(folder))
    assert not report.problems, report.render()
    assert tests
    for name, trial in tests.items():
        assert not try_out(Program(tried), name, trial).failures


def test_what_is_shown_as_wrong_is_told_as_shown(tmp_path: Path) -> None:
    for example in of("wrong"):
        report = check_pack(write(tmp_path / f"b{example.line}", example.text)).report
        assert [problem.code for problem in report.problems] == [example.name], report.render()
        after = EXAMPLES[EXAMPLES.index(example) + 1]
        if after.kind == "says":
            assert after.text in report.render() + "\n"


def test_links_within_the_page_lead_somewhere() -> None:
    headings = {
        re.sub(r"[^\w -]", "", h).lower().replace(" ", "-") for h in re.findall(r"^#+ (.+)$", GUIDE, re.M)
    }
    assert {*re.findall(r"\]\(#([^)]+)\)", GUIDE)} <= headings


# -- the codes ---------------------------------------------------------------------------------------------


def codes_page() -> str:
    """Return the page of codes, made of the catalogue and the golden files."""
    parts = [
        "# Every code\n\nWhat `check` and `test` can say, with its cause, the cure, and an example. This page is made of the\n"
        "program's own catalogue; a test keeps it as it is.\n"
    ]
    for code, entry in CODES.items():
        parts.append(
            f"## {code}: {entry.title}\n\n{entry.cause} *{entry.group.capitalize()}.*\n\n{entry.cure}\n"
        )
        case = next((case for case in sorted(CORPUS.glob(f"{code}-*")) if case.is_dir()), None)
        golden = case / "expected.txt" if case else next(iter(sorted(TRIALS.glob(f"{code}*.txt"))), None)
        if golden is not None:
            shown = golden.read_text(encoding="utf-8").split("\n\n")[0].rstrip()
            parts.append(f"```text\n{shown}\n```\n")
    return "\n".join(parts)


def test_the_page_of_codes_is_that_of_the_catalogue() -> None:
    page = STORY / "CODES.md"
    if REGENERATE:
        page.write_text(codes_page(), encoding="utf-8", newline="\n")
    assert page.read_text(encoding="utf-8") == codes_page(), "VIKZHEL_REGENERATE=1 writes it anew"
