"""Plays that never end, rings, twins, goals out of reach: nothing is lost from a report, however big the story."""

from __future__ import annotations

import os
from io import StringIO
from pathlib import Path
from typing import Any

import pytest

from generated import pack_of
from packs import write_pack
from proof import scale
from proof.test_planted import Data, choices, proved, story, verdict
from vikzhel.play.program import Program
from vikzhel.proof import cache, slices
from vikzhel.proof import command as proving
from vikzhel.proof.claims import claims
from vikzhel.proof.command import run
from vikzhel.proof.faults import faults
from vikzhel.proof.gates import gates, percent, said
from vikzhel.proof.prove import prove
from vikzhel.proof.proved import REACHABLE, UNREACHABLE
from vikzhel.proof.report import data_of
from vikzhel.proof.shares import Share
from vikzhel.proof.slices import Decided, decide_all
from vikzhel.proof.wording import words_of


def trap() -> Data:
    """One of three first choices leads to where one goes round for ever."""
    return story(
        {
            "one": choices({"id": "x", "to": "good"}, {"id": "y", "to": "bad"}, {"id": "z", "to": "round"}),
            "round": choices({"id": "l", "to": "again"}, {"id": "r", "to": "again"}),
            "again": choices({"id": "l", "to": "round"}, {"id": "r", "to": "round"}),
        }
    )


@pytest.mark.parametrize("most", [10_000, 1])
def test_plays_that_go_round_for_ever_have_their_line_in_the_odds_and_fail_a_gate(most: int) -> None:
    with pack_of(trap()) as pack:
        proof = prove(pack, plays=300, most=most)
        role = proof.roles["ana"]
        assert role.method == ("exact" if most > 1 else "sampled")
        shown = words_of(data_of(proof))
        (gate,) = [g for g in gates(proof) if g.name.startswith("Places from which no ending")]
    whole = sum(role.odds["at random"].values()) + role.forever["at random"]
    assert whole == pytest.approx(1.0)
    assert role.forever["at random"] == pytest.approx(1 / 3, abs=1e-12 if most > 1 else 0.1)
    assert role.endless
    assert all(path[0] == "z" for path in role.endless)
    assert gate.passed is False
    assert "(goes round for ever)" in shown
    assert "given up" not in shown
    assert "can get where no ending can be reached, by choosing:" in shown


def test_the_choice_between_ending_and_never_ending_tells_what_comes() -> None:
    data = trap()
    del data["scenes"]["one"]["choices"][1]
    (one,) = [decision for decision in proved(data).decisions if decision.scene == "one"]
    assert one.bits == pytest.approx(1.0)


def test_a_story_too_big_in_which_nobody_was_stuck_does_not_claim_that_nobody_can_be() -> None:
    with pack_of(scale.story(8)) as pack:
        proof = prove(pack, plays=30, most=1)
        (gate,) = [g for g in gates(proof) if g.name.startswith("Places from which no ending")]
    assert proof.roles["hero"].method == "sampled"
    assert (gate.passed, gate.known, gate.found) == (None, "plays", "none met in plays")


def test_a_way_that_comes_to_an_ending_only_rarely_is_not_called_endless() -> None:
    """Out of a thousand steps one leads on: most plays are given up, none is stuck."""
    data = story(
        {
            "one": {
                "evidence": "inferred",
                "reason": "Made up.",
                "text": "Round.",
                "chance": {
                    "of": [
                        {"id": "on", "text": "On.", "weight": 1, "goto": "good"},
                        {"id": "round", "text": "Round.", "weight": 1000, "goto": "wait"},
                    ]
                },
            },
            "wait": choices({"id": "w", "to": "one"}, {"id": "out", "if": "flag.a", "to": "bad"}),
        }
    )
    with pack_of(data) as pack:
        role = prove(pack, plays=100, most=1).roles["ana"]
    assert role.sample is not None
    assert role.sample.unended > 10
    assert role.endless == []
    assert role.forever["at random"] == 0


# -- what was met is known, whenever it was met ----------------------------------------------------


def _two_texts() -> Data:
    scenes: Data = {
        "one": choices({"id": "a", "flag": ["a"], "to": "two"}, {"id": "n", "to": "two"}),
        "two": choices({"id": "b", "flag": ["b"], "to": "end"}, {"id": "m", "to": "end"}),
        "end": {
            **choices({"id": "x", "to": "good"}, {"id": "y", "to": "bad"}),
            "text": [{"if": "flag.a", "text": "First."}, {"if": "flag.a and flag.b", "text": "Second."}],
        },
    }
    return story(scenes)


def test_a_path_found_later_settles_what_was_left_undecided(monkeypatch: pytest.MonkeyPatch) -> None:
    decide = slices.decide

    def short(program: Any, role: str, claim: Any, go_on: Any = None) -> Decided:
        return Decided(None, why="too big") if "First" in claim.name else decide(program, role, claim, go_on)

    monkeypatch.setattr(slices, "decide", short)
    with pack_of(_two_texts()) as pack:
        program = Program(pack)
        wanted = [claim for claim in claims(program) if claim.kind == "text" and claim.rule is not None]
        found = decide_all(program, "ana", wanted)
    assert [claim.name for claim in wanted] == ["end: First.", "end: Second."]
    assert [found[claim].reachable for claim in wanted] == [True, True]
    assert found[wanted[0]].path == ("a", "b")


