"""A fade-out of a minute drawn from its recording, beside two edges.

`python -m tests.bench.peers_picture FILE.svg` records and draws; nothing in the picture
is computed from what should be.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from kap_room.exchange.order import Order
from kap_room.plan.shapes import Fade
from kap_room.plan.units import SILENT, Decibels, Seconds
from tests.bench.peers_programs import BareVlc, Mpd, Program
from tests.player.rig import PlayerRig, deck, is_sounding
from tests.rig.hearing import Recording
from tests.rig.material import PROGRAMME, tone, write
from tests.rig.sound import PulseRoom

MINUTE = 60.0
BEFORE = 4.0
LOWEST = -80.0

HIGH, TOP, BOTTOM = 300, 44, 44
PER_SECOND = 9.0
GAP = 56.0
"""Between two panels, in the units of the picture."""

SPACE = "http://www.w3.org/2000/svg"
STYLE = (
    "text{font:13px sans-serif;fill:#333}.t{font-weight:bold}"
    ".g{stroke:#ddd}.c{fill:none;stroke:#14667f;stroke-width:2}"
)


@dataclass(frozen=True, slots=True)
class Panel:
    title: str
    heard: Recording
    zero: float
    """The reading at which it was asked to end."""
    lasts: float

    @property
    def width(self) -> float:
        return (BEFORE + self.lasts) * PER_SECOND


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="kap-room-picture-") as folder:
        home = Path(folder)
        music = home / "music"
        music.mkdir()
        file = write(music / "tone.flac", tone(90, 400))
        panels = [_faded(home / "ours", file)]
        if not Mpd.is_missing():
            panels.append(_stopped(Mpd(home / "mpd", [file]), "MPD: stop"))
        panels.append(_stopped(BareVlc(home / "vlc", [file]), "libVLC: stop"))
    Path(sys.argv[1]).write_text(drawn(panels), "utf-8")


def _faded(folder: Path, file: Path) -> Panel:
    folder.mkdir()
    with PulseRoom(folder) as room, PlayerRig(room, folder) as player:
        line = player.connect()
        decks = (deck("a", file),)
        line.order(Order(0, decks, sounding=True))
        line.wait_for(is_sounding("a"))
        time.sleep(BEFORE + 4.0)
        begins = time.monotonic() + 0.5
        fade = Fade(Seconds(begins), Seconds(MINUTE), Decibels(0.0), SILENT)
        line.order(Order(0, decks, master=(fade,), sounding=True))
        time.sleep(MINUTE + 4.0)
        heard = room.stop_recording()
    return Panel("kap-room: a fade of a minute", heard, begins, MINUTE + 3.0)


def _stopped(program: Program, title: str) -> Panel:
    with program:
        program.play()
        time.sleep(BEFORE + 4.0)
        asked = time.monotonic()
        program.stop()
        time.sleep(6.0)
        return Panel(title, program.room.stop_recording(), asked, 5.0)


def drawn(panels: Sequence[Panel]) -> str:
    """Each panel to the same scale, in time as in level."""
    wide = sum(panel.width + GAP for panel in panels) + 40
    box = f'viewBox="0 0 {wide:.0f} {HIGH}"'
    label = "Level at the output while each is asked to end"
    parts = [
        f'<svg xmlns="{SPACE}" {box} role="img" aria-label="{label}">',
        f"<style>{STYLE}</style>",
        f'<rect width="{wide:.0f}" height="{HIGH}" fill="#fff"/>',
    ]
    left = GAP
    for panel in panels:
        parts += _panel(panel, left)
        left += panel.width + GAP
    return "\n".join([*parts, "</svg>", ""])


def _panel(panel: Panel, left: float) -> list[str]:
    right = left + panel.width
    parts = [f'<text class="t" x="{left:.0f}" y="24">{panel.title}</text>']
    for level in range(0, int(LOWEST) - 1, -20):
        y = _height_of(level)
        line = f'x1="{left:.1f}" x2="{right:.1f}" y1="{y:.1f}" y2="{y:.1f}"'
        parts.append(f'<line class="g" {line}/>')
        label = f'x="{left - 6:.1f}" y="{y + 4:.1f}" text-anchor="end"'
        parts.append(f"<text {label}>{level or '0 dB'}</text>")
    for second in range(0, int(panel.lasts) + 1, 10 if panel.lasts > 10 else 5):
        x = left + (BEFORE + second) * PER_SECOND
        label = f'x="{x:.1f}" y="{HIGH - 20}" text-anchor="middle"'
        parts.append(f"<text {label}>{second or '0 s'}</text>")
    parts.append(f'<path class="c" d="{_path(panel, left)}"/>')
    return parts


def _path(panel: Panel, left: float) -> str:
    part = panel.heard.between(panel.zero - BEFORE, panel.zero + panel.lasts)
    readings, levels = part.levels(window=0.05, hop=0.05)
    points = []
    for reading, level in zip(readings.tolist(), levels.tolist(), strict=True):
        x = left + (reading - panel.zero + BEFORE) * PER_SECOND
        points.append(f"{x:.1f} {_height_of(level - PROGRAMME):.1f}")
    return "M" + "L".join(points)


def _height_of(level: float) -> float:
    part = max(LOWEST, level) / LOWEST
    return TOP + part * (HIGH - TOP - BOTTOM)


if __name__ == "__main__":
    main()
