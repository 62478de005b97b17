"""Eighty columns of paper."""

from __future__ import annotations

from textwrap import wrap

WIDE = 80


def para(text: str, indent: str = "", hanging: str | None = None) -> list[str]:
    """Return a paragraph in lines that fit; a word that does not is not broken."""
    return wrap(
        text,
        WIDE,
        initial_indent=indent,
        subsequent_indent=indent if hanging is None else hanging,
        break_long_words=False,
        break_on_hyphens=False,
    )


def number(count: int, thing: str) -> str:
    """Return a count with its noun."""
    return f"{count:,} {thing}{'' if count == 1 else 's'}"
