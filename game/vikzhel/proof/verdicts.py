"""What one role can meet: everything a story claims is met on a path, proved impossible, or left undecided.

Values rule out most of what cannot be, and random plays meet most of the rest. A quotient that observes
control (what guards options, ways, votes, endings and goals) is searched whole; plays steered to their
scenes meet more, and what is left is searched for by the ways that lead there. Where that is too big, each
text left is decided by a slice of its own.
"""

from __future__ import annotations

from collections.abc import Iterable
from math import prod
from typing import TYPE_CHECKING

from .claims import AIMS, Claim, observed
from .classes import Quotient
from .explore import Space, TooBig, Watch, explore, heeding, path
from .proved import REACHABLE, UNDECIDED, UNREACHABLE, Verdict
from .slices import Decided, along, decide_all
from .steering import steered

if TYPE_CHECKING:
    from ..play.program import Program
    from .explore import Progress
    from .graph import Graph
    from .values import Values

WIDER = 3.0
"""How many times the states of two searches may be expected of one for both: what decides them hangs
together, so what is expected comes out several times too high."""
MOST_TOGETHER = 3_000_000
"""Past this many classes of states, or twice those of control, texts that no play met are not searched for
together."""


class Verdicts:
    """What is known of one role's claims so far."""

    def __init__(
        self, program: Program, role: str, everything: list[Claim], values: Values, most: int, go_on: Progress
    ) -> None:
        self.program = program
        self.role = role
        self.everything = everything
        self.values = values
        self.most = most
        self.go_on = go_on
        self.heed = heeding(lambda: go_on(0, 0))
        self.method = "stopped"
        """``exact``, ``control``, ``sampled`` or ``stopped``, as in ``RoleProof``."""
        self.states = 0
        """How many states the largest whole search had."""
        self.sizes: dict[int, int] = {}
        """How many states a search of control has at each scene."""
        self.paths: dict[Claim, tuple[str, ...]] = {}
        """For each claim that was met, a path that meets it."""
        self.settled = {c: Decided(False, why=why) for c in everything if (why := values.never(c))}
        """What the values that are possible, and slices, had to say of others."""

    # -- what is known -------------------------------------------------------------------------

    def meet(self, paths: dict[Claim, tuple[str, ...]]) -> None:
        """Keep the paths to what plays met, where none is known."""
        self.paths = paths | self.paths

    def left(self) -> list[Claim]:
        """Return what was not met yet, and not yet proved impossible either."""
        known = self.paths.keys() | self.settled.keys()
        return [claim for claim in self.everything if claim not in known and not self._searched(claim)]

    def verdict(self, claim: Claim) -> Verdict:
        """Return what is known of a claim."""
        if claim in self.paths:
            return Verdict(claim, REACHABLE, self.paths[claim])
        if claim in self.settled:
            decided = self.settled[claim]
            word = {True: REACHABLE, False: UNREACHABLE, None: UNDECIDED}[decided.reachable]
            return Verdict(claim, word, decided.path, decided.why)
        if self._searched(claim):
            return Verdict(claim, UNREACHABLE, why="every state was searched")
        return Verdict(claim, UNDECIDED, why="the search was stopped before this was settled")

    def _searched(self, claim: Claim) -> bool:
        """Return whether a whole search would have met a claim if it could be."""
        return self.method == "exact" or (self.method == "control" and _is_control(claim))

    # -- what is searched ----------------------------------------------------------------------

    def quotient(self, wanted: Iterable[Claim]) -> Quotient:
        """Return a quotient that observes what some claims hang on, the goals at every ending, and what tells
        that one is lost."""
        aims = filter(_is_control, self.everything)
        return Quotient(self.program, self.role, observed(self.program, [*wanted, *aims]), self.values)

    def search(self, quotient: Quotient, wanted: list[Claim], most: int) -> Space | None:
        """Search the classes of a quotient for what meets some claims; ``None`` if they are too many."""
        met = [goal.met for goal in self.program.pack.role(self.role).goals.values()]
        try:
            space = explore(
                self.program, quotient, self.role, claims=wanted, goals=met, most=most, go_on=self.go_on
            )
        except TooBig as big:
            self._witness(big.space)
            return None
        self._witness(space)
        return space

    def _witness(self, space: Space | None) -> None:
        """Keep the paths to what a search met."""
        if space is None:
            return
        for claim, (state, option) in space.met.items():
            self.paths[claim] = () if state < 0 else tuple(path(self.program, space, state, option))

    def control(self) -> Space | None:
        """Search control; ``None`` if it is too big or the search was stopped."""
        space = self.search(self.quotient([]), list(filter(_is_control, self.everything)), self.most)
        self.method = "sampled" if space is None else "control" if space.whole else "stopped"
        if space is None or not space.whole:
            return None
        self.states = len(space)
        for station, size in zip(space.steps.stations, space.sizes, strict=True):
            self.sizes[station.scene] = self.sizes.get(station.scene, 0) + size
        return space

    def together(self, graph: Graph | None) -> None:
        """Meet or rule out what control, whose graph this is, left open: at once what goes well together, or
        scene by scene where that is too big."""
        if self.method != "control":
            return
        if graph is not None:
            self.paths |= steered(self.program, self.role, graph, self.left(), self.heed)
        most = min(self.most, max(MOST_TOGETHER, 2 * self.states))
        for wanted in self._groups(self.left()):
            if not self._towards(wanted, most):
                for one in _by_scene(claim for claim in self.left() if claim in wanted):
                    if not self._towards(one, most):
                        return
        if not self.left():
            self.method = "exact"

    def _groups(self, left: list[Claim]) -> list[list[Claim]]:
        """Put what is left of several scenes together, unless a search of both is expected to be much wider."""
        groups: list[tuple[float, list[Claim]]] = []
        control = self.quotient([])
        for own in _by_scene(left):
            self.heed()
            alone = self._expected(control, own)
            for number, (size, others) in enumerate(groups):
                both = self._expected(control, [*others, *own])
                if both <= WIDER * (size + alone):
                    groups[number] = both, [*others, *own]
                    break
            else:
                groups.append((alone, own))
        return [claims for _, claims in groups]

    def _expected(self, control: Quotient, wanted: list[Claim]) -> float:
        """Return how many states a search for some claims may have: those of control, by how much finer it is."""
        finer = self._leading(wanted).classes
        return sum(
            size
            * prod(max(numbers) + 1 for numbers in finer[at].values())
            / prod(max(numbers) + 1 for numbers in control.classes[at].values())
            for at, size in self.sizes.items()
        )

    def _leading(self, wanted: list[Claim]) -> Quotient:
        """Return a quotient that observes what some claims hang on, and the ways to their scenes alone."""
        scenes = {claim.at for claim in wanted}
        return Quotient(self.program, self.role, observed(self.program, wanted), self.values, scenes)

    def _towards(self, wanted: list[Claim], most: int) -> bool:
        """Meet or rule out some claims by a search of the ways to their scenes alone; return whether it was done."""
        space = self.search(self._leading(wanted), wanted, most)
        if space is None or not space.whole:
            return False
        self.states = max(self.states, len(space))
        dead = Decided(False, why="every state was searched")
        self.settled |= {claim: dead for claim in wanted if claim not in self.paths}
        return True

    def slices(self) -> None:
        """Settle one by one what neither a search nor plays have met."""
        if self.method not in ("control", "sampled"):
            return
        self.settled |= self._shut()
        watch = Watch(self.program, self.left(), {})
        for leads in dict.fromkeys(self.paths.values()):
            self.heed()
            self.paths.update(along(self.program, self.role, leads, watch))
        self.settled |= decide_all(self.program, self.role, self.left(), self.go_on)

    def _shut(self) -> dict[Claim, Decided]:
        """Settle what stands in scenes and replies that are proved out of reach."""
        dead = [claim for claim in self.everything if self._searched(claim) and claim not in self.paths]
        scenes = {claim.at for claim in dead if claim.kind == "scene"}
        options = {(claim.at, claim.option) for claim in dead if claim.kind == "option"}
        shut = {}
        for claim in self.left():
            if claim.at in scenes:
                shut[claim] = Decided(False, why="its scene cannot be reached")
            elif (claim.at, claim.option) in options:
                shut[claim] = Decided(False, why="its option is never open")
        return shut


def _by_scene(claims: Iterable[Claim]) -> list[list[Claim]]:
    found: dict[int, list[Claim]] = {}
    for claim in claims:
        found.setdefault(claim.at, []).append(claim)
    return list(found.values())


def _is_control(claim: Claim) -> bool:
    """Return whether a search of control alone decides a claim: it observes the goals at every ending too, and
    what tells that one is lost."""
    return claim.rule is None or claim.kind in AIMS or bool(claim.tells)
