"""Our presses: newsprint for daylight, night press for the dark, high contrast; ink, quiet ink, one red.

Five colours are ours beside Textual's own: ``press-quiet`` (what is secondary), ``press-red`` (the
second colour of the press), ``press-rule`` (lines, never text) and ``press-slip`` (the paper of a
pasted cutting) and ``press-picked`` (the ground of what is marked). Under any other theme they are mixed from that theme's colours.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from textual.color import Color
from textual.theme import Theme

NIGHT = "night-press"
NEWSPRINT = "newsprint"
CONTRAST = "high-contrast"

LEAST_CONTRAST = 4.5
"""What every colour of text must reach on every ground it stands on (WCAG 2, level AA)."""


def _theme(
    name: str, *, ink: str, quiet: str, red: str, rule: str, ground: str, slip: str, picked: str, dark: bool
) -> Theme:
    return Theme(
        name=name,
        primary=red,
        secondary=quiet,
        accent=red,
        warning=red,
        error=red,
        success=ink,
        foreground=ink,
        background=ground,
        surface=ground,
        panel=slip,
        dark=dark,
        variables={
            "press-quiet": quiet,
            "press-red": red,
            "press-rule": rule,
            "press-slip": slip,
            "press-picked": picked,
            "text-muted": quiet,
            "text-disabled": quiet,
            "foreground-muted": quiet,
            "block-cursor-background": picked,
            "block-cursor-foreground": ink,
            "block-cursor-text-style": "bold",
            "block-cursor-blurred-background": picked,
            "block-cursor-blurred-foreground": ink,
            "block-hover-background": slip,
            "border": rule,
            "border-blurred": rule,
            **_bars(quiet, rule, ink),
            "scrollbar-corner-color": ground,
            "screen-selection-background": picked,
            "screen-selection-foreground": ink,
        },
    )


def _bars(thumb: str, track: str, held: str) -> dict[str, str]:
    """Return the colours of a scrollbar: lines, on whatever ground they stand."""
    return {
        "scrollbar": thumb,
        "scrollbar-hover": held,
        "scrollbar-active": held,
        "scrollbar-background": track,
        "scrollbar-background-hover": track,
        "scrollbar-background-active": track,
    }


THEMES = (
    _theme(
        NIGHT,
        ink="#e9e0cf",
        quiet="#aca08c",
        red="#f0705c",
        rule="#51483d",
        ground="#161310",
        slip="#241f1a",
        picked="#3a2c25",
        dark=True,
    ),
    _theme(
        NEWSPRINT,
        ink="#1f1a16",
        quiet="#5d5346",
        red="#a11d1a",
        rule="#b8aa8e",
        ground="#f2e9d5",
        slip="#fbf7ec",
        picked="#e4d5b6",
        dark=False,
    ),
    _theme(
        CONTRAST,
        ink="#ffffff",
        quiet="#e4e4e4",
        red="#ffb000",
        rule="#a8a8a8",
        ground="#000000",
        slip="#1c1c1c",
        picked="#20264f",
        dark=True,
    ),
)


def offered(available: Iterable[str]) -> dict[str, str]:
    """Return the themes in the order they are offered, each in words: ours, the terminal's own, Textual's."""
    ours = {
        NEWSPRINT: "Newsprint: light",
        NIGHT: "Night press: dark",
        CONTRAST: "High contrast",
        "ansi-dark": "The terminal's own colours, dark",
        "ansi-light": "The terminal's own colours, light",
    }
    names = list(available)
    found = {name: words for name, words in ours.items() if name in names}
    return found | {name: f"Textual: {name}" for name in sorted(names) if name not in found}


def first_theme(environ: Mapping[str, str]) -> str:
    """Return the theme to start in: night press, unless the terminal says that its ground is light."""
    _, _, ground = environ.get("COLORFGBG", "").rpartition(";")
    return NEWSPRINT if ground in ("7", "15") else NIGHT


def mixed(variables: Mapping[str, str]) -> dict[str, str]:
    """Return our colours mixed from another theme's, where that theme does not name them."""
    if "press-quiet" in variables:
        return {}
    ink, ground = variables["foreground"], variables["background"]
    if "ansi" in ink or "ansi" in ground:
        return {
            "press-quiet": "ansi_default",
            "press-red": "ansi_red",
            "press-rule": "ansi_default",
            "press-slip": "ansi_default",
            "press-picked": "ansi_default",
            **_bars("ansi_default", "ansi_default", "ansi_default"),
        }
    ink_colour, ground_colour = Color.parse(ink), Color.parse(ground)
    slip, rule = ground_colour.blend(ink_colour, 0.07), ink_colour.blend(ground_colour, 0.7).hex
    quieter = (ink_colour.blend(ground_colour, share) for share in (0.25, 0.15, 0.07))
    quiet = next((one.hex for one in quieter if contrast(one, slip) >= LEAST_CONTRAST), ink_colour.hex)
    return {
        "press-quiet": quiet,
        "press-red": variables["text-error"],
        "press-rule": rule,
        **_bars(quiet, rule, ink_colour.hex),
        "press-slip": slip.hex,
        "press-picked": ground_colour.blend(ink_colour, 0.16).hex,
    }


def contrast(first: Color, second: Color) -> float:
    """Return the contrast of two colours, from 1 to 21, as WCAG 2 reckons it."""
    lighter, darker = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: Color) -> float:
    parts = [part / 255 for part in (colour.r, colour.g, colour.b)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
