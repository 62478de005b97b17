"""A page: where lines break, what stands between blocks, and characters a stream cannot show."""

from __future__ import annotations

import io

import pytest

from vikzhel.line.page import WIDEST, Page, showable

LONG = (
    "The tape lies under the lamp and the next station down the line is waiting for your key, as it was. " * 3
)


class Screen(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


def test_a_pipe_gets_a_paragraph_as_one_line() -> None:
    out = io.StringIO()
    Page(out).put([LONG.strip()])
    assert out.getvalue() == LONG.strip() + "\n"


def test_a_terminal_gets_lines_broken_between_words() -> None:
    out = Screen()
    Page(out).put([LONG.strip()])
    lines = out.getvalue().splitlines()
    assert len(lines) > 3
    assert max(map(len, lines)) <= WIDEST
    assert " ".join(lines) == LONG.strip()


def test_one_blank_line_and_no_more_parts_blocks() -> None:
    out = io.StringIO()
    page = Page(out)
    page.put(["a", "b"], [], ["c"])
    page.put()
    page.put([])
    page.put(["d"])
    assert out.getvalue() == "a\nb\n\nc\n\nd\n"


def test_an_answer_that_never_came_does_not_run_into_the_next_words() -> None:
    out = Screen()
    page = Page(out)
    page.ask("Type 1", wait_beside=True)
    page.put(["Your run is kept."])
    assert out.getvalue() == "Type 1: \n\nYour run is kept.\n"


@pytest.mark.parametrize(
    ("encoding", "shown"),
    [
        ("utf-8", "“Né — Ж…”"),
        ("ascii", '"Ne - ?..."'),
        ("latin-1", '"Né - ?..."'),
        ("cp1252", "“Né — ?…”"),
        ("cp866", '"Ne - Ж..."'),
    ],
)
def test_what_a_stream_cannot_show_is_put_in_the_nearest_way_it_can(encoding: str, shown: str) -> None:
    assert showable("“Né — Ж…”", encoding) == shown
    shown.encode(encoding)


def test_control_characters_never_reach_the_stream() -> None:
    out = io.StringIO()
    Page(out).put(["a\x1b[31mred\x07\u202eb"])
    assert out.getvalue() == "a[31mredb\n"
