"""Votes in the words of a debrief, and how near each was to going the other way."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..play.votes import outcome
from ..story.dataclass import dataclass
from ..story.records import at
from ..story.wording import capital, counted, inner, number, sentence

if TYPE_CHECKING:
    from ..play.events import Record, Roll, VoteHeld
    from ..story.packs import Pack
    from .path import Held, Path


def figures(event: VoteHeld | Record) -> str:
    """Return the votes for, against and, if there are any, abstaining: ``5–1–3``; ``?`` where the record has none."""
    parts = [event.votes_for, event.against, event.abstain]
    words = [str(part) if isinstance(part, int) else "?" for part in parts]
    return "–".join(words if parts[2] not in (0, "unknown") else words[:2])


def told(event: VoteHeld) -> str:
    """Return a vote in a sentence: ``VTsIK carried “…” by 38 to 29.``"""
    title = f"“{bare(event.title)}”"
    if event.result == "carried":
        did = f"took {inner(event.rivals[0])}" if event.rivals else f"carried {title}"
    elif event.result == "tied":
        did = f"was tied on {title}"
    else:
        did = f"took {inner(event.rivals[1])}" if event.rivals else f"rejected {title}"
    if event.seen == "hearsay":
        return sentence(f"By hearsay, {inner(event.body)} {did}")
    return sentence(f"{capital(event.body)} {did}, {counted_up(event)}")


def counted_up(event: VoteHeld) -> str:
    """Return the figures with the winners' first: ``31 to 22``; as they are if two thirds were wanting."""
    pro, contra = event.votes_for, event.against
    abstaining = f", with {event.abstain} abstaining" if event.abstain else ""
    if event.result == "lost" and pro > contra:
        return f"{pro} to {contra}{abstaining}, short of two thirds"
    first, second = (contra, pro) if event.result == "lost" else (pro, contra)
    return f"{first} to {second}{abstaining}"


def bare(title: str) -> str:
    """Return a motion's title without its full stop, to stand between quotation marks."""
    return title.rstrip(".")


def same_as_recorded(event: VoteHeld) -> bool | None:
    """Return whether a vote's figures are those of the record; ``None`` where the record has none to compare."""
    record = event.recorded
    if record is None:
        return None
    pairs = (
        (event.votes_for, record.votes_for),
        (event.against, record.against),
        (event.abstain, record.abstain),
    )
    known = [(mine, his) for mine, his in pairs if isinstance(his, int)]
    return all(mine == his for mine, his in known) if known else None


@dataclass(frozen=True, slots=True)
class Margin:
    """How near a vote was to going the other way.

    ``votes``: how many who voted otherwise would have turned it by voting for it, or if it was carried against it;
    ``short``: how many more votes for it would have done so, nobody else voting otherwise.
    ``blocs``: those that alone could have brought that, each with the reason it did not.
    """

    held: Held
    votes: int
    short: int
    blocs: tuple[str, ...]

    @property
    def missed(self) -> bool:
        """True if it fell short, and was not carried."""
        return self.held.event.result != "carried"

    @property
    def words(self) -> str:
        """Return it in a sentence."""
        event = self.held.event
        name = f"“{bare(event.title)}” ({event.body}{_day(self.held)})"
        if self.missed:
            way = (
                f"tied at {counted_up(event)}"
                if event.result == "tied"
                else f"rejected by {counted_up(event)}"
            )
            if event.rivals:
                name = f"{inner(event.rivals[0])} in {name}"
            others = "those against it" if self.votes <= event.against else "the others"
            so = f"Had {number(self.votes)} of {others} voted for it, it would have been carried."
            return f"{capital(name)} was {way}, {counted(self.short, 'vote')} short. {so}"
        so = f"Had {number(self.votes)} of those for it voted against it, it would not have been."
        return f"{name} was carried by {counted_up(event)}. {so}"


def margins(path: Path) -> list[Margin]:
    """Return every vote of a run, those that fell short by the fewest votes first, then those carried."""
    found = [_margin(path.pack, held) for held in path.votes]
    return sorted(found, key=lambda m: (not m.missed, m.votes, not m.blocs))


def _margin(pack: Pack, held: Held) -> Margin:
    event = held.event
    pro, contra = event.votes_for, event.against
    if event.result == "carried":
        fewer = next(
            (n for n in range(1, pro + 1) if outcome(pro - n, contra + n, event.carry) != "carried"), 1
        )
        return Margin(held, fewer, 0, ())
    more = 1
    while outcome(pro + more, max(0, contra - more), event.carry) != "carried":
        more += 1
    short = more
    while outcome(pro + short, contra, event.carry) != "carried":
        short += 1
    return Margin(held, more, short, tuple(_turners(pack, event)))


def _turners(pack: Pack, event: VoteHeld) -> list[str]:
    """Return in sentences which blocs, each by itself, would have carried a lost vote, the nearest to it first."""
    stances = at(pack.files.votes, event.vote).stance
    found: list[tuple[int, str]] = []
    for roll in event.rolls:
        if roll.vote == "for" or not _turns(event, roll):
            continue
        who = f"{capital(roll.name)}, {counted(roll.seats, 'vote')}"
        if stances is not None:
            wants = [
                str(stance.because)
                for name, said in stances.items()
                if name == roll.bloc
                for stance in said
                if stance.vote == "for" and stance.because
            ]
            found += [
                (1, f"{who}, would have voted for it in this case: {inner(want)}.") for want in wants[:1]
            ]
        elif not roll.refused:
            short = (roll.rival or 0) + 1 - roll.score if event.rivals else roll.needs - roll.score
            found.append((short, f"{who}, could have done it. {sentence(capital(roll.why))}"))
    return [words for _, words in sorted(found, key=lambda pair: pair[0])]


def _turns(event: VoteHeld, roll: Roll) -> bool:
    """Return whether a vote would have been carried if this bloc had voted for it."""
    contra = event.against - (roll.seats if roll.vote == "against" else 0)
    return outcome(event.votes_for + roll.seats, contra, event.carry) == "carried"


def _day(held: Held) -> str:
    return f", {held.when.words.split(',')[0]}" if held.when else ""
