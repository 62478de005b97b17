"""The end of a game whose terminal has gone.

Closing a terminal ends what runs in it by a signal, SIGHUP. Where that is ignored, as under ``nohup``, or goes
elsewhere, Textual would read the end of file for ever, at the full speed of a core.
"""

from __future__ import annotations

import os
import sys
import threading
import time

GONE = 129
"""What a shell tells of a program that SIGHUP has ended: 128 and the signal's number."""
LOOK_EVERY = 0.4
"""Seconds between two looks at the terminal."""


def end_with_terminal() -> None:
    """End the program soon after its terminal has gone.

    At once, as the signal would: every step played is on disk by then, and there is nowhere to write to.
    What Textual does at its end could wait for ever for a page to be written.
    """
    if sys.stdin.isatty():
        threading.Thread(target=_watch, args=(sys.stdin.fileno(),), name="hangup", daemon=True).start()


def _watch(terminal: int) -> None:
    while os.isatty(terminal):
        time.sleep(LOOK_EVERY)
    os._exit(GONE)
