"""What was proved, as plain data to keep and as words for a teacher.

The data is what the cache and ``--json`` hold; the words are made from the data alone, so a report
read back from the cache says the same.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from .cache import FORMAT, Data

if TYPE_CHECKING:
    from .prove import Proof, RoleProof

_METHODS = {
    "exact": "every state searched",
    "control": "every state searched; texts one by one",
    "sampled": "too big to search whole: odds from random plays, verdicts from slices",
    "stopped": "stopped before the end: what is not known is called undecided",
}


RANDOM = "at random"
"""The player who takes any open option alike."""


def data_of(proof: Proof) -> Data:
    """Return a proof as plain data: what JSON can hold."""
    from .gates import gates

    pack = proof.pack
    return {
        "format": FORMAT,
        "story": str(pack.manifest.id),
        "title": str(pack.manifest.title),
        "version": str(pack.manifest.version),
        "fingerprint": pack.fingerprint,
        "seconds": round(proof.seconds, 3),
        "endings": {str(name): str(ending.title) for name, ending in pack.files.endings.items()},
        "roles": {role: _role(proof, proved) for role, proved in proof.roles.items()},
        "verdicts": _verdicts(proof),
        "gates": [
            {"name": g.name, "limit": g.limit, "found": g.found, "passed": g.passed} for g in gates(proof)
        ],
    }


def _role(proof: Proof, proved: RoleProof) -> Data:
    record = next(r for name, r in proof.pack.files.roles.items() if name == proved.role)
    measures, drawn = proved.measures, proved.sample
    return {
        "name": str(record.name or proof.pack.name_of(proved.role)),
        "method": proved.method,
        "states": proved.states,
        "seconds": round(proved.seconds, 3),
        "players": {bot: _player(proof, bot, proved.role) for bot in proved.odds},
        "odds": proved.odds,
        "standard_error": proved.error,
        "goals": proved.goals,
        "endless": [list(path) for path in proved.endless],
        "decisions": [
            {
                "scene": d.scene,
                "visited": d.visited,
                "bits": d.bits,
                "dominated": [{"option": a, "by": b} for a, b in d.dominated],
            }
            for d in proved.decisions
        ],
        "fewest_and_most_decisions": list(measures.decisions) if measures else None,
        "earliest": measures.early if measures else None,
        "plays": drawn.plays if drawn else 0,
        "words": list(drawn.words) if drawn else None,
        "decisions_on_a_path": list(drawn.decisions) if drawn else None,
        "quotations_on_a_path": list(drawn.quotations) if drawn else None,
        "swap_changes_ending": drawn.swapped if drawn else None,
        "saturated": drawn.saturated if drawn else None,
    }


def _player(proof: Proof, bot: str, role: str) -> str:
    """Return what a player does, in words."""
    if bot == RANDOM:
        return "who chooses at random"
    for name, declared in proof.pack.files.bots.items():
        if name == bot:
            return str(declared.name)
    record = next(r for name, r in proof.pack.files.roles.items() if name == role)
    goal = next(g for name, g in record.goals.items() if name == bot)
    return f"who plays to {_inner(str(goal.text))}"


def _inner(words: str) -> str:
    return words[:1].lower() + words[1:].rstrip(".")


def _verdicts(proof: Proof) -> list[Data]:
    """Return every claim once with each role's verdict; the path of a reachable one is its evidence."""
    found: dict[tuple[str, str, str], Data] = {}
    for role, proved in proof.roles.items():
        for verdict in proved.verdicts:
            claim = verdict.claim
            key = claim.kind, claim.name, str(claim.mark)
            entry = found.setdefault(
                key, {"kind": claim.kind, "name": claim.name, "place": str(claim.mark), "roles": {}}
            )
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


# -- words ---------------------------------------------------------------------------------------


def words_of(data: Data) -> str:
    """Return a report for reading: how it can end, what cannot be met, what each decision does, the gates."""
    return "\n".join(_lines(data)) + "\n"


def _lines(data: Data) -> Iterator[str]:
    roles: dict[str, Data] = data["roles"]
    yield f"{data['title']} {data['version']}"
    for role in roles.values():
        yield f"  {role['name']}: {_METHODS[role['method']]} ({role['states']:,} kinds of state, {role['seconds']:.1f} s)"
    yield from _endings(data, roles)
    yield from _unmet(data, roles)
    yield from _endless(roles)
    yield from _decisions(roles)
    yield from _gates(data)


