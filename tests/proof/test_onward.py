"""The odds along a run, held against an independent interpreter, against every way on, and against themselves."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from functools import cache
from itertools import count
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from generated import pack_of
from packs import write_pack
from proof import brute, varied
from vikzhel.places import pack_folder
from vikzhel.play.layout import SCENE
from vikzhel.play.program import Program
from vikzhel.proof.aside import Aside, from_data, numbers, to_data
from vikzhel.proof.onward import Onward, Rest, onward
from vikzhel.story.packs import read_pack
from weeks import program as talks
from weeks import recorded_runs

if TYPE_CHECKING:
    from vikzhel.play.layout import State

ENOUGH = 60.0
MOST_RAW = 700
"""Raw states of a random story that are searched through by the independent interpreter."""
TWO_ENDINGS = (
    "  over: {title: Over, evidence: inferred, text: x}\n  under: {title: Under, evidence: inferred, text: y}"
)


def along(
    program: Program, role: str, taken: list[int], *, exact: float = ENOUGH, drawn: float = 0.0
) -> Onward:
    return next(onward(program, role, taken, exact=exact, drawn=drawn, turned=0.0))


def played(program: Program, role: str, dice: Random, most: int = 40) -> list[int]:
    """Return the numbers of a random run, to its end if it comes to one."""
    state, taken = program.begin(role), []
    while (options := list(program.open(state))) and len(taken) < most:
        taken.append(dice.choice(options))
        state = program.take(state, taken[-1])
    return taken


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.integers(0, 10**6))
def test_the_odds_at_the_start_are_those_of_an_independent_interpreter(seed: int) -> None:
    data = varied.story(seed)
    role = next(iter(data["roles"]))
    told = brute.Story(data, role)
    try:
        graph = brute.lump(told.search(MOST_RAW))
        expected = brute.odds(graph, brute.uniform(graph))[0]
    except brute.TooLarge:
        assume(False)
    with pack_of(data) as pack:
        program = Program(pack)
        taken = played(program, role, Random(seed))
        assume(taken and len(program.open(program.begin(role))) > 1)
        found = along(program, role, taken, drawn=0.1)
    first = found.forks[0]
    assert first.step == 0
    assert first.exact or first.error > 0
    row = dict(zip(found.endings, first.before[0], strict=True))
    for name, share in zip(brute.endings(graph), expected, strict=False):
        near = 1e-9 if first.exact else 6 * first.error + 1e-9
        assert abs(row[name] - float(share)) <= near, f"{name}: {row[name]} and {float(share)}"


@cache
def _every_way_on(state: State) -> tuple[float, ...]:
    """Return the odds from a state by following every way on, state by raw state."""
    program = talks()
    endings = list(map(str, program.pack.files.endings))
    options = program.open(state)
    if not options:
        return tuple(float(name == program.place(state[SCENE]).ending) for name in endings)
    rows = [_every_way_on(program.take(state, option)) for option in options]
    return tuple(sum(column) / len(rows) for column in zip(*rows, strict=True))


@pytest.mark.parametrize("role", ["kamenev", "riazanov", "martov"])
def test_the_last_decisions_of_the_week_have_the_odds_of_every_way_on(role: str) -> None:
    run = next(recorded_runs(role))
    taken = numbers(talks(), role, [step.id for step in run.steps])
    found = along(talks(), role, taken, exact=0.3)
    state, states = talks().begin(role), []
    for number in taken:
        states.append(state)
        state = talks().take(state, number)
    late = [fork for fork in found.forks if fork.step >= len(taken) - 7]
    assert len(late) >= 4
    for fork in late:
        assert fork.exact
        for branch, option in zip(fork.branches, talks().open(states[fork.step]), strict=True):
            expected = _every_way_on(talks().take(states[fork.step], option))
            assert branch.odds[0] == pytest.approx(expected, abs=1e-12)


@pytest.mark.parametrize("player", [0, 1])
def test_what_is_played_out_lies_within_its_error_of_what_is_exact(player: int) -> None:
    run = next(recorded_runs("riazanov"))
    state = talks().begin("riazanov")
    for number in numbers(talks(), "riazanov", [step.id for step in run.steps[:9]]):
        state = talks().take(state, number)
    players = ("", "one-government")
    sure, fresh = Rest(talks(), "riazanov", players), Rest(talks(), "riazanov", players)
    assert sure.solve(state, lambda: True)
    row, size, plays, dice = sure.row(state), len(sure.endings), 2_000, Random(7)
    assert row is not None
    met = [fresh.play(state, player, dice) for _ in range(plays)]
    for column in range(size):
        share = row[player * size + column]
        mean = sum(one[column] for one in met if one) / plays
        assert abs(mean - share) <= 5 * (share * (1 - share) / plays) ** 0.5 + 1e-9


def test_no_time_at_all_still_tells_something_of_every_decision() -> None:
    run = next(recorded_runs("martov"))
    clock = count().__next__  # every look at the clock is a second later
    taken = numbers(talks(), "martov", [step.id for step in run.steps])
    found = next(onward(talks(), "martov", taken, exact=0, drawn=0, turned=0, clock=clock))
    assert len(found.forks) == 21
    assert all(sum(fork.after[0]) == pytest.approx(1) for fork in found.forks)


def test_a_story_that_can_go_round_is_estimated_and_ends(tmp_path: Path) -> None:
    scenes = """\
  start: {{e}, choices: [{id: round, text: Go round, goto: start}, {id: on, text: Go on, goto: fork}]}
  fork: {{e}, choices: [{id: a, text: A, goto: end}, {id: b, text: B, goto: other}]}
  end: {{e}, ending: over}
  other: {{e}, ending: under}
