"""Random small stories as YAML, for laws that must hold of every story.

``story(random)`` returns a pack's contents as plain data. It uses the whole language: moods, issues,
flags, facts, counters, visits, once-choices, fallbacks, locks, doors, chance, all three kinds of vote,
conditional ways and text. Passive scenes lead only forward, so no story flows for ever; choices may
lead back, so there are cycles.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random
from typing import Any

import yaml

from vikzhel.story.packs import Pack, read_pack
from vikzhel.story.rules import BANDS

MOODS = ("ana", "boris")
ISSUES = {"who": ("few", "some", "all"), "arms": ("keep", "share")}
FLAGS = ("pledged", "warned")
BLOCS = ("hard", "soft")
VOTES = ("draft", "rivals", "motion")


def test(r: Random, scenes: int) -> str:
    """Return one random comparison."""
    issue = r.choice(list(ISSUES))
    return r.choice(
        [
            f"mood.{r.choice(MOODS)} {r.choice(('is', 'is not', 'at least', 'at most'))} {r.choice(BANDS)}",
            f"table.{issue} {r.choice(('is', 'at least'))} {r.choice(ISSUES[issue])}",
            f"flag.{r.choice(FLAGS)}",
            "knows.secret",
            f"vote.{r.choice(VOTES)} is {r.choice(('carried', 'lost', 'tied', 'not-held'))}",
            f"seen.s{r.randrange(scenes)}",
            f"seen.s{r.randrange(scenes)} at least 2",
            f"count.cups at least {r.randrange(4)}",
            f"role is {r.choice(('ana', 'boris'))}",
        ]
    )


def rule(r: Random, scenes: int, depth: int = 0) -> str:
    """Return a random rule."""
    kind = r.randrange(6 if depth < 3 else 3)
    if kind < 3:
        return test(r, scenes)
    if kind == 3:
        return f"not ({rule(r, scenes, depth + 1)})"
    word = " and " if kind == 4 else " or "
    return "(" + word.join(rule(r, scenes, depth + 1) for _ in range(r.randint(2, 3))) + ")"


def effects(r: Random) -> dict[str, Any]:
    """Return random effects with their cause."""
    out: dict[str, Any] = {}
    if r.random() < 0.6:
        step = r.choice(["+1", "-1", "+2", "-3", r.choice(BANDS)])
        out["mood"] = {r.choice(MOODS): r.choice([step, {"change": step, "because": "Its own cause."}])}
    if r.random() < 0.3:
        issue = r.choice(list(ISSUES))
        out["table"] = {issue: r.choice(["+1", "-1", *ISSUES[issue]])}
    if r.random() < 0.3:
        out["flag"] = [r.choice(FLAGS)]
    if r.random() < 0.2:
        out["unflag"] = [r.choice(FLAGS)]
    if r.random() < 0.2:
        out["learn"] = ["secret"]
    if r.random() < 0.3:
        out["count"] = {"cups": r.choice(["+1", "-1", "to 2"])}
    if out:
        out["because"] = "A cause."
    return out


def ways(r: Random, targets: list[str], scenes: int) -> Any:
    """Return a plain or a conditional way on."""
    if r.random() < 0.7:
        return r.choice(targets)
    return [{"if": rule(r, scenes), "to": r.choice(targets)}, {"to": r.choice(targets)}]


def story(r: Random, scenes: int = 6) -> dict[str, Any]:
    """Return a whole random story."""
    names = [f"s{n}" for n in range(scenes)]
    rooms = [f"room{n}" for n in range(3)]
    out: dict[str, Any] = {}
    doors_used = False
    for number, name in enumerate(names):
        later = [*names[number + 1 :], "end-a", "end-b"]
        scene: dict[str, Any] = {"evidence": "inferred", "reason": "Made up.", "text": blocks(r, scenes)}
        kind = r.choice(["choices", "choices", "choices", "goto", "vote", "vote", "chance", "doors"])
        if kind == "doors" and not doors_used:
            doors_used = True
            scene["doors"] = {
                "pick": r.randint(1, 3),
                "of": [{"to": room, "text": f"See {room}", **_guard(r, scenes, maybe=0.4)} for room in rooms],
                "then": ways(r, later, scenes),
            }
        elif kind == "goto":
            scene |= effects(r) | {"goto": ways(r, later, scenes)}
        elif kind == "vote":
            vote: dict[str, Any] = {"hold": r.choice(VOTES), "seen": r.choice(["room", "news", "hearsay"])}
            if r.random() < 0.5:
                vote["predict"] = "Will it carry?"
            for result in ("carried", "lost", "tied"):
                vote[result] = effects(r) | {"goto": ways(r, later, scenes)}
            scene["vote"] = vote
        elif kind == "chance":
            scene["chance"] = {
                "of": [
                    {
                        "id": f"d{n}",
                        "weight": r.randint(1, 4),
                        "text": "It comes.",
                        "goto": ways(r, later, scenes),
                    }
                    | effects(r)
                    for n in range(r.randint(2, 3))
                ]
            }
        else:
            scene["choices"] = choices(r, names, later, scenes)
        out[name] = scene
    for room in rooms:
        out[room] = {
            "evidence": "inferred",
            "reason": "Made up.",
            "text": blocks(r, scenes),
            "choices": [{"id": f"c{n}", "text": f"Say {n}", "goto": "back"} | effects(r) for n in range(2)],
        }
    for end in ("end-a", "end-b"):
        out[end] = {"evidence": "inferred", "reason": "Made up.", "text": "It ends.", "ending": end}
    return head(r, scenes) | {"scenes": out}


def _guard(r: Random, scenes: int, maybe: float) -> dict[str, Any]:
    if r.random() > maybe:
        return {}
    return {"if": rule(r, scenes)} | ({"locked": "Not now."} if r.random() < 0.5 else {})


def blocks(r: Random, scenes: int) -> list[Any]:
    return [
        "Always told.",
        {"if": rule(r, scenes), "text": "Sometimes told."},
        {"says": "ana", "line": "Well."},
    ]


def choices(r: Random, names: list[str], later: list[str], scenes: int) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = [{"id": "on", "text": "Go on", "goto": r.choice(later)} | effects(r)]
    for number in range(r.randint(1, 3)):
        choice = {"id": f"c{number}", "text": f"Do {number}", "goto": ways(r, [*names, *later], scenes)}
        choice |= effects(r) | _guard(r, scenes, maybe=0.5)
        if r.random() < 0.3:
            choice["once"] = True
        found.append(choice)
    if r.random() < 0.3:
        found[0] |= {"if": rule(r, scenes)}
        found.append({"id": "last-resort", "text": "Give up", "fallback": True, "goto": r.choice(later)})
    return found


def head(r: Random, scenes: int) -> dict[str, Any]:
    """Return everything but the scenes."""

    def texts() -> dict[str, str]:
        return {issue: r.choice(positions) for issue, positions in ISSUES.items() if r.random() < 0.7}

    card = dict.fromkeys(("who", "want", "fear", "answers_to", "cannot", "deadline"), "Something.")
    present = {bloc: r.randint(1, 9) for bloc in BLOCS}
    common = {"title": "A motion", "body": "council", "present": present}
    return {
        "story": {
            "id": "generated",
            "title": "Generated",
            "version": "1",
            "authors": "Nobody",
            "greeting": "Good evening.",
            "judgements": {"lives": "Lives"},
        },
        "bodies": {"council": {"name": "The council", "checked": "recall"}},
        "people": {name: {"name": name.title(), "invented": True} for name in MOODS},
        "roles": {
            name: {
                "card": card,
                "start": "s0",
                "begins": {k: v for k, v in effects(r).items() if k != "because"},
                "goals": {f"goal-{name}": {"text": "A goal.", "met": rule(r, scenes)}},
            }
            for name in MOODS
        },
        "moods": {name: r.choice(BANDS) for name in MOODS},
        "table": {
            issue: {
                "label": issue.title(),
                "positions": {p: f"{p} of them" for p in positions},
                "start": r.choice(positions),
            }
            for issue, positions in ISSUES.items()
        },
        "flags": {flag: f"It is {flag}" for flag in FLAGS},
        "facts": {"secret": {"text": "A secret.", "reveals": {"hard": ["who"]}}},
        "counters": {"cups": {"label": "Cups", "max": 3, "start": r.randint(0, 3)}},
        "blocs": {
            bloc: {
                "name": f"the {bloc} ones",
                "body": "council",
                "mood": r.choice(MOODS),
                "needs": r.randint(-1, 3),
                "points": {
                    issue: {p: r.randint(-2, 2) for p in positions} for issue, positions in ISSUES.items()
                },
                "never": {"who": [r.choice(ISSUES["who"])]} if r.random() < 0.4 else {},
                "pressure": [{"if": rule(r, scenes), "points": r.choice([-1, 1]), "because": "News."}],
            }
            for bloc in BLOCS
        },
        "votes": {
            "draft": common | {"on": texts()},
            "rivals": common
            | {"between": {"a": {"label": "One", "on": texts()}, "b": {"label": "Two", "on": texts()}}},
            "motion": common
            | {
                "stance": {
                    "hard": "against",
                    "soft": [{"if": rule(r, scenes), "vote": "for", "because": "So."}, {"vote": "abstain"}],
                },
                "carry": r.choice(["majority", "two-thirds"]),
            },
        },
        "endings": {
            end: {
                "title": end,
                "evidence": "inferred",
                "text": blocks(r, scenes),
                "judgement": {"lives": [{"if": rule(r, scenes), "text": "Well."}, "Ill."]},
            }
            for end in ("end-a", "end-b")
        },
    }


class _Plain(getattr(yaml, "CSafeDumper", yaml.SafeDumper)):  # type: ignore[misc]
    """Writes everything out, as story files know no aliases; with libyaml where it is there, which is much quicker."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


@contextmanager
def pack_of(contents: dict[str, Any]) -> Iterator[Pack]:
    """Write a story to a folder of its own and read it as a pack."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "story.yaml").write_text(
            yaml.dump(contents, Dumper=_Plain, sort_keys=False, width=10_000), encoding="utf-8"
        )
        yield read_pack(folder)
