"""What a role's own quotient knows, and roles proved side by side."""

from __future__ import annotations

import os
import time
from typing import TYPE_CHECKING

import pytest
from hypothesis import given

from generated import pack_of
from proof import brute, scale
from proof.test_laws import SEEDS, case, examples
from proof.test_planted import Data, choices, proved, story
from proof.varied import MADE_UP
from vikzhel.play.layout import DECLARED, SCENE
from vikzhel.play.program import Program
from vikzhel.proof.abreast import abreast, beside
from vikzhel.proof.claims import claims, observed
from vikzhel.proof.classes import Quotient
from vikzhel.proof.explore import Progress, Stopped
from vikzhel.proof.flow import skeleton
from vikzhel.proof.graph import Graph
from vikzhel.proof.odds import values
from vikzhel.proof.prove import prove
from vikzhel.proof.values import Values
from vikzhel.proof.verdicts import Verdicts

if TYPE_CHECKING:
    from vikzhel.play.layout import State

FORKS = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")


def reached(program: Program, role: str, most: int = 3000) -> list[State]:
    """Return raw states of a role, those passed through among them."""
    passed: list[State] = []
    todo = [program.begin(role, None, passed)]
    seen = {*todo, *passed}
    for state in todo:
        for option in program.open(state):
            on_the_way: list[State] = []
            after = program.take(state, option, None, on_the_way)
            if after not in seen and len(todo) < most:
                todo.append(after)
            seen |= {after, *on_the_way}
    return list(seen)


@examples(60)
@given(SEEDS)
def test_every_value_a_raw_state_has_is_reckoned_with_at_its_scene(seed: int) -> None:
    given_case = case(seed)
    program = Program(given_case.pack)
    for role in given_case.graphs:
        may = Values(program, role, skeleton(program, role)).at
        for state in reached(program, role):
            masks = may[state[SCENE]]
            assert masks is not None
            for variable, mask in zip(program.layout.variables, masks[DECLARED:], strict=True):
                assert mask >> state[variable.index] - variable.least & 1


@examples(40)
@given(SEEDS)
def test_states_of_one_class_have_the_same_open_and_lead_to_the_same_classes(seed: int) -> None:
    given_case = case(seed)
    program = Program(given_case.pack)
    for role in given_case.graphs:
        quotient = Quotient(program, role, observed(program, claims(program)))

        def kind(state: State, quotient: Quotient = quotient) -> tuple[object, ...]:
            classes = quotient.classes[state[SCENE]].items()
            least = {v.index: v.least for v in program.layout.variables}
            return (*state[:1], *state[2:4], *(c[state[i] - least[i]] for i, c in classes))

        does: dict[object, object] = {}
        for state in reached(program, role):
            if not program.place(state[SCENE]).turns:
                continue
            led = [(option, kind(program.take(state, option))) for option in program.open(state)]
            assert does.setdefault(kind(state), led) == led


def _two_men(reader: str) -> Data:
    """One of two men is asked about a mood that both can move; they share the first scenes."""
    data = story(
        {
            "one": choices({"id": "warm", "mood": {"ana": "+1"}, "to": "two"}, {"id": "cold", "to": "two"}),
            "two": choices({"id": "on", "to": [{"if": "role is ben", "to": "his"}, {"to": "good"}]}),
            "his": choices(
                {"id": "ask", "if": f"{reader} at least open", "to": "good"}, {"id": "leave", "to": "bad"}
            ),
        }
    )
    data["people"]["ben"] = {"name": "Ben", "invented": True}
    data["roles"]["ben"] = dict(data["roles"]["ana"])
    return data


def test_what_only_another_mans_scenes_read_tells_no_states_of_a_role_apart() -> None:
    with pack_of(_two_men("mood.ana")) as pack:
        proof = prove(pack, plays=5)
    assert proof.roles["ana"].states == 3  # one, two, good
    assert proof.roles["ben"].states == 7  # one; two and his, each warm or not; good, bad


def test_a_rule_settled_by_what_can_be_tells_no_states_apart() -> None:
    scenes: Data = {
        "one": choices({"id": "up", "mood": {"ana": "+1"}, "to": "two"}, {"id": "stay", "to": "two"}),
        "two": choices(
            {"id": "x", "if": "mood.ana at least neutral", "to": "good"}, {"id": "y", "to": "bad"}
        ),
    }
    assert proved(story(scenes)).states == 4  # a mood that never fell is always neutral at least
    scenes["one"]["choices"][1]["mood"] = {"ana": "-1"}
    assert proved(story(scenes)).states == 5


def test_what_would_only_widen_a_search_is_searched_for_by_itself() -> None:
    """Two texts, each hanging on five flags of its own: searched for at once, those of one multiply those of the other."""
    flags = [f"f{number}" for number in range(10)]
    scenes: Data = {}
    for number, flag in enumerate(flags):
        there = f"s{number + 1}" if number < 9 else "part"
        scenes[f"s{number}"] = choices({"id": "set", "flag": flag, "to": there}, {"id": "no", "to": there})
    scenes["part"] = choices({"id": "x", "to": "left"}, {"id": "y", "to": "right"})
    for side, own in (("left", flags[:5]), ("right", flags[5:])):
        rule = " and ".join(f"flag.{flag}" for flag in own)
        scenes[side] = {**MADE_UP, "text": [{"text": "Seldom.", "if": rule}], "goto": "good"}
    with pack_of(story(scenes, flags={flag: flag for flag in flags})) as pack:
        program = Program(pack)
        everything = claims(program)
        may = Values(program, "ana", skeleton(program, "ana"))
        verdicts = Verdicts(program, "ana", everything, may, 10_000, lambda known, done: True)
        assert verdicts.control() is not None
        left = verdicts.left()
        assert len(left) == 2
        assert len(verdicts._groups(left)) == 2
        verdicts.together(None)
    assert verdicts.method == "exact"
    assert all(claim in verdicts.paths for claim in left)


