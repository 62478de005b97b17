"""Stopping a proof: nothing breaks, what is known stays known, and the rest is called undecided."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from generated import pack_of
from proof import brute, scale
from vikzhel.play.program import Program
from vikzhel.proof.classes import Quotient
from vikzhel.proof.explore import EVERY, explore
from vikzhel.proof.prove import prove
from vikzhel.proof.proved import REACHABLE, UNDECIDED, UNREACHABLE, Proof
from vikzhel.proof.slices import decide

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vikzhel.story.packs import Pack

STORY = scale.story(12)


@pytest.fixture(scope="module")
def pack() -> Iterator[Pack]:
    with pack_of(STORY) as found:
        yield found


@pytest.fixture(scope="module")
def whole(pack: Pack) -> Proof:
    return prove(pack, plays=5)


def stopped_rightly(proof: Proof, whole: Proof) -> None:
    role = proof.roles["hero"]
    assert role.method == "stopped"
    raw = brute.Story(STORY, "hero")
    truth = {verdict.claim.mark: verdict.word for verdict in whole.roles["hero"].verdicts}
    undecided = 0
    for verdict, claim in zip(role.verdicts, raw.claims, strict=True):
        if verdict.word == UNDECIDED:
            undecided += 1
            assert "stopped" in verdict.why
        else:
            assert verdict.word == truth[verdict.claim.mark]
            assert verdict.word == UNREACHABLE or raw.meets(verdict.path, claim)
    assert undecided
    assert any(verdict.word == REACHABLE for verdict in role.verdicts)
    assert role.odds["at random"].keys() <= whole.roles["hero"].odds["at random"].keys()


def test_a_proof_with_no_time_at_all_keeps_what_a_few_plays_met(pack: Pack, whole: Proof) -> None:
    assert UNREACHABLE in {verdict.word for verdict in whole.roles["hero"].verdicts}
    stopped_rightly(prove(pack, seconds=0, plays=5), whole)


@pytest.mark.parametrize("calls", [0, 1])
def test_a_proof_told_to_stop_stops_there_and_keeps_what_it_had(pack: Pack, whole: Proof, calls: int) -> None:
    heard: list[tuple[str, int, int]] = []

    def told(role: str, known: int, done: int) -> bool:
        heard.append((role, known, done))
        return len(heard) <= calls

    stopped_rightly(prove(pack, told=told, plays=5), whole)
    searching = [(known, done) for role, known, done in heard if role == "hero" and known]
    assert len(searching) == calls + 1
    assert all(known > done for known, done in searching)
    assert searching[-1][1] >= calls * EVERY


def test_more_verdicts_are_known_the_later_a_proof_is_stopped(pack: Pack) -> None:
    known = []
    for calls in (0, 1, 10**6):
        left = [calls]

        def told(_role: str, _known: int, _done: int, left: list[int] = left) -> bool:
            left[0] -= 1
            return left[0] >= 0

        proof = prove(pack, told=told, plays=1)
        known.append(sum(verdict.word != UNDECIDED for verdict in proof.roles["hero"].verdicts))
    assert known == sorted(known)
    assert known[-1] == len(brute.Story(STORY, "hero").claims)


def test_progress_is_told_with_growing_numbers_and_only_so_often(pack: Pack) -> None:
    program = Program(pack)
    heard: list[tuple[int, int]] = []

    def go_on(known: int, done: int) -> bool:
        heard.append((known, done))
        return True

    space = explore(program, Quotient(program, "hero"), "hero", go_on=go_on)
    assert space.whole
    assert heard == sorted(heard)
    assert len(heard) == (len(space) - 1) // EVERY + 1


def test_a_slice_told_to_stop_says_so(pack: Pack, whole: Proof) -> None:
    program = Program(pack)
    unmet = next(v.claim for v in whole.roles["hero"].verdicts if v.word == UNREACHABLE)
    decided = decide(program, "hero", unmet, lambda known, done: False)
    assert decided.reachable is None
    assert "stopped" in decided.why


def test_a_story_for_several_roles_is_stopped_in_all_of_them() -> None:
    data = scale.story(8)
    data["people"]["second"] = {"name": "Second", "invented": True}
    data["roles"]["second"] = dict(data["roles"]["hero"], goals={})
    with pack_of(data) as pack:
        proof = prove(pack, seconds=0, plays=2)
    assert [role.method for role in proof.roles.values()] == ["stopped", "stopped"]
