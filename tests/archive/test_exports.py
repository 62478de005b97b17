"""What is put on paper: valid, printable without a network, and safe whatever a story or a journal says."""

from __future__ import annotations

import csv
import io
import json
import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path as File
from random import Random
from xml.etree import ElementTree

import html5lib
import pytest
from hypothesis import given
from hypothesis import strategies as st

from packs import write_pack
from vikzhel.archive import html, markdown, spreadsheet
from vikzhel.archive.class_pages import sheet as class_sheet
from vikzhel.archive.classroom import NoClass, classroom, predictions
from vikzhel.archive.compare import compare
from vikzhel.archive.compare_pages import sheet as compared_sheet
from vikzhel.archive.debrief import debrief
from vikzhel.archive.drawing import drawn_lines
from vikzhel.archive.gather import Gathered, Gathering
from vikzhel.archive.pages import sheet
from vikzhel.archive.path import Path
from vikzhel.archive.picture import svg
from vikzhel.archive.sheet import Chart, Lines, Part, Point, Row, Sheet, Table
from vikzhel.archive.store import Store
from vikzhel.archive.transfer import Note, read_file, to_json
from vikzhel.cli import main
from vikzhel.play.program import Program
from vikzhel.play.run import Run
from vikzhel.story.packs import read_pack
from vikzhel.story.text import FORBIDDEN
from weeks import ROLES, program, recorded_runs

SVG = "{http://www.w3.org/2000/svg}"
VOID = {"meta"}
TAGS = {
    "html", "head", "meta", "title", "style", "body", "header", "main", "section", "h1", "h2", "h3", "p", "ul", "li",
    "table", "thead", "tbody", "tr", "th", "td", "span", "div",
    "svg", "text", "rect", "path", "polyline",
}  # fmt: skip
ATTRIBUTES = {"lang", "charset", "name", "content", "http-equiv", "class", "scope", "aria-label", "role"}
DRAWN = {
    "xmlns", "viewbox", "font-family", "font-size", "font-weight", "x", "y", "width", "height", "d", "points", "fill", "stroke",
    "stroke-width", "stroke-dasharray", "text-anchor",
}  # fmt: skip
HOSTILE = (
    "<script>alert(1)</script>",
    "</title></style><img src=x onerror=alert(1)>",
    '" onmouseover="alert(1)',
    "&lt;b&gt; & <b>",
    "=HYPERLINK(1)",
    "+1+cmd|' /C calc'!A0",
    "-2+3",
    "@SUM(1)",
    "| a | b |",
    "[x](javascript:alert(1)) `code` *b* # h",
    "1. one",
)
HOSTILE_PACK = """\
  start: {{e}, title: "TITLE", choices: [{id: a, text: "TEXT", because: "CAUSE", goto: end}, {id: b, text: "=1+1", goto: end, flag: told, because: x}]}
  end: {{e}, ending: over}
"""


