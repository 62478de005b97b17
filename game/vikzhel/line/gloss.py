"""The glossary: a word is explained once, under the first lines in which it is heard."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from .wording import capital, sentence

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .page import Block


class Glossary:
    """Knows which terms the player has met since the program started."""

    def __init__(self, terms: Mapping[str, str]) -> None:
        self._meanings = dict(terms)
        self._met: set[str] = set()
        self._forms = {_form(term): term for term in self._meanings}
        longest_first = sorted(self._forms, key=len, reverse=True)
        self._pattern = re.compile(rf"(?<!\w)(?:{'|'.join(f'({form})' for form in longest_first)})(?!\w)")
        self._order = [self._forms[form] for form in longest_first]

    def explained(self, block: Block) -> Block:
        """Return a block with a line in brackets for each term that is new in it.

        “Left SRs” explains the Left SRs and leaves “SRs” for when they are met by themselves.
        """
        if not self._order:
            return block
        notes = []
        for paragraph in block:
            for found in self._pattern.finditer(paragraph):
                term = self._order[(found.lastindex or 1) - 1]
                if term not in self._met:
                    self._met.add(term)
                    notes.append(f"({capital(term)}: {sentence(self._meanings[term])})")
        return block + notes


def _form(term: str) -> str:
    """Return the pattern of a term: singular and plural, a small first letter also as a capital."""
    stem = term[:-1] if term.endswith("s") and not term.endswith("ss") else term
    first = f"[{stem[0].upper()}{stem[0]}]" if stem[:1].islower() else re.escape(stem[:1])
    return f"{first}{re.escape(stem[1:])}s?"
