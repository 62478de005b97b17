"""The author's guide holds: its examples are taken from the page, checked, played, and compared."""

from __future__ import annotations

import os
import re
import textwrap
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from vikzhel import cli
from vikzhel.places import pack_folder
from vikzhel.play.program import Program
from vikzhel.play.trials import try_out
from vikzhel.proof.prove import prove
from vikzhel.proof.report import data_of
from vikzhel.story.check import check_pack
from vikzhel.story.codes import CODES
from vikzhel.story.decoding import LARGEST_FILE
from vikzhel.story.diagnostics import Report, Source
from vikzhel.story.fields import Field, ListOf, Record, TableOf, field_table
from vikzhel.story.kinds import Kind
from vikzhel.story.model import CounterChange, Effects, IssueChange, Manifest, Scene
from vikzhel.story.nodes import Map, Node, Seq
from vikzhel.story.overlay import AddedScene, Overlay, OverlayFile
from vikzhel.story.packs import read_pack
from vikzhel.story.parsing import parse
from vikzhel.story.tables import PackFile
from vikzhel.story.trials import TrialsFile, read_trials

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
        r"^<!-- (?P<kind>[\w-]+)(?:: (?P<name>[^ ]+))? -->\n```\w+\n(?P<text>.*?)^```$",
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
    kinds = {"file", "run", "branch", "wrong", "says", "tests", "under-story"}
    assert {example.kind for example in EXAMPLES} == kinds


def test_the_first_branch_has_twelve_lines() -> None:
    assert of("file")[0].text.count("\n") == 12


@pytest.fixture
def page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of somebody who has typed every file of the page."""
    monkeypatch.chdir(tmp_path)
    for example in of("file"):
        path = tmp_path / example.name
        path.parent.mkdir(exist_ok=True)
        path.write_text(example.text, encoding="utf-8")
    return tmp_path


def test_the_page_works_at_every_step(
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


@pytest.mark.parametrize("name", ["canteen", "stretcher", "open-door"])
def test_every_folder_of_the_page_is_sound_and_its_tests_pass(page: Path, name: str) -> None:
    checked = check_pack(page / name)
    assert checked.playable
    assert not checked.report.problems, checked.report.render()
    tried, tests, report = read_trials(read_pack(page / name))
    assert not report.problems
    for test, trial in tests.items():
        assert not try_out(Program(tried), test, trial).failures


def test_everything_in_the_whole_story_can_be_met(page: Path) -> None:
    """As the page says, and that a player at random keeps his seat in half of all runs."""
    data = data_of(prove(read_pack(page / "open-door")), check_pack(page / "open-door").report)
    met = {
        said["verdict"]
        for verdict in data["verdicts"]
        if verdict["kind"] != "result"
        for said in verdict["roles"].values()
    }
    assert met == {"reachable"}
    assert data["roles"]["martov"]["odds"]["at random"]["heard"] == 0.5


def test_an_old_id_is_known_by_its_new_one(page: Path) -> None:
    (example,) = of("under-story")
    story = page / "open-door" / "story.yaml"
    story.write_text(
        story.read_text("utf-8").replace("story:\n", f"story:\n{example.text}", 1), encoding="utf-8"
    )
    checked = check_pack(page / "open-door")
    assert checked.playable, checked.report.render()
    assert dict(read_pack(page / "open-door").manifest.renamed) == {"benches/walk-out": "benches/follow"}


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
        at = EXAMPLES.index(example) + 1
        for after in EXAMPLES[at : at + 1]:
            if after.kind == "says":
                assert after.text in report.render() + "\n"


def test_links_within_the_page_lead_somewhere() -> None:
    headings = {
        re.sub(r"[^\w -]", "", h).lower().replace(" ", "-") for h in re.findall(r"^#+ (.+)$", GUIDE, re.M)
    }
    assert {*re.findall(r"\]\(#([^)]+)\)", GUIDE)} <= headings


# -- the keys ----------------------------------------------------------------------------------------------

TOP = (
    ("story", Record(Manifest, "the story")),
    ("story, in a branch", Record(Overlay, "the branch")),
    ("", Record(PackFile, "a story file")),
    ("in a branch", Record(OverlayFile, "a branch's file")),
    ("tests.yaml", Record(TrialsFile, "a file of tests")),
)


def inner(kind: Kind) -> Kind:
    """Return what a list or a table holds, however deep."""
    while isinstance(kind, ListOf | TableOf):
        kind = kind.item
    return kind


def homes() -> dict[type, str]:
    """Return every record that can stand in a file of an author's, with the place where it is met first."""
    found: dict[type, str] = {}
    todo = [(place, kind.record) for place, kind in TOP]
    for place, record in todo:  # breadth first: the list grows while it is read
        if record in found:
            continue
        found[record] = place
        for name, field in field_table(record).items():
            below = inner(field.kind)
            if isinstance(below, Record):
                todo.append(
                    (f"{place} › {name}" if place and record is not OverlayFile else name, below.record)
                )
    return found


