"""From pressing Enter to seeing something: the plain greeting, the front page, whom to be, the first game screen.

Straight into a game the whole story has to be there first. What was read of it once is kept for the next start, so the
first start ever is told apart. From the front page the story is read behind it, so there what counts is the time from
choosing a man to his first scene. Each run of ours stands beside one of a bare Textual app: others may be using the machine.
That is why the second ratio is given, of the processor time that the process itself has used by then: where a machine is
busy it is the steadier. It leaves out a process that reads the story beside it, as at a first start ever.
"""

from __future__ import annotations

import shutil
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


ENTRIES = "1  Begin"
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
        readings = Path(folder, "vikzhel", "readings")
        _kept(vikzhel, env, readings)
        first_ever = {**env, "XDG_CACHE_HOME": str(Path(folder, "never"))}
        straight = [*vikzhel, "play", "--role", "kamenev"]
        for size in ((80, 24), (140, 40)):
            at = f"at {size[0]}x{size[1]}"
            starts = {
                "title frame": (vikzhel, r"V\s?I\s?K\s?Z\s?H\s?E\s?L", env, "", 1.3),
                "front page live": (vikzhel, ENTRIES, env, "", 1.6),
                "front page live, first start ever": (vikzhel, ENTRIES, first_ever, "", 1.6),
                "straight into a game": (straight, FIRST_SCENE, env, "", 1.6),
                "straight into a game, first start ever": (straight, FIRST_SCENE, first_ever, "", 1.6),
                "role choice usable": (vikzhel, ENTRIES, env, "Answers to", 1.6),
                "role choice usable, first start ever": (vikzhel, ENTRIES, first_ever, "Answers to", 1.6),
            }
            times = _started([python, str(bare_file)], starts, size, env)
            bare = times.pop("")
            for what, took in times.items():
                what_row, measured, bar = _ratio(
                    f"{what} / bare Textual app {at}", took[0], bare[0], starts[what][4]
                )
                yield what_row, f"{measured}; processor {took[1] / bare[1]:.2f}", bar
            for what, folders in (("", env), (", first start ever", first_ever)):
                first = _chosen(vikzhel, size, folders)
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


def _chosen(argv: Sequence[str], size: tuple[int, int], env: dict[str, str], runs: int = 9) -> float:
    """Return the median ms from choosing a man to his first scene, once the cards stand."""
    scenes = []
    for number in range(runs + 1):
        with _Timed(argv, size, env) as terminal:
            terminal.wait_for(ENTRIES)
            terminal.press("\r")
            terminal.wait_for("Answers to")
            terminal.settle(0.4, 3.0)
            pressed = terminal.press("1")
            scene = terminal.wait_for(FIRST_SCENE) - pressed
        if number:
            scenes.append(scene)
    return statistics.median(scenes) * 1e3


def _kept(argv: Sequence[str], env: dict[str, str], readings: Path) -> None:
    """Start once and stay until what was read of the story has been kept."""
    with Terminal(argv, env=env) as terminal:
        terminal.wait_for("1  Begin")
        while len([*readings.glob("*.read")]) < 2:
            terminal.settle(0.1, 0.1)


class _Timed(Terminal):
    """A terminal that notes how much processor time its process had used as each chunk came; first starts are first."""

    def __init__(self, argv: Sequence[str], size: tuple[int, int], env: dict[str, str]) -> None:
        if env["XDG_CACHE_HOME"] != env["XDG_DATA_HOME"]:
            shutil.rmtree(env["XDG_CACHE_HOME"], ignore_errors=True)
        self.used = 0.0
        self._used_by: dict[float, float] = {}
        super().__init__(argv, size=size, env=env)

    def _read(self, seconds: float) -> bool | None:
        got = super()._read(seconds)
        if got:
            clock = ~self.pid << 3 | 2  # of all threads of that process: clock_getcpuclockid(3)
            self._used_by[self._chunks[-1][0]] = time.clock_gettime(clock)
        return got

    def wait_for(self, pattern: str, seconds: float = 20.0) -> float:
        arrived = super().wait_for(pattern, seconds)
        self.used = self._used_by[arrived]
        return arrived


def _started(
    bare: Sequence[str],
    starts: dict[str, tuple[Sequence[str], str, dict[str, str], str, float]],
    size: tuple[int, int],
    env: dict[str, str],
    runs: int = 9,
) -> dict[str, tuple[float, float]]:
    """Return the median ms, of the clock and of the processor, until each marker is on the emulated screen.

    They are started in turns; those of ``bare`` are under "". Where a second marker is given, Enter is pressed at the first.
    """
    wanted = {"": (bare, "READY", env, "", 0.0), **starts}
    times: dict[str, list[tuple[float, float]]] = {what: [] for what in wanted}
    for number in range(runs + 1):
        for what, (argv, marker, folders, then, _) in wanted.items():
            with _Timed(argv, size, folders) as terminal:
                seen = terminal.wait_for(marker)
                if then:
                    terminal.press("\r")
                    seen = terminal.wait_for(then)
                if number:
                    times[what].append((1e3 * (seen - terminal.started), 1e3 * terminal.used))
    return {
        what: (statistics.median(one for one, _ in took), statistics.median(one for _, one in took))
        for what, took in times.items()
    }
