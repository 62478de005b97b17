"""Proving a story: for each role what can be met, what cannot, and how likely each ending is.

A search of control gives exact odds (``odds``), and ``verdicts`` goes on from there to what texts hang on.
A last search bounds the words of a path. Where even control is too big the odds are estimated by random
plays, with their error, and this is said.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from ..play.program import Program
from ..story.packs import uncollected
from . import odds, players
from .abreast import Listener, abreast, beside, can_fork, later
from .claims import AIMS, Claim, claims
from .decisions import measure
from .explore import Progress, Stopped, TooBig, heeding, path
from .figures import Figures, from_engine, from_graph, from_plays, from_told, from_walk, untold
from .flow import skeleton
from .gates import too_near
from .graph import Graph, Merging, Row
from .lengths import followed
from .proved import UNREACHABLE, Proof, RoleProof
from .report import RANDOM
from .sampling import Sample, Sampling, sample, saturation
from .values import Values
from .verdicts import Verdicts
from .walk import MOST_WALKED, walk
from .why import explained

if TYPE_CHECKING:
    from ..story.packs import Pack

MOST_STATES = 6_000_000
"""Past this many classes of states a search is given up. So many take about 15 seconds; 0.4 GB, and 0.8
where they all lead back to one another and none can be let go of."""

MOST_LEFT = 0.005
"""The share of plays that may stay in rings too big to be solved: with more, plays tell better."""

SEED = 1917
FEW_PLAYS = 400
"""Random plays of a story small enough to be walked: only moods at their bounds are left to be drawn."""

MORE_PLAYS = 14
"""So many times the plays are made at most, without words, to tell how often moods stand at their bounds."""


def prove(
    pack: Pack,
    *,
    told: Listener | None = None,
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

        return _Proving(program, role, everything, go_on, most, plays, apart).run()

    names = program.layout.roles
    side_by_side = side_by_side and can_fork()
    apart = beside if side_by_side else later
    with uncollected():
        if side_by_side:
            roles = abreast(names, work, told)
        else:
            roles = {role: work(role, partial(told, role) if told else _unheard) for role in names}
    wanted = [claim for claim in everything if claim.kind not in AIMS]
    return Proof(pack, wanted, roles, time.perf_counter() - started)


def _unheard(known: int, done: int) -> bool:
    return True


@dataclass
class _Counted:
    """What was counted on a role's plays and along his paths."""

    sample: Sample
    met: dict[int, tuple[str, ...]]
    """The paths to what was met, by its number: a claim that comes from another process is not the same."""
    figures: Figures
    unfinished: bool


