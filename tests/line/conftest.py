"""A player for the plain mode: lines go in, and what was written comes out."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

import pytest

from packs import write_pack
from vikzhel.line.session import play

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path


VOTE = """\
  start:
    {{e}, text: They vote., vote: {hold: motion, seen: SEEN, predict: Will it carry?, carried: {goto: end}, lost: {goto: end}}}
  end: {{e}, ending: over}
"""
MOTION = """\
blocs:
  hard: {name: the hard ones, body: council}
  soft: {name: the soft ones, body: council}
votes:
  motion:
    title: That tea be served
    body: council
    present: {hard: 1, soft: 5}
    stance: {hard: {vote: against, because: they take coffee}, soft: for}
    recorded: {for: 4, against: unknown, abstain: 2, cites: tea, note: The clerk was asleep.}
chronology:
  tea:
    {date_os: 1917-10-29, date_ns: 1917-11-11, place: The hall, what: Tea was voted 4-2., documented: true,
     sources: ["https://example.org/a/b (The Tea Book)", "[print] The Cup", Third], checked: recall}
"""


@dataclass
class Played:
    """What came of a sitting."""

    status: int
    text: str

    @property
    def lines(self) -> list[str]:
        return self.text.split("\n")

    @property
    def blocks(self) -> list[str]:
        return self.text.strip("\n").split("\n\n")

    @property
    def code(self) -> str:
        """The code the run is kept under, as the last lines tell it."""
        return self.text.rpartition(" is kept as ")[2].split(".")[0]


class Sit(Protocol):
    def __call__(
        self,
        folder: str | Path,
        lines: Iterable[str] = (),
        *,
        role: str = "",
        resume: str = "",
        data: str = "",
    ) -> Played: ...


@pytest.fixture
def sit(tmp_path: Path) -> Sit:
    """Play a pack by typing lines; the end of the lines is the end of input."""

    def sit(
        folder: str | Path, lines: Iterable[str] = (), *, role: str = "", resume: str = "", data: str = ""
    ) -> Played:
        out = io.StringIO()
        typed = io.StringIO("".join(f"{line}\n" for line in lines))
        status = play(str(folder), role, resume, data or str(tmp_path / "data"), typed, out)
        return Played(status, out.getvalue())

    return sit


class VotePack(Protocol):
    def __call__(self, seen: str = "room", *, rivals: bool = False, second: bool = False) -> Path: ...


@pytest.fixture
def vote_pack(tmp_path: Path) -> VotePack:
    """Write a pack that awaits a count, on a motion or between two texts, perhaps with a second vote after it."""

    def vote_pack(seen: str = "room", *, rivals: bool = False, second: bool = False) -> Path:
        scenes, motion = VOTE.replace("SEEN", seen), MOTION
        if rivals:
            texts = "{a: {label: Ana's text, on: {who: all}}, b: {label: The old text, on: {who: few}}}"
            motion = re.sub(r"stance:.*", f"between: {texts}", motion)
            motion = motion.replace(
                "soft ones, body: council", "soft ones, body: council, points: {who: {all: 2}}"
            )
        if second:
            scenes = scenes.replace("carried: {goto: end}", "carried: {goto: more}")
            scenes += "  more: {{e}, vote: {hold: tea, carried: {goto: end}, lost: {goto: end}}}\n"
            tea = "  tea: {title: More tea, body: council, present: {soft: 3}, stance: {soft: for}}\nchronology:"
            motion = motion.replace("chronology:", tea)
        return write_pack(tmp_path / "vote", scenes, motion)

    return vote_pack
