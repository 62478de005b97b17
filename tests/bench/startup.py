"""From pressing Enter to seeing something: the plain greeting, the front page, whom to be, the first game screen.

Straight into a game the whole story has to be read first; from the front page it has been read behind it, so there
what counts is the time from choosing a man to his first scene.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from terminal import Terminal

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

BARE = """\
from textual.app import App
from textual.widgets import Static
class Bare(App):
    def compose(self):
        yield Static("READY")
Bare().run()
"""


FIRST_SCENE = "New Style 11 November"


def rows() -> Iterator[tuple[str, str, str]]:
    """Yield what was measured, the figure, and the bar."""
    python = sys.executable
    empty = _process([python, "-c", "pass"])
    greeting = _first_byte([python, "-m", "vikzhel", "--plain"])
    yield _ratio("plain greeting / python -c pass", greeting, empty, 4.0)
    with tempfile.TemporaryDirectory() as folder:
        bare_file = Path(folder, "bare.py")
        bare_file.write_text(BARE, encoding="utf-8")
        env = {"XDG_DATA_HOME": folder, "XDG_CONFIG_HOME": folder, "XDG_STATE_HOME": folder}
        for size in ((80, 24), (140, 40)):
            at = f"at {size[0]}x{size[1]}"
            bare = _frame([python, str(bare_file)], "READY", size, env)
            vikzhel = [python, "-m", "vikzhel"]
            title = _frame(vikzhel, r"V\s?I\s?K\s?Z\s?H\s?E\s?L", size, env)
            front = _frame(vikzhel, r"1  Begin", size, env)
            game = _frame([*vikzhel, "play", "--role", "kamenev"], FIRST_SCENE, size, env)
            roles, first = _chosen(vikzhel, size, env)
            yield _ratio(f"title frame / bare Textual app {at}", title, bare, 1.3)
            yield _ratio(f"front page live / bare Textual app {at}", front, bare, 1.6)
            yield _ratio(f"role choice usable / bare Textual app {at}", roles, bare, 1.6)
            yield _ratio(f"straight into a game / bare Textual app {at}", game, bare, 1.6)
            yield f"from choosing a man to his first scene {at}", f"{first:.0f} ms", ""


def _ratio(what: str, value: float, base: float, bar: float) -> tuple[str, str, str]:
    ratio = value / base
    return (
        what,
        f"{ratio:.2f}  ({value:.0f} ms / {base:.0f} ms)",
        f"≤ {bar}: {'met' if ratio <= bar else 'MISSED'}",
    )


def _process(argv: Sequence[str], runs: int = 21) -> float:
    """Return the median time of a whole process in ms."""
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        subprocess.run(argv, check=True, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
        times.append(time.perf_counter() - start)
    return statistics.median(times) * 1e3


def _first_byte(argv: Sequence[str], runs: int = 21) -> float:
    """Return the median time until a process has written its first words, in ms."""
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        process = subprocess.Popen(argv, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE)
        assert process.stdout is not None
        process.stdout.read(1)
        times.append(time.perf_counter() - start)
        process.stdout.read()
        process.stdout.close()
        process.wait()
    return statistics.median(times) * 1e3


def _chosen(
    argv: Sequence[str], size: tuple[int, int], env: dict[str, str], runs: int = 9
) -> tuple[float, float]:
    """Return the median ms until whom to be can be chosen, Enter pressed at once; and from that choice to the first scene."""
    cards, scenes = [], []
    for number in range(runs + 1):
        with Terminal(argv, size=size, env=env) as terminal:
            terminal.wait_for("1  Begin")
            terminal.press("\r")
            shown = terminal.wait_for("Answers to") - terminal.started
            terminal.settle(0.4, 3.0)
            pressed = terminal.press("1")
            scene = terminal.wait_for(FIRST_SCENE) - pressed
        if number:
            cards.append(shown)
            scenes.append(scene)
    return statistics.median(cards) * 1e3, statistics.median(scenes) * 1e3


def _frame(
    argv: Sequence[str], marker: str, size: tuple[int, int], env: dict[str, str], runs: int = 9
) -> float:
    """Return the median time until a marker is on the emulated screen, in ms."""
    times = []
    for number in range(runs + 1):
        with Terminal(argv, size=size, env=env) as terminal:
            seen = terminal.wait_for(marker) - terminal.started
        if number:
            times.append(seen)
    return statistics.median(times) * 1e3
