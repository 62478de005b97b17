"""Placing: what must be kept apart is, and nothing crosses that need not."""

from __future__ import annotations

from itertools import combinations, pairwise, permutations
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from vikzhel.publish.rows import BEND, Layout, lay, spaced

places = st.lists(st.floats(-1e4, 1e4), min_size=1, max_size=12)


@given(places, st.randoms(use_true_random=False))
def test_gaps_are_kept_and_nothing_moves_without_need(wanted: list[float], r: Random) -> None:
    gaps = [r.uniform(0, 50) for _ in wanted[1:]]
    weights = [r.uniform(0.1, 9) for _ in wanted]
    found = spaced(wanted, weights, gaps)
    assert all(b - a >= gap - 1e-6 for (a, b), gap in zip(pairwise(found), gaps, strict=True))
    if all(b - a >= gap for (a, b), gap in zip(pairwise(wanted), gaps, strict=True)):
        assert all(abs(a - b) < 1e-6 for a, b in zip(found, wanted, strict=True))


@given(places, st.randoms(use_true_random=False))
def test_no_shift_of_the_places_is_nearer_to_those_wanted(wanted: list[float], r: Random) -> None:
    gaps = [r.uniform(0, 50) for _ in wanted[1:]]
    found = spaced(wanted, [1.0] * len(wanted), gaps)

    def cost(at: list[float]) -> float:
        return sum((a - b) ** 2 for a, b in zip(at, wanted, strict=True))

    for _ in range(20):
        other = [x + r.uniform(-5, 5) for x in found]
        if all(b - a >= gap for (a, b), gap in zip(pairwise(other), gaps, strict=True)):
            assert cost(other) >= cost(found) - 1e-3


def _crossed(layout: Layout) -> int:
    """Count crossings the slow way, from where things stand."""
    segments = [
        (layout.things[a].row, layout.things[a].x, layout.things[b].x)
        for line in layout.lines
        for a, b in pairwise(line)
    ]
    return sum(
        one[0] == other[0] and (one[1] - other[1]) * (one[2] - other[2]) < -1e-9
        for one, other in combinations(segments, 2)
    )


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10_000))
def test_boxes_and_bends_never_overlap_and_lines_run_row_by_row(seed: int) -> None:
    r = Random(seed)
    rows = [
        [(f"{n}.{k}", r.choice((40.0, 90.0))) for k in range(r.randint(1, 4))] for n in range(r.randint(2, 7))
    ]
    lines = sorted(
        {
            (r.choice(rows[a])[0], r.choice(rows[b])[0])
            for a, b in combinations(range(len(rows)), 2)
            for _ in range(2)
            if r.random() < 0.5
        }
    )
    found = lay(rows, lines, 8.0)
    assert found == lay(rows, lines, 8.0)
    for row in found.rows:
        for one, other in pairwise(row):
            a, b = found.things[one], found.things[other]
            assert b.x - a.x >= (a.width + b.width) / 2 + 4 - 1e-6
    for (start, end), line in zip(lines, found.lines, strict=True):
        assert (found.things[line[0]].name, found.things[line[-1]].name) == (start, end)
        assert all(found.things[b].row - found.things[a].row == 1 for a, b in pairwise(line))
        assert all(found.things[at].width == BEND for at in line[1:-1])
    assert _crossed(found) == found.crossings


def test_two_rows_are_ordered_so_that_nothing_crosses_where_that_can_be() -> None:
    for order in permutations(range(4)):
        rows = [[(f"a{n}", 50.0) for n in range(4)], [(f"b{n}", 50.0) for n in order]]
        assert lay(rows, [(f"a{n}", f"b{n}") for n in range(4)], 8.0).crossings == 0


def test_a_line_past_a_box_runs_upright() -> None:
    rows = [[("a", 90.0)], [("b", 90.0)], [("c", 90.0)], [("d", 90.0)]]
    found = lay(rows, [("a", "b"), ("b", "c"), ("c", "d"), ("a", "d")], 8.0)
    bends = found.lines[3][1:-1]
    assert len({round(found.things[at].x, 3) for at in bends}) == 1
