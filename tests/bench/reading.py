"""Reading and checking packs: the shipped story, and generated ones of growing size."""

from __future__ import annotations

import statistics
import tempfile
import time
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any

import yaml

from generated import _Plain, head
from vikzhel.places import pack_folder
from vikzhel.story.packs import try_pack

if TYPE_CHECKING:
    from collections.abc import Iterator

BAR_MS = 150
SIZES = (50_000, 500_000, 5_000_000)


def rows() -> Iterator[tuple[str, str, str]]:
    """Yield what was measured, the figure, and the bar."""
    shipped = _ms(Path(pack_folder("talks")), runs=9)
    yield (
        "read and check talks with its evidence",
        f"{shipped:.0f} ms",
        f"≤ {BAR_MS} ms: {'met' if shipped <= BAR_MS else 'MISSED'}",
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


def _ms(folder: Path, runs: int) -> float:
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        pack, report = try_pack(folder)
        times.append(time.perf_counter() - start)
        assert pack is not None, report.render()[:2000]
        assert not report.fatal, report.render()[:2000]
    return statistics.median(times) * 1e3
