"""One clock for three men: what happened once stands at one hour, whoever tells of it and however he hears."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

import pytest

from vikzhel.play.events import SceneEntered
from vikzhel.play.trials import try_out
from vikzhel.story.trials import read_trials
from weeks import ROLES, program, recorded_runs

if TYPE_CHECKING:
    from collections.abc import Iterable

    from vikzhel.story.dates import Moment

IN_THE_ROOM = {
    "cc-nov1": "1917-11-01 23:30",
    "vt-nov1": "1917-11-02 02:00",
    "vt-soft": "1917-11-03 03:10",
    "press": "1917-11-05 00:20",
}
"""Votes of the record, and the hour at which the story has them."""

ONE_EVENT = {
    "Dan's terms": {"k-terms", "r-terms"},
    "midnight of the first night": {"k-midnight", "r-midnight", "m-midnight"},
    "the truce": {"k-truce", "r-truce", "m-truce"},
    "shooting without a trial": {"k-executions", "r-no-trial", "m-terror"},
    "two names": {"k-names", "m-names"},
    "the People's Council": {"k-council", "r-seats", "m-council"},
    "the factories in the night": {"k-workers", "r-factories"},
    "the Committee of 1 November": {"k-cc-report", "r-committee"},
    "before the roll-call": {"k-before-vtsik", "r-roll-call"},
    "the recess": {"k-malkin", "r-recess"},
    "the last sitting": {"k-last-sitting", "r-last-sitting", "m-last"},
    "its end": {"k-no-agreement", "m-stairs"},
    "the press debate": {"k-press", "r-press"},
}
"""What several men sit through together and no vote marks: the scenes in which each does."""

HOURS = {
    "small-hours": "01:00",
    "morning": "08:00",
    "midday": "12:00",
    "afternoon": "14:00",
    "dusk": "16:00",
    "evening": "19:00",
    "night": "22:00",
    "midnight": "24:00",
}
"""The hour from which a part of the day may be counted. The small hours belong to the day that they begin."""


def _stands(when: Moment) -> str:
    """Return a moment as it is written in the story; as text it sorts by time."""
    return f"{when.day.isoformat()} {HOURS.get(when.time, when.time.zfill(5))}"


def _held() -> dict[str, dict[str, list[tuple[str, str]]]]:
    """Return, by what is voted on and how it is seen, each scene's hour and name.

    Larin's motion is one motion, whoever sits in the hall: votes of one title are one vote.
    """
    files = program().pack.files
    titles = {str(name): vote.title for name, vote in files.votes.items()}
    found: dict[str, dict[str, list[tuple[str, str]]]] = defaultdict(lambda: defaultdict(list))
    for name, scene in files.scenes.items():
        if scene.vote is not None and scene.when is not None:
            title = titles[str(scene.vote.hold)]
            found[title][str(scene.vote.seen)].append((_stands(scene.when), str(name)))
    return found


def _title(vote: str) -> str:
    return next(held.title for name, held in program().pack.files.votes.items() if name == vote)


VOTES = sorted(str(name) for name in program().pack.files.votes)


@pytest.mark.parametrize("vote", VOTES)
def test_a_vote_in_the_room_stands_at_one_hour_in_every_role(vote: str) -> None:
    seen = _held()[_title(vote)]["room"]
    assert len({hour for hour, _ in seen}) <= 1, seen


@pytest.mark.parametrize("vote", VOTES)
def test_nobody_hears_of_a_vote_before_it_is_held(vote: str) -> None:
    """News and hearsay may be late, and never early."""
    seen = _held()[_title(vote)]
    held = [hour for hour, _ in seen["room"]]
    for way in ("news", "hearsay"):
        for hour, scene in seen[way]:
            assert all(room <= hour for room in held), (scene, hour, seen["room"])


@pytest.mark.parametrize("vote", sorted(IN_THE_ROOM))
def test_the_votes_of_the_record_are_held_when_the_story_says(vote: str) -> None:
    assert {hour for hour, _ in _held()[_title(vote)]["room"]} == {IN_THE_ROOM[vote]}


@pytest.mark.parametrize("event", sorted(ONE_EVENT))
def test_what_several_men_sit_through_stands_at_one_hour(event: str) -> None:
    scenes = {str(name): scene.when for name, scene in program().pack.files.scenes.items()}
    hours = {name: when and _stands(when) for name in ONE_EVENT[event] for when in [scenes[name]]}
    assert len(set(hours.values())) == 1, hours
    assert event != "the last sitting" or set(hours.values()) == {"1917-11-03 21:00"}


def _goes_back(entered: Iterable[SceneEntered]) -> list[tuple[str, str]]:
    """Return the pairs of scenes between which a week's clock goes back, coming back from a door left out."""
    wrong: list[tuple[str, str]] = []
    last, at = "", ""
    for event in entered:
        if event.when is None or event.again:
            continue
        hour = _stands(event.when)
        if hour < at:
            wrong.append((last, event.scene))
        last, at = event.scene, hour
    return wrong


@pytest.mark.parametrize("role", ROLES)
def test_the_clock_never_goes_back_in_a_week_of_the_record(role: str) -> None:
    """Through any doors, and in any order of them."""
    wrong = set()
    for run in recorded_runs(role):
        wrong |= set(_goes_back(event for event in run.events() if isinstance(event, SceneEntered)))
    assert wrong == set()


def test_the_clock_never_goes_back_on_the_roads_of_the_story_tests() -> None:
    pack, trials, _ = read_trials(program().pack)
    story = type(program())(pack)
    wrong = set()
    for name, trial in trials.items():
        road = try_out(story, str(name), trial)
        wrong |= set(_goes_back(e for log in road.told for e in log if isinstance(e, SceneEntered)))
    assert wrong == set()
