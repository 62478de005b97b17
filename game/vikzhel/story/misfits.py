"""The catalogue of V62: what keeps a branch from being laid over its story."""

from __future__ import annotations

from .remarks import Entry

MISFITS: dict[str, Entry] = {
    "V620": Entry(
        "A branch of no story",
        "A branch names the story it belongs to by its id, and there is no such story where packs are kept.",
        "Write the id of a story under “extends”. One that lies elsewhere is named first, and the branch behind --with.",
    ),
    "V621": Entry(
        "A branch of a branch",
        "A branch belongs to a whole story: not to itself, and not to another branch.",
        "Write the id of the story under “extends”, and play with several branches at once.",
    ),
    "V622": Entry(
        "A branch for a newer story",
        "The branch says under “needs” which version of its story it needs at least, and this one is older.",
        "Use a newer version of the story, or lower “needs” if the branch fits this one.",
    ),
    "V623": Entry(
        "The story of a branch cannot be played",
        "Something must be fixed in the story before anything can be laid over it.",
        "Check the story by itself: the message says how.",
    ),
    "V624": Entry(
        "A branch gives an id that the story has",
        "Which of the two is meant wherever the id stands could not be told, and a branch hides nothing silently.",
        "Give yours another id; a scene that is to stand for the story's own goes under  replace:.",
    ),
    "V625": Entry(
        "Nothing there to add to or to replace",
        "It is the branch's own, has no such choice or paragraph, goes on in another way, or is an ending where a scene is meant.",
        "The message says what the scene has; or choose another scene.",
    ),
    "V626": Entry(
        "Two branches with one id",
        "Saved games go by the ids of branches and could not tell the two apart.",
        "Give one of the two another id, or lay only one of them.",
    ),
    "V627": Entry(
        "Two replacements for one thing",
        "Two branches, or two places in one, replace the same scene, heading, paragraph or choice.",
        "Delete one of the two, or play with one branch at a time.",
    ),
    "V628": Entry(
        "A scene that may be of several days or places",
        "A branch's scene without “when” or “where” takes place as the scene before it does, and several lead to it.",
        "Write  when:  or  where:  under it.",
    ),
    "V629": Entry(
        "No branch of this story",
        "What is to be laid over the story is a story of its own, or a branch of another story.",
        "Lay it over the story it belongs to, or correct “extends”.",
    ),
}
