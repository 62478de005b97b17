"""Reading takes time in proportion to what is read. The figures themselves are for ``tests/bench``."""

from __future__ import annotations

import time
from pathlib import Path

from vikzhel.story.packs import try_pack

GOOD = Path(__file__).parent / "corpus" / "V609-unreached"
SCENE = """\
  scene-{n}:
    title: The depot at night
    when: 1917-10-29 23:20
    where: A small depot
    evidence: inferred
    reason: Invented for practice.
    text:
      - The driver waits under the lamp, and nothing that he hears from the line tells him how long.
      - {{says: driver, line: "Green before midnight, or I stand here."}}
      - {{if: mood.driver at least warm and not flag.sent, text: He nods.}}
    choices:
      - id: send
        text: Send the order down the line
        because: You hold his train.
        mood: {{driver: -1}}
        flag: [sent]
        goto: scene-{m}
      - id: hold
        text: Put the tape in the drawer
        goto: scene-{m}
"""


def _pack(folder: Path, kilobytes: int) -> Path:
    folder.mkdir()
    story = (GOOD / "story.yaml").read_text(encoding="utf-8").replace("start: depot", "start: scene-0")
    (folder / "story.yaml").write_text(story, encoding="utf-8")
    count = kilobytes * 1024 // len(SCENE)
    last = "  last: {evidence: inferred, reason: Invented., text: Midnight., ending: quiet}\n"
    scenes = "".join(SCENE.format(n=n, m=n + 1) for n in range(count)).replace(f"scene-{count}\n", "last\n")
    (folder / "scenes.yaml").write_text(f"scenes:\n{scenes}{last}", encoding="utf-8")
    return folder


def _seconds(pack: Path) -> float:
    best = 99.0
    for _ in range(3):
        start = time.process_time()
        report = try_pack(pack)[1]
        best = min(best, time.process_time() - start)
        assert not report.problems
    return best


def test_ten_times_the_story_takes_ten_times_as_long(tmp_path: Path) -> None:
    small = _seconds(_pack(tmp_path / "small", 60))
    large = _seconds(_pack(tmp_path / "large", 600))
    assert large < 20 * small