def own_keys(record: type) -> dict[str, Field]:
    """Return the keys that a record has besides those of any change, which are told once."""
    table = field_table(record)
    shared = set(field_table(Effects)) if issubclass(record, Effects) and record is not Effects else set()
    if record is OverlayFile:
        shared = set(field_table(PackFile)) - {"scenes"}
    return {name: field for name, field in table.items() if name not in shared}


def list_of_keys() -> str:
    parts = []
    for record, place in homes().items():
        keys = [
            f"{f'**`{name}`**' if field.need else f'`{name}`'} {field.doc}"
            for name, field in own_keys(record).items()
        ]
        if not keys or record is AddedScene:
            continue
        if record is not Effects and issubclass(record, Effects):
            keys.append("and whatever can change: see `begins`")
        head = " › ".join(f"`{part}`" if " " not in part else part for part in place.split(" › ") if part)
        text = f"**{head or 'At the margin of a file'}:** {'; '.join(keys)}."
        parts.append(textwrap.fill(text, 120, break_long_words=False, break_on_hyphens=False))
    return "\n\n".join(parts)


def test_the_list_of_every_key_is_that_of_the_program() -> None:
    begin, end = "<!-- keys -->\n", "\n<!-- end of keys -->"
    before, _, rest = GUIDE.partition(begin)
    listed, _, after = rest.partition(end)
    if REGENERATE:
        text = f"{before}{begin}{list_of_keys()}{end}{after}"
        (STORY / "GUIDE.md").write_text(text, encoding="utf-8", newline="\n")
    else:
        assert listed == list_of_keys(), "VIKZHEL_REGENERATE=1 writes it anew"


def used(kind: Kind, node: Node, found: set[tuple[type, str]]) -> None:
    """Gather which keys of which records are written in a piece of YAML."""
    if isinstance(kind, ListOf):
        for item in node.items if isinstance(node, Seq) else [node]:
            used(kind.item, item, found)
    elif isinstance(kind, TableOf) and isinstance(node, Map):
        for _, child in node.pairs:
            used(kind.item, child, found)
    elif isinstance(kind, Record):
        table = field_table(kind.record)
        pairs = node.pairs if isinstance(node, Map) else [(kind.short, node)]
        for name, child in pairs:
            if name in table:
                found.add((kind.record, str(name)))
                used(table[name].kind, child, found)


def test_every_key_stands_in_an_example_of_the_page() -> None:
    found: set[tuple[type, str]] = set()
    for example in EXAMPLES:
        if example.kind not in ("file", "branch", "tests", "under-story"):
            continue
        text = f"story:\n{example.text}" if example.kind == "under-story" else example.text
        root = parse(Source("page/story.yaml", text), Report())
        assert isinstance(root, Map)
        whole = example.name.startswith("open-door") or example.kind == "under-story"
        tests = example.kind == "tests" or example.name.endswith("tests.yaml")
        story = [child for name, child in root.pairs if name == "story"]
        root.pairs = [pair for pair in root.pairs if pair[0] != "story"]
        for child in story:
            used(TOP[0 if whole else 1][1], child, found)
        used(TOP[4 if tests else 2 if whole else 3][1], root, found)
    by_name = {
        (home, name)
        for record, name in found
        for home in (Effects if issubclass(record, Effects) and name in field_table(Effects) else record,)
    }
    # A branch's scene is a scene, and most of what a story has a branch has too.
    by_name |= {(Scene, name) for record, name in by_name if record is AddedScene}
    by_name |= {(PackFile, name) for record, name in by_name if record is OverlayFile}
    missing = [
        f"{place} › {name}"
        for record, place in homes().items()
        if record not in (AddedScene, IssueChange, CounterChange)
        for name in own_keys(record)
        if (record, name) not in by_name
    ]
    assert not missing, ", ".join(missing)


