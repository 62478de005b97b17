"""The glossary: a word is explained once, beside the first lines in which it is heard."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ..story.wording import capital, sentence

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from . import Block

SHORTEST_STEM = 2
"""Letters a term must have without its ``s`` to be known without it: “SRs” explains “SR”, “s” nothing."""


class Glossary:
    """Knows which terms the player has met since the program started."""

    def __init__(self, terms: Mapping[str, str]) -> None:
        self._meanings = dict(terms)
        self._met: set[str] = set()
        self._forms = _forms(self._meanings)
        longest_first = sorted(self._forms, key=len, reverse=True)
        self._pattern = re.compile("|".join(map(_whole, longest_first)))

    def explained(self, block: Block) -> Block:
        """Return a block with a line in brackets after it for each term that is new in it."""
        return block + self.notes(block)

    def notes(self, block: Iterable[str]) -> Block:
        """Return a line in brackets for each term that is new in a block.

        “Left SRs” explains the Left SRs and leaves “SRs” for when they are met by themselves.
        """
        notes: Block = []
        if not self._forms:
            return notes
        for paragraph in block:
            for found in self._pattern.finditer(paragraph):
                term = self._forms[found.group()]
                if term not in self._met:
                    self._met.add(term)
                    notes.append(f"({capital(term)}: {sentence(self._meanings[term])})")
        return notes


def _forms(terms: Iterable[str]) -> dict[str, str]:
    """Return every form in which a term is found, with its term.

    A form that is a term itself stays that term's: where both “SR” and “SRs” are explained, neither
    stands for the other.
    """
    known = [term for term in terms if term]
    forms = {term: term for term in known}
    for term in known:
        forms.setdefault(_other_number(term), term)
    for form, term in list(forms.items()):
        forms.setdefault(capital(form), term)
    return forms


def _other_number(term: str) -> str:
    """Return the singular of a plural and the plural of a singular, or the term where there is none to be told."""
    if term.endswith("ss") or not term[-1].isalpha():
        return term
    if term.endswith("s"):
        return term[:-1] if len(term) > SHORTEST_STEM else term
    return term + "s" if len(term) >= SHORTEST_STEM else term


def _whole(form: str) -> str:
    """Return the pattern of a form that is no part of a longer word, nor the “s” of “clerk's”."""
    before = r"(?<!\w)(?<!\w['’])" if form[0].isalnum() else r"(?<!\S)"
    return rf"{before}{re.escape(form)}(?!\w)"
