"""Killing the real program while it is played: nothing that was acknowledged is lost.

Neither a choice, a count and what was foretold of it, a line of the journal, a step taken back, nor a new run begun
from a decision. Twenty-five kills in the ordinary suite; ``VIKZHEL_KILLS=300`` for the whole trial (some six minutes).
"""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

KILLING = Path(__file__).parent.parent / "killing.py"
KILLS = int(os.environ.get("VIKZHEL_KILLS", "25"))
PLAYERS = (("plain", 0.4), ("plain", 0.4), ("screen", 0.2))
"""Who plays at once on one archive, and the share of the kills that befalls him."""


@pytest.mark.skipif(os.name == "nt", reason="needs SIGKILL and a pseudo-terminal")
def test_whatever_was_acknowledged_survives_a_kill_at_any_moment_of_play(tmp_path: Path) -> None:
    players = [
        subprocess.Popen(
            [sys.executable, str(KILLING), str(tmp_path), str(seed), str(round(KILLS * share)), how],
            stdout=subprocess.PIPE,
            text=True,
        )
        for seed, (how, share) in enumerate(PLAYERS, 1917)
    ]
    found = [json.loads(player.communicate(timeout=1200)[0]) for player in players]
    print(found)
    assert [loss for player in found for loss in player["lost"]] == []
    assert sum(player["late"] for player in found) <= max(1, KILLS // 50), (
        "a step is visible once it is written"
    )
    assert sum(player["kills"] for player in found) == KILLS
    assert sum(player["in play"] for player in found) > KILLS / 2
    told: Counter[str] = sum((Counter(player["acknowledged"]) for player in found), Counter())
    assert all(told[kind] for kind in ("choice", "journal", "undo", "branch"))
    assert told["count"] or KILLS < 100, "a few kills may all fall between two counts"
    with sqlite3.connect(tmp_path / "runs.sqlite") as archive:
        assert archive.execute("PRAGMA integrity_check").fetchone() == ("ok",)
