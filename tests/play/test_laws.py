"""Laws of the engine, held against random stories."""

from __future__ import annotations

from contextlib import contextmanager
from random import Random
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from generated import pack_of, rule, story
from vikzhel.play.events import CounterChanged, Event, MoodChanged, Offered, VoteHeld
from vikzhel.play.layout import HUB, ROLE, SCENE
from vikzhel.play.predicates import interpret, predicate
from vikzhel.play.program import Program
from vikzhel.play.run import NotOpen, Run
from vikzhel.play.votes import outcome
from vikzhel.story.diagnostics import Mark, Report, Source
from vikzhel.story.rules import parse_rule

if TYPE_CHECKING:
    from collections.abc import Iterator

SEEDS = st.integers(0, 2**32)
many = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@contextmanager
def a_run(seed: int, steps: int = 14) -> Iterator[tuple[Run, Random]]:
    """Yield a random run of a random story."""
    r = Random(seed)
    with pack_of(story(r)) as pack:
        run = Run(Program(pack), r.choice(("ana", "boris")))
        for _ in range(steps):
            if run.over:
                break
            run.take(r.choice(run.open).id)
        yield run, r


@many
@given(SEEDS)
def test_replaying_a_run_gives_the_same_states_and_the_same_words(seed: int) -> None:
    with a_run(seed) as (run, _):
        again = Run.replay(Program(run.program.pack), run.role, run.steps)
        assert again.state == run.state
        assert again.steps == run.steps
        assert _told(again.events()) == _told(run.events())


@many
@given(SEEDS)
def test_undoing_and_doing_again_is_as_if_nothing_had_been_undone(seed: int) -> None:
    with a_run(seed) as (run, r):
        before, told, steps = run.state, _told(run.events()), list(run.steps)
        undone = run.undo(r.randint(0, len(steps)))
        for step in undone:
            run.take(step.id)
        assert (run.state, _told(run.events()), run.steps) == (before, told, steps)


@many
@given(SEEDS)
def test_a_locked_option_cannot_be_taken_and_leaves_the_run_as_it_was(seed: int) -> None:
    with a_run(seed, steps=5) as (run, _):
        open_now = set(run.program.open(run.state))
        for option in run.options:
            assert (option.index in open_now) == (not option.locked)
            if option.locked:
                before = run.state
                with pytest.raises(NotOpen, match="Not now"):
                    run.take(option.id)
                assert run.state == before
        with pytest.raises(NotOpen):
            run.take("no-such-thing")


@many
@given(SEEDS)
def test_every_variable_stays_inside_its_declared_range(seed: int) -> None:
    with a_run(seed) as (run, _):
        layout = run.program.layout
        for state in run._states:
            assert 0 <= state[SCENE] < len(layout.scenes)
            assert 0 <= state[ROLE] < len(layout.roles)
            assert 0 <= state[HUB] <= len(layout.scenes)
            for variable in layout.variables:
                assert variable.least <= state[variable.index] <= variable.most, variable


@many
@given(SEEDS)
def test_telling_a_step_and_not_telling_it_lead_to_the_same_state(seed: int) -> None:
    with a_run(seed) as (run, _):
        state = run.program.begin(run.role)
        assert state == run._states[0]
        for after, step in zip(run._states[1:], run.steps, strict=True):
            turn = next(t for t in run.program.place(state[SCENE]).turns if t.id == step.id)
            state = run.program.take(state, turn.index)
            assert state == after


@many
@given(SEEDS)
def test_explaining_a_vote_agrees_with_its_result(seed: int) -> None:
    with a_run(seed) as (run, _):
        for vote in (event for event in run.events() if isinstance(event, VoteHeld)):
            tally = {"for": 0, "against": 0, "abstain": 0}
            for roll in vote.rolls:
                tally[roll.vote] += roll.seats
                if vote.vote == "draft":
                    short = roll.needs - roll.score
                    expected = "against" if roll.refused or short > 1 else "abstain" if short == 1 else "for"
                    assert roll.vote == expected
                    assert roll.why
            assert (vote.votes_for, vote.against, vote.abstain) == tuple(tally.values())
            assert vote.result == outcome(tally["for"], tally["against"], vote.carry)


@many
@given(SEEDS)
def test_the_told_changes_add_up_to_the_moods_and_counters_of_the_state(seed: int) -> None:
    with a_run(seed) as (run, _):
        layout = run.program.layout
        first = layout.first_state(run.role, 0)
        begins = next(r for n, r in run.program.pack.files.roles.items() if n == run.role).begins
        if begins is not None:
            run.program._affect(run.program.effects(begins), begins, first, None)
        held = {("mood", w): first[layout["mood", w].index] for w in ("ana", "boris")}
        held["count", "cups"] = first[layout["count", "cups"].index]
        for event in run.events():
            key = None
            if isinstance(event, MoodChanged):
                key = "mood", event.who
            elif isinstance(event, CounterChanged):
                key = "count", event.counter
            if key:
                assert held[key] == event.before
                assert event.because in ("A cause.", "Its own cause.")
                held[key] = event.after
        for (kind, name), value in held.items():
            assert run.state[layout[kind, name].index] == value


@many
@given(SEEDS)
def test_the_story_always_either_offers_something_or_is_over(seed: int) -> None:
    with a_run(seed) as (run, _):
        for log in run._logs:
            last = log[-1]
            assert not isinstance(last, Offered) or any(not option.locked for option in last.options)


@settings(max_examples=200, deadline=None)
@given(SEEDS)
def test_a_compiled_rule_says_what_the_rule_says(seed: int) -> None:
    r = Random(seed)
    with pack_of(story(Random(1))) as pack:
        layout = Program(pack).layout
        report = Report()
        text = rule(r, 6)
        parsed = parse_rule(text, Mark(Source("t", text), 0, 0).shifted, report)
        assert parsed is not None, report.render()
        if any(layout.get("seen", f"s{n}") is None for n in range(6) if f"seen.s{n}" in text):
            return  # a place nobody's rule asks about is not followed
        holds = predicate(parsed, layout)
        assert holds is not None
        for _ in range(20):
            state = [0, r.randint(0, 1), 0, 0, *(r.randint(v.least, v.most) for v in layout.variables)]
            assert bool(holds(state)) == interpret(parsed, layout, state)


def _told(events: list[Event]) -> list[str]:
    return [repr(event) for event in events if not hasattr(event, "when")] + [
        f"{event.scene} {event.again}" for event in events if hasattr(event, "again")
    ]
