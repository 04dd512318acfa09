"""Where the sound server is looked for."""

from pathlib import Path

import pytest

from kap_room.player.server import answers, native_socket
from tests.rig.sound import PulseRoom


@pytest.mark.parametrize(
    ("environment", "path"),
    [
        ({"PULSE_SERVER": "unix:/run/a/native"}, "/run/a/native"),
        ({"PULSE_SERVER": "{f00}unix:/run/a tcp:b"}, "/run/a"),
        ({"PULSE_SERVER": "/run/a"}, "/run/a"),
        ({"PULSE_SERVER": "tcp:speaker.local"}, None),
        ({"PULSE_RUNTIME_PATH": "/p", "XDG_RUNTIME_DIR": "/x"}, "/p/native"),
        ({"XDG_RUNTIME_DIR": "/x"}, "/x/pulse/native"),
    ],
)
def test_it_is_looked_for_where_the_client_library_looks(
    environment: dict[str, str], path: str | None
) -> None:
    """The same words of the environment, in the same order."""
    assert native_socket(environment) == path


def test_a_server_that_runs_answers(room: PulseRoom) -> None:
    """One connect is enough to know."""
    assert answers(room.env)


def test_where_nothing_runs_nothing_answers(tmp_path: Path) -> None:
    """And it is known at once."""
    assert not answers({"PULSE_RUNTIME_PATH": str(tmp_path)})
