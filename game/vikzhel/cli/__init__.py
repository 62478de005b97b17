"""The command line: which front end, which pack, which run. Each command imports its room when called.

Nothing heavy is imported up here, ``argparse`` included: the plain mode greets within a few times the
start of Python itself.
"""

from __future__ import annotations

import os
import sys
from errno import EIO

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
        if isinstance(error, OSError) and error.errno == EIO and not any(map(os.isatty, (0, 1, 2))):
            os._exit(129)  # The terminal has gone, and nobody is left to tell; SIGHUP would end it like this.
        return _apologise(error)


def _speak_utf8() -> None:
    """Make sure that no character of a story can end the program on an old console."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="replace")


def _command(arguments: list[str]) -> int:
    if arguments[0].startswith("-") and arguments[0] not in ("-h", "--help", "--version"):
        arguments = ["play", *arguments]
    parser = _parser(making="new" in arguments, playing=arguments[0] == "play")
    options = parser.parse_args(arguments)
    if options.data:
        from ..places import keep_together

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
    if options.command in ("preview", "desk"):
        from . import previewing

        return previewing.run(options, _wants_plain())
    if options.command in ("check", "schema", "test", "prove"):
        from . import authoring

        return authoring.run(parser, options)
    if options.branch_from is not None and not options.resume:
        parser.error("--from says where to play on in the run of --resume CODE")
    pack = options.pack or (_pack_of_run(options.resume) if options.resume else GAME)
    if not pack:
        return 1
    from .branching import together

    pack = together(options, pack)
    if options.follow:
        from ..line.follow import follow

        return follow(_folder(pack), options.role or "", options.follow, sys.stdout)
    resume = options.resume or ""
    if options.branch_from is not None:
        from ..line.shelf import branch
        from ..places import data_folder

        resume = branch(data_folder(), resume, options.branch_from, _folder(pack))
        if not resume:
            return 1
    return _play(pack, plain=options.plain, role=options.role or "", resume=resume)


def _parser(*, making: bool, playing: bool = False) -> argparse.ArgumentParser:
    """Return the parser; what can be asked of ``new`` is read from the questions only if that is wanted.

    For ``playing`` it knows no other command: a game starts without waiting for them.
    """
    import argparse

    from .. import __version__
    from . import branching

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
    if playing:
        return parser
    from . import afterwards, authoring, keeping, previewing, publishing

    keeping.add(commands, everywhere)
    afterwards.add(commands, everywhere)
    publishing.add(commands, everywhere)
    authoring.add(commands, everywhere)
    previewing.add(commands, everywhere)
    branching.add(commands, everywhere, making=making)
    return parser


def _play(pack: str, *, plain: bool = False, role: str = "", resume: str = "") -> int:
    from ..places import config_folder, data_folder

    folder, kept_in = _folder(pack), data_folder()
    if plain or _wants_plain():
        from ..line.session import play

        return play(folder, role, resume, kept_in, sys.stdin, sys.stdout)
    from ..screen.app import play as play_on_screen

    return play_on_screen(folder, role, resume, kept_in, config_folder())


def _wants_plain() -> bool:
    accessible = os.environ.get("ACCESSIBLE", "") not in ("", "0")
    terminal = sys.stdin.isatty() and sys.stdout.isatty()
    return accessible or os.environ.get("TERM") == "dumb" or not terminal


def _folder(pack: str) -> str:
    from ..places import pack_folder

    return pack_folder(pack)


def _pack_of_run(code: str) -> str:
    """Return the pack a kept run was played in, or nothing once it has been said why that cannot be told."""
    from ..archive.file import StoreError
    from ..archive.home import pack_of_run
    from ..places import data_folder

    try:
        return pack_of_run(data_folder(), code)
    except StoreError as error:
        print(error.sentence, file=sys.stderr)
        return ""


def _apologise(error: Exception) -> int:
    """Write a bug to the log and say so in one calm line; what was played is already kept."""
    import traceback
    from datetime import datetime

    from .. import __version__
    from ..places import log_file

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
