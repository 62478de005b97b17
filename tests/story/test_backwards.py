"""Time that runs backwards is remarked on (V838); going round within a day, and parts of a day, are let be."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from packs import write_pack
from vikzhel.story.check import check_pack
from vikzhel.story.dates import PARTS, parse_moment

if TYPE_CHECKING:
    from pathlib import Path

HEAD = "evidence: inferred, reason: made up, text: On."
END = f"  end: {{{{{HEAD}, ending: over}}}}\n"


def scene(name: str, when: str, *ways: str) -> str:
    day = f"when: {when}, " if when else ""
    if len(ways) == 1:
        return f"  {name}: {{{{{day}{HEAD}, goto: {ways[0]}}}}}\n"
    choices = ", ".join(f"{{{{id: way-{to}, text: Go, goto: {to}}}}}" for to in ways)
    return f"  {name}: {{{{{day}{HEAD}, choices: [{choices}]}}}}\n"


def told(folder: Path, scenes: str) -> list[tuple[str, ...]]:
    report = check_pack(write_pack(folder, scenes.replace("{{", "{").replace("}}", "}")))[1]
    assert not report.fatal, report.render()
    found = [problem for problem in report.sorted() if problem.code == "V838"]
    return [tuple(re.findall("“([^”]+)”", problem.message)) for problem in found]


@pytest.mark.parametrize(
    ("first", "second", "wrong"),
    [
        ("1917-10-30 09:00", "1917-10-29 20:00", True),
        ("1917-10-29 20:00", "1917-10-29 18:30", True),
        ("1917-10-29 20:00", "1917-10-29 morning", True),
        ("1917-10-29 evening", "1917-10-29 afternoon", False),
        ("1917-10-29 midnight", "1917-10-30 00:10", False),
        ("1917-10-30 00:10", "1917-10-29 midnight", False),
        ("1917-10-30 02:00", "1917-10-29 night", False),
        ("1917-10-30 08:00", "1917-10-29 night", True),
        ("1917-10-29 night", "1917-10-29", False),
        ("1917-10-30", "1917-10-29", False),
        ("1917-10-31", "1917-10-29", True),
        ("1917-10-29 18:30", "1917-10-29 18:30", False),
        ("1917-11-01", "1917-10-31 23:00", True),
        ("1917-10-29 20:00", "1905-10-17", True),
    ],
)
def test_a_way_to_an_earlier_moment(tmp_path: Path, first: str, second: str, wrong: bool) -> None:
    scenes = scene("start", first, "next") + scene("next", second, "end") + END
    assert told(tmp_path, scenes) == ([("start", "next")] if wrong else [])


def test_who_comes_back_to_a_scene_of_the_same_day_has_gone_round(tmp_path: Path) -> None:
    around = scene("start", "1917-10-29 18:30", "yard", "end") + scene("yard", "1917-10-29 20:00", "start")
    assert told(tmp_path, around + END) == []


def test_who_comes_back_to_a_scene_of_another_day_is_told(tmp_path: Path) -> None:
    around = scene("start", "1917-10-29 18:30", "yard", "end") + scene("yard", "1917-10-30 09:00", "start")
    assert told(tmp_path, around + END) == [("yard", "start")]


def test_a_scene_without_a_day_is_as_late_as_the_latest_way_to_it(tmp_path: Path) -> None:
    scenes = (
        scene("start", "1917-10-29 18:30", "one", "two")
        + scene("one", "1917-10-29 20:00", "lane")
        + scene("two", "1917-11-01 09:00", "lane")
        + scene("lane", "", "road")
        + scene("road", "", "late")
        + scene("late", "1917-10-30 09:00", "end")
        + END
    )
    assert told(tmp_path, scenes) == [("two", "late")]


def test_a_place_behind_a_door_leads_back_to_the_same_day_only(tmp_path: Path) -> None:
    hub = f"  start: {{{{when: 1917-10-29 18:30, {HEAD}, doors: {{{{pick: 1, of: [{{{{to: room, text: See}}}}], then: end}}}}}}}}\n"
    for day, found in (("1917-10-29 20:00", []), ("1917-10-30 20:00", [("room", "start")])):
        assert told(tmp_path / day[8:10], hub + scene("room", day, "back") + END) == found


def test_every_part_of_a_day_spans_some_hours_in_order() -> None:
    spans = [parse_moment(f"1917-10-29 {part}") for part in PARTS]
    assert all(moment is not None and moment.earliest < moment.latest for moment in spans)
    assert [m.earliest for m in spans if m] == sorted(m.earliest for m in spans if m)


def test_a_branch_that_leads_back_to_an_earlier_day_is_told_where_it_does_so(tmp_path: Path) -> None:
    branch = tmp_path / "back"
    branch.mkdir()
    (branch / "story.yaml").write_text(
        "story: {id: back, extends: talks, title: Back, authors: A teacher}\n"
        "add:\n  k-council:\n    choices: [{text: Go home., once: true, goto: home}]\n"
        "scenes:\n  home:\n    text: Nobody is up.\n    goto: k-monday\n",
        encoding="utf-8",
    )
    (problem,) = [p for p in check_pack(branch)[1].problems if p.code == "V838"]
    assert (problem.mark.source.name, problem.mark.line) == ("back/story.yaml", 7)
