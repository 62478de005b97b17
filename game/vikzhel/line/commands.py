"""What a player may type: a number, one of a few words, of which the start is enough, or an option's id.

In this order: a number is always the number that was read out and a word always the word of ``HELP``,
whatever ids a story has; an id is only what is left.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ..aloud.say import not_open
from ..story.slugs import meant

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..play.events import Option
    from .page import Block

WORDS = (
    "again", "brief", "card", "decisions", "from", "help", "journal", "moods", "quit", "sources", "table", "undo",
    "why",
)  # fmt: skip
"""No two begin with the same letter."""

HELP: Block = [
    "Type the number of what you choose. Or type one of these words; its first letter is enough.",
    "again: hear the scene and the choices once more.",
    "card: hear your role card and your goals.",
    "moods: hear how everybody stands towards you. There are seven steps: hostile, cold, wary, neutral, open, "
    "warm, trusting.",
    "why: hear everything that has changed, when and for what reason. why and a name: only that one's mood.",
    "table: hear how the draft agreement stands, and what you know of those who will vote on it.",
    "sources: hear where the quotations come from, why the words were said, and what limits them.",
    "undo: take back your last decision. undo 3 goes back to before your third; decisions lists them. Once the week "
    "is over it does so in a new run, and the week stays.",
    "from: from 3 begins a new run from before your third decision, and keeps this one as it is.",
    "journal: hear your journal. journal and a sentence: write it down beside this moment.",
    "brief: pass over what you have read in an earlier run; the same again to hear everything.",
    "quit: stop here. What you have played is kept.",
    "Enter alone goes on where there is only one way to go; anywhere else it repeats the choices.",
]

_GUESSES = {
    "1": "carried", "carried": "carried", "carry": "carried", "yes": "carried",
    "2": "lost", "lost": "lost", "fail": "lost", "no": "lost",
    "3": "unsure", "unsure": "unsure",
}  # fmt: skip


class Request(NamedTuple):
    """What the player wants: ``take`` (an option's id), a word of ``WORDS`` (what followed it), or ``say``.

    ``say`` is for what cannot be done; its argument is the line that says why.
    """

    kind: str
    argument: str = ""


def read(typed: str, options: Sequence[Option], lead: str) -> Request:
    """Read a line that was typed where these options were on offer; ``lead`` says what can be typed."""
    opened = [option for option in options if not option.locked]
    word, _, written = typed.partition(" ")
    word, rest = word.casefold(), written.strip().casefold()
    if word == "?":
        return Request("help")
    begun = [known for known in WORDS if word and known.startswith(word)]
    if begun == ["journal"]:
        return Request("journal", written.strip())
    if word in WORDS:
        return Request(word, rest)
    number = numbered(typed)
    if number is not None:
        if 1 <= number <= len(opened):
            return Request("take", opened[number - 1].id)
        return Request("say", f"There is no {number} here. {lead}.")
    if len(begun) == 1:
        return Request(begun[0], rest)
    if not typed:
        return Request("take", opened[0].id) if len(opened) == 1 else Request("say", f"{lead}.")
    # What a branch adds goes by its plain id too, as its author typed it.
    ids = meant(typed.casefold(), [option.id for option in options])
    if len(ids) > 1:
        return Request("say", f"More than one branch has that here. Type one of: {', '.join(ids)}.")
    named = next((option for option in options if option.id in ids), None)
    if named is not None:
        return Request("say", not_open(named)) if named.locked else Request("take", named.id)
    return Request("say", f"“{shortened(typed)}” means nothing here. {lead}.")


def numbered(typed: str) -> int | None:
    """Read a number as it was read out, with or without its stop."""
    digits = typed.rstrip(".)")
    return int(digits) if digits.isdecimal() else None


def guess(typed: str) -> tuple[str, int] | None:
    """Read what is expected of a vote, ``1 3`` or ``carried 3``; 0 where no sureness was given."""
    words = typed.casefold().replace(",", " ").split()
    if len(words) not in (1, 2) or words[0] not in _GUESSES:
        return None
    sure = sureness(words[1]) if len(words) == 2 else 0
    return None if sure is None else (_GUESSES[words[0]], sure)


def sureness(typed: str) -> int | None:
    """Read how sure somebody is, 1 to 3."""
    return int(typed) if typed in ("1", "2", "3") else None


def shortened(typed: str, most: int = 40) -> str:
    """Return what was typed, short enough to be read back."""
    return typed if len(typed) <= most else typed[:most].rstrip() + "…"
