"""What each button does, in one short sentence: for help, tooltips and `send --help`.

One place, so that no two of them ever promise different things.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from kap_room.exchange.commands import Button

SAYINGS: Final[Mapping[Button, str]] = {
    Button.SILENCE: "Music to nothing in 3 s; pressed again, within half a second.",
    Button.MUSIC: "Music back over 8 s, in the phase that is now.",
    Button.TALK: "Music down 20 dB in 1 s; again: back over 8 s.",
    Button.HOLD: "The plan stops, music goes on, lamps rest; again: the plan goes on.",
    Button.LIGHTS_UP: "Soft light; again: safe light; again: full light.",
    Button.LIGHTS_DOWN: "Lights up, one step back down.",
    Button.ARM_LIGHT: "The arm light, in 4 s; again: back over 60 s.",
    Button.WALK_LIGHT: "The walk light, in 4 s; again: back over 60 s.",
    Button.BACK_TO_PLAN: "Lamps back to the plan.",
    Button.GROUND: "Music to nothing, lights to safe; nothing starts by itself.",
    Button.AWAY: "Plan held, music softer, walk light, words hidden; again: back.",
    Button.LAND: "To the return phase now: music over 30 s, lights by its own ramp.",
    Button.NEXT_PHASE: "The next phase begins.",
    Button.PREVIOUS_PHASE: "Back to the phase before.",
    Button.NEXT_TRACK: "The next track, by a crossfade.",
    Button.PREVIOUS_TRACK: "The track before, by a crossfade.",
    Button.RESTART_TRACK: "This track again from its beginning.",
    Button.KEEP_TRACK: "This track comes again after itself; again: it does not.",
    Button.SOFTER: "A calmer track, by a crossfade.",
    Button.DEEPER: "A more intense track, by a crossfade.",
    Button.LOUDER: "A little louder.",
    Button.QUIETER: "A little quieter.",
    Button.REMINDER_DONE: "The reminder on the screen is done.",
    Button.TAKE_BACK: "Takes the last thing back.",
    Button.END: "Ends the session: closing fade, closing light.",
}

MORE: Final[Mapping[str, str]] = {
    "go-back-in [softer|plan|left|return]": "After ground: softly, or where you say.",
    "dose [WHEN]": "The dose was given; WHEN, like 4m ago, also corrects it.",
    "booster [WHEN]": "A booster was given: the peak lasts as long after it.",
    "onset [WHEN]": "Onset is seen.",
    "peak [WHEN]": "The peak is seen.",
    "returning [WHEN]": "The person is returning.",
    "earlier 1m": "The last mark was that much earlier; its phase follows it.",
    "later 1m": "The last mark was that much later, up to now.",
    "amount TEXT": "How much the last dose was, for the record; may be corrected.",
    "extend 5m": "This phase becomes longer; a turn that is proposed waits so long.",
    "shorten 5m": "This phase becomes shorter.",
    "playlist NAME": "Music from another playlist.",
    "play-next FILE": "This file of the library comes next: its path, or its name.",
    "volume GAIN": "The volume, as in -6 dB; -30 to +6, and it moves softly.",
    "light NAME LEVEL": "One lamp by hand, as in floor 15%.",
    "release [NAME]": "Gives a lamp, or every one, back to the plan.",
    "note TEXT": "Words for the record; - reads standard input.",
    "mark [TAG]": "A moment without words.",
    "since-dose 52m": "The answer after a restart of the computer.",
    "code WORD": "The code word of the session; never a name.",
}
"""The commands that take more than a word, as they are typed."""
