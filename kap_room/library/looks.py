"""Looks, as scenes and rooms both write them."""

from __future__ import annotations

from typing import Final

from kap_room.library.forms import LightForm, LookForm
from kap_room.library.sheet import Sheet
from kap_room.library.tree import Place
from kap_room.plan.look import Light, Look

NOTHING: Final = LightForm.model_validate({})


def look_of(form: LookForm, place: Place, sheet: Sheet) -> Look:
    for name, light in form.items():
        if light == NOTHING and not sheet.tree.at(sheet.in_file((*place, name))):
            sheet.say_of(
                (*place, name),
                "It says nothing. Write a level, a warmth or both, as in "
                "{level: 20%, warmth: 2200 K}.",
            )
    return {name: Light(light.level, light.warmth) for name, light in form.items()}
