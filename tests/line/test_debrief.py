"""The debrief in plain mode: part by part, in any order, and never in the way."""

from __future__ import annotations

from typing import TYPE_CHECKING

from packs import write_pack
from vikzhel.archive.store import Store
from vikzhel.places import pack_folder
from vikzhel.play.program import Program
from vikzhel.story.packs import read_pack
from weeks import recorded_runs

if TYPE_CHECKING:
    from pathlib import Path

    from .conftest import Sit

TUTORIAL = pack_folder("tutorial")


def week() -> list[str]:
    """Return what Kamenev types to do what he did; a count is not foretold."""
    return ["skip" if step.kind == "vote" else step.id for step in next(recorded_runs("kamenev")).steps]


def test_enter_tells_one_part_after_another_and_then_quits(sit: Sit) -> None:
    played = sit(TUTORIAL, ["2", "", "", "", "", "", ""])
    heads = [line for line in played.lines if line.startswith("Part ")]
    assert heads == [
        "Part 1 of 5: Your story in ten lines.",
        "Part 2 of 5: Beside it, the record.",
        "Part 3 of 5: Turning points.",
        "Part 4 of 5: How historians read it.",
        "Part 5 of 5: Questions, and what you brought to them.",
    ]
    assert played.status == 0
    assert played.lines[-2].startswith("This run is kept as ")
    assert "All these figures are exact: every way on was followed to its end." in played.text


def test_a_number_tells_that_part_and_more_its_details(sit: Sit) -> None:
    played = sit(pack_folder("talks"), [*week(), "3", "more", "5", "debrief", "more", "quit"], role="kamenev")
    heads = [line for line in played.lines if line.startswith("Part ")]
    assert heads == ["Part 3 of 5: Turning points.", "Part 5 of 5: Questions, and what you brought to them."]
    assert "Every decision, and what else was open:" in played.lines
    assert "Sources met:" in played.lines
    assert "So it ended on the record." in played.text
    assert "Before that, nothing moved the odds more than this." in played.text


def test_an_early_ending_has_a_whole_debrief(sit: Sit) -> None:
    path = ["bluff", "k-door-rykov", "insist", "skip", "no-worker", "firm", "plain", "oppose", "defend",
            "k-door-karelin", "refuse", "core", "riazanov", "k-door-nogin", "hand-over", "skip", "carry"]  # fmt: skip
    played = sit(pack_folder("talks"), [*path, "1", "2", "3", "4", "5", "quit"], role="kamenev")
    assert "The end: The trains stop." in played.text
    assert len([line for line in played.lines if line.startswith("Part ")]) == 5
    assert "When your week had ended, he went on:" in played.lines
    assert "His week ended with “Resignations”." in played.lines
    assert "You left the record on 29 October, 17:00, at “Smolny at dusk”." in played.text


def test_taking_back_from_a_finished_week_begins_a_new_run_and_the_week_stays(
    sit: Sit, tmp_path: Path
) -> None:
    played = sit(TUTORIAL, ["2", "1", "undo", "3", "1", "quit"])
    told = [line for line in played.lines if line.startswith("It ended with")]
    assert told == ["It ended with “The line stands”.", "It ended with “The line runs”."]
    store = Store.open(str(tmp_path / "data"))
    new, old = store.runs()
    assert (new.parent, new.parent_steps) == (old.code, 0)
    assert f"{old.code} stays as it is." in played.text
    program = Program(read_pack(TUTORIAL))
    endings = [store.resume(row.code, program).run.scene for row in (old, new)]
    assert len(set(endings)) == 2, "both weeks are there, each with its own ending"


def test_hostile_words_in_a_pack_reach_no_terminal_by_way_of_the_debrief(sit: Sit, tmp_path: Path) -> None:
    scenes = """\
  start: {{e}, choices: [{id: a, text: "[bold]A[/] <b>", because: "Be [red]cause", goto: end}, {id: b, text: B, goto: end}]}
  end: {{e}, ending: over}
"""
    played = sit(write_pack(tmp_path / "pack", scenes), ["1", "1", "3", "more", "quit"])
    assert "Start. Be [red]cause." in played.text
    assert "you chose “[bold]A[/] <b>”" in played.text
    assert "\x1b" not in played.text
