"""Random stories with more in them than ``generated`` has, kept small enough to visit every raw state.

To a generated story are added, each sometimes: doors in a row, draws that lead back, a pit with no way
out, bots with what suits them, quotations, replies, texts that tell a goal is lost.
"""

from __future__ import annotations

from random import Random
from typing import Any

import generated

MADE_UP = {"evidence": "inferred", "reason": "Made up."}
Data = dict[str, Any]


def story(seed: int) -> Data:
    """Return a varied story."""
    r = Random(seed)
    scenes = r.randint(4, 7)
    data: Data = generated.story(r, scenes)
    _lengthen(r, data, scenes)
    if r.random() < 0.7:
        _thin(r, data, r.choice((0.3, 0.6)))
    for add in (_doors, _wheel, _pit, _bots, _evidence, _tells):
        if r.random() < 0.45:
            add(r, data, scenes)
    return data


def _lengthen(r: Random, data: Data, scenes: int) -> None:
    """Let most ways that would end the story early lead to one of the next scenes."""
    for number in range(scenes - 1):
        scene = data["scenes"][f"s{number}"]
        ways = [scene, *scene.get("choices", []), *scene.get("chance", {}).get("of", [])]
        ways += [value for value in scene.get("vote", {}).values() if isinstance(value, dict)]
        for way in ways:
            if str(way.get("goto", "")).startswith("end") and r.random() < 0.8:
                way["goto"] = f"s{min(scenes - 1, number + r.randint(1, 2))}"


def _records(data: Data) -> list[Data]:
    """Return everything in the scenes that can have effects."""
    found = []
    for scene in data["scenes"].values():
        vote = scene.get("vote", {})
        results = [vote[result] for result in ("carried", "lost", "tied") if result in vote]
        found += [scene, *scene.get("choices", []), *scene.get("chance", {}).get("of", []), *results]
    return found


def _thin(r: Random, data: Data, keep: float) -> None:
    """Drop many effects, so that more paths come together."""
    for record in _records(data):
        for kind in ("mood", "table", "count", "flag", "unflag", "learn"):
            if r.random() > keep:
                record.pop(kind, None)


def _doors(r: Random, data: Data, scenes: int) -> None:
    """Let the story begin with one or two halls, one after the other; a room may lead through another."""
    first = "s0"
    for hall in range(r.randint(1, 2)):
        names = [f"h{hall}-{n}" for n in range(r.randint(2, 3))]
        for name in names:
            data["scenes"][name] = _room(r, scenes, "back")
        inner = f"h{hall}-inner"
        data["scenes"][inner] = {**MADE_UP, **generated.effects(r), "text": "Further in.", "goto": "back"}
        _way(data, names[0])["goto"] = inner
        if r.random() < 0.3:
            _way(data, names[-1])["goto"] = "end-b"
        data["scenes"][f"hall{hall}"] = {
            **MADE_UP,
            "text": generated.blocks(r, scenes),
            "doors": {
                "pick": r.randint(1, len(names)),
                "of": [
                    {
                        "to": name,
                        "text": "In.",
                        **({"if": generated.rule(r, scenes)} if r.random() < 0.5 else {}),
                    }
                    for name in names
                ],
                "then": [{"if": generated.rule(r, scenes), "to": "s1"}, {"to": first}],
            },
        }
        first = f"hall{hall}"
    for role in data["roles"].values():
        role["start"] = first


def _room(r: Random, scenes: int, to: str) -> Data:
    if r.random() < 0.25:
        vote = {result: {"goto": to} | generated.effects(r) for result in ("carried", "lost")}
        return {
            **MADE_UP,
            "text": generated.blocks(r, scenes),
            "vote": {"hold": r.choice(generated.VOTES), **vote},
        }
    choices = [{"id": name, "text": name, "goto": to} | generated.effects(r) for name in ("a", "b")]
    return {**MADE_UP, "text": generated.blocks(r, scenes), "choices": choices[: r.randint(1, 2)]}


def _way(data: Data, name: str) -> Data:
    """Return some way out of a room."""
    scene: Data = data["scenes"][name]
    way: Data = scene["vote"]["lost"] if "vote" in scene else scene["choices"][0]
    return way


