"""``vikzhel new``: asks what is missing, writes it, and checks what it has written."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from ...places import pack_folder
from ..branches import AVERAGES
from ..check import check_pack
from ..folder import MANIFEST, TESTS
from ..groups import MUST_FIX
from ..rewriting import CannotChange, write
from ..text import one_line, quoted
from . import templates
from .inserting import inserted, there
from .mentioning import Mention, mention
from .questions import QUESTIONS, Answers, Question, knows_source, knows_speaker, name_of, wrong_with

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import TextIO

    from ..diagnostics import Report

MOST_TYPED = 20_000
EVIDENCE = ("sources", "voices", "quotes")
"""Tables that are begun together, in one file."""
UNMENTIONED = ("V609", "V834")
"""What ``check`` says of what nothing leads to or shows yet, which has then been said otherwise."""


class _Given(Exception):
    """The answers will not do; the message says why."""


def run(kind: str, given: Mapping[str, str | None], stdin: TextIO, out: TextIO, err: TextIO) -> int:
    """Begin something; return 0, 1 if it could not be written, 2 if an answer is missing or wrong.

    ``given`` has what the flags say. What they do not say is asked if there is a terminal, and else takes what
    is proposed.
    """
    try:
        answers = _answers(QUESTIONS[kind], given, stdin, out)
    except _Given as wrong:
        print(wrong, file=err)
        return 2
    except (EOFError, KeyboardInterrupt):
        print("\nNothing has been written.", file=err)
        return 130
    try:
        return _begin(kind, answers, out, err)
    except BrokenPipeError:
        raise
    except (OSError, CannotChange) as error:
        why = (error.strerror if isinstance(error, OSError) else "") or error
        print(f"It could not be written: {why}.", file=err)
    return 1


# -- asking ------------------------------------------------------------------------------------------


def _answers(
    questions: list[Question], given: Mapping[str, str | None], stdin: TextIO, out: TextIO
) -> Answers:
    answers = Answers()
    asking = stdin.isatty() and out.isatty()
    missing: list[Question] = []
    for question in questions:
        if missing and (question.when is not None or question.wrong is not None):
            # What is missing may be what this hangs on.
            if given.get(question.flag) is None and question.propose is None and question.when is None:
                missing.append(question)
            continue
        if question.when is not None and not question.when(answers):
            continue
        said = given.get(question.flag)
        if said is None and asking:
            _ask(question, answers, stdin, out)
            continue
        proposed = None if missing else question.proposed(answers)
        typed = one_line(said) if said is not None else proposed
        if typed is None:
            if question.propose is None or not missing:
                missing.append(question)
            continue
        _take(question, typed, answers)
    if missing:
        lines = "\n".join(f"  {_flag(question)}  {question.ask}" for question in missing)
        raise _Given(f"This is missing, and there is no terminal to ask on:\n{lines}")
    return answers


def _take(question: Question, typed: str, answers: Answers) -> None:
    answers[question.flag] = typed
    problem = wrong_with(question, typed, answers)
    if problem:
        raise _Given(f"{_flag(question)}: {problem}")


def _flag(question: Question) -> str:
    return "FOLDER" if question.flag == "folder" else f"--{question.flag}"


def _ask(question: Question, answers: Answers, stdin: TextIO, out: TextIO) -> None:
    """Ask until the answer will do."""
    while True:
        proposed = question.proposed(answers)
        asked = question.ask + (f" [{proposed}]" if proposed else "")
        print(asked if asked.endswith("?") else f"{asked}:", end=" ", file=out, flush=True)
        line = stdin.readline(MOST_TYPED)
        if not line:
            raise EOFError
        typed = one_line(line) or proposed or ""
        answers[question.flag] = typed
        problem = wrong_with(question, typed, answers)
        if not problem:
            return
        del answers[question.flag]
        answers.__dict__.pop("pack", None)
        print(problem, file=out)


# -- writing -----------------------------------------------------------------------------------------


def _begin(kind: str, answers: Answers, out: TextIO, err: TextIO) -> int:
    if kind in ("pack", "branch"):
        folder = answers["folder"]
        name = name_of(folder)
        if kind == "pack":
            files = templates.pack(answers, name)
        else:
            scene = answers.scene(answers["scene"])
            files = {MANIFEST: templates.branch(answers, name, door=bool(scene and scene.doors))}
        os.mkdir(folder)
        for file, text in files.items():
            write(os.path.join(folder, file), text.encode("utf-8"), new=True)
        return _told(
            folder, [os.path.join(folder, file) for file in files], check_pack(folder).report, out, err
        )
    folder = pack_folder(answers["in"])
    return _added(folder, _entries(kind, answers), mention(kind, answers), out, err)


def _entries(kind: str, answers: Answers) -> list[tuple[str, str]]:
    """Return what goes into which tables."""
    if kind == "scene":
        return [("scenes", templates.scene(answers, answers["id"], invented=answers.in_branch))]
    if kind == "role":
        made_up = [("people", templates.person(answers))] if "name" in answers else []
        return [*made_up, ("roles", templates.role(answers))]
    entries = []
    if not knows_source(answers):
        entries.append(("sources", templates.source(answers, answers["source"])))
    if not knows_speaker(answers):
        entries.append(("voices", templates.voice(answers["speaker"], answers["speaker-name"])))
    return [*entries, ("quotes", templates.quote(answers, answers["speaker"], answers["source"]))]


def _added(
    folder: str, entries: list[tuple[str, str]], mentioned: Mention | None, out: TextIO, err: TextIO
) -> int:
    """Put entries into the files of a pack, and a word of the new one where the player comes to it.

    If they do not fit after all, everything is as it was before. A mention that cannot be put where it belongs is
    shown, to be typed.
    """
    before: dict[str, bytes | None] = {}
    earlier = check_pack(folder).report

    def put(path: str, data: bytes) -> None:
        if path not in before:
            before[path] = _bytes_of(path)
        write(path, data, new=_bytes_of(path) is None)

    by_hand = ""
    try:
        for table, entry in entries:
            put(*_file_for(folder, table, entry))
        if mentioned is not None:
            try:
                put(*_file_at(folder, mentioned))
            except CannotChange:
                by_hand = mentioned.by_hand
        report = _since(earlier, check_pack(folder).report, UNMENTIONED if by_hand else ())
    except BaseException:
        _restore(before)
        raise
    if report.fatal:
        _restore(before)
        print(f"{report.render()}\nNothing has been changed.", file=err)
        return 1
    return _told(folder, [*before], report, out, err, by_hand)


def _since(earlier: Report, report: Report, expected: tuple[str, ...]) -> Report:
    """Return a report without the remarks that were there before, which are not about what was begun."""
    known = {(problem.code, problem.message) for problem in earlier.problems}
    report.problems = [
        problem
        for problem in report.problems
        if problem.group == MUST_FIX
        or (problem.code not in (AVERAGES, *expected) and (problem.code, problem.message) not in known)
    ]
    return report


def _file_for(folder: str, table: str, entry: str) -> tuple[str, bytes]:
    """Return the file that an entry goes into, and its new bytes: where the table stands, or one of its own."""
    usual = os.path.join(folder, "evidence.yaml" if table in EVIDENCE else f"{table}.yaml")
    standing = [path for path in _files(folder) if there(_bytes_of(path) or b"", (table,))]
    for path in [*standing, usual]:
        try:
            return path, inserted(_bytes_of(path) or b"", (table,), entry)
        except CannotChange:
            continue  # perhaps it stands in braces there; a table may stand in several files
    number = 2
    while os.path.lexists(beside := os.path.join(folder, f"{table}-{number}.yaml")):
        number += 1
    return beside, inserted(b"", (table,), entry)


def _file_at(folder: str, mentioned: Mention) -> tuple[str, bytes]:
    """Return the file in which most of a mention's place is there already, and its new bytes. Raises ``CannotChange``."""
    if not mentioned.path:
        raise CannotChange("it is not known where")
    files = [(path, _bytes_of(path) or b"") for path in _files(folder)]
    path, data = max(files, key=lambda one: there(one[1], mentioned.path))
    return path, inserted(data, mentioned.path, mentioned.entry, mentioned.in_brackets)


