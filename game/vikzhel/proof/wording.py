"""A report in words, for somebody who has never programmed: what is wrong and where comes first.

Everything is made from the report's data alone, so one read back from the cache says the same.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..story.slugs import meant
from ..story.wording import listed
from .cache import Data
from .paper import number, para
from .tables import counts, decisions, endings, measures

MOST_SHOWN = 12
"""Entries of one kind that are spelled out; the rest are counted."""


def words_of(data: Data) -> str:
    """Return a report for reading: what is wrong, how it can end, what is counted, and the measures."""
    return "\n".join(_lines(data)) + "\n"


def _lines(data: Data) -> Iterator[str]:
    yield f"{data['title']} {data['version']}"
    yield ""
    yield from _how_known(data)
    yield from in_short(data)
    yield from _dead(data)
    yield from _stuck(data)
    yield from _kind(data, "goal", "Goals that cannot be met, or whose loss is told late")
    yield from _undecided(data)
    yield from _kind(data, "never better", "Options that are never the better choice")
    yield from _kind(data, "always the same", "Votes that always come out alike")
    yield from _remarks(data)
    yield from endings(data)
    yield from counts(data)
    yield from decisions(data)
    yield from measures(data)
    yield ""
    yield from para("--path NAME shows the choices that lead to a thing; --json holds every figure.")


# -- how it is known -------------------------------------------------------------------------------


def _how_known(data: Data) -> Iterator[str]:
    by_method: dict[str, list[Data]] = {}
    for role in data["roles"].values():
        by_method.setdefault(role["method"], []).append(role)
    for method, roles in by_method.items():
        names = listed([role["name"] for role in roles])
        plays = min(role["path"]["plays"] for role in roles)
        states = listed([f"{role['states']:,}" for role in roles])
        yield from para(
            {
                "exact": f"Proved for {names}: everything the story can do was searched ({states} situations).",
                "control": f"Proved for {names}: every way to every ending was searched ({states} "
                "situations), and texts were looked for one by one.",
                "sampled": f"Too big to search whole for {names}. What can be met, and what never can, was "
                f"looked for one by one and is proved; how likely an ending is, is an estimate from "
                f"{plays:,} random plays. A story is big if much is remembered for long before anything "
                "reads it: let later scenes read one flag instead of many moods.",
                "stopped": f"For {names} the search was stopped before the end: what is said to be possible is "
                f"so, what is not known is called undecided, and figures are estimates from {number(plays, 'random play')}.",
            }[method]
        )
        if method in ("exact", "control") and not all(role["finished"] for role in roles):
            yield from para("It was stopped before all odds and figures were worked out; some are missing.")


_SHORT = {
    "dead": ("thing nobody can meet", "things nobody can meet"),
    "no way out": ("place without a way out", "places without a way out"),
    "goal": ("goal in trouble", "goals in trouble"),
    "never better": ("option that is never better", "options that are never better"),
    "always the same": ("vote that cannot go otherwise", "votes that cannot go otherwise"),
}


def in_short(data: Data) -> Iterator[str]:
    """Say in one sentence what there is to look at."""
    counts = [
        (sum(fault["kind"] == kind for fault in data["faults"]), *words) for kind, words in _SHORT.items()
    ]
    said = [f"{count} {one if count == 1 else many}" for count, one, many in counts if count]
    if data["remarks"]:
        said.append(f"{number(len(data['remarks']), 'remark')} of vikzhel check")
    if said:
        yield from para(f"To look at: {listed(said)}.")
    elif data["finished"] and not any(map(_open, data["verdicts"])):
        yield "Nothing to mend was found."


# -- what is wrong ---------------------------------------------------------------------------------


def _dead(data: Data) -> Iterator[str]:
    dead = [fault for fault in data["faults"] if fault["kind"] == "dead"]
    everything = [v for v in data["verdicts"] if v["kind"] != "result"]
    yield ""
    if not dead:
        if not any(map(_open, everything)):
            yield from para(
                f"Everything can be met: {len(everything)} scenes, options, texts, quotations, endings and judgements."
            )
        else:
            met = sum(not _open(verdict) for verdict in everything)
            yield from para(f"Nothing was proved impossible; {met} of {len(everything)} things can be met.")
        return
    yield f"What nobody can ever meet ({len(dead)}, proved)"
    causes = [fault for fault in dead if fault["cause"]]
    for fault in causes[:MOST_SHOWN]:
        yield from _fault(fault)
    yield from _rest(len(causes))
    following = [fault for fault in dead if not fault["cause"]]
    if following:
        yield "  That leaves out of reach as well:"
        for fault in following[:MOST_SHOWN]:
            yield from para(f"{fault['place']}: {fault['name']}", "  ", "      ")
        yield from _rest(len(following))


def _fault(fault: Data) -> Iterator[str]:
    yield from para(f"{fault['place']}: {fault['name']}", "  ", "      ")
    for line in (fault["why"], fault["cure"]):
        if line:
            yield from para(line, "      ")
    if fault["path"]:
        yield from para(f"To see it, choose: {' → '.join(fault['path'])}", "      ", "        ")


def _rest(count: int) -> Iterator[str]:
    if count > MOST_SHOWN:
        yield f"  … and {count - MOST_SHOWN} more, which --json lists"


def _stuck(data: Data) -> Iterator[str]:
    stuck = [fault for fault in data["faults"] if fault["kind"] == "no way out"]
    told = 0
    for role in data["roles"].values():
        for path in role["endless"][:MOST_SHOWN]:
            yield ""
            yield f"{role['name']} can get where no ending can be reached, by choosing:"
            yield from para(" → ".join(path) or "(nothing: it begins there)", "  ")
            told += 1
    for fault in stuck[:MOST_SHOWN]:
        yield from para(f"{fault['place']}: {fault['name']}", "  ", "      ")
        yield from para(f"{fault['why']} {fault['cure']}", "      ")


def _kind(data: Data, kind: str, heading: str) -> Iterator[str]:
    found = [fault for fault in data["faults"] if fault["kind"] == kind]
    if found:
        yield ""
        yield f"{heading} ({len(found)})"
        for fault in found[:MOST_SHOWN]:
            if kind in _ALIKE:
                yield from para(f"{fault['place']}: {fault['name']} {fault['why']}", "  ", "      ")
            else:
                yield from _fault(fault)
        yield from _rest(len(found))
        if kind in _ALIKE:
            yield from para(found[0]["cure"], "  ")


_ALIKE = ("never better", "always the same")
"""Kinds whose faults fit a line each, with one cure for all."""


def _undecided(data: Data) -> Iterator[str]:
    undecided = [v for v in data["verdicts"] if _open(v)]
    if undecided:
        yield ""
        yield f"What could not be decided ({len(undecided)})"
        for verdict in undecided[:MOST_SHOWN]:
            yield from para(f"{verdict['place']}: {verdict['kind']} {verdict['name']}", "  ", "      ")
        yield from _rest(len(undecided))
        whys = {
            said["why"] for v in undecided for said in v["roles"].values() if said["verdict"] == "undecided"
        }
        for why in sorted(whys)[:3]:
            yield from para(f"Why: {why}.", "  ")


def _open(verdict: Data) -> bool:
    said = {role["verdict"] for role in verdict["roles"].values()}
    return "undecided" in said and "reachable" not in said


def _remarks(data: Data) -> Iterator[str]:
    remarks = data["remarks"]
    if remarks:
        yield ""
        yield from para(
            f"Besides, vikzhel check finds {number(len(remarks), 'thing')} that players will notice:"
        )
        for remark in remarks[:3]:
            yield from para(f"{remark['place']}: {remark['message']}", "  ", "      ")
        if len(remarks) > 3:
            yield f"  … and {len(remarks) - 3} more"


# -- one thing -------------------------------------------------------------------------------------


def named(data: Data, typed: str) -> list[str]:
    """Return the names that may be meant; more than one if several branches bring something of this plain id."""
    names = (name for v in data["verdicts"] for name in (v["name"], f"{v['kind']} {v['name']}"))
    return meant(typed, names)


def path_words(data: Data, name: str) -> str | None:
    """Return how something is met, for each role; ``None`` if nothing is called so, or more than one thing."""
    names = named(data, name)
    if len(names) != 1:
        return None
    found = [v for v in data["verdicts"] if names[0] in (v["name"], f"{v['kind']} {v['name']}")]
    lines = []
    for verdict in found:
        lines.append(f"{verdict['kind']} {verdict['name']}  ({verdict['place']})")
        for role, said in verdict["roles"].items():
            who = data["roles"][role]["name"]
            if said["verdict"] == "reachable":
                lines.append(f"  {who}: {' → '.join(said['path']) or 'at once'}")
            else:
                lines.append(f"  {who}: {said['verdict']} ({said['why']})")
        lines += [
            f"  {line}"
            for fault in data["faults"]
            if fault["kind"] == "dead" and fault["place"] == verdict["place"]
            for line in (fault["why"], fault["cure"])
            if line
        ]
    return "\n".join(lines)
