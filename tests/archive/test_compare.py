"""Comparing runs: where they part, and always a cause."""

from __future__ import annotations

import json
from itertools import combinations
from pathlib import Path as File
from random import Random

import pytest

from packs import write_pack
from vikzhel.aloud.sheets import whole
from vikzhel.archive.compare import compare
from vikzhel.archive.compare_pages import as_data, sheet
from vikzhel.archive.consequences import Pair
from vikzhel.archive.crossing import ENDING, Crossing, crossed
from vikzhel.archive.drawing import drawn_lines
from vikzhel.archive.gather import THE_RECORD, Gathered, Gathering, NotGathered
from vikzhel.archive.path import Path
from vikzhel.archive.record import unsaid
from vikzhel.archive.sheet import Chart, Point
from vikzhel.archive.store import Store
from vikzhel.archive.transfer import to_json
from vikzhel.play.program import Program
from vikzhel.play.run import Run
from vikzhel.proof.aside import numbers
from vikzhel.proof.onward import onward
from vikzhel.story.packs import read_pack
from weeks import ROLES, program, recorded_runs

FORK = """\
  start: {{e}, choices: [{id: a, text: Be kind, because: You were kind., goto: mid, mood: {ana: +1}}, {id: b, text: Be firm, because: You were firm., goto: mid, flag: told}]}
  mid: {{e}, choices: [{id: x, text: X, goto: end}, {id: y, text: Y, goto: other, if: flag.told, locked: Not told}]}
  end: {{e}, ending: over}
  other: {{e}, ending: under}
"""
ENDINGS = """\
  over: {title: Over, evidence: inferred, text: x, judgement: {lives: [{if: flag.told, text: They had been told.}, {text: Nobody knew.}]}}
  under: {title: Under, evidence: inferred, text: y, judgement: {lives: [{text: None.}]}}"""
CHANCE = """\
  start: {{e}, chance: {of: [{id: rain, weight: 1, text: It rains., goto: end}, {id: sun, weight: 1, text: The sun., goto: other}]}}
  end: {{e}, ending: over}
  other: {{e}, ending: under}
"""


def small(folder: File, scenes: str = FORK) -> Program:
    return Program(
        read_pack(
            write_pack(
                folder,
                scenes,
                over=ENDINGS,
                greeting="  greeting: Good evening.\n  judgements: {lives: Lives}",
            )
        )
    )


def ran(story: Program, *steps: str, role: str = "ana", label: str = "") -> Gathered:
    run = Run(story, role)
    for step in steps:
        run.take(step)
    return Gathered(label or "-".join(steps), run)


def random_week(role: str, seed: int) -> Gathered:
    dice, run = Random(seed), Run(program(), role)
    while not run.over:
        run.take(dice.choice(run.open).id)
    return Gathered(f"{role}-{seed}", run)


def causes(*found: Gathered, odds: bool = False) -> str:
    known = [
        next(
            onward(
                g.run.program,
                g.run.role,
                numbers(g.run.program, g.run.role, [s.id for s in g.run.steps]),
                turned=0,
            )
        )
        if odds
        else None
        for g in found
    ]
    return "\n".join(compare(list(found), known).causes)


def test_where_runs_part_is_the_first_thing_they_did_otherwise_and_what_it_changed(tmp_path: File) -> None:
    story = small(tmp_path)
    compared = compare(
        [ran(story, "a", "x", label="kind-run"), ran(story, "b", "y", label="firm-run")], [None, None]
    )
    assert compared.parting is not None
    assert (compared.parting.steps, compared.parting.scene) == (0, "start")
    told = "\n".join(compared.causes)
    assert "kind-run chose “Be kind”. (“You were kind.”) It changed this: Ana warmer." in told
    assert "firm-run chose “Be firm”. (“You were firm.”) It changed this: you told them." in told


def test_the_decision_after_which_the_others_ending_could_not_come_is_the_cause(tmp_path: File) -> None:
    story = small(tmp_path)
    told = causes(ran(story, "a", "x", label="kind-run"), ran(story, "b", "y", label="firm-run"), odds=True)
    assert "In kind-run, what told was start: “Be kind”. After this “Under” could no longer come." in told
    assert "In firm-run, what told was mid: “Y”. After this “Over” could no longer come." in told
    assert "Before it, it still would have, 25 times in 100." in told


def test_the_same_ending_for_different_reasons_says_which(tmp_path: File) -> None:
    story = small(tmp_path)
    told = causes(ran(story, "a", "x", label="kind-run"), ran(story, "b", "x", label="firm-run"))
    assert "Both ended with “Over”. The same ending can have different reasons." in told
    assert "In kind-run: Nobody knew. In firm-run: They had been told." in told


