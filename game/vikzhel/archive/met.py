"""What a run met and what was expected on it: counts foretold, sources, grades of evidence, borrowed voices."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..play.events import Quotation, VoteHeld
from ..story.dataclass import dataclass
from ..story.model import GRADES
from ..story.wording import capital, counted, inner, listed, number, sentence
from . import ballots
from .cites import cited

if TYPE_CHECKING:
    from .path import Path

SURENESS = ("", "a guess", "fairly sure", "certain")


@dataclass(frozen=True, slots=True)
class Foretold:
    """A count that the player foretold. ``said`` and ``result``: carried, lost, tied or unsure; sureness 1–3, 0 unsaid."""

    vote: str
    title: str
    said: str
    sureness: int
    result: str

    @property
    def hit(self) -> bool:
        return self.said == self.result

    @property
    def sure(self) -> str:
        """Return how sure the player was, in words."""
        return SURENESS[self.sureness] if 0 < self.sureness < len(SURENESS) else ""


def foretold(path: Path) -> list[Foretold]:
    """Return every count of a run before which the player was asked, and said, what would come."""
    found = []
    for step, log in zip(path.run.steps, path.logs[1:], strict=True):
        held = next((e for e in log if isinstance(e, VoteHeld) and e.vote == step.id), None)
        if step.kind == "vote" and step.prediction and held is not None:
            sure = step.sureness if step.prediction != "unsure" else 0
            found.append(Foretold(step.id, held.title, step.prediction, sure, held.result))
    return found


def calibration(found: list[Foretold]) -> tuple[str, ...]:
    """Return in sentences how often the player was right, and how often when he was sure."""
    if not found:
        return ()
    said = [one for one in found if one.said != "unsure"]
    lines = []
    if said:
        hits = sum(one.hit for one in said)
        right = "right" if hits == len(said) else f"right about {number(hits)}" if hits else "wrong"
        every = " each time" if len(said) > 1 and hits in (0, len(said)) else ""
        lines.append(f"You foretold {counted(len(said), 'count')} and were {right}{every}.")
    certain = [one for one in said if one.sureness == 3]
    wrong = [one for one in certain if not one.hit]
    if wrong:
        lines.append(
            f"You were certain {often(len(certain))}, and wrong{_of(len(wrong), len(certain))}: "
            f"{listed(f'“{ballots.bare(one.title)}”' for one in wrong)}. What had you not seen?"
        )
    elif certain:
        lines.append(f"You were certain {often(len(certain))}, and right.")
    guessed = [one for one in said if one.sureness == 1 and one.hit]
    if guessed:
        lines.append(f"{capital(often(len(guessed)))} a guess of yours was right.")
    unsure = len(found) - len(said)
    if unsure:
        lines.append(f"{capital(often(unsure))} you said that you could not tell.")
    return tuple(lines)


def _of(wrong: int, certain: int) -> str:
    return "" if certain == 1 else " each time" if wrong == certain else f" {often(wrong)}"


def often(count: int) -> str:
    """Return ``once``, ``twice``, ``three times``."""
    return {1: "once", 2: "twice"}.get(count, f"{number(count)} times")


@dataclass(frozen=True, slots=True)
class Grades:
    """How many scenes of a run rest on documents, are inferred, or are against the record."""

    counts: tuple[tuple[str, int], ...]

    @property
    def total(self) -> int:
        return sum(count for _, count in self.counts)

    @property
    def words(self) -> str:
        """Return it in a sentence."""
        shares = [
            f"{count} {grade} ({round(100 * count / self.total)} in 100)"
            for grade, count in self.counts
            if count
        ]
        return f"Of {counted(self.total, 'scene')} on your way: {listed(shares)}."


def grades(path: Path) -> Grades:
    """Return the grades of the scenes a run went through."""
    seen = [scene.grade for scene in path.scenes]
    names = [*GRADES, *dict.fromkeys(grade for grade in seen if grade not in GRADES)]
    return Grades(tuple((name, seen.count(name)) for name in names))


def quotations(path: Path) -> list[Quotation]:
    """Return the quotations met, each once, in the order they were met."""
    found: dict[str, Quotation] = {}
    for log in path.logs:
        for event in log:
            if isinstance(event, Quotation):
                found.setdefault(event.id, event)
    return list(found.values())


@dataclass(frozen=True, slots=True)
class Voiced:
    """An option the player took that somebody argued that week."""

    place: str
    text: str
    who: tuple[str, ...]
    where: tuple[str, ...]

    @property
    def words(self) -> str:
        """Return it in a sentence, with where it is attested."""
        said = f"{self.place}: what {listed(self.who)} argued that week. {sentence(self.text)}"
        return f"{said} {sentence('Attested: ' + '; '.join(self.where))}" if self.where else said


def voiced(path: Path) -> list[Voiced]:
    """Return the options taken that somebody voiced that week, with where that is attested."""
    found = []
    for decision in path.decisions:
        choice = path.choice(decision)
        if choice is not None and choice.argued_by:
            who = tuple(inner(path.pack.name_of(one)) for one in choice.argued_by)
            where = tuple(cited(path.pack, entry) for entry in choice.cites)
            found.append(Voiced(decision.place, decision.text, who, where))
    return found
