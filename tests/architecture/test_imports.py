"""Which libraries each part of the house may bring into its process.

Contracts on source text cannot see what a library imports in turn, nor an import
inside a function. So every part is imported here in a fresh interpreter, whole, and
what came with it is looked at.
"""

import json
import subprocess
import sys
from pathlib import Path

import pytest

HOUSE = Path(__file__).parents[2] / "kap_room"

LOADED = """
import importlib, json, sys
for name in sys.argv[1:]:
    importlib.import_module(name)
print(json.dumps(sorted({name.partition(".")[0] for name in sys.modules})))
"""

DEVICES = {"amqtt", "mido", "paho", "rtmidi", "vlc"}
SCREEN = {"rich", "textual"}
COMMANDS = {"click", "typer"}

KEPT_OUT = {
    "timeline": DEVICES | SCREEN | COMMANDS | {"av", "pydantic", "yaml"},
    "exchange": DEVICES | SCREEN | COMMANDS | {"av", "numpy", "yaml"},
    "library": DEVICES | SCREEN | COMMANDS,
    "starter": DEVICES | SCREEN | COMMANDS | {"pydantic", "yaml"},
    "link": DEVICES | SCREEN | COMMANDS | {"av", "numpy", "yaml"},
    "player": (DEVICES - {"vlc"}) | SCREEN | COMMANDS | {"apscheduler", "pydantic"},
    "engine": DEVICES | SCREEN | COMMANDS,
    "rehearsal": DEVICES | SCREEN | COMMANDS,
    "adapters": SCREEN | COMMANDS | {"vlc"},
    "ui": DEVICES | {"av", "numpy", "typer"},
}


def modules_of(part: str) -> list[str]:
    files = [*HOUSE.glob(f"{part}.py"), *HOUSE.glob(f"{part}/**/*.py")]
    names = (".".join(file.relative_to(HOUSE.parent).parts) for file in files)
    return sorted(
        name.removesuffix(".py").removesuffix(".__init__")
        for name in names
        if not name.endswith("__main__.py")
    )


def loaded_by(part: str) -> set[str]:
    modules = modules_of(part)
    assert modules, f"kap_room.{part} holds nothing"
    said = subprocess.run(
        [sys.executable, "-c", LOADED, *modules],
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    return set(json.loads(said))


@pytest.mark.parametrize("part", KEPT_OUT)
def test_a_part_of_the_house_brings_in_only_what_it_may(part: str) -> None:
    """What one process must not carry stays out, by whatever way it might come."""
    assert loaded_by(part) & KEPT_OUT[part] == set()


@pytest.mark.parametrize("part", ["plan", "keeper"])
def test_plan_and_keeper_need_nothing_but_python(part: str) -> None:
    """What must never fail to start stands on the standard library alone."""
    bare = {"__main__", "__mp_main__", "kap_room"} | sys.stdlib_module_names
    started_with = loaded_by_an_empty_program()
    assert loaded_by(part) - bare - started_with == set()


def loaded_by_an_empty_program() -> set[str]:
    """What this interpreter loads before any program: its own site hooks."""
    said = subprocess.run(
        [sys.executable, "-c", LOADED], check=True, capture_output=True, text=True
    ).stdout
    return set(json.loads(said))


def test_the_keeper_reaches_no_other_part_of_the_house() -> None:
    """The keeper outlives everything, so nothing of the rest may run inside it."""
    program = "import sys, importlib\n" + "".join(
        f"importlib.import_module({name!r})\n" for name in modules_of("keeper")
    )
    program += "print(*(name for name in sys.modules if name.startswith('kap_room.')))"
    said = subprocess.run(
        [sys.executable, "-c", program], check=True, capture_output=True, text=True
    ).stdout
    strangers = {n for n in said.split() if not n.startswith("kap_room.keeper")}
    assert strangers == set()
