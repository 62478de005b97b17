"""The command line: which front end, which pack, which run. Each command imports its room when called.

Nothing heavy is imported up here, ``argparse`` included: the plain mode greets within a few times the
start of Python itself.
"""

from __future__ import annotations

import os
import sys

TYPE_CHECKING = False  # typing itself takes 3 ms to import, and the plain mode greets in 30
if TYPE_CHECKING:
    import argparse

GAME = "talks"
LATEST = "latest"


def main(argv: list[str] | None = None) -> int:
    """Run ``vikzhel``; return its exit code: 0 well, 1 a problem with a pack or a run, 2 wrong usage."""
    arguments = sys.argv[1:] if argv is None else argv
    _speak_utf8()
    try:
        if not arguments or arguments in (["play"], ["--plain"], ["play", "--plain"]):
            return _play(GAME, plain="--plain" in arguments)
        return _command(arguments)
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        # The reader of a pipe has gone; point stdout elsewhere so that closing it cannot fail again.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 141
    except Exception as error:
        return _apologise(error)


def _speak_utf8() -> None:
    """Make sure that no character of a story can end the program on an old console."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="replace")


def _command(arguments: list[str]) -> int:
    parser = _parser(making="new" in arguments)
    if arguments[0].startswith("-") and arguments[0] not in ("-h", "--help", "--version"):
        arguments = ["play", *arguments]
    options = parser.parse_args(arguments)
    if options.data:
        from .places import keep_together

        keep_together(options.data)
    if options.command in ("runs", "rename", "delete", "import", "where"):
        from . import keeping

        return keeping.run(options)
    if options.command in ("compare", "export", "class"):
        from . import afterwards

        return afterwards.run(options)
    if options.command in ("map", "atlas"):
        from . import publishing

        return publishing.run(options)
    if options.command == "new":
        from . import branching

        return branching.run(options)
    if options.command == "check":
        return _check(options)
    if options.command == "schema":
        return _schema(options)
    if options.command == "test":
        return _test(parser, options)
    if options.command == "prove":
        return _prove(options)
    if options.branch_from is not None and not options.resume:
        parser.error("--from says where to play on in the run of --resume CODE")
    pack = options.pack or (_pack_of_run(options.resume) if options.resume else GAME)
    if not pack:
        return 1
    from .branching import together

    pack = together(options, pack)
    if options.follow:
        from .line.follow import follow

        return follow(_folder(pack), options.role or "", options.follow, sys.stdout)
    resume = options.resume or ""
    if options.branch_from is not None:
        from .line.shelf import branch
        from .places import data_folder

        resume = branch(data_folder(), resume, options.branch_from, _folder(pack))
        if not resume:
            return 1
    return _play(pack, plain=options.plain, role=options.role or "", resume=resume)


def _parser(*, making: bool) -> argparse.ArgumentParser:
    """Return the parser; what can be asked of ``new`` is read from the questions only if that is wanted."""
    import argparse

    from . import __version__, afterwards, branching, keeping, publishing

    parser = argparse.ArgumentParser(
        prog="vikzhel",
        description="Petrograd, 29 October 1917. Three men try to stop a civil war by negotiating. "
        "Without a command, the game starts.",
    )
    everywhere = argparse.ArgumentParser(add_help=False)
    everywhere.add_argument(
        "--data",
        metavar="DIR",
        help="keep runs, settings, log and reports in this folder, for shared computers and USB sticks",
    )
    parser.add_argument("--version", action="version", version=f"vikzhel {__version__}")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")

    play = commands.add_parser(
        "play", help="play a story (the default)", description="Play a story.", parents=[everywhere]
    )
    play.add_argument("pack", nargs="?", help="a story that ships with the program, or a pack's folder")
    branching.add_with(play)
    play.add_argument("--role", help="whom to play, for example martov")
    play.add_argument(
        "--resume",
        nargs="?",
        const=LATEST,
        metavar="CODE",
        help="go on with a kept run, such as copper-tram-nine, by its code or name; without one, with the latest",
    )
    play.add_argument(
        "--from",
        dest="branch_from",
        type=int,
        metavar="N",
        help="with --resume CODE: begin a new run that stands before that run's Nth decision, and leave it as it is",
    )
    play.add_argument(
        "--plain",
        action="store_true",
        help="line by line, for screen readers and pipes (also: ACCESSIBLE=1, TERM=dumb, or no terminal)",
    )
    play.add_argument(
        "--follow", metavar="FILE", help="play the choices listed in a file and show what is told"
    )
    keeping.add(commands, everywhere)
    afterwards.add(commands, everywhere)
    publishing.add(commands, everywhere)
    _add_check(commands, everywhere)
    _add_test(commands, everywhere)
    _add_prove(commands, everywhere)
    branching.add(commands, everywhere, making=making)
    return parser


def _add_check(
    commands: argparse._SubParsersAction[argparse.ArgumentParser], everywhere: argparse.ArgumentParser
) -> None:
    from .branching import add_with

    check = commands.add_parser(
        "check",
        help="find the mistakes in a pack, and what could read better",
        description="Read a pack and its tests and say everything that is wrong with them, with the place and the cure: "
        "what must be fixed before it can be played, what players will notice, and style. Exit code: 0 if nothing must be "
        "fixed, 1 if something must, 2 for a wrong command.",
        parents=[everywhere],
    )
    check.add_argument("packs", nargs="*", default=[GAME], metavar="PACK", help="a pack's name or folder")
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
    from .branching import together

    packs = [together(options, name) for name in options.packs]
    if options.fix_ids:
        from .story.fix_ids import fix_ids

        return max(fix_ids(_folder(name), sys.stdout) for name in packs)
    from .story.check import run

    return run(packs, form=options.format, strict=options.strict, watching=options.watch, out=sys.stdout)


def _schema(options: argparse.Namespace) -> int:
    from .story.schema import schema_text

    sys.stdout.write(schema_text(of_branches=options.branch))
    return 0


def _add_prove(
    commands: argparse._SubParsersAction[argparse.ArgumentParser], everywhere: argparse.ArgumentParser
) -> None:
    from .branching import add_with

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
    prove.add_argument("pack", nargs="?", default=GAME, metavar="PACK", help="a pack's name or folder")
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
    import argparse

    try:
        seconds = float(text)
    except ValueError:
        seconds = 0.0
    if not 0 < seconds < 10**9:
        raise argparse.ArgumentTypeError(f"“{text}” is not a number of seconds above 0")
    return seconds


def _prove(options: argparse.Namespace) -> int:
    from .branching import together
    from .proof.command import run

    return run(
        _folder(together(options, options.pack)),
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
    from .branching import add_with

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
    from .branching import together
    from .line.trials import record_test, run_tests
    from .places import data_folder

    folder = _folder(together(options, options.pack))
    if options.record is None:
        if options.run or options.follow:
            parser.error("--run and --follow say what to --record")
        return run_tests(folder, options.names, options.format == "json", sys.stdout)
    if options.names or (options.run and options.follow):
        parser.error("--record takes one run: of a code, or of a file to follow")
    code, path = options.run or "", options.follow or ""
    return record_test(folder, options.record, code, path, data_folder(), sys.stdout)


def _play(pack: str, *, plain: bool = False, role: str = "", resume: str = "") -> int:
    from .places import config_folder, data_folder

    folder, kept_in = _folder(pack), data_folder()
    if plain or _wants_plain():
        from .line.session import play

        return play(folder, role, resume, kept_in, sys.stdin, sys.stdout)
    from .screen.app import play as play_on_screen

    return play_on_screen(folder, role, resume, kept_in, config_folder())


def _wants_plain() -> bool:
    accessible = os.environ.get("ACCESSIBLE", "") not in ("", "0")
    terminal = sys.stdin.isatty() and sys.stdout.isatty()
    return accessible or os.environ.get("TERM") == "dumb" or not terminal


def _folder(pack: str) -> str:
    from .places import pack_folder

    return pack_folder(pack)


def _pack_of_run(code: str) -> str:
    """Return the pack a kept run was played in, or nothing once it has been said why that cannot be told."""
    from .archive.file import StoreError
    from .archive.home import pack_of_run
    from .places import data_folder

    try:
        return pack_of_run(data_folder(), code)
    except StoreError as error:
        print(error.sentence, file=sys.stderr)
        return ""


def _apologise(error: Exception) -> int:
    """Write a bug to the log and say so in one calm line; what was played is already kept."""
    import traceback
    from datetime import datetime

    from . import __version__
    from .places import log_file

    path = log_file()
    try:
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "a", encoding="utf-8") as log:
            log.write(f"{datetime.now().astimezone().isoformat()} vikzhel {__version__}\n")
            log.write("".join(traceback.format_exception(error)) + "\n")
        where = f"The details are in {path}."
    except OSError:
        where = f"The log {path} could not be written ({type(error).__name__})."
    print(f"Something went wrong inside Vikzhel. What you played is kept. {where}", file=sys.stderr)
    return 70
