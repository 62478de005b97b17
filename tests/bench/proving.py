"""What proving costs: the shipped story from an empty cache and a warm one, and stories of growing size."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile
import time
from typing import TYPE_CHECKING

from generated import pack_of
from proof.scale import story

if TYPE_CHECKING:
    from collections.abc import Iterator

SECONDS, GIGABYTES, CACHED = 20, 1.0, 0.2


def rows() -> Iterator[tuple[str, str, str]]:
    """Yield what was measured, the figure, and the bar."""
    with tempfile.TemporaryDirectory() as folder:
        cold, memory = _process("talks", folder)
        warm, _ = _process("talks", folder)
        small, memory_small = _process("tutorial", folder)
    met = cold <= SECONDS and memory <= GIGABYTES
    yield (
        "prove talks, all roles, from an empty cache",
        f"{cold:.1f} s, {memory:.2f} GB",
        f"≤ {SECONDS} s, ≤ {GIGABYTES:.0f} GB: {'met' if met else 'MISSED'}",
    )
    yield (
        "prove talks, from a warm cache",
        f"{warm:.2f} s",
        f"≤ {CACHED} s: {'met' if warm <= CACHED else 'MISSED'}",
    )
    yield "prove tutorial, from an empty cache", f"{small:.2f} s, {memory_small:.2f} GB", "reported"
    for decisions in (10, 14, 18, 22, 26):
        yield _scaled(decisions)


def _process(pack: str, cache: str) -> tuple[float, float]:
    """Return the seconds and the gigabytes of a whole ``vikzhel prove``."""
    start = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-m", "vikzhel", "prove", pack],
        stdout=subprocess.DEVNULL,
        env={**os.environ, "XDG_CACHE_HOME": cache},
    )
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == 0
    return time.perf_counter() - start, used.ru_maxrss / 1024**2


def _scaled(decisions: int) -> tuple[str, str, str]:
    """Search one role of a generated story with 12 moods, control only, and its odds."""
    from vikzhel.play.program import Program
    from vikzhel.proof import odds, players
    from vikzhel.proof.classes import Quotient
    from vikzhel.proof.explore import TooBig, explore

    with pack_of(story(decisions)) as pack:
        program = Program(pack)
        start = time.perf_counter()
        try:
            space = explore(program, Quotient(program), program.layout.roles[0], most=6_000_000)
        except TooBig as reason:
            return f"generated story of {decisions} decisions, control", str(reason), "reported"
        searched = time.perf_counter() - start
        parts = odds.components(space)
        odds.endings(program, space, players.at_random(program, space), parts)
        both = time.perf_counter() - start
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2
    return (
        f"generated story of {decisions} decisions, control",
        f"{len(space.keys):,} states, {searched:.1f} s; with odds {both:.1f} s; {memory:.2f} GB so far",
        "reported",
    )
