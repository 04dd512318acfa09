"""The key `home assistant` of a room file: whether it is told, and what it may ask."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from kap_room.library import entries
from kap_room.library.entries import Form
from kap_room.plan.home_assistant import USUAL, HomeAssistant, Lets

LetsWord = Annotated[Lets, entries.entry(entries.choice(Lets)), entries.listed(*Lets)]


class HomeAssistantForm(Form):
    """Without this key nothing is announced, and nothing is listened to."""

    discovery: entries.Topic = Field(
        "homeassistant",
        description="The discovery prefix of Home Assistant. Left out: homeassistant.",
    )
    may: tuple[LetsWord, ...] = Field(
        USUAL,
        description="The commands that it may ask for: [silence, music]; [] lets "
        "nothing in. Left out: silence, music, lights-up, ground, hold and volume.",
    )


def home_assistant_of(form: HomeAssistantForm | None) -> HomeAssistant | None:
    if form is None:
        return None
    return HomeAssistant(form.discovery, tuple(dict.fromkeys(form.may)))
