"""Proving a story: for each role what can be met, what cannot, and how likely each ending is.

Everything at once where that is small enough: one quotient that observes every rule gives exact
verdicts and odds. Where it is too big, control alone (what guards options, ways, votes and endings)
gives exact odds, and each text not met in random plays is decided by a slice of its own. Where even
that is too big the odds are estimated by random plays, with their error, and this is said.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ..play.program import Program
from ..story.rules import Rule
from . import odds, players
from .claims import Claim, claims, observed
from .classes import Quotient
from .decisions import Decision, Measures, measure
from .explore import Space, TooBig, explore, path
from .graph import Merging
from .sampling import Sample, sample
from .slices import Decided, decide_all

if TYPE_CHECKING:
    from ..story.packs import Pack

REACHABLE, UNREACHABLE, UNDECIDED = "reachable", "unreachable", "undecided"
MOST_STATES = 6_000_000
"""Past this many classes of states a search is given up for the next, coarser one. So many take about
15 seconds; 0.4 GB, and 0.8 where they all lead back to one another and none can be let go of."""

Told = Callable[[str, int, int], bool]
"""Progress: the role, how many states are known and how many done; says whether to go on."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was proved of one claim: a word, the choices that lead there, and otherwise why not."""

    claim: Claim
    word: str
    path: tuple[str, ...] = ()
    why: str = ""


@dataclass
class RoleProof:
    """All that was proved for one role."""

    role: str
    method: str
    """``exact``, ``control`` (texts by slices), ``sampled``, or ``stopped``."""
    states: int
    seconds: float
    verdicts: list[Verdict]
    odds: dict[str, dict[str, float]] = field(default_factory=dict)
    """For each player, the odds of each ending."""
    goals: dict[str, dict[str, float]] = field(default_factory=dict)
    """For each player, the odds of each goal."""
    error: float = 0.0
    """The largest standard error of the odds at random, or the share of plays that were given up in a
    ring; 0 where they are exact."""
    endless: list[tuple[str, ...]] = field(default_factory=list)
    """Paths to states from which no ending can be reached."""
    decisions: list[Decision] = field(default_factory=list)
    measures: Measures | None = None
    sample: Sample | None = None


@dataclass
class Proof:
    """What was proved of a story."""

    pack: Pack
    claims: list[Claim]
    roles: dict[str, RoleProof]
    seconds: float


def prove(
    pack: Pack,
    *,
    told: Told | None = None,
    seconds: float | None = None,
    most: int = MOST_STATES,
    plays: int = 1500,
) -> Proof:
    """Prove a pack, role by role.

    ``seconds`` limits the whole; ``told`` hears of progress and can stop it. What is known when it
    is stopped is kept, and what is not is called undecided.
    """
    started = time.perf_counter()
    program = Program(pack)
    everything = claims(program)
    goals = _goal_rules(program)
    whole = observed(program, everything)
    for at, rules in goals.items():
        whole[at] = [*whole.get(at, ()), *rules]
    quotients = {
        "exact": Quotient(program, whole),
        "control": Quotient(program, goals),
    }
    roles = {}
    for role in program.layout.roles:
        limit = None if seconds is None else started + seconds
        roles[role] = _prove_role(program, role, everything, quotients, told, limit, most, plays)
    return Proof(pack, everything, roles, time.perf_counter() - started)


def _goal_rules(program: Program) -> dict[int, list[Rule]]:
    """Return the rules of all goals, to be read at every ending."""
    rules = [goal.met for role in program.pack.files.roles.values() for goal in role.goals.values()]
    scenes = program.pack.files.scenes.values()
    return {at: list(rules) for at, scene in enumerate(scenes) if scene.ending and rules}


def _prove_role(
    program: Program,
    role: str,
    everything: list[Claim],
    quotients: dict[str, Quotient],
    told: Told | None,
    limit: float | None,
    most: int,
    plays: int,
) -> RoleProof:
    started = time.perf_counter()

    def go_on(known: int, done: int) -> bool:
        in_time = limit is None or time.perf_counter() < limit
        return in_time and (told is None or told(role, known, done))

    goals = [goal.met for goal in players.role_record(program, role).goals.values()]
    space: Space | None = None
    method = "sampled"
    for name, quotient in quotients.items():
        wanted = everything if name == "exact" else [claim for claim in everything if claim.rule is None]
        try:
            space = explore(program, quotient, role, claims=wanted, goals=goals, most=most, go_on=go_on)
        except TooBig:
            continue
        method = name if space.whole else "stopped"
        break
    drawn = sample(program, role, everything, plays=plays, seed=1917)
    proof = RoleProof(role, method, len(space) if space else 0, 0.0, [])
    proof.sample = drawn
    proof.verdicts = _verdicts(program, role, everything, space, method, drawn, go_on)
    proof.odds, proof.error = {players.RANDOM: drawn.odds}, drawn.error
    if space is not None and space.whole:
        # If rings are too big for it, the odds are those of the plays.
        with suppress(TooBig):
            _exact(program, space, proof)
    proof.seconds = time.perf_counter() - started
    return proof


def _verdicts(
    program: Program,
    role: str,
    everything: list[Claim],
    space: Space | None,
    method: str,
    drawn: Sample,
    go_on: Callable[[int, int], bool],
) -> list[Verdict]:
    found = []
    settled: dict[Claim, Decided] = {}
    if method in ("control", "sampled") and go_on(0, 0):
        known = space.met.keys() if space is not None else ()
        left = [claim for claim in everything if claim not in known and claim not in drawn.met]
        exact = method == "control"
        settled = decide_all(program, role, [c for c in left if not (exact and c.rule is None)], go_on)
    for claim in everything:
        if space is not None and claim in space.met:
            state, option = space.met[claim]
            leads = () if state < 0 else tuple(path(program, space, state, option))
            found.append(Verdict(claim, REACHABLE, leads))
        elif claim in drawn.met:
            found.append(Verdict(claim, REACHABLE, drawn.met[claim]))
        elif method == "exact" or (method == "control" and claim.rule is None):
            found.append(Verdict(claim, UNREACHABLE, why="every state was searched"))
        elif claim in settled:
            decided = settled[claim]
            word = {True: REACHABLE, False: UNREACHABLE, None: UNDECIDED}[decided.reachable]
            found.append(Verdict(claim, word, decided.path, decided.why))
        else:
            found.append(Verdict(claim, UNDECIDED, why="the search was stopped before this was settled"))
    return found


def _exact(program: Program, space: Space, proof: RoleProof) -> None:
    """Work out odds, goals and decisions on a space searched to its end; ``TooBig`` if rings forbid it."""
    merging = Merging(space)
    graph = merging.graph
    stuck = odds.endless(graph)
    proof.endless = [tuple(path(program, space, merging.example(state))) for state in stuck[:20]]
    names, worth = odds.worth_of(program, graph)
    goals = [str(goal) for goal in players.role_record(program, space.role).goals] if names else []
    plain = players.at_random(program, graph)
    at_random, left = odds.values(graph, plain, worth)
    if left > proof.error:
        raise TooBig("rings in which plays stay too long")
    proof.odds, proof.error = {}, left
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
        found, left = (at_random, left) if weights is plain else odds.values(graph, weights, worth)
        proof.error = max(proof.error, left)
        proof.odds[name] = dict(zip(names, found[graph.first], strict=False))
        if goals:
            proof.goals[name] = dict(zip(goals, found[graph.first][len(names) :], strict=True))
    proof.decisions, proof.measures = measure(program, graph, plain, at_random, len(names))
