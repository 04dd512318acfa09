# The calls of mido that the controls make.

from collections.abc import Callable, Iterator

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
    def close(self) -> None: ...
    def send(self, msg: Message) -> None: ...

class Parser:
    def feed(self, data: bytes) -> None: ...
    def __iter__(self) -> Iterator[Message]: ...

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
