"""One sitting: the loop that tells, asks and takes, until the end, ``quit`` or the end of input."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING

from ..aloud import lookups
from ..aloud.count import needed, sides
from ..aloud.say import Telling
from ..aloud.way_back import command
from ..archive.store import Store, StoreError, keep_or_not
from ..play.program import Program
from ..story.records import at
from ..story.text import one_line
from . import commands, opening
from .again import PASSED_OVER, Passing, journal, play_on
from .retell import last_stop, since_last_stop
from .wording import counted, inner, listed, sentence

if TYPE_CHECKING:
    from typing import TextIO

    from ..archive.store import KeptRun
    from ..play.events import Event, Option
    from ..story.packs import Pack
    from .page import Page, Whole

LONGEST_INPUT = 400
CHOOSING = "Type the number of the man you want to play, again to hear the cards once more, or quit."
LOST = "The last of this run has not been kept"
GO_ON = "Press Enter to go on"
SURENESS = "1 a guess, 2 fairly sure, 3 certain"


class Leaving(Exception):
    """The player has had enough, or there is no more input."""


class Sitting:
    """A player in front of a page."""

    def __init__(self, pack: Pack, folder: str, data: str, stdin: TextIO, page: Page) -> None:
        self._pack = pack
        self._folder = folder
        self._data = data
        self._in = stdin
        self._page = page
        self._beside = stdin.isatty() and page.terminal
        self._telling = Telling(pack)
        self._kept: KeptRun | None = None
        self._earlier: Passing | None = None
        self._trouble = ""
        self._moved = False
        reconfigure = getattr(stdin, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="replace")

    def play(self, role: str, resume: str) -> int:
        """Play a role, or go on with a run; return the exit code."""
        try:
            program = Program(self._pack)
            if not resume:
                self._begin(program, role)
            elif not self._resume(program, resume):
                return 1
            while True:
                self._turn()
        except Leaving:
            self._farewell()
            return 0
        except KeyboardInterrupt:
            self._farewell()
            return 130
        finally:
            if self._kept is not None:
                self._kept.close()

    # -- beginning -----------------------------------------------------------------------------

    def _begin(self, program: Program, role: str) -> None:
        self._tell(*opening.how_to_play(self._pack))
        roles = [str(role) for role in self._pack.files.roles]
        chosen = role or (roles[0] if len(roles) == 1 else "")
        with_card = bool(chosen)
        if not chosen:
            chosen = self._choose_role(roles)
        self._sit_down_with(keep_or_not(self._data, program, chosen))
        self._tell(*opening.introduction(self._pack, chosen, with_card=with_card))
        self._explain_trouble()
        self._tell_events(self._now.run.events())

    def _choose_role(self, roles: list[str]) -> str:
        self._tell(*opening.roles(self._pack))
        names = [lookups.name(self._pack, role) for role in roles]
        offered = listed((f"{number} for {name}" for number, name in enumerate(names, 1)), "or")
        while True:
            typed = self._hear(f"Whom do you play? Type {offered}")
            number = commands.numbered(typed)
            if number is not None and 1 <= number <= len(roles):
                return roles[number - 1]
            request = commands.read(typed, (), f"Type {offered}")
            if request.kind == "quit":
                raise Leaving
            if request.kind in ("again", "card"):
                self._tell(*opening.roles(self._pack))
                continue
            if request.kind == "help":
                self._tell([CHOOSING])
                continue
            begun = [role for role, name in zip(roles, names, strict=True) if _begins(typed, role, name)]
            if len(begun) == 1 and number is None and typed.casefold() not in commands.WORDS:
                return begun[0]
            self._tell([request.argument if request.kind == "say" else "First choose whom you play."])

    def _resume(self, program: Program, code: str) -> bool:
        """Open a kept run and tell where it stands; say why not, and return false, if that fails."""
        store = None
        try:
            store = Store.open(self._data)
            self._sit_down_with(store.resume(code, program))
        except StoreError as error:
            if store is not None:
                store.close()
            opening.complain(sentence(one_line(str(error))))
            return False
        run = self._now.run
        made = len(run.decisions())
        name = inner(lookups.name(self._pack, run.role))
        if run.over:
            self._tell([f"{self._now.code} is over. You played {name}. This is how it ended."])
        else:
            so_far = (
                f"You have made {counted(made, 'decision')} so far." if made else "Nothing is decided yet."
            )
            self._tell([f"You go on with {self._now.code}. You play {name}. {so_far}"])
        self._explain_trouble()
        self._retell()
        return True

    def _sit_down_with(self, kept: KeptRun) -> None:
        """Let this be the run that is played."""
        self._kept = kept
        self._earlier = Passing(kept)
        self._telling.role, self._telling.seen = kept.run.role, self._earlier.earlier.seen

    # -- playing -------------------------------------------------------------------------------

    @property
    def _now(self) -> KeptRun:
        assert self._kept is not None
        return self._kept

    def _turn(self) -> None:
        options = self._now.run.options
        if self._now.run.over:
            self._look_back()
        elif options[0].kind == "draw":
            self._draw()
        elif options[0].kind == "vote":
            self._guess(options[0])
        else:
            self._choose(options)

    def _draw(self) -> None:
        """Let chance decide; after one draw the player is asked before the next, so that none can run away."""
        run = self._now.run
        if run.steps and run.steps[-1].kind == "draw":
            lead = f"{GO_ON}, or ? for help"
            typed = self._hear(lead)
            if typed:
                self._answer(commands.read(typed, (), lead))
                return
        self._take(run.drawn(Random()))

    def _choose(self, options: tuple[Option, ...]) -> None:
        opened = len(self._now.run.open)
        only = self._only_way(options)
        asked = GO_ON if only else {1: "Type 1", 2: "Type 1 or 2"}.get(opened, f"Type 1 to {opened}")
        lead = f"{asked}, or ? for help"
        typed = self._hear(lead)
        if not typed and not only:
            self._page.put(self._telling.choices)
            return
        request = commands.read(typed, options, lead)
        if request.kind == "take":
            self._take(request.argument)
        else:
            self._answer(request)

    def _only_way(self, options: tuple[Option, ...]) -> bool:
        """True if the scene has one choice for everybody: the only place where Enter alone may take it."""
        choices = at(self._pack.files.scenes, self._now.run.scene).choices
        return len(options) == len(choices) == 1 and not options[0].locked and choices[0].condition is None

    def _guess(self, option: Option) -> None:
        """Ask what the player expects of a vote, then hold it."""
        rival = sides(self._pack, option.id)
        carried, lost = (f"They take {inner(text)}." for text in rival) if rival else ("Carried.", "Lost.")
        carry = str(at(self._pack.files.votes, option.id).carry or "majority")
        bar = [needed(carry, rival, "needs")] if carry == "two-thirds" else []
        choices = [f"Your guess: 1. {carried} 2. {lost} 3. I cannot tell.", f"And how sure: {SURENESS}."]
        self._page.put(bar + choices)
        lead = "Type your guess and how sure you are, such as 1 3, or skip"
        typed = self._hear(lead)
        if typed.casefold() == "skip":
            self._take(option.id)
            return
        guess = commands.guess(typed)
        if guess is None:
            self._answer(commands.read(typed, (), lead))
            return
        prediction, sure = guess
        if prediction == "unsure":
            sure = 0
        elif not sure:
            typed = self._hear(f"How sure? {SURENESS}")
            sure = commands.sureness(typed) or 0
            if not sure:
                self._answer(commands.read(typed, (), f"Type 1 to 3: {SURENESS}"))
                return
        self._take(option.id, prediction, sure)

    def _take(self, option_id: str, prediction: str = "", sureness: int = 0) -> None:
        self._moved = True
        events = self._now.take(option_id, prediction=prediction, sureness=sureness)
        self._tell_events(events)
        self._explain_trouble()

    def _look_back(self) -> None:
        """After the end: it can be gone over, everything looked up, and a decision taken back."""
        from .debrief import Debriefing  # nothing of it is needed before the end

        gone_over = Debriefing(self._folder, self._now)
        try:
            can = (
                "You can also play on from any decision in a new run (from 3, or undo for the last), look up why, moods, "
                "table and sources, or quit."
            )
            self._page.put(gone_over.contents, [can, "To play again:", self._command("")])
            while self._now.run.over:
                lead = gone_over.lead
                typed = self._hear(lead)
                blocks = gone_over.asked(typed)
                if blocks:
                    self._tell(*blocks)
                elif not typed:
                    raise Leaving
                else:
                    self._answer(commands.read(typed, (), lead))
        finally:
            gone_over.close()

    def _answer(self, request: commands.Request) -> None:
        """Do what a player asked for that is not a choice."""
        run = self._now.run
        match request.kind:
            case "say":
                self._tell([request.argument])
            case "help":
                self._tell(commands.HELP)
            case "again":
                self._retell()
            case "card":
                self._tell(lookups.card(self._pack, run.role), lookups.goals(self._pack, run.role))
            case "moods":
                self._tell(*lookups.moods(run))
            case "table":
                self._tell(*lookups.table(run))
            case "why":
                self._tell(*lookups.ledger(run, request.argument))
            case "sources":
                self._tell(*lookups.sources(run))
            case "decisions":
                self._tell(lookups.decisions(run) or ["You have decided nothing yet."])
            case "journal":
                self._tell(journal(self._now, request.argument))
                self._explain_trouble()
            case "brief":
                assert self._earlier is not None
                self._tell([self._earlier.toggle()])
            case "from":
                self._play_on(request.argument)
            case "undo":
                self._undo(request.argument)
            case "quit":
                raise Leaving

    def _undo(self, which: str) -> None:
        """Go back to before the last decision, or before the one with this number.

        A week that is over stays as it is: from there it goes back in a new run.
        """
        made = self._now.run.decisions()
        if not made:
            self._tell(["There is nothing to take back yet."])
            return
        number = int(which) if which.isdecimal() else 0 if which else len(made)
        if not 1 <= number <= len(made):
            self._tell([f"Type undo, or undo and a number from 1 to {len(made)}; decisions lists them."])
            return
        to, chosen = made[number - 1]
        if self._now.run.over and self._now.kept:
            self._play_on(str(number))
            return
        self._moved = True
        self._now.undo(to)
        words = lookups.decided(self._pack, chosen)
        back = len(made) - number
        rest = f" And {counted(back, 'decision')} after it." if back else ""
        self._tell([f"Taken back: {words}{rest}"])
        self._explain_trouble()
        self._retell()

    def _play_on(self, which: str) -> None:
        """Go over to a new run that begins before a decision of this one."""
        new, said = play_on(self._now, which)
        if new is not None:
            self._sit_down_with(new)
        self._tell(said)
        if new is not None:
            self._explain_trouble()
            self._retell()

    # -- telling and hearing -------------------------------------------------------------------

    def _tell(self, *blocks: list[str]) -> None:
        self._page.put(*(self._telling.glossary.explained(block) for block in blocks if block))

    def _tell_events(self, events: list[Event], of_step: int = -1, *, whole: bool = False) -> None:
        run = self._now.run
        step = run.steps[of_step] if run.steps else None
        shortened = False
        if self._earlier is not None and not whole:
            events, shortened = self._earlier.shortened(events)
        blocks = self._telling.tell(events, step=step, left=run.left_record())
        if shortened:
            blocks.insert(max(0, len(blocks) - 1), [PASSED_OVER])
        self._page.put(*blocks)

    def _retell(self) -> None:
        """Tell again what was told since the player was last asked for something."""
        run, last = self._now.run, last_stop(self._now.run)
        told = run.events()
        self._telling.begin_afresh(told[: len(told) - len(run.events(last))])
        self._tell_events(since_last_stop(run), of_step=max(last - 1, 0), whole=True)

    def _hear(self, prompt: str) -> str:
        """Ask, and return what is typed, made safe and short; the rest of an endless line is dropped."""
        self._page.ask(prompt, wait_beside=self._beside)
        line = self._in.readline(LONGEST_INPUT)
        if not line:
            raise Leaving
        part = line
        while part and not part.endswith("\n"):
            part = self._in.readline(LONGEST_INPUT)
        if self._beside and (part or line).endswith("\n"):
            self._page.answered()
        return one_line(line)

    # -- leaving -------------------------------------------------------------------------------

    def _explain_trouble(self) -> None:
        trouble = self._now.trouble
        if trouble and trouble != self._trouble:
            self._tell([trouble])
        self._trouble = trouble

    def _farewell(self) -> None:
        """Say what is kept and how to go on."""
        if self._kept is None:
            self._page.put(["Nothing has begun yet. To start:", self._command("")])
        elif not self._kept.code:
            self._page.put(["This run was not kept."])
        elif self._moved and not self._kept.kept:
            reason = self._kept.trouble.partition("not kept: ")[2]
            self._page.put(
                [
                    sentence(f"{LOST}: {reason}" if reason else LOST),
                    f"What was kept before goes by the name {self._kept.code}. To go on from there:",
                    self._command(self._kept.code),
                ]
            )
        elif self._kept.run.over:
            self._page.put([f"This run is kept as {self._kept.code}."])
        else:
            code = self._kept.code
            self._page.put([f"Your run is kept as {code}. To go on:", self._command(code)])

    def _command(self, code: str) -> Whole:
        """Return what to type to go on with a run, or to start anew."""
        return command(self._folder, self._data, code, self._page.encoding)


def _begins(typed: str, role: str, name: str) -> bool:
    """True if what was typed is the start of a role's id or of any word of its name."""
    words = (role, name, *name.split())
    return bool(typed) and any(word.casefold().startswith(typed.casefold()) for word in words)