class Page(HTMLParser):
    """A strict reader: tags that are closed in order, and nothing but what this program writes."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.text: list[str] = []
        self.wrong: list[str] = []
        self.feed(page)
        self.close()
        if self.open:
            self.wrong.append(f"not closed: {self.open}")

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in TAGS:
            self.wrong.append(f"tag {tag}")
        self.wrong += [f"attribute {name} of {tag}" for name, _ in attrs if name not in ATTRIBUTES | DRAWN]
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.wrong.append(f"closes {tag} out of order")

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] != "style":
            self.text.append(data)


def read(page: str) -> Page:
    html5lib.HTMLParser(strict=True).parse(page)  # raises at whatever the standard calls a parse error
    found = Page(page)
    assert found.wrong == []
    assert page.startswith("<!DOCTYPE html>\n<html lang=")
    return found


def week(role: str, seed: int) -> Run:
    dice, run = Random(seed), Run(program(), role)
    while not run.over:
        option = dice.choice(run.open)
        said = dice.choice(("carried", "lost", "unsure")) if option.kind == "vote" else ""
        run.take(option.id, prediction=said, sureness=3 if said else 0)
    return run


def hostile(folder: File, words: str) -> Run:
    quoted = words.replace("\\", "\\\\").replace('"', '\\"')
    scenes = HOSTILE_PACK.replace("TITLE", quoted).replace("TEXT", quoted).replace("CAUSE", quoted)
    run = Run(Program(read_pack(write_pack(folder, scenes))), "ana")
    run.take("a")
    return run


# -- HTML ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", ROLES)
def test_a_debrief_is_a_valid_page_with_every_part_and_no_way_out_of_it(role: str) -> None:
    page = html.page(sheet(debrief(next(recorded_runs(role)), "copper-tram-nine")))
    text = " ".join(read(page).text)
    for heading in (
        "Your week in ten lines",
        "Beside it, the record",
        "Turning points",
        "How historians read it",
    ):
        assert heading in text
    for way_out in ("<script", "src=", "href=", "url(", "@import", "javascript:", "<link", "<img"):
        assert way_out not in page
    assert "@page { size: A4;" in page
    assert "default-src 'none'" in page
    colours = set(re.findall(r"#[0-9a-f]{3,6}\b", page.split("</style>")[0]))
    assert colours <= {"#000", "#fff", "#777"}


@pytest.mark.parametrize("words", HOSTILE)
def test_hostile_words_are_shown_and_obeyed_by_nothing(tmp_path: File, words: str) -> None:
    run = hostile(tmp_path, words)
    page = html.page(sheet(debrief(run, words, notes=[Note(1, words)])))
    text = "\n".join(read(page).text)
    assert words in text
    compared = html.page(compared_sheet(compare([Gathered(words, run), Gathered("b", run)], [None, None])))
    assert words in "\n".join(read(compared).text)


@given(st.text(max_size=60))
def test_whatever_stands_on_a_sheet_a_page_has_only_its_own_tags(words: str) -> None:
    rows = (Row((words, words), words, words),)
    blocks = (
        Lines(words, (words,), listed=True),
        Table(words, (words, words), rows, words),
        Chart(
            words,
            (words,),
            (Point(words, (0.5,), words), Point(words, (None,))),
            (words,),
            words,
            stacked=False,
        ),
    )
    printed = Sheet(words, (words,), (Part(words, blocks, blocks),))
    found = read(html.page(printed))
    assert not any(FORBIDDEN.search(text) for text in found.text)
    plain = markdown.text(printed)
    assert not FORBIDDEN.search(plain)
    prose = "\n".join(line for line in plain.splitlines() if not line.startswith("    "))
    assert "<" not in prose.replace("\\<", "")


def odds_chart(*, stacked: bool) -> Chart:
    points = (
        Point("At the start", (0.25, 0.5)),
        Point("1. The hall", (0.6, 0.4), "moved most"),
        Point("2. The yard", (1.0, None)),
    )
    return Chart("The odds", ("Over", "Under"), points, ("Told.",), stacked=stacked)


def test_a_chart_of_shares_is_drawn_to_scale_in_greys_with_its_words_as_text() -> None:
    drawn = svg(odds_chart(stacked=True))
    root = ElementTree.fromstring(drawn)
    bars = [
        (r.get("fill"), float(r.get("width", "0")))
        for r in root.iter(f"{SVG}rect")
        if r.get("fill") != "none"
    ]
    room = max(wide for _, wide in bars)
    assert [(fill, round(wide / room, 2)) for fill, wide in bars] == [
        ("#000", 0.25), ("#fff", 0.5), ("#000", 0.6), ("#fff", 0.4), ("#000", 1.0),
    ]  # fmt: skip
    texts = [t.text for t in root.iter(f"{SVG}text")]
    assert {"At the start", "1. The hall", "2. The yard", "A", "B", "A 60"} <= set(texts)
    assert [t.text for t in root.iter(f"{SVG}text") if t.get("font-weight")] == ["1. The hall"]
    grey = [
        c
        for c in re.findall(r"#[0-9a-f]{3,6}", drawn)
        if len(set(re.findall("..?", c[1:]) if len(c) == 7 else c[1:])) > 1
    ]
    assert grey == [], "no colour is needed to read it"


def test_curves_are_drawn_one_over_the_other_each_with_its_dashes_and_its_letter() -> None:
    root = ElementTree.fromstring(svg(odds_chart(stacked=False)))
    lines = list(root.iter(f"{SVG}polyline"))
    assert [len(line.get("points", "").split()) for line in lines] == [3, 2], (
        "a curve ends where its run does"
    )
    assert len({line.get("stroke-dasharray") for line in lines}) == 2
    tops = [[float(p.split(",")[1]) for p in line.get("points", "").split()] for line in lines]
    assert tops[0] == sorted(tops[0], reverse=True)
    assert [t.text for t in root.iter(f"{SVG}text") if t.get("font-weight") == "bold"] == ["A", "B"]


def test_curves_on_a_terminal_stand_one_over_the_other() -> None:
    drawn = drawn_lines(odds_chart(stacked=False), 30)
    rows = {line[:3].strip(): line for line in drawn[:11] if line[:3].strip()}
    assert rows["100"].rstrip().endswith("A")
    assert "B" in rows["50"]
    assert all(len(line) <= 30 + 34 + 1 for line in drawn)
    same = Chart("", ("a", "b"), (Point("", (0.5, 0.5)),), (), stacked=False)
    assert any("AB" in line for line in drawn_lines(same, 30))


# -- Markdown --------------------------------------------------------------------------------------


@pytest.mark.parametrize("words", HOSTILE)
def test_markdown_escapes_what_it_would_obey(tmp_path: File, words: str) -> None:
    run = hostile(tmp_path, words)
    text = markdown.text(sheet(debrief(run, notes=[Note(1, words)])))
    body = "\n".join(line for line in text.splitlines() if not line.startswith("    "))
    assert not re.search(r"(?<!\\)[<`\[]", body)
    for line in body.splitlines():
        if line.startswith("|"):
            assert len(re.findall(r"(?<!\\)\|", line)) in (4, 5, 7), line


@pytest.mark.parametrize("role", ROLES)
def test_every_table_in_markdown_has_as_many_cells_as_its_head(role: str) -> None:
    text = markdown.text(sheet(debrief(next(recorded_runs(role)))))
    widths: list[set[int]] = []
    for line, before in zip(text.splitlines(), ["", *text.splitlines()], strict=False):
        if line.startswith("|"):
            if not before.startswith("|"):
                widths.append(set())
            widths[-1].add(len(re.findall(r"(?<!\\)\|", line)))
    assert len(widths) >= 3
    assert all(len(found) == 1 for found in widths)


# -- spreadsheets ----------------------------------------------------------------------------------


@pytest.mark.parametrize("words", HOSTILE)
def test_no_cell_is_a_formula(tmp_path: File, words: str) -> None:
    run = hostile(tmp_path, words)
    text = spreadsheet.text(spreadsheet.rows(Path(run), words, words))
    assert text.startswith("\ufeff")
    found = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))
    assert found[0] == list(spreadsheet.COLUMNS)
    assert len(found) == 2
    assert all(len(row) == len(spreadsheet.COLUMNS) for row in found)
    for row in found[1:]:
        for cell in row:
            assert not cell.startswith(("=", "+", "-", "@", "|", "\t", "\r"))
        assert row[12].removeprefix("'") == words
        assert row[0].removeprefix("'") == words


@pytest.mark.parametrize("role", ROLES)
def test_there_is_a_row_for_each_decision_and_each_count_foretold(role: str) -> None:
    run = week(role, 4)
    path = Path(run)
    found = spreadsheet.rows(path, "group-1", "copper-tram-nine")
    counted = [number for number, step in enumerate(run.steps) if step.kind == "vote"]
    wanted = sorted([decision.step for decision in path.decisions] + counted)
    assert [int(row[5]) - 1 for row in found] == wanted
    votes = [row for row in found if row[6] == "vote"]
    assert all(
        row[17] in ("carried", "lost", "unsure") and row[19] in ("carried", "lost", "tied") for row in votes
    )


# -- a class ---------------------------------------------------------------------------------------


@pytest.fixture
def folder(tmp_path: File) -> File:
    """A folder of run files as a teacher gets it: twelve runs, and three files that are none."""
    there = tmp_path / "class"
    there.mkdir()
    store = Store.open(str(tmp_path / "data"))
    for number in range(12):
        run = week(ROLES[number % 3], number)
        kept = store.begin(program(), run.role)
        for step in run.steps:
            kept.take(step.id, prediction=step.prediction, sureness=step.sureness)
        kept.note(3, "=1+1 <b>I</b> hoped")
        (there / f"group-{number + 1}.json").write_text(to_json(store.played(kept.code)), encoding="utf-8")
    (there / "notes.json").write_text('{"a": 1}', encoding="utf-8")
    (there / "broken.json").write_bytes(b"\xff\xfe{")
    (there / "gone.json").symlink_to(tmp_path / "nowhere")
    (there / "readme.txt").write_text("no run", encoding="utf-8")
    return there


def test_a_class_report_counts_every_run_once_and_names_what_it_left_out(
    folder: File, tmp_path: File
) -> None:
    found = classroom(str(folder), Gathering(str(tmp_path / "data")))
    assert sorted(p.label for p in found.pupils) == sorted(f"group-{n + 1}" for n in range(12))
    assert {name for name, _ in found.refused} == {"notes.json", "broken.json", "gone.json"}
    for group in found.groups:
        labels = {pupil.label for pupil in group.pupils}
        for split in group.splits:
            named = [label for _, who, _ in split.options for label in who]
            assert set(named) <= labels
            assert split.came == len(named)
        assert {label for _, who in group.left for label in who} == labels
        asked = sum(
            step.kind == "vote" and bool(step.prediction) for p in group.pupils for step in p.path.run.steps
        )
        assert sum(len(said) for said in predictions(group).values()) == asked
        for pair in group.same_ending:
            assert pair.ending[0] == pair.ending[1]
            assert any("different reasons" in words for words in pair.words)
        for pair in group.near_miss:
            assert pair.ending[0] != pair.ending[1]
    page = html.page(class_sheet(found))
    text = "\n".join(read(page).text)
    assert "=1+1 <b>I</b> hoped" in text
    assert all(f"group-{n + 1}" in text for n in range(12))


def test_the_same_run_handed_in_twice_counts_once_as_far_as_it_was_played(
    folder: File, tmp_path: File
) -> None:
    """A pupil hands in half a week and later all of it, and somebody copies a file."""
    gathering = Gathering(str(tmp_path / "data"))
    whole = read_file(str(folder / "group-1.json"))
    half = replace(whole, steps=whole.steps[: len(whole.steps) // 2], ending="", notes=())
    (folder / "group-1 monday.json").write_text(to_json(half), encoding="utf-8")
    (folder / "zzz.json").write_text(to_json(whole), encoding="utf-8")
    other_way = replace(whole, steps=(*whole.steps[:3], replace(whole.steps[3], id="other")))
    before = classroom(str(folder), gathering)
    labels = [pupil.label for pupil in before.pupils]
    assert "group-1" in labels
    assert not {"group-1 monday", "zzz"} & set(labels)
    assert ("zzz.json", "it is the same run as group-1.json") in before.refused
    assert ("group-1 monday.json", "it is the same run as group-1.json") in before.refused
    (folder / "zzz.json").write_text(to_json(other_way), encoding="utf-8")
    assert "zzz" in [pupil.label for pupil in classroom(str(folder), gathering).pupils], "it went another way"


def test_a_folder_without_runs_says_what_to_do(tmp_path: File) -> None:
    gathering = Gathering(str(tmp_path))
    with pytest.raises(NoClass, match="Export runs with  vikzhel export CODE --format json"):
        classroom(str(tmp_path), gathering)
    with pytest.raises(NoClass, match="cannot be read"):
        classroom(str(tmp_path / "nowhere"), gathering)


# -- the commands ----------------------------------------------------------------------------------


@pytest.fixture(autouse=True)
def _together_no_longer(monkeypatch: pytest.MonkeyPatch) -> None:
    """``--data`` holds for the rest of a process."""
    monkeypatch.setattr("vikzhel.places._together", "")


def test_export_compare_and_class_from_the_command_line(
    folder: File, tmp_path: File, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(
        "vikzhel.line.afterwards.ON_PAPER", 0.2
    )  # fewer odds are exact, and nothing waits for them
    monkeypatch.setattr("vikzhel.line.afterwards.EXACT", 0.2)
    data = ["--data", str(tmp_path / "data")]
    file, other = str(folder / "group-1.json"), str(folder / "group-4.json")
    assert main(["export", file, *data]) == 0
    written = re.search(r"Written to (.*\.html)\.", capsys.readouterr().out)
    assert written
    text = "\n".join(read(File(written[1]).read_text(encoding="utf-8")).text)
    assert "The odds after each decision" in text
    assert "A " in text
    assert main(["export", file, "--format", "json", "--out", "-", *data]) == 0
    assert json.loads(capsys.readouterr().out)["vikzhel"] == "run"
    assert main(["export", file, "--format", "csv", "--out", "rows.csv", *data]) == 0
    assert len((tmp_path / "rows.csv").read_bytes().splitlines()) > 10
    assert main(["export", file, "--format", "md", *data]) == 0
    assert len(list(tmp_path.glob("*.md"))) == 1
    for _ in range(2):
        assert main(["export", file, "--format", "csv", *data]) == 0
    assert len(list(tmp_path.glob("*.csv"))) == 3, "nothing is written over unasked"
    capsys.readouterr()
    assert main(["compare", file, other, "record", "--json", *data]) == 0
    compared = json.loads(capsys.readouterr().out)
    assert [run["label"] for run in compared["runs"]] == ["group-1.json", "group-4.json", "the record"]
    assert compared["causes"]
    assert all(run["odds"] for run in compared["runs"])
    assert main(["compare", file, other, *data]) == 0
    assert "How one thing led to another" in capsys.readouterr().out
    assert main(["compare", file, other, "--out", "two.html", *data]) == 0
    page = (tmp_path / "two.html").read_text(encoding="utf-8")
    assert "Goes back to" in read(page).text
    assert page.count("<svg") >= 1
    assert main(["compare", file, other, "record", "--format", "md", *data]) == 0
    assert re.search(r"Written to .*-beside-.*\.md\.", capsys.readouterr().out)
    assert main(["compare", file, other, "--format", "json", "--out", "two.json", *data]) == 0
    assert json.loads((tmp_path / "two.json").read_text(encoding="utf-8"))["beside"][0]["consequences"]
    assert main(["compare", file, "record", *data]) == 0
    assert "Where they part, and why they came out so" in capsys.readouterr().out
    assert main(["class", str(folder), *data]) == 0
    told = capsys.readouterr()
    assert "Where the class split most. Ask one of each to say why:" in told.out
    assert "notes.json: left out, because it is not a run exported by this program." in told.err
    assert main(["class", str(folder), "--format", "csv", "--out", "all.csv", *data]) == 0
    assert main(["class", str(folder), "--format", "html", "--out", "all.html", *data]) == 0
    read((tmp_path / "all.html").read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["compare", "copper-tram-nine"], "Name from two to 8 runs"),
        (["compare", "copper-tram-nine", "record"], "no runs are kept yet"),
        (["export", "copper-tram-nine"], "no runs are kept yet"),
        (["export", "nowhere.json"], "nowhere.json: there is no such file."),
        (["class", "nowhere"], "The folder nowhere cannot be read"),
    ],
)
def test_what_cannot_be_done_is_said_in_a_line(
    arguments: list[str],
    words: str,
    tmp_path: File,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main([*arguments, "--data", str(tmp_path / "data")]) == 1
    told = capsys.readouterr()
    assert words in told.err
    assert told.out == ""


def test_a_story_that_ends_before_any_step_is_gone_over_compared_and_reported_on(
    tmp_path: File, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    pack = write_pack(tmp_path / "pack", "  start: {{e}, text: So., ending: over}\n")
    story = Program(read_pack(pack))
    store = Store.open(str(tmp_path / "data"))
    codes = [store.begin(story, "ana").code for _ in range(2)]
    store.close()
    data = ["--data", str(tmp_path / "data")]
    (tmp_path / "handed-in").mkdir()
    for code in codes:
        assert main(["export", code, "--format", "json", "--out", f"handed-in/{code}.json", *data]) == 0
        assert main(["export", code, "--out", f"{code}.html", *data]) == 0
        page = read(File(f"{code}.html").read_text("utf-8"))
        assert any("There was one way only through this run" in text for text in page.text)
    assert main(["compare", *codes, "--out", "two.html", *data]) == 0
    assert any("step for step" in text for text in read(File("two.html").read_text("utf-8")).text)
    assert main(["class", "handed-in", "--story", str(pack), *data]) == 0
    assert "Ana, “Over”: two" in capsys.readouterr().out
