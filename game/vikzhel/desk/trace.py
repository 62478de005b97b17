"""What the rules did on each step: which texts were shown and which left out, what changed, which way was taken.

The engine tells its teller of everything that happens; a tracer is a teller that also notes down where in the
files each of it stands. So there is no second reading of the rules.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ..play.layout import ROLE
from ..play.missteps import as_it_is
from ..play.predicates import interpret
from ..play.telling import Teller
from ..proof.why import parts_of, spelled
from ..story.diagnostics import Mark, Word, listed
from ..story.records import at
from ..story.rules import RESULTS, Rule, band_name, tests_of
from ..story.text import one_line

if TYPE_CHECKING:
    from ..play.events import Event
    from ..play.layout import Layout, Variable
    from ..play.program import Effect, Place, Program, Turn, Ways
    from ..story import model, negotiation
    from ..story.packs import Pack

LONGEST = 60
SHOWN, LEFT_OUT = "shown", "left out"
CHANGED, NO_CHANGE = "changed", "no change"
WENT, NOT_THERE = "went on", "not there"
STANCE = "stance"
MET, NOT_MET = "met", "not met"


@dataclass(frozen=True, slots=True)
class Fired:
    """One thing that an effect or a rule came to.

    ``kind`` is one of the words above; ``rule`` is as the author wrote it, empty if there is none; ``fails`` says
    which parts of it do not hold, with what is so instead. ``name`` is the variable that changed.
    """

    kind: str
    words: str
    mark: Mark
    rule: str = ""
    fails: tuple[str, ...] = ()
    because: str = ""
    name: str = ""


def failing(rule: Rule, layout: Layout, s: Sequence[int]) -> tuple[str, ...]:
    """Return each part of a rule that does not hold, with what is so instead; nothing if the rule holds."""
    found = []
    for part in parts_of(rule):
        if not interpret(part, layout, s):
            now = listed(dict.fromkeys(as_it_is(test, layout, tuple(s)) for test in tests_of(part)), 6)
            said = spelled(part)
            found.append(
                said if now in (f"not {said}", said.removeprefix("not ")) else f"{said} (now: {now})"
            )
    return tuple(found)


def place_of(rule: Rule) -> Mark:
    """Return where a rule is written."""
    tests = tests_of(rule)
    name: Word = tests[0].name
    return name.mark


def value_words(variable: Variable, value: int, layout: Layout) -> str:
    """Return a value as a rule would name it."""
    if variable.kind == "mood":
        return band_name(value)
    if variable.kind == "table":
        return layout.positions[variable.name][value]
    if variable.kind == "vote":
        return RESULTS[value]
    return {"flag": ("not set", "set"), "knows": ("not known", "known"), "once": ("open", "used up")}.get(
        variable.kind, tuple(map(str, range(variable.most + 1)))
    )[value]


class Tracer(Teller):
    """Tells, and notes down in ``steps`` what fired at the beginning and on each step."""

    def __init__(self, pack: Pack, layout: Layout) -> None:
        super().__init__(pack, layout)
        self.steps: list[list[Fired]] = [[]]

    @classmethod
    def into(cls, program: Program) -> Tracer:
        """Let a program tell through a tracer; return it."""
        program.teller = tracer = cls(program.pack, program.layout)
        return tracer

    def afresh(self) -> None:
        """Begin another run."""
        self.steps = [[]]

    def _note(self, fired: Fired) -> None:
        self.steps[-1].append(fired)

    def _rule(self, kinds: tuple[str, str], words: str, rule: Rule | None, s: Sequence[int]) -> bool:
        """Note what hangs on a rule, under the first kind if it holds, else the second; return whether it holds."""
        if rule is None:
            return True
        fails = failing(rule, self.layout, s)
        self._note(Fired(kinds[bool(fails)], words, place_of(rule), spelled(rule), fails))
        return not fails

    # -- what a teller is told -----------------------------------------------------------------

    def chosen(self, place: Place, turn: Turn, s: Sequence[int], log: list[Event]) -> None:
        self.steps.append([])
        super().chosen(place, turn, s, log)
        if turn.kind == "choice":
            self._blocks(turn.record.reply, s)

    def text(self, place: Place, s: Sequence[int], log: list[Event]) -> None:
        super().text(place, s, log)
        self._blocks(place.scene.text, s)

    def _blocks(self, blocks: Iterable[model.Block], s: Sequence[int]) -> None:
        for block in blocks:
            self._rule((SHOWN, LEFT_OUT), beginning(block), block.condition, s)

    def changed(
        self, record: model.Effects, effect: Effect, before: int, after: int, log: list[Event]
    ) -> None:
        super().changed(record, effect, before, after, log)
        variable = self.layout.variable(effect[0])
        mark, because = _cause(record, variable)
        was, now = (value_words(variable, value, self.layout) for value in (before, after))
        name = f"{variable.kind}.{variable.name}"
        words = f"{name}: {was} to {now}" if before != after else f"{name}: {now} already"
        if before == after and effect[2] is None:
            words = f"{name}: {now}, and there it ends"
        kind = CHANGED if before != after else NO_CHANGE
        self._note(Fired(kind, words, mark, because=because, name=name))

    def held(self, place: Place, s: Sequence[int]) -> None:
        assert place.scene.vote is not None
        vote = at(self.pack.files.votes, place.scene.vote.hold)
        for bloc, (stance, rule) in stances(vote, self.layout, s).items():
            self._note(Fired(STANCE, rule, stance.mark, name=bloc))

    def left(self, place: Place, ways: Ways, s: Sequence[int]) -> None:
        for way in _written(place, ways):
            if self._rule((WENT, NOT_THERE), f"to {way.to}", way.condition, s):
                if way.condition is None and len(ways) > 1:
                    self._note(Fired(WENT, f"to {way.to}, as nothing before it holds", way.mark))
                break

    def _ending(self, name: str, s: Sequence[int], log: list[Event]) -> None:
        super()._ending(name, s, log)
        ending = at(self.pack.files.endings, name)
        self._blocks([*ending.text, *ending.later], s)
        for line, wordings in ending.judgement.items():
            for wording in wordings:
                if self._rule((SHOWN, LEFT_OUT), f"{line}: {short(wording.text)}", wording.condition, s):
                    break
        for goal in at(self.pack.files.roles, self.layout.roles[s[ROLE]]).goals.values():
            self._rule((MET, NOT_MET), short(goal.text), goal.met, s)


def stances(
    vote: negotiation.Vote, layout: Layout, s: Sequence[int]
) -> dict[str, tuple[negotiation.Stance, str]]:
    """Return, for each bloc that votes by its stance, the one that counts in a state, and by which rule, in words."""
    found: dict[str, tuple[negotiation.Stance, str]] = {}
    for bloc, lines in (vote.stance or {}).items():
        for stance in lines:
            if stance.condition is None:
                found[str(bloc)] = stance, "always" if len(lines) == 1 else "as nothing before it holds"
                break
            if interpret(stance.condition, layout, s):
                found[str(bloc)] = stance, f"if {spelled(stance.condition)}"
                break
    return found


def _written(place: Place, ways: Ways) -> list[model.Way]:
    """Return the records of some compiled ways out of a scene."""
    scene = place.scene
    if place.ways is ways:
        return scene.doors.then if scene.doors else scene.goto
    written = [(compiled, record.goto) for record, _, compiled in place.outcomes.values()]
    written += [(turn.ways, turn.record.goto) for turn in place.turns if turn.kind in ("choice", "draw")]
    return next(goto for compiled, goto in written if compiled is ways)


def _cause(record: model.Effects, variable: Variable) -> tuple[Mark, str]:
    """Return where a change is written, and its cause."""
    named: Any = {"mood": record.mood, "table": record.table, "count": record.count}.get(variable.kind)
    if named is not None:
        change = at(named, variable.name)
        return change.mark, str(change.because or record.because or "")
    words = [*record.learn] if variable.kind == "knows" else [*record.flag, *record.unflag]
    return next(word for word in words if word == variable.name).mark, str(record.because or "")


def beginning(block: model.Block) -> str:
    """Return how a text begins, or which quotation it is."""
    if block.quote is not None:
        return f"the quotation {block.quote}"
    return f"{block.says}: {short(block.line)}" if block.says is not None else short(block.text)


def short(text: object) -> str:
    """Return the first words of a text in quotation marks."""
    words = one_line(str(text))
    if len(words) > LONGEST:
        words = f"{words[:LONGEST].rpartition(' ')[0] or words[: LONGEST - 1]}…"
    return f"“{words}”"
