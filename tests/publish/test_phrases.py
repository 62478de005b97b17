"""Rules and effects in words that a teacher reads."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generated import pack_of, story
from packs import write_pack
from vikzhel.publish.phrases import Phrases
from vikzhel.story.diagnostics import Mark, Report, Source
from vikzhel.story.packs import Pack, read_pack
from vikzhel.story.resolve import rules_of
from vikzhel.story.rules import parse_rule

SCENES = """\
  start:
    {{e}, title: The yard, choices: [{id: a, text: Wait, goto: end, because: You waited., mood: {ana: -2}, table: {who: all},
      count: {cups: +1}, flag: late, unflag: told, learn: secret}]}
  end: {{e}, ending: over}
"""
VOTE = """\
blocs: {hard: {name: hard, body: council}}
votes: {motion: {title: That it be so., body: council, present: {hard: 3}, on: {}}}
"""


@pytest.fixture(scope="module")
def pack(tmp_path_factory: pytest.TempPathFactory) -> Pack:
    return read_pack(write_pack(tmp_path_factory.mktemp("pack"), SCENES, VOTE))


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        ("flag.late", "it is so that “It is late”"),
        ("not flag.late", "it is not so that “It is late”"),
        ("mood.ana at least warm", "Ana is warm or warmer towards you"),
        ("not mood.ana at most wary", "Ana is neutral or warmer towards you"),
        ("mood.ana is not open", "Ana is not open towards you"),
        ("not mood.ana is not open", "Ana is open towards you"),
        ("table.who is some", "on the table, Who is in stands at “Some”"),
        ("table.who at least some", "on the table, Who is in stands at “Some” or further down the list"),
        ("not table.who at least some", "on the table, Who is in stands at “A few” or further up the list"),
        ("not count.cups at least 2", "Cups of tea is at most 1"),
        ("knows.secret", "you know “They will yield”"),
        ("count.cups at least 2", "Cups of tea is at least 2"),
        ("vote.motion is carried", "the vote “That it be so” was carried"),
        ("vote.motion is not-held", "the vote “That it be so” has not been held"),
        ("vote.motion is not not-held", "the vote “That it be so” has been held"),
        ("seen.start", "you have been through “The yard”"),
        ("not seen.start", "you have not been through “The yard”"),
        ("seen.start at least 2", "you have been through “The yard” twice or more"),
        ("role is ana", "you play Ana"),
        (
            "flag.late and (flag.told or knows.secret)",
            "it is so that “It is late”, and (it is so that “You told them”, or you know “They will yield”)",
        ),
        (
            "not (flag.late and flag.told)",
            "it is not so that “It is late”, or it is not so that “You told them”",
        ),
    ],
)
def test_a_rule_is_told_in_words(pack: Pack, rule: str, words: str) -> None:
    source = Source("a", rule)
    parsed = parse_rule(rule, lambda column, width: Mark(source, 0, column, width), Report())
    assert parsed is not None
    assert Phrases(pack).rule(parsed) == words


def test_every_effect_is_told_with_its_cause(pack: Pack) -> None:
    choice = next(iter(pack.files.scenes.values())).choices[0]
    told = Phrases(pack).effects(choice)
    assert {cause for _, cause in told} == {"You waited."}
    assert [what for what, _ in told] == [
        "Ana cools by 2 steps",
        "the draft, Who is in: “All of them”",
        "Cups of tea: +1",
        "it is now so: “It is late”",
        "it is no longer so: “You told them”",
        "you learn: “They will yield”",
    ]


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 10_000))
def test_no_rule_is_told_in_ids(seed: int) -> None:
    with pack_of(story(Random(seed), 6)) as pack:
        say = Phrases(pack)
        for rule in rules_of(pack):
            told = say.rule(rule)
            for kind in ("mood.", "table.", "flag.", "knows.", "vote.", "seen.", "count.", "role is"):
                assert kind not in told


def test_votes_with_one_title_are_told_apart_by_body_then_day_then_place(tmp_path: Path) -> None:
    held = "vote: {{hold: {0}, carried: {{goto: {1}}}, lost: {{goto: {1}}}}}}}\n"
    scenes = (
        "  start: {{e}, title: The yard, when: 1917-10-29, " + held.format("one", "hall")
        + "  hall: {{e}, title: The hall, when: 1917-10-30, " + held.format("two", "attic")
        + "  attic: {{e}, title: The attic, when: 1917-10-30, " + held.format("three", "cellar")
        + "  cellar: {{e}, title: The cellar, when: 1917-10-30, " + held.format("four", "end")
        + "  end: {{e}, ending: over}\n"
    )  # fmt: skip
    alike = "body: council, present: {hard: 3}, stance: {hard: for}"
    votes = "".join(
        f"  {name}: {{title: {title}, {alike.replace('council', body)}}}\n"
        for name, title, body in (
            ("one", "Strike", "council"),
            ("two", "Strike", "council"),
            ("three", "Strike", "council"),
            ("four", "Wait", "council"),
        )
    )
    blocs = "blocs: {hard: {name: hard, body: council}}\n"
    say = Phrases(read_pack(write_pack(tmp_path, scenes, f"{blocs}votes:\n{votes}")))
    assert [say.vote(name) for name in ("one", "two", "three", "four")] == [
        "Strike (29 October; The yard)",
        "Strike (30 October; The hall)",
        "Strike (30 October; The attic)",
        "Wait",
    ]
