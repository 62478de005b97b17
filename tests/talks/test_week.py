"""The three men's weeks: claims about the story that ships, on random weeks and on the recorded ones."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from itertools import combinations
from pathlib import Path
from statistics import median

import pytest

from vikzhel.places import pack_folder
from vikzhel.play.events import Ended, Quotation, SceneEntered, VoteHeld
from vikzhel.play.trials import Outcome, try_out
from vikzhel.story.text import words
from vikzhel.story.trials import read_trials
from weeks import ROLES, Weeks, drawn, program, recorded_runs

RECORDED = {
    "cc-widen": (9, 0, 0),
    "cc-names": (5, 1, 3),
    "men-turn": (12, 11, 0),
    "cc-nov1": (10, 4, 0),
    "vt-nov1": (38, 29, 0),
    "vt-soft": (61, 6, 1),
    "press": (22, 31, 0),
}
"""For, against and abstaining, where what each man did leads. Where no source has a figure it is the game's own."""
TURNING = ("cc-names", "men-turn", "cc-nov1", "vt-nov1", "men-last", "press")
"""Votes that somebody can turn."""
UNDECIDED = {
    ("two-party", "reed-ten-days"): "it tells of a day after the week",
    ("without-two", "reed-ten-days"): "what it points out is so in every such week",
    ("until-the-assembly", "reed-ten-days"): "a hope of those days, which no act in the week bears on",
    ("parliament-bites", "pipes-russian-revolution"): "it is about the sitting that went the other way",
}
"""Readings that nothing in a week speaks for or against, with why."""


@pytest.fixture(scope="session")
def weeks() -> Weeks:
    return drawn(1500)


@pytest.fixture(scope="session")
def roads() -> list[Outcome]:
    """Return what became of every story test in the pack's own ``tests.yaml``."""
    pack, trials, _ = read_trials(program().pack)
    story = type(program())(pack)
    return [try_out(story, str(name), trial) for name, trial in trials.items()]


# -- the record ------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", ROLES)
def test_doing_what_he_did_gives_the_recorded_votes_and_the_recorded_end(role: str) -> None:
    """Whatever doors he opens on the way, as the record does not name them."""
    ways = 0
    for run in recorded_runs(role):
        told = run.events()
        held = {event.vote: event for event in told if isinstance(event, VoteHeld)}
        figures = {name: (vote.votes_for, vote.against, vote.abstain) for name, vote in held.items()}
        assert {name: figures.get(name) for name in RECORDED} == RECORDED, [step.id for step in run.steps]
        for name, vote in held.items():
            if vote.recorded is not None:
                kept = (vote.recorded.votes_for, vote.recorded.against, vote.recorded.abstain)
                for ours, theirs in zip(figures[name], kept, strict=True):
                    assert not isinstance(theirs, int) or name == "cc-widen" or ours == theirs, name
        (end,) = [event for event in told if isinstance(event, Ended)]
        assert (end.ending, end.recorded) == ("resignations", True)
        assert run.left_record() is None
        ways += 1
    assert ways >= 27


# -- what there is ---------------------------------------------------------------------------------


def _events() -> list[tuple[str, list[str]]]:
    text = (Path(pack_folder("talks")) / "README.md").read_text(encoding="utf-8")
    table = text.partition("<!-- events: begin -->")[2].partition("<!-- events: end -->")[0]
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in table.strip().splitlines()[2:]]
    return [(event, re.findall(r"[a-z0-9:-]+", scenes)) for event, scenes in rows]


def test_every_event_of_the_seed_text_is_met_where_the_readme_says(
    weeks: Weeks, roads: list[Outcome]
) -> None:
    """Each row names scenes that somebody comes to, and evidence that those scenes cite or quote."""
    files = program().pack.files
    met = {scene for week in weeks.weeks for scene in week.scenes}
    met |= {e.scene for road in roads for log in road.told for e in log if isinstance(e, SceneEntered)}
    ended = {f"ending:{week.ending}" for week in weeks.weeks}
    rows = _events()
    assert len(rows) >= 32
    for event, scenes in rows:
        evidence = set(re.findall(r"[a-z0-9-]+", event.rpartition("(")[2]))
        assert scenes, event
        assert set(scenes) <= met | ended, event
        rests_on: set[str] = set()
        for name in scenes:
            if name.startswith("ending:"):
                end = next(end for key, end in files.endings.items() if f"ending:{key}" == name)
                rests_on |= {str(block.quote) for block in [*end.text, *end.later]}
            else:
                scene = next(scene for key, scene in files.scenes.items() if key == name)
                rests_on |= {str(cited) for cited in scene.cites}
                rests_on |= {str(block.quote) for block in scene.text}
                rests_on |= {str(block.quote) for choice in scene.choices for block in choice.reply}
                rests_on |= {str(cited) for choice in scene.choices for cited in choice.cites}
        assert evidence & rests_on, event


