"""Branches on the command line: the flag ``--with``, and the command ``new`` that begins them and much else."""

from __future__ import annotations

import argparse
import sys

from ..places import ABOVE


def add_with(command: argparse.ArgumentParser) -> None:
    """Let a command take branches to lay over its story."""
    command.add_argument(
        "--with",
        action="append",
        default=[],
        dest="with_",
        metavar="BRANCH",
        help="lay this branch over the story, by its folder or its name; may be given several times",
    )


def together(options: argparse.Namespace, pack: str) -> str:
    """Return a story with the branches asked for laid over it, in one word."""
    return ABOVE.join([pack, *options.with_])


def add(
    commands: argparse._SubParsersAction[argparse.ArgumentParser],
    everywhere: argparse.ArgumentParser,
    *,
    making: bool,
) -> None:
    """Add ``new``; what can be asked is read from its questions only if it is ``making`` something."""
    new = commands.add_parser(
        "new",
        help="begin a pack, a branch, a scene, a role or a quotation",
        description="Ask a few questions and write what was answered as YAML with notes, which can be played at once. "
        "Flags answer the questions beforehand. No file is ever written over.",
    )
    if making:
        from ..story.starting.flags import add_flags

        add_flags(new, everywhere)


def run(options: argparse.Namespace) -> int:
    """Begin something; return the exit code."""
    from ..story.starting.command import run as begin

    return begin(options.what, vars(options), sys.stdin, sys.stdout, sys.stderr)
