"""What a room file means."""

from pathlib import Path

from kap_room.plan.look import Light
from kap_room.plan.room import Ability, Afterwards, Broker, Dimming, Lamp, Output
from kap_room.plan.units import Decibels, Kelvin, Level
from tests.library import paper

WHOLE = """
room: Garden room
music: ~/Music/kap
broker: {host: 127.0.0.1, port: 1883, username: room, password file: mqtt.pass, tls: no}
sound: {output: auto, ceiling: -3 dB, reference: -23 LUFS}
lights:
  ceiling: {speaks: zigbee2mqtt, topic: zigbee2mqtt/ceiling, minimum: 2%}
  floor:   {speaks: tasmota, topic: floorlamp}
  shelf:   {speaks: wled, topic: wled/shelf}
  bed:     {speaks: homeassistant, command topic: room/bed/set, state topic: room/bed,
            availability topic: room/bed/available}
  desk:    {speaks: esphome, topic: kap/light/desk}
  wall:    {speaks: shelly, topic: shellyplusdimmer-a1b2}
  old:     {speaks: shelly1, topic: shellies/shellydimmer2-a1b2}
groups: {bedside: [floor, bed]}
safe look: {all: {level: 30%, warmth: 2700 K}}
arm light: {bed: {level: 70%}}
walk light: {bedside: {level: 30%}}
therapists: [Sam, Noor]
leaving rule: "No driving until tomorrow; collected by the person named."
"""


def test_a_room_without_a_line_has_honest_values(tmp_path: Path) -> None:
    """Sound, no lamps, a music folder beside the file."""
    found = paper.room(tmp_path, "room: Garden room\n")
    assert (found.music, found.broker, found.lamps) == (tmp_path / "music", None, ())


def test_each_dialect_of_lamp_is_read(tmp_path: Path) -> None:
    """Whether the program speaks it is another question."""
    spoken = [lamp.speaks for lamp in paper.room(tmp_path, WHOLE).lamps]
    assert spoken == [
        "zigbee2mqtt",
        "tasmota",
        "wled",
        "homeassistant",
        "esphome",
        "shelly",
        "shelly1",
    ]


def test_a_lamp_of_home_assistant_keeps_its_three_topics(tmp_path: Path) -> None:
    """Nothing of them can be guessed from the others."""
    found = {lamp.name: lamp for lamp in paper.room(tmp_path, WHOLE).lamps}
    topics = "room/bed", Level(0.0), "room/bed/set", "room/bed/available"
    assert found["bed"] == Lamp("bed", "homeassistant", *topics)


def test_a_lamp_has_its_lowest_level(tmp_path: Path) -> None:
    """Some lamps flicker below it."""
    assert paper.room(tmp_path, WHOLE).lamps[0].minimum == 0.02


def test_what_a_lamp_cannot_do_is_read(tmp_path: Path) -> None:
    """A filament bulb, a socket, a lamp that must never go out."""
    found = paper.room(
        tmp_path,
        "lights:\n"
        "  bulb: {speaks: shelly, topic: bulb, can: dim, dimming: square}\n"
        "  socket: {speaks: tasmota, topic: socket, can: switch}\n"
        "  night: {speaks: wled, topic: wled/night, minimum: 1%, never dark: yes,\n"
        "    may return at full: accepted}\n",
    )
    night = Lamp(
        "night",
        "wled",
        "wled/night",
        Level(0.01),
        never_dark=True,
        full_is_accepted=True,
    )
    assert found.lamps == (
        Lamp("bulb", "shelly", "bulb", dimming=Dimming.SQUARE, can=Ability.DIM),
        Lamp("socket", "tasmota", "socket", can=Ability.SWITCH),
        night,
    )


GROUPED = """
lights:
  floor: {speaks: zigbee2mqtt, topic: zigbee2mqtt/floor}
  bed:   {speaks: zigbee2mqtt, topic: zigbee2mqtt/bed, can: dim}
  desk:  {speaks: esphome, topic: kap/light/desk}
groups:
  bedside: {lamps: [floor, bed], speaks: zigbee2mqtt, topic: zigbee2mqtt/bedside}
  near: [floor, desk]
"""


