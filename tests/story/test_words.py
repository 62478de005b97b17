"""Small things: clean text, ids, days in two calendars, places of characters."""

from __future__ import annotations

import unicodedata
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vikzhel.story.dates import GAP, PARTS, day_words, new_style, parse_day, parse_moment
from vikzhel.story.diagnostics import Mark, Report, Source, Word, did_you_mean, listed
from vikzhel.story.kinds import ID, MISSING, Reading, read_id
from vikzhel.story.nodes import Map, Scalar
from vikzhel.story.parsing import parse
from vikzhel.story.text import FORBIDDEN, clean, name_of, one_line, words

ANY = st.text(st.characters(codec=None), max_size=80)


@given(ANY)
def test_clean_text_has_nothing_a_terminal_obeys(text: str) -> None:
    out = clean(text)
    assert not FORBIDDEN.search(out)
    assert not any(unicodedata.category(c) in ("Cc", "Cs") and c != "\n" for c in out)
    assert not any(
        unicodedata.bidirectional(c) in ("LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI")
        for c in out
    )
    assert clean(out) == out
    assert len(out) <= len(text)
    assert "\n" not in one_line(text)
    assert words(out) == len(out.split())


@given(st.text(st.characters(categories=["L", "N", "P", "Zs"]), max_size=40))
def test_clean_leaves_ordinary_writing_alone(text: str) -> None:
    assert clean(text) == text


@given(st.characters(codec=None).filter(lambda c: bool(FORBIDDEN.match(c))))
def test_every_forbidden_character_has_a_name(char: str) -> None:
    assert name_of(char).endswith(f", U+{ord(char):04X}")


@given(st.dates(date(1000, 1, 1), date(9999, 12, 31)))
def test_days_are_read_as_they_are_written(day: date) -> None:
    assert parse_day(day.isoformat()) == day
    moment = parse_moment(f"{day.isoformat()} evening")
    assert moment is not None
    assert moment.day == day
    assert moment.words == f"{day_words(day)}, evening"
    assert moment.new_style_words == day_words(new_style(day))


@given(st.dates(date(1900, 3, 1), date(2100, 2, 1)))
def test_new_style_is_thirteen_days_later(day: date) -> None:
    assert new_style(day) - day == GAP == timedelta(days=13)


def test_the_day_of_the_talks_in_both_calendars() -> None:
    moment = parse_moment("1917-10-29 small-hours")
    assert moment is not None
    assert (moment.words, moment.new_style_words) == ("29 October, small hours", "11 November")


@pytest.mark.parametrize(
    "text",
    ["", "1917", "1917-2-3", "1917-02-30", "0000-01-01", "1917-10-29 24:00", "1917-10-29 7", "1917-10-29 noon",
     "29-10-1917", "١٩١٧-١٠-٢٩", "1917-10-29T18:30", "1917-10-29 18:30:00", "yesterday"],
)  # fmt: skip
def test_what_is_no_moment(text: str) -> None:
    assert parse_moment(text) is None


@pytest.mark.parametrize("time", [*PARTS, "0:00", "07:05", "23:59"])
def test_hours_and_parts_of_the_day(time: str) -> None:
    moment = parse_moment(f"1917-10-29 {time}")
    assert moment is not None
    assert moment.time == time


@given(ANY)
def test_ids_are_refused_with_something_better_to_type(text: str) -> None:
    reading = Reading(Report())
    mark = Mark(Source("x.yaml", text), 0, 0)
    given_id = read_id(Word(text, mark), reading)
    if given_id is MISSING:
        for problem in reading.report.problems:
            slug = problem.hint.removeprefix("Write  ")
            assert problem.code == "V309"
            assert ID.fullmatch(slug) or slug.startswith("Give it a short name")
            assert not FORBIDDEN.search(problem.render())
    else:
        assert ID.fullmatch(text)
        assert text.isascii()


@given(st.text(max_size=30), st.lists(st.text(max_size=12), max_size=6))
def test_a_suggestion_is_always_one_of_the_words(word: str, known: list[str]) -> None:
    hint = did_you_mean(word, known, "Nothing.")
    assert hint == "Nothing." or any(f"“{option}”" in hint for option in known)
    assert len(listed(known, 3).split(", ")) <= 3 + sum(option.count(",") for option in known)


@pytest.mark.parametrize(
    ("yaml", "character", "place"),
    [
        ("a: flag.x and Y", "Y", (0, 14)),
        ("a: 'flag.x and Y'", "Y", (0, 15)),
        ("a: 'it''s and Y'", "Y", (0, 14)),
        ('a: "flag.\\x41 and Y"', "Y", (0, 18)),
        ("a: flag.x\n   and Y", "Y", (1, 7)),
        ("a: >\n  flag.x\n  and Y\n", "Y", (2, 6)),
        ("a: |-\n\n  and Y\n", "Y", (2, 6)),
    ],
)
def test_characters_know_where_they_stand(yaml: str, character: str, place: tuple[int, int]) -> None:
    report = Report()
    node = parse(Source("x.yaml", yaml), report)
    assert isinstance(node, Map)
    value = node.pairs[0][1]
    assert isinstance(value, Scalar)
    mark = value.place(value.value.index(character))
    if "\\x41" in yaml:
        assert mark.line == 0  # an escape of several characters: the line is right, the column near
    else:
        assert (mark.line, mark.column) == place
