"""What is asked before something is begun: for each kind of thing, its questions in order."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from ...places import pack_folder, packs_folder
from ..dates import parse_day
from ..diagnostics import did_you_mean, listed
from ..kinds import ID, LONGEST_TEXT
from ..packs import try_pack
from ..slugs import slug
from ..stack import extends

if TYPE_CHECKING:
    from ..model import Scene
    from ..packs import Pack


class Answers(dict[str, str]):
    """What has been answered so far, and the pack it is about."""

    @cached_property
    def pack(self) -> Pack | None:
        """The pack that is added to, or the story a branch belongs to; ``None`` if it cannot be played."""
        pack, report = try_pack(pack_folder(self["in"] if "in" in self else self["of"]))
        return None if report.fatal else pack

    def scene(self, name: str) -> Scene | None:
        """Return a scene of the pack, by its id as it is typed there."""
        scenes = self.pack.files.scenes if self.pack else {}
        return next((scene for at, scene in scenes.items() if at.rpartition(":")[2] == name), None)

    def own(self, name: str) -> bool:
        """True if a scene stands in the pack's own files, and not in those of the story a branch belongs to."""
        scenes = self.pack.files.scenes if self.pack else {}
        return not self.in_branch or any(":" in at and at.rpartition(":")[2] == name for at in scenes)

    @property
    def in_branch(self) -> bool:
        """True if the pack that is added to is a branch."""
        return bool(self.pack and self.pack.branches)

    def known(self, ids: Iterable[str]) -> list[str]:
        """Return ids as they are typed in this pack."""
        return [name.rpartition(":")[2] for name in ids]


@dataclass(frozen=True)
class Question:
    """One question: the flag that answers it, its words, what is proposed, and what is wrong with an answer."""

    flag: str
    ask: str
    propose: Callable[[Answers], str | None] | str | None = None
    """What an empty answer stands for; ``None`` if there has to be an answer."""
    wrong: Callable[[str, Answers], str] | None = None
    """Return what is wrong with an answer, with the cure; nothing if nothing is."""
    when: Callable[[Answers], bool] | None = None
    """Asked only if this holds."""

    def proposed(self, answers: Answers) -> str | None:
        return self.propose(answers) if callable(self.propose) else self.propose


def _new_folder(typed: str, _: Answers) -> str:
    if not _name_of(typed):
        return "Give the folder a name with letters or digits in it."
    if os.path.isdir(os.path.join(packs_folder(), _name_of(typed))):
        return f"“{_name_of(typed)}” ships with the program. Choose another name, so that the two are not mistaken."
    if os.path.lexists(typed):
        return f"There is something called {typed} already, and nothing is written over. Choose another name."
    parent = os.path.dirname(os.path.abspath(typed))
    return "" if os.path.isdir(parent) else f"The folder {parent} is not there. Make it first."


def _name_of(folder: str) -> str:
    """Return the id of a pack from its folder's name."""
    name = os.path.basename(os.path.abspath(folder))
    made = slug(name, set())
    return made if any(letter.isalnum() for letter in name) and ID.fullmatch(made) else ""


def _a_story(typed: str, answers: Answers) -> str:
    folder = pack_folder(typed)
    if not ID.fullmatch(typed) or not os.path.isdir(folder):
        return f"There is no story “{typed}”. Those that ship are talks and tutorial."
    if extends(folder):
        return f"“{typed}” is a branch itself. Give the story it belongs to: {extends(folder)}."
    return (
        "" if answers.pack is not None else f"“{typed}” cannot be played itself: run  vikzhel check {typed}"
    )


def _a_pack(typed: str, answers: Answers) -> str:
    if not os.path.isfile(os.path.join(pack_folder(typed), "story.yaml")):
        return f"There is no pack at {typed}. Give its folder; vikzhel new pack, or new branch, makes one."
    if os.path.realpath(pack_folder(typed)).startswith(os.path.join(os.path.realpath(packs_folder()), "")):
        return f"“{typed}” ships with the program, and is not written into. Make a branch of it:  vikzhel new branch"
    return "" if answers.pack is not None else f"Mend it first: run  vikzhel check {typed}"


def _a_whole_pack(typed: str, answers: Answers) -> str:
    wrong = _a_pack(typed, answers)
    return wrong or ("A branch adds no roles; make a pack of your own." if answers.in_branch else "")


