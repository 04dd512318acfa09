"""Which control hears which port, as devices come and go and the room file is changed.

Several times a second it looks which ports there are; what is there again is opened
again. One that cannot be opened is left for the next look, and no other waits for it.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Final

from kap_room.adapters.controls.device import Device
from kap_room.adapters.controls.fingers import Said
from kap_room.adapters.controls.lines import Alive, Heard, Line, Listed, There, Wanted
from kap_room.adapters.controls.names import NETWORK, owners
from kap_room.adapters.controls.network import NetworkPort
from kap_room.adapters.controls.ports import (
    Closes,
    InputPort,
    Port,
    Ports,
    RtMidiFault,
)

LOOK_EVERY: Final = 0.2
"""Seconds between two looks at the names of the ports. One costs 0.1 ms. A cable that
comes loose for less is seldom: a computer takes longer to know a device again."""

LISTEN_EVERY: Final = 0.006
"""Seconds between two looks at what was said. A foot does not feel them, and all of
them cost a hundredth of a core."""


class Ears:
    """All controls at all ports."""

    def __init__(
        self,
        wanted: tuple[Wanted, ...],
        tell: Callable[[Line], None],
        *,
        all_ports: bool,
    ) -> None:
        """`tell` is called on any thread. `all_ports`: it tells of everything."""
        self._tell = tell
        self._all_ports = all_ports
        self._woken = threading.Event()
        self._leaving = threading.Event()
        self._ports = Ports()
        self._inputs: dict[str, InputPort] = {}
        self._outputs: dict[str, tuple[Port, Device]] = {}
        self._network: dict[str, NetworkPort] = {}
        self._owners: dict[str, Device] = {}
        """Whose each input is: asked at each word, for a room file may be changed."""
        self._wanted: tuple[Wanted, ...] | None = None
        """As it is to be from the next turn on; None where nothing was changed."""
        self._devices = tuple(Device(each, self._tell) for each in wanted)
        self._call()

    def run(self) -> None:
        look_at = float("-inf")
        self._look()
        self._tell_who_is_missing()
        while not self._leaving.is_set():
            if (wanted := self._wanted) is not None:
                self._wanted = None
                self._take(wanted)
            now = time.monotonic()
            if now >= look_at:
                self._look()
                self._tell(Alive())
                look_at = time.monotonic() + LOOK_EVERY
            self._listen()
            for device in self._devices:
                device.tend()
            self._woken.wait(self._rests(look_at))
            self._woken.clear()

    def _rests(self, look_at: float) -> float:
        """How long nothing has to be done."""
        dues = [device.next_due for device in self._devices]
        until = min((due for due in dues if due is not None), default=look_at)
        rests = max(0.001, min(until, look_at) - time.monotonic())
        return min(rests, LISTEN_EVERY) if self._inputs else rests

    def change(self, wanted: tuple[Wanted, ...]) -> None:
        """From any thread: the room file says something else."""
        self._wanted = wanted
        self._woken.set()

    def show(self, number: int, lit: tuple[bool, ...]) -> None:
        """From any thread: which lights of a control shine."""
        for device in self._devices:
            if device.wanted.number == number:
                device.show(lit)
        self._woken.set()

    def end(self) -> None:
        """From any thread: `run` returns after its turn."""
        self._leaving.set()
        self._woken.set()

    def leave(self) -> None:
        """Lights out, and every port closed: JACK waits for who just vanishes."""
        for device in self._devices:
            device.put_out()
        for output, _ in self._outputs.values():
            _close(output)
        for heard in self._inputs.values():
            _close(heard)
        self._ports.close()

    def _tell_who_is_missing(self) -> None:
        for device in self._devices:
            if not device.is_there:
                self._tell(There(device.wanted.number, is_there=False))

    def _take(self, wanted: tuple[Wanted, ...]) -> None:
        """A control that is as it was stays as it is, and no port is closed for it."""
        before = {device.wanted.number: device for device in self._devices}
        self._devices = tuple(
            before.pop(each.number)
            if each.number in before
            else Device(each, self._tell)
            for each in wanted
        )
        self._call()
        self._look()
        for device in before.values():
            device.leave()
        self._tell_who_is_missing()

    def _call(self) -> None:
        """The ports in the network: each is called once, whoever has it."""
        wanted = {
            device.wanted.port: device
            for device in reversed(self._devices)
            if device.wanted.port.startswith(NETWORK)
        }
        for address in self._network.keys() - wanted.keys():
            self._network.pop(address).end()
            self._owners.pop(address, None)
        for address, device in wanted.items():
            self._owned(address, device)
            if address not in self._network:
                port = NetworkPort(address, self._hears(address), self._there(address))
                self._network[address] = port
                port.start()

    def _there(self, address: str) -> Callable[[bool], None]:
        def there(is_there: bool) -> None:  # noqa: FBT001 (a callback's word)
            device, port = self._owners.get(address), self._network.get(address)
            if device is None or port is None:
                return
            if is_there:
                device.comes()
                device.found_input(address)
                device.found_output(address, port)
            else:
                device.lost_output(address)
                device.lost_input(address)
            self._woken.set()

        return there

    def _hears(self, address: str) -> Callable[[Said], None]:
        def hears(said: Said) -> None:
            self._hear(address, said, time.monotonic())
            self._woken.set()

        return hears

    def _listen(self) -> None:
        for name, port in self._inputs.items():
            for said, at in port.words(time.monotonic()):
                self._hear(name, said, at)

    def _hear(self, name: str, said: Said, at: float) -> None:
        if self._all_ports:
            self._tell(Heard(name, said))
        elif (device := self._owners.get(name)) is not None:
            device.heard(said, at)

    def _owned(self, name: str, device: Device) -> None:
        """One control goes, another comes, and the port between them stays open."""
        before = self._owners.get(name)
        self._owners[name] = device
        if before is None or before is device:
            return
        is_open = name in self._inputs or before.is_there
        before.hand_over(name)
        if is_open:
            device.found_input(name, settles=0.0)
        if name in self._network and is_open:
            before.put_out()
            before.lost_output(name)
            device.found_output(name, self._network[name])

    def _look(self) -> None:
        inputs, outputs = self._ports.names()
        if self._all_ports:
            self._tell(Listed(inputs))
            self._inputs_are(dict.fromkeys(inputs))
            return
        names = [device.wanted.port for device in self._devices]
        at = self._devices
        self._inputs_are({name: at[n] for name, n in owners(inputs, names).items()})
        owned = {name: at[n] for name, n in owners(outputs, names).items()}
        self._outputs_are({n: each for n, each in owned.items() if each.wanted.lights})

    def _inputs_are(self, owned: Mapping[str, Device | None]) -> None:
        for name in [name for name in self._inputs if name not in owned]:
            port = self._inputs.pop(name)
            if (device := self._owners.pop(name, None)) is not None:
                device.lost_input(name)
            _close(port)
        for name, owner in owned.items():
            if owner is not None:
                self._owned(name, owner)
            if name not in self._inputs:
                with suppress(OSError, RuntimeError, RtMidiFault):
                    self._open(name, owner)

    def _open(self, name: str, owner: Device | None) -> None:
        self._inputs[name] = self._ports.open_input(name)
        if owner is not None:
            owner.comes()
            owner.found_input(name)

    def _outputs_are(self, owned: Mapping[str, Device]) -> None:
        for name, (port, before) in list(self._outputs.items()):
            if name not in owned:
                del self._outputs[name]
                before.lost_output(name)
                _close(port)
            elif owned[name] is not before:
                before.put_out()
                before.lost_output(name)
                self._outputs[name] = port, owned[name]
                owned[name].found_output(name, port)
        for name, owner in owned.items():
            if name in self._outputs:
                continue
            with suppress(OSError, RuntimeError, RtMidiFault):
                self._outputs[name] = self._ports.open_output(name), owner
                owner.found_output(name, self._outputs[name][0])


def _close(port: Closes) -> None:
    """What is gone may refuse to be closed."""
    with suppress(OSError, RuntimeError, RtMidiFault):
        port.close()