# -- the codes ---------------------------------------------------------------------------------------------


FIRST = "story: {id: mine, extends: tutorial, title: Mine, authors: I}\n"


def too_large(here: Path) -> str:
    return written(here / "my-story", FIRST, **{"scenes.yaml": "# " + "x" * LARGEST_FILE})


def too_many(here: Path) -> str:
    return written(here / "my-story", FIRST, **{f"scene-{n}.yaml": "" for n in range(400)})


def a_link(here: Path) -> str:
    (here / "elsewhere.yaml").write_text("flags: {late: It is late}\n", encoding="utf-8")
    folder = written(here / "my-story", FIRST)
    (here / folder / "scenes.yaml").symlink_to(here / "elsewhere.yaml")
    return folder


def a_broken_story(here: Path) -> str:
    written(here / "vikzhel" / "packs" / "my-story", "story: {id: my-story}\n")
    return written(here / "mine", FIRST.replace("tutorial", "my-story"))


def two_of_one_id(here: Path) -> str:
    return f"tutorial + {written(here / 'mine', FIRST)} + {written(here / 'copy-of-mine', FIRST)}"


def of_another(here: Path) -> str:
    return f"talks + {written(here / 'mine', FIRST)}"


MADE: dict[str, Callable[[Path], str]] = {
    "V101": lambda here: "./my-stroy",
    "V105": too_large,
    "V108": too_many,
    "V109": a_link,
    "V623": a_broken_story,
    "V626": two_of_one_id,
    "V629": of_another,
}
"""Mistakes that git cannot keep, or that need more than one pack: made where they are looked at."""


def written(folder: Path, story: str, **more: str) -> str:
    """Write a pack, and return how it is named from where one stands."""
    folder.mkdir(parents=True)
    for name, text in {"story.yaml": story, **more}.items():
        (folder / name).write_text(text, encoding="utf-8")
    return f"./{folder.name}"


def shown(code: str, here: Path) -> str:
    """Return what the program says to an example of a mistake."""
    case = next((case for case in sorted(CORPUS.glob(f"{code}-*")) if case.is_dir()), None)
    golden = case / "expected.txt" if case else next(iter(sorted(TRIALS.glob(f"{code}*.txt"))), None)
    if golden is not None:
        return golden.read_text(encoding="utf-8").split("\n\n")[0].rstrip()
    (here / code).mkdir()
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(here / code)
        patch.setenv("XDG_DATA_HOME", str(here / code))
        report = check_pack(pack_folder(MADE[code](here / code))).report
    assert {problem.code for problem in report.problems} == {code}, report.render()
    return report.render().split("\n\n")[0].rstrip()


def codes_page(here: Path) -> str:
    """Return the page of codes, made of the catalogue and the golden files."""
    parts = [
        "# Every code\n\nWhat `check` and `test` can say, with its cause, the cure, and an example. This page is made of the\n"
        "program's own catalogue; a test keeps it as it is.\n"
    ]
    for code, entry in CODES.items():
        parts.append(
            f"## {code}: {entry.title}\n\n{entry.cause} *{entry.group.capitalize()}.*\n\n{entry.cure}\n"
        )
        parts.append(f"```text\n{shown(code, here)}\n```\n")
    return "\n".join(parts)


def test_the_page_of_codes_is_that_of_the_catalogue_with_an_example_of_each(tmp_path: Path) -> None:
    page, text = STORY / "CODES.md", codes_page(tmp_path)
    if REGENERATE:
        page.write_text(text, encoding="utf-8", newline="\n")
    assert page.read_text(encoding="utf-8") == text, "VIKZHEL_REGENERATE=1 writes it anew"
