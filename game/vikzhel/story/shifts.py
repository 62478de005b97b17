"""How a mood, an issue or a counter changes: a signed number moves it, a word sets it."""

from __future__ import annotations

import re
from typing import Any

from .dataclass import dataclass
from .diagnostics import Word
from .kinds import ANYTHING, MISSING, Kind, Reading, Schema
from .nodes import Scalar
from .rules import BANDS


@dataclass(frozen=True, slots=True)
class Shift:
    """What an effect does to its variable: ``by`` moves it (clamped), ``to`` sets it to a word."""

    by: int = 0
    to: Word | None = None


class ShiftOf(Kind):
    """How a mood, an issue or a counter changes: ``+1`` moves, a word sets."""

    def __init__(self, what: str) -> None:
        self.what = what
        sets = {
            "mood": "a band such as warm",
            "issue": "one of the issue's positions",
            "counter": "“to 2”",
        }
        self.sets = sets[what]
        self.wants = f"a signed number such as +1 (moves it), or {self.sets} (sets it)"

    def value(self, scalar: Scalar, reading: Reading, what: str) -> Any:
        text = scalar.value.strip()
        if re.fullmatch(r"[+-][0-9]{1,3}", text):
            step = int(text)
            if step == 0 or (abs(step) > 6 and self.what != "counter"):
                reading.report.add(
                    "V306",
                    scalar.mark,
                    f"“{text}” is no step: a step is at least 1 and at most 6.",
                    f"Write {text[0]}1, or set it: {self.sets}.",
                )
                return MISSING
            return Shift(by=step)
        if re.fullmatch(r"[0-9]+", text):
            reading.report.add(
                "V310",
                scalar.mark,
                f"“{text}” could mean “set it to {text}” or “move it by {text}”.",
                f"Write +{text} to move it up; to set it write {self.sets}.",
            )
            return MISSING
        if self.what == "mood" and text not in BANDS:
            reading.report.add(
                "V305",
                scalar.mark,
                f"“{text}” is neither a mood nor a step.",
                f"A mood is {', '.join(BANDS)}; a step is +1 or -1.",
            )
            return MISSING
        if self.what == "counter":
            number = re.fullmatch(r"to ([0-9]{1,4})", text)
            if number:
                return Shift(to=Word(number.group(1), scalar.mark))
            reading.report.add(
                "V305", scalar.mark, f"“{text}” is not a change of a counter.", "Write +1, -1, or “to 2”."
            )
            return MISSING
        return Shift(to=scalar.word())

    def schema(self, shared: Schema) -> Schema:
        step: Schema = {"type": "integer", "minimum": -999, "maximum": 999, "not": {"const": 0}}
        if self.what == "mood":
            return {"anyOf": [{**step, "minimum": -6, "maximum": 6}, {"enum": [*BANDS]}]}
        if self.what == "counter":
            return {"anyOf": [step, {"type": "string", "pattern": "^to [0-9]{1,4}$"}]}
        return {"anyOf": [{**step, "minimum": -6, "maximum": 6}, {"type": "string", "pattern": ANYTHING}]}
