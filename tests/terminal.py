"""A program on a real pseudo-terminal, its screen emulated by pyte: for end-to-end tests and timing.

Every chunk is stamped when it arrives; the emulator runs only while the program is quiet, so that
the watcher's own work is not part of what is measured.
"""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import signal
import struct
import termios
import time
from collections.abc import Sequence

import pyte

QUIET = 0.004
_UNKNOWN = re.compile(
    rb"\x1b\[[<=>][0-9;:]*[A-Za-z]|\x1b\[\?[0-9;]*\$p|\x1b\[\?[0-9;]*u|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)"
    rb"|\x1bP[^\x1b]*\x1b\\"
)
"""Sequences that pyte does not know and would print."""


class Terminal:
    """One run of a program on a terminal of ``columns`` × ``rows``."""

    def __init__(
        self, argv: Sequence[str], *, size: tuple[int, int] = (80, 24), env: dict[str, str] | None = None
    ) -> None:
        self.screen = pyte.Screen(*size)
        self._stream = pyte.ByteStream(self.screen)
        self._chunks: list[tuple[float, bytes]] = []
        self._written = b""
        self.status: int | None = None
        environment = {**os.environ, "TERM": "xterm-256color", "COLORTERM": "truecolor", **(env or {})}
        for name in {"COLUMNS", "LINES", "NO_COLOR"} - (env or {}).keys():
            environment.pop(name, None)
        self._master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", size[1], size[0], 0, 0))
        self.started = time.perf_counter()
        self.pid = os.fork()
        if self.pid == 0:
            os.setsid()
            fcntl.ioctl(slave, termios.TIOCSCTTY, 0)
            for descriptor in (0, 1, 2):
                os.dup2(slave, descriptor)
            os.closerange(3, 64)
            os.execvpe(argv[0], list(argv), environment)
        os.close(slave)

    @property
    def text(self) -> str:
        return "\n".join(line.rstrip() for line in self.screen.display)

    @property
    def restored(self) -> bool:
        """True if the program has left the alternate screen, shows the cursor and has let go of the mouse."""
        pairs = (
            (b"\x1b[?1049l", b"\x1b[?1049h"),
            (b"\x1b[?25h", b"\x1b[?25l"),
            (b"\x1b[?1003l", b"\x1b[?1003h"),
        )
        return all(self._written.rfind(off) > self._written.rfind(on) for off, on in pairs)

    def _read(self, seconds: float) -> bool | None:
        ready, _, _ = select.select([self._master], [], [], seconds)
        if not ready:
            return False
        try:
            data = os.read(self._master, 65536)
        except OSError:
            return None
        if not data:
            return None
        self._chunks.append((time.perf_counter(), data))
        self._written += data
        if b"\x1b[?2026$p" in data:
            os.write(self._master, b"\x1b[?2026;2$y")
        return True

    def wait_for(self, pattern: str, seconds: float = 20.0) -> float:
        """Return when the chunk arrived that made ``pattern`` visible; ``TimeoutError`` if none does."""
        wanted = re.compile(pattern, re.S)
        deadline = time.perf_counter() + seconds
        while True:
            got = self._read(QUIET)
            if got:
                continue
            while self._chunks:
                arrived, data = self._chunks.pop(0)
                self._stream.feed(_UNKNOWN.sub(b"", data))
                if wanted.search(self.text):
                    return arrived
            if got is None or time.perf_counter() > deadline:
                raise TimeoutError(f"never saw {pattern!r}; the screen was:\n{self.text}")

    def settle(self, quiet: float = 0.15, limit: float = 3.0) -> str:
        """Wait until the program is quiet; return the screen."""
        deadline = time.perf_counter() + limit
        while time.perf_counter() < deadline and self._read(quiet):
            pass
        while self._chunks:
            self._stream.feed(_UNKNOWN.sub(b"", self._chunks.pop(0)[1]))
        return self.text

    def press(self, keys: str | bytes) -> float:
        """Type keys; return when."""
        data = keys.encode() if isinstance(keys, str) else keys
        pressed = time.perf_counter()
        os.write(self._master, data)
        return pressed

    def click(self, column: int, row: int) -> None:
        """Click with the left button; the top left corner is 0, 0."""
        at = f"{column + 1};{row + 1}"
        self.press(f"\x1b[<0;{at}M\x1b[<0;{at}m")

    def find(self, words: str) -> tuple[int, int]:
        """Return the column and row where words stand on the screen."""
        for row, line in enumerate(self.screen.display):
            if words in line:
                return line.index(words), row
        raise LookupError(f"{words!r} is not on the screen:\n{self.text}")

    def resize(self, columns: int, rows: int) -> None:
        self.screen.resize(rows, columns)
        fcntl.ioctl(self._master, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        os.kill(self.pid, signal.SIGWINCH)

    def wait_exit(self, seconds: float = 10.0) -> int:
        """Return the program's exit code; ``TimeoutError`` if it goes on."""
        deadline = time.perf_counter() + seconds
        while time.perf_counter() < deadline:
            self._read(0.02)
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            if pid:
                self.status = os.waitstatus_to_exitcode(status)
                self.settle(0.02)
                return self.status
        raise TimeoutError(f"still running; the screen was:\n{self.text}")

    def hang_up(self, seconds: float = 2.0) -> int:
        """Let the terminal go away; return the exit code of the program, ``TimeoutError`` if it goes on."""
        self._let_go()
        deadline = time.perf_counter() + seconds
        while time.perf_counter() < deadline:
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            if pid:
                self.status = os.waitstatus_to_exitcode(status)
                return self.status
            time.sleep(0.01)
        raise TimeoutError("still running, without a terminal")

    def _let_go(self) -> None:
        if self._master >= 0:
            os.close(self._master)
            self._master = -1

    def kill(self) -> None:
        """End the program at once, as a power cut would."""
        if self.status is None:
            os.kill(self.pid, signal.SIGKILL)
            os.waitpid(self.pid, 0)
            self.status = -signal.SIGKILL

    def close(self) -> None:
        self.kill()
        self._let_go()

    def __enter__(self) -> Terminal:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
