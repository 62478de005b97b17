"""The map in words: eighty columns, everything said, nothing lost for other programs."""

from __future__ import annotations

import json
import re
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from generated import pack_of, story
from vikzhel.publish.findings import RANDOM, Findings, percent
from vikzhel.publish.outline import COLUMNS, as_data, outline
from vikzhel.story.packs import Pack

from .conftest import charts

NOTHING = Findings(None)


def _check(pack: Pack) -> None:
    for chart in charts(pack):
        text = outline(chart, NOTHING)
        assert all(len(line) <= COLUMNS for line in text.splitlines())
        assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f]", text)
        flat = " ".join(text.split())
        narrow = outline(chart, NOTHING, 50)
        assert all(len(line) <= 50 for line in narrow.splitlines())
        assert "".join(narrow.split()) == "".join(text.split())
        data = as_data(chart, NOTHING)
        assert json.loads(json.dumps(data)) == data
        assert {one["id"] for one in data["scenes"]} == chart.stops.keys()
        for stop in chart.stops.values():
            assert f"[{stop.id}]" in flat
            for one in stop.options:
                assert f"[{one.id}]" in flat
                assert " ".join(one.text.split()) in flat
            if stop.ending:
                assert f"[{stop.ending}]: odds not worked out. In " in flat
                assert stop.id in data["endings"][stop.ending]["scenes"]


def test_the_shipped_stories_are_told_whole(talks: Pack, tutorial: Pack) -> None:
    _check(talks)
    _check(tutorial)


def test_hostile_words_are_told_as_words(hostile: Pack) -> None:
    _check(hostile)


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 10_000), st.integers(3, 20))
def test_any_story_is_told_whole(seed: int, scenes: int) -> None:
    with pack_of(story(Random(seed), scenes)) as pack:
        _check(pack)


def test_the_outline_of_the_tutorial_reads_well(tutorial: Pack) -> None:
    findings = Findings(
        {
            "finished": True,
            "roles": {"clerk": {"odds": {RANDOM: {"line-runs": 0.4375, "line-stands": 0.5625}}}},
        }
    )
    (chart,) = charts(tutorial, findings)
    assert outline(chart, findings).startswith(
        """\
A telegraph clerk: 3 scenes, 1 decision, 2 endings.


29 October (11 November New Style), from noon

  23:20 A strip of paper tape [telegraph-room]: counterfactual.
    1. Go out into the sleet and ask Osip whom his train carries. [ask-osip]
       (open only sometimes): leads to A strip of paper tape [telegraph-room].
    2. Send the order down the line at once, word for word. [pass-on]: leads to
       The line stands [red-lamp].
"""
    )
    assert "The line runs [line-runs]: at random 44 %. In green-lamp." in outline(chart, findings)


def test_shares_are_told_with_two_figures() -> None:
    told = [percent(share) for share in (0, 0.00001, 0.00123, 0.0153, 0.22, 1)]
    assert told == ["0 %", "under 0.01 %", "0.12 %", "1.5 %", "22 %", "100 %"]
