"""What was proved, as plain data: what the cache keeps and ``--json`` prints. ``wording`` makes words of it alone.

A number that has no end (a story that can go round) is ``null``.
"""

from __future__ import annotations

from math import inf
from typing import TYPE_CHECKING

from ..story.records import at, find
from .cache import FORMAT, Data

if TYPE_CHECKING:
    from ..story.diagnostics import Report
    from .doom import Doom
    from .figures import Spread
    from .proved import Proof, RoleProof
    from .shares import Share

RANDOM = "at random"
"""The player who takes any open option alike."""


def data_of(proof: Proof, remarks: Report | None = None) -> Data:
    """Return a proof as plain data: what JSON can hold. ``remarks`` are what ``vikzhel check`` says besides."""
    from .faults import faults
    from .gates import gates

    pack = proof.pack
    return {
        "format": FORMAT,
        "story": str(pack.manifest.id),
        "title": str(pack.manifest.title),
        "version": str(pack.manifest.version),
        "fingerprint": pack.fingerprint,
        "seconds": round(proof.seconds, 3),
        "finished": not any(role.unfinished for role in proof.roles.values()),
        "endings": {str(name): str(ending.title) for name, ending in pack.files.endings.items()},
        "roles": {role: _role(proof, proved) for role, proved in proof.roles.items()},
        "faults": [
            {
                "kind": fault.kind,
                "name": fault.name,
                "place": fault.place,
                "why": fault.why,
                "cure": fault.cure,
                "cause": fault.cause,
                "path": list(fault.path),
            }
            for fault in faults(proof)
        ],
        "remarks": _remarks(remarks),
        "verdicts": _verdicts(proof),
        "gates": [
            {
                "role": g.role,
                "name": g.name,
                "limit": g.limit,
                "found": g.found,
                "known": g.known,
                "passed": g.passed,
            }
            for g in gates(proof)
        ],
    }


def _role(proof: Proof, proved: RoleProof) -> Data:
    record = proof.pack.role(proved.role)
    drawn, figures = proved.sample, proved.figures
    return {
        "name": proof.pack.role_name(proved.role),
        "method": proved.method,
        "finished": not proved.unfinished,
        "states": proved.states,
        "seconds": round(proved.seconds, 3),
        "players": {bot: _player(proof, bot, proved.role) for bot in proved.odds},
        "odds": proved.odds,
        "goals": proved.goals,
        "not_played": [str(goal) for goal in record.goals if goal not in proved.odds],
        "plays": proved.plays,
        "standard_error": proved.error,
        "open": sorted(
            {v.claim.name for v in proved.verdicts if v.claim.kind == "ending" and v.word == "reachable"}
        ),
        "forever": proved.forever,
        "endless": [list(path) for path in proved.endless],
        "decisions": [
            {
                "scene": d.scene,
                "visits": d.visited,
                "bits": d.bits,
                "dominated": [{"option": a, "by": b} for a, b in d.dominated],
            }
            for d in proved.decisions
        ],
        "earliest": proved.measures.early if proved.measures else None,
        "path": {
            "words": _spread(figures.words),
            "decisions": _spread(figures.decisions),
            "doors": _spread(figures.doors),
            "quotations": _spread(figures.quotations),
            "words_besides": figures.besides,
            "plays": drawn.plays if drawn else 0,
        },
        "swaps": {
            "plays": figures.swaps.plays,
            "changed": _share(figures.swaps.whole),
            "days": {day: _share(share) for day, share in figures.swaps.days.items()},
        }
        if figures.swaps
        else None,
        "losses": {goal: _loss(proved, found) for goal, found in (figures.dooms or {}).items()},
        "moods_at_bound": {mood: _share(share) for mood, share in figures.saturated.items()},
    }


def _spread(found: Spread | None) -> Data | None:
    if found is None:
        return None
    return {
        "least": found.least,
        "median": found.median,
        "percentile_95": found.high,
        "most": found.most,
        "least_and_most_are": found.ends,
        "median_is": found.middle,
    }


def _share(found: Share) -> Data:
    return {"share": found.share, "standard_error": found.error}


def _loss(proved: RoleProof, found: Doom) -> Data:
    place, path = proved.figures.steps.get(found.worst, ("", ())) if found.worst is not None else ("", ())
    return {
        "never_possible": found.never,
        "lost": found.lost,
        "decisions_untold": {str(wait): mass for wait, mass in sorted(found.waits.items())},
        "most": None if found.most == inf else int(found.most),
        "place": place,
        "path": list(path),
    }


def _player(proof: Proof, bot: str, role: str) -> str:
    """Return what a player does, in words."""
    if bot == RANDOM:
        return "who chooses at random"
    declared = find(proof.pack.files.bots, bot)
    if declared is not None:
        return str(declared.name)
    goal = at(proof.pack.role(role).goals, bot)
    return f"who plays to {_inner(str(goal.text))}"


def _inner(words: str) -> str:
    return words[:1].lower() + words[1:].rstrip(".")


def _remarks(report: Report | None) -> list[Data]:
    """Return what a player will notice besides, by the place it stands in; a story's tests are no part of it."""
    from ..story.diagnostics import shortened
    from ..story.folder import TESTS
    from ..story.groups import NOTICE

    problems = report.sorted() if report is not None else []
    return [
        {"place": str(p.mark), "code": p.code, "message": shortened(p.message)}
        for p in problems
        if p.group == NOTICE and not p.mark.source.name.endswith(f"/{TESTS}")
    ]


def _verdicts(proof: Proof) -> list[Data]:
    """Return every claim once with each role's verdict; the path of a reachable one is its evidence."""
    found: dict[tuple[str, str, str], Data] = {}
    for role, proved in proof.roles.items():
        for verdict in proved.verdicts:
            claim = verdict.claim
            kind, name, place = claim.thing
            entry = found.setdefault(claim.thing, {"kind": kind, "name": name, "place": place, "roles": {}})
            said: Data = {"verdict": verdict.word}
            if verdict.word == "reachable":
                said["path"] = list(verdict.path)
            else:
                said["why"] = verdict.why
            known = entry["roles"].get(role)
            if known is None or _RANK[verdict.word] > _RANK[known["verdict"]]:
                entry["roles"][role] = said
    return list(found.values())


_RANK = {"unreachable": 0, "undecided": 1, "reachable": 2}