def _leaving(typed: str, answers: Answers) -> str:
    """Say what is wrong with a scene as the one that a branch leaves."""
    assert answers.pack is not None
    scenes = answers.pack.files.scenes
    open_to = answers.known(at for at, scene in scenes.items() if scene.choices or scene.doors)
    scene = answers.scene(typed)
    if scene is None:
        near = did_you_mean(typed, open_to)
        return f"There is no scene “{typed}”. {near or f'There are: {listed(open_to)}.'}"
    return "" if scene.choices or scene.doors else f"In “{typed}” nothing is decided. Choose another scene."


def _if_any(wrong: Callable[[str, Answers], str]) -> Callable[[str, Answers], str]:
    """Let nothing be an answer too."""
    return lambda typed, answers: wrong(typed, answers) if typed else ""


def _with_text(typed: str, answers: Answers) -> str:
    """Say what is wrong with a scene as one in which a quotation is to stand."""
    assert answers.pack is not None
    known = answers.known(answers.pack.files.scenes)
    return (
        ""
        if typed in known
        else f"There is no scene “{typed}”. {did_you_mean(typed, known) or f'There are: {listed(known)}.'}"
    )


def _a_scene(typed: str, answers: Answers) -> str:
    assert answers.pack is not None
    known = [*answers.known(answers.pack.files.scenes), "back"]
    if typed in known:
        return ""
    return f"There is no scene “{typed}”. {did_you_mean(typed, known) or f'There are: {listed(known)}.'}"


def _onward(flag: str) -> Callable[[Answers], str | None]:
    """Propose where the story goes on from the scene that is left."""

    def proposed(answers: Answers) -> str | None:
        scene = answers.scene(answers[flag])
        if scene is None:
            return None
        return "back" if scene.doors else str(scene.choices[0].goto[-1].to).rpartition(":")[2]

    return proposed


def _an_id(*tables: str) -> Callable[[str, Answers], str]:
    def wrong(typed: str, answers: Answers) -> str:
        if not ID.fullmatch(typed):
            return f"Ids are small letters, digits and hyphens, such as {slug(typed, set())}."
        assert answers.pack is not None
        for table in tables:
            for holder in (answers.pack.files, answers.pack.evidence):
                if typed in answers.known(getattr(holder, table, ())):
                    return f"“{typed}” is there already. Choose another id."
        return ""

    return wrong


def _a_role_id(typed: str, answers: Answers) -> str:
    return _an_id("roles")(typed, answers)


def _somebody(answers: Answers) -> bool:
    """True if the one of this id is known: by the evidence, or by the pack."""
    assert answers.pack is not None
    tables = (answers.pack.files.people, answers.pack.evidence.people, answers.pack.evidence.bodies)
    return any(answers["id"] in table for table in tables)


def knows_speaker(answers: Answers) -> bool:
    """True if the speaker's id is known."""
    assert answers.pack is not None
    files, base = answers.pack.files, answers.pack.evidence
    return any(
        answers["speaker"] in answers.known(table)
        for table in (files.people, base.people, base.bodies, base.voices)
    )


def knows_source(answers: Answers) -> bool:
    """True if the source's id is known."""
    assert answers.pack is not None
    return answers["source"] in answers.known(answers.pack.evidence.sources)


def _new_source(answers: Answers) -> bool:
    return not knows_source(answers)


def _one_of(*words: str) -> Callable[[str, Answers], str]:
    return lambda typed, _: "" if typed in words else f"It is one of: {', '.join(words)}."


def _a_day(typed: str, _: Answers) -> str:
    return "" if parse_day(typed) else "Write the day as 1917-10-29, Old Style."


def _a_year(typed: str, _: Answers) -> str:
    fits = typed.isascii() and typed.isdecimal() and 1800 <= int(typed[:6]) <= 2100
    return "" if not typed or fits else "Write the year in figures, such as 1919, or nothing."


def _slug_of(flag: str, *tables: str) -> Callable[[Answers], str]:
    def proposed(answers: Answers) -> str:
        assert answers.pack is not None
        taken = {
            name
            for table in tables
            for holder in (answers.pack.files, answers.pack.evidence)
            for name in answers.known(getattr(holder, table, ()))
        }
        return slug(answers[flag], taken)

    return proposed


_WHERE = Question("folder", "In which folder shall it be? It is made anew", wrong=_new_folder)
_TITLE = Question("title", "What shall players see it called?")
_AUTHOR = Question("author", "Who writes it? Players see that too")
_IN = Question("in", "Which pack is it for? Its folder", wrong=_a_pack)

