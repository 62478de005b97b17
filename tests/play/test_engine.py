"""What the language promises an author, one claim at a time."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING

import pytest

from packs import run_of
from vikzhel.play.events import (
    DoorsOpened,
    Drawn,
    Ended,
    FactLearned,
    MoodChanged,
    Narration,
    Offered,
    Prediction,
    Reflection,
    SceneEntered,
    TableChanged,
    VoteHeld,
)
from vikzhel.play.run import Diverged, NotOpen, Run, Step

if TYPE_CHECKING:
    from pathlib import Path

END = "  end: {{e}, ending: over}\n"


def told(run: Run) -> list[str]:
    return [event.text for event in run.events() if isinstance(event, Narration)]


def ids(run: Run) -> list[str]:
    return [option.id for option in run.open]


def test_a_mood_is_clamped_and_the_loss_is_told(tmp_path: Path) -> None:
    run = run_of(
        tmp_path,
        "  start: {{e}, choices: [{id: a, text: A, because: You smiled., mood: {ana: +5}, goto: end}]}\n"
        + END,
    )
    (change,) = [event for event in run.take("a") if isinstance(event, MoodChanged)]
    assert (change.before, change.after, change.wanted, change.because) == (0, 3, 5, "You smiled.")


def test_a_band_sets_a_mood_and_each_change_may_have_its_own_cause(tmp_path: Path) -> None:
    run = run_of(
        tmp_path,
        "  start: {{e}, choices: [{id: a, text: A, because: General.,"
        " mood: {ana: {change: cold, because: Own.}}, table: {who: +1}, goto: end}]}\n" + END,
    )
    log = run.take("a")
    (mood,) = [event for event in log if isinstance(event, MoodChanged)]
    (table,) = [event for event in log if isinstance(event, TableChanged)]
    assert (mood.after, mood.because) == (-2, "Own.")
    assert (table.before, table.after, table.because) == ("A few", "Some", "General.")
    assert run.mood("ana") == -2
    assert run.position("who") == "some"


def test_a_choice_used_up_is_gone_and_a_fallback_comes_only_then(tmp_path: Path) -> None:
    run = run_of(
        tmp_path,
        "  start: {{e}, choices: [{id: a, text: A, once: true, goto: start},"
        " {id: b, text: B, fallback: true, goto: end}]}\n" + END,
    )
    assert ids(run) == ["a"]
    run.take("a")
    assert ids(run) == ["b"]
    run.take("b")
    assert run.over


def test_a_hidden_choice_is_not_offered_and_a_locked_one_is_with_its_reason(tmp_path: Path) -> None:
    run = run_of(
        tmp_path,
        "  start: {{e}, choices: [{id: a, text: A, flag: late, because: Because., goto: start},"
        " {id: hidden, text: H, if: flag.late, goto: end},"
        " {id: barred, text: L, if: flag.late, locked: Too early., goto: end}]}\n" + END,
    )
    assert [(option.id, option.locked) for option in run.options] == [("a", ""), ("barred", "Too early.")]
    with pytest.raises(NotOpen, match="Too early"):
        run.take("barred")
    run.take("a")
    assert ids(run) == ["a", "hidden", "barred"]


def test_a_reflective_choice_says_that_it_changed_nothing(tmp_path: Path) -> None:
    run = run_of(
        tmp_path,
        "  start: {{e}, choices: [{id: a, text: A, reflective: true, reply: You think., goto: start},"
        " {id: b, text: B, goto: end}]}\n" + END,
    )
    before = run.state
    log = run.take("a")
    assert any(isinstance(event, Reflection) for event in log)
    assert run.state == before


def test_seen_counts_visits_before_this_one_up_to_two(tmp_path: Path) -> None:
    run = run_of(
        tmp_path,
        "  start:\n    evidence: inferred\n    reason: r\n    text:\n"
        "      - {if: not seen.start, text: first}\n"
        "      - {if: seen.start and not seen.start at least 2, text: second}\n"
        "      - {if: seen.start at least 2, text: later}\n"
        "    choices: [{id: a, text: A, goto: start}, {id: b, text: B, goto: end}]\n" + END,
    )
    for _ in range(3):
        run.take("a")
    assert told(run) == ["first", "second", "later", "later"]


def test_effects_on_entering_come_before_the_text_of_a_scene(tmp_path: Path) -> None:
    run = run_of(
        tmp_path,
        "  start: {{e}, learn: secret, text: [{if: knows.secret, text: You know.}], goto: end}\n" + END,
    )
    assert any(isinstance(event, FactLearned) for event in run.events())
    assert "You know." in told(run)


def test_a_conditional_way_takes_the_first_that_holds(tmp_path: Path) -> None:
    scenes = (
        "  start: {{e}, choices: [{id: a, text: A, because: B., mood: {ana: MOOD}, goto: ["
        "{if: mood.ana at least warm, to: good}, {if: mood.ana at least open, to: fair}, {to: end}]}]}\n"
        "  good: {{e}, text: Good., goto: end}\n  fair: {{e}, text: Fair., goto: end}\n" + END
    )
    for mood, expected in (("trusting", "Good."), ("open", "Fair."), ("cold", "")):
        run = run_of(tmp_path / mood, scenes.replace("MOOD", mood))
        run.take("a")
        assert told(run)[:1] == ([expected] if expected else ["It is over."])


DOORS = """\
  start:
    evidence: inferred
    reason: r
    text: The corridor.
    doors:
      pick: 2
      of:
        - {to: one, text: One}
        - {to: two, text: Two}
        - {to: three, text: Three, if: flag.late, locked: Not yet.}
      then: end
  one: {{e}, text: In one., choices: [{id: a, text: A, because: B., flag: late, goto: back}]}
  two: {{e}, text: In two., goto: back}
  three: {{e}, text: In three., goto: back}
