"""What two runs teach only together, in sentences: how one thing led to another, what mattered, what to ask.

All of it is asked of a ``Crossing``: the game is played again with single choices swapped. Nothing is guessed.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ..story.records import at
from ..story.wording import capital, counted, inner, listed, number, sentence
from . import ballots
from .crossing import ENDING, Cause, Crossing
from .gather import THE_RECORD
from .met import often
from .path import ending_title

if TYPE_CHECKING:
    from ..play.events import Roll, VoteHeld
    from .compare import Side
    from .crossing import Fact, Key
    from .path import Decision

MOST_TOLD, MOST_NAMED, MOST_TOGETHER = 3, 6, 4
_VOTED = {"for": "for", "against": "against", "abstain": "abstaining"}
NOTHING, PEOPLE, WRITTEN, VOTES, THE_ENDING, UNKNOWN = (
    "nothing that shows at the end", "only how people stood", "what was written and judged", "a vote",
    "the ending", "nobody can say",
)  # fmt: skip
"""What a swapped choice would have changed, by weight."""


@dataclass(frozen=True)
class Pair:
    """Two runs of one man held against each other."""

    sides: tuple[Side, Side]
    crossing: Crossing = field(init=False)

    def __post_init__(self) -> None:
        one, other = self.sides
        object.__setattr__(self, "crossing", Crossing(one.path, other.path))

    # -- what a difference goes back to ----------------------------------------------------------

    def goes_back(self, fact: Fact) -> str:
        """Return in a few words what a difference goes back to; nothing if it is none."""
        cause = self.crossing.cause(fact)
        if cause is None:
            return ""
        places = [decision.place for decision in cause.decisions]
        if cause.alone:
            return "; or ".join(places[:2]) + (f"; or {number(len(places) - 2)} more" if places[2:] else "")
        few = len(places) <= MOST_TOGETHER
        return f"{'; '.join(places)}: only together" if few else f"{number(len(places))} choices together"

    def because(self, cause: Cause | None, so: tuple[str, str]) -> str:
        """Say in a sentence what a difference goes back to; ``so`` is what would have been, for either run."""
        if cause is None:
            return ""
        base, other = (self.sides[n].label for n in (cause.base, 1 - cause.base))
        made, first = cause.decisions, cause.decisions[0]
        if cause.mutual and len(made) == 1:
            mine = self.crossing.decision(cause.base, self.crossing.key(1 - cause.base, first))
            return (
                f"That hangs on one thing, {_short(first)}: {base} {_did(mine)}, {other} {_did(first)}. Swap that alone, and "
                "each has what the other had."
            )
        if cause.alone and len(made) == 1:
            return f"Had {base} done as {other} in one place only ({_short(first)}, {_bare(first)}), {so[cause.base]}."
        some = "; ".join(_short(one) for one in made[:MOST_TOGETHER])
        if cause.alone:
            more = f"; and {number(len(made) - MOST_TOGETHER)} more" if len(made) > MOST_TOGETHER else ""
            return f"Had {base} done as {other} at any one of these places, and nothing else, {so[cause.base]}: {some}{more}."
        many = counted(len(made), "place")
        if len(made) > MOST_TOGETHER:
            return f"It goes back to no one thing: only if {base} had done as {other} at {many} together, {so[cause.base]}."
        return f"It goes back to no one thing. Only if {base} had done as {other} at {many} together, {so[cause.base]}: {some}."

    # -- how one thing led to another ------------------------------------------------------------

    def chain(self) -> tuple[str, ...]:
        """Return in order of time what differed after the runs had parted, each with what it goes back to."""
        found = [*self._votes(), *self._locked(), *self._only_one_came()]
        return tuple(words for _, words in sorted(found, key=lambda item: item[0]))

    def _votes(self) -> list[tuple[int, str]]:
        held = [{one.event.vote: one for one in side.path.votes} for side in self.sides]
        found = []
        for vote, first in held[0].items():
            if vote in held[1] and _figures(first.event) != _figures(held[1][vote].event):
                cause = self.crossing.cause(("vote", vote))
                events = [first.event, held[1][vote].event]
                so = [f"it would have gone {_figures(events[1 - n])} there too" for n in (0, 1)]
                told = went(self.sides, events)
                found.append((first.after, f"{told} {self.because(cause, (so[0], so[1]))}".strip()))
        return found

    def _locked(self) -> list[tuple[int, str]]:
        """Say where what the one chose was not open to the other, who stood in the same place."""
        found = []
        for n, side in enumerate(self.sides):
            other = self.sides[1 - n]
            for decision in side.path.decisions:
                there = self.crossing.offered(1 - n, self.crossing.key(n, decision))
                if not there or any(option.id == decision.id and not option.locked for option in there):
                    continue
                reason = next((option.locked for option in there if option.id == decision.id), "")
                why = f" ({inner(reason)})" if reason else ""
                cause = self.crossing.cause(("open", f"{decision.scene}/{decision.id}"))
                so = ("it would not have been open there either", "it would have been open there too")
                found.append(
                    (
                        decision.step,
                        f"At {decision.place} {side.label} {_did(decision)}. That was not open to "
                        f"{other.label}{why}. {self.because(cause, _turned(so, n))}".strip(),
                    )
                )
        return found

    def _only_one_came(self) -> list[tuple[int, str]]:
        """Say what only one of the runs came to, all that goes back to the same together."""
        groups: dict[tuple[int, Cause | None], list[tuple[int, str]]] = {}
        for n, side in enumerate(self.sides):
            facts: dict[Fact, tuple[int, str]] = {}
            for decision in side.path.decisions:
                facts.setdefault(("scene", decision.scene), (decision.step, decision.title))
            for held in side.path.votes:
                title = f"the vote “{ballots.bare(held.event.title)}”"
                facts.setdefault(("vote", held.event.vote), (held.after, title))
            for fact, where in facts.items():
                if self.crossing.came_of[1 - n].get(fact) == "":
                    groups.setdefault((n, self.crossing.cause(fact)), []).append(where)
        found = []
        for (n, cause), places in groups.items():
            if cause is not None and cause.alone and any(d.kind == "door" for d in cause.decisions):
                continue  # he was there because he went there
            names = list(dict.fromkeys(title for _, title in places))
            more = f", and {number(len(names) - MOST_NAMED)} more" if len(names) > MOST_NAMED else ""
            said = f"Only {self.sides[n].label} came to {listed(names[:MOST_NAMED])}{more}."
            so = (
                f"{self.sides[n].label} would not have come there either",
                f"{self.sides[1 - n].label} would have come there too",
            )
            found.append((places[0][0], f"{said} {self.because(cause, _turned(so, n))}".strip()))
        return found

    # -- what mattered ---------------------------------------------------------------------------

    def weight(self, base: int, key: Key) -> str:
        """Return the most that a choice of the other's, put into ``base`` alone, would have changed."""
        was, now = self.crossing.came_of[base], self.crossing.tried(base, [key])
        if was.over and now.over and now.get(ENDING) != was.get(ENDING):
            return THE_ENDING
        if now.changes(was, "vote"):
            return VOTES
        if not (was.over and now.over):
            return UNKNOWN
        if any(now.changes(was, kind) for kind in ("draft", "goal", "judged")):
            return WRITTEN
        return PEOPLE if now.changes(was, "mood") else NOTHING

    def swapped(self, decision: Decision, side: int = 0) -> str:
        """Say what would have changed had this decision of one run been swapped; nothing where they did the same."""
        key = self.crossing.key(side, decision)
        said = {
            s.first: self._would(n, key) for n, s in enumerate(self.sides) if key in self.crossing.keys(n)
        }
        if len(said) == 2 and len(set(said.values())) == 1:
            return f"Either: {next(iter(said.values()))}."
        return " ".join(f"{label}: {words}." for label, words in said.items())

    def _would(self, base: int, key: Key) -> str:
        weight = self.weight(base, key)
        was, now = self.crossing.came_of[base], self.crossing.tried(base, [key])
        pack = self.sides[base].path.pack
        parts = []
        if weight == THE_ENDING:
            parts.append(f"would have ended with “{ending_title(pack, now.get(ENDING) or '')}”")
        changed = now.changes(was, "vote") if weight in (THE_ENDING, VOTES) else []
        turned = [
            f for f in changed if _result(now.get(f)) != _result(was.get(f)) and now.get(f) and was.get(f)
        ]
        for _, vote in (turned or (changed if weight == VOTES else []))[:2]:
            title = ballots.bare(str(at(pack.files.votes, vote).title))
            parts.append(f"“{title}” {now.get(('vote', vote)) or 'not held'}")
        return "; ".join(parts) or weight

    def weighed(self) -> tuple[str, ...]:
        """Say of the places where they chose otherwise which mattered, and for what."""
        order = (THE_ENDING, VOTES, WRITTEN, PEOPLE, NOTHING)
        groups: dict[str, list[str]] = {}
        keys = [*self.crossing.keys(0), *(k for k in self.crossing.keys(1) if k not in self.crossing.keys(0))]
        visits = any(
            self.crossing.decision(n, key).kind == "door"
            for n in (0, 1)
            for key in keys
            if key in self.crossing.keys(n)
        )
        for key in keys:
            weights = [self.weight(base, key) for base in (0, 1) if key in self.crossing.keys(base)]
            known = [weight for weight in weights if weight != UNKNOWN]
            if known:
                side = 0 if key in self.crossing.keys(1) else 1
                place = self.crossing.decision(side, key).place
                groups.setdefault(min(known, key=order.index), []).append(place)
        total = sum(map(len, groups.values()))
        if not total:
            return ()
        one, other = self.sides
        lines = [
            f"{capital(often(total))}{', visits counted,' if visits else ''} {one.label} and {other.label} stood in the same place and did otherwise. "
            "Each of these was swapped alone, and the rest played again as it had been. That would have changed:"
        ]
        if THE_ENDING not in groups:
            lines.append(
                "The ending, none: nothing in which they differed decided by itself how either ended."
            )
        for weight in order:
            if weight in groups:
                lines.append(
                    f"{capital(weight)}, {number(len(groups[weight]))}: {'; '.join(groups[weight])}."
                )
        return tuple(lines)

    # -- single choices that turn the ending -----------------------------------------------------

    def turned(self, base: int) -> list[str]:
        """Say which single choices of the other would have changed how a run ended."""
        one, other = self.sides[base], self.sides[1 - base]
        if one.path.ended is None or other.path.ended is None:
            return []
        lines, tried, steady = [], 0, 0
        for key in self.crossing.keys(base):
            theirs = self.crossing.decision(1 - base, key)
            if theirs.kind != "choice":
                continue
            ending = self.crossing.tried(base, [key]).get(ENDING)
            tried += ending is not None
            if ending == one.ending:
                steady += 1
            elif ending is not None:
                lines.append(_put(one, other, theirs, ending))
        if not lines:
            said = f"Put any one of {other.label}'s other choices into {one.label}, and leave the rest: it would have ended as it did"
            return [f"{said} ({counted(tried, 'choice')} tried)."] if tried else []
        shown = lines[-MOST_TOLD:]
        if len(lines) > len(shown):
            shown.insert(
                0,
                f"{capital(number(len(lines)))} single choices of {other.label} would have turned {one.label}. The last of them:",
            )
        if steady:
            shown.append(
                f"Any other of {other.label}'s choices, put into {one.label} alone, would not have changed how it ended ({number(steady)} tried)."
            )
        return shown

    # -- to talk over ----------------------------------------------------------------------------

    def questions(self) -> list[str]:
        """Return questions for a class that only these two runs together raise."""
        asked = []
        choices = [k for k in self.crossing.keys(0) if self.crossing.decision(0, k).kind == "choice"]
        telling = [k for k in choices if THE_ENDING in {self.weight(base, k) for base in (0, 1)}]
        if telling or choices:
            asked.append(self._which_was_better((telling or choices)[-1]))
        asked += self._turned_votes()[:1]
        idle = [k for k in choices if {self.weight(base, k) for base in (0, 1)} <= {PEOPLE, NOTHING}]
        if idle:
            place = self.crossing.decision(0, idle[0]).place
            asked.append(
                f"At {place} they chose otherwise too, and no vote, no line of the draft and no ending would have been "
                "another for it. Did it not matter, or did it matter in a way that this game does not count?"
            )
        steps = [[(step.scene, step.id) for step in side.path.run.steps] for side in self.sides]
        if self.sides[0].ending == self.sides[1].ending != "" and steps[0] != steps[1]:
            asked.append(
                "Both came to the same ending. Was it bound to come, or did two different weeks happen to meet there? What "
                "would each of the two say had caused it?"
            )
        return asked

    def _which_was_better(self, key: Key) -> str:
        told = []
        for n, side in enumerate(self.sides):
            decision = self.crossing.decision(n, key)
            choice = side.path.choice(decision)
            who = (
                [inner(side.path.pack.name_of(one)) for one in choice.argued_by] if choice is not None else []
            )
            argued = (
                f" ({listed(who)} argued for that in those days)"
                if who
                else " (nobody is known to have argued for it)"
            )
            told.append(f"{side.label} {_did(decision)}{argued}")
        return (
            f"{self.crossing.decision(0, key).place}: {'; '.join(told)}. Which would you defend, knowing only what could be "
            "known at that hour?"
        )

    def _turned_votes(self) -> list[str]:
        held = [{one.event.vote: one.event for one in side.path.votes} for side in self.sides]
        found = []
        for vote, first in held[0].items():
            second = held[1].get(vote)
            if second is None or first.result == second.result:
                continue
            moved = [a for a, b in zip(first.rolls, second.rolls, strict=False) if a.vote != b.vote]
            if moved:
                who = listed(f"{inner(roll.name)} ({counted(roll.seats, 'vote')})" for roll in moved[:2])
                found.append(
                    f"“{ballots.bare(first.title)}” turned on {who}. What did they want, who gave it them or took it from "
                    "them, and could it have been had at a lower price?"
                )
        return found