QUESTIONS: dict[str, list[Question]] = {
    "branch": [
        _WHERE,
        Question("of", "Which story is it a branch of?", "talks", _a_story),
        _TITLE,
        _AUTHOR,
        Question("scene", "In which scene of the story does it begin? Its id, as vikzhel map prints it", wrong=_leaving),
        Question("choice", "What can the player do there besides? In 8 to 16 words"),
        Question("text", "And what does he read then?"),
        Question("on", "What does he do after it?", "Go back to what you were about."),
        Question("back", "And which scene of the story does that lead to?", _onward("scene"), _a_scene),
    ],
    "pack": [
        _WHERE,
        _TITLE,
        _AUTHOR,
        Question("greeting", "What is the first thing a player reads?", lambda a: f"{a['title']}."),
        Question("who", "Who is played?", "A night watchman"),
        Question("place", "Where does it begin?", "A yard in Petrograd"),
        Question("text", "What is the first thing that is told?", "It is getting dark, and nobody has come yet."),
        Question("first", "What can he do first?", "Stay where you are and wait a little longer."),
        Question("second", "And what else?", "Go and see what is keeping them all."),
    ],
    "scene": [
        _IN,
        Question("title", "What is its heading?"),
        Question("id", "What is its id?", _slug_of("title", "scenes"), _an_id("scenes")),
        Question("from", "From which scene is it reached? Its id (Nothing, and you lead to it later)", "", _if_any(_leaving)),
        Question("option", "What does the player choose there, to come here? In 8 to 16 words", when=lambda a: bool(a["from"])),
        Question("text", "What does the player read?"),
        Question("reason", "Why may it be imagined so?", "Invented for this story.", when=lambda a: not a.in_branch),
        Question("choice", "What does he do then? (Nothing, and it goes on by itself)", ""),
        Question("goto", "Which scene does it lead to?", _onward("from"), _a_scene),
    ],
    "role": [
        Question("in", "Which pack is it for? Its folder", wrong=_a_whole_pack),
        Question("id", "Who is it? An id, such as martov or a-watchman", wrong=_a_role_id),
        Question("name", "What is his or her name?", when=lambda a: not _somebody(a)),
        Question("who", "Who is he, in a line?"),
        Question("want", "What does he want?"),
        Question("fear", "What does he fear?"),
        Question("answers-to", "Whom does he answer to?"),
        Question("cannot", "What can he not do?"),
        Question("deadline", "What is the clock?"),
        Question("start", "In which scene does he begin?", wrong=_a_scene),
    ],
    "quote": [
        _IN,
        Question("text", "What are the words, letter for letter?"),
        Question("speaker-name", "Who said them, as the citation names him or her?"),
        Question("speaker", "And by which id?", _slug_of("speaker-name"), lambda t, _: "" if ID.fullmatch(t) else "Ids are small letters, digits and hyphens."),
        Question("id", "What shall the quotation's id be?", lambda a: slug(f"{a['speaker']} {a['text']}", set()), _an_id("quotes")),
        Question("date", "On which day, Old Style? Such as 1917-10-29", wrong=_a_day),
        Question("occasion", "On what occasion?"),
        Question("source", "In which source? Its id, such as reed-ten-days", wrong=lambda t, _: "" if ID.fullmatch(t) else "Ids are small letters, digits and hyphens."),
        Question("author", "Who wrote that source?", when=_new_source),
        Question("work", "What is its title?", when=_new_source),
        Question("year", "In which year did it appear?", "", _a_year, _new_source),
        Question("rights", "Is it public-domain, or a short-quotation?", "short-quotation", _one_of("public-domain", "short-quotation"), _new_source),
        Question("kind", "What is it? memoir, secondary, resolution, newspaper, speech, minutes or letter", "secondary", _one_of("memoir", "secondary", "resolution", "newspaper", "speech", "minutes", "letter"), _new_source),
        Question("locator", "On which page, or in which chapter?", ""),
        Question("confidence", "How sure is the wording? high, medium or low", "medium", _one_of("high", "medium", "low")),
        Question("seen", "Was it read in the source itself (direct), or in a later work (secondary)?", "direct", _one_of("direct", "secondary")),
        Question("scene", "In which scene is it read? Its id (Nothing, and you put it in later)", "", _if_any(_with_text)),
    ],
}  # fmt: skip


def wrong_with(question: Question, typed: str, answers: Answers) -> str:
    """Return what is wrong with an answer; nothing if nothing is."""
    if len(typed) > LONGEST_TEXT:
        return f"That is longer than {LONGEST_TEXT} characters."
    if not typed and question.proposed(answers) is None:
        return "This has to be said."
    return question.wrong(typed, answers) if question.wrong is not None else ""


def name_of(folder: str) -> str:
    """Return the id of a pack that is made in a folder."""
    return _name_of(folder)
