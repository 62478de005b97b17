"""Laws of the proof: on any small story it says what a search of every raw state finds, no more, no less."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import log2, sqrt
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from generated import pack_of
from proof import brute, scale, varied
from vikzhel.play.program import Program
from vikzhel.proof.claims import AIMS, claims, observed
from vikzhel.proof.classes import Quotient
from vikzhel.proof.figures import EXACT
from vikzhel.proof.prove import prove
from vikzhel.proof.proved import REACHABLE, UNDECIDED, UNREACHABLE, Proof, RoleProof
from vikzhel.proof.slices import decide, decide_all
from vikzhel.proof.steps import Steps

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vikzhel.play.layout import State
    from vikzhel.story.packs import Pack

SEEDS = st.integers(0, 2**32)
MOST_RAW = 700
CLOSE = 1e-9


def examples(number: int) -> settings:
    slow = [HealthCheck.too_slow, HealthCheck.filter_too_much]
    return settings(max_examples=number, deadline=None, suppress_health_check=slow)


@dataclass
class Case:
    """A random story: its pack, and for each role the independent interpreter with all it found."""

    pack: Pack
    stories: dict[str, brute.Story]
    graphs: dict[str, brute.Graph]

    def prove(self, most: int = 100_000, plays: int = 8) -> Proof:
        return prove(self.pack, most=most, plays=plays)

    def roles(self, proof: Proof) -> Iterator[tuple[RoleProof, brute.Story, brute.Graph]]:
        for role, proved in proof.roles.items():
            yield proved, self.stories[role], self.graphs[role]


def case(seed: int) -> Case:
    data = varied.story(seed)
    stories = {role: brute.Story(data, role) for role in data["roles"]}
    try:
        graphs = {role: story.search(MOST_RAW) for role, story in stories.items()}
    except brute.TooLarge:
        assume(False)
    assume(max(len(graph.states) for graph in graphs.values()) > 3)
    with pack_of(data) as pack:
        return Case(pack, stories, graphs)


def exact_odds(graph: brute.Graph) -> tuple[brute.Graph, list[brute.Row]]:
    """Return a graph with like states made one, and the odds of a random player in it."""
    small = brute.lump(graph)
    try:
        return small, brute.odds(small, brute.uniform(small))
    except brute.TooLarge:
        assume(False)
        raise


def agree(proved: RoleProof, story: brute.Story, graph: brute.Graph, *, undecided: bool = False) -> None:
    """Check every verdict of a role, and that its path shows what it says."""
    assert len(proved.verdicts) == len(story.claims)
    for number, (verdict, claim) in enumerate(zip(proved.verdicts, story.claims, strict=True)):
        about = f"{proved.role}: {verdict.claim.kind} {verdict.claim.name} is said to be {verdict.word}"
        assert verdict.claim.kind == claim.kind
        assert verdict.claim.name.startswith(claim.name)
        if verdict.word == UNDECIDED:
            assert undecided, about
            assert verdict.why
            continue
        assert (verdict.word == REACHABLE) == (number in graph.met), about
        if verdict.word == REACHABLE:
            assert story.meets(verdict.path, claim), f"{about} by {verdict.path}"
        else:
            assert verdict.word == UNREACHABLE
            assert verdict.why


def close(found: dict[str, float], exact: dict[str, Fraction]) -> bool:
    return found.keys() == exact.keys() and all(abs(found[name] - exact[name]) < CLOSE for name in exact)


@examples(60)
@given(SEEDS)
def test_what_is_proved_of_a_story_is_what_a_search_of_every_raw_state_finds(seed: int) -> None:
    given_case = case(seed)
    proof = given_case.prove()
    for proved, story, graph in given_case.roles(proof):
        assert proved.method == "exact"
        assert proved.states <= len(graph.states)
        agree(proved, story, graph)


def check_steps(pack: Pack, role: str, most: int = 3000) -> None:
    """Take every raw state a role can reach by the compiled step of its class, and by the engine."""
    program = Program(pack)
    wanted = claims(program)
    steps = Steps(program, Quotient(program, role, observed(program, wanted)), role, wanted, ())
    todo = [program.begin(role)]
    seen = set(todo)
    at: dict[int, list[State]] = {}
    for state in todo:
        at.setdefault(steps.station(state), []).append(state)
        new = {program.take(state, option) for option in program.open(state)} - seen
        seen |= new
        todo += sorted(new)[: most - len(todo)]
    for station, states in at.items():
        numbers = [steps.number(station, state) for state in states]
        stepped = []
        for fork, members, led in steps.onward(station, numbers):
            stepped += members
            assert all(tuple(program.open(states[which])) == fork.options for which in members)
            for option, path, onward in zip(fork.options, fork.paths, led, strict=True):
                for which, number in zip(members, onward, strict=True):
                    after = program.take(states[which], option)
                    assert steps.station(after) == path.target
                    assert steps.number(path.target, after) == number
        assert sorted(stepped) == list(range(len(states)))


@examples(60)
@given(SEEDS)
def test_the_compiled_step_of_a_class_is_the_engines_step_of_each_of_its_states(seed: int) -> None:
    given_case = case(seed)
    for role in given_case.graphs:
        check_steps(given_case.pack, role)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_compiled_steps_are_the_engines_with_many_moods_and_votes(seed: int) -> None:
    data = scale.story(9, seed)
    with pack_of(data) as pack:
        check_steps(pack, "hero", 6000)


@examples(40)
@given(SEEDS)
def test_the_odds_of_endings_and_goals_are_exact_for_random_players_and_bots(seed: int) -> None:
    given_case = case(seed)
    proof = given_case.prove()
    for proved, story, graph in given_case.roles(proof):
        small, at_random = exact_odds(graph)
        names = brute.endings(small)
        goals = list(story.data["roles"][proved.role]["goals"])
        players = {"at random": brute.uniform(small)}
        for bot in story.data.get("bots", {}):
            if _suits(story, bot):
                players[bot] = brute.suited(small, bot)
        for column, goal in enumerate(goals if names else [], len(names)):
            looking = brute.looking(small, at_random, column)
            players[goal] = brute.suited(small, goal) if _suits(story, goal) else looking
        assert proved.odds.keys() == players.keys()
        for player, shares in players.items():
            row = brute.odds(small, shares)[0]
            assert close(proved.odds[player], dict(zip(names, row, strict=False))), player
            if names:
                assert close(proved.goals[player], dict(zip(goals, row[len(names) :], strict=True))), player


def _suits(story: brute.Story, bot: str) -> bool:
    """Return whether anything in the story is said to suit a bot or goal."""
    items = [
        item
        for scene in story.scenes.values()
        for item in (*scene.get("choices", []), *scene.get("doors", {}).get("of", []))
    ]
    return any(bot in item.get("suits", []) for item in items)


@examples(40)
@given(SEEDS)
def test_paths_without_an_ending_are_reported_exactly_when_there_are_any(seed: int) -> None:
    given_case = case(seed)
    proof = given_case.prove()
    for proved, story, graph in given_case.roles(proof):
        lost = {graph.states[state] for state in brute.lost(graph)}
        assert bool(proved.endless) == bool(lost)
        for path in proved.endless:
            assert tuple(story.follow(path)[-1].values()) in lost


@examples(40)
@given(SEEDS)
def test_the_fewest_and_most_decisions_are_those_of_the_raw_story(seed: int) -> None:
    given_case = case(seed)
    proof = given_case.prove()
    for proved, _, graph in given_case.roles(proof):
        assert proved.measures is not None
        early = brute.fewest(graph)
        assert proved.measures.early == early
        counted = proved.figures.decisions
        if early:
            assert counted is not None
            longest = brute.longest(graph)
            assert (counted.least, counted.most) == (min(early.values()), None if longest < 0 else longest)
            assert counted.ends == EXACT


@examples(30)
@given(SEEDS)
def test_what_decisions_tell_of_the_ending_is_what_counting_paths_tells(seed: int) -> None:
    given_case = case(seed)
    proof = given_case.prove()
    for proved, _, graph in given_case.roles(proof):
        small, values = exact_odds(graph)
        assume(not any(brute.circular(small, part) for part in brute.rings(small)))
        shares = brute.uniform(small)
        visits = [0.0] * len(small.nexts)
        visits[0] = 1.0
        joint: dict[str, dict[int, list[float]]] = {}
        came: dict[str, float] = {}
        names = brute.endings(small)
        for (state,) in reversed(brute.rings(small)):
            for option, to in enumerate(small.nexts[state]):
                flow = visits[state] * float(shares(state)[option])
                visits[to] += flow
                if brute.deciding(small, state):
                    rows = joint.setdefault(small.states[state][0], {})
                    row = rows.setdefault(small.options[state][option].number, [0.0] * len(names))
                    rows[small.options[state][option].number] = [
                        have + flow * float(p) for have, p in zip(row, values[to], strict=False)
                    ]
            if brute.deciding(small, state):
                came[small.states[state][0]] = came.get(small.states[state][0], 0.0) + visits[state]
        assert {decision.scene for decision in proved.decisions} == came.keys()
        for decision in proved.decisions:
            assert abs(decision.visited - came[decision.scene]) < CLOSE
            assert abs(decision.bits - _information(list(joint[decision.scene].values()))) < CLOSE


def _information(rows: list[list[float]]) -> float:
    """Return H(option) + H(ending) - H(both), in bits."""

    def entropy(weights: list[float]) -> float:
        total = sum(weights)
        return -sum(w / total * log2(w / total) for w in weights if w)

    both = [value for row in rows for value in row]
    return (
        entropy([sum(row) for row in rows])
        + entropy([sum(c) for c in zip(*rows, strict=True)])
        - entropy(both)
    )


@examples(20)
@given(SEEDS)
def test_slices_decide_every_claim_as_the_full_search_does(seed: int) -> None:
    given_case = case(seed)
    program = Program(given_case.pack)
    proof = given_case.prove()
    for proved, story, graph in given_case.roles(proof):
        for number, (verdict, claim) in enumerate(zip(proved.verdicts, story.claims, strict=True)):
            decided = decide(program, proved.role, verdict.claim)
            about = f"{verdict.claim.kind} {verdict.claim.name}: {decided}"
            assert decided.reachable is (number in graph.met), about
            if decided.reachable:
                assert story.meets(decided.path, claim), about


@examples(15)
@given(SEEDS)
def test_deciding_all_claims_together_says_the_same_as_deciding_each(seed: int) -> None:
    given_case = case(seed)
    program = Program(given_case.pack)
    wanted = [claim for claim in claims(program) if claim.kind not in AIMS]
    for role, story in given_case.stories.items():
        decided = decide_all(program, role, wanted)
        for number, (wish, claim) in enumerate(zip(wanted, story.claims, strict=True)):
            assert decided[wish].reachable is (number in given_case.graphs[role].met)
            assert not decided[wish].reachable or story.meets(decided[wish].path, claim)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_stories_for_measuring_are_proved_as_a_search_of_every_raw_state_finds(seed: int) -> None:
    data = scale.story(6, seed)
    story = brute.Story(data, "hero")
    graph = story.search(20_000)
    with pack_of(data) as pack:
        proved = prove(pack, plays=3).roles["hero"]
    agree(proved, story, graph)
    small, at_random = exact_odds(graph)
    assert close(proved.odds["at random"], dict(zip(brute.endings(small), at_random[0], strict=False)))


@examples(30)
@given(SEEDS, st.integers(0, 40))
def test_a_story_too_big_to_search_whole_is_never_judged_wrongly(seed: int, most: int) -> None:
    given_case = case(seed)
    proof = given_case.prove(most=most, plays=3)
    for proved, story, graph in given_case.roles(proof):
        assert proved.method in ("exact", "control", "sampled")
        assert proved.method == "sampled" or proved.states <= most
        agree(proved, story, graph, undecided=True)
        if proved.method == "control":
            small, at_random = exact_odds(graph)
            exact = dict(zip(brute.endings(small), at_random[0], strict=False))
            assert close(proved.odds["at random"], exact)


@examples(8)
@given(SEEDS)
def test_sampled_odds_lie_near_the_exact_ones(seed: int) -> None:
    given_case = case(seed)
    plays = 250
    proof = given_case.prove(most=0, plays=plays)
    for proved, _, graph in given_case.roles(proof):
        assert proved.method == "sampled"
        assert proved.sample is not None
        small, at_random = exact_odds(graph)
        spare = proved.sample.unended / plays
        for name, p in zip(brute.endings(small), map(float, at_random[0]), strict=False):
            found = proved.odds["at random"].get(name, 0.0)
            # five standard errors, with one play more and one less, as rare endings are not spread normally
            assert abs(found - p) <= 5 * sqrt((p * (1 - p) + 1 / plays) / plays) + spare
