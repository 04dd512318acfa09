# The calls of mido that the controls make.

from collections.abc import Callable

class Message:
    type: str
    channel: int
    note: int
    velocity: int
    control: int
    value: int
    program: int
    def __init__(self, type: str, **values: int) -> None: ...
    @classmethod
    def from_bytes(cls, data: bytes | list[int]) -> Message: ...
    def bytes(self) -> list[int]: ...

class Port:
    closed: bool
    def close(self) -> None: ...
    def send(self, msg: Message) -> None: ...
    def receive(self, block: bool = True) -> Message | None: ...

class Backend:
    def __init__(self, name: str | None = None) -> None: ...
    def open_input(
        self,
        name: str | None = None,
        virtual: bool = False,
        callback: Callable[[Message], None] | None = None,
        *,
        client_name: str | None = None,
    ) -> Port: ...
    def open_output(
        self,
        name: str | None = None,
        virtual: bool = False,
        *,
        client_name: str | None = None,
    ) -> Port: ...
