"""Names that have one spelling in this project, whatever other books write."""

from __future__ import annotations

import re
from functools import lru_cache

from .desk import Desk, place_in

ELSEWHERE = {
    "Kamenev": "Kamen(?:eff|ew|jev|yev|iev)|Kameniew",
    "Riazanov": "R(?:ia|ya|ja|a)[sz]ano(?:v|ff|w)",
    "Martov": "Marto(?:ff|w)",
    "Krushinsky": "Kr(?:u|ou)(?:sh|sch|ch|s|š)insk(?:ii|ij|i|iy|y)|Kruszynski",
    "Sovnarkom": "Sovnarcom|Sownarkom|SovNarKom|Sovnarkomm",
    "Vikzhel": "(?:V|W)ik(?:zh|sch|sh|j|z|ž)el",
}
"""Each name, and how it is written elsewhere. The words of a quotation stay as they were printed."""
_NAME = re.compile(r"\b[A-Z][^\W\d_]+")


def names(desk: Desk) -> None:
    for text in desk.prose:
        for found in _NAME.finditer(text):
            name = _spelt(found.group())
            if name:
                desk.report.add(
                    "V825",
                    place_in(text, found.start(), len(found.group())),
                    f"“{found.group()}” is spelt “{name}” in this game.",
                    f"Write  {name}  everywhere, so that nobody takes them for two.",
                )


@lru_cache(maxsize=4096)
def _spelt(word: str) -> str:
    """Return how a name is spelt here, if it is one of those and spelt otherwise."""
    return next(
        (name for name, variants in ELSEWHERE.items() if word != name and re.fullmatch(variants, word)), ""
    )
