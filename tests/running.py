"""The program as a process of its own, with no terminal at all."""

from __future__ import annotations

import os
import subprocess
import sys


def run(*arguments: str, typed: str | None = "", **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the program with no terminal at all."""
    return subprocess.run(
        [sys.executable, "-m", "vikzhel", *arguments],
        input=typed,
        capture_output=True,
        text=True,
        encoding="utf-8",
        env={**os.environ, **environment},
        timeout=60,
        check=False,
    )
