"""The commands for authors, on the command line: ``check``, ``schema``, ``test``, ``prove``."""

from __future__ import annotations

import argparse
import sys

from ..places import data_folder, pack_folder
from .branching import add_with, together


def add(
    commands: argparse._SubParsersAction[argparse.ArgumentParser], everywhere: argparse.ArgumentParser
) -> None:
    """Add the commands to the command line; ``everywhere`` has the options that every command has."""
    _add_check(commands, everywhere)
    _add_test(commands, everywhere)
    _add_prove(commands, everywhere)


def run(parser: argparse.ArgumentParser, options: argparse.Namespace) -> int:
    """Run one of the commands; return the exit code."""
    if options.command == "check":
        return _check(options)
    if options.command == "schema":
        return _schema(options)
    if options.command == "test":
        return _test(parser, options)
    return _prove(options)


def _add_check(
    commands: argparse._SubParsersAction[argparse.ArgumentParser], everywhere: argparse.ArgumentParser
) -> None:
    check = commands.add_parser(
        "check",
        help="find the mistakes in a pack, and what could read better",
        description="Read a pack and its tests and say everything that is wrong with them, with the place and the cure: "
        "what must be fixed before it can be played, what players will notice, and style. Exit code: 0 if nothing must be "
        "fixed, 1 if something must, 2 for a wrong command.",
        parents=[everywhere],
    )
    check.add_argument("packs", nargs="*", default=["talks"], metavar="PACK", help="a pack's name or folder")
    add_with(check)
    check.add_argument("--strict", action="store_true", help="exit with 1 for anything at all, style too")
    check.add_argument(
        "--format",
        choices=("text", "json", "github"),
        default="text",
        help="json is for other programs (keys: code, group, file, line, column, width, message, hint); "
        "github marks the lines of a pull request",
    )
    extra = check.add_mutually_exclusive_group()
    extra.add_argument(
        "--watch", action="store_true", help="check again whenever a file is saved, until Ctrl-C"
    )
    extra.add_argument(
        "--fix-ids",
        action="store_true",
        help="write an id into each choice that has none, so that kept runs survive a better wording",
    )
    schema = commands.add_parser(
        "schema",
        help="print the JSON Schema of story files and their tests, for editors",
        description="Print the JSON Schema of a pack's files, tests.yaml too. In VS Code with the YAML extension: save "
        "it beside them as story.schema.json and put  # yaml-language-server: $schema=story.schema.json  on the first "
        "line of each.",
        parents=[everywhere],
    )
    schema.add_argument("--branch", action="store_true", help="the schema of a branch's files instead")


def _check(options: argparse.Namespace) -> int:
    packs = [together(options, name) for name in options.packs]
    if options.fix_ids:
        from ..story.fix_ids import fix_ids

        return max(fix_ids(pack_folder(name), sys.stdout) for name in packs)
    from ..story.check import run

    return run(packs, form=options.format, strict=options.strict, watching=options.watch, out=sys.stdout)


def _schema(options: argparse.Namespace) -> int:
    from ..story.schema import schema_text

    sys.stdout.write(schema_text(of_branches=options.branch))
    return 0


def _add_prove(
    commands: argparse._SubParsersAction[argparse.ArgumentParser], everywhere: argparse.ArgumentParser
) -> None:
    prove = commands.add_parser(
        "prove",
        help="say what a story can do: what can be met, how it can end, and the odds",
        description="Search everything a story can do, for every role: what can never be met and why, how likely "
        "each ending is, how long a play takes, what each decision changes, and whether the quality gates for a "
        "lesson are passed. Ctrl-C stops the search and tells what is known; pressed twice, it ends at once.",
        epilog="Exit code: 0 if the story was proved; 1 if the pack cannot be played, if nothing is called NAME, "
        "if the report cannot be written, or if a gate fails with --strict; 2 for a wrong command; 3 if it was "
        "stopped, or the time was up, before everything was worked out; 130 after Ctrl-C pressed twice.",
        parents=[everywhere],
    )
    prove.add_argument("pack", nargs="?", default="talks", metavar="PACK", help="a pack's name or folder")
    add_with(prove)
    form = prove.add_mutually_exclusive_group()
    form.add_argument("--path", metavar="NAME", help="show how a scene, scene/choice or ending is met")
    form.add_argument(
        "--json", action="store_true", help="the whole report for other programs, with the path to everything"
    )
    prove.add_argument(
        "--seconds", type=_seconds, metavar="N", help="stop after so many seconds and tell what is known"
    )
    prove.add_argument("--fresh", action="store_true", help="prove again, even if nothing has changed")
    prove.add_argument(
        "--strict",
        action="store_true",
        help="exit with 1 if a quality gate fails",
    )


def _seconds(text: str) -> float:
    """Read a time limit."""
    try:
        seconds = float(text)
    except ValueError:
        seconds = 0.0
    if not 0 < seconds < 10**9:
        raise argparse.ArgumentTypeError(f"“{text}” is not a number of seconds above 0")
    return seconds


def _prove(options: argparse.Namespace) -> int:
    from ..proof.command import run

    return run(
        pack_folder(together(options, options.pack)),
        as_json=options.json,
        seconds=options.seconds,
        path=options.path,
        fresh=options.fresh,
        strict=options.strict,
        out=sys.stdout,
        err=sys.stderr,
    )


def _add_test(
    commands: argparse._SubParsersAction[argparse.ArgumentParser], everywhere: argparse.ArgumentParser
) -> None:
    test = commands.add_parser(
        "test",
        help="run a pack's story tests, or record one",
        description="Run the paths in a pack's tests.yaml and hold what is expected against what is so. "
        "With --record, write such a test down from a run that was played.",
        parents=[everywhere],
    )
    test.add_argument("pack", metavar="PACK", help="a pack's name or folder")
    add_with(test)
    test.add_argument("names", nargs="*", metavar="NAME", help="only the tests of these names")
    test.add_argument("--format", choices=("text", "json"), default="text", help="json is for other programs")
    test.add_argument("--record", metavar="NAME", help="add a test of this name to tests.yaml")
    test.add_argument(
        "--run", metavar="CODE", help="record this kept run; without it, the latest of this story"
    )
    test.add_argument(
        "--follow", metavar="FILE", help="record the path listed in a file (as for play --follow)"
    )


def _test(parser: argparse.ArgumentParser, options: argparse.Namespace) -> int:
    from ..line.trials import record_test, run_tests

    folder = pack_folder(together(options, options.pack))
    if options.record is None:
        if options.run or options.follow:
            parser.error("--run and --follow say what to --record")
        return run_tests(folder, options.names, options.format == "json", sys.stdout)
    if options.names or (options.run and options.follow):
        parser.error("--record takes one run: of a code, or of a file to follow")
    code, path = options.run or "", options.follow or ""
    return record_test(folder, options.record, code, path, data_folder(), sys.stdout)
