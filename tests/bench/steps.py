"""Engine speed: choices evaluated, one taken, state advanced; no events built."""

from __future__ import annotations

import time
from random import Random
from typing import TYPE_CHECKING

from vikzhel.places import pack_folder
from vikzhel.play.program import Program
from vikzhel.play.run import Run
from vikzhel.story.packs import read_pack

if TYPE_CHECKING:
    from collections.abc import Iterator

BAR = 300_000


def rows() -> Iterator[tuple[str, str, str]]:
    """Yield what was measured, the figure, and the bar."""
    program = Program(read_pack(pack_folder("talks")))
    bare = _steps(program, 2.0)
    told = _told(program, 1.0)
    yield (
        "engine steps/s on talks, no events",
        f"{bare:,.0f}",
        f"≥ {BAR:,}: {'met' if bare >= BAR else 'MISSED'}",
    )
    yield "engine steps/s on talks, every event built", f"{told:,.0f}", "reported"


def _steps(program: Program, seconds: float) -> float:
    """Play at random for a while; return steps per second. Drawing the dice is part of the time."""
    roles = program.layout.roles
    begun = [program.begin(role) for role in roles]
    take, open_now = program.take, program.open
    for _ in range(200):  # compile every scene first
        _play(program, Random(_))
    dice = Random(1)
    random = dice.random
    count = 0
    start = time.perf_counter()
    end = start + seconds
    while time.perf_counter() < end:
        for first in begun:
            state = first
            while found := open_now(state):
                state = take(state, found[int(random() * len(found))])
                count += 1
    return count / (time.perf_counter() - start)


def _play(program: Program, dice: Random) -> None:
    for role in program.layout.roles:
        state = program.begin(role)
        while found := program.open(state):
            state = program.take(state, dice.choice(list(found)))


def _told(program: Program, seconds: float) -> float:
    dice = Random(1)
    count = 0
    start = time.perf_counter()
    while time.perf_counter() < start + seconds:
        run = Run(program, dice.choice(program.layout.roles))
        while not run.over:
            run.take(dice.choice(run.open).id)
            count += 1
    return count / (time.perf_counter() - start)