def test_a_group_is_lamps_whether_its_bridge_knows_it_or_not(tmp_path: Path) -> None:
    """A look that names it need not care how it is reached."""
    found = paper.room(tmp_path, GROUPED)
    assert found.groups == {"bedside": ("floor", "bed"), "near": ("floor", "desk")}


def test_the_bridge_s_own_group_can_do_what_its_least_lamp_can(tmp_path: Path) -> None:
    """One message reaches all of them, and no lamp is told what it is not."""
    bedside = Lamp("bedside", "zigbee2mqtt", "zigbee2mqtt/bedside", can=Ability.DIM)
    assert paper.room(tmp_path, GROUPED).group_lamps == {"bedside": bedside}


def test_two_devices_may_have_one_name_in_trees_of_their_own(tmp_path: Path) -> None:
    """Tasmota's topics begin with cmnd, so this one is no other lamp's."""
    found = paper.room(
        tmp_path,
        "lights:\n"
        "  floor: {speaks: tasmota, topic: lamp}\n"
        "  wall: {speaks: shelly, topic: lamp}\n",
    )
    assert len(found.lamps) == 2


def test_lamps_are_left_after_the_session_unless_they_are_to_go_back(
    tmp_path: Path,
) -> None:
    """Nobody is surprised by a lamp that changes once all is over."""
    rooms = ("room: A\n", "room: A\nafter the session: as it was\n")
    found = [paper.room(tmp_path, text).afterwards for text in rooms]
    assert found == [Afterwards.LEAVE, Afterwards.AS_IT_WAS]


def test_a_broker_may_ask_for_a_certificate_of_ours(tmp_path: Path) -> None:
    """Its files lie beside the room file, as the password does."""
    found = paper.room(
        tmp_path,
        "broker: {tls: yes, ca file: ca.crt, certificate file: room.crt, "
        "key file: room.key}\n",
    )
    files = (tmp_path / name for name in ("ca.crt", "room.crt", "room.key"))
    assert found.broker == Broker("127.0.0.1", 8883, None, None, True, *files)  # noqa: FBT003


def test_the_looks_of_a_room_are_read(tmp_path: Path) -> None:
    """For lamps, for groups and for all."""
    found = paper.room(tmp_path, WHOLE)
    assert (found.safe_look, found.arm_light, found.walk_light) == (
        {"all": Light(Level(0.3), Kelvin(2700.0))},
        {"bed": Light(Level(0.7))},
        {"bedside": Light(Level(0.3))},
    )


def test_the_safe_look_that_is_left_out_is_not_dark(tmp_path: Path) -> None:
    """Lights up has to do something in every room."""
    found = paper.room(tmp_path, "room: Garden room\n")
    assert found.safe_look == {"all": Light(Level(0.4), Kelvin(2700.0))}


def test_the_password_file_lies_beside_the_room_file(tmp_path: Path) -> None:
    """A relative path does not hang on who starts the program."""
    file = tmp_path / "mqtt.pass"
    broker = Broker(username="room", password_file=file)
    assert paper.room(tmp_path, WHOLE).broker == broker


def test_the_home_folder_is_spelled_out(tmp_path: Path) -> None:
    """Everything behind the reader has absolute paths."""
    assert paper.room(tmp_path, WHOLE).music == Path.home() / "Music/kap"


def test_tls_moves_the_port_unless_one_is_given(tmp_path: Path) -> None:
    """Each way of speaking has its usual port."""
    found = paper.room(tmp_path, "broker: {tls: yes}\n")
    assert found.broker == Broker(port=8883, tls=True)


def test_lamps_without_a_broker_look_for_one_on_this_machine(tmp_path: Path) -> None:
    """Where most people have it."""
    text = "lights: {floor: {speaks: zigbee2mqtt, topic: zigbee2mqtt/floor}}\n"
    assert paper.room(tmp_path, text).broker == Broker()


def test_several_outputs_have_a_volume_each(tmp_path: Path) -> None:
    """Headphones beside speakers."""
    found = paper.room(
        tmp_path,
        "sound:\n"
        "  outputs:\n"
        "    speakers: {output: alsa_output.hdmi, volume: -3 dB}\n"
        "    headphones: {}\n",
    ).sound
    speakers = Output("speakers", "alsa_output.hdmi", Decibels(-3.0))
    assert (found.output, found.outputs) == (
        "alsa_output.hdmi",
        (speakers, Output("headphones")),
    )