def went(sides: tuple[Side, ...], events: list[VoteHeld]) -> str:
    """Say of a vote that runs saw go otherwise what it came to in each, and which blocs made it so."""
    figures = listed(f"{_figures(e)} in {s.label}" for s, e in zip(sides, events, strict=True))
    told = [f"“{ballots.bare(events[0].title)}” ({events[0].body}) went {figures}."]
    for rolls in zip(*(event.rolls for event in events), strict=False):
        if len({roll.vote for roll in rolls}) > 1:
            ways = [f"{_VOTED[r.vote]} in {s.label} ({_why(r)})" for s, r in zip(sides, rolls, strict=True)]
            told.append(
                sentence(f"{capital(rolls[0].name)}, {counted(rolls[0].seats, 'vote')}: {listed(ways)}")
            )
    return " ".join(told)


def _turned(pair: tuple[str, str], n: int) -> tuple[str, str]:
    """Return two things in the order of the runs, the first being of run ``n``."""
    return pair if n == 0 else (pair[1], pair[0])


def _figures(event: VoteHeld) -> str:
    return ballots.figures(event)


def _why(roll: Roll) -> str:
    return inner(roll.why) or "no reason given"


def _result(value: str | None) -> str:
    return (value or "").partition(" ")[0]


def _bare(decision: Decision) -> str:
    return f"“{decision.text.rstrip('.')}”"


def _did(decision: Decision) -> str:
    verb = {"door": "went to see", "draw": "met with"}.get(decision.kind, "chose")
    return f"{verb} {_bare(decision)}"


def _short(decision: Decision) -> str:
    kind = {"door": "whom to see, ", "draw": "chance, "}.get(decision.kind, "")
    return f"{kind}{decision.place}"


def _put(one: Side, other: Side, theirs: Decision, ending: str) -> str:
    choice = other.path.choice(theirs)
    silent = other.label == THE_RECORD and choice is not None and choice.record == "silent"
    reading = " That he did this is our reading; the record is silent." if silent else ""
    as_theirs = f", as {other.label} did" if ending == other.ending else ""
    return (
        f"Put this one choice of {other.label} into {one.label}, and leave the rest: {theirs.place}, "
        f"{_bare(theirs)}. Then it would have ended with “{ending_title(one.path.pack, ending)}”{as_theirs}.{reading}"
    )