def test_runs_that_ended_alike_say_what_brought_each_there_and_that_nothing_alone_decided_it(
    tmp_path: File,
) -> None:
    story = small(tmp_path)
    kind, firm = ran(story, "a", "x", label="kind-run"), ran(story, "b", "x", label="firm-run")
    told = causes(kind, firm, odds=True)
    assert (
        "In kind-run, what told was start: “Be kind”. Before it this ending would have come 75 times in 100"
        in told
    )
    assert (
        "In firm-run, what told was mid: “X”. Before it this ending would have come 50 times in 100, after it every time."
        in told
    )
    _, first, *_ = pair(kind, firm).weighed()
    assert first == "The ending, none: nothing in which they differed decided by itself how either ended."


def test_the_same_week_twice_says_that_nothing_was_done_otherwise(tmp_path: File) -> None:
    story = small(tmp_path)
    compared = compare([ran(story, "a", "x"), ran(story, "a", "x")], [None, None])
    assert compared.parting is None
    assert "step for step" in compared.causes[0]


def test_a_run_that_stops_is_said_to_stop_there(tmp_path: File) -> None:
    story = small(tmp_path)
    told = causes(ran(story, "a", label="short-run"), ran(story, "a", "x", label="whole-run"))
    assert "short-run stops there." in told


def test_chance_is_named_as_the_cause_where_it_was(tmp_path: File) -> None:
    story = small(tmp_path, CHANCE)
    told = causes(ran(story, "rain"), ran(story, "sun"))
    assert "rain met with “It rains”." in told
    assert "Nobody decided that: it was chance." in told


@pytest.mark.parametrize("role", ROLES)
def test_every_comparison_names_a_cause_and_prints(role: str) -> None:
    found = [random_week(role, seed) for seed in range(8)]
    for one, other in combinations(found, 2):
        compared = compare([one, other], [None, None])
        assert len(compared.causes) >= 2
        assert all(cause.strip() and "None" not in cause for cause in compared.causes)
        assert all(block for block in whole(sheet(compared)))
        json.dumps(as_data(compared))


def test_different_men_are_compared_by_the_votes_they_share() -> None:
    compared = compare([random_week("kamenev", 5), random_week("martov", 2)], [None, None])
    assert compared.parting is None
    assert not compared.one_role
    assert compared.causes[0].startswith("Different men were played")


def test_a_vote_that_went_otherwise_names_the_bloc_that_made_it_so() -> None:
    record = Gathered(THE_RECORD, next(recorded_runs("kamenev")))
    for seed in range(30):
        other = random_week("kamenev", seed)
        told = [
            line
            for line in compare([record, other], [None, None]).pairs[0].chain()
            if line.startswith("“Let our delegates")
        ]
        if told:
            assert "Dan's centre, six votes: for in the record" in told[0]
            return
    raise AssertionError("no week was found in which that vote went otherwise")


def test_decisions_stand_side_by_side_in_the_order_of_the_runs_and_the_parting_is_marked() -> None:
    one, other = random_week("martov", 2), random_week("martov", 7)
    printed = sheet(compare([one, other], [None, None]))
    table = next(b for part in printed.parts for b in part.blocks if b.heading == "Decision by decision")
    marks = [row.mark for row in table.rows]  # type: ignore[union-attr]
    assert marks.count("here they part") == 1
    texts = [row.cells[1] for row in table.rows if row.cells[1] != "did not come to this"]  # type: ignore[union-attr]
    assert texts == [decision.text for decision in Path(one.run).decisions]


# -- gathering -------------------------------------------------------------------------------------


def test_runs_come_from_the_archive_from_files_and_from_the_record(tmp_path: File) -> None:
    data = str(tmp_path / "data")
    store = Store.open(data)
    kept = store.begin(program(), "riazanov")
    for step in random_week("riazanov", 3).run.steps:
        kept.take(step.id)
    kept.note(2, "Why not?")
    store.rename(kept.code, "Group 4")
    file = tmp_path / "handed-in.json"
    file.write_text(to_json(store.played(kept.code)), encoding="utf-8")
    found = Gathering(data).all([kept.code, "group 4", str(file), "record"])
    assert [g.run.steps for g in found[:3]] == [kept.run.steps] * 3
    assert [g.label for g in found] == ["Group 4", "Group 4", "handed-in.json", "the record"]
    assert found[0].notes[0].text == "Why not?"
    assert found[3].run.left_record() is None