"""
    program = Program(read_pack(write_pack(tmp_path, scenes, over=TWO_ENDINGS)))
    found = along(program, "ana", numbers(program, "ana", ["round", "on", "a"]), drawn=0.1)
    assert [fork.exact for fork in found.forks] == [False, False, True]
    for fork in found.forks[:2]:
        assert fork.after[0] == pytest.approx((0.5, 0.5), abs=5 * fork.error)
    assert found.forks[2].after[0] == (1.0, 0.0)
    assert found.forks[2].moved() == 0.5


def test_a_vote_turned_the_other_way_brings_what_its_other_outcome_leads_to(tmp_path: Path) -> None:
    scenes = """\
  start: {{e}, choices: [{id: a, text: A, goto: vote}, {id: b, text: B, goto: vote}]}
  vote: {{e}, vote: {hold: motion, carried: {goto: end}, lost: {goto: other}}}
  end: {{e}, ending: over}
  other: {{e}, ending: under}
"""
    extra = """\
blocs: {soft: {name: the soft ones, body: council}}
votes: {motion: {title: Tea, body: council, present: {soft: 5}, stance: {soft: for}}}
"""
    program = Program(read_pack(write_pack(tmp_path, scenes, extra, over=TWO_ENDINGS)))
    found = next(onward(program, "ana", [0], turned=0.05))
    (turned,) = found.otherwise
    assert (turned.vote, turned.result, turned.step) == ("motion", "lost", 0)
    assert dict(zip(found.endings, turned.odds, strict=True)) == {"over": 0.0, "under": 1.0}
    assert dict(zip(found.endings, turned.was, strict=True)) == {"over": 1.0, "under": 0.0}


def test_odds_survive_being_written_down_and_read_back() -> None:
    run = next(recorded_runs("kamenev"))
    taken = numbers(talks(), "kamenev", [step.id for step in run.steps])
    found = along(talks(), "kamenev", taken, exact=0.1)
    assert from_data(to_data(found)) == found


def test_another_process_works_them_out_and_can_be_ended_at_any_time() -> None:
    tutorial = pack_folder("tutorial")
    program = Program(read_pack(tutorial))
    aside = Aside(tutorial, "clerk", ["pass-on"], more=0)
    found = aside.wait(30, complete=True)
    assert found is not None
    assert found.complete
    assert found.forks == along(program, "clerk", numbers(program, "clerk", ["pass-on"])).forks
    aside.close()
    again = Aside(pack_folder("talks"), "martov", ["abramovich"])
    again.close()
    assert again.wait(20) is None
    assert again.over


@pytest.mark.parametrize(("folder", "taken"), [("no-such-pack", []), ("tutorial", ["no-such-option"])])
def test_where_the_odds_cannot_be_worked_out_there_are_none_and_nobody_waits(
    folder: str, taken: list[str]
) -> None:
    aside = Aside(pack_folder(folder), "clerk", taken)
    assert aside.wait(30) is None
    assert aside.over
    aside.close()


@pytest.mark.skipif(os.name == "nt", reason="a process there never learns that its parent is gone")
def test_the_other_process_does_not_outlive_the_one_that_asked(tmp_path: Path) -> None:
    asking = (
        "import os, sys\n"
        "from vikzhel.proof.aside import Aside\n"
        "from vikzhel.places import pack_folder\n"
        "aside = Aside(pack_folder('talks'), 'kamenev', [])\n"
        "print(aside._process.pid, flush=True)\n"
        "aside.wait(20)\n"
        "os.kill(os.getpid(), 9)\n"
    )
    killed = subprocess.run([sys.executable, "-c", asking], stdout=subprocess.PIPE, text=True, check=False)
    child = int(killed.stdout)
    for _ in range(100):
        if not Path(f"/proc/{child}").exists():
            return
        time.sleep(0.1)
    os.kill(child, 9)
    raise AssertionError("it is still at work")
