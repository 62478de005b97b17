"""From a key to its paint, through a real pty: moving in the choices, taking one, opening a panel.

Others may be using the machine: a bare Textual app, measured in the same run, says how much of the time
is the toolkit's and the machine's own.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from typing import TYPE_CHECKING

from terminal import Terminal

if TYPE_CHECKING:
    from collections.abc import Iterator

MEDIAN_MS, P95_MS = 16, 30
END, ESCAPE = "\x1b[F", "\x1b"
BARE = """
from textual.app import App
from textual.widgets import Static
class Bare(App):
    BINDINGS = [("j", "turn", "Turn")]
    def compose(self):
        yield Static("0", id="page")
    def action_turn(self):
        page = self.query_one("#page", Static)
        page.turns = getattr(page, "turns", 0) + 1
        page.update("\\n".join(f"line {n} of page {page.turns}, " + "word " * 9 for n in range(20)))
Bare().run()
"""


def rows() -> Iterator[tuple[str, str, str]]:
    """Yield what was measured, the figure, and the bar."""
    for size in ((80, 24), (140, 40)):
        bare = _bare(size)
        yield (
            f"key→paint, a bare Textual app at {size[0]}x{size[1]}",
            f"median {statistics.median(bare):.0f} ms, n={len(bare)}",
            "to compare",
        )
        taken: list[float] = []
        moved: list[float] = []
        opened: list[float] = []
        for role in ("kamenev", "riazanov", "martov"):
            _play(role, size, taken, moved, opened)
        measured = (("taking a choice", taken), ("moving in the choices", moved), ("opening a panel", opened))
        for what, times in measured:
            ordered = sorted(times)
            median, p95 = statistics.median(times), ordered[int(0.95 * (len(ordered) - 1))]
            met = median <= MEDIAN_MS and p95 <= P95_MS
            yield (
                f"key→paint, {what} at {size[0]}x{size[1]}",
                f"median {median:.0f} ms, p95 {p95:.0f} ms, n={len(times)}",
                f"≤ {MEDIAN_MS} / ≤ {P95_MS}: {'met' if met else 'MISSED'}",
            )


def _bare(size: tuple[int, int]) -> list[float]:
    """Time keys in an app that does nothing but show another text."""
    with Terminal([sys.executable, "-c", BARE], size=size) as terminal:
        terminal.settle(0.6, 8.0)
        times = [_changed(terminal, "j") for _ in range(40)]
    return [ms for ms in times if ms is not None]


def _play(
    role: str, size: tuple[int, int], taken: list[float], moved: list[float], opened: list[float]
) -> None:
    """Play the first days by keyboard, timing each key until its first changed frame."""
    with tempfile.TemporaryDirectory() as folder:
        env = {"XDG_DATA_HOME": folder, "XDG_CONFIG_HOME": folder, "XDG_STATE_HOME": folder}
        env["TEXTUAL_ANIMATIONS"] = "none"
        argv = [sys.executable, "-m", "vikzhel", "play", "talks", "--role", role]
        with Terminal(argv, size=size, env=env) as terminal:
            terminal.settle(0.6, 8.0)
            for turn in range(14):
                terminal.press(END)  # choices wait until the end of the text has been seen
                terminal.settle(0.2)
                for key in ("j", "k"):
                    if (ms := _changed(terminal, key)) is not None:
                        moved.append(ms)
                if turn > 2 and (ms := _changed(terminal, "wtqmps"[turn % 6])) is not None:
                    opened.append(ms)
                    terminal.press(ESCAPE)
                    terminal.settle(0.3)
                if (ms := _changed(terminal, "1")) is None:
                    break
                taken.append(ms)
                terminal.settle(0.2)


def _changed(terminal: Terminal, key: str) -> float | None:
    """Press a key; return the ms until the screen looks different, or ``None`` if it never does."""
    before = terminal.settle(0.05)
    pressed = terminal.press(key)
    while time.perf_counter() < pressed + 0.5:
        if terminal._read(0.05):
            arrived = terminal._chunks[-1][0]
            if terminal.settle(0.004, 0.02) != before or _looks(terminal):
                return (arrived - pressed) * 1e3
    return None


def _looks(terminal: Terminal) -> bool:
    """Return whether anything was repainted, be it only a colour."""
    painted = bool(terminal.screen.dirty)
    terminal.screen.dirty.clear()
    return painted
