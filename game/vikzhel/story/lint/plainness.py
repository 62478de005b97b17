"""How hard a narration is to read: the length of its sentences, and the Flesch–Kincaid grade.

Grade = 0.39 · words/sentences + 11.8 · syllables/words − 15.59: J. P. Kincaid, R. P. Fishburne,
R. L. Rogers and B. S. Chissom, *Derivation of New Readability Formulas for Navy Enlisted Personnel*
(Naval Technical Training Command, Research Branch Report 8-75, 1975). Both measures say little of a few
sentences, so scenes with fewer than sixty words of narration are let be.
"""

from __future__ import annotations

import re
from functools import lru_cache

from ..model import Scene
from .desk import Desk

LEAST_WORDS = 60
LONGEST_AVERAGE = 20
"""Of one scene, which has a dozen sentences: its average strays from that of the pack, which is for ``averages.py``."""
HIGHEST_GRADE = 10

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_STOP = re.compile(r"[.!?…]+[\"'”’)\]]*(?=\s|$)")
_SHORT = re.compile(r"\b(?:[AaPp]\.m|Mr|Mrs|Dr|St|No|vs|[A-Z])\.(?=\s)")
"""Full stops that end no sentence: abbreviations and initials."""
_APART = re.compile(r"i[ao](?!u)|[^q]ua|eo(?!us)|iu|[eo]ing$|crea|[dr]ea$|(?:qu|sc|soc|var|cl|d)ie[nt]")
"""Vowels that stand together and are two syllables: being, create, idea, quiet, society."""


def reading(desk: Desk) -> None:
    for scene_id, scene in desk.scenes.items():
        text = narration(scene)
        count = sentence_words(text)
        if count < LEAST_WORDS:
            continue
        average = count / sentences(text)
        level = grade(text)
        if average > LONGEST_AVERAGE:
            desk.report.add(
                "V814",
                scene_id.mark,
                f"The sentences of “{scene_id}” have {average:.0f} words on average; 13 to 17 read easily.",
                "Cut the longest ones in two.",
            )
        if level > HIGHEST_GRADE:
            desk.report.add(
                "V815",
                scene_id.mark,
                f"The narration of “{scene_id}” reads like school year {_year(level)}; {HIGHEST_GRADE} is the aim.",
                "Use shorter words and shorter sentences.",
            )


def narration(scene: Scene) -> str:
    """Return what is narrated in a scene, a paragraph a line."""
    return "\n".join(block.text for block in scene.text if block.text)


@lru_cache(maxsize=4096)
def sentence_words(text: str) -> int:
    """Count words as the formula does: without dashes and figures."""
    return len(_WORD.findall(text))


def _year(level: float) -> str:
    return f"{level:.0f}" if level < 18 else "18 or more"


@lru_cache(maxsize=4096)
def sentences(text: str) -> int:
    """Count sentences; every paragraph is one at least, so a paragraph a line."""
    return sum(max(1, len(_STOP.findall(_SHORT.sub("", line)))) for line in text.split("\n") if line.strip())


def grade(text: str) -> float:
    """Return the Flesch–Kincaid grade of a text (American school years)."""
    found = _WORD.findall(text)
    if not found:
        return 0.0
    return 0.39 * len(found) / sentences(text) + 11.8 * sum(map(syllables, found)) / len(found) - 15.59


@lru_cache(maxsize=4096)
def syllables(word: str) -> int:
    """Count the syllables of an English word: groups of vowels, without the silent ones. Wrong for one word in ten."""
    word = word.lower().replace("’", "'").removesuffix("'s")
    word = re.sub(r"[^a-zà-ÿ]", "", word)
    count = len(re.findall(r"[aeiouyà-ÿ]+", word))
    if re.search(r"[^aeiouyl]e$", word) or re.search(r"[aeiouy]le$", word):
        count -= 1  # wrote; “-le” is heard only after a consonant, as in rifle
    elif re.search(r"[^aeioutdy]ed$", word) or re.search(r"[^aeiouyscxzg]es$", word):
        count -= 1  # walked, takes: “-ed” is heard only after t and d, “-es” only after a hiss
    count += len(_APART.findall(word)) - len(re.findall(r"[tcs]i[ao]|gio", word))
    return max(1, count)
