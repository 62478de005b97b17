"""The story's own quality gates, measured: what makes choices matter and a week playable in a lesson.

The limits are those of the project's teaching brief; those that are judgement are marked so there.
A gate is a fact with a limit beside it, and passes, fails, or is open: not measured, or drawn from
random plays and nearer to its limit than two standard errors.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from math import inf, log, log2
from typing import TYPE_CHECKING

from .claims import GOAL
from .figures import BOUNDS, EXACT, PLAYS, Spread
from .report import RANDOM
from .shares import Share, drawn
from .sums import quantile

if TYPE_CHECKING:
    from .proved import Proof, RoleProof

OFTEN = 0.05
"""The share of plays in which a mood may sit at the end of its scale."""
SURE = 2
"""Standard errors by which a drawn figure must lie clear of its limit."""


@dataclass(frozen=True, slots=True)
class Gate:
    """One measure: what it is, its limit in words, what was found, and whether that is inside (or None).

    ``role`` is whose it is (empty: the whole story's), ``known`` how: ``exact``, ``bounds`` or ``plays``.
    """

    name: str
    limit: str
    found: str
    passed: bool | None
    role: str = ""
    known: str = EXACT


def gates(proof: Proof) -> list[Gate]:
    """Return every gate, measured."""
    found = [_everything(proof), *_shares(proof)]
    for role in proof.roles.values():
        found += _of_role(role)
    found += _between_roles(proof)
    return found


def _everything(proof: Proof) -> Gate:
    met, unmet, open_ = 0, 0, 0
    for words in by_claim(proof).values():
        met += "reachable" in words
        open_ += "reachable" not in words and "undecided" in words
        unmet += words == {"unreachable"}
    found = f"{met} met, {unmet} never" + (f", {open_} undecided" if open_ else "")
    passed = False if unmet else None if open_ else True
    return Gate("Scenes, options, texts and quotations that somebody can meet", "all", found, passed)


def by_claim(proof: Proof) -> dict[tuple[str, str, str], set[str]]:
    """Return the verdicts of all roles on each thing a player could meet; votes' results left out."""
    found: dict[tuple[str, str, str], set[str]] = {}
    for role in proof.roles.values():
        for verdict in role.verdicts:
            if verdict.claim.kind != "result":
                found.setdefault(verdict.claim.thing, set()).add(verdict.word)
    return found


def _shares(proof: Proof) -> Iterator[Gate]:
    scenes = list(proof.pack.files.scenes.values())
    choices = [choice for scene in scenes for choice in scene.choices]
    documented = sum(scene.evidence == "documented" for scene in scenes) / max(1, len(scenes))
    yield Gate("Documented scenes", "at least 50 %", percent(documented), documented >= 0.5)
    if choices:
        attested = sum(bool(choice.argued_by) for choice in choices) / len(choices)
        yield Gate("Options somebody argued that week", "at least 45 %", percent(attested), attested >= 0.45)


def _of_role(role: RoleProof) -> Iterator[Gate]:
    searched = role.method in ("exact", "control")
    yield Gate(
        "Places from which no ending can be reached",
        "none",
        str(len(role.endless)) if role.endless else "none" if searched else "none met in plays",
        False if role.endless else True if searched else None,
        role.role,
        EXACT if searched else PLAYS,
    )
    if role.aims:
        words: dict[str, set[str]] = {}
        for aim in role.aims:
            if aim.claim.kind == GOAL:
                words.setdefault(aim.claim.name, set()).add(aim.word)
        own = [goal for goal in words if goal in role.goals.get(RANDOM, {})]
        never = [goal for goal in own if words[goal] == {"unreachable"}]
        open_ = [goal for goal in own if "reachable" not in words[goal] and goal not in never]
        found = [f"not {', '.join(never)}"] * bool(never) + [f"{', '.join(open_)} undecided"] * bool(open_)
        yield Gate(
            "Goals that can be met",
            "all",
            "; ".join(found) or "all",
            False if never else None if open_ else True,
            role.role,
        )
    yield from _endings(role)
    if role.decisions:
        dominated = [f"{d.scene}/{worse}" for d in role.decisions for worse, _ in d.dominated]
        yield Gate(
            "Options that are never the better choice: another does the same, or more",
            "none",
            str(len(dominated) or "none"),
            not dominated,
            role.role,
        )
    yield from _lengths(role)
    yield from _swapped(role)
    yield from _told(role)
    if role.figures.saturated:
        often = {mood: share for mood, share in role.figures.saturated.items() if share.share > 0.03}
        verdicts = [within(share, 0, OFTEN) for share in role.figures.saturated.values()]
        yield Gate(
            "Moods at the end of their scale for half a play or more",
            "each in at most 5 % of plays",
            ", ".join(f"{mood} {said(share)}" for mood, share in often.items()) or "none",
            _all(verdicts),
            role.role,
            PLAYS,
        )


def _endings(role: RoleProof) -> Iterator[Gate]:
    odds = role.odds.get(RANDOM, {})
    open_ = {v.claim.name for v in role.verdicts if v.claim.kind == "ending" and v.word == "reachable"}
    if len(open_) < 2 or not odds:
        return
    plays = role.plays.get(RANDOM, 0)
    known = PLAYS if plays else EXACT
    entropy = -sum(p * log2(p) for p in odds.values() if p > 0)
    effective = 2**entropy
    error = 0.0
    if plays:  # by the delta method; what is not seen at all is left out, so it errs to the low side
        spread = sum(p * log2(p) ** 2 for p in odds.values() if p > 0) - entropy**2
        error = effective * log(2) * (max(0.0, spread) / plays) ** 0.5
    yield Gate(
        "Effective number of endings at random (as many as if all were alike likely)",
        f"at least 0.6 × {len(open_)} = {0.6 * len(open_):.1f}",
        f"{effective:.1f}" + (f" ± {error:.1f}" if error else ""),
        within(Share(effective, error), 0.6 * len(open_), inf),
        role.role,
        known,
    )
    likeliest = drawn(max(odds.values()), plays)
    yield Gate(
        "Likeliest ending at random",
        "at most 40 %",
        said(likeliest),
        within(likeliest, 0, 0.4),
        role.role,
        known,
    )
    own = own_bots(role)
    if own:
        best = {
            ending: max(((odds.get(ending, 0.0), goal) for goal, odds in own.items())) for ending in open_
        }
        rarest = min(best, key=lambda ending: best[ending][0])
        share = drawn(best[rarest][0], role.plays.get(best[rarest][1], 0))
        each = ", ".join(
            f"{said(drawn(odds.get(rarest, 0.0), role.plays.get(goal, 0)))} for {goal}"
            for goal, odds in own.items()
        )
        yield Gate(
            "Rarest ending, played for the goal that brings it most often",
            "at least 1 %",
            f"{rarest}: {each}",
            within(share, 0.01, 1),
            role.role,
            PLAYS if any(goal in role.plays for goal in own) else EXACT,
        )


def _lengths(role: RoleProof) -> Iterator[Gate]:
    figures, plays = role.figures, role.sample
    if figures.words is not None:
        met = max(plays.words, default=0) if plays is not None else 0
        yield _spread(role, "Words on a path", figures.words, (2800, 3800), 4500, met)
    if figures.decisions is not None:
        met = max(plays.decisions, default=0) if plays is not None else 0
        yield _spread(role, "Decisions on a path", figures.decisions, (14, 18), 20, met)
    if figures.doors is not None and figures.doors.most != 0:
        most = figures.doors.most
        passed = most is not None and most <= 10
        yield Gate(
            "Doors picked on a path",
            "at most 10",
            "no most" if most is None else str(most),
            passed if not passed or figures.doors.ends != PLAYS else None,
            role.role,
            figures.doors.ends,
        )
    if figures.quotations is not None:
        least = figures.quotations.least
        sure = figures.quotations.ends == EXACT or (least >= 8) == (figures.quotations.ends == BOUNDS)
        yield Gate(
            "Quotations met on a path",
            "at least 8",
            f"{_at_least(figures.quotations)} at least",
            least >= 8 if sure else None,
            role.role,
            figures.quotations.ends,
        )
    if role.measures is not None:
        early = {ending: count for ending, count in role.measures.early.items() if count < 14}
        shown = ", ".join(
            f"{ending} after {count}" for ending, count in sorted(early.items(), key=lambda e: e[1])
        )
        good = len(early) <= 2 and all(count >= 8 for count in early.values())
        yield Gate(
            "Endings that can come early (before 14 decisions)",
            "at most two, after 8 or more",
            shown or "none",
            good,
            role.role,
        )


def _at_least(found: Spread) -> str:
    return f"{found.least}{' met in plays' if found.ends == PLAYS else ''}"


def _spread(role: RoleProof, name: str, found: Spread, wanted: tuple[int, int], limit: int, met: int) -> Gate:
    """Judge a median against its target and the most against its limit; ``met`` is the most in plays."""
    typical = None if found.median is None else wanted[0] <= found.median <= wanted[1]
    over: bool | None = found.most is None or found.most > limit
    if found.ends != EXACT:
        over = True if met > limit else None if over or found.ends == PLAYS else False
    passed = False if typical is False or over else None if over is None or typical is None else True
    most = "no most: the story can go round" if found.most is None else f"{_most(found)} {found.most:,}"
    about = "about " if found.middle == PLAYS else ""
    return Gate(
        name,
        f"median {wanted[0]:,}–{wanted[1]:,}, none over {limit:,}",
        f"median {'unknown' if found.median is None else f'{about}{found.median:,}'}, {most}",
        passed,
        role.role,
        found.ends,
    )


def _most(found: Spread) -> str:
    return {EXACT: "most", BOUNDS: "never more than", PLAYS: "most met in plays"}[found.ends]


def _swapped(role: RoleProof) -> Iterator[Gate]:
    found = role.figures.swaps
    if found is None or not found.plays:
        return
    yield Gate(
        "Plays whose ending changes when one decision is changed",
        "15–45 %",
        said(found.whole),
        within(found.whole, 0.15, 0.45),
        role.role,
        PLAYS,
    )
    verdicts = [within(share, 0.08, 1) for share in found.days.values()]
    if verdicts:
        yield Gate(
            "The same, for decisions of one day",
            "no day under 8 %",
            ", ".join(f"{day} {said(share)}" for day, share in found.days.items()),
            _all(verdicts),
            role.role,
            PLAYS,
        )


def _told(role: RoleProof) -> Iterator[Gate]:
    """Judge how long the loss of a goal goes untold, over all goals of a role."""
    name, limit = (
        "Decisions between losing a goal and being told",
        "median at most 2, most 4",
    )
    dooms = role.figures.dooms
    if dooms is not None:
        waits: dict[int, float] = {}
        for found in dooms.values():
            for wait, mass in found.waits.items():
                waits[wait] = waits.get(wait, 0.0) + mass
        total = sum(waits.values())
        if total:
            median = quantile({wait: mass / total for wait, mass in waits.items()}, 0.5)
            most = max(found.most for found in dooms.values())
            shown = f"median {median}, {'no most' if most == inf else f'most {most:.0f}'}"
            if most > 4:
                shown += f", over 4 in {percent(sum(m for wait, m in waits.items() if wait > 4) / total)} of losses"
            if role.sample is not None and role.sample.waits:
                between, longest = role.sample.doom
                shown += f"; by its  lost:  rule {between}, {longest} met in plays"
            yield Gate(name, limit, shown, median <= 2 and most <= 4, role.role)
    elif role.sample is not None and role.sample.waits:
        median, longest = role.sample.doom
        yield Gate(
            f"{name} (by its  lost:  rule)",
            limit,
            f"median about {median}, most met in plays {longest}",
            False if median > 2 or longest > 4 else None,
            role.role,
            PLAYS,
        )


def own_bots(role: RoleProof) -> dict[str, dict[str, float]]:
    """Return how a role's endings fall for each of his goals, when he is played for it."""
    goals = role.goals.get(RANDOM, {})
    return {bot: odds for bot, odds in role.odds.items() if bot in goals}


def played_for_goals(role: RoleProof) -> dict[str, float]:
    """Return how endings fall for a player who takes one of the man's goals, each as often, and plays for it."""
    bots = own_bots(role)
    names = {ending for odds in bots.values() for ending in odds}
    return {ending: sum(odds.get(ending, 0.0) for odds in bots.values()) / len(bots) for ending in names}


def _between_roles(proof: Proof) -> Iterator[Gate]:
    own = [odds for role in proof.roles.values() if (odds := played_for_goals(role))]
    if len(own) > 1:
        apart = divergence(own)
        sampled = any(goal in role.plays for role in proof.roles.values() for goal in own_bots(role))
        near = sampled and abs(apart - 0.3) < 0.05
        yield Gate(
            "How far the roles' endings lie apart, each played for one of his goals, each goal as often "
            "(Jensen–Shannon divergence)",
            "at least 0.3 bit",
            f"{'about ' if sampled else ''}{apart:.2f} bit, where 0 is all alike and {log2(len(own)):.2f} nothing shared",
            None if near else apart >= 0.3,
            known=PLAYS if sampled else EXACT,
        )


def divergence(distributions: list[Mapping[str, float]] | list[dict[str, float]]) -> float:
    """Return the Jensen–Shannon divergence of distributions, equally weighted, in bits (Lin, 1991)."""
    names = {name for one in distributions for name in one}
    mean = {name: sum(one.get(name, 0.0) for one in distributions) / len(distributions) for name in names}
    return _entropy(mean.values()) - sum(_entropy(one.values()) for one in distributions) / len(distributions)


def _entropy(values: Iterable[float]) -> float:
    return -sum(p * log2(p) for p in values if p > 0)


def _all(verdicts: Collection[bool | None]) -> bool | None:
    """Return whether all are passed; ``None`` if that is open."""
    return False if False in verdicts else None if None in verdicts else True


def within(found: Share, least: float, most: float) -> bool | None:
    """Return whether a figure lies inside its limits; ``None`` if it was drawn and lies too near to one."""
    margin = SURE * found.error
    if any(abs(found.share - limit) < margin for limit in (least, most) if limit not in (0, 1, inf)):
        return None
    return least <= found.share <= most


def too_near(moods: Mapping[str, Share]) -> bool:
    """Return whether more plays are needed to tell how often moods stand at the end of their scale."""
    return any(within(share, 0, OFTEN) is None for share in moods.values())


def said(found: Share) -> str:
    """Return a share as a percentage, with its standard error if it was drawn."""
    return percent(found.share) + (f" ± {100 * found.error:.1f}" if found.error else "")


def percent(share: float) -> str:
    """Return a share as a percentage, cut off and not rounded: below a limit it is not said to reach it."""
    if 0 < share < 0.001:
        return "< 0.1 %"
    tenths = int(1000 * share + 1e-6)
    return f"{tenths // 10} %" if share >= 0.1 or not share else f"{tenths / 10:.1f} %"
