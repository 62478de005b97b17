"""Titles and options that say how a vote ends which is still to be held."""

from __future__ import annotations

import re

from ..diagnostics import Word
from ..routes import following, onward
from ..rules import RESULTS
from .desk import Desk, place_in

_VOTED = (
    r"outvoted|voted down|votes (?:it|them|him|her|us|you) down|votes down|(?:wins?|won|loses?|lost) the vote"
    r"|vote (?:is|was) (?:won|lost)|by \w+ votes? to \w+"
)
_ENDED = "carried|defeated|rejected|adopted|approved|passed"
_IS = "(?:is|are|was|were|gets?|has been|have been|been)"
_QUESTIONS = (
    "motion", "resolution", "proposal", "amendment", "text", "terms", "question", "list", "formula", "draft", "offer",
    "demand", "platform", "it",
)  # fmt: skip
"""What can be carried or rejected by a vote, besides the words of its title; a coat can be carried too."""
_ON_THE_WAY = r"(?! (?:on|off|away|round|around|along|under|over|out|up|to|from|by hand)\b)"
_OPEN = re.compile(r"\b(?:whether|if|unless|lest|in case)\b[^.,;:!?]*$", re.IGNORECASE)
"""Behind such a word nothing has been said yet."""


def results(desk: Desk) -> None:
    if not desk.pack.files.votes:
        return
    in_title, in_option = _patterns(desk)
    after = {str(way.to) for scene in desk.scenes.values() if scene.vote for way in onward(scene)}
    before = _flowing_into_votes(desk)
    too_early = _before_any_vote(desk)
    for scene_id, scene in desk.scenes.items():
        early = scene_id in too_early
        if scene_id in after and not early:
            continue  # It may speak of the vote that has just been held.
        if scene.title and (early or scene_id in before or any(way.to in before for way in onward(scene))):
            _look(desk, scene.title, in_title)
        for choice in scene.choices:
            if early or any(way.to in before for way in choice.goto):
                _look(desk, choice.text, in_option)
        for door in scene.doors.of if scene.doors else []:
            if early or door.to in before:
                _look(desk, door.text, in_option)


def _patterns(desk: Desk) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Return what tells a result in a title, and in an option, where the verb must be there as well."""
    titles = " ".join(vote.title for vote in desk.pack.files.votes.values())
    words = {*_QUESTIONS, *(word.lower() for word in re.findall(r"[^\W\d_]{5,}", titles))}
    question = "|".join(f"{re.escape(word)}s?" for word in sorted(words))
    title = rf"\b(?:{_VOTED}|(?:{question}) (?:{_IS} )?(?:{_ENDED})|^(?:{_ENDED})$)\b{_ON_THE_WAY}"
    option = rf"\b(?:{_VOTED}|(?:{question}) (?:that |which )?{_IS} (?:{_ENDED}))\b{_ON_THE_WAY}"
    return re.compile(title, re.IGNORECASE), re.compile(option, re.IGNORECASE)


def _flowing_into_votes(desk: Desk) -> set[str]:
    """Return the scenes that hold a vote, and those that flow into one with no stop between."""
    behind: dict[str, list[str]] = {}
    for scene_id, scene in desk.scenes.items():
        for way in scene.goto:
            behind.setdefault(str(way.to), []).append(str(scene_id))
    return _reaching(desk, behind)


def _before_any_vote(desk: Desk) -> set[str]:
    """Return the scenes from which a vote can be come to, and on no way to which one can have been held."""
    if desk.flow is None:
        return set()
    behind: dict[str, list[str]] = {}
    for at, ahead in following(desk.scenes).items():
        for to in ahead:
            behind.setdefault(to, []).append(at)
    held = sum(
        desk.flow.bit_of(f"vote.{v} {result}") for v in desk.pack.files.votes for result in RESULTS[1:]
    )
    none_yet = {at for at, state in desk.flow.run().items() if not state.true & held}
    return _reaching(desk, behind) & none_yet


def _reaching(desk: Desk, behind: dict[str, list[str]]) -> set[str]:
    found: set[str] = set()
    todo = [str(scene_id) for scene_id, scene in desk.scenes.items() if scene.vote]
    while todo:
        at = todo.pop()
        if at not in found:
            found.add(at)
            todo += behind.get(at, ())
    return found


def _look(desk: Desk, text: Word, pattern: re.Pattern[str]) -> None:
    found = pattern.search(text)
    if found and not _OPEN.search(text[: found.start()]):
        desk.report.add(
            "V824",
            place_in(text, found.start(), len(found.group())),
            f"“{found.group()}” tells how the vote ends before it has been held.",
            "Name the question, and leave the answer to the vote.",
        )
