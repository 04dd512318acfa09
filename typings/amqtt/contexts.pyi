from collections.abc import Mapping
from enum import StrEnum

class ListenerType(StrEnum):
    EXTERNAL = "external"

class ListenerConfig:
    def __init__(self, type: ListenerType = ...) -> None: ...

class BrokerConfig:
    def __init__(
        self,
        listeners: Mapping[str, ListenerConfig] = ...,
        plugins: Mapping[str, Mapping[str, object]] = ...,
    ) -> None: ...