class _Proving:
    """The proof of one role, under way."""

    def __init__(
        self,
        program: Program,
        role: str,
        everything: list[Claim],
        go_on: Progress,
        most: int,
        plays: int,
        apart: Callable[[Callable[[], _Counted]], Callable[[], _Counted]],
    ) -> None:
        self.program = program
        self.role = role
        self.everything = everything
        self.most = most
        self.plays = plays
        self.apart = apart
        self.proof = RoleProof(role)
        self.goals = program.pack.role(role).goals
        self.values = Values(program, role, skeleton(program, role))
        self._go_on = go_on
        self.heed = heeding(self.go_on)
        self.verdicts = Verdicts(program, role, everything, self.values, most, self.go_on)
        self.sampling = Sampling(program, role, self.verdicts.left(), seed=SEED)
        self.graph: Graph | None = None
        """The smallest graph of control."""
        self.endings: list[str] = []
        self.worth: list[Row] = []
        """What each state of that graph is worth to a random player: odds of these endings, then of goals."""
        self.left = 0.0
        """How much of that may be missing."""

    def go_on(self, known: int = 0, done: int = 0) -> bool:
        on = self._go_on(known, done)
        self.proof.unfinished = self.proof.unfinished or not on
        return on

    def run(self) -> RoleProof:
        """Find out as much as there is time for."""
        started = time.perf_counter()
        proof, verdicts = self.proof, self.verdicts
        self._played(self.sampling.draw(min(self.plays, FEW_PLAYS), self.go_on))
        verdicts.meet(self.sampling.met)
        with suppress(Stopped):
            self._control()
        counted = self._count
        if self.worth and verdicts.states > MOST_WALKED:
            counted = self.apart(self._count)
        with suppress(Stopped):
            self._odds()
            verdicts.together(self.graph)
        self._take(counted())
        with suppress(Stopped):
            verdicts.slices()
        proof.method, proof.states = verdicts.method, verdicts.states
        found = [verdicts.verdict(claim) for claim in self.everything]
        proof.verdicts = [verdict for verdict in found if verdict.claim.kind not in AIMS]
        proof.aims = [verdict for verdict in found if verdict.claim.kind in AIMS]
        with suppress(Stopped):
            if self._small():
                self._walk()
        proof.seconds = time.perf_counter() - started
        return proof

    def _small(self) -> bool:
        """Return whether the story seems small enough to be walked."""
        verdicts = self.verdicts
        return bool(self.worth) and verdicts.method == "exact" and verdicts.states <= MOST_WALKED

    # -- control, and what hangs on it ---------------------------------------------------------

    def _control(self) -> None:
        """Search control, and make its graph; nothing if it is too big."""
        space = self.verdicts.control()
        if space is None:
            return
        with suppress(TooBig):
            self._graph(Merging(space, self.heed))

    def _graph(self, merging: Merging) -> None:
        """Work out the odds at random from every state; not if rings forbid it."""
        self.graph = graph = merging.graph
        stuck = odds.endless(graph)
        space = merging.space
        self.proof.endless = [
            tuple(path(self.program, space, merging.example(state))) for state in stuck[:20]
        ]
        endings, worth = odds.worth_of(self.program, graph)
        found, left = odds.values(graph, players.at_random(self.program, graph), worth, self.heed)
        if left <= MOST_LEFT:
            self.endings, self.worth, self.left = endings, found, left

    def _odds(self) -> None:
        """Work out odds, goals and decisions for every player, where the graph is known to tell them."""
        program, proof, graph, endings = self.program, self.proof, self.graph, self.endings
        if graph is None or not self.worth:
            return
        _, worth = odds.worth_of(program, graph)
        goals = [str(goal) for goal in self.goals] if endings else []
        plain = players.at_random(program, graph)
        proof.error, proof.odds, proof.goals, proof.plays, proof.forever = self.left, {}, {}, {}, {}
        bots = {RANDOM: plain}
        for bot in program.pack.files.bots:
            if players.suited(program, bot):
                bots[str(bot)] = players.by_suits(program, graph, str(bot))
        for column, goal in enumerate(goals, len(endings)):
            marked = players.suited(program, goal)
            bots[goal] = (
                players.by_suits(program, graph, goal)
                if marked
                else players.by_looking(program, graph, self.worth, column)
            )
        for name, weights in bots.items():
            found, left = self.worth[graph.first], self.left
            if weights is not plain:
                found, left = odds.ends(graph, weights, worth, self.heed)
            proof.error = max(proof.error, left)
            proof.odds[name] = dict(zip(endings, found, strict=False))
            lost = 1.0 - left - sum(proof.odds[name].values())
            proof.forever[name] = max(0.0, lost) if not all(graph.ending) else 0.0
            if goals:
                proof.goals[name] = dict(zip(goals, found[len(endings) :], strict=True))
        proof.decisions, proof.measures = measure(program, graph, plain, self.worth, len(endings), self.heed)

    # -- plays and paths -----------------------------------------------------------------------

    def _played(self, drawn: Sample) -> None:
        """Take from random plays what no search has told."""
        proof = self.proof
        proof.sample, proof.figures = drawn, from_plays(drawn)
        if not self.worth or not proof.odds or proof.plays:
            proof.odds, proof.goals = {RANDOM: drawn.odds}, {RANDOM: drawn.goals}
            proof.error, proof.plays = drawn.error, {RANDOM: drawn.plays}
            proof.forever = {RANDOM: drawn.forever}
            proof.endless = proof.endless or drawn.endless

    def _count(self) -> _Counted:
        """Count what adds up along a path, on plays and then as exactly as what was searched allows."""
        program, role, small = self.program, self.role, self._small()
        drawn = self.sampling.draw(min(self.plays, FEW_PLAYS) if small else self.plays, self.go_on)
        found = from_plays(drawn)
        if drawn.ended:  # it may not be clear yet how often moods stand at the end of their scale
            most = MORE_PLAYS * self.plays
            found.saturated = saturation(
                program, role, drawn.saturated, drawn.ended, most, too_near, self.go_on
            )
        with suppress(Stopped):
            if self.graph is None or not self.worth:
                from_engine(program, role, found, self.plays // 2, self.go_on)
            else:
                untold(program, role, self.graph, found, self.heed)
                from_graph(program, self.graph, found, 2 * self.plays, self.go_on)
                if not small:
                    self._read(found)
        met = {n: self.sampling.met[one] for n, one in enumerate(self.everything) if one in self.sampling.met}
        return _Counted(drawn, met, found, self.proof.unfinished)

    def _read(self, found: Figures) -> None:
        """Search once more for a graph on which what is read is known or bounded."""
        program, role = self.program, self.role
        space = followed(program, role, self.values, self.verdicts.sizes, self.most, self.go_on, self.heed)
        if space is not None and space.whole:
            with suppress(TooBig):
                from_told(program, role, Merging(space, self.heed).graph, found, self.heed)

    def _take(self, counted: _Counted) -> None:
        """Take over what was counted, and the odds from plays where no search tells them."""
        proof = self.proof
        self._played(counted.sample)
        self.verdicts.meet({self.everything[n]: ids for n, ids in counted.met.items()})
        proof.figures = counted.figures
        proof.unfinished = proof.unfinished or counted.unfinished
        with suppress(Stopped):
            if not self.worth:
                self._bots()

    def _bots(self) -> None:
        """Take the odds of bots from plays as well: of those whose preferences the author gave."""
        proof = self.proof
        for bot in map(str, [*self.program.pack.files.bots, *self.goals]):
            if players.suited(self.program, bot):
                self.heed()
                plays = max(1, self.plays // 3)
                own = sample(self.program, self.role, [], plays=plays, seed=SEED, bot=bot, go_on=self.go_on)
                proof.odds[bot], proof.goals[bot], proof.plays[bot] = own.odds, own.goals, own.plays
                proof.forever[bot] = own.forever

    def _walk(self) -> None:
        """Walk a small story step by step and take all figures from that; bound them if it is too big for that."""
        program, proof, role = self.program, self.proof, self.role
        quotient = self.verdicts.quotient(self.everything)
        if self.verdicts.search(quotient, [], MOST_WALKED) is None:
            self._read(proof.figures)
            return
        walked = walk(program, quotient, role, [goal.met for goal in self.goals.values()], self.heed)
        from_walk(program, walked, proof.figures, self.heed)
        unmet = [verdict.claim for verdict in proof.verdicts if verdict.word == UNREACHABLE]
        whys = explained(program, walked, unmet)
        proof.verdicts = [replace(v, never=whys.get(v.claim, "")) for v in proof.verdicts]
