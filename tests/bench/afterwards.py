"""After a week: the odds along it from another process, how many of them are exact, and a class of 200."""

from __future__ import annotations

import tempfile
import time
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

from vikzhel.archive import class_pages, html
from vikzhel.archive.classroom import classroom
from vikzhel.archive.debrief import debrief
from vikzhel.archive.gather import Gathering
from vikzhel.archive.pages import sheet
from vikzhel.archive.transfer import Played, to_json
from vikzhel.places import pack_folder
from vikzhel.play.run import Run
from vikzhel.proof.aside import Aside
from weeks import ROLES, program, recorded_runs

if TYPE_CHECKING:
    from collections.abc import Iterator

RUNS = 200


def rows() -> Iterator[tuple[str, str, str]]:
    """Yield what was measured, the figure, and the bar."""
    for role in ROLES:
        run = next(recorded_runs(role))
        start = time.perf_counter()
        aside = Aside(pack_folder("talks"), role, [step.id for step in run.steps], more=0)
        odds = aside.wait(60)
        seconds = time.perf_counter() - start
        aside.close()
        assert odds is not None
        exact = sum(fork.exact for fork in odds.forks)
        error = max(fork.error for fork in odds.forks)
        told = f"{seconds:.1f} s; {exact} of {len(odds.forks)} decisions exact, the others ±{200 * error:.0f} in 100"
        yield f"odds along {role}'s recorded week", told, f"≤ 3 s: {'met' if seconds <= 3 else 'MISSED'}"
    start = time.perf_counter()
    html.page(sheet(debrief(run, "", odds)))
    yield "a debrief as a page, odds known", f"{1000 * (time.perf_counter() - start):.0f} ms", "reported"
    with tempfile.TemporaryDirectory() as folder:
        for number in range(RUNS):
            file = Path(folder, f"group-{number}.json")
            file.write_text(to_json(_played(ROLES[number % 3], number)), encoding="utf-8")
        start = time.perf_counter()
        html.page(class_pages.sheet(classroom(folder, Gathering(folder))))
        seconds = time.perf_counter() - start
    yield (
        f"a class report of {RUNS} runs",
        f"{seconds:.1f} s",
        f"≤ 5 s: {'met' if seconds <= 5 else 'MISSED'}",
    )


def _played(role: str, seed: int) -> Played:
    dice, run = Random(seed), Run(program(), role)
    while not run.over:
        run.take(dice.choice(run.open).id)
    pack = program().pack
    begun = f"2026-01-01T10:{seed // 60:02}:{seed % 60:02}+00:00"
    return Played(
        "copper-tram-nine", str(pack.manifest.id), str(pack.manifest.version), pack.fingerprint, role, begun,
        run.scene, tuple(run.steps),
    )  # fmt: skip