def test_what_a_search_that_grew_too_big_had_met_stays_met(monkeypatch: pytest.MonkeyPatch) -> None:
    undecided = {"decide_all": lambda *_: {}}
    monkeypatch.setattr("vikzhel.proof.verdicts.decide_all", undecided["decide_all"])
    monkeypatch.setattr("vikzhel.proof.sampling.LEAST_PLAYS", 0)
    with pack_of(_two_texts()) as pack:
        role = prove(pack, plays=1, most=3).roles["ana"]
    assert role.method == "sampled"
    for name in ("one/a", "one/n", "two/b", "two/m"):  # one play takes one option of each
        assert verdict(role, "option", name).word == REACHABLE


# -- goals -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("most", [10_000, 1])
def test_a_goal_nobody_can_meet_is_found_in_a_story_of_any_size(most: int) -> None:
    data = _two_texts()
    data["roles"]["ana"]["goals"] = {
        "never": {"text": "Never.", "met": "flag.c"},
        "both": {"text": "Both.", "met": "flag.a and flag.b"},
    }
    with pack_of(data) as pack:
        proof = prove(pack, plays=20, most=most)
        found = [fault for fault in faults(proof) if fault.kind == "goal"]
        (gate,) = [g for g in gates(proof) if g.name == "Goals that can be met"]
    assert [fault.name for fault in found] == ["goal never"]
    assert "can never be met" in found[0].why
    assert (gate.passed, gate.found) == (False, "not never")
    words = {(aim.claim.name, aim.word) for aim in proof.roles["ana"].aims}
    assert words == {("never", UNREACHABLE), ("both", REACHABLE)}


def test_a_goal_that_is_met_though_it_is_lost_is_found_with_a_path() -> None:
    data = _two_texts()
    data["roles"]["ana"]["goals"] = {"g": {"text": "Both.", "met": "flag.a", "lost": "flag.b"}}
    with pack_of(data) as pack:
        (found,) = [fault for fault in faults(prove(pack, plays=20)) if fault.kind == "goal"]
    assert "lost and met" in found.why
    assert found.path[:2] == ("a", "b")


# -- options ---------------------------------------------------------------------------------------


def test_of_two_options_that_do_the_same_the_later_is_never_the_better() -> None:
    data = story(
        {
            "one": choices(
                {"id": "x", "flag": ["a"], "to": "two"},
                {"id": "y", "flag": ["a"], "to": "two"},
                {"id": "z", "flag": ["b"], "to": "two"},
            ),
            "two": choices({"id": "p", "to": "good"}, {"id": "q", "to": "bad"}),
        }
    )
    (one,) = [decision for decision in proved(data).decisions if decision.scene == "one"]
    assert one.dominated == (("y", "x"),)  # z does something else, though nothing here comes of it


# -- figures ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("share", "shown"),
    [(0.0099, "0.9 %"), (0.01, "1.0 %"), (0.0003, "< 0.1 %"), (0.0, "0 %"), (0.449, "44 %"), (0.45, "45 %")],
)
def test_a_share_below_a_limit_is_not_shown_as_if_it_reached_it(share: float, shown: str) -> None:
    assert percent(share) == shown
    assert said(Share(share, 0.0)) == shown


# -- files -----------------------------------------------------------------------------------------

SMALL = (
    "  start: {{e}, choices: [{id: a, text: A, goto: end}, {id: b, text: B, goto: end}]}\n"
    "  end: {{e}, ending: over}\n"
)


@pytest.fixture(autouse=True)
def _own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))


def test_a_file_saved_while_its_story_is_proved_leaves_no_report_of_the_old_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = write_pack(tmp_path / "small", SMALL)
    kept = cache.path_of(str(folder))
    before = proving.data_of

    def saving(*given: Any) -> Any:
        (folder / "scenes.yaml").write_text("# later\n", encoding="utf-8")
        return before(*given)

    monkeypatch.setattr(proving, "data_of", saving)
    assert run(str(folder), out=StringIO(), err=StringIO()) == 0
    assert not os.path.exists(kept)


def test_a_pack_whose_tests_are_wrong_or_changed_is_proved_all_the_same(tmp_path: Path) -> None:
    folder = write_pack(tmp_path / "small", SMALL)
    kept = cache.path_of(str(folder))
    (folder / "tests.yaml").write_text("tests: {one: {role: nobody}}\n", encoding="utf-8")
    out = StringIO()
    assert run(str(folder), out=out, err=StringIO()) == 0
    assert "Everything can be met" in out.getvalue()
    assert cache.path_of(str(folder)) == kept


def test_a_closed_output_is_no_bug(tmp_path: Path) -> None:
    err = StringIO()
    assert run(str(write_pack(tmp_path / "small", SMALL)), out=None, err=err) == 1
    assert err.getvalue() == "The report cannot be written: the output is closed.\n"