def _endings(data: Data, roles: dict[str, Data]) -> Iterator[str]:
    yield ""
    yield "How it can end"
    for role in roles.values():
        yield ""
        yield f"  {role['name']}, played by somebody"
        for bot, odds in role["odds"].items():
            about = (
                f" (± {100 * role['standard_error']:.1f})" if bot == RANDOM and role["standard_error"] else ""
            )
            yield f"    {role['players'][bot]}{about}:"
            for ending, chance in sorted(odds.items(), key=lambda item: -item[1]):
                yield f"      {_chance(chance):>6}  {data['endings'].get(ending, ending)}"
            goals = role["goals"].get(bot, {})
            if bot in goals:
                yield f"      {_chance(goals[bot]):>6}  of reaching that goal"


def _chance(chance: float) -> str:
    if chance == 0:
        return "never"
    if chance > 1 - 1e-12:
        return "always"
    return f"{100 * chance:.1f} %" if chance >= 0.0005 else "< 0.1 %"


def _unmet(data: Data, roles: dict[str, Data]) -> Iterator[str]:
    dead = [v for v in data["verdicts"] if all(r["verdict"] == "unreachable" for r in v["roles"].values())]
    results = [v for v in dead if v["kind"] == "result"]
    dead = [v for v in dead if v["kind"] != "result"]
    yield ""
    if dead:
        yield f"What nobody can ever meet ({len(dead)}, proved)"
        for verdict in dead:
            yield f"  {verdict['place']}: {verdict['kind']} {verdict['name']}"
    else:
        total = sum(v["kind"] != "result" for v in data["verdicts"])
        yield f"Everything can be met: {total} scenes, options, texts, quotations, endings and judgements."
    undecided = [v for v in data["verdicts"] if _open(v)]
    if undecided:
        yield ""
        yield f"What could not be decided ({len(undecided)})"
        for verdict in undecided[:40]:
            why = next(r["why"] for r in verdict["roles"].values() if r["verdict"] == "undecided")
            yield f"  {verdict['place']}: {verdict['kind']} {verdict['name']} ({why})"
        if len(undecided) > 40:
            yield f"  … and {len(undecided) - 40} more"
    if results:
        yield ""
        yield "Results that no play can bring about (often meant so)"
        for verdict in results:
            yield f"  {verdict['place']}: {verdict['name']}"


def _open(verdict: Data) -> bool:
    said = {role["verdict"] for role in verdict["roles"].values()}
    return "undecided" in said and "reachable" not in said


def _endless(roles: dict[str, Data]) -> Iterator[str]:
    for role in roles.values():
        for path in role["endless"]:
            yield ""
            yield f"{role['name']} can get where no ending can be reached, by choosing:"
            yield f"  {' → '.join(path) or '(nothing: it begins there)'}"


def _decisions(roles: dict[str, Data]) -> Iterator[str]:
    for role in roles.values():
        if role["decisions"]:
            yield ""
            yield f"{role['name']}: what each decision tells of the ending (bits), and how often he comes to it"
            for decision in role["decisions"]:
                visited = min(1.0, decision["visited"])
                yield f"  {decision['bits']:.2f}  {_chance(visited):>6}  {decision['scene']}"


def _gates(data: Data) -> Iterator[str]:
    yield ""
    passed = sum(gate["passed"] is True for gate in data["gates"])
    yield f"Quality gates: {passed} of {len(data['gates'])} passed"
    for gate in data["gates"]:
        mark = {True: "pass", False: "FAIL", None: "  – "}[gate["passed"]]
        yield f"  {mark}  {gate['name']}: {gate['found']}  (wanted: {gate['limit']})"


def path_words(data: Data, name: str) -> str | None:
    """Return how something is met, for each role; ``None`` if nothing is called so."""
    found = [v for v in data["verdicts"] if name in (v["name"], f"{v['kind']} {v['name']}")]
    if not found:
        return None
    lines = []
    for verdict in found:
        lines.append(f"{verdict['kind']} {verdict['name']}  ({verdict['place']})")
        for role, said in verdict["roles"].items():
            who = data["roles"][role]["name"]
            if said["verdict"] == "reachable":
                lines.append(f"  {who}: {' → '.join(said['path']) or 'at once'}")
            else:
                lines.append(f"  {who}: {said['verdict']} ({said['why']})")
    return "\n".join(lines)
