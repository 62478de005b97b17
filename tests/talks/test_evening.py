"""The evening of 29 October, searched through and through: every state each man can reach."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from functools import cache

import pytest

from vikzhel.places import pack_folder
from vikzhel.play.events import Ended, Event, Narration, Offered, Quotation, SceneEntered, Speech, VoteHeld
from vikzhel.play.layout import SCENE, State
from vikzhel.play.program import Program
from vikzhel.play.run import Run
from vikzhel.story.packs import read_pack
from vikzhel.story.text import words
from vikzhel.story.walk import records

ROLES = ("kamenev", "riazanov", "martov")


@cache
def program() -> Program:
    return Program(read_pack(pack_folder("talks")))


@dataclass
class Searched:
    """What one man can meet in any evening of his."""

    steps: dict[State, list[tuple[State, tuple[Event, ...], bool]]] = field(default_factory=dict)
    first: State = ()
    opening: tuple[Event, ...] = ()

    @property
    def events(self) -> list[Event]:
        told = list(self.opening)
        for steps in self.steps.values():
            for _, log, _ in steps:
                told += log
        return told


@cache
def searched(role: str) -> Searched:
    """Take every option of every reachable state once."""
    story = program()
    opening: list[Event] = []
    found = Searched()
    found.first = story.begin(role, opening)
    found.opening = tuple(opening)
    todo = [found.first]
    while todo:
        state = todo.pop()
        if state in found.steps:
            continue
        found.steps[state] = []
        options = story.open(state)
        decides = len(options) > 1 and not story.place(state[SCENE]).pick
        for number in options:
            log: list[Event] = []
            after = story.take(state, number, log)
            found.steps[state].append((after, tuple(log), decides))
            todo.append(after)
    return found


def most_and_least(role: str, worth: object) -> tuple[int, int]:
    """Return the least and the most a path can add up to; ``worth(log, decides)`` values a step."""
    known: dict[State, tuple[int, int]] = {}
    space = searched(role)
    stack = [space.first]
    while stack:
        state = stack[-1]
        waiting = [after for after, _, _ in space.steps[state] if after not in known]
        if waiting:
            stack += waiting
            continue
        stack.pop()
        sums = [
            (known[after][0] + worth(log, decides), known[after][1] + worth(log, decides))  # type: ignore[operator]
            for after, log, decides in space.steps[state]
        ]
        known[state] = (min(s[0] for s in sums), max(s[1] for s in sums)) if sums else (0, 0)
    opening = worth(space.opening, False)  # type: ignore[operator]
    return known[space.first][0] + opening, known[space.first][1] + opening


def length(log: tuple[Event, ...], _: bool = False) -> int:
    """Count the words a player reads in a step, options and endings included."""
    total = 0
    for event in log:
        match event:
            case Narration(text=text) | Quotation(text=text) | Speech(line=text):
                total += words(text)
            case Offered(options=options):
                total += sum(words(option.text) + words(option.locked) for option in options)
            case Ended(judgements=judgements):
                total += sum(words(judgement.text) for judgement in judgements)
    return total


def test_there_is_as_much_of_it_as_was_promised() -> None:
    scenes = program().pack.files.scenes
    assert len(scenes) >= 18
    assert sum(len(scene.choices) > 1 for scene in scenes.values()) >= 9
    assert any(scene.doors for scene in scenes.values())


def test_every_scene_option_text_quotation_and_ending_can_be_met_by_somebody() -> None:
    scenes, taken, told, endings = set(), set(), set(), set()
    for role in ROLES:
        for state, steps in searched(role).steps.items():
            name = program().layout.scenes[state[SCENE]]
            numbers = program().open(state)
            turns = program().place(state[SCENE]).turns
            taken |= {(name, turns[number].id) for number in numbers}
            assert len(steps) == len(numbers)
        for event in searched(role).events:
            match event:
                case SceneEntered(scene=scene):
                    scenes.add(scene)
                case Narration(text=text) | Speech(line=text):
                    told.add(text)
                case Quotation(id=quote):
                    told.add(quote)
                case Ended(ending=ending, judgements=judgements):
                    endings.add(ending)
                    told |= {judgement.text for judgement in judgements}
    files = program().pack.files
    assert scenes == {str(scene) for scene in files.scenes}
    assert endings == {str(ending) for ending in files.endings}
    assert taken == {
        (str(name), turn.id)
        for index, name in enumerate(files.scenes)
        for turn in program().place(index).turns
    }
    written = set()
    for record in records([files.scenes, files.endings]):
        kind = type(record).__name__
        if kind in ("Block", "Line"):
            written.add(str(getattr(record, "quote", None) or getattr(record, "line", None) or record.text))
    assert written - told == set()


@pytest.mark.parametrize("role", ROLES)
def test_doing_what_he_did_gives_the_recorded_votes_and_the_recorded_end(role: str) -> None:
    """Whatever doors he opens on the way, as the record does not name them."""
    files = program().pack.files
    ends = 0
    for order in range(12):
        run = Run(program(), role)
        picks = 0
        while not run.over:
            scene = files.scenes[run.scene]  # type: ignore[index]
            his = [str(choice.id) for choice in scene.choices if role in choice.really_chose]
            if scene.doors:
                his = [run.open[(order // (picks + 1)) % len(run.open)].id]
                picks += 1
            run.take(his[0] if his else run.open[0].id)
        held = {event.vote: event for event in run.events() if isinstance(event, VoteHeld)}
        widen, names = held["cc-widen"], held["cc-names"]
        assert (widen.votes_for, widen.against, widen.abstain) == (9, 0, 0)
        assert (names.votes_for, names.against, names.abstain) == (5, 1, 3)
        assert names.recorded is not None
        assert (names.recorded.votes_for, names.recorded.against, names.recorded.abstain) == (5, 1, 3)
        (end,) = [event for event in run.events() if isinstance(event, Ended)]
        assert end.recorded
        assert run.left_record() is None
        ends += 1
    assert ends == 12


def test_votes_can_come_out_otherwise_and_then_lead_elsewhere() -> None:
    results: dict[str, set[str]] = defaultdict(set)
    after: dict[tuple[str, str], set[str]] = defaultdict(set)
    for role in ROLES:
        for steps in searched(role).steps.values():
            for _, log, _ in steps:
                held = [event for event in log if isinstance(event, VoteHeld)]
                for vote in held:
                    results[vote.vote].add(f"{vote.votes_for}-{vote.against}-{vote.abstain} {vote.result}")
                    entered = [e.scene for e in log[log.index(vote) :] if isinstance(e, SceneEntered)]
                    after[vote.vote, vote.result].add(entered[0])
    assert "5-1-3 carried" in results["cc-names"]
    assert any(result.endswith("lost") for result in results["cc-names"])
    assert after["cc-names", "lost"].isdisjoint(after["cc-names", "carried"])
    assert {r.rpartition(" ")[2] for r in results["cc-open"]} == {"carried", "lost"}


def test_each_hears_of_the_committee_from_where_he_is_and_martov_is_asked_for_no_prediction() -> None:
    for role in ROLES:
        held = [event for event in searched(role).events if isinstance(event, VoteHeld)]
        committee = {event.seen for event in held if event.vote.startswith("cc-")}
        assert committee == {{"kamenev": "room", "riazanov": "news", "martov": "hearsay"}[role]}
    scenes = program().pack.files.scenes
    asked = {str(name)[:2] for name, scene in scenes.items() if scene.vote and scene.vote.predict}
    assert "k-" in asked
    assert "m-" not in asked


def test_each_man_has_choices_that_no_other_has() -> None:
    taken = {
        role: {
            (program().layout.scenes[state[SCENE]], number)
            for state in searched(role).steps
            for number in program().open(state)
        }
        for role in ROLES
    }
    for role in ROLES:
        others = set().union(*(taken[other] for other in ROLES if other != role))
        assert taken[role] - others


@pytest.mark.parametrize("role", ROLES)
def test_an_evening_is_neither_too_short_nor_too_long(role: str) -> None:
    least, most = most_and_least(role, length)
    assert least >= 550
    assert most <= 2400
    fewest, decisions = most_and_least(role, lambda log, decides: int(decides))
    assert fewest >= 3
    assert decisions <= 10


@pytest.mark.parametrize("role", ROLES)
def test_every_evening_meets_at_least_three_quotations(role: str) -> None:
    least, _ = most_and_least(role, lambda log, _: sum(isinstance(event, Quotation) for event in log))
    assert least >= 3
    assert len({e.id for e in searched(role).events if isinstance(e, Quotation)}) >= 7


def test_limits_of_the_writing_are_kept() -> None:
    files = program().pack.files
    for name, scene in files.scenes.items():
        unconditional = [b for b in scene.text if b.condition is None and b.text]
        assert sum(words(b.text or "") for b in unconditional) <= 180, name
        for choice in scene.choices:
            assert words(choice.text) <= 22, choice.text
        assert len(scene.choices) <= 4, name
    for role in files.roles.values():
        card = role.card
        lines = (card.who, card.want, card.fear, card.answers_to, card.cannot, card.deadline)
        assert sum(words(line) for line in lines) <= 60
    for term, gloss in files.glossary.items():
        assert words(gloss) <= 12, term


def test_no_quotation_is_shown_before_the_day_it_was_said() -> None:
    for role in ROLES:
        for steps in [[(None, searched(role).opening, False)], *searched(role).steps.values()]:
            for _, log, _ in steps:
                day = None
                for event in log:
                    if isinstance(event, SceneEntered) and event.when is not None:
                        day = event.when.day
                    if isinstance(event, Quotation) and day is not None:
                        assert event.when.day <= day, event.id


def test_at_least_forty_five_in_a_hundred_options_are_attested_and_few_change_nothing() -> None:
    choices = [c for scene in program().pack.files.scenes.values() for c in scene.choices]
    assert sum(bool(c.argued_by) for c in choices) / len(choices) >= 0.45
    assert sum(c.reflective for c in choices) / len(choices) <= 0.2
