"""The two-level negotiation's arithmetic, and that its words agree with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from packs import run_of
from vikzhel.play.events import VoteHeld
from vikzhel.play.votes import outcome, tilt

if TYPE_CHECKING:
    from pathlib import Path

SCENES = """\
  start: {{e}, choices: [{id: a, text: A, because: B., mood: {ana: MOOD}, flag: [FLAG], goto: hall}]}
  hall:
    evidence: inferred
    reason: r
    vote:
      hold: motion
      seen: room
      carried: {goto: won}
      lost: {goto: end}
      tied: {goto: drawn}
  won: {{e}, text: Won., goto: end}
  drawn: {{e}, text: Drawn., goto: end}
  end: {{e}, ending: over}
"""


def held(
    folder: Path, blocs: str, vote: str, mood: str = "neutral", flag: str = "told"
) -> tuple[VoteHeld, str]:
    """Hold one vote after setting a mood and a flag; return it and the scene it led to."""
    extra = f"blocs:\n{blocs}votes:\n  motion: {{title: The motion, body: council, {vote}}}\n"
    run = run_of(folder, SCENES.replace("MOOD", mood).replace("FLAG", flag), extra)
    run.take("a")
    (vote_held,) = [event for event in run.events() if isinstance(event, VoteHeld)]
    led = next(event.text for event in run.events() if type(event).__name__ == "Narration")
    assert (
        run.state[run.program.layout["vote", "motion"].index]
        == ("carried", "lost", "tied").index(vote_held.result) + 1
    )
    return vote_held, led


ONE = "  one: {name: the ones, body: council, mood: ana, needs: 2, points: {who: {some: POINTS}}%s}\n"


@pytest.mark.parametrize(
    ("points", "mood", "expected"),
    [
        (2, "neutral", "for"),
        (1, "neutral", "abstain"),
        (0, "neutral", "against"),
        (1, "open", "abstain"),  # open is not yet warm enough to tilt
        (1, "warm", "for"),
        (2, "wary", "for"),
        (2, "cold", "abstain"),
        (0, "trusting", "abstain"),  # a mood alone never carries a vote that was two short
    ],
)
def test_points_and_tilt_reach_the_needs_or_fall_one_or_more_short(
    tmp_path: Path, points: int, mood: str, expected: str
) -> None:
    vote, _ = held(
        tmp_path, ONE.replace("POINTS", str(points)) % "", "present: {one: 5}, on: {who: some}", mood
    )
    (roll,) = vote.rolls
    assert roll.vote == expected
    assert roll.seats == 5
    assert sum(p for _, p in roll.parts) == roll.score


def test_a_line_that_is_crossed_is_refused_whatever_the_text_is_worth(tmp_path: Path) -> None:
    blocs = (
        ONE.replace("POINTS", "6") % ", never: {who: some}, reasons: {who: {some: They will not have some}}"
    )
    vote, led = held(tmp_path, blocs, "present: {one: 5}, on: {who: some}", "trusting")
    (roll,) = vote.rolls
    assert (roll.vote, vote.result, led) == ("against", "lost", "It is over.")
    assert roll.why == "A line it will not cross: They will not have some."


def test_the_draft_on_the_table_is_voted_where_the_motion_says_nothing(tmp_path: Path) -> None:
    blocs = "  one: {name: the ones, body: council, needs: 1, points: {who: {few: 1, all: -3}}}\n"
    vote, led = held(tmp_path, blocs, "present: {one: 1}, on: {}")
    assert (vote.result, led) == ("carried", "Won.")


def test_pressure_of_events_counts_only_while_it_holds_and_is_named(tmp_path: Path) -> None:
    blocs = (
        "  one: {name: the ones, body: council, needs: 1, "
        "pressure: [{if: flag.late, points: 1, because: The trains stop at midnight}]}\n"
    )
    without, _ = held(tmp_path / "a", blocs, "present: {one: 1}, on: {}")
    with_it, _ = held(tmp_path / "b", blocs, "present: {one: 1}, on: {}", flag="late")
    assert (without.rolls[0].vote, with_it.rolls[0].vote) == ("abstain", "for")
    assert with_it.rolls[0].why == "Enough for it: The trains stop at midnight."


def test_between_two_texts_a_bloc_takes_the_one_worth_more_and_never_one_it_refuses(tmp_path: Path) -> None:
    blocs = (
        "  one: {name: the ones, body: council, points: {who: {few: 1, all: 2}}}\n"
        "  two: {name: the twos, body: council, points: {who: {few: 1, all: 2}}, never: {who: all}}\n"
        "  three: {name: the threes, body: council}\n"
    )
    rivals = (
        "present: {one: 3, two: 2, three: 9}, between: {a: {label: The wide text, on: {who: all}},"
        " b: {label: The narrow text, on: {who: few}}}"
    )
    vote, led = held(tmp_path, blocs, rivals)
    assert [roll.vote for roll in vote.rolls] == ["for", "against", "abstain"]
    assert (vote.votes_for, vote.against, vote.abstain, led) == (3, 2, 9, "Won.")
    assert vote.rolls[0].rival == 1


def test_where_both_texts_are_refused_the_lines_not_crossed_are_named(tmp_path: Path) -> None:
    blocs = (
        "  one: {name: the ones, body: council, never: {who: [few, all]},"
        " reasons: {who: {few: They want more, all: They want fewer}}}\n"
    )
    rivals = (
        "present: {one: 3}, between: {a: {label: The wide text, on: {who: all}},"
        " b: {label: The narrow text, on: {who: few}}}"
    )
    vote, _ = held(tmp_path, blocs, rivals)
    assert vote.rivals == ("The wide text", "The narrow text")
    assert vote.rolls[0].why == "In both is a line it will not cross: They want fewer; They want more."


def test_a_motion_goes_by_stance_the_first_that_holds(tmp_path: Path) -> None:
    blocs = "  one: {name: the ones, body: council}\n  two: {name: the twos, body: council}\n"
    stance = (
        "present: {one: 2, two: 2}, stance: {one: for, two: [{if: flag.late, vote: abstain,"
        " because: It is late}, {vote: against}]}"
    )
    early, led = held(tmp_path / "a", blocs, stance)
    assert (early.result, led) == ("tied", "Drawn.")
    late, led = held(tmp_path / "b", blocs, stance, flag="late")
    assert (late.result, led, late.rolls[1].why) == ("carried", "Won.", "It is late.")


@pytest.mark.parametrize(
    ("votes_for", "against", "carry", "expected"),
    [
        (5, 1, "majority", "carried"),
        (4, 4, "majority", "tied"),
        (0, 0, "majority", "tied"),
        (4, 5, "majority", "lost"),
        (4, 2, "two-thirds", "carried"),
        (4, 3, "two-thirds", "lost"),
        (0, 0, "two-thirds", "lost"),
    ],
)
def test_what_carries_a_motion(votes_for: int, against: int, carry: str, expected: str) -> None:
    assert outcome(votes_for, against, carry) == expected


def test_only_warm_and_cold_tilt() -> None:
    assert [tilt(mood) for mood in range(-3, 4)] == [-1, -1, 0, 0, 0, 1, 1]
