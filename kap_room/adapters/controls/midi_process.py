"""`python -m kap_room.adapters.controls.midi_process`: the ears at the MIDI ports.

A child of the engine, which may kill it at any time: it holds nothing. Its first line
says what is wanted, further ones which lights shine, and the end of its input is its
own end. Several times a second it looks which ports there are; what is there again is
opened again.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from collections.abc import Mapping
from contextlib import suppress
from typing import Final, NoReturn

from kap_room.adapters.controls.device import Device
from kap_room.adapters.controls.fingers import Said
from kap_room.adapters.controls.lines import (
    Alive,
    Heard,
    Line,
    Listed,
    There,
    Wanted,
    line_of,
    read_lights,
    read_wanted,
)
from kap_room.adapters.controls.names import owners
from kap_room.adapters.controls.ports import (
    NETWORK,
    NetworkPort,
    Port,
    Ports,
    RtMidiFault,
)

LOOK_EVERY: Final = 0.2
"""Seconds between two looks at the names of the ports. One costs 0.1 ms. A cable that
comes loose for less is seldom: a computer takes longer to know a device again."""

LEAVES_WITHIN: Final = 0.4
"""Seconds. A port that refuses to be closed is left to the system."""

EVERYBODY: Final = -1
"""Whose port it is where somebody listens to all of them."""


class Ears:
    """All controls at all ports."""

    def __init__(self, wanted: tuple[Wanted, ...], *, all_ports: bool) -> None:
        self._all_ports = all_ports
        self._woken = threading.Event()
        self._leaving = threading.Event()
        self._out = threading.Lock()
        self._ports = Ports()
        self._inputs: dict[str, tuple[Port, int]] = {}
        self._outputs: dict[str, tuple[Port, int]] = {}
        self._devices = [Device(n, each, self.tell) for n, each in enumerate(wanted)]
        for device in self._devices:
            self._call(device)

    def run(self) -> None:
        look_at = float("-inf")
        self._look()
        for place, device in enumerate(self._devices):
            if not device.is_there:
                self.tell(There(place, is_there=False))
        while not self._leaving.is_set():
            now = time.monotonic()
            if now >= look_at:
                self._look()
                self.tell(Alive())
                look_at = time.monotonic() + LOOK_EVERY
            for device in self._devices:
                device.tend()
            dues = [device.next_due for device in self._devices]
            until = min((due for due in dues if due is not None), default=look_at)
            self._woken.wait(max(0.001, min(until, look_at) - time.monotonic()))
            self._woken.clear()

    def obey(self) -> None:
        """On a thread of its own, until the engine has no more to say."""
        for text in sys.stdin.buffer:
            lights = read_lights(text)
            if lights is not None and 0 <= lights[0] < len(self._devices):
                self._devices[lights[0]].show(lights[1])
                self._woken.set()
        self._leaving.set()
        self._woken.set()
        time.sleep(LEAVES_WITHIN)
        os._exit(0)

    def leave(self) -> None:
        """Lights out, and every port closed: JACK waits for who just vanishes."""
        for device in self._devices:
            device.put_out()
        for port, _ in (*self._outputs.values(), *self._inputs.values()):
            _close(port)
        self._ports.close()

    def tell(self, line: Line) -> None:
        """From any thread. A reader that does not read loses lines, and no more."""
        with self._out, suppress(BlockingIOError, BrokenPipeError):
            os.write(1, line_of(line))

    def _call(self, device: Device) -> None:
        address = device.wanted.port
        if not address.startswith(NETWORK):
            return

        def there(is_there: bool) -> None:  # noqa: FBT001 (a callback's word)
            if is_there:
                device.found_input(address)
                device.found_output(address, port)
            else:
                device.lost_output(address)
                device.lost_input(address)
            self._woken.set()

        port = NetworkPort(address, lambda said: self._heard(device, said), there)
        port.start()

    def _heard(self, device: Device, said: Said) -> None:
        if device.heard(said):
            self._woken.set()

    def _look(self) -> None:
        inputs, outputs = self._ports.names()
        if self._all_ports:
            self.tell(Listed(inputs))
            self._inputs_are(dict.fromkeys(inputs, EVERYBODY))
            return
        wanted = [device.wanted for device in self._devices]
        names = [each.port for each in wanted]
        self._inputs_are(owners(inputs, names))
        owned = owners(outputs, names)
        self._outputs_are({name: n for name, n in owned.items() if wanted[n].lights})

    def _inputs_are(self, owned: Mapping[str, int]) -> None:
        for name in [name for name in self._inputs if name not in owned]:
            port, owner = self._inputs.pop(name)
            if owner != EVERYBODY:
                self._devices[owner].lost_input(name)
            _close(port)
        for name, owner in owned.items():
            if name in self._inputs:
                continue
            with suppress(OSError, RuntimeError, RtMidiFault):
                self._inputs[name] = self._opened(name, owner), owner

    def _opened(self, name: str, owner: int) -> Port:
        if owner == EVERYBODY:
            return self._ports.open_input(
                name, lambda said: self.tell(Heard(name, said))
            )
        device = self._devices[owner]
        port = self._ports.open_input(name, lambda said: self._heard(device, said))
        device.found_input(name)
        return port

    def _outputs_are(self, owned: Mapping[str, int]) -> None:
        for name in [name for name in self._outputs if name not in owned]:
            port, owner = self._outputs.pop(name)
            self._devices[owner].lost_output(name)
            _close(port)
        for name, owner in owned.items():
            if name in self._outputs:
                continue
            with suppress(OSError, RuntimeError, RtMidiFault):
                self._outputs[name] = self._ports.open_output(name), owner
                self._devices[owner].found_output(name, self._outputs[name][0])


def _close(port: Port) -> None:
    """What is gone may refuse to be closed."""
    with suppress(OSError, RuntimeError, RtMidiFault):
        port.close()


def _quiet() -> None:
    """ALSA and JACK write to the terminal whatever they do not find."""
    own = os.dup(2)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 2)
    sys.stderr = os.fdopen(own, "w", buffering=1)


def main() -> NoReturn:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # it is the engine's to end
    _quiet()
    wanted, all_ports = read_wanted(sys.stdin.buffer.readline())
    os.set_blocking(1, False)
    ears = Ears(wanted, all_ports=all_ports)
    threading.Thread(target=ears.obey, daemon=True).start()
    ears.run()
    ears.leave()
    os._exit(0)  # threads of the library may be in the middle of a word


if __name__ == "__main__":
    main()
