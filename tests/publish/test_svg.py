"""The picture: whole, readable, the same every time, and deaf to what a pack tries to say in it."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from itertools import combinations
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from generated import pack_of, story
from vikzhel.publish.chart import Chart
from vikzhel.publish.days import grid_of
from vikzhel.publish.drawing import column_svgs, stacked, svg_of
from vikzhel.publish.findings import RANDOM, Findings
from vikzhel.publish.lettering import broken, escaped, shortened, width
from vikzhel.publish.ports import LABEL, ports_of
from vikzhel.publish.sheet import BOX, columns_of
from vikzhel.story.packs import Pack

from .conftest import SPITE, charts

SVG = "{http://www.w3.org/2000/svg}"
NOTHING = Findings(None)
ALLOWED = {"svg", "title", "desc", "style", "g", "path", "text", "circle", "rect"}


def check(svg: str, chart: Chart) -> ET.Element:
    """Parse a map and see that it is whole and holds nothing but a drawing."""
    root = ET.fromstring(svg)
    assert {element.tag.removeprefix(SVG) for element in root.iter()} <= ALLOWED
    for element in root.iter():
        for name, value in element.attrib.items():
            assert not name.startswith("on")
            assert "href" not in name
            assert "url(" not in value
            assert "nan" not in value.lower()
    named = [element.text or "" for element in root.iter(f"{SVG}title")]
    for stop in chart.stops.values():
        assert any(text.startswith(f"{stop.id}: ") for text in named)
    return root


def test_no_two_words_on_lines_run_together(talks: Pack) -> None:
    for chart in charts(talks):
        for group in ET.fromstring(svg_of(talks, chart, NOTHING)).iter(f"{SVG}g"):
            said = [text for text in group if text.get("class") == "n m"]
            for one, other in combinations(said, 2):
                if one.get("y") == other.get("y"):
                    apart = abs(float(one.attrib["x"]) - float(other.attrib["x"]))
                    # The width is reckoned rather too wide, and coordinates are rounded.
                    assert apart > (width(one.text or "", LABEL) + width(other.text or "", LABEL)) / 2 - 0.2


def test_the_week_of_every_role_fits_on_a3_and_says_everything(talks: Pack) -> None:
    for chart in charts(talks):
        svg = svg_of(talks, chart, NOTHING)
        root = check(svg, chart)
        sides = [float(root.attrib[side].removesuffix("mm")) for side in ("width", "height")]
        assert sorted(sides) <= [297.0, 420.0]
        scale = sides[0] / float(root.attrib["viewBox"].split()[2]) * 72 / 25.4
        assert scale > 0.8  # so that the smallest words are at least 5 points high
        words = " ".join("".join(element.itertext()) for element in root.iter(f"{SVG}text"))
        for half in ("29", "October", "11 Nov. N.S.", "from noon"):
            assert half in words
        assert "Odds and verdicts are missing" in words
        assert root.attrib["role"] == "img"
        assert chart.name in (root.findtext(f"{SVG}title") or "")
        assert "ending" in (root.findtext(f"{SVG}desc") or "")


def _boxes(element: ET.Element, x: float, y: float) -> Iterator[tuple[str, float, float]]:
    """Return where every box stands: its title, and the middle of its first line of words."""
    moved = re.match(r"translate\(([\d.-]+) ([\d.-]+)\)", element.attrib.get("transform", ""))
    if moved:
        x, y = x + float(moved[1]), y + float(moved[2])
    title, text = element.find(f"{SVG}title"), element.find(f"{SVG}text")
    if element.tag == f"{SVG}g" and title is not None and text is not None:
        yield title.text or "", x + float(text.attrib["x"]), y + float(text.attrib["y"])
    for child in element:
        yield from _boxes(child, x, y)


def test_boxes_stand_inside_the_paper_and_clear_of_each_other(talks: Pack) -> None:
    for chart in charts(talks):
        root = ET.fromstring(svg_of(talks, chart, NOTHING))
        wide, high = map(float, root.attrib["viewBox"].split()[2:])
        boxes = list(_boxes(root, 0, 0))
        assert len(boxes) == len(chart.stops)
        for _, x, y in boxes:
            assert BOX / 2 <= x <= wide - BOX / 2
            assert 0 <= y <= high
        for (one, ax, ay), (other, bx, by) in combinations(boxes, 2):
            assert abs(ax - bx) >= BOX or abs(ay - by) > 15, (one, other)


def test_a_short_story_takes_no_more_paper_than_it_needs(tutorial: Pack) -> None:
    (chart,) = charts(tutorial)
    root = check(svg_of(tutorial, chart, NOTHING), chart)
    assert root.attrib["width"] == "210mm"
    assert float(root.attrib["height"].removesuffix("mm")) < 160
    assert "here again" in "".join(root.itertext())


def test_hostile_words_are_drawn_and_not_obeyed(hostile: Pack) -> None:
    for chart in charts(hostile):
        svg = svg_of(hostile, chart, NOTHING)
        check(svg, chart)
        assert "<script" not in svg
        assert SPITE[:12] in "".join(ET.fromstring(svg).itertext())


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 10_000), st.integers(3, 30))
def test_any_story_is_drawn_whole_and_alike_each_time(seed: int, scenes: int) -> None:
    with pack_of(story(Random(seed), scenes)) as pack:
        for chart in charts(pack):
            svg = svg_of(pack, chart, NOTHING)
            check(svg, chart)
            assert svg == svg_of(pack, chart, NOTHING)
            for piece in column_svgs(pack, chart, NOTHING):
                ET.fromstring(piece)


def test_a_line_into_another_column_goes_on_from_its_letter(talks: Pack) -> None:
    for chart in charts(talks):
        pieces = [ET.fromstring(svg) for svg in column_svgs(talks, chart, NOTHING)]
        letters = [
            [e.text for e in piece.iter(f"{SVG}text") if re.fullmatch("[A-Z]", e.text or "")]
            for piece in pieces
        ]
        assert len(pieces) > 1
        everywhere = [letter for piece in letters for letter in piece]
        assert all(everywhere.count(letter) >= 2 for letter in everywhere)
        drawn = {(e.text or "").split(":")[0] for piece in pieces for e in piece.iter(f"{SVG}title")}
        assert chart.stops.keys() <= drawn


def test_odds_and_verdicts_stand_on_the_map(tutorial: Pack) -> None:
    role = {"odds": {RANDOM: {"line-runs": 0.4375, "line-stands": 0.5625}}, "goals": {RANDOM: {}}}
    scenes = [
        {"kind": "scene", "name": name, "roles": {"clerk": {"verdict": verdict}}}
        for name, verdict in (("red-lamp", "unreachable"), ("green-lamp", "undecided"))
    ]
    findings = Findings({"finished": True, "roles": {"clerk": role}, "verdicts": scenes})
    (chart,) = charts(tutorial, findings)
    words = "".join(ET.fromstring(svg_of(tutorial, chart, findings)).itertext())
    assert "at random 44 %" in words
    assert "at random 56 %" in words
    assert "never reached (proved)" in words
    assert "undecided" in words
    assert "missing" not in words


def test_several_maps_stand_below_each_other(talks: Pack) -> None:
    maps = [svg_of(talks, chart, NOTHING) for chart in charts(talks)]
    whole = ET.fromstring(stacked(maps))
    inner = whole.findall(f"{SVG}svg")
    assert len(inner) == 3
    tops = [float(one.attrib["y"]) for one in inner]
    heights = [float(one.attrib["height"]) for one in inner]
    assert tops == [0, heights[0], heights[0] + heights[1]]
    ids = [e.attrib["id"] for e in whole.iter() if "id" in e.attrib]
    assert len(ids) == len(set(ids))


@given(st.text(), st.floats(20, 300))
def test_words_are_broken_to_their_room(text: str, room: float) -> None:
    for line in broken(text, room, 7.8, 2):
        assert width(line, 7.8) <= room
    assert width(shortened(text, room, 7.8), 7.8) <= room


@given(st.text())
def test_escaped_text_can_end_nothing(text: str) -> None:
    said = escaped(text)
    assert not set(said) & set("<>\"'")
    ET.fromstring(f"<a b='{said}'>{said}</a>")


def test_doors_stand_in_one_column_with_what_is_before_and_behind_them(talks: Pack) -> None:
    for chart in charts(talks):
        grid = grid_of(chart)
        for count in (2, 3):
            starts = [column.first for column in columns_of(grid, [30.0] * len(grid.rows), count)]
            side = {at: sum(grid.row[at] >= start for start in starts) for at in chart.stops}
            assert all(side[arrow.start] == side[arrow.end] for arrow in grid.down if arrow.returns)


def test_lines_leave_and_reach_boxes_inside_their_edges(talks: Pack) -> None:
    for chart in charts(talks):
        grid = grid_of(chart)
        for count in (1, 2, 3):
            for column in columns_of(grid, [30.0] * len(grid.rows), count):
                ports, things = ports_of(column), column.layout.things
                for index, line in enumerate(column.layout.lines):
                    for at, x in ((line[0], ports.out[index]), (line[-1], ports.into[index])):
                        assert abs(x - things[at].x) <= things[at].width / 2 - 11
