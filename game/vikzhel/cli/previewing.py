"""The commands that show an author's work, on the command line: ``preview``, ``desk``."""

from __future__ import annotations

import argparse
import os
import sys
from functools import partial
from typing import TYPE_CHECKING

from ..places import config_folder, data_folder, pack_folder
from .branching import add_with, together

if TYPE_CHECKING:
    from ..play.program import Program


def add(
    commands: argparse._SubParsersAction[argparse.ArgumentParser], everywhere: argparse.ArgumentParser
) -> None:
    """Add the commands to the command line; ``everywhere`` has the options that every command has."""
    shown = commands.add_parser(
        "preview",
        help="play a scene while you write it: it is shown anew at each save",
        description="Play a story from any of its scenes, in a state that the story can really be in, and see beside it "
        "why each choice is open or locked, what the rules did, and how votes add up. Whenever a file is saved it is read "
        "again, at the same place; if the file is broken, what is wrong is shown until it is mended. Nothing is kept.",
        epilog="Exit code: 0; 1 if there is no such scene or no way to it (with --once also if the pack is broken); "
        "2 for a wrong command.",
        parents=[everywhere],
    )
    shown.add_argument("pack", nargs="?", default="talks", metavar="PACK", help="a pack's name or folder")
    add_with(shown)
    shown.add_argument(
        "--from", dest="scene", metavar="SCENE", help="the scene to begin with, by its id; else the first"
    )
    shown.add_argument(
        "--role", metavar="ROLE", help="whom to play; else the first who can come to the scene"
    )
    way = shown.add_mutually_exclusive_group()
    way.add_argument(
        "--like",
        metavar="WHICH",
        help="the state to begin in: recorded (what the man really did), the name of a test in tests.yaml, or a number: "
        "2 is the second state in which the scene reads otherwise",
    )
    way.add_argument("--follow", metavar="FILE", help="begin where the choices listed in a file lead")
    shown.add_argument("--plain", action="store_true", help="in lines, for screen readers and pipes")
    shown.add_argument("--once", action="store_true", help="print it in lines, once, and end")

    desk = commands.add_parser(
        "desk",
        help="the author's desk: the packs found, what is wrong with them and what is proved of them",
        description="Show the packs that ship, those in your folder of packs, and those named; for each what check says "
        "and what was proved of it, with its preview and its map. Nothing is proved for it.",
        parents=[everywhere],
    )
    desk.add_argument("packs", nargs="*", metavar="PACK", help="packs to lay on it besides, by their folders")
    desk.add_argument("--plain", action="store_true", help="in lines, for screen readers and pipes")


def run(options: argparse.Namespace, plain: bool) -> int:
    """Run one of the commands; return the exit code. ``plain`` if there is no terminal to draw on."""
    plain = plain or options.plain
    return _desk(options, plain) if options.command == "desk" else _preview(options, plain)


def _desk(options: argparse.Namespace, plain: bool) -> int:
    named = [pack_folder(name) for name in options.packs]
    if plain:
        from ..line.desk import desk

        return desk(named, sys.stdout)
    from ..screen.workshop import lay_out

    return lay_out(named, data_folder(), config_folder())


def _preview(options: argparse.Namespace, plain: bool) -> int:
    from ..desk.preview import CannotPreview, Preview
    from ..story.stack import parts_of

    given = partial(_followed, options.follow) if options.follow else None
    folder = pack_folder(together(options, options.pack))
    shown = Preview(folder, options.scene or "", options.role or "", options.like or "", given)
    try:
        shown.put(*shown.read())
    except CannotPreview as problem:
        print(problem, file=sys.stderr)
        return 1
    if shown.report and not all(os.path.isdir(part) for part in parts_of(folder)):
        print(shown.report, file=sys.stderr)  # mistyped, most likely: there is nothing to wait for
        return 1
    if options.once or plain:
        from ..line.preview import preview

        return preview(shown, options.once, sys.stdin, sys.stdout)
    from ..screen.workshop import show

    return show(shown, data_folder(), config_folder())


def _followed(file: str, program: Program) -> tuple[str, tuple[str, ...]]:
    """Return whose path a file holds, and the path."""
    from ..desk.preview import CannotPreview
    from ..line.follow import walked

    try:
        run = walked(program, file)
    except ValueError as problem:
        raise CannotPreview(str(problem)) from problem
    return run.role, tuple(step.id for step in run.steps)
