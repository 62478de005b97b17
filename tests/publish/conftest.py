"""Packs to publish: the shipped ones, one written to break out of every format, and random ones."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from packs import write_pack
from vikzhel.publish.chart import Chart, chart_of
from vikzhel.publish.findings import Findings
from vikzhel.story.packs import Pack, read_pack

ROOT = Path(__file__).parents[2]

SPITE = (
    "</text></g><script>alert(1)</script>' \" & \\ ]]> --> %%{init}%% #quot; `x` | [a]{b}(c) <b onclick=x>"
)
"""What ends a string, a tag or a comment in any of the formats."""

QUOTED = json.dumps(SPITE)

HOSTILE = f"""\
  start:
    title: {QUOTED}
    evidence: inferred
    reason: {QUOTED}
    where: {QUOTED}
    when: 1917-10-29 18:00
    text:
      - {QUOTED}
      - says: ana
        line: {QUOTED}
      - quote: spite
    choices:
      - id: a
        text: {QUOTED}
        goto: [{{to: start, if: flag.late}}, hall]
        because: {QUOTED}
        mood: {{ana: +1}}
      - id: b
        text: {QUOTED}
        if: flag.told or mood.ana at most wary
        locked: {QUOTED}
        goto: end
  hall:
    evidence: inferred
    reason: {QUOTED}
    doors:
      pick: 1
      of:
        - {{to: room, text: {QUOTED}}}
        - {{to: stairs, text: Up, if: knows.secret, locked: {QUOTED}}}
      then: ballot
  room: {{evidence: counterfactual, reason: x, text: x, goto: back}}
  stairs: {{evidence: counterfactual, reason: x, text: x, goto: back}}
  ballot:
    evidence: inferred
    reason: x
    vote: {{hold: motion, carried: {{goto: luck}}, lost: {{goto: end}}, tied: {{goto: luck}}}}
  luck:
    evidence: inferred
    reason: x
    chance: {{of: [{{id: x, weight: 1, text: {QUOTED}, goto: end}}, {{id: y, weight: 2, goto: end}}]}}
  end: {{evidence: inferred, reason: x, ending: over}}
"""

EXTRA = f"""\
blocs:
  hard:
    name: {QUOTED}
    body: council
    needs: 1
    points: {{who: {{some: 1}}}}
    reasons: {{who: {{some: {QUOTED}}}}}
    pressure: [{{if: flag.late, points: -1, because: {QUOTED}}}]
votes:
  motion: {{title: {QUOTED}, body: council, present: {{hard: 3}}, on: {{who: some}}}}
sources:
  rag:
    author: {QUOTED}
    title: {QUOTED}
    rights: public-domain
    kind: newspaper
    url: "javascript:alert(1)"
quotes:
  spite:
    speaker: ana
    speaker_name: {QUOTED}
    text: {QUOTED}
    date_os: 1917-10-29
    date_ns: 1917-11-11
    occasion: {QUOTED}
    source: rag
    confidence: low
    seen: direct
    note: {QUOTED}
glossary: {{{QUOTED}: {QUOTED}}}
"""


def charts(pack: Pack, findings: Findings | None = None) -> list[Chart]:
    """Return every role's map."""
    return [chart_of(pack, str(role), findings or Findings(None)) for role in pack.files.roles]


@pytest.fixture(scope="session")
def talks() -> Pack:
    """The game."""
    return read_pack(ROOT / "story" / "talks")


@pytest.fixture(scope="session")
def tutorial() -> Pack:
    """The pack to copy."""
    return read_pack(ROOT / "story" / "tutorial")


@pytest.fixture
def hostile(tmp_path: Path) -> Pack:
    """A pack that tries to break out of every format."""
    over = f"  over: {{title: {QUOTED}, evidence: inferred, text: {QUOTED}, questions: [{QUOTED}]}}"
    return read_pack(write_pack(tmp_path / "hostile", HOSTILE, EXTRA, over=over))
