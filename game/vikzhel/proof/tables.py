"""The figures of a report in tables that fit eighty columns, each with its terms explained where it stands."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from .cache import Data
from .paper import number, para
from .reading import COUNTED, NOT_COUNTED
from .shares import drawn

COLUMNS = 6
"""Players side by side in one table."""
SHORT_STORY = 8
"""Decisions below which a story is no lesson's week: the measures for one are left out."""


# -- how it can end --------------------------------------------------------------------------------


def endings(data: Data) -> Iterator[str]:
    """Tell the odds of every ending for every player, a table for each role."""
    roles = [role for role in data["roles"].values() if role["odds"]]
    if not roles:
        return
    yield ""
    yield "How it can end"
    leaning = False
    for role in roles:
        bots = list(role["odds"])
        leaning = leaning or len(bots) > 1
        yield ""
        for first in range(0, len(bots), COLUMNS):
            yield from _table(data, role, bots, first)
        for at, bot in enumerate(bots):
            if len(bots) > 1 or role["plays"]:
                yield from para(_about(role, bot, chr(65 + at) if len(bots) > 1 else ""), "    ", "      ")
        if role["not_played"]:
            yield from para(
                "Left out: whoever plays for a goal that no option  suits. What helps it only a whole search tells.",
                "    ",
                "      ",
            )
    if leaning:
        yield ""
        yield from para(
            "A player who wants something takes what suits it three times in four, and otherwise anything open.",
            "  ",
        )


def _table(data: Data, role: Data, bots: list[str], first: int) -> Iterator[str]:
    shown = bots[first : first + COLUMNS]
    if len(bots) > 1:
        heads = "".join(f"{chr(65 + first + n):>9}" for n in range(len(shown)))
        yield f"  {role['name']}, played by"
        yield f"  {heads}"
    else:
        yield f"  {role['name']}, played by somebody {role['players'][bots[0]]}"
    names = sorted(
        {ending for odds in role["odds"].values() for ending in odds} | set(role["open"]),
        key=lambda ending: (-role["odds"][bots[0]].get(ending, 0.0), ending),
    )
    for ending in names:
        cells = [
            _cell(role, bot, role["odds"][bot].get(ending, 0.0), ending in role["open"]) for bot in shown
        ]
        yield from _row(cells, data["endings"].get(ending, ending))
    forever = [role["forever"].get(bot, 0.0) for bot in shown]
    if max(forever) > 0:
        yield from _row(map(chance, forever), "(goes round for ever)")
    rest = [1 - sum(role["odds"][bot].values()) - round_ for bot, round_ in zip(shown, forever, strict=True)]
    if max(rest) > 1e-9:
        what = "given up after 400 steps" if role["plays"] else "could not be worked out"
        yield from _row(map(chance, rest), f"({what}: any ending may be likelier by so much)")


def _row(cells: Iterable[str], name: str) -> list[str]:
    indent = f"  {''.join(f'{cell:>9}' for cell in cells)}  "
    return para(name, indent, " " * len(indent))


def _cell(role: Data, bot: str, share: float, is_open: bool) -> str:
    """Return an ending's odds: what can come, however rarely, is neither never nor, beside another, always."""
    if is_open and share < 1e-15:
        return "not met" if bot in role["plays"] else "< 0.1 %"
    if share > 1 - 1e-12 and len(role["open"]) > 1:
        return "> 99.9 %"
    return chance(share)


def _about(role: Data, bot: str, letter: str) -> str:
    about = f"{letter}: somebody {role['players'][bot]}" if letter else ""
    goals = role["goals"].get(bot, {})
    if bot in goals:
        about += f" (gets there: {chance(goals[bot])})"
    plays = role["plays"].get(bot)
    if plays:
        error = max(drawn(share, plays).error for share in [*role["odds"][bot].values(), 0.0])
        rare = f"what none of them met comes in fewer than 1 in {max(1, plays // 3):,}"
        about += f"{'; ' if about else ''}estimated from {number(plays, 'random play')}, give or take {100 * error:.1f} %; {rare}"
    return about[:1].upper() + about[1:] + "."


def chance(share: float) -> str:
    """Return odds as a percentage; rounding errors apart, only what is certain is called so."""
    if share < 1e-15:
        return "never"
    if share > 1 - 1e-12:
        return "always"
    if share < 0.0005:
        return "< 0.1 %"
    return f"{100 * share:.1f} %" if share < 0.9995 else "> 99.9 %"


# -- what is counted along a path ------------------------------------------------------------------

_COUNTED = (
    ("words", "words read"),
    ("decisions", "decisions"),
    ("doors", "doors picked"),
    ("quotations", "quotations"),
)