"""


def test_doors_are_picked_in_any_order_each_once_and_then_the_way_goes_on(tmp_path: Path) -> None:
    run = run_of(tmp_path, DOORS + END)
    assert [(o.id, o.locked) for o in run.options] == [("one", ""), ("two", ""), ("three", "Not yet.")]
    run.take("one")
    log = run.take("a")
    again = [event for event in log if isinstance(event, SceneEntered)]
    assert [event.again for event in again] == [True]
    assert [event.left for event in log if isinstance(event, DoorsOpened)] == [1]
    assert ids(run) == ["two", "three"]
    run.take("three")
    assert run.over
    assert told(run) == ["The corridor.", "In one.", "In three.", "It is over."]


def test_doors_end_early_when_no_door_is_left_open(tmp_path: Path) -> None:
    scenes = DOORS.replace("flag: late", "flag: told").replace("pick: 2", "pick: 3")
    run = run_of(tmp_path, scenes + END)
    run.take("two")
    run.take("one")
    run.take("a")
    assert run.over


CHANCE = """\
  start:
    evidence: inferred
    reason: r
    chance:
      of:
        - {id: rain, weight: 1, text: It rains., goto: end}
        - {id: snow, weight: 9, text: It snows., because: Snow., count: {cups: +1}, goto: end}
"""


def test_chance_goes_by_weight_and_is_a_step_that_replays(tmp_path: Path) -> None:
    run = run_of(tmp_path, CHANCE + END)
    drawn = {"rain": 0, "snow": 0}
    dice = Random(5)
    for _ in range(200):
        again = Run(run.program, "ana")
        again.take(again.drawn(dice))
        drawn[again.steps[0].id] += 1
        assert again.steps[0].kind == "draw"
        assert Run.replay(run.program, "ana", again.steps).state == again.state
    assert 5 <= drawn["rain"] <= 40
    assert any(isinstance(event, Drawn) and event.text.startswith("It ") for event in again.events())


def test_an_ending_judges_by_what_happened(tmp_path: Path) -> None:
    goals = (
        "    start: start\n    goals:\n      be-late: {text: Be late., met: flag.late}\n"
        "      stay-warm: {text: Stay warm., met: mood.ana at least warm, lost: flag.late}\n"
        "      learn-it: {text: Learn it., met: knows.secret, lost: flag.told}"
    )
    run = run_of(
        tmp_path,
        "  start: {{e}, choices: [{id: a, text: A, because: B., flag: late, goto: end}]}\n" + END,
        start=goals,
        greeting="  greeting: Hello.\n  judgements: {lives: Lives}",
        over="  over: {title: Over, evidence: inferred, text: It is over., judgement:"
        " {lives: [{if: flag.late, text: Late.}, {text: Early.}]}}",
    )
    run.take("a")
    (end,) = [event for event in run.events() if isinstance(event, Ended)]
    assert [(j.label, j.text) for j in end.judgements] == [("Lives", "Late.")]
    assert [(g.text, g.result) for g in end.goals] == [
        ("Be late.", "met"),
        ("Stay warm.", "lost"),
        ("Learn it.", "open"),
    ]


VOTE = """\
  start:
    evidence: inferred
    reason: r
    vote:
      hold: motion
      predict: Will it carry?
      carried: {goto: won}
      lost: {goto: end}
  won: {{e}, text: Won., goto: end}
"""
BLOCS = """\
blocs:
  hard: {name: the hard ones, body: council, needs: 1}
votes:
  motion: {title: The motion, body: council, present: {hard: 3}, on: {}}
