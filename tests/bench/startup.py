"""From pressing Enter to seeing something: the plain greeting, the front page, whom to be, the first game screen.

Straight into a game the whole story has to be there first. What was read of it once is kept for the next start, so the
first start ever is told apart. From the front page the story is read behind it, so there what counts is the time from
choosing a man to his first scene. Each run of ours stands beside one of a bare Textual app: others may be using the machine.
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


FIRST_SCENE = r"New Style 11 November.*What do you do\?"
"""Its text and what can be done; a page without either is of no use yet."""


def rows() -> Iterator[tuple[str, str, str]]:
    """Yield what was measured, the figure, and the bar."""
    python = sys.executable
    empty = _process([python, "-c", "pass"])
    greeting = _first_byte([python, "-m", "vikzhel", "--plain"])
    yield _ratio("plain greeting / python -c pass", greeting, empty, 4.0)
    with tempfile.TemporaryDirectory() as folder:
        bare_file = Path(folder, "bare.py")
        bare_file.write_text(BARE, encoding="utf-8")
        names = ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME")
        env = dict.fromkeys(names, folder)
        vikzhel = [python, "-m", "vikzhel"]
        _kept(vikzhel, env, Path(folder, "vikzhel", "readings"))
        # Nothing can be kept where a file stands in the way of the folder.
        first_ever = {**env, "XDG_CACHE_HOME": str(bare_file)}
        straight = [*vikzhel, "play", "--role", "kamenev"]
        for size in ((80, 24), (140, 40)):
            at = f"at {size[0]}x{size[1]}"
            frames = {
                "title frame": (vikzhel, r"V\s?I\s?K\s?Z\s?H\s?E\s?L", env, 1.3),
                "front page live": (vikzhel, r"1  Begin", env, 1.6),
                "front page live, first start ever": (vikzhel, r"1  Begin", first_ever, 1.6),
                "straight into a game": (straight, FIRST_SCENE, env, 1.6),
                "straight into a game, first start ever": (straight, FIRST_SCENE, first_ever, 1.6),
            }
            times = _frames([python, str(bare_file)], frames, size, env)
            bare = times.pop("")
            for what, took in times.items():
                yield _ratio(f"{what} / bare Textual app {at}", took, bare, frames[what][3])
            for what, folders in (("", env), (", first start ever", first_ever)):
                roles, first = _chosen(vikzhel, size, folders)
                yield _ratio(f"role choice usable{what} / bare Textual app {at}", roles, bare, 1.6)
                yield f"from choosing a man to his first scene{what} {at}", f"{first:.0f} ms", ""


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


def _kept(argv: Sequence[str], env: dict[str, str], readings: Path) -> None:
    """Start once and stay until what was read of the story has been kept."""
    with Terminal(argv, env=env) as terminal:
        terminal.wait_for("1  Begin")
        while len([*readings.glob("*.read")]) < 2:
            terminal.settle(0.1, 0.1)


def _frames(
    bare: Sequence[str],
    frames: dict[str, tuple[Sequence[str], str, dict[str, str], float]],
    size: tuple[int, int],
    env: dict[str, str],
    runs: int = 9,
) -> dict[str, float]:
    """Return the median ms until each marker is on the emulated screen, started in turns; that of ``bare`` is under ""."""
    wanted = {"": (bare, "READY", env, 0.0), **frames}
    times: dict[str, list[float]] = {what: [] for what in wanted}
    for number in range(runs + 1):
        for what, (argv, marker, folders, _) in wanted.items():
            with Terminal(argv, size=size, env=folders) as terminal:
                seen = terminal.wait_for(marker) - terminal.started
            if number:
                times[what].append(seen)
    return {what: statistics.median(took) * 1e3 for what, took in times.items()}