# -- side by side ----------------------------------------------------------------------------------


@FORKS
def test_roles_proved_side_by_side_come_to_what_they_come_to_one_by_one() -> None:
    with pack_of(_two_men("mood.ana")) as pack:
        together = prove(pack, plays=20, side_by_side=True)
        apart = prove(pack, plays=20)
    assert list(together.roles) == list(apart.roles)
    for role, proved_alone in apart.roles.items():
        other = together.roles[role]
        assert other.odds == proved_alone.odds
        assert [(v.claim.name, v.word, v.path) for v in other.verdicts] == [
            (v.claim.name, v.word, v.path) for v in proved_alone.verdicts
        ]
        assert [str(v.claim.mark) for v in other.verdicts] == [
            str(v.claim.mark) for v in apart.roles[role].verdicts
        ]


@FORKS
def test_the_word_to_stop_reaches_all_who_work_side_by_side() -> None:
    def work(name: str, go_on: Progress) -> int:
        rounds = 0
        while go_on(rounds, 0) and rounds < 10_000:
            rounds += 1
            time.sleep(0.001)
        return rounds

    heard: list[tuple[str, int]] = []

    def told(who: str, known: int, done: int) -> bool:
        heard.append((who, known))
        return len(heard) < 3

    found = abreast(["a", "b"], work, told)
    assert all(0 < rounds < 10_000 for rounds in found.values())
    assert heard[0][0] == "a, b"
    assert heard[1][1] > 0


@FORKS
def test_an_error_side_by_side_is_raised_with_where_it_was() -> None:
    def work(name: str, go_on: Progress) -> None:
        raise ValueError(f"in {name}")

    with pytest.raises(ValueError, match="in a") as caught:
        abreast(["a"], work, None)
    assert any("in work" in note for note in caught.value.__notes__)


@FORKS
def test_what_is_counted_apart_is_what_is_counted_in_turn(monkeypatch: pytest.MonkeyPatch) -> None:
    """What plays alone have met is told too: nothing else looks for texts here."""
    monkeypatch.setattr("vikzhel.proof.prove.MOST_WALKED", 10)
    monkeypatch.setattr("vikzhel.proof.prove.FEW_PLAYS", 1)
    monkeypatch.setattr("vikzhel.proof.verdicts.Verdicts.together", lambda *_: None)
    monkeypatch.setattr("vikzhel.proof.verdicts.decide_all", lambda *_: {})
    with pack_of(scale.story(8)) as pack:
        one, other = (prove(pack, plays=60, side_by_side=apart).roles["hero"] for apart in (False, True))
    assert one.states > 10
    assert one.odds == other.odds
    assert one.figures == other.figures
    assert one.sample == other.sample
    told, untold = ([(v.claim.name, v.word, v.path) for v in role.verdicts] for role in (one, other))
    assert told == untold
    assert any(v.claim.rule is not None and v.word == "reachable" for v in one.verdicts)


@FORKS
def test_an_error_apart_is_raised_by_whoever_waits_for_it() -> None:
    def work() -> None:
        raise ValueError("apart")

    wait = beside(work)
    with pytest.raises(ValueError, match="apart"):
        wait()


# -- stopping in the middle of the odds ------------------------------------------------------------


def test_odds_are_stopped_within_a_ring_and_without_one() -> None:
    def stop() -> None:
        raise Stopped

    size = 300
    ring = Graph()
    for number in range(size):
        ring.add(0, (0, 1), ((number + 1) % size, size))
    ring.add(1, (), (1.0,))
    ring.parts = [[size], list(range(size))]
    worth = [()] * size + [(1.0,)]
    assert values(ring, lambda state: (0.5, 0.5), worth)[0][0] == pytest.approx((1.0,))
    calls = [0]

    def later() -> None:
        calls[0] += 1
        if calls[0] > 1:
            stop()

    with pytest.raises(Stopped):
        values(ring, lambda state: (0.5, 0.5), worth, stop)
    tangled = Graph()
    for number in range(size):
        tangled.add(0, tuple(range(8)), (*((number * k + k) % size for k in range(2, 9)), size))
    tangled.add(1, (), (1.0,))
    tangled.parts = [[size], list(range(size))]
    with pytest.raises(Stopped):
        values(tangled, lambda state: (0.125,) * 8, worth, later)
    assert calls[0] == 2


def test_a_proof_stopped_at_any_point_has_odds_that_are_right_or_says_they_are_not_exact() -> None:
    data = scale.story(10)
    with pack_of(data) as pack:
        whole = prove(pack, plays=5).roles["hero"]
        for calls in (3, 6, 9, 12, 20):
            left = [calls]

            def told(_role: str, _known: int, _done: int, left: list[int] = left) -> bool:
                left[0] -= 1
                return left[0] >= 0

            role = prove(pack, told=told, plays=5).roles["hero"]
            assert role.unfinished
            for bot, odds in role.odds.items():
                if bot not in role.plays:
                    assert odds == pytest.approx(whole.odds[bot])


def test_brute_force_agrees_on_both_men() -> None:
    data = _two_men("mood.ana")
    with pack_of(data) as pack:
        proof = prove(pack, plays=5)
    for name, role in proof.roles.items():
        raw = brute.Story(data, name)
        met = raw.search().met
        for number, (verdict, claim) in enumerate(zip(role.verdicts, raw.claims, strict=True)):
            assert (verdict.word == "reachable") == (number in met)
            assert verdict.word != "reachable" or raw.meets(verdict.path, claim)
