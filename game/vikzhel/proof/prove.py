"""Proving a story: for each role what can be met, what cannot, and how likely each ending is.

Everything at once where that is small enough: one quotient that observes every rule gives exact
verdicts and odds. Where it is too big, control alone (what guards options, ways, votes and endings)
gives exact odds, and each text not met in random plays is decided by a slice of its own. Where even
that is too big the odds are estimated by random plays, with their error, and this is said.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, cast

from ..play.program import Program
from ..story.rules import Rule
from . import odds, players
from .claims import Claim, claims, observed
from .classes import Quotient
from .decisions import Decision, Measures, measure
from .explore import Space, TooBig, explore, path
from .figures import Figures, from_engine, from_plays, from_search
from .gates import too_near
from .sampling import Sample, sample
from .slices import Decided, decide_all
from .walk import MOST_WALKED, Walk, walk
from .why import explained

if TYPE_CHECKING:
    from ..story.packs import Pack

REACHABLE, UNREACHABLE, UNDECIDED = "reachable", "unreachable", "undecided"
MOST_STATES = 700_000
"""Past this many classes of states a search is given up for the next, coarser one (about 1 GB)."""

FEW_PLAYS = 400
"""Random plays where the search is exact: only moods at their bounds are left to be drawn."""

Told = Callable[[str, int, int], bool]
"""Progress: the role, how many states are known and how many done; says whether to go on."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was proved of one claim: a word, the choices that lead there, and otherwise why not."""

    claim: Claim
    word: str
    path: tuple[str, ...] = ()
    why: str = ""
    never: str = ""
    """Of something never met: which part of its rule fails, where that is known."""


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
    """The largest standard error of the odds at random; 0 where they are exact."""
    endless: list[tuple[str, ...]] = field(default_factory=list)
    """Paths to states from which no ending can be reached."""
    decisions: list[Decision] = field(default_factory=list)
    measures: Measures | None = None
    sample: Sample | None = None
    figures: Figures = field(default_factory=Figures)
    """What is counted along a path."""
    steps: dict[tuple[int, int], tuple[str, tuple[str, ...]]] = field(default_factory=dict)
    """For the steps that figures name: their place in the files, and the path that takes them."""
    plays: dict[str, int] = field(default_factory=dict)
    """For each player whose odds were drawn, by how many plays; the odds of others are exact."""
    unfinished: bool = False
    """Stopped before everything was worked out; what is there is right."""


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
    cut = False

    def go_on(known: int, done: int) -> bool:
        nonlocal cut
        in_time = limit is None or time.perf_counter() < limit
        cut = not (in_time and (told is None or told(role, known, done)))
        return not cut

    space: Space | None = None
    method = "sampled"
    for name, quotient in quotients.items():
        wanted = everything if name == "exact" else [claim for claim in everything if claim.rule is None]
        try:
            space = explore(program, quotient, role, claims=wanted, most=most, go_on=go_on)
        except TooBig:
            continue
        method = name if space.whole else "stopped"
        break
    proof = RoleProof(role, method, len(space.keys) if space else 0, 0.0, [])
    proof.sample = drawn = _plays(program, role, everything, method, plays, lambda: go_on(0, 0))
    proof.figures = from_plays(drawn)
    proof.verdicts = _verdicts(program, role, everything, space, method, drawn, go_on)
    if space is not None and space.whole:
        _exact(program, quotients[method], space, proof, lambda: go_on(0, 0))
    else:
        _drawn(program, proof, drawn, plays, lambda: go_on(0, 0))
    proof.unfinished = cut
    proof.seconds = time.perf_counter() - started
    return proof


def _plays(
    program: Program, role: str, everything: list[Claim], method: str, plays: int, go_on: Callable[[], bool]
) -> Sample:
    """Draw random plays: as many as are asked for, or fewer where the search tells all but moods."""
    if method == "exact":
        drawn = sample(program, role, [], plays=min(plays, FEW_PLAYS), seed=1917, go_on=go_on)
        if drawn.plays >= plays or not too_near(from_plays(drawn).saturated):
            return drawn
    claims = [] if method == "exact" else everything
    return sample(program, role, claims, plays=plays, seed=1917, go_on=go_on)


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