"""


def test_a_prediction_is_asked_first_kept_with_the_step_and_changes_nothing(tmp_path: Path) -> None:
    run = run_of(tmp_path, VOTE + END, BLOCS)
    assert [event.question for event in run.events() if isinstance(event, Prediction)] == ["Will it carry?"]
    assert [option.kind for option in run.options] == ["vote"]
    log = run.take("motion", prediction="lost", sureness=2)
    assert any(isinstance(event, VoteHeld) for event in log)
    assert (run.steps[0].prediction, run.steps[0].sureness) == ("lost", 2)
    other = Run(run.program, "ana")
    other.take("motion")
    assert other.state == run.state


def test_leaving_the_record_is_dated_and_a_silent_record_never_counts(tmp_path: Path) -> None:
    def scenes(record: str) -> str:
        return (
            "  start: {{e}, when: 1917-10-29 17:00, choices: [{id: did, text: A, really_chose: ana"
            + record
            + ", goto: end}, {id: did-not, text: B, goto: end}]}\n"
            + END
        )

    documented = run_of(tmp_path / "a", scenes(""))
    documented.take("did-not")
    left = documented.left_record()
    assert left is not None
    assert (left.step, left.words) == (0, "Off the record since 29 October, 17:00")
    documented.undo(0)
    documented.take("did")
    assert documented.left_record() is None
    silent = run_of(tmp_path / "b", scenes(", record: silent"))
    silent.take("did-not")
    assert silent.left_record() is None


def test_a_kept_step_that_no_longer_fits_is_named_and_never_replaced_by_another(tmp_path: Path) -> None:
    run = run_of(
        tmp_path,
        "  start: {{e}, choices: [{id: a, text: A, goto: mid}, {id: b, text: B, goto: end}]}\n"
        "  mid: {{e}, choices: [{id: x, text: X, goto: end}]}\n" + END,
    )
    fits = [Step("choice", "start", "a"), Step("choice", "mid", "x")]
    assert Run.replay(run.program, "ana", fits).over
    for steps, number, words in (
        ([Step("choice", "start", "gone")], 0, "no longer offers “gone”"),
        ([fits[0], Step("choice", "elsewhere", "x")], 1, "taken in “elsewhere”"),
        ([Step("choice", "start", "a", digest="00000000")], 0, "no longer leads where it led"),
        ([*fits, Step("choice", "mid", "x")], 2, "already ended"),
    ):
        with pytest.raises(Diverged, match=words) as caught:
            Run.replay(run.program, "ana", steps)
        assert caught.value.number == number


def test_old_names_are_followed(tmp_path: Path) -> None:
    run = run_of(
        tmp_path,
        "  start: {{e}, choices: [{id: new-a, text: A, goto: end}]}\n" + END,
        greeting="  greeting: Hello.\n  renamed: {old-start: start, old-start/a: start/new-a}",
    )
    assert Run.replay(run.program, "ana", [Step("choice", "old-start", "a")]).over


def test_fifteen_hundred_scenes_that_flow_into_each_other_are_no_trouble(tmp_path: Path) -> None:
    link = "  sN: {{e}, text: TN., goto: sM}\n"
    chain = "".join(link.replace("N", str(n)).replace("M", str(n + 1)) for n in range(1500))
    run = run_of(
        tmp_path, "  start: {{e}, goto: s0}\n" + chain + "  s1500: {{e}, text: Last., goto: end}\n" + END
    )
    assert run.over
    assert told(run)[-2:] == ["Last.", "It is over."]


def test_the_stream_ends_in_an_offer_or_in_the_end(tmp_path: Path) -> None:
    run = run_of(tmp_path, "  start: {{e}, choices: [{id: a, text: A, goto: end}]}\n" + END)
    assert isinstance(run.events()[-1], Offered)
    run.take("a")
    assert isinstance(run.events()[-1], Ended)
    assert run.options == ()


def test_a_lost_goal_is_named_by_the_first_text_that_tells_it(tmp_path: Path) -> None:
    run = run_of(
        tmp_path / "pack",
        """\
  start: {{e}, text: Dusk., choices: [{text: Wait., reflective: true, goto: gone}]}
  gone: {{e}, text: [{tells: tea, text: The pot is empty.}], choices: [{text: Wait., reflective: true, goto: worse}]}
  worse: {{e}, text: [{tells: tea, text: The kettle is cracked.}, {tells: tea, text: No tea.}], goto: bed}
  bed: {{e}, text: You sleep., ending: over}
""",
        start="    start: start\n    goals: {tea: {text: Tea, met: flag.told, lost: flag.late}}",
    )
    run.take(run.open[0].id)
    run.take(run.open[0].id)
    told = [(event.text, event.goal) for event in run.events() if isinstance(event, Narration)]
    assert told[1:4] == [("The pot is empty.", "tea"), ("The kettle is cracked.", ""), ("No tea.", "")]
