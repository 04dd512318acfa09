"""One output that plays what it is given, without minding how late it seems to be.

Before every block libVLC asks the sound server how much is still to be heard, and takes
the answer for true. A busy computer that does not let the server run for a few tenths
of a second makes it a wrong one: libVLC then throws away all that the server has in
hand, more than a second of music, and plays nothing for as long, from full to nothing
and back to full. Nobody was late. A file that is read by this computer's clock needs no
such correction: what is in hand would see a sound card that runs a ten-thousandth too
fast through three hours. So the question is taken away, which libVLC's core knows how
to live without.

The same answers put outputs that sound together out of step by 30 to 40 ms. Two sound
cards do run apart, by as much in ten minutes at worst; but each track begins in step.

Where anything is not as it was throughout 3.0, nothing is touched.
"""

from __future__ import annotations

from kap_room.player.plugin import Output, is_known


def steady(output: int) -> bool:
    """Before it plays. False when it is not as expected, and goes on asking."""
    found = Output.from_address(output)
    if found.time_get is None or not is_known(found):
        return False
    found.time_get = None
    return True