def counts(data: Data) -> Iterator[str]:
    """Tell how long a play is, and what is met on it."""
    rows = [
        (role, what, role["path"][key])
        for role in data["roles"].values()
        for key, what in _COUNTED
        if role["path"][key] is not None and (key != "doors" or role["path"][key]["most"] != 0)
    ]
    if not rows:
        return
    yield ""
    yield "Counted from the beginning to an ending" + " " * 6 + "  least  middle    95 %    most"
    before = None
    for role, what, found in rows:
        name = role["name"] if role is not before else ""
        before = role
        yield f"  {name[:27]:<28}{what:<15}{_figures(found)}"
    notes = [
        "Middle: half of random plays come to no more than this; 95 %: all but one in twenty.",
    ]
    spreads = [found for *_, found in rows]
    if any(found["least_and_most_are"] == "bounds" for found in spreads):
        notes.append("≥ and ≤: no play goes beyond, though perhaps none goes so far.")
    drawn = [f for f in spreads if "plays" in (f["least_and_most_are"], f["median_is"])]
    if drawn:
        plays = min(role["path"]["plays"] for role in data["roles"].values())
        notes.append(f"~: met in {number(plays, 'random play')}, not proved.")
    if any(found["most"] is None for found in spreads):
        notes.append("No most: the story can go round, so a play can be as long as one likes.")
    besides = max(role["path"]["words_besides"] for role in data["roles"].values())
    notes.append(f"Words are those of {COUNTED}. Not counted: {NOT_COUNTED}")
    notes[-1] += f" (about {number(besides, 'word')} more)." if besides else "."
    yield from para(" ".join(notes), "  ")


def _figures(found: Data) -> str:
    low, high = {"exact": ("", ""), "bounds": ("≥ ", "≤ "), "plays": ("~", "~")}[found["least_and_most_are"]]
    about = "~" if found["median_is"] == "plays" else ""
    most = "no most" if found["most"] is None else f"{high}{found['most']:,}"
    middle, often = (
        "?" if found[key] is None else f"{about}{found[key]:,}" for key in ("median", "percentile_95")
    )
    return f"{low}{found['least']:,}".rjust(7) + f"{middle:>8}{often:>8}{most:>8}"


# -- what decisions do -----------------------------------------------------------------------------

_WEIGHTS = (
    (0.5, "settle most of it"),
    (0.1, "matter much"),
    (0.01, "matter a little"),
    (-1.0, "hardly touch which ending comes"),
)


def decisions(data: Data) -> Iterator[str]:
    """Tell which decisions change how the story ends."""
    roles = [role for role in data["roles"].values() if role["decisions"]]
    if not roles:
        return
    yield ""
    yield "Which decisions tell how it will end"
    for role in roles:
        yield f"  {role['name']}"
        bar = float("inf")
        for least, words in _WEIGHTS:
            names = [decision["scene"] for decision in role["decisions"] if least <= decision["bits"] < bar]
            bar = least
            if names:
                yield from para(f"{words}: {', '.join(names)}", "    ", "      ")


# -- measures --------------------------------------------------------------------------------------


def measures(data: Data) -> Iterator[str]:
    """Tell which quality gates are not passed, and how many are."""
    gates = data["gates"]
    most = [role["path"]["decisions"] for role in data["roles"].values()]
    lengths = [found["percentile_95"] if found else None for found in most]
    longest = max(SHORT_STORY if length is None else length for length in lengths)
    yield ""
    if longest < SHORT_STORY and data["finished"]:
        yield from para(
            f"With {number(longest, 'decision')} or fewer in most plays this story is shorter than a lesson, so "
            "the measures for a week played in one lesson are left to --json."
        )
        return
    failed = [gate for gate in gates if gate["passed"] is False]
    undecided = [gate for gate in gates if gate["passed"] is None]
    passed = len(gates) - len(failed) - len(undecided)
    yield f"Quality gates, for a week played in one lesson: {passed} of {len(gates)} passed"
    for heading, found in (("Not passed", failed), ("Too near to call, or not measured", undecided)):
        if found:
            yield f"  {heading}"
            role = None
            for gate in found:
                if gate["role"] != role and gate["role"]:
                    yield f"    {data['roles'][gate['role']]['name']}"
                role = gate["role"]
                text = f"{gate['name']}: {gate['found']} (wanted: {gate['limit']})"
                yield from para(text, "      " if role else "    ", "        ")
    if any(gate["known"] == "plays" for gate in gates):
        yield from para(
            "± is the standard error of a figure drawn from random plays: the true one lies within twice that, "
            "nineteen times in twenty.",
            "  ",
        )
