"""The map holds what can happen, and nothing that the role rules out."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generated import pack_of, story
from packs import write_pack
from vikzhel.play.layout import SCENE
from vikzhel.play.program import Program
from vikzhel.publish.chart import BACK, Chart, chart_of, drawn, numbers, settled
from vikzhel.publish.days import ABREAST, FURTHEST, grid_of
from vikzhel.publish.findings import Findings
from vikzhel.story.diagnostics import Mark, Report, Source
from vikzhel.story.packs import Pack, read_pack
from vikzhel.story.rules import parse_rule

from .conftest import charts


def walks(program: Program, role: str, seed: int, plays: int = 20) -> list[list[int]]:
    """Return the scenes entered in some random plays, in order; a new list after each return to doors."""
    r, found = Random(seed), []
    for _ in range(plays):
        passed: list[tuple[int, ...]] = []
        state = program.begin(role, None, passed)
        for _ in range(60):
            options = program.open(state)
            if not options:
                break
            state = program.take(state, r.choice(list(options)), None, passed)
        found.append([s[SCENE] for s in passed])
    return found


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10_000))
def test_whatever_a_play_enters_is_on_the_map_with_a_way_to_it(seed: int) -> None:
    with pack_of(story(Random(seed), 8)) as pack:
        program = Program(pack)
        for chart in charts(pack):
            ends = {arrow.end for arrow in chart.arrows} | {chart.first}
            for entered in walks(program, chart.role, seed):
                names = [program.layout.scenes[index] for index in entered]
                assert set(names) <= chart.stops.keys()
                assert set(names) <= ends


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10_000), st.integers(3, 40))
def test_every_scene_has_a_place_and_every_arrow_runs_down_or_is_told(seed: int, scenes: int) -> None:
    with pack_of(story(Random(seed), scenes)) as pack:
        for chart in charts(pack):
            grid = grid_of(chart)
            placed = [at for row in grid.rows for at in row.stops]
            assert sorted(placed) == sorted(chart.stops)
            assert all(len(row.stops) <= ABREAST for row in grid.rows)
            assert [row.half for row in grid.rows] == sorted(row.half for row in grid.rows)
            told = [arrow for arrows in grid.again.values() for arrow in arrows]
            assert {(a.start, a.end) for a in drawn(chart)} == {(a.start, a.end) for a in grid.down + told}
            for arrow in grid.down:
                assert 0 < grid.row[arrow.end] - grid.row[arrow.start] <= FURTHEST


def test_a_map_leaves_out_what_is_for_another_role(talks: Pack) -> None:
    for chart in charts(talks):
        others = {"kamenev": "k-", "riazanov": "r-", "martov": "m-"}
        del others[chart.role]
        assert not [at for at in chart.stops if at.startswith(tuple(others.values()))]


@pytest.mark.parametrize(
    ("rule", "held"),
    [
        ("role is ana", True),
        ("role is not ana", False),
        ("role is boris and flag.late", False),
        ("role is ana and flag.late", None),
        ("role is ana or flag.late", True),
        ("not (role is boris or flag.late)", None),
        ("not role is boris", True),
    ],
)
def test_a_rule_is_settled_as_far_as_the_role_goes(rule: str, held: bool | None) -> None:
    source = Source("a", rule)
    parsed = parse_rule(rule, lambda column, width: Mark(source, 0, column, width), Report())
    assert settled(parsed, "ana") is held


def _small(folder: Path, scenes: str) -> Chart:
    return chart_of(read_pack(write_pack(folder, scenes)), "ana", Findings(None))


def test_doors_are_drawn_on_to_what_follows(tmp_path: Path) -> None:
    chart = _small(
        tmp_path,
        "  start: {{e}, doors: {pick: 1, of: [{to: hall, text: In}, {to: yard, text: Out, if: flag.late}], then: end}}\n"
        "  hall: {{e}, text: x, goto: back}\n"
        "  yard: {{e}, choices: [{id: a, text: Wait, goto: shed}]}\n"
        "  shed: {{e}, text: x, goto: back}\n"
        "  end: {{e}, ending: over}\n",
    )
    assert ("hall", BACK) in {(a.start, a.end) for a in chart.arrows}
    lines = {(a.start, a.end): a for a in drawn(chart)}
    assert set(lines) == {
        ("start", "hall"),
        ("start", "yard"),
        ("yard", "shed"),
        ("hall", "end"),
        ("shed", "end"),
    }
    assert lines["hall", "end"].returns
    assert lines["shed", "end"].returns
    assert not lines["start", "yard"].sure


def test_doors_that_may_all_be_shut_keep_their_own_way_on(tmp_path: Path) -> None:
    chart = _small(
        tmp_path,
        "  start: {{e}, doors: {pick: 1, of: [{to: hall, text: In, if: flag.late}], then: end}}\n"
        "  hall: {{e}, text: x, goto: back}\n"
        "  end: {{e}, ending: over}\n",
    )
    assert ("start", "end") in {(a.start, a.end) for a in drawn(chart)}


def test_arrows_say_which_options_they_are_and_whether_a_rule_decides(tmp_path: Path) -> None:
    chart = _small(
        tmp_path,
        "  start: {{e}, choices: [{id: a, text: One, goto: end}, {id: b, text: Two, if: flag.late, goto: hall}, "
        "{id: c, text: Three, goto: end}]}\n"
        "  hall: {{e}, text: x, goto: [{to: end, if: flag.told}, start]}\n"
        "  end: {{e}, ending: over}\n",
    )
    lines = {(a.start, a.end): (a.label, a.sure) for a in chart.arrows}
    assert lines == {
        ("start", "end"): ("1, 3", True),
        ("start", "hall"): ("2", False),
        ("hall", "end"): ("", False),
        ("hall", "start"): ("", True),
    }
    assert numbers([1, 2, 3, 5, 6, 9]) == "1–3, 5, 6, 9"


def test_a_scene_without_a_day_stands_with_the_one_before_it(tmp_path: Path) -> None:
    chart = _small(
        tmp_path,
        "  start: {{e}, when: 1917-10-29 23:00, text: x, goto: hall}\n"
        "  hall: {{e}, text: x, goto: yard}\n"
        "  yard: {{e}, when: 1917-10-30 small-hours, text: x, goto: end}\n"
        "  end: {{e}, when: 1917-10-30 14:00, ending: over}\n",
    )
    halves = {at: row.half for row in grid_of(chart).rows for at in row.stops}
    assert halves["hall"] == halves["start"]
    assert [(half.day.day, half.late) for half in halves.values()] == [
        (29, True),
        (29, True),
        (30, False),
        (30, True),
    ]
    assert halves["yard"].words == "30 October (12 November New Style)"


def test_verdicts_of_the_proof_mark_scenes_and_arrows(tmp_path: Path) -> None:
    pack = read_pack(
        write_pack(
            tmp_path,
            "  start: {{e}, choices: [{id: a, text: One, goto: end}, {id: b, text: Two, if: flag.late, goto: hall}]}\n"
            "  hall: {{e}, text: x, goto: end}\n"
            "  end: {{e}, ending: over}\n",
        )
    )
    never = {"ana": {"verdict": "unreachable", "why": "every state was searched"}}
    findings = Findings(
        {
            "finished": True,
            "verdicts": [
                {"kind": "option", "name": "start/b", "roles": never},
                {"kind": "scene", "name": "hall", "roles": never},
            ],
        }
    )
    chart = chart_of(pack, "ana", findings)
    assert chart.stops["hall"].verdict == "unreachable"
    assert {(a.start, a.end) for a in chart.arrows if a.never} == {("start", "hall"), ("hall", "end")}


def test_of_a_day_without_an_hour_no_half_is_named(tmp_path: Path) -> None:
    chart = _small(
        tmp_path,
        "  start: {{e}, when: 1917-10-29 23:00, text: x, goto: hall}\n"
        "  hall: {{e}, when: 1917-10-29, text: x, goto: yard}\n"
        "  yard: {{e}, when: 1917-10-30, text: x, goto: end}\n"
        "  end: {{e}, ending: over}\n",
    )
    grid = grid_of(chart)
    assert [grid.words(row.half) for row in grid.rows] == [
        "29 October (11 November New Style), from noon",
        "29 October (11 November New Style), from noon",
        "30 October (12 November New Style)",
        "30 October (12 November New Style)",
    ]
