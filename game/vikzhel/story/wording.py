"""Small things that words need before they are put on a page."""

from __future__ import annotations

TYPE_CHECKING = False  # read by type checkers; importing typing itself would take 3 ms
if TYPE_CHECKING:
    from collections.abc import Iterable

_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")

_SMALL = (
    " a after all an and as at because before both but by each even every everybody everyone few for from "
    "he her his if in into it its many men neither no nobody none not nothing now of on once one only our "
    "several she so some somebody someone something somewhere that the their then there these they this "
    "those three to two under until we what when where which while who with women you your "
)
"""Words that have a capital only because they begin a sentence. Anything else might be a name."""


def sentence(text: str) -> str:
    """Return text with a full stop, if it does not end in a stop of its own, so that a voice pauses."""
    end = text.rstrip("”’\"')")
    return text if not text or end[-1:] in (".", "!", "?", "…", ":") else text + "."


def inner(text: str) -> str:
    """Return a sentence fit to stand inside another: no capital of its own, no full stop."""
    first = text.split(" ", 1)[0].replace("’", "'").split("'")[0].rstrip(",:;")
    if f" {first.lower()} " in _SMALL:
        text = text[:1].lower() + text[1:]
    return text[:-1] if text.endswith(".") and not text.endswith("..") else text


def because(effect: str, cause: str) -> str:
    """Return what changed and why in one sentence."""
    return sentence(f"{effect}, because {inner(cause)}" if cause else effect)


def capital(text: str) -> str:
    """Return text with a capital at its start."""
    return text[:1].upper() + text[1:]


def number(count: int) -> str:
    """Return a small number as a word."""
    return _NUMBERS[count] if 0 <= count < len(_NUMBERS) else str(count)


def counted(count: int, thing: str) -> str:
    """Return ``one step``, ``two steps``."""
    return f"{number(count)} {thing}{'' if count == 1 else 's'}"


def listed(words: Iterable[str], joint: str = "and") -> str:
    """Return ``a, b and c``."""
    items = list(words)
    return f" {joint} ".join([", ".join(items[:-1]), items[-1]] if len(items) > 1 else items)


def alike(one: str, other: str) -> bool:
    """True if the shorter of two sentences says little that is not in the longer: three of four words."""
    shorter, longer = sorted((_bare(one), _bare(other)), key=len)
    return bool(shorter) and len(shorter & longer) >= 0.75 * len(shorter)


def _bare(text: str) -> set[str]:
    """Return the words of a sentence without stops and without the ``s`` of a number or person."""
    words = (word.strip(".,;:!?…“”‘’\"'()").casefold() for word in text.split())
    return {word.removesuffix("s") for word in words if word}