def test_what_cannot_be_gathered_is_named_with_the_reason(tmp_path: File) -> None:
    data = str(tmp_path / "data")
    gathering = Gathering(data)
    for names, words in (
        (["copper-tram-nine"], "No runs are kept yet|no runs are kept yet"),
        (["record"], "Name a run to hold the record against"),
        ([str(tmp_path / "no.json")], "no such file"),
    ):
        with pytest.raises(NotGathered, match=words):
            gathering.all(names)
    assert not (tmp_path / "data").exists()
    story = small(tmp_path / "pack")
    store = Store.open(data)
    kept = store.begin(story, "ana")
    kept.take("a")
    file = tmp_path / "other.json"
    file.write_text(to_json(store.played(kept.code)), encoding="utf-8")
    with pytest.raises(
        NotGathered, match=r"the story “small”, which is not here. Say where it is with  --story"
    ):
        gathering.all([str(file)])
    assert Gathering(data, str(tmp_path / "pack")).all([str(file)])[0].run.steps == kept.run.steps


def test_a_run_of_another_version_is_told_as_far_as_it_goes(tmp_path: File) -> None:
    story = small(tmp_path / "pack")
    store = Store.open(str(tmp_path))
    kept = store.begin(story, "ana")
    kept.take("b")
    kept.take("y")
    write_pack(tmp_path / "pack", FORK.replace("id: y, text: Y", "id: z, text: Z"), over=ENDINGS,
               greeting="  greeting: Good evening.\n  judgements: {lives: Lives}")  # fmt: skip
    (found,) = Gathering(str(tmp_path)).all([kept.code])
    assert [step.id for step in found.run.steps] == ["b"]
    assert "at step 2 of 2" in found.trouble


def test_what_would_have_come_whatever_was_chosen_is_not_laid_to_a_choice(tmp_path: File) -> None:
    scenes = FORK.replace(
        "  mid: {{e},", "  mid: {{e}, because: Tea was late., table: {who: all}, learn: secret,"
    )
    story = small(tmp_path, scenes)
    compared = compare(
        [ran(story, "a", "x", label="kind-run"), ran(story, "b", "x", label="firm-run")], [None, None]
    )
    assert "It changed this: Ana warmer." in compared.causes[1]
    assert "All of them" not in compared.causes[1]
    assert "secret" not in " ".join(compared.causes)
    assert "They will yield" not in " ".join(compared.causes)


# -- one choice put into another week --------------------------------------------------------------


def test_one_choice_put_into_another_week_says_what_that_alone_would_have_changed(tmp_path: File) -> None:
    story = small(tmp_path)
    kind, firm = ran(story, "a", "x", label="kind-run"), ran(story, "b", "y", label="firm-run")
    told = compare([kind, firm], [None, None]).causes
    assert (
        "Put any one of firm-run's other choices into kind-run, and leave the rest: it would have ended as it did "
        "(one choice tried)."
    ) in told
    assert (
        "Put this one choice of kind-run into firm-run, and leave the rest: start, “Be kind”. Then it would have "
        "ended with “Over”, as kind-run did."
    ) in told


@pytest.mark.parametrize("role", ROLES)
def test_a_changed_week_keeps_all_it_can_and_takes_nothing_from_elsewhere(role: str) -> None:
    seen = 0
    for seed in range(12):
        one, other = random_week(role, seed).run, random_week(role, seed + 100).run
        crossing = Crossing(Path(one), Path(other))
        for key in crossing.keys(0):
            changed = crossed(one, other, [key])
            step = crossing.decision(0, key).step
            theirs = crossing.decision(1, key).id
            seen += 1
            assert [s.id for s in changed.steps[: step + 1]] == [s.id for s in one.steps[:step]] + [theirs]
            mine, his = ({(s.scene, s.id) for s in run.steps} for run in (one, other))
            visited = {s.scene for s in one.steps}
            for number, later in enumerate(changed.steps[step + 1 :], step + 1):
                taken = later.scene, later.id
                alone = len(Run.replay(program(), role, changed.steps[:number]).open) == 1
                assert taken in mine or taken in his or alone
                if later.scene not in visited:
                    assert taken in his or alone
    assert seen > 20


def test_of_a_run_that_is_not_over_it_is_said_what_can_still_come(tmp_path: File) -> None:
    story = small(tmp_path)
    told = causes(ran(story, "b", label="short-run"), ran(story, "b", "y", label="whole-run"), odds=True)
    assert "short-run is not over. Left to chance, “Under” would still come 50 times in 100." in told
    assert "“not over”" not in told
    assert "short-run is not over." in causes(
        ran(story, "b", label="short-run"), ran(story, "b", "y", label="whole-run")
    )


