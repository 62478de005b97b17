"""A whole evening of the week in a real terminal: once by keyboard alone, once by mouse alone."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

pytestmark = pytest.mark.skipif(shutil.which("tmux") is None, reason="tmux is not here")

GAME = Path(__file__).parents[2] / "game"
_FIRST = re.compile(r"^ ?1  \S", re.M)
_MORE = re.compile(r"more to read|any key|First read")


class Tmux:
    """A program in a terminal of tmux's own, on a server of its own."""

    def __init__(self, folder: Path, argv: list[str], size: tuple[int, int]) -> None:
        self._server = ["tmux", "-S", str(folder / "tmux"), "-f", os.devnull]
        env = [f"{name}={folder}" for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME")]
        env += [f"PYTHONPATH={GAME}", "COLORTERM=truecolor"]
        command = shlex.join(["env", "-u", "NO_COLOR", *env, *argv])
        width, height = map(str, size)
        subprocess.run([*self._server, "new-session", "-d", "-x", width, "-y", height, command], check=True)

    def look(self) -> str:
        done = subprocess.run(
            [*self._server, "capture-pane", "-p"], capture_output=True, text=True, check=False
        )
        return done.stdout

    def press(self, key: str) -> None:
        subprocess.run([*self._server, "send-keys", key], check=True)

    def click(self, column: int, row: int) -> None:
        """Click as a terminal reports it (SGR); the top left corner is 0, 0."""
        at = f"{column + 1};{row + 1}"
        keys = f"\x1b[<0;{at}M\x1b[<0;{at}m"
        subprocess.run([*self._server, "send-keys", "-l", keys], check=True)

    def click_on(self, pattern: re.Pattern[str]) -> None:
        for row, line in enumerate(self.look().splitlines()):
            found = pattern.search(line)
            if found:
                self.click(found.end() - 1, row)
                return

    def changed(self, before: str, seconds: float = 10.0) -> str:
        """Wait until the screen looks different and has come to rest; return it."""
        deadline = time.monotonic() + seconds
        now = self.look()
        while time.monotonic() < deadline:
            time.sleep(0.15)
            last, now = now, self.look()
            if now == last != before:
                return now
        raise TimeoutError(f"nothing changed on:\n{now}")

    def close(self) -> None:
        subprocess.run([*self._server, "kill-server"], check=False, capture_output=True)


@pytest.fixture
def terminal(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Tmux]:
    argv = [sys.executable, "-m", "vikzhel", "play", "talks", "--role", "kamenev"]
    tmux = Tmux(tmp_path, argv, request.param)
    try:
        now = ""
        while "Smolny at dusk" not in now:
            now = tmux.changed(now, 30.0)
        yield tmux
    finally:
        tmux.close()


def play(terminal: Tmux, *, mouse: bool) -> tuple[list[str], int]:
    """Play the first thing on offer until the day is over; return the heads seen and the decisions taken."""
    heads: list[str] = []
    taken = 0
    now = terminal.look()
    for _ in range(200):
        head = now.splitlines()[0]
        if not heads or heads[-1] != head:
            heads.append(head)
        if "29 October" not in head:
            return heads, taken
        if _MORE.search(now):
            terminal.click_on(_MORE) if mouse else terminal.press("Space")
        else:
            assert _FIRST.search(now), now
            taken += 1
            terminal.click_on(_FIRST) if mouse else terminal.press("1")
        now = terminal.changed(now)
    raise AssertionError(f"the evening did not end:\n{now}")


@pytest.mark.parametrize("terminal", [(80, 24)], indirect=True)
def test_an_evening_is_played_by_keyboard_alone(terminal: Tmux) -> None:
    heads, taken = play(terminal, mouse=False)
    assert len(heads) >= 4
    assert taken >= 4
    before = terminal.look()
    terminal.press("m")
    assert "What you have seen" in terminal.changed(before)


@pytest.mark.parametrize("terminal", [(140, 40)], indirect=True)
def test_an_evening_is_played_by_mouse_alone(terminal: Tmux) -> None:
    heads, taken = play(terminal, mouse=True)
    assert len(heads) >= 4
    assert taken >= 4
    before = terminal.look()
    terminal.click_on(re.compile("Map"))
    assert "What you have seen" in terminal.changed(before)
