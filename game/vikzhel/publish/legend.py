"""The key at the foot of a map: only what is on it, told by drawing and by word."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from .boxes import outline_of
from .brought import tab
from .chart import drawn
from .lettering import broken, escaped, number, width

if TYPE_CHECKING:
    from .brought import Brought
    from .chart import Chart
    from .findings import Findings

SIZE = 6.8
HIGH = 16.0
SAMPLE = 26.0

GRADES = {
    "documented": "documented: it happened, and a source says so",
    "inferred": "inferred: it may be imagined so",
    "counterfactual": "counterfactual: it did not happen, but could",
    "invented": "invented for this story",
}


class Legend:
    """Samples with their meaning, set in rows, and a note below."""

    def __init__(self, entries: list[tuple[str, str]], notes: list[str]) -> None:
        self.entries = entries
        self.notes = notes

    def height(self, wide: float) -> float:
        """Return how high the key is in a width."""
        return HIGH * len(self._rows(wide)) + 9 * len(self._notes(wide)) + 8

    def _rows(self, wide: float) -> list[list[tuple[str, str, float]]]:
        rows: list[list[tuple[str, str, float]]] = [[]]
        x = 0.0
        for kind, words in self.entries:
            room = SAMPLE + 5 + 1.08 * width(words, SIZE) + 12
            if rows[-1] and x + room > wide:
                rows.append([])
                x = 0.0
            rows[-1].append((kind, words, x))
            x += room
        return rows

    def _notes(self, wide: float) -> list[str]:
        return [line for note in self.notes for line in broken(note, wide, SIZE, 4)]

    def drawn(self, left: float, top: float, wide: float) -> Iterator[str]:
        """Draw the key."""
        yield f'<path d="M{number(left)} {number(top)}h{number(wide)}" stroke="#777" stroke-width=".6"/>'
        y = top + 6
        for row in self._rows(wide):
            for kind, words, x in row:
                yield _sample(kind, left + x, y)
                yield f'<text x="{number(left + x + SAMPLE + 5)}" y="{number(y + 8)}" font-size="{SIZE}">{escaped(words)}</text>'
            y += HIGH
        for line in self._notes(wide):
            yield f'<text x="{number(left)}" y="{number(y + 6)}" font-size="{SIZE}" class="q">{escaped(line)}</text>'
            y += 9


def legend_of(chart: Chart, findings: Findings) -> Legend:
    """Return the key of a map."""
    stops, arrows = chart.stops.values(), drawn(chart)
    grades = {stop.grade for stop in stops}
    entries = [(grade, words) for grade, words in GRADES.items() if grade in grades]
    if any(stop.ending for stop in stops):
        entries.append(("ending", "an ending"))
    entries.append(("line", "leads on"))
    if not all(arrow.sure for arrow in arrows):
        entries.append(("if", "only if a rule holds"))
    if any(arrow.returns for arrow in arrows):
        entries.append(("return", "back to the doors, and on once enough were opened"))
    if any(arrow.never for arrow in arrows):
        entries.append(("never", "never gone (proved)"))
    if any(stop.verdict == "unreachable" for stop in stops):
        entries.append(("unreachable", "never reached (proved)"))
    if any(stop.verdict == "undecided" for stop in stops):
        entries.append(("undecided", "not decided whether it is reached"))
    entries += [(f"tab {one.sign}", f"the scene: {one.words}") for one in _each(s.brought for s in stops)]
    entries += [
        (f"in {one.sign}", f"something in the scene: {one.words}")
        for one in _each(s.inside for s in stops if not s.brought)
    ]
    if any(arrow.brought for arrow in arrows):
        entries.append(("brought", "there only because of what was added"))
    notes = []
    if any(stop.kind == "choices" for stop in stops):
        notes.append(
            "Numbers on lines are the options of the scene above, in their order; without a number every option leads there."
        )
    if any(stop.kind == "vote" for stop in stops):
        notes[-1:] = [" ".join([*notes[-1:], "A tie goes the way of a vote lost, unless a line says tied."])]
    notes.append(proof_words(chart, findings))
    return Legend(entries, notes)


def _each(found: Iterable[tuple[Brought, ...]]) -> list[Brought]:
    return sorted({one for brought in found for one in brought}, key=lambda one: (one.sign[1:], one.sign))


def proof_words(chart: Chart, findings: Findings) -> str:
    """Say what odds and verdicts rest on, or that there are none."""
    if not findings.known:
        return "Odds and verdicts are missing: this story has not been proved as it now stands. Run vikzhel prove, then ask for the map again."
    said = "Odds: “at random” takes any open option alike."
    if any(findings.aimed(chart.role, stop.ending) for stop in chart.stops.values() if stop.ending):
        said = f"{said[:-1]}; “informed” plays for the goal that brings this ending most often, and takes what suits it three times in four."
    if findings.estimated(chart.role):
        said = f"{said} They are estimates from random plays."
    if not findings.finished:
        return f"{said} The proof was stopped before its end, so some may be missing."
    every = all(stop.verdict == "reachable" for stop in chart.stops.values())
    return f"{said} Every scene here can be reached (proved)." if every else said


def _sample(kind: str, x: float, y: float) -> str:
    if kind in GRADES or kind in ("ending", "unreachable", "undecided"):
        grade = kind if kind in GRADES else "documented"
        verdict = kind if kind in ("unreachable", "undecided") else ""
        return outline_of(grade, x, y, SAMPLE, 11, ending=kind == "ending", verdict=verdict)
    how, _, sign = kind.partition(" ")
    if sign:
        return tab(sign, x + 6, y + 1, whole=how == "tab")
    kinds = {"line": "l", "if": "l if", "return": "l r", "never": "l no", "brought": "l br"}[kind]
    end = x + SAMPLE
    line = f"M{number(x)} {number(y + 5.5)}H{number(end - 4)}"
    return (
        f'<path class="{kinds}" d="{line}"/>'
        + (f'<path class="w" d="{line}"/>' if kind == "brought" else "")
        + f'<path class="a" d="M{number(end)} {number(y + 5.5)}l-5 -2.3v4.6z"/>'
    )