def _wheel(r: Random, data: Data, scenes: int) -> None:
    """Lead some choices to draws that may lead back."""
    data["scenes"]["again"] = {
        **MADE_UP,
        "choices": [
            {"id": "turn", "text": "Turn", "goto": "wheel"},
            {"id": "go", "text": "Go", "goto": "end-a"},
        ],
    }
    data["scenes"]["wheel"] = {
        **MADE_UP,
        "text": "It turns.",
        "chance": {
            "of": [
                {"id": f"w{n}", "weight": r.randint(1, 5), "text": "So.", "goto": to} | generated.effects(r)
                for n, to in enumerate(
                    r.choices(["again", "again", "end-a", *(f"s{n}" for n in range(scenes))], k=3)
                )
            ]
        },
    }
    _redirect(r, data, "wheel")


def _pit(r: Random, data: Data, scenes: int) -> None:
    """Lead some choice into a pit out of which nothing leads, or only by luck."""
    out = r.choice(["pit", "pit", "s0"])
    data["scenes"]["pit"] = {
        **MADE_UP,
        "text": "Dark.",
        "choices": [
            {"id": "wait", "text": "Wait", "goto": "deeper"},
            {
                "id": "call",
                "text": "Call",
                "goto": [{"if": generated.rule(r, scenes), "to": out}, {"to": "deeper"}],
            },
        ],
    }
    data["scenes"]["deeper"] = {
        **MADE_UP,
        "chance": {"of": [{"id": "a", "weight": 1, "goto": "pit"}, {"id": "b", "weight": 2, "goto": out}]},
    }
    _redirect(r, data, "pit")


def _redirect(r: Random, data: Data, to: str) -> None:
    """Let one or two choices outside the rooms lead somewhere else."""
    ways = [
        choice
        for name, scene in data["scenes"].items()
        if name.startswith("s") or name in ("again", "pit")
        for choice in scene.get("choices") or []
    ]
    for item in r.sample(ways, min(len(ways), r.randint(1, 2))):
        item["goto"] = to


def _bots(r: Random, data: Data, _: int) -> None:
    """Declare two bots, and mark what suits them and sometimes a goal."""
    data["bots"] = {"bold": "The bold one", "shy": {"name": "The shy one"}}
    names = ["bold", "shy", "goal-ana"]
    for scene in data["scenes"].values():
        for item in (*(scene.get("choices") or []), *scene.get("doors", {}).get("of", [])):
            if r.random() < 0.4:
                item["suits"] = r.sample(names, r.randint(1, 2))


def _evidence(r: Random, data: Data, scenes: int) -> None:
    """Add a source with quotations, in scenes, replies and endings."""
    data["sources"] = {
        "book": {
            "author": "A. Author",
            "title": "A book",
            "year": 1920,
            "rights": "public-domain",
            "kind": "memoir",
        }
    }
    data["quotes"] = {
        f"said-{n}": {
            "speaker": "ana",
            "speaker_name": "Ana",
            "text": f"Words number {n}.",
            "date_os": "1917-10-29",
            "date_ns": "1917-11-11",
            "occasion": "a sitting",
            "source": "book",
            "confidence": "high",
            "seen": "direct",
        }
        for n in range(3)
    }

    def quote() -> Data:
        block: Data = {"quote": f"said-{r.randrange(3)}"}
        return block | ({"if": generated.rule(r, scenes)} if r.random() < 0.7 else {})

    for scene in data["scenes"].values():
        if r.random() < 0.4 and isinstance(scene.get("text"), list):
            scene["text"].append(quote())
        for choice in scene.get("choices") or []:
            if r.random() < 0.4:
                choice["reply"] = ["So be it.", {"if": generated.rule(r, scenes), "text": "Indeed."}, quote()]
    data["endings"]["end-a"]["text"].append(quote())


def _tells(r: Random, data: Data, scenes: int) -> None:
    """Say when goals are lost, and tell it somewhere."""
    for name, role in data["roles"].items():
        role["goals"][f"goal-{name}"]["lost"] = generated.rule(r, scenes)
        role["goals"][f"more-{name}"] = {"text": "More.", "met": generated.rule(r, scenes)}
        scene = data["scenes"][f"s{r.randrange(scenes)}"]
        scene["text"].append({"text": "Lost.", "tells": f"goal-{name}", "if": f"role is {name}"})
