"""Three-word codes for runs: easy to read out, to copy from a screen and to type."""

from __future__ import annotations

from collections.abc import Container
from random import SystemRandom

_FIRST = (
    "amber ashen autumn birch black brass bright broad bronze brown calm chalk clear cloudy coal cold copper "
    "crisp damp dark dusty early empty evening faded fair far fine flint foggy frosty gilt grey hard heavy high "
    "hollow iron late lead light linen little long loud low lucky narrow north oaken old open pale paper plain "
    "quick quiet rainy red river rough round rusty salt silver slow small snowy soft steady steel stone swift "
    "tall tin warm white wide winter wooden woollen"
).split()
_SECOND = (
    "anchor barge basket bell bench boat book boot bottle bridge bucket button cabin cable candle canal cart "
    "chair chimney clock cloak coat corner crane cup desk dock door drum engine ferry file flag flour gate glass "
    "glove hall hammer harbour hat herring inkwell kettle key ladder lamp lantern leaf letter loaf map mast "
    "match mill mirror needle orchard pen pier pipe platform plough press pulley quay rail ribbon roof rope "
    "samovar satchel scarf shelf shovel signal sledge spoon square stair stamp station stove street table tape "
    "ticket timber tower tram trunk valve wagon wheel whistle window wire workshop"
).split()
_THIRD = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen twenty"
).split()


def new_code(taken: Container[str]) -> str:
    """Return a code such as ``copper-tram-nine`` that is not taken."""
    dice = SystemRandom()
    while True:
        code = "-".join(dice.choice(words) for words in (_FIRST, _SECOND, _THIRD))
        if code not in taken:
            return code


def tidy(typed: str) -> str:
    """Return a code as it is kept, however it was typed: ``Copper tram NINE`` is ``copper-tram-nine``."""
    return "-".join(typed.lower().replace("-", " ").split())
