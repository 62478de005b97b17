"""Everything a key can do, in one table: bindings, key bar, palette and help are all read from it.

Ctrl+C is never bound here: it stays the terminal's and Textual's (copying what is selected).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..story.dataclass import dataclass

if TYPE_CHECKING:
    from textual.binding import Binding

NUMBERS = tuple("1234567890")


@dataclass(frozen=True, slots=True)
class Deed:
    """One thing the player can ask for.

    ``screens`` are the kinds of screen it works on. ``bar`` is its rank in the key bar (0: not
    there; low ranks stay longest when the bar is narrow). A ``numbered`` deed gets the key as its number.
    """

    action: str
    keys: tuple[str, ...]
    label: str
    help: str
    screens: tuple[str, ...]
    bar: int = 0
    shown: str = ""
    numbered: bool = False
    palette: bool = True

    @property
    def key_words(self) -> str:
        """Return the keys as a player reads them."""
        return self.shown or ", ".join(_WORDS.get(key, key) for key in self.keys)


_WORDS = {
    "question_mark": "?",
    "pagedown": "PgDn",
    "pageup": "PgUp",
    "space": "Space",
    "enter": "Enter",
    "escape": "Esc",
    "home": "Home",
    "end": "End",
    "tab": "Tab",
    "shift+tab": "Shift+Tab",
    "ctrl+p": "Ctrl+P",
    "ctrl+q": "Ctrl+Q",
    "ctrl+z": "Ctrl+Z",
}

GAME, TITLE, SHEET, LIST, PANEL, JOURNAL = "game", "title", "sheet", "list", "panel", "journal"
ROLES, SETTINGS, ARCHIVE, BROKEN = "roles", "settings", "archive", "broken"
DEBRIEF, COMPARISON, WEEKS, AGAINST = "debrief", "comparison", "weeks", "against"
PREVIEW, MENDING, DESK, SCENES, NAMING = "preview", "mending", "desk", "scenes", "naming"

DEEDS = (
    Deed("pick", NUMBERS, "Choose by number", "Take the choice with that number; of more than nine, mark it",
         (GAME, TITLE, ROLES, LIST, WEEKS, AGAINST), shown="1–9",
         numbered=True, palette=False),
    Deed("move(1)", ("down", "j", "right"), "Next choice", "Move down the choices; before the end of the text, a line on",
         (GAME, TITLE, ROLES, LIST, WEEKS, AGAINST), shown="↓ j",
         palette=False),
    Deed("move(-1)", ("up", "k", "left"), "Choice before", "Move up the choices; before the end of the text, a line back",
         (GAME, TITLE, ROLES, LIST, WEEKS, AGAINST), shown="↑ k",
         palette=False),
    Deed("leap(1)", ("pagedown",), "A page on", "Move the mark a page on", (LIST, WEEKS, AGAINST), palette=False),
    Deed("leap(-1)", ("pageup",), "A page back", "Move the mark a page back", (LIST, WEEKS, AGAINST), palette=False),
    Deed("edge(-1)", ("home",), "To the first", "Mark the first", (LIST, WEEKS, AGAINST), palette=False),
    Deed("edge(1)", ("end",), "To the last", "Mark the last", (LIST, WEEKS, AGAINST), palette=False),
    Deed("go_on", ("enter",), "Take it", "Take what is marked; before the end of the text, read on",
         (GAME,), palette=False),
    Deed("go_on", ("enter",), "Choose", "Take what is marked", (TITLE, ROLES, LIST, WEEKS, AGAINST), bar=1,
         palette=False),
    Deed("read(1)", ("space", "pagedown"), "Read on", "Move the text a page on", (GAME, ROLES, SHEET, BROKEN, MENDING),
         palette=False),
    Deed("read(-1)", ("pageup", "b"), "Read back", "Move the text a page back; all you have read is there",
         (GAME, ROLES, SHEET, BROKEN, MENDING), palette=False),
    Deed("edge(-1)", ("home",), "To the beginning", "Go to the beginning of the text", (GAME, SHEET, BROKEN, MENDING),
         palette=False),
    Deed("edge(1)", ("end",), "To the end", "Go to the end of the text, past all that you have read before", (GAME,),
         palette=False),
    Deed("edge(1)", ("end",), "To the end", "Go to the end of the text", (SHEET, BROKEN, MENDING), palette=False),
    Deed("pane(1)", ("tab",), "Panes", "Next pane: room, table, what this rests on; arrows move it",
         (GAME,), bar=3),
    Deed("pane(-1)", ("shift+tab",), "Pane before", "Go to the pane before", (GAME,), palette=False),
    Deed("back", ("escape",), "Back to the story", "From a pane back to the story", (GAME,), palette=False),
    Deed("sheet('why')", ("w",), "Why", "The ledger: where they stand, and every change with its cause",
         (GAME,), bar=2),
    Deed("sheet('table')", ("t",), "Table", "The draft agreement as it lies on the table", (GAME,), bar=4),
    Deed("sheet('sources')", ("q",), "Sources", "Every source you have met, and what to make of it", (GAME,), bar=5),
    Deed("sheet('map')", ("m",), "Map", "The scenes you have seen, what you chose and what you left", (GAME,), bar=6),
    Deed("sheet('people')", ("p",), "People", "Who is who, of those you have met or heard named", (GAME,), bar=11),
    Deed("sheet('stands')", ("s",), "Stands", "Every question, everybody who votes, and what you know of it", (GAME,), bar=12),
    Deed("sheet('card')", ("c",), "Card", "Who you are and what you want", (GAME,), bar=10),
    Deed("journal", ("d",), "Journal", "Write a line for yourself: at the start, half-way, the end", (GAME,), bar=15),
    Deed("front", ("f",), "Front page", "To the front page; the run stays, to be gone on with", (GAME,), bar=17),
    Deed("debrief", ("o",), "Go over it", "Once it has ended, go over it: the debrief", (GAME,), bar=16),
    Deed("undo", ("u",), "Undo", "Go back to a decision", (GAME,), bar=7),
    Deed("sheet('words')", ("g",), "Words", "Names and terms explained", (GAME,), bar=13),
    Deed("sheet('how')", ("h",), "How this works", "The game in a hundred words", (TITLE, ROLES, GAME), bar=14),
    Deed("close", ("escape", "q"), "Close", "Close this and go back", (SHEET, LIST, SETTINGS, WEEKS, AGAINST), bar=2, shown="Esc",
         palette=False),
    Deed("back", ("escape", "q"), "Back", "Go back to the front page", (ROLES,), bar=2, shown="Esc"),
    Deed("close", ("escape",), "Close", "Close this and go back", (PANEL, JOURNAL), bar=1, shown="Esc"),
    Deed("read(1)", ("pagedown",), "Page on", "A page on", (PANEL, JOURNAL), bar=2, palette=False),
    Deed("read(-1)", ("pageup",), "Page back", "A page back", (PANEL, JOURNAL), bar=3, palette=False),
    Deed("move(1)", ("down",), "A line on", "A line on", (PANEL,), palette=False),
    Deed("move(-1)", ("up",), "A line back", "A line back", (PANEL,), palette=False),
    Deed("edge(-1)", ("home",), "To the beginning", "To the beginning", (PANEL,), palette=False),
    Deed("edge(1)", ("end",), "To the end", "To the end", (PANEL,), palette=False),
    Deed("sheet('help')", ("question_mark",), "Help", "Every key", (TITLE, ROLES, GAME), bar=1),
    Deed("app.settings", ("e",), "Settings", "Colours, motion, width of the text, descriptions in words",
         (TITLE, ROLES, GAME), bar=9, palette=False),
    Deed("app.command_palette", ("ctrl+p",), "Menu", "Everything by name, and the themes", (TITLE, ROLES, GAME), bar=3,
         palette=False),
    Deed("again", ("r",), "Read it again", "Read the story again, once it has been mended", (BROKEN,), bar=1),
    Deed("app.quit", ("ctrl+q",), "Quit", "Leave at once", (TITLE, ROLES, GAME, BROKEN, MENDING), bar=2,
         palette=False),
    Deed("app.suspend_process", ("ctrl+z",), "Put aside", "Put the game aside for the shell; fg brings it back",
         (TITLE, ROLES, GAME), palette=False),
    Deed("row(1)", ("down", "j"), "Next setting", "Mark the next setting", (SETTINGS,), palette=False),
    Deed("row(-1)", ("up", "k"), "Setting before", "Mark the setting before", (SETTINGS,), palette=False),
    Deed("turn(1)", ("right", "enter", "space"), "Change it", "Change the setting that is marked; it holds at once",
         (SETTINGS,), bar=1, shown="← →", palette=False),
    Deed("turn(-1)", ("left",), "Change it back", "Change it the other way", (SETTINGS,), palette=False),
    Deed("row(1)", ("down",), "Next entry", "Show the next entry", (ARCHIVE,), bar=2, shown="↑ ↓", palette=False),
    Deed("row(-1)", ("up",), "Entry before", "Show the entry before", (ARCHIVE,), palette=False),
    Deed("read(1)", ("pagedown",), "Read on", "Move the text a page on", (ARCHIVE,), bar=3, palette=False),
    Deed("read(-1)", ("pageup",), "Read back", "Move the text a page back", (ARCHIVE,), palette=False),
    Deed("close", ("escape",), "Close", "Close this and go back", (ARCHIVE,), bar=1),
    Deed("part", NUMBERS, "Part by number", "Go to the part with that number", (DEBRIEF, COMPARISON), shown="1–5",
         numbered=True, palette=False),
    Deed("other(1)", ("right", "l", "tab"), "Next part", "Go to the next part", (DEBRIEF, COMPARISON), bar=2, shown="← →",
         palette=False),
    Deed("other(-1)", ("left", "h", "shift+tab"), "Part before", "Go to the part before", (DEBRIEF, COMPARISON),
         palette=False),
    Deed("go_on", ("enter",), "Read on", "Read on; at the end of a part, go to the next", (DEBRIEF, COMPARISON), bar=6,
         palette=False),
    Deed("read(1)", ("space", "pagedown"), "A page on", "Move the text a page on", (DEBRIEF, COMPARISON), palette=False),
    Deed("read(-1)", ("pageup", "b"), "A page back", "Move the text a page back", (DEBRIEF, COMPARISON), palette=False),
    Deed("move(1)", ("down", "j"), "A line on", "A line on", (DEBRIEF, COMPARISON), palette=False),
    Deed("move(-1)", ("up", "k"), "A line back", "A line back", (DEBRIEF, COMPARISON), palette=False),
    Deed("edge(-1)", ("home",), "To the beginning", "Go to the beginning of the part", (DEBRIEF, COMPARISON), palette=False),
    Deed("edge(1)", ("end",), "To the end", "Go to the end of the part", (DEBRIEF, COMPARISON), palette=False),
    Deed("compare", ("c",), "Compare", "Hold another run, or the record, against this one", (DEBRIEF,), bar=4),
    Deed("compare", ("c",), "Compare", "Hold another run, or the record, against the one that is marked", (WEEKS,), bar=1),
    Deed("name", ("n",), "Name", "Give the run that is marked a name beside its code", (WEEKS,), bar=3),
    Deed("save", ("s",), "Save as file", "Write the run that is marked to a file, to be handed on; vikzhel import takes it in",
         (WEEKS,), bar=5),
    Deed("delete", ("x",), "Delete", "Delete the run that is marked, once you have said so again", (WEEKS,), bar=4),
    Deed("print", ("p",), "Print", "Write it to a file for the printer (HTML, black on white)", (DEBRIEF, COMPARISON), bar=7),
    Deed("close", ("escape",), "Close", "Close this and leave the name as it is", (NAMING,), bar=1, palette=False),
    Deed("mark", ("space",), "Mark", "Mark one of several to be held against it; Enter goes on with those that are marked",
         (AGAINST,), bar=1),
    Deed("from", ("f",), "Play on from", "Begin a new run from one of its decisions; this one stays as it is", (DEBRIEF,),
         bar=5),
    Deed("sheet('help')", ("question_mark",), "Help", "Every key", (DEBRIEF, COMPARISON), bar=3),
    Deed("close", ("escape", "q", "o"), "Close", "Close this and go back", (DEBRIEF, COMPARISON), bar=1, shown="Esc",
         palette=False),
    Deed("pick", NUMBERS, "Choose by number", "Take the choice with that number", (PREVIEW,), shown="1–9",
         numbered=True, palette=False),
    Deed("move(1)", ("down", "j"), "Next choice", "Move down the choices; in the side panel, a line on", (PREVIEW,),
         shown="↓ j", palette=False),
    Deed("move(-1)", ("up", "k"), "Choice before", "Move up the choices; in the side panel, a line back", (PREVIEW,),
         shown="↑ k", palette=False),
    Deed("go_on", ("enter",), "Take it", "Take the choice that is marked", (PREVIEW,), palette=False),
    Deed("read(1)", ("space", "pagedown"), "Read on", "A page on, of the scene or of the side panel", (PREVIEW,),
         palette=False),
    Deed("read(-1)", ("pageup", "b"), "Read back", "A page back", (PREVIEW,), palette=False),
    Deed("edge(-1)", ("home",), "To the beginning", "To the beginning", (PREVIEW,), palette=False),
    Deed("edge(1)", ("end",), "To the end", "To the end", (PREVIEW,), palette=False),
    Deed("pane", ("tab", "shift+tab"), "Why", "To the side panel and back: what is open, what the rules did, the state",
         (PREVIEW,), bar=2, shown="Tab"),
    Deed("undo", ("u",), "Back", "Go back a step", (PREVIEW,), bar=3),
    Deed("restart", ("r",), "Again", "Begin the preview again", (PREVIEW,), bar=4),
    Deed("another", ("l",), "Another state", "The scene in another state, in which it reads otherwise", (PREVIEW,), bar=5),
    Deed("scenes", ("g",), "Go to", "Go to another scene", (PREVIEW,), bar=6),
    Deed("sheet('help')", ("question_mark",), "Help", "Every key", (PREVIEW,), bar=7),
    Deed("back", ("escape",), "Back", "From the side panel back to the scene; from there to where you came from",
         (PREVIEW,), palette=False),
    Deed("leave", ("q",), "Leave", "Leave the preview; nothing of it is kept", (PREVIEW, MENDING), bar=1),
    Deed("row(1)", ("down", "j"), "Next pack", "Mark the next pack", (DESK,), bar=7, shown="↑ ↓", palette=False),
    Deed("row(-1)", ("up", "k"), "Pack before", "Mark the pack before", (DESK,), palette=False),
    Deed("preview", ("enter", "p"), "Preview", "Play it from its beginning, read again at each save; g goes to any scene",
         (DESK,), bar=2, shown="Enter"),
    Deed("check", ("c",), "Check", "Everything that check says of it", (DESK,), bar=3),
    Deed("proof", ("o",), "Proof", "Everything that was proved of it, if it was", (DESK,), bar=4),
    Deed("map", ("m",), "Map", "Its map as an outline, for every role", (DESK,), bar=5),
    Deed("read(1)", ("space", "pagedown"), "Read on", "A page on", (DESK,), palette=False),
    Deed("read(-1)", ("pageup", "b"), "Read back", "A page back", (DESK,), palette=False),
    Deed("sheet('help')", ("question_mark",), "Help", "Every key", (DESK,), bar=6),
    Deed("leave", ("escape", "q"), "Leave", "Leave the desk", (DESK,), bar=1, shown="Esc"),
    Deed("row(1)", ("down",), "Next scene", "Mark the next scene", (SCENES,), bar=2, shown="↑ ↓", palette=False),
    Deed("row(-1)", ("up",), "Scene before", "Mark the scene before", (SCENES,), palette=False),
    Deed("close", ("escape",), "Close", "Close this and go back", (SCENES,), bar=1, palette=False),
)  # fmt: skip


_TEXTUALS = ("app.command_palette", "app.quit", "app.suspend_process")


def deeds(screen: str) -> list[Deed]:
    """Return what can be done on a kind of screen, in the table's order."""
    return [deed for deed in DEEDS if screen in deed.screens]


def bindings(screen: str) -> list[Binding | tuple[str, str] | tuple[str, str, str]]:
    """Return a screen's bindings; palette and quit are Textual's already."""
    from textual.binding import Binding

    return [
        Binding(
            key, f"{deed.action}({key})" if deed.numbered else deed.action, deed.label, show=bool(deed.bar)
        )
        for deed in deeds(screen)
        if deed.action not in _TEXTUALS
        for key in deed.keys
    ]