def test_there_is_as_much_of_it_as_was_promised(weeks: Weeks, roads: list[Outcome]) -> None:
    files = program().pack.files
    assert 90 <= len(files.scenes) <= 140
    assert 10 <= len(files.endings) <= 12
    reached: dict[str, set[str]] = defaultdict(set)
    for week in weeks.weeks:
        reached[week.role].add(week.ending)
    for road in roads:
        reached[road.role] |= {e.ending for e in road.told[-1] if isinstance(e, Ended)}
    assert set().union(*reached.values()) == {str(name) for name in files.endings}
    for role in ROLES:
        assert len(reached[role]) >= 7, role
    for one, other in combinations(ROLES, 2):
        assert reached[one] - reached[other], (one, other)
        assert reached[other] - reached[one], (one, other)


def test_every_story_test_holds_and_each_man_has_one_that_follows_the_record(roads: list[Outcome]) -> None:
    assert [road.name for road in roads if road.failures] == []
    for role in ROLES:
        assert f"{role}-does-what-he-did" in {road.name for road in roads}


@pytest.mark.parametrize("role", ROLES)
def test_each_man_has_choices_that_no_other_has(role: str, weeks: Weeks) -> None:
    others = {option for week in weeks.weeks if week.role != role for option in week.taken}
    own = {option for week in weeks.of(role) for option in week.taken} - others
    assert len(own) >= 30


# -- random weeks ----------------------------------------------------------------------------------


@pytest.mark.parametrize("role", ROLES)
def test_a_week_is_neither_too_short_nor_too_long(role: str, weeks: Weeks) -> None:
    played = weeks.of(role)
    early = {week.ending for week in played if week.decisions < 14}
    assert len(early) <= 2, early
    assert min(week.decisions for week in played) >= 8
    assert max(week.decisions for week in played) <= 18
    assert max(week.length for week in played) <= 4500
    assert 2800 <= median(week.length for week in played) <= 3900


@pytest.mark.parametrize("role", ROLES)
def test_no_ending_takes_the_story_over_and_none_is_shut(role: str, weeks: Weeks) -> None:
    odds = Counter(week.ending for week in weeks.of(role))
    assert max(odds.values()) <= 0.4 * odds.total(), odds.most_common(1)
    governments = ("another-chair", "wider-soviet", "without-two", "until-the-assembly")
    assert 0 < sum(odds[name] for name in governments) < 0.06 * odds.total()


def test_everybody_meets_quotations_and_all_of_them_together_many(weeks: Weeks) -> None:
    assert min(len(week.quoted) for week in weeks.weeks) >= 8
    assert len({name for week in weeks.weeks for name in week.quoted}) >= 60


def test_no_quotation_is_shown_before_the_day_it_was_said(weeks: Weeks, roads: list[Outcome]) -> None:
    assert {name for week in weeks.weeks for name in week.too_early} == set()
    assert any(isinstance(event, Quotation) for road in roads for log in road.told for event in log)


def test_nobody_is_offered_more_than_four_things_at_once(weeks: Weeks) -> None:
    assert max(week.widest for week in weeks.weeks) <= 4


def test_four_votes_or_more_on_every_week_that_is_played_out(weeks: Weeks) -> None:
    assert min(len(week.held) for week in weeks.weeks if week.decisions >= 14) >= 4


def test_no_text_tells_of_a_vote_that_did_not_go_so(weeks: Weeks) -> None:
    assert {text for week in weeks.weeks for text in week.untold} == set()


def test_the_same_ending_reads_otherwise_after_another_week(weeks: Weeks) -> None:
    texts: dict[tuple[str, str], list[tuple[str, ...]]] = defaultdict(list)
    for week in weeks.weeks:
        texts[week.role, week.ending].append(week.close)
    for ending, read in texts.items():
        if len(read) >= 20:
            assert len(set(read)) >= 2, ending
            assert Counter(read).most_common(1)[0][1] < 0.9 * len(read), ending


