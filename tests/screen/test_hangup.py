"""A terminal that goes away while something runs in it, on a real pseudo-terminal."""

from __future__ import annotations

import signal
import sys
from pathlib import Path

import pytest

from terminal import Terminal
from vikzhel.archive.store import Store

IGNORED = ("sh", "-c", 'trap \'\' HUP; exec "$0" "$@"')
hang_ups = pytest.mark.parametrize(
    ("before", "code"),
    [pytest.param((), -signal.SIGHUP, id="default"), pytest.param(IGNORED, 129, id="ignored")],
)


def start(tmp_path: Path, before: tuple[str, ...], *arguments: str) -> Terminal:
    names = ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME")
    argv = [*before, sys.executable, "-m", "vikzhel", *arguments]
    return Terminal(argv, size=(100, 50), env={name: str(tmp_path / name.lower()) for name in names})


@hang_ups
@pytest.mark.parametrize("how", [(), ("--plain",)], ids=["screen", "plain"])
def test_a_game_ends_with_its_terminal_and_what_was_played_is_kept(
    tmp_path: Path, before: tuple[str, ...], code: int, how: tuple[str, ...]
) -> None:
    with start(tmp_path, before, "play", "tutorial", "--role", "clerk", *how) as terminal:
        terminal.wait_for("Go out into the sleet")
        terminal.settle()
        terminal.press("1\r" if how else "1")
        terminal.wait_for("Osip lifts a blind")
        assert terminal.hang_up() == code
    store = Store.open(str(tmp_path / "xdg_data_home" / "vikzhel"))
    assert [(row.role, row.steps) for row in store.runs()] == [("clerk", 1)]
    store.close()
    assert not list((tmp_path / "xdg_state_home").rglob("*.log"))


@hang_ups
@pytest.mark.parametrize(
    ("arguments", "seen"),
    [
        (("play", "tutorial"), "1  Begin"),
        (("preview", "tutorial", "--from", "red-lamp"), "The line goes quiet"),
        (("desk", "tutorial"), "author's desk"),
    ],
    ids=["front page", "preview", "desk"],
)
def test_every_other_page_ends_with_its_terminal(
    tmp_path: Path, before: tuple[str, ...], code: int, arguments: tuple[str, ...], seen: str
) -> None:
    with start(tmp_path, before, *arguments) as terminal:
        terminal.wait_for(seen)
        terminal.settle()
        assert terminal.hang_up() == code


@hang_ups
def test_a_preview_in_plain_mode_ends_with_its_terminal(
    tmp_path: Path, before: tuple[str, ...], code: int
) -> None:
    """What it ends with is the end of input."""
    with start(tmp_path, before, "preview", "tutorial", "--from", "red-lamp", "--plain") as terminal:
        terminal.wait_for("Save a file to hear it again")
        terminal.settle()
        assert terminal.hang_up() == (0 if before else code)
