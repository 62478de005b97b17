"""The commands that print a story, on the command line: ``map``, ``atlas``."""

from __future__ import annotations

import argparse
import sys

from ..places import pack_folder
from .branching import add_with, together


def add(
    commands: argparse._SubParsersAction[argparse.ArgumentParser], everywhere: argparse.ArgumentParser
) -> None:
    """Add the commands to the command line; ``everywhere`` has the options that every command has."""
    chart = commands.add_parser(
        "map",
        help="the map of a story: every scene, where it leads, and the endings with their odds",
        description="Print what can happen, day by day, for every role: scenes, options and where they lead, endings "
        "and their odds. Or draw it: a picture for A4 or A3 paper that can be read in black and white. The odds are those "
        "of vikzhel prove; a picture works them out first if they are not known yet.",
        epilog="Exit code: 0 if it was made; 1 if the pack cannot be played, if nobody is called ROLE, or if a file "
        "cannot be written; 2 for a wrong command.",
        parents=[everywhere],
    )
    chart.add_argument("pack", nargs="?", default="talks", metavar="PACK", help="a pack's name or folder")
    add_with(chart)
    chart.add_argument(
        "--role", metavar="ROLE", help="only this role; “all” puts the pictures of all roles into one file"
    )
    form = chart.add_mutually_exclusive_group()
    form.add_argument("--svg", metavar="FILE", help="draw it as a picture; several roles get a file each")
    form.add_argument("--mermaid", action="store_true", help="print it as a Mermaid flowchart")
    form.add_argument("--dot", action="store_true", help="print it for Graphviz")
    form.add_argument("--json", action="store_true", help="print it for other programs")

    atlas = commands.add_parser(
        "atlas",
        help="everything in a story as one page to print, for the teacher",
        description="Write one HTML page with everything: role cards, days, maps, every scene with its conditions, "
        "choices and effects in words, votes, endings, sources, timings, questions and glossary. It needs no network "
        "and prints on A4. It tells all endings, so keep it from those who are still to play.",
        epilog="Exit code: 0 if it was written; 1 if the pack cannot be played or the file cannot be written; "
        "2 for a wrong command.",
        parents=[everywhere],
    )
    atlas.add_argument("pack", nargs="?", default="talks", metavar="PACK", help="a pack's name or folder")
    add_with(atlas)
    atlas.add_argument(
        "file", nargs="?", metavar="FILE", help="where to write it; else PACK-atlas.html, here"
    )


def run(options: argparse.Namespace) -> int:
    """Run one of the commands; return the exit code."""
    from ..publish.command import run_atlas, run_map

    folder = pack_folder(together(options, options.pack))
    if options.command == "atlas":
        return run_atlas(folder, file=options.file or "", out=sys.stdout, err=sys.stderr)
    form = next((name for name in ("svg", "mermaid", "dot", "json") if getattr(options, name)), "outline")
    return run_map(
        folder,
        role=options.role or "",
        form=form,
        file=options.svg or "",
        out=sys.stdout,
        err=sys.stderr,
    )