# -- what a difference goes back to ----------------------------------------------------------------

TOGETHER = """\
  start: {{e}, title: The start, choices: [{id: a, text: Stay, goto: mid}, {id: b, text: Tell them, because: So., goto: mid, flag: told}]}
  mid: {{e}, title: The middle, choices: [{id: c, text: Early, goto: hall}, {id: d, text: Late, because: So., goto: hall, flag: late}]}
  hall: {{e}, title: The hall, choices: [{id: x, text: X, goto: way}, {id: y, text: Y, goto: way}]}
  way: {{e}, goto: [{to: other, if: flag.told and flag.late}, {to: end}]}
  end: {{e}, ending: over}
  other: {{e}, ending: under}
"""
VOTED = """\
  start: {{e}, title: The start, choices: [{id: a, text: Stay, goto: mid}, {id: b, text: Yield, because: So., goto: mid, table: {who: some}}]}
  mid: {{e}, title: The middle, choices: [{id: c, text: Early, goto: hall}, {id: d, text: Late, because: So., goto: hall, flag: late}]}
  hall: {{e}, vote: {hold: motion, carried: {goto: yard}, lost: {goto: end}}}
  yard: {{e}, title: The yard, choices: [{id: p, text: P, goto: other}, {id: q, text: Q, goto: other}]}
  end: {{e}, ending: over}
  other: {{e}, ending: under}
"""
BLOCS = """\
blocs: {ones: {name: the ones, body: council}}
votes:
  motion: {title: A motion., body: council, present: {ones: 5}, stance: {ones: [
    {vote: for, if: table.who is some, because: Enough for them}, {vote: against, because: Too little}]}}
"""


def pair(one: Gathered, other: Gathered) -> Pair:
    return compare([one, other], [None, None]).pairs[0]


def test_a_vote_that_went_otherwise_goes_back_to_the_choice_that_made_it_so(tmp_path: File) -> None:
    story = Program(read_pack(write_pack(tmp_path, VOTED, BLOCS, over=ENDINGS,
                    greeting="  greeting: Good evening.\n  judgements: {lives: Lives}")))  # fmt: skip
    held = pair(ran(story, "a", "c", label="kind-run"), ran(story, "b", "d", "p", label="firm-run"))
    vote, came = held.chain()
    assert vote.startswith(
        "“A motion” (The council) went 0–5 in kind-run and 5–0 in firm-run. The ones, five votes"
    )
    assert "That hangs on one thing, The start: kind-run chose “Stay”, firm-run chose “Yield”." in vote
    assert came.startswith("Only firm-run came to The yard. That hangs on one thing, The start")
    assert held.goes_back(("draft", "Who is in")) == "The start"
    assert held.goes_back(("vote", "motion")) == "The start"
    lead, *weights = held.weighed()
    assert lead.startswith("Twice kind-run and firm-run stood in the same place")
    assert weights == ["The ending, one: The start.", "Nothing that shows at the end, one: The middle."]
    first, second = held.sides[0].path.decisions
    assert held.swapped(first) == (
        "kind-run: would have ended with “Under”; “A motion” carried 5–0. "
        "firm-run: would have ended with “Over”; “A motion” lost 0–5."
    )
    assert held.swapped(second) == "Either: nothing that shows at the end."


def test_what_took_two_choices_together_is_told_as_two_and_without_a_third(tmp_path: File) -> None:
    story = small(tmp_path, TOGETHER)
    held = pair(ran(story, "a", "c", "x", label="kind-run"), ran(story, "b", "d", "y", label="firm-run"))
    cause = held.crossing.cause(ENDING)
    assert cause is not None
    assert (cause.base, cause.alone) == (1, True), "taking either from the firm run undoes it"
    assert [decision.title for decision in cause.decisions] == ["The start", "The middle"]
    mixed = pair(ran(story, "a", "d", "x", label="late-run"), ran(story, "b", "c", "y", label="told-run"))
    assert mixed.crossing.cause(ENDING) is None, "they ended alike"
    assert mixed.goes_back(ENDING) == ""


def test_what_was_not_open_to_the_other_says_why_and_what_it_goes_back_to(tmp_path: File) -> None:
    story = small(tmp_path)
    (told,) = pair(ran(story, "a", "x", label="kind-run"), ran(story, "b", "y", label="firm-run")).chain()
    assert told.startswith(
        "At mid firm-run chose “Y”. That was not open to kind-run (not told). That hangs on one thing, start"
    )


