"""Names that have one spelling in this project, whatever other books write."""

from __future__ import annotations

import re

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
_VARIANTS = {name: re.compile(rf"\b(?!{name}\b)(?:{variants})\b") for name, variants in ELSEWHERE.items()}
_ANY = re.compile("|".join(pattern.pattern for pattern in _VARIANTS.values()))


def names(desk: Desk) -> None:
    for text in desk.prose:
        if not _ANY.search(text):
            continue
        for name, pattern in _VARIANTS.items():
            for found in pattern.finditer(text):
                desk.report.add(
                    "V825",
                    place_in(text, found.start(), len(found.group())),
                    f"“{found.group()}” is spelt “{name}” in this game.",
                    f"Write  {name}  everywhere, so that nobody takes them for two.",
                )
