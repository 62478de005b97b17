"""What proving costs: the shipped story from an empty cache and a warm one, and stories of growing size."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

SECONDS, GIGABYTES, CACHED = 20, 1.0, 0.2


def rows() -> Iterator[tuple[str, str, str]]:
    """Yield what was measured, the figure, and the bar."""
    with tempfile.TemporaryDirectory() as folder:
        cold, memory = _process("talks", folder)
        warm, _ = _process("talks", folder)
        small, memory_small = _process("tutorial", folder)
    yield (
        "prove talks, all roles, from an empty cache",
        f"{cold:.1f} s, {memory:.2f} GB",
        f"≤ {SECONDS} s, ≤ {GIGABYTES:.0f} GB: {_of_bar(max(cold / SECONDS, memory / GIGABYTES))}",
    )
    yield "prove talks, from a warm cache", f"{warm:.2f} s", f"≤ {CACHED} s: {_of_bar(warm / CACHED)}"
    yield "prove tutorial, from an empty cache", f"{small:.2f} s, {memory_small:.2f} GB", "reported"
    for decisions in (10, 14, 18, 22, 26):
        yield _scaled(decisions)


def _of_bar(ratio: float) -> str:
    return f"{'met' if ratio <= 1 else 'MISSED'} ({ratio:.2f} of the bar)"


def _process(pack: str, cache: str) -> tuple[float, float]:
    """Return the seconds of a whole ``vikzhel prove`` and the most gigabytes of it and its children together."""
    start = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-m", "vikzhel", "prove", pack],
        stdout=subprocess.DEVNULL,
        env={**os.environ, "XDG_CACHE_HOME": cache},
    )
    most = 0
    while process.poll() is None:
        most = max(most, sum(map(_kilobytes, _family(process.pid))))
        time.sleep(0.02)
    assert process.returncode == 0
    return time.perf_counter() - start, most / 1024**2


def _family(pid: int) -> list[int]:
    """Return a process and all its children, where the system tells."""
    try:
        with open(f"/proc/{pid}/task/{pid}/children", encoding="ascii") as stream:
            return [pid, *(one for child in stream.read().split() for one in _family(int(child)))]
    except OSError:
        return []


def _kilobytes(pid: int) -> int:
    """Return the memory of a process, what it shares counted by its part."""
    try:
        with open(f"/proc/{pid}/smaps_rollup", encoding="ascii") as stream:
            return next(int(line.split()[1]) for line in stream if line.startswith("Pss:"))
    except (OSError, StopIteration):
        return 0


SCALED = """
import json, sys
sys.path[:0] = json.loads(sys.argv[2])
from generated import pack_of
from proof.scale import story
from vikzhel.proof.prove import prove
with pack_of(story(int(sys.argv[1]))) as pack:
    role = prove(pack).roles["hero"]
print(role.method, role.states, role.seconds)
"""


def _scaled(decisions: int) -> tuple[str, str, str]:
    """Prove a generated story with one role and 12 moods, in a process of its own."""
    process = subprocess.Popen(
        [sys.executable, "-c", SCALED, str(decisions), json.dumps(sys.path)],
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    method, states, seconds = process.stdout.read().split()
    _, _, used = os.wait4(process.pid, 0)
    return (
        f"prove a generated story of {decisions} decisions",
        f"{method}: {int(states):,} classes of states, {float(seconds):.1f} s, {used.ru_maxrss / 1024**2:.2f} GB",
        "reported",
    )