@pytest.mark.parametrize("role", ROLES)
def test_a_cause_that_is_named_does_bring_the_difference_about(role: str) -> None:
    named = 0
    for seed in range(10):
        one, other = random_week(role, seed), random_week(role, seed + 50)
        crossing = Crossing(Path(one.run), Path(other.run))
        was = crossing.came_of
        for kind in ("ending", "vote", "draft", "judged", "scene"):
            for fact in was[0].changes(was[1], kind):
                cause = crossing.cause(fact)
                if cause is None:
                    continue
                named += 1
                keys = [crossing.key(1 - cause.base, decision) for decision in cause.decisions]
                for tried in [[key] for key in keys] if cause.alone else [keys]:
                    runs = (crossing.paths[cause.base].run, crossing.paths[1 - cause.base].run)
                    changed = Crossing(Path(crossed(*runs, tried)), crossing.paths[1 - cause.base]).came_of[0]
                    assert changed.get(fact) == was[1 - cause.base].get(fact)
    assert named > 30


@pytest.mark.parametrize("role", ROLES)
def test_differences_of_weeks_are_nearly_always_traced_to_something_done(role: str) -> None:
    record = Gathered(THE_RECORD, next(recorded_runs(role)))
    for seed in range(6):
        crossing = pair(random_week(role, seed), record).crossing
        differ = [
            f
            for kind in ("ending", "vote", "draft")
            for f in crossing.came_of[0].changes(crossing.came_of[1], kind)
        ]
        assert sum(crossing.cause(fact) is not None for fact in differ) >= 0.8 * len(differ)


def test_three_runs_are_each_held_against_the_record_and_questions_are_asked() -> None:
    record = Gathered(THE_RECORD, next(recorded_runs("martov")))
    compared = compare([random_week("martov", 2), random_week("martov", 7), record], [None] * 3)
    assert [(p.sides[0].label, p.sides[1].label) for p in compared.pairs] == [
        ("martov-2", THE_RECORD), ("martov-7", THE_RECORD),
    ]  # fmt: skip
    told = as_data(compared)
    assert all(beside["weighed"] and beside["questions"] for beside in told["beside"])
    headings = [block.heading for part in sheet(compared).parts for block in part.blocks]
    assert "martov-2 beside the record. After they parted" in headings


def test_where_the_record_is_silent_its_choice_is_told_as_a_reading() -> None:
    record = next(recorded_runs("kamenev"))
    like = Run(record.program, "kamenev")
    for step in record.steps:
        other = "promise" if (step.scene, step.kind) == ("k-executions", "choice") else step.id
        if other not in {option.id for option in like.open}:
            break
        like.take(other)
    compared = compare([Gathered("mine", like), Gathered(THE_RECORD, record)], [None] * 2)
    assert compared.parting is not None
    his = compared.parting.chosen[1]
    assert his is not None
    assert unsaid(Path(record), his)
    told = whole(sheet(compared))
    assert "nothing is known: that choice is our reading of him" in "\n".join(compared.causes)
    assert "(Not on record: our reading of him.)" in "\n".join(line for block in told for line in block)


def test_where_two_runs_stand_in_the_same_place_their_odds_are_the_same_figures() -> None:
    runs = [random_week("martov", 2), random_week("martov", 2), random_week("martov", 7)]
    known = [
        next(
            onward(
                gathered.run.program,
                gathered.run.role,
                numbers(gathered.run.program, gathered.run.role, [step.id for step in gathered.run.steps]),
                exact=0.0,
                drawn=0.2,
                seed=seed,
            )
        )
        for seed, gathered in enumerate(runs)
    ]
    assert known[0].forks[0].before != known[1].forks[0].before, "they were estimated apart"
    agreed = [side.odds for side in compare(runs, list(known)).sides]
    assert all(agreed)
    one, same, other = (odds.forks for odds in agreed if odds)
    assert one == same
    assert one[0].before == other[0].before
    assert one[0].branches == other[0].branches
    for mine, was in zip(other, known[2].forks, strict=True):
        assert mine.step == was.step
        assert mine.error <= was.error
        assert mine.branches[mine.taken].option == was.branches[was.taken].option


def test_where_more_curves_meet_than_there_is_room_for_the_mark_is_explained() -> None:
    points = tuple(Point(str(number), (0.5,) * 4) for number in range(30))
    drawn = drawn_lines(Chart("Odds", ("a", "b", "c", "d"), points, (), stacked=False), 60)
    assert any("*" in line for line in drawn[:-1])
    assert drawn[-1].endswith("* more curves meet here than there is room for")
    few = tuple(Point(point.label, point.shares[:2]) for point in points[:5])
    two = drawn_lines(Chart("Odds", ("a", "b"), few, (), stacked=False), 60)
    assert not any("*" in line for line in two)
