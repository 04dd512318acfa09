"""How the picture looks, on white paper and on a dark screen."""

from __future__ import annotations

from typing import Final

LIGHT: Final = """
text{font:12px system-ui,sans-serif;fill:#2c2833}
.head{font-size:17px;font-weight:600}
.soft{fill:#6f6878}
.name{font-weight:600}
.small{font-size:9.6px}
.paper{fill:#fffdf9}
.grid{stroke:#e2dcd3}
.turn{stroke:#b9afc2;stroke-dasharray:2 3}
.seen{stroke:#a4502c;stroke-dasharray:5 3}
.phase0{fill:#ece3d3}.phase1{fill:#ddd3e4}
.track0{fill:#c5dadd;stroke:#8db2b8}.track1{fill:#dbe6d3;stroke:#a3bb93}
.level{fill:none;stroke:#14667f;stroke-width:1.6}
.under{fill:#14667f;fill-opacity:.13}
.night{fill:#17141c}
.on-night{fill:#cfc6d6;font-size:11px}
.dot{fill:#a4502c}.bell{fill:#14667f}
"""

DARK: Final = """
text{fill:#e8e2ee}.soft{fill:#a49bb0}.paper{fill:#121016}.grid{stroke:#2d2834}
.turn{stroke:#5d5368}.seen{stroke:#e59a72}
.phase0{fill:#3a3326}.phase1{fill:#38304a}
.track0{fill:#244046;stroke:#4b7e88}.track1{fill:#2c3b26;stroke:#5f7d51}
.level{stroke:#6fc3dc}.under{fill:#6fc3dc;fill-opacity:.16}
.night{fill:#1b1722}.on-night{fill:#cfc6d6}.dot{fill:#e59a72}.bell{fill:#6fc3dc}
"""


def style() -> str:
    light = "".join(LIGHT.split("\n"))
    dark = "".join(DARK.split("\n"))
    return f"<style>{light}@media(prefers-color-scheme:dark){{{dark}}}</style>"
