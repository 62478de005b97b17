"""Proving a story: for each role what can be met, what cannot, and how likely each ending is.

Values rule out most of what cannot be, and random plays meet most of the rest. A quotient that observes
control (what guards options, ways, votes, endings and goals) is searched whole and gives exact odds; plays
steered to their scenes meet more, and what is left is searched for by the ways that lead there. Where that
is too big each text left is decided by a slice of its own. A last search bounds the words of a path. Where even control is too big the
odds are estimated by random plays, with their error, and this is said.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from ..play.program import Program
from ..story.packs import uncollected
from . import odds, players
from .abreast import Told, abreast, can_fork
from .claims import AIMS, Claim, claims, observed
from .classes import Quotient
from .decisions import measure
from .explore import Progress, Space, Stopped, TooBig, explore, heeding, path
from .figures import from_engine, from_graph, from_plays, from_told, from_walk
from .flow import skeleton
from .gates import too_near
from .graph import Graph, Merging
from .lengths import followed
from .proved import REACHABLE, UNDECIDED, UNREACHABLE, Proof, RoleProof, Verdict
from .sampling import sample
from .saturation import saturation
from .slices import Decided, along, decide_all
from .steering import steered
from .values import Values
from .walk import MOST_WALKED, walk
from .why import explained

if TYPE_CHECKING:
    from ..story.packs import Pack

MOST_STATES = 6_000_000
"""Past this many classes of states a search is given up. So many take about 15 seconds; 0.4 GB, and 0.8
where they all lead back to one another and none can be let go of."""
MOST_TOGETHER = 3_000_000
"""Past this many, or twice those of control, texts that no play met are not searched for together."""

MOST_LEFT = 0.005
"""The share of plays that may stay in rings too big to be solved: with more, plays tell better."""

FEW_PLAYS = 400
"""Random plays of a story small enough to be walked: only moods at their bounds are left to be drawn."""

MORE_PLAYS = 14
"""So many times the plays are made at most, without words, to tell how often moods stand at their bounds."""


def prove(
    pack: Pack,
    *,
    told: Told | None = None,
    seconds: float | None = None,
    most: int = MOST_STATES,
    plays: int = 1500,
    side_by_side: bool = False,
) -> Proof:
    """Prove a pack, role by role, or ``side_by_side`` where the system can do that.

    ``seconds`` limits the whole; ``told`` hears of progress and can stop it. What is known when it
    is stopped is kept, and what is not is called undecided. It is told the roles at work, how many
    states are known and how many done, and says whether to go on.
    """
    started = time.perf_counter()
    program = Program(pack)
    everything = claims(program)
    limit = None if seconds is None else started + seconds

    def work(role: str, heard: Progress) -> RoleProof:
        def go_on(known: int, done: int) -> bool:
            return (limit is None or time.perf_counter() < limit) and heard(known, done)

        return _Proving(program, role, everything, go_on, most, plays).run()

    names = program.layout.roles
    with uncollected():
        if side_by_side and len(names) > 1 and can_fork():
            roles = abreast(names, work, told)
        else:
            roles = {role: work(role, partial(told, role) if told else _unheard) for role in names}
    wanted = [claim for claim in everything if claim.kind not in AIMS]
    return Proof(pack, wanted, roles, time.perf_counter() - started)


def _unheard(known: int, done: int) -> bool:
    return True


def _is_control(claim: Claim) -> bool:
    """Return whether a search of control alone decides a claim: it observes the goals at every ending too."""
    return claim.rule is None or claim.kind in AIMS


class _Proving:
    """The proof of one role, under way."""

    def __init__(
        self,
        program: Program,
        role: str,
        everything: list[Claim],
        go_on: Callable[[int, int], bool],
        most: int,
        plays: int,
    ) -> None:
        self.program = program
        self.role = role
        self.everything = everything
        self.most = most
        self.plays = plays
        self.proof = RoleProof(role)
        self.goals = players.role_record(program, role).goals
        self.values = Values(program, role, skeleton(program, role))
        self.paths: dict[Claim, tuple[str, ...]] = {}
        """For each claim that was met, a path that meets it."""
        self.settled = {c: Decided(False, why=why) for c in everything if (why := self.values.never(c))}
        """What the values that are possible, and slices, had to say of others."""
        self.sizes: dict[int, int] = {}
        """How many states a search of control has at each scene."""
        self.graph: Graph | None = None
        """The smallest graph of control."""
        self.told: Graph | None = None
        """A graph in which what is read on each step is known or bounded."""
        self._go_on = go_on
        self.heed = heeding(self.go_on)

    def go_on(self, known: int = 0, done: int = 0) -> bool:
        on = self._go_on(known, done)
        self.proof.unfinished = self.proof.unfinished or not on
        return on

    def run(self) -> RoleProof:
        """Find out as much as there is time for."""
        started = time.perf_counter()
        proof = self.proof
        self._play(min(self.plays, FEW_PLAYS))
        with suppress(Stopped):
            self._control()
            self._together()
        if proof.method != "exact" or proof.states > MOST_WALKED:
            self._play(self.plays)
        self._moods()
        with suppress(Stopped):
            self._slices()
        proof.verdicts = [self._verdict(claim) for claim in self.everything if claim.kind not in AIMS]
        proof.aims = [self._verdict(claim) for claim in self.everything if claim.kind in AIMS]
        with suppress(Stopped):
            self._figures()
        proof.seconds = time.perf_counter() - started
        return proof

    # -- what is searched ----------------------------------------------------------------------

    def _quotient(self, wanted: Iterable[Claim]) -> Quotient:
        """Return a quotient that observes what some claims hang on, and the goals at every ending."""
        aims = [claim for claim in self.everything if claim.kind in AIMS]
        return Quotient(self.program, self.role, observed(self.program, [*wanted, *aims]), self.values)

    def _search(self, quotient: Quotient, wanted: list[Claim], most: int) -> Space | None:
        """Search the classes of a quotient for what meets some claims; ``None`` if they are too many."""
        met = [goal.met for goal in self.goals.values()]
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

    def _left(self) -> list[Claim]:
        """Return what was not met yet, and not yet proved impossible either."""
        known = self.paths.keys() | self.settled.keys()
        return [claim for claim in self.everything if claim not in known and not self._searched(claim)]

    def _searched(self, claim: Claim) -> bool:
        """Return whether a whole search would have met a claim if it could be."""
        method = self.proof.method
        return method == "exact" or (method == "control" and _is_control(claim))

    def _control(self) -> None:
        """Search control whole, and work out all that hangs on it; nothing if it is too big."""
        proof = self.proof
        space = self._search(self._quotient([]), list(filter(_is_control, self.everything)), self.most)
        proof.method = "sampled" if space is None else "control" if space.whole else "stopped"
        if space is not None and space.whole:
            proof.states = len(space)
            for station, size in zip(space.steps.stations, space.sizes, strict=True):
                self.sizes[station.scene] = self.sizes.get(station.scene, 0) + size
            self._exact(space)

    def _together(self) -> None:
        """Meet or rule out all that is left at once; scene by scene where that is too big."""
        proof = self.proof
        if proof.method != "control":
            return
        if self.graph is not None:
            self.paths |= steered(self.program, self.role, self.graph, self._left(), self.heed)
        most = min(self.most, max(MOST_TOGETHER, 2 * proof.states))
        left = self._left()
        if left and not self._towards(left, most):
            for at in dict.fromkeys(claim.at for claim in left):
                if not self._towards([claim for claim in self._left() if claim.at == at], most):
                    return
        if not self._left():
            proof.method = "exact"

    def _towards(self, wanted: list[Claim], most: int) -> bool:
        """Meet or rule out some claims by a search of the ways to their scenes alone; return whether it was done."""
        scenes = {claim.at for claim in wanted}
        quotient = Quotient(self.program, self.role, observed(self.program, wanted), self.values, scenes)
        space = self._search(quotient, wanted, most)
        if space is None or not space.whole:
            return False
        self.proof.states = max(self.proof.states, len(space))
        dead = Decided(False, why="every state was searched")
        self.settled |= {claim: dead for claim in wanted if claim not in self.paths}
        return True

    def _follow(self) -> None:
        """Search once more for a graph on which what is read is known or bounded."""
        space = followed(self.program, self.role, self.values, self.sizes, self.most, self.go_on, self.heed)
        if space is not None and space.whole:
            with suppress(TooBig):
                self.told = Merging(space, self.heed).graph

    def _play(self, plays: int) -> None:
        """Draw random plays, and take from them what no search has told."""
        proof = self.proof
        if proof.sample is not None and (proof.sample.plays >= plays or not self.go_on()):
            return
        drawn = sample(self.program, self.role, self._left(), plays=plays, seed=1917, go_on=self.go_on)
        self.paths.update(drawn.met)
        proof.sample, proof.figures = drawn, from_plays(drawn)
        if self.graph is None or not proof.odds or proof.plays:
            proof.odds, proof.goals = {players.RANDOM: drawn.odds}, {players.RANDOM: drawn.goals}
            proof.error, proof.plays = drawn.error, {players.RANDOM: drawn.plays}
            proof.forever = {players.RANDOM: drawn.forever}
            proof.endless = proof.endless or drawn.endless

    def _moods(self) -> None:
        """Draw more plays if it is not clear yet how often moods stand at the end of their scale."""
        found, drawn = self.proof.figures, self.proof.sample
        if drawn is not None and drawn.ended:
            found.saturated = saturation(
                self.program,
                self.role,
                drawn.saturated,
                drawn.ended,
                MORE_PLAYS * self.plays,
                too_near,
                self.go_on,
            )

    def _slices(self) -> None:
        """Settle one by one what neither a search nor plays have met."""
        if self.proof.method not in ("control", "sampled"):
            return
        self.settled |= self._shut()
        for leads in dict.fromkeys(self.paths.values()):
            self.heed()
            self.paths.update(along(self.program, self.role, leads, self._left()))
        left = [claim for claim in self._left() if claim not in self.settled]
        self.settled |= decide_all(self.program, self.role, left, self.go_on)

    def _shut(self) -> dict[Claim, Decided]:
        """Settle what stands in scenes and replies that are proved out of reach."""
        dead = [claim for claim in self.everything if self._searched(claim) and claim not in self.paths]
        scenes = {claim.at for claim in dead if claim.kind == "scene"}
        options = {(claim.at, claim.option) for claim in dead if claim.kind == "option"}
        shut = {}
        for claim in self._left():
            if claim.at in scenes:
                shut[claim] = Decided(False, why="its scene cannot be reached")
            elif (claim.at, claim.option) in options:
                shut[claim] = Decided(False, why="its option is never open")
        return shut

    def _verdict(self, claim: Claim) -> Verdict:
        if claim in self.paths:
            return Verdict(claim, REACHABLE, self.paths[claim])
        if claim in self.settled:
            decided = self.settled[claim]
            word = {True: REACHABLE, False: UNREACHABLE, None: UNDECIDED}[decided.reachable]
            return Verdict(claim, word, decided.path, decided.why)
        if self._searched(claim):
            return Verdict(claim, UNREACHABLE, why="every state was searched")
        return Verdict(claim, UNDECIDED, why="the search was stopped before this was settled")

    # -- what is worked out --------------------------------------------------------------------

    def _exact(self, space: Space) -> None:
        """Work out odds, goals and decisions on a space searched to its end; not all if rings forbid it."""
        program, proof = self.program, self.proof
        try:
            merging = Merging(space, self.heed)
        except TooBig:
            return
        self.graph = graph = merging.graph
        stuck = odds.endless(graph)
        proof.endless = [tuple(path(program, space, merging.example(state))) for state in stuck[:20]]
        names, worth = odds.worth_of(program, graph)
        goals = [str(goal) for goal in self.goals] if names else []
        plain = players.at_random(program, graph)
        at_random, left = odds.values(graph, plain, worth, self.heed)
        if left > MOST_LEFT:
            return
        proof.error, proof.odds, proof.goals, proof.plays, proof.forever = left, {}, {}, {}, {}
        bots = {players.RANDOM: plain}
        for bot in program.pack.files.bots:
            if players.suited(program, bot):
                bots[str(bot)] = players.by_suits(program, graph, str(bot))
        for column, goal in enumerate(goals, len(names)):
            marked = players.suited(program, goal)
            bots[goal] = (
                players.by_suits(program, graph, goal)
                if marked
                else players.by_looking(program, graph, at_random, column)
            )
        for name, weights in bots.items():
            if weights is plain:
                found = at_random[graph.first]
            else:
                found, left = odds.ends(graph, weights, worth, self.heed)
            proof.error = max(proof.error, left)
            proof.odds[name] = dict(zip(names, found, strict=False))
            lost = 1.0 - left - sum(proof.odds[name].values())
            proof.forever[name] = max(0.0, lost) if stuck else 0.0
            if goals:
                proof.goals[name] = dict(zip(goals, found[len(names) :], strict=True))
        proof.decisions, proof.measures = measure(program, graph, plain, at_random, len(names), self.heed)

    def _figures(self) -> None:
        """Count what adds up along a path: as exactly as what was searched allows."""
        program, proof, role = self.program, self.proof, self.role
        if self.graph is None or proof.plays:
            self._bots()
            from_engine(program, role, proof.figures, self.plays // 2, self.go_on)
            return
        from_graph(program, self.graph, proof.figures, 2 * self.plays, self.go_on)
        if proof.method == "exact" and proof.states <= MOST_WALKED and self._walk():
            return
        self._follow()
        if self.told is not None:
            from_told(program, role, self.told, proof.figures, self.heed)

    def _walk(self) -> bool:
        """Walk a small story step by step and take all figures from that; return False if it is too big."""
        program, proof, role = self.program, self.proof, self.role
        quotient = self._quotient(self.everything)
        if self._search(quotient, [], MOST_WALKED) is None:
            return False
        walked = walk(program, quotient, role, [goal.met for goal in self.goals.values()], self.heed)
        from_walk(program, role, walked, proof.figures, self.heed)
        for found in (proof.figures.dooms or {}).values():
            for state, number in filter(None, (found.worst, found.early)):
                turn = program.place(walked.scenes[state]).turns[walked.options[state][number]]
                proof.steps[state, number] = str(turn.record.mark), walked.path(program, state, number)
        unmet = [verdict.claim for verdict in proof.verdicts if verdict.word == UNREACHABLE]
        whys = explained(program, walked, unmet)
        proof.verdicts = [replace(v, never=whys.get(v.claim, "")) for v in proof.verdicts]
        return True

    def _bots(self) -> None:
        """Take the odds of bots from plays as well: of those whose preferences the author gave."""
        proof = self.proof
        for bot in map(str, [*self.program.pack.files.bots, *self.goals]):
            if players.suited(self.program, bot):
                self.heed()
                own = sample(
                    self.program,
                    self.role,
                    [],
                    plays=max(1, self.plays // 3),
                    seed=1917,
                    bot=bot,
                    go_on=self.go_on,
                )
                proof.odds[bot], proof.goals[bot], proof.plays[bot] = own.odds, own.goals, own.plays
                proof.forever[bot] = own.forever
