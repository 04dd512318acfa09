"""Colours for a dark room: embers on near black, nothing white, nothing blue.

A screen is the brightest thing in the room. What matters is brighter than the rest,
and even that stays well below what a lamp gives.
"""

from __future__ import annotations

from typing import Final

from textual.theme import Theme

BRIGHT: Final = "#e0a05c"
"""What is now, and what one looks for first."""
PLAIN: Final = "#b57b45"
DIM: Final = "#8f6238"
"""Labels, and what can wait."""
FAINT: Final = "#5a3a22"
"""Lines and what is past."""
CARE: Final = "#d0603c"
"""What wants a look: lost, by hand, due. Never used for anything large."""
BACK: Final = "#0c0705"
RAISED: Final = "#170d08"

EMBER: Final = Theme(
    name="ember",
    primary=PLAIN,
    secondary=DIM,
    accent=BRIGHT,
    warning=CARE,
    error=CARE,
    success=PLAIN,
    foreground=PLAIN,
    background=BACK,
    surface=BACK,
    panel=RAISED,
    dark=True,
    luminosity_spread=0.05,
    variables={
        "input-cursor-background": PLAIN,
        "input-cursor-foreground": BACK,
        "input-selection-background": FAINT,
        "block-cursor-background": FAINT,
        "block-cursor-foreground": BRIGHT,
        "block-cursor-text-style": "none",
        "block-cursor-blurred-background": RAISED,
        "block-cursor-blurred-foreground": PLAIN,
        "scrollbar": FAINT,
        "scrollbar-hover": FAINT,
        "scrollbar-active": DIM,
        "scrollbar-background": BACK,
        "scrollbar-background-hover": BACK,
        "scrollbar-background-active": BACK,
    },
)
