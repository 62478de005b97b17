"""The story's own quality gates, measured: what makes choices matter and a week playable in a lesson.

The limits are those of the project's teaching brief; those that are judgement are marked so there.
A gate is a fact with a limit beside it, and passes, fails, or was not measured.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from math import log2
from typing import TYPE_CHECKING

from . import players

if TYPE_CHECKING:
    from .prove import Proof, RoleProof


@dataclass(frozen=True, slots=True)
class Gate:
    """One measure: what it is, its limit in words, what was found, and whether that is inside (or None)."""

    name: str
    limit: str
    found: str
    passed: bool | None


def gates(proof: Proof) -> list[Gate]:
    """Return every gate, measured."""
    found = [_everything(proof), *_shares(proof)]
    for role in proof.roles.values():
        found += _of_role(role, _name(proof, role.role))
    found += _between_roles(proof)
    return found


def _name(proof: Proof, role: str) -> str:
    record = next(r for name, r in proof.pack.files.roles.items() if name == role)
    return str(record.name or proof.pack.name_of(role))


def _everything(proof: Proof) -> Gate:
    met, unmet, open_ = 0, 0, 0
    for words in by_claim(proof).values():
        met += "reachable" in words
        open_ += "reachable" not in words and "undecided" in words
        unmet += words == {"unreachable"}
    found = f"{met} met, {unmet} never" + (f", {open_} undecided" if open_ else "")
    return Gate(
        "Scenes, options, texts and quotations that somebody can meet", "all", found, not unmet and not open_
    )


def by_claim(proof: Proof) -> dict[tuple[str, str, str], set[str]]:
    """Return the verdicts of all roles on each thing a player could meet; votes' results left out.

    A thing is known by its kind, name and place: an ending reached from two scenes is one ending.
    """
    found: dict[tuple[str, str, str], set[str]] = {}
    for role in proof.roles.values():
        for verdict in role.verdicts:
            claim = verdict.claim
            if claim.kind != "result":
                found.setdefault((claim.kind, claim.name, str(claim.mark)), set()).add(verdict.word)
    return found


def _shares(proof: Proof) -> Iterator[Gate]:
    scenes = list(proof.pack.files.scenes.values())
    choices = [choice for scene in scenes for choice in scene.choices]
    documented = sum(scene.evidence == "documented" for scene in scenes) / max(1, len(scenes))
    attested = sum(bool(choice.argued_by) for choice in choices) / max(1, len(choices))
    yield Gate("Documented scenes", "at least 50 %", _percent(documented), documented >= 0.5)
    yield Gate("Options somebody argued that week", "at least 45 %", _percent(attested), attested >= 0.45)


def _of_role(role: RoleProof, name: str) -> Iterator[Gate]:
    odds = role.odds.get(players.RANDOM, {})
    if len(odds) > 1:
        effective = 2 ** -sum(p * log2(p) for p in odds.values() if p > 0)
        needed = 0.6 * len(odds)
        yield Gate(
            f"{name}: effective number of endings at random",
            f"at least 0.6 × {len(odds)} = {needed:.1f}",
            f"{effective:.1f}",
            effective >= needed,
        )
        likeliest = max(odds.values())
        yield Gate(
            f"{name}: likeliest ending at random", "at most 40 %", _percent(likeliest), likeliest <= 0.4
        )
        own = own_bots(role)
        if own:
            rarest = min(own.values())
            yield Gate(
                f"{name}: rarest ending when playing for his goals",
                "at least 1 %",
                _percent(rarest),
                rarest >= 0.01,
            )
    if role.decisions:
        dominated = [f"{d.scene}/{worse}" for d in role.decisions for worse, _ in d.dominated]
        shown = ", ".join(dominated[:4]) + (" …" if len(dominated) > 4 else "")
        yield Gate(
            f"{name}: options another always matches or betters", "none", shown or "none", not dominated
        )
    if role.sample is not None:
        yield from _sampled(role, name)


def _sampled(role: RoleProof, name: str) -> Iterator[Gate]:
    drawn = role.sample
    assert drawn is not None
    least, median, high, most = drawn.words
    yield Gate(
        f"{name}: words on a path (least, median, 95th, most)",
        "median 2,800–3,800, none over 4,500",
        f"{least:,}, {median:,}, {high:,}, {most:,}",
        2800 <= median <= 3800 and most <= 4500,
    )
    fewest, middle, many, largest = drawn.decisions
    yield Gate(
        f"{name}: decisions on a path (least, median, 95th, most)",
        "median 14–18, none over 20",
        f"{fewest}, {middle}, {many}, {largest}",
        14 <= middle <= 18 and largest <= 20,
    )
    if role.measures is not None:
        early = {ending: count for ending, count in role.measures.early.items() if count < 14}
        shown = ", ".join(
            f"{ending} after {count}" for ending, count in sorted(early.items(), key=lambda e: e[1])
        )
        good = len(early) <= 2 and all(count >= 8 for count in early.values())
        yield Gate(
            f"{name}: early endings (before 14 decisions)",
            "at most two, after 8 or more",
            shown or "none",
            good,
        )
    yield Gate(
        f"{name}: one decision swapped changes the ending",
        "in 15–45 % of plays",
        _percent(drawn.swapped),
        0.15 <= drawn.swapped <= 0.45,
    )
    dull = {day: share for day, share in drawn.swapped_by_day.items() if share < 0.08}
    yield Gate(
        f"{name}: days on which a swap changes little",
        "no day under 8 %",
        ", ".join(f"{day} {_percent(share)}" for day, share in dull.items()) or "none",
        not dull,
    )
    median_doom, most_doom = drawn.doom
    yield Gate(
        f"{name}: decisions between losing a goal and being told (median, most)",
        "median at most 2, most 4",
        f"{median_doom}, {most_doom}",
        median_doom <= 2 and most_doom <= 4,
    )
    stuck = {who: share for who, share in drawn.saturated.items() if share > 0.05}
    yield Gate(
        f"{name}: moods at their bound for half a play",
        "each in at most 5 % of plays",
        ", ".join(f"{who} {_percent(share)}" for who, share in stuck.items()) or "none",
        not stuck,
    )


def own_bots(role: RoleProof) -> dict[str, float]:
    """Return a role's endings as they fall, on average, when he is played for each of his goals."""
    bots = [odds for bot, odds in role.odds.items() if bot in role.goals.get(players.RANDOM, {})]
    if not bots:
        return {}
    return {ending: sum(odds[ending] for odds in bots) / len(bots) for ending in bots[0]}


def _between_roles(proof: Proof) -> Iterator[Gate]:
    own = {role: bots for role, proved in proof.roles.items() if (bots := own_bots(proved))}
    if len(own) > 1:
        apart = divergence(list(own.values()))
        yield Gate(
            "How far the roles' own endings lie apart (Jensen–Shannon)",
            "at least 0.3 bit",
            f"{apart:.2f} bit",
            apart >= 0.3,
        )


def divergence(distributions: list[Mapping[str, float]] | list[dict[str, float]]) -> float:
    """Return the Jensen–Shannon divergence of distributions, equally weighted, in bits (Lin, 1991)."""
    names = {name for one in distributions for name in one}
    mean = {name: sum(one.get(name, 0.0) for one in distributions) / len(distributions) for name in names}
    return _entropy(mean.values()) - sum(_entropy(one.values()) for one in distributions) / len(distributions)


def _entropy(values: Iterable[float]) -> float:
    return -sum(p * log2(p) for p in values if p > 0)


def _percent(share: float) -> str:
    return f"{100 * share:.0f} %" if share >= 0.1 or share == 0 else f"{100 * share:.1f} %"
