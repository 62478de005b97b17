"""Different men's weeks held against each other: what lay in whose hands, what each knew, how they stood."""

from __future__ import annotations

from itertools import combinations
from pathlib import Path as File
from random import Random

from archive.test_compare import random_week
from packs import write_pack
from vikzhel.aloud.sheets import whole
from vikzhel.archive.chairs import Chair, made_otherwise
from vikzhel.archive.chairs_pages import shared
from vikzhel.archive.compare import Comparison, Side, compare
from vikzhel.archive.compare_pages import as_data, sheet
from vikzhel.archive.crossing import ENDING, CameOf
from vikzhel.archive.gather import Gathered
from vikzhel.archive.path import Path
from vikzhel.play.events import VoteHeld
from vikzhel.play.program import Program
from vikzhel.play.run import Run
from vikzhel.proof.aside import numbers
from vikzhel.proof.onward import onward
from vikzhel.story.packs import read_pack
from weeks import ROLES, program, recorded_runs


def weeks() -> list[Gathered]:
    records = [Gathered(f"record-{role}", next(recorded_runs(role))) for role in ROLES]
    return records + [random_week(role, seed) for role in ROLES for seed in (3, 4)]


def chair(gathered: Gathered) -> Chair:
    return Chair(Side(gathered.label, Path(gathered.run), None))


def told(compared: Comparison) -> str:
    return "\n".join(line for block in whole(sheet(compared)) for line in block)


def test_a_vote_lay_in_his_hands_if_some_choice_of_his_made_otherwise_gives_it_another_result() -> None:
    """Asked of the game itself, one choice at a time, and not of the module that tells it."""
    lay, out = 0, 0
    for gathered in weeks():
        path, his = Path(gathered.run), chair(gathered)
        for vote, event in his.votes.items():
            hands = his.hands(("vote", vote))
            for decision in path.decisions:
                results = set()
                for option in decision.others:
                    changed = made_otherwise(gathered.run, decision.step, option.id)
                    assert [s.id for s in changed.steps[: decision.step]] == [
                        s.id for s in gathered.run.steps[: decision.step]
                    ]
                    held = [e for e in changed.events() if isinstance(e, VoteHeld) and e.vote == vote]
                    if held or changed.over:
                        results.add(held[0].result if held else "not held")
                turned = bool(results - {event.result})
                assert (decision in hands.turned) == turned
                lay, out = lay + turned, out + (not turned)
            assert not set(hands.turned) & set(hands.shifted)
            before = [held.after for held in path.votes if held.event.vote == vote]
            assert all(decision.step < before[0] for decision in (*hands.turned, *hands.shifted)), (
                "nothing done after a vote moves it"
            )
    assert lay > 20
    assert out > 500


def test_what_one_never_came_to_know_he_does_not_know_at_the_end() -> None:
    seen = 0
    for gathered in weeks():
        learnt = chair(gathered).learnt()
        for fact in program().pack.files.facts:
            assert (str(fact) in learnt) == gathered.run.knows(str(fact))
            seen += str(fact) in learnt
    assert seen > 20


def test_weeks_of_different_men_tell_what_neither_told_alone() -> None:
    kamenev, _, martov = weeks()[:3]
    compared = compare([kamenev, martov], [None, None])
    text = told(compared)
    assert (
        "The Committee's text, against the Left SRs' (VTsIK). Lev Kamenev: carried 38–29; in the room."
        in text
    )
    assert "One choice of his could have turned it: 2 November, The text in your hand." in text
    assert "Julius Martov: carried 38–29; told the figures. Out of his hands." in text
    assert "In whose hands the ending lay" in text
    assert "Day by day, what each decided" in text
    assert "could have given another result to some votes of his week" in text
    turned = as_data(compared)["chairs"][0]["vote_turned_at"]
    assert len(turned["vt-nov1"]) == 1


def test_any_two_men_or_three_weeks_are_told_and_each_pair_shares_votes() -> None:
    found = weeks()
    for one, other in combinations(found, 2):
        if one.run.role != other.run.role:
            compared = compare([one, other], [None, None])
            assert shared(compared.chairs)
            assert "None" not in told(compared)
    compared = compare([found[0], found[1], found[3]], [None, None, None])
    assert f"Lev Kamenev ({found[3].label})" in told(compared), "two weeks of one man are told apart"


def test_a_choice_that_rules_an_ending_out_is_in_his_hands_though_nobody_can_say_how_it_would_have_gone_on(
    tmp_path: File,
) -> None:
    scenes = """\
  start: {{e}, choices: [{id: a, text: A, goto: end}, {id: b, text: B, goto: far}]}
  far: {{e}, choices: [{id: x, text: X, goto: other}, {id: y, text: Y, goto: other}]}
  end: {{e}, ending: over}
  other: {{e}, ending: under}
"""
    endings = "  over: {title: Over, evidence: inferred, text: x}\n  under: {title: Under, evidence: inferred, text: y}"
    story = Program(read_pack(write_pack(tmp_path, scenes, over=endings)))
    run = Run(story, "ana")
    run.take("a")
    assert not made_otherwise(run, 0, "b").over
    odds = next(onward(story, "ana", numbers(story, "ana", ["a"]), turned=0))
    assert chair(Gathered("one", run)).hands(ENDING).turned == ()
    his = Chair(Side("one", Path(run), odds))
    assert [decision.scene for decision in his.hands(ENDING).turned] == ["start"]


def test_the_week_as_it_was_is_what_comes_of_taking_everything_as_it_was() -> None:
    dice = Random(1)
    for gathered in weeks():
        step = dice.randrange(len(gathered.run.steps))
        again = made_otherwise(gathered.run, step, gathered.run.steps[step].id)
        assert [s.id for s in again.steps] == [s.id for s in gathered.run.steps]
        assert CameOf(again).get(ENDING) == CameOf(gathered.run).get(ENDING)
