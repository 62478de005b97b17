"""Every check there is, in one table. Each reads the pack on the desk and adds what it finds to the report."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from . import (
    announced,
    averages,
    backwards,
    care,
    crowding,
    decisions,
    expired,
    goals,
    hindsight,
    idle,
    lengths,
    plainness,
    presence,
    spelling,
    stress,
    typed,
    unused,
)
from .desk import Desk

if TYPE_CHECKING:
    from ..diagnostics import Report
    from ..packs import Pack

CHECKS: dict[Callable[[Desk], None], tuple[str, ...]] = {
    lengths.scenes: ("V801", "V802"),
    lengths.options: ("V803", "V804"),
    lengths.quotations: ("V805",),
    lengths.cards: ("V806",),
    lengths.first_words: ("V807",),
    lengths.replies: ("V808",),
    lengths.glosses: ("V809",),
    lengths.openings: ("V810", "V811"),
    crowding.options: ("V812",),
    crowding.people: ("V813", "V817", "V818"),
    plainness.reading: ("V814", "V815"),
    averages.aims: ("V816",),
    stress.stress: ("V819",),
    hindsight.knowing: ("V820",),
    care.notes: ("V821",),
    presence.speakers: ("V822",),
    presence.quotations: ("V823",),
    announced.results: ("V824",),
    spelling.names: ("V825",),
    decisions.changes: ("V826",),
    decisions.predictions: ("V827",),
    decisions.reflective: ("V828",),
    decisions.same: ("V829",),
    unused.variables: ("V830", "V831"),
    idle.declared: ("V832", "V834"),
    expired.premises: ("V833",),
    goals.lost: ("V835", "V836"),
    typed.ids: ("V837",),
    backwards.clock: ("V838",),
}
"""Which check reports which codes."""


def lint(pack: Pack, report: Report) -> None:
    """Remark on a pack that can be played."""
    desk = Desk(pack, report)
    for check in CHECKS:
        check(desk)
