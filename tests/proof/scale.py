"""Stories of a given size, shaped like the shipped one, to measure how the proof grows with them.

A chain of decisions with three options each that move moods and the table and set flags; now and then
a guarded option, a conditional paragraph, a way round by a side scene; two votes whose blocs are tilted
by moods; endings that read what the votes came to, flags and a few moods.
"""

from __future__ import annotations

from random import Random
from typing import Any

Data = dict[str, Any]
MADE_UP = {"evidence": "inferred", "reason": "Made up."}
BODY = "council"
POSITIONS = ("none", "some", "most", "all")
ENDINGS = ("triumph", "bargain", "stalemate", "collapse")


def story(
    decisions: int,
    seed: int = 1,
    *,
    moods: int = 12,
    issues: int = 4,
    ending_moods: int = 2,
    guards: float = 0.25,
    texts: float = 0.35,
) -> Data:
    """Return a story of so many decisions.

    ``guards`` and ``texts`` say how many decisions have a guarded option and a conditional paragraph.
    """
    r = Random(seed)
    names = [f"m{n}" for n in range(moods)]
    table = [f"i{n}" for n in range(issues)]
    flags = [f"f{n}" for n in range(max(4, decisions // 3))]
    scenes: Data = {}
    halfway, late = decisions // 2, decisions - 2
    for number in range(decisions):
        after = f"d{number + 1}"
        if number + 1 == decisions:
            after = "outcome"
        if number in (halfway, late):
            vote = "first" if number == halfway else "second"
            scenes[f"vote-{vote}"] = {
                **MADE_UP,
                "text": "They vote.",
                "vote": {
                    "hold": vote,
                    "carried": {"flag": [f"won-{vote}"], "goto": after},
                    "lost": {"mood": {r.choice(names): "-1"}, "because": "They lost.", "goto": after},
                },
            }
            after = f"vote-{vote}"
        scenes[f"d{number}"] = _decision(r, number, after, names, table, flags, guards, texts)
        if number % 4 == 3:
            scenes[f"side{number}"] = {
                **MADE_UP,
                **_effects(r, names, table, flags),
                "text": "Aside.",
                "goto": after,
            }
            scenes[f"d{number}"]["choices"][2]["goto"] = f"side{number}"
    asked = r.sample(names, ending_moods)
    scenes["outcome"] = {
        **MADE_UP,
        "text": "It is over.",
        "goto": [
            {
                "if": " and ".join(["flag.won-second", *(f"mood.{name} at least open" for name in asked)]),
                "to": "triumph",
            },
            {"if": f"flag.won-second or flag.won-first and flag.{flags[0]}", "to": "bargain"},
            {
                "if": " or ".join([f"flag.{flags[1]}", *(f"mood.{name} at least warm" for name in asked)]),
                "to": "stalemate",
            },
            {"to": "collapse"},
        ],
    }
    for name in ENDINGS:
        scenes[name] = {**MADE_UP, "text": "The end.", "ending": name}
    return _head(r, names, table, flags) | {"scenes": scenes}


def _decision(
    r: Random,
    number: int,
    after: str,
    names: list[str],
    table: list[str],
    flags: list[str],
    guards: float,
    texts: float,
) -> Data:
    choices: list[Data] = [
        {"id": f"c{n}", "text": f"Do {n}", "goto": after, **_effects(r, names, table, flags)}
        for n in range(3)
    ]
    if number > 1 and r.random() < guards:
        choices[2] |= {"if": _rule(r, names, table, flags), "locked": "Not now."}
    text: list[Any] = [f"Decision {number}."]
    if number > 1 and r.random() < texts:
        text.append({"if": _rule(r, names, table, flags), "text": "Somebody looks up."})
    return {**MADE_UP, "text": text, "choices": choices}


def _effects(r: Random, names: list[str], table: list[str], flags: list[str]) -> Data:
    found: Data = {"because": "You did."}
    one, other = r.sample(names, 2)
    found["mood"] = {one: r.choice(("+1", "-1")), other: r.choice(("+1", "-1"))}
    if r.random() < 0.4:
        found["table"] = {r.choice(table): r.choice(("+1", "-1"))}
    if r.random() < 0.25:
        found["flag"] = [r.choice(flags)]
    return found


def _rule(r: Random, names: list[str], table: list[str], flags: list[str]) -> str:
    return r.choice(
        [
            f"mood.{r.choice(names)} at least {r.choice(('open', 'warm'))}",
            f"mood.{r.choice(names)} at most {r.choice(('wary', 'cold'))}",
            f"table.{r.choice(table)} at least some",
            f"flag.{r.choice(flags)}",
            f"not flag.{r.choice(flags)}",
        ]
    )


def _head(r: Random, names: list[str], table: list[str], flags: list[str]) -> Data:
    card = dict.fromkeys(("who", "want", "fear", "answers_to", "cannot", "deadline"), "Something.")
    blocs = {
        f"bloc{n}": {
            "name": f"the bloc {n}",
            "body": BODY,
            "mood": name,
            "needs": 0,
            "points": {
                issue: {position: worth - 1 for worth, position in enumerate(POSITIONS)}
                for issue in r.sample(table, 2)
            },
        }
        for n, name in enumerate(r.sample(names, 3))
    }
    vote = {"title": "The draft", "body": BODY, "present": dict.fromkeys(blocs, 5)}
    return {
        "story": {
            "id": "scale",
            "title": "A story for measuring",
            "version": "1",
            "authors": "Nobody",
            "greeting": "Good evening.",
            "judgements": {"lives": "Lives"},
        },
        "bodies": {BODY: {"name": "The council", "checked": "recall"}},
        "people": {name: {"name": name.upper(), "invented": True} for name in (*names, "hero")},
        "roles": {
            "hero": {
                "card": card,
                "start": "d0",
                "goals": {
                    "agreement": {"text": "An agreement.", "met": "flag.won-second"},
                    "honour": {"text": "Honour.", "met": f"not flag.{flags[2]}"},
                },
            }
        },
        "moods": dict.fromkeys(names, "neutral"),
        "table": {
            issue: {
                "label": issue.upper(),
                "positions": {p: f"{p} of it" for p in POSITIONS},
                "start": "none",
            }
            for issue in table
        },
        "flags": {flag: f"It is {flag}" for flag in (*flags, "won-first", "won-second")},
        "blocs": blocs,
        "votes": {"first": vote | {"on": {}}, "second": vote | {"on": {table[0]: "most"}}},
        "endings": {
            name: {
                "title": name.title(),
                "evidence": "inferred",
                "text": [
                    f"{name.title()}.",
                    {"if": f"flag.{r.choice(flags)}", "text": "And that was remembered."},
                ],
                "judgement": {
                    "lives": [{"if": f"flag.{r.choice(flags)}", "text": "Some were saved."}, "None were."]
                },
            }
            for name in ENDINGS
        },
    }
