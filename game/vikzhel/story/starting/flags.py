"""The flags of ``vikzhel new``: one for each question."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .questions import QUESTIONS

if TYPE_CHECKING:
    import argparse


def add_flags(new: argparse.ArgumentParser, everywhere: argparse.ArgumentParser) -> None:
    """Add what can be begun, with a flag for each question, and its words as help."""
    kinds = new.add_subparsers(dest="what", required=True, metavar="WHAT")
    for kind, questions in QUESTIONS.items():
        one = kinds.add_parser(kind, help=f"begin a {kind}", parents=[everywhere])
        for question in questions:
            if question.flag == "folder":
                one.add_argument("folder", nargs="?", help=question.ask)
            else:
                one.add_argument(f"--{question.flag}", dest=question.flag, metavar="TEXT", help=question.ask)
