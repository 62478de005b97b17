"""What branches brought is marked wherever a story is printed, and named with its author."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from branches import branch
from vikzhel.publish.atlas import atlas
from vikzhel.publish.chart import Chart
from vikzhel.publish.diagrams import dot, mermaid
from vikzhel.publish.drawing import svg_of
from vikzhel.publish.findings import Findings
from vikzhel.publish.outline import as_data, outline
from vikzhel.story.packs import Pack, read_pack

from .conftest import QUOTED, SPITE, charts

NOTHING = Findings(None)
FIRST = """\
story: {id: first, extends: tutorial, title: The stationmaster, authors: Anna Petrova}
add:
  telegraph-room:
    choices: [{text: Wake the stationmaster, goto: master}]
  red-lamp:
    text: Somebody has written a number on the wall.
scenes:
  master: {text: He is awake already., goto: telegraph-room}
"""
SECOND = """\
story: {id: second, extends: tutorial, title: The key, authors: Boris Ivanov}
replace:
  telegraph-room: {title: The key, choices: {pass-on: Send it on}}
  green-lamp: {scene: {text: The lamp is out., ending: line-runs}}
"""
ADDED, CHANGED = "added by The stationmaster (Anna Petrova)", "changed by The key (Boris Ivanov)"


def laid(folder: Path, *texts: str) -> Pack:
    return read_pack(" + ".join(branch(folder / f"b{number}", text) for number, text in enumerate(texts)))


@pytest.fixture
def both(tmp_path: Path) -> Pack:
    return laid(tmp_path, FIRST, SECOND)


@pytest.fixture
def chart(both: Pack) -> Chart:
    return charts(both)[0]


def boxes(svg: str) -> dict[str, list[str]]:
    """Return the words in the box of each scene, by its id."""
    groups = [g for g in ET.fromstring(svg).iter() if g.tag.endswith("}g") and g[0].tag.endswith("}title")]
    return {
        str(g[0].text).partition(":")[0]: [str(t.text) for t in g if t.tag.endswith("}text")] for g in groups
    }


def test_a_picture_marks_scenes_and_what_was_put_into_them_by_a_sign_that_its_key_explains(
    both: Pack, chart: Chart
) -> None:
    svg = svg_of(both, chart, NOTHING)
    assert boxes(svg)["first"][-1] == "+1"  # the scene first:master
    assert boxes(svg)["telegraph-room"][-1] == "~2"
    assert boxes(svg)["red-lamp"][-1] == "+1"
    words = [str(text.text) for text in ET.fromstring(svg).iter("{http://www.w3.org/2000/svg}text")]
    assert f"the scene: {ADDED}" in words
    assert f"the scene: {CHANGED}" in words
    assert f"something in the scene: {ADDED}" in words
    assert "there only because of what was added" in words
    assert svg.count('class="w"') == 2  # the way there, and the sample in the key


def test_one_branch_needs_no_number_and_a_story_alone_no_sign(tmp_path: Path, tutorial: Pack) -> None:
    alone = laid(tmp_path, FIRST)
    assert boxes(svg_of(alone, charts(alone)[0], NOTHING))["red-lamp"][-1] == "+"
    plain = svg_of(tutorial, charts(tutorial)[0], NOTHING)
    assert "added" not in plain
    assert 'class="w"' not in plain


def test_text_names_who_added_and_who_changed(both: Pack, chart: Chart) -> None:
    told = " ".join(outline(chart, NOTHING).split())
    assert "With The stationmaster (Anna Petrova), and The key (Boris Ivanov)." in told
    assert f"[first:master]: invented, {ADDED}." in told
    assert f"[first:wake-the-stationmaster] ({ADDED})" in told
    assert f"[red-lamp]: ending, counterfactual, something in it {ADDED}." in told
    assert f"[green-lamp]: ending, invented, {CHANGED}." in told
    for text in (dot([(chart, NOTHING)]), mermaid([(chart, NOTHING)])):
        assert ADDED in text
        assert CHANGED in text
    assert 'color="black:invis:black"' in dot([(chart, NOTHING)])
    assert "==>" in mermaid([(chart, NOTHING)])
    scenes = {scene["id"]: scene for scene in as_data(chart, NOTHING)["scenes"]}
    assert scenes["first:master"]["brought"] == [ADDED]
    assert [one["brought"] for one in scenes["telegraph-room"]["exits"]].count([CHANGED]) == 1


def test_the_atlas_names_them_too(both: Pack) -> None:
    html = atlas(both, NOTHING)
    assert html.count("+1 Added by The stationmaster (Anna Petrova).") == 2  # the scene, and the choice
    assert html.count("~2 Changed by The key (Boris Ivanov).") == 3
    words = re.search(r"Somebody has written a number on the wall\.(.*)", html)
    assert words is not None
    assert "Added by The stationmaster (Anna Petrova)" in words[1]


def test_a_title_cannot_break_out(tmp_path: Path) -> None:
    pack = laid(tmp_path, FIRST.replace("The stationmaster", QUOTED))
    chart = charts(pack)[0]
    svg, html = svg_of(pack, chart, NOTHING), atlas(pack, NOTHING)
    ET.fromstring(svg)
    assert SPITE[:12] in "".join(ET.fromstring(svg).itertext())
    assert "<script" not in html
    assert "<script" not in mermaid([(chart, NOTHING)])