def _drawn(
    program: Program, proof: RoleProof, drawn: Sample, plays: int, in_time: Callable[[], bool]
) -> None:
    """Take odds and figures from random plays; of the bots, those whose preferences the author gave."""
    proof.odds, proof.goals = {players.RANDOM: drawn.odds}, {players.RANDOM: drawn.goals}
    proof.error, proof.plays = drawn.error, {players.RANDOM: drawn.plays}
    goals = players.role_record(program, proof.role).goals
    for bot in map(str, [*program.pack.files.bots, *goals]):
        if players.suited(program, bot) and in_time():
            own = sample(program, proof.role, [], plays=plays // 3, seed=1917, bot=bot, go_on=in_time)
            proof.odds[bot], proof.goals[bot], proof.plays[bot] = own.odds, own.goals, own.plays
    from_engine(program, proof.role, proof.figures, in_time)


def _exact(
    program: Program, quotient: Quotient, space: Space, proof: RoleProof, in_time: Callable[[], bool]
) -> None:
    """Work out odds, goals, decisions and figures on a space searched to its end, as far as there is time."""
    parts = odds.components(space)
    stuck = odds.endless(space, parts)
    proof.endless = [tuple(path(program, space, state)) for state in stuck[:20]]
    plain = players.at_random(program, space)
    names, ending_odds = odds.endings(program, space, plain, parts)
    goals, met = players.goals_met(program, quotient, space)
    goal_odds = odds.values(space, plain, met, parts) if goals else []
    bots = {players.RANDOM: plain}
    for bot in program.pack.files.bots:
        if players.suited(program, bot):
            bots[str(bot)] = players.by_suits(program, space, str(bot))
    for column, goal in enumerate(goals):
        marked = players.suited(program, goal)
        bots[goal] = (
            players.by_suits(program, space, goal)
            if marked
            else players.by_looking(program, space, goal_odds, column)
        )
    for name, weights in bots.items():
        if not in_time():
            return
        ends = ending_odds[0] if weights is plain else odds.endings(program, space, weights, parts)[1][0]
        proof.odds[name] = dict(zip(names, ends, strict=True))
        if goals:
            reached = goal_odds[0] if weights is plain else odds.values(space, weights, met, parts)[0]
            proof.goals[name] = dict(zip(goals, reached, strict=True))
    if in_time():
        proof.decisions, proof.measures = measure(
            program, space, parts, plain, ending_odds, goal_odds, len(names)
        )
    small = proof.method == "exact" and proof.states <= MOST_WALKED
    walked = walk(program, quotient, proof.role, in_time) if small else None
    if walked is not None:
        _walked(program, walked, proof, in_time)
    elif in_time():
        assert proof.sample is not None
        proof.figures = from_search(program, proof.role, space, parts, plain, proof.sample, None, in_time)


def _walked(program: Program, walked: Walk, proof: RoleProof, in_time: Callable[[], bool]) -> None:
    """Add what only a story walked step by step tells: exact words, when lost goals are told, and why not."""
    like = cast("Space", walked)
    assert proof.sample is not None
    parts, plain = odds.components(like), players.at_random(program, like)
    proof.figures = from_search(program, proof.role, walked, parts, plain, proof.sample, walked, in_time)
    for found in (proof.figures.dooms or {}).values():
        for state, number in filter(None, (found.worst, found.early)):
            turn = program.place(walked.scenes[state]).turns[walked.options[state][number]]
            proof.steps[state, number] = str(turn.record.mark), walked.path(program, state, number)
    unmet = [verdict.claim for verdict in proof.verdicts if verdict.word == UNREACHABLE]
    whys = explained(program, walked, unmet)
    proof.verdicts = [replace(v, never=whys.get(v.claim, "")) for v in proof.verdicts]
