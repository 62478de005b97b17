"""Reading and checking packs: the shipped story, and generated ones of growing size."""

from __future__ import annotations

import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any

import yaml

from generated import _Plain, head
from vikzhel.places import pack_folder
from vikzhel.story.check import check_pack
from vikzhel.story.packs import try_pack

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from vikzhel.story.diagnostics import Report
    from vikzhel.story.packs import Pack

BAR_MS = 150
WATCH_MS = 300
SIZES = (50_000, 500_000, 5_000_000)


def rows() -> Iterator[tuple[str, str, str]]:
    """Yield what was measured, the figure, and the bar."""
    shipped = _ms(Path(pack_folder("talks")), runs=9)
    yield (
        "read and check talks with its evidence",
        f"{shipped:.0f} ms",
        f"≤ {BAR_MS} ms: {'met' if shipped <= BAR_MS else 'MISSED'}",
    )
    checked = _ms(Path(pack_folder("talks")), runs=9, read=lambda folder: check_pack(folder)[:2])
    yield (
        "the same with every remark of check",
        f"{checked:.0f} ms",
        f"≤ {BAR_MS} ms: {'met' if checked <= BAR_MS else 'MISSED'}",
    )
    saved = _watch_ms(runs=15)
    yield (
        "check --watch: from a save to its result",
        f"{saved:.0f} ms",
        f"≤ {WATCH_MS} ms: {'met' if saved <= WATCH_MS else 'MISSED'}",
    )
    rates = []
    with tempfile.TemporaryDirectory() as folder:
        for size in SIZES:
            target = Path(folder, str(size))
            written = generate(target, size)
            took = _ms(target, runs=5 if size < SIZES[-1] else 2)
            rates.append(took / written * 1e6)
            yield f"read and check {written / 1e6:.2f} MB", f"{took:.0f} ms", f"{rates[-1]:.0f} ms/MB"
    spread = max(rates) / min(rates)
    yield "ms/MB, slowest size / fastest size", f"{spread:.2f}", "about 1 is linear"


def generate(folder: Path, size: int) -> int:
    """Write a pack of about ``size`` bytes that checks clean; return its real size."""
    folder.mkdir(parents=True)
    contents: dict[str, Any] = head(Random(1), 1)
    text = yaml.dump(contents, Dumper=_Plain, sort_keys=False, width=10_000).replace("s0", "s0-0")
    Path(folder, "story.yaml").write_text(text, encoding="utf-8")
    written = len(text)
    number = 0
    while written < size or number < 2:
        lines = ["scenes:"]
        for scene in range(120):
            here, there = (
                f"s{number}-{scene}",
                f"s{number}-{scene + 1}" if scene < 119 else f"s{number + 1}-0",
            )
            lines += [
                f"  {here}:",
                "    when: 1917-10-29 18:30",
                "    where: The conference hall",
                "    evidence: inferred",
                "    reason: Generated for measuring.",
                "    text:",
                '      - "The commission has argued since dusk: the tea is cold and nobody has moved from the table."',
                "      - if: mood.ana at most wary and not (flag.warned or knows.secret)",
                "        text: Nobody offers you a chair.",
                "      - says: ana",
                "        line: We stop the trains at midnight, whoever is winning.",
                "    choices:",
                "      - id: vote-truce",
                "        text: Vote for an armistice on the union's terms",
                "        if: not flag.pledged",
                "        locked: You gave the garrison your word.",
                "        because: You put the truce before the front.",
                "        mood: {ana: +1, boris: -1}",
                "        table: {who: all}",
                f"        goto: {there}",
                "      - id: wait",
                "        text: Wait for news from the front before you say anything",
                f"        goto: {there}",
            ]
        if written + len("\n".join(lines)) >= size and number >= 1:
            lines += [
                f"  s{number + 1}-0:",
                "    evidence: inferred",
                "    reason: The last.",
                "    ending: end-a",
            ]
        part = "\n".join(lines) + "\n"
        Path(folder, f"part-{number:04}.yaml").write_text(part, encoding="utf-8")
        written += len(part)
        number += 1
    return written


def _ms(folder: Path, runs: int, read: Callable[[Path], tuple[Pack | None, Report]] = try_pack) -> float:
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        pack, report = read(folder)
        times.append(time.perf_counter() - start)
        assert pack is not None, report.render()[:2000]
        assert not report.fatal, report.render()[:2000]
    return statistics.median(times) * 1e3


def _watch_ms(runs: int) -> float:
    """Return the worst time from saving a file of the shipped story to the last line of its result."""
    with tempfile.TemporaryDirectory() as folder:
        shutil.copytree(pack_folder("talks"), f"{folder}/talks")
        path = Path(folder, "talks", "glossary.yaml")
        command = [sys.executable, "-u", "-m", "vikzhel", "check", "--watch", f"{folder}/talks"]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, encoding="utf-8") as process:
            assert process.stdout is not None

            def told() -> None:
                while "Ctrl-C ends" not in process.stdout.readline():  # type: ignore[union-attr]
                    pass

            told()
            times = []
            for run in range(runs):
                time.sleep(0.2 + run * 0.003)
                path.write_text(path.read_text(encoding="utf-8") + "# saved\n", encoding="utf-8")
                start = time.perf_counter()
                told()
                times.append(time.perf_counter() - start)
            process.terminate()
    return max(times) * 1e3
