"""Every diagnostic code: its title in a teacher's words, its cause, the cure, and the group it belongs to.

The author's guide prints this table; a test holds it against the codes that are reported.
Codes are stable: V1 files, V2 YAML, V3 keys and values, V4 rules, V5 ids, V6 how a story hangs
together (V62 in ``misfits.py``: branches), V7 evidence, V8 (in ``remarks.py``) what reads badly or cannot be so, V9 (in ``failures.py``)
how a story test fails.
"""

from __future__ import annotations

from .failures import FAILURES
from .groups import MUST_FIX, NOTICE
from .misfits import MISFITS
from .remarks import REMARKS, Entry

CODES: dict[str, Entry] = {
    "V101": Entry(
        "There is no such pack",
        "The folder that was named is not there, or it is a file.",
        "Give the name of a pack that ships with the program, or the path of a pack's folder.",
    ),
    "V102": Entry(
        "The file is saved as UTF-16",
        "Some older editors save text as UTF-16 and call it “Unicode”.",
        "Choose Save As… in the editor, and the encoding UTF-8.",
    ),
    "V103": Entry(
        "The file is not saved as UTF-8",
        "The editor used an older encoding, such as Windows-1251 or Latin-1, for letters beyond a–z.",
        "Choose Save As… in the editor, and the encoding UTF-8; then look whether accents and dashes survived.",
    ),
    "V104": Entry(
        "A character that may not be there",
        "Control characters, invisible characters and signs that reverse the direction of text can hide "
        "words or command a terminal. They come in with text copied from elsewhere.",
        "Delete the character; retyping the words around it is the surest way.",
    ),
    "V105": Entry(
        "The file is too large",
        "A story file may have at most 8 MB.",
        "Split it: every file in the folder whose name ends in .yaml is read.",
    ),
    "V106": Entry(
        "Nested too deeply",
        "Lists in lists or groups in groups go down more than 32 levels, which is never meant.",
        "Look for a stray bracket or a run of dashes.",
    ),
    "V107": Entry(
        "This is not a pack yet",
        "A pack's folder needs a file story.yaml that says, under “story:”, what the pack is.",
        "Make one, with id, title, version, authors and greeting; or give the path of the folder that has one.",
    ),
    "V108": Entry(
        "Too many files",
        "A pack may have at most 400 files.",
        "Join some of them: one file may hold many scenes.",
    ),
    "V109": Entry(
        "A file cannot be read",
        "It is a link to a place outside the pack's folder, or you may not open it.",
        "Copy the file itself into the folder, and check that you can open it in an editor.",
    ),
    "V110": Entry(
        "A file name that is not read",
        "Only files whose names end in .yaml are read. Some programs write .yml, or add .txt and hide it.",
        "Rename the file so that its name ends in .yaml.",
    ),
    "V201": Entry(
        "A tab at the start of a line",
        "YAML counts the spaces at the start of a line and cannot count a tab.",
        "Replace each tab with two spaces; most editors can do it for the whole file.",
    ),
    "V202": Entry(
        "A quote mark that is never closed",
        "A text starts with a quote mark and the other one is missing, so that YAML reads on into the next lines.",
        "Put the same quote mark at the end. A text that starts with an apostrophe goes into double quotes.",
    ),
    "V203": Entry(
        "A colon in the middle of a text",
        "A colon followed by a space makes YAML think that the words before it are a key.",
        "Put the whole text in quotes.",
    ),
    "V204": Entry(
        "A line that does not line up",
        "The line has a space too many or too few, so YAML cannot tell what it belongs to.",
        "Give it exactly as many spaces as its neighbours have.",
    ),
    "V205": Entry(
        "No key here, or no space after its colon",
        "Where YAML expects “key: value” there are only words, or the colon sticks to what follows it.",
        "Put a space after the colon; indent words that go on with the text above; start a list item with “- ”.",
    ),
    "V206": Entry(
        "Words after a closing quote",
        "A text that starts with a quote mark ends at the next one, and here something follows it.",
        "Put quotes around the whole text; for what people say inside it use “ ” or ‘ ’.",
    ),
    "V208": Entry(
        "A text that starts with @, ` or %",
        "YAML keeps these signs for itself at the start of a text.",
        "Put the whole text in quotes.",
    ),
    "V209": Entry(
        "Brackets that do not match",
        "A bracket is opened and not closed, a comma between two items is missing, or a text starts with a bracket.",
        "Close the bracket and put commas between the items; if it is text, put the whole of it in quotes.",
    ),
    "V210": Entry(
        "A backslash that means nothing",
        "Inside double quotes a backslash starts a code such as \\n, and this is not one of them.",
        "Write two backslashes for one, or use single quotes around the text.",
    ),
    "V211": Entry(
        "A text that starts with *, & or !",
        "To YAML these signs start an alias, an anchor or a tag, and story files use none of them.",
        "Put the whole text in quotes. There is no bold or italic type.",
    ),
    "V212": Entry(
        "A second document in one file",
        "A line of three dashes ends the story file for YAML; what follows would be another one.",
        "Delete the dashes, or move what follows into a file of its own.",
    ),
    "V213": Entry(
        "A list that begins behind a key",
        "A dash and a space start a list item, and a list cannot begin on the line of its key.",
        "Start the list on the next line; if the dash belongs to the text, put the text in quotes.",
    ),
    "V214": Entry(
        "A key that is no word",
        "Before the colon there is a list, a group or nothing at all.",
        "If this is text that starts with a bracket, a question mark or a colon, put it in quotes.",
    ),
    "V215": Entry(
        "A word processor's quote marks",
        "YAML knows only the straight quote marks \" and '. The curly ones are ordinary letters to it.",
        "Type straight quotes around the whole text.",
    ),
    "V216": Entry(
        "A comma that cuts a text short",
        "Between braces a comma ends a text and starts the next key.",
        "If the comma belongs to the text, put the whole text in quotes.",
    ),
    "V299": Entry(
        "YAML cannot make sense of a place",
        "Something stands here that fits nothing around it, such as a bracket on its own.",
        "Compare the line with its neighbours: spaces at the start, colons, quotes, brackets.",
    ),
    "V301": Entry(
        "An unknown key",
        "The word before the colon is not one of the keys that may stand here; often it is only mistyped.",
        "Type the key that is suggested, or move it to where it belongs.",
    ),
    "V302": Entry(
        "The wrong kind of thing",
        "Here stands a list where text was meant, text where a list was meant, or the like.",
        "Copy the shape of the example.",
    ),
    "V303": Entry(
        "The same key twice",
        "One key stands twice in the same place, and only one of the two could count.",
        "Delete one of them, or give it another name.",
    ),
    "V304": Entry(
        "Something is missing",
        "A key that has to be there is not, or nothing stands after it.",
        "Add it; the message says what belongs there.",
    ),
    "V305": Entry(
        "Not one of the words that may stand here",
        "This key takes one word out of a fixed few.",
        "Choose one of the words in the message.",
    ),
    "V306": Entry(
        "A number or a true/false that cannot be",
        "The number is out of bounds, or it is no number; or something other than true or false stands here.",
        "Write a number within the bounds, or true or false in small letters and without quotes.",
    ),
    "V307": Entry(
        "Not a day",
        "There is no such day or hour, or it is written another way.",
        "Write the year, month and day as 1917-10-29 (Old Style), then an hour as 18:30 or a part of the day.",
    ),
    "V308": Entry(
        "A text that “#” cuts short",
        "To YAML a space and “#” begin a note to yourself, which the player never sees.",
        "Put the whole text in quotes, or move the note to a line of its own.",
    ),
    "V309": Entry(
        "Not an id",
        "Ids are small letters, digits and hyphens, 64 at most, and start with a letter or a digit.",
        "Write it as the message suggests, everywhere it is used.",
    ),
    "V310": Entry(
        "A number that could mean two things",
        "A mood, an issue or a counter is either moved or set, and a bare number does not say which.",
        "Write +1 or -1 to move it; to set it write the band, the position, or “to 2”.",
    ),
    "V311": Entry(
        "A text that is too long",
        "One text may have 8,000 characters; nobody reads a longer one on a screen.",
        "Cut it into paragraphs, or into several scenes.",
    ),
    "V401": Entry(
        "A sign that rules do not know",
        "Rules are written in words: is, is not, at least, at most, and, or, not.",
        "Use the word that the message names.",
    ),
    "V402": Entry(
        "A rule with a gap",
        "A condition, a value or the word between two conditions is missing, or a word stands where it cannot.",
        "Write conditions such as  mood.dan at least warm,  joined by “and” or “or”.",
    ),
    "V403": Entry(
        "A bracket in a rule that has no partner",
        "Every bracket that opens a group must be closed, and the other way round.",
        "Add the missing one, or delete this one.",
    ),
    "V404": Entry(
        "Nothing that a rule can read",
        "A rule reads mood, table, flag, knows, vote, seen, count (each with a dot and an id) and role.",
        "Say which kind of thing it is, as in  flag.pledged.",
    ),
    "V405": Entry(
        "A rule that is too long or too deep",
        "A rule may have 600 characters, and 12 levels of brackets and “not”.",
        "Set a flag where the thing happens, and let the rule read the flag.",
    ),
    "V406": Entry(
        "A comparison that means nothing",
        "Flags and facts are so or not so; moods, issues, votes and counters have to be compared; "
        "votes and roles have no order.",
        "Write it as the message shows.",
    ),
    "V407": Entry(
        "A value that this cannot have",
        "It is no band of mood, no position of this issue, no result of a vote, or a number out of bounds.",
        "Choose one of the values in the message.",
    ),
    "V501": Entry(
        "An id that names nothing",
        "Something is mentioned by its id and declared nowhere in the pack; often the id is only mistyped.",
        "Type the id that is suggested, or declare the thing.",
    ),
    "V502": Entry(
        "One id for two things",
        "The same id is given twice, perhaps in two files.",
        "Give one of the two another id, and change it where it is used.",
    ),
    "V503": Entry(
        "A rename that does not fit",
        "Under “renamed:” the old id must be gone, the new one must be there, and both must be scenes or both choices.",
        "Write  old-scene: new-scene  or  scene/old-choice: scene/new-choice.",
    ),
    "V601": Entry(
        "A scene with no way on",
        "Nothing says what comes after this scene, so the player would be stuck.",
        "Give it choices, goto, doors, vote, chance or ending.",
    ),
    "V602": Entry(
        "A scene with two ways on",
        "A scene ends in one thing only.",
        "Keep one and move the other into a scene of its own.",
    ),
    "V603": Entry(
        "The player may find no choice open",
        "Every choice of the scene has an “if” or can be used up.",
        "Let one choice stand without “if” and “once”, or add one with  fallback: true.",
    ),
    "V604": Entry(
        "A change without a cause",
        "A mood, an issue, a counter, a flag or a fact changes, and the player is not told why.",
        "Add  because:  with the cause in a few words.",
    ),
    "V605": Entry(
        "A reflective choice that changes something",
        "“reflective: true” promises the player that nothing changes.",
        "Delete it, or the effects.",
    ),
    "V606": Entry(
        "Scenes that flow in a ring",
        "These scenes lead into each other for ever, with no choice between them.",
        "Give one of them choices.",
    ),
    "V607": Entry(
        "Doors that do not work",
        "There are fewer doors than the player may pick, doors lie behind doors, or “back” stands where no door was opened.",
        "Let each path behind a door end with  goto: back,  and open no doors there.",
    ),
    "V608": Entry(
        "A vote that says too much or too little",
        "A vote is on one thing (on, between or stance); a stance names every bloc that is present, and ends without “if”.",
        "Keep one of the three, and say how each bloc votes.",
    ),
    "V609": Entry(
        "A scene that nobody reaches",
        "No path leads to it. The pack can be played all the same.",
        "Lead to it from another scene, or delete it.",
        NOTICE,
    ),
    "V610": Entry(
        "A bloc in the wrong body",
        "A bloc votes in a body that it does not sit in.",
        "Name a bloc of that body, or change the vote's body.",
    ),
    "V611": Entry(
        "Locked, but nothing locks it",
        "“locked” says why a choice is barred, and there is no “if” that bars it.",
        "Add  if:  with the rule that opens it.",
    ),
    "V613": Entry(
        "A list of ways that is not closed",
        "When every way has an “if” there may be nowhere to go; when one has none, those after it are never taken.",
        "Let the last way, and only the last, stand without “if”.",
    ),
    "V614": Entry(
        "A piece of text that is no one thing",
        "A piece is either “text”, or “quote”, or “says” with “line”.",
        "Make each an item of its own in the list.",
    ),
    "V615": Entry(
        "A judgement is missing",
        "Each ending is judged on every line under “judgements:”, and one wording must hold whatever happened.",
        "Add the line, and end it with a wording that has no “if”.",
    ),
    "V616": Entry(
        "Nothing to play",
        "The pack has no roles, or no scenes.",
        "Add  roles:  or  scenes:  to one of its files.",
    ),
    "V617": Entry(
        "Words for a rule that is not there",
        "A historian's reading says “in_which”, the words of its rule, and has no “fits” with the rule.",
        "Add  fits:  with the rule, or delete  in_which:.",
    ),
    **MISFITS,
    "V701": Entry(
        "A quotation that is not in the evidence base",
        "Only quotations with a source can be shown as quotations.",
        "Correct the id, add the quotation with its source, or write invented speech with “says” and “line”.",
    ),
    "V702": Entry(
        "Documented, but nothing is cited",
        "A scene that is called documented names the events in the chronology that it rests on.",
        "Add  cites:,  or call it inferred and give a reason.",
    ),
    "V703": Entry(
        "Imagined, but not said why",
        "A scene that is inferred or counterfactual tells the player why it may be imagined so.",
        "Add  reason:  in one sentence.",
    ),
    "V704": Entry(
        "The two calendars do not agree",
        "In 1917 the New Style day is thirteen days after the Old Style one.",
        "Write the day that the message names.",
    ),
    "V705": Entry(
        "A quotation that is too long",
        "A quotation may have 90 words.",
        "Shorten it with [...] where words are left out.",
    ),
    "V706": Entry(
        "Documented, but only from memory",
        "All that the scene cites rests on recall or is not documented.",
        "Call it inferred and say so, or cite an entry that was read in a source.",
    ),
    "V707": Entry(
        "Argued by somebody, but where?",
        "A choice says who argued it that week, and not where that stands.",
        "Add  cites:  with a chronology entry or a quotation.",
    ),
    **REMARKS,
    **FAILURES,
}
"""Title, cause, cure and group of every code."""


def group_of(code: str) -> str:
    """Return which of the groups a code belongs to; a code that nobody listed must be fixed."""
    entry = CODES.get(code)
    return entry.group if entry else MUST_FIX