def _files(folder: str) -> list[str]:
    found = [
        os.path.join(where, name)
        for where, _, names in os.walk(folder)
        for name in names
        if name.endswith(".yaml") and name != TESTS and not name.startswith(".")
    ]
    # The file that is called after the table comes first, the manifest last.
    return sorted(found, key=lambda path: (os.path.basename(path) == MANIFEST, path))


def _bytes_of(path: str) -> bytes | None:
    try:
        with open(path, "rb") as stream:
            return stream.read()
    except FileNotFoundError:
        return None


def _restore(before: dict[str, bytes | None]) -> None:
    for path, data in before.items():
        if data is not None:
            write(path, data, new=False)
        elif os.path.exists(path):
            os.unlink(path)


def _told(folder: str, paths: list[str], report: Report, out: TextIO, err: TextIO, by_hand: str = "") -> int:
    """Say what was written, what ``check`` says of it, what is left to be typed, and what to type next."""
    for path in paths:
        print(f"Written: {path}", file=out)
    if by_hand:
        print(f"\n{by_hand}\n", file=out)
    shown = quoted(folder if os.sep in folder else os.path.join(".", folder))
    if report.fatal:
        print(report.render(), file=err)
        return 1
    if report.problems:
        print(f"{report.render()}\n", file=out)
    print(f"Play it:   vikzhel play {shown}\nCheck it:  vikzhel check --watch {shown}", file=out)
    return 0
