"""The room as one device of Home Assistant: its name, its topics, what it lets in."""

from __future__ import annotations

from dataclasses import dataclass, replace

from kap_room.adapters.homeassistant.announcing import announcement
from kap_room.adapters.homeassistant.names import Topics, fitting
from kap_room.plan.home_assistant import HomeAssistant, Lets
from kap_room.plan.room import Room


@dataclass(frozen=True, slots=True)
class Device:
    name: str
    """As people say it."""
    topics: Topics
    mark: str
    """Its own, whatever others are called."""
    may: tuple[Lets, ...] = ()

    @property
    def config(self) -> bytes:
        return announcement(self.name, self.topics, self.may, self.mark)

    @property
    def apart(self) -> Device:
        """With topics of its own, where another room has those of its name."""
        room = f"{self.topics.room}-{self.mark[:4]}"
        return replace(self, topics=replace(self.topics, room=room))


def device_of(room: Room, wanted: HomeAssistant, mark: str) -> Device:
    topics = Topics(fitting(room.name), wanted.discovery)
    return Device(room.name, topics, mark, wanted.may)