def test_every_reading_says_which_weeks_it_fits_and_why_unless_no_week_could_tell() -> None:
    readings = {
        (str(name), str(one.source)): one
        for name, ending in program().pack.files.endings.items()
        for one in ending.historians
    }
    assert {name for name, one in readings.items() if one.condition is None} == set(UNDECIDED)
    for name, one in readings.items():
        assert (one.condition is None) == (one.in_which is None), name
    assert {ending for ending, _ in set(readings) - set(UNDECIDED)} == {ending for ending, _ in readings}


def test_every_reading_fits_some_weeks_and_not_others(weeks: Weeks) -> None:
    """Of the weeks with its own ending. An ending that hardly ever comes by chance is too rare to say."""
    fits: dict[tuple[str, str], list[bool]] = defaultdict(list)
    for week in weeks.weeks:
        for source, fit in week.fits.items():
            fits[week.ending, source].append(fit)
    judged = {reading: found for reading, found in fits.items() if len(found) >= 20}
    assert len({ending for ending, _ in judged}) >= 9
    assert {reading for reading, found in judged.items() if len(set(found)) < 2} == set()


@pytest.mark.parametrize("vote", TURNING)
def test_votes_come_out_otherwise_and_the_story_goes_on_otherwise(vote: str, weeks: Weeks) -> None:
    """Some man reads or enters something after one result of a vote that never follows on another."""
    results = {week.held[vote] for week in weeks.weeks if vote in week.held}
    assert len(results) >= 2
    for one, other in combinations(sorted(results), 2):
        if {one, other} == {"lost", "tied"}:
            continue
        assert any(
            weeks.next_scenes[role, vote, one] ^ weeks.next_scenes[role, vote, other]
            or weeks.next_texts[role, vote, one] ^ weeks.next_texts[role, vote, other]
            for role in ROLES
            if weeks.next_texts[role, vote, one] and weeks.next_texts[role, vote, other]
        ), (one, other)


@pytest.mark.parametrize("role", ROLES)
def test_the_committee_may_break_off_and_then_nobody_sits_down_again(role: str, weeks: Weeks) -> None:
    """Unless the executive, left free to vote, takes the talks up again that night."""
    played = weeks.of(role)
    broken = [week for week in played if week.held.get("cc-nov1") == "lost"]
    assert 0.03 * len(played) <= len(broken) <= 0.2 * len(played)
    followed = [week for week in broken if week.held["vt-nov1"] == "carried"]
    assert followed
    for week in followed:
        assert not week.scenes & {"k-last-sitting", "r-last-sitting", "m-last"}
        assert "men-last" not in week.held


@pytest.mark.parametrize("vote", [vote for vote in TURNING if vote not in ("cc-names", "cc-nov1")])
def test_another_result_leads_to_other_scenes(vote: str, weeks: Weeks) -> None:
    met: dict[bool, set[str]] = {True: set(), False: set()}
    for week in weeks.weeks:
        if vote in week.held:
            met[week.held[vote] == "carried"] |= week.scenes
    assert met[True] - met[False]
    assert met[False] - met[True]


# -- the writing -----------------------------------------------------------------------------------


def test_limits_of_the_writing_are_kept() -> None:
    files = program().pack.files
    for name, scene in files.scenes.items():
        unconditional = [block for block in scene.text if block.condition is None and block.text]
        assert sum(words(block.text or "") for block in unconditional) <= 180, name
        for choice in scene.choices:
            assert words(choice.text) <= 22, choice.text
    for role in files.roles.values():
        card = role.card
        lines = (card.who, card.want, card.fear, card.answers_to, card.cannot, card.deadline)
        assert sum(words(line) for line in lines) <= 60
    for term, gloss in files.glossary.items():
        assert words(gloss) <= 12, term


def test_most_of_it_rests_on_evidence_and_few_choices_change_nothing() -> None:
    scenes = program().pack.files.scenes.values()
    choices = [choice for scene in scenes for choice in scene.choices]
    assert sum(bool(choice.argued_by) for choice in choices) / len(choices) >= 0.45
    assert sum(choice.reflective for choice in choices) / len(choices) <= 0.2
    assert sum(scene.evidence == "documented" for scene in scenes) / len(scenes) >= 0.5
