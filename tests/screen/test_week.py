"""A whole week in a real terminal, from the front page to leaving: by keyboard alone, and by mouse alone."""

from __future__ import annotations

import re
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from terminal import Terminal

GAME = Path(__file__).parents[2] / "game"
LINE = re.compile(r"^ ?([1-9])  \S", re.M)
TO_READ = re.compile(r"more to read: Space or Enter|any key|First read to the end|read before: End")
PANELS = (
    ("w", "why", "Why"),
    ("t", "table", "The table"),
    ("q", "sources", "Sources met"),
    ("m", "map", "What you have seen"),
    ("p", "people", "Who is who"),
    ("s", "stands", "Where they stand"),
    ("c", "card", "Your card"),
    ("g", "words", "Words"),
    ("h", "how this", "How this works"),
    ("u", "undo", "Go back to"),
    ("d", "journal", "Journal"),
    ("e", "settings", "Settings"),
    ("?", "help", "Help"),
)
"""The key of each, what is typed into the menu for it, and its head."""


class Player:
    """Somebody before a terminal, who waits for what he did to show."""

    def __init__(self, terminal: Terminal) -> None:
        self.terminal = terminal

    @property
    def screen(self) -> str:
        return self.terminal.text

    def does(self, deed: Callable[[], object], seconds: float = 20.0) -> str:
        """Do something; wait until the screen looks otherwise and has come to rest; return it."""
        before, deadline = self.screen, time.monotonic() + seconds
        deed()
        while self.terminal.settle(0.06, 2.0) == before:
            assert time.monotonic() < deadline, f"nothing changed on:\n{before}"
        return self.screen

    def sees(self, pattern: str) -> None:
        if not re.search(pattern, self.screen):
            self.terminal.wait_for(pattern)
        self.terminal.settle(0.06)

    def press(self, *keys: str) -> str:
        return self.does(lambda: [self.terminal.press(key) for key in keys])

    def click(self, words: str) -> str:
        column, row = self.terminal.find(words)
        return self.does(lambda: self.terminal.click(column + len(words) - 1, row))

    def has_left(self) -> None:
        """Assert that the program has ended as it should, and said how to come back."""
        assert self.terminal.wait_exit() == 0
        assert self.terminal.restored
        assert "Your run is kept as" in self.terminal.text

    def lines(self) -> list[int]:
        """Return the numbers that can be taken, those under the last rule."""
        rows = self.screen.splitlines()
        asked = max(number for number, row in enumerate(rows) if row.startswith(" ──"))
        return [int(found[1]) for row in rows[asked:] if (found := LINE.match(row))]

    def week(
        self, read: Callable[[], object], take: Callable[[int, int], object], look: Callable[[int], object]
    ) -> int:
        """Play to the end; return how many things were decided or expected. ``take`` gets how many before, and a line."""
        taken = 0
        for _ in range(400):
            if TO_READ.search(self.screen):
                read()
            elif "And now?" in self.screen:
                return taken
            else:
                numbers = self.lines()
                assert numbers, self.screen
                take(taken, 1 + taken % len(numbers))
                taken += 1
                look(taken)
        raise AssertionError(f"the week did not end:\n{self.screen}")


@pytest.fixture
def player(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Player]:
    homes = ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME")
    env = {name: str(tmp_path) for name in homes} | {"PYTHONPATH": str(GAME)}
    with Terminal([sys.executable, "-m", "vikzhel"], size=request.param, env=env) as terminal:
        player = Player(terminal)
        player.sees("Ctrl.P Menu")
        yield player


@pytest.mark.parametrize("player", [(80, 24)], indirect=True)
def test_a_week_by_keyboard_alone(player: Player) -> None:
    terminal, press = player.terminal, player.press
    press("\r")
    press("j")
    terminal.press("\r")
    player.sees("The unions' rooms")

    def take(before: int, line: int) -> None:
        ways = ([str(line)], ["\x1b[B"] * line + ["\r"], ["j"] * line + ["\r"], ["j", "k", "k", str(line)])
        press(*ways[before % len(ways)])

    left = list(PANELS)

    def look(taken: int) -> None:
        if not left or "any key" in player.screen:
            return
        key, name, title = left.pop()
        if taken % 2:
            assert title in press(key).splitlines()[0]
        else:
            press("\x10")
            press(*name)
            terminal.press("\r")
            player.sees(rf"^[^\n]*{title}")
        press("\x1b")
        player.sees("P Menu")

    assert player.week(lambda: press("\x1b[F" if "any key" not in player.screen else "x"), take, look) >= 15
    assert not left, "every panel was opened, by its key or from the menu"
    assert "Debrief" in press("o")
    for part in "2345":
        assert f"{part} of 5" in press(part)
    assert "Hold against it" in press("c")
    press("\r")
    player.sees("side by side")
    press("\x1b")
    player.sees("══ Debrief")
    press("\x1b")
    player.sees("And now")
    press("f")
    player.sees("In this paper")
    terminal.press("\x11")
    player.has_left()


@pytest.mark.parametrize("player", [(140, 40)], indirect=True)
def test_a_week_by_mouse_alone(player: Player) -> None:
    terminal, click = player.terminal, player.click
    click("Begin")
    click("Julius Martov")
    column, row = terminal.find("Julius Martov")
    terminal.click(column, row)
    player.sees("What do you do|more to read")

    def read() -> None:
        found = TO_READ.search(player.screen)
        assert found
        click(found[0])

    def take(_: int, line: int) -> None:
        row = max(
            n
            for n, words in enumerate(player.screen.splitlines())
            if LINE.match(words) and f"{line}  " in words[:4]
        )
        player.does(lambda: terminal.click(5, row))

    left = [
        "w Why",
        "t Table",
        "q Sources",
        "m Map",
        "p People",
        "s Stands",
        "c Card",
        "g Words",
        "? Help",
        "u Undo",
    ]

    def look(_: int) -> None:
        if left and "any key" not in player.screen:
            click(left.pop())
            click("Esc Close")
            player.sees("P Menu")

    assert player.week(read, take, look) >= 15
    assert not left, "every panel was opened and closed"
    click("e Settings")
    click("▸")
    click("Esc Close")
    click("^P Menu")
    click("Journal")
    click("Esc Close")
    assert "Debrief" in click("Go over it: the debrief")
    for title in ("Beside it, the record", "Turning points"):
        click(title)
    click("c Compare")
    click("The record")
    click("Esc Close")
    click("Esc Close")
    click("To the front page")
    player.sees("In this paper")
    column, row = terminal.find("Quit")
    terminal.click(column, row)
    player.has_left()
