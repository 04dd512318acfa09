"""A room always has a sound server, or a sentence that says why not.

With a real PulseAudio, each time in folders of its own: the sound of whoever runs the
tests is never touched.
"""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path

import pytest

from kap_room.adapters.pulse import outputs
from kap_room.adapters.sound_server import SoundServer

NO_DEVICES = Path("/nonexistent")


@pytest.fixture(autouse=True)
def a_computer_without_sound(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("PULSE_SERVER", "PULSE_CLIENTCONFIG", "DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("PULSE_RUNTIME_PATH", str(tmp_path / "persons-own"))
    monkeypatch.setenv("HOME", str(tmp_path))


@pytest.fixture
def server(tmp_path: Path) -> Iterator[SoundServer]:
    with SoundServer(tmp_path / "sound", devices=NO_DEVICES) as server:
        yield server


@pytest.fixture
def the_persons_own(tmp_path: Path) -> Iterator[subprocess.Popen[bytes]]:
    """A server of the computer's own, up before kap-room comes."""
    folder = tmp_path / "persons-own"
    own = SoundServer(folder, devices=NO_DEVICES)
    own.ensure()
    process = own._server  # noqa: SLF001 - the process that must be left alone
    assert process is not None
    yield process
    own.close()


def pactl(env: Mapping[str, str], *words: str) -> str:
    return subprocess.run(
        ["pactl", *words],
        env=os.environ | dict(env),
        capture_output=True,
        check=True,
        text=True,
        timeout=5,
    ).stdout


def pid_of(folder: Path) -> int:
    """The server that has its socket in this folder."""
    door = f"socket={folder / 'native'}".encode()
    for process in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            if door in (process / "cmdline").read_bytes():
                return int(process.name)
    raise AssertionError(f"no server belongs to {folder}")


def is_alive(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"


def test_a_server_is_started_where_none_answers(server: SoundServer) -> None:
    """A computer without sound gets a server, and is told so in a sentence."""
    state = server.ensure()
    assert state.started
    assert "kap-room started one" in state.says
    assert "room" in pactl(state.env, "list", "short", "sinks")


def test_a_computer_without_a_card_is_told_that_nothing_is_heard(
    server: SoundServer,
) -> None:
    """The session runs all the same, and nobody waits for sound in vain."""
    state = server.ensure()
    assert not state.has_card
    assert "nothing is heard" in state.says


def test_what_is_played_arrives_at_the_output(server: SoundServer) -> None:
    """The started server is a real one: a tone sent to it can be recorded."""
    env = os.environ | dict(server.ensure().env)
    recorder = subprocess.Popen(
        ["parec", "--device=room.monitor", "--latency-msec=10"],
        env=env,
        stdout=subprocess.PIPE,
    )
    tone = bytes((0, 0x20, 0, 0x20, 0, 0xE0, 0, 0xE0)) * 11025
    player = subprocess.Popen(
        ["pacat", "--latency-msec=50"], env=env, stdin=subprocess.PIPE
    )
    assert player.stdin is not None
    assert recorder.stdout is not None
    player.stdin.write(tone)
    heard = any(any(recorder.stdout.read(4096)) for _ in range(200))
    for process in (player, recorder):
        process.kill()
        process.communicate()
    assert heard


def test_an_output_that_leads_nowhere_is_listened_to_for_its_whole_life(
    server: SoundServer,
) -> None:
    """Without a listener a volume set early can leave such an output silent."""
    state = server.ensure()
    listeners = pactl(state.env, "list", "short", "source-outputs").splitlines()
    assert len(listeners) == 1


def test_only_the_person_whose_session_it_is_can_reach_the_server(
    server: SoundServer, tmp_path: Path
) -> None:
    """Folder and socket are closed to every other user of the computer."""
    server.ensure()
    assert (tmp_path / "sound").stat().st_mode & 0o777 == 0o700
    assert (tmp_path / "sound" / "native").stat().st_mode & 0o777 == 0o600


def test_what_was_started_is_stopped_again(server: SoundServer, tmp_path: Path) -> None:
    """After closing no process and no socket is left."""
    server.ensure()
    pid = pid_of(tmp_path / "sound")
    server.close()
    assert not is_alive(pid)
    assert not (tmp_path / "sound" / "native").exists()


def test_a_server_that_is_here_already_is_used(
    server: SoundServer, the_persons_own: subprocess.Popen[bytes], tmp_path: Path
) -> None:
    """Nothing is started beside the person's own sound server."""
    state = server.ensure()
    assert the_persons_own.poll() is None
    assert (state.answers, state.started) == (True, False)
    assert not (tmp_path / "sound").exists()


def test_a_server_that_is_here_already_outlives_the_session(
    server: SoundServer, the_persons_own: subprocess.Popen[bytes]
) -> None:
    """Only what was started here is stopped here."""
    server.ensure()
    server.close()
    assert the_persons_own.poll() is None
    assert "Server Name" in pactl({}, "info")


def test_ctrl_c_in_the_terminal_does_not_reach_the_server(
    server: SoundServer, tmp_path: Path
) -> None:
    """The music ends with its fade, not with the terminal's signal."""
    server.ensure()
    assert os.getsid(pid_of(tmp_path / "sound")) != os.getsid(0)


def test_a_second_console_uses_the_server_and_leaves_it(
    server: SoundServer, tmp_path: Path
) -> None:
    """A guest who goes takes nobody's sound away."""
    env = server.ensure().env
    with SoundServer(tmp_path / "sound", devices=NO_DEVICES) as guest:
        state = guest.ensure()
    assert (state.answers, state.started) == (True, False)
    assert "Server Name" in pactl(env, "info")


def test_the_server_of_a_killed_owner_goes_on_and_is_taken_over(
    tmp_path: Path,
) -> None:
    """The music outlives the console; who comes next has the server, and ends it."""
    folder = tmp_path / "sound"
    program = (
        "import os, pathlib; from kap_room.adapters.sound_server import SoundServer\n"
        f"SoundServer(pathlib.Path({str(folder)!r})).ensure(); os.kill(os.getpid(), 9)"
    )
    owner = subprocess.run([sys.executable, "-c", program], check=False)
    assert owner.returncode == -signal.SIGKILL
    pid = pid_of(folder)
    assert is_alive(pid)
    with SoundServer(folder) as heir:
        assert heir.ensure().started
        assert pid_of(folder) == pid
    until = time.monotonic() + 5.0  # told to go; it is nobody's child any more
    while is_alive(pid) and time.monotonic() < until:
        time.sleep(0.02)
    assert not is_alive(pid)


def test_a_server_that_died_is_started_again(
    server: SoundServer, tmp_path: Path
) -> None:
    """Asked again after the server was killed, there is one again."""
    server.ensure()
    os.kill(pid_of(tmp_path / "sound"), signal.SIGKILL)
    state = server.ensure()
    assert state.started
    assert "Server Name" in pactl(state.env, "info")
    assert len(pactl(state.env, "list", "short", "source-outputs").splitlines()) == 1


def test_a_card_that_cannot_be_opened_leaves_a_session_that_runs(
    tmp_path: Path,
) -> None:
    """A card in use by another program is told, and stops nothing."""
    devices = tmp_path / "snd"
    devices.mkdir()
    (devices / "pcmC7D0p").touch()
    with SoundServer(tmp_path / "sound", devices=devices) as server:
        state = server.ensure()
    assert (state.answers, state.has_card) == (True, False)


def test_a_card_without_udev_is_opened_by_its_number(tmp_path: Path) -> None:
    """A container that was handed a card plays to it; inputs are no outputs."""
    for name in ("pcmC0D0p", "pcmC0D3p", "pcmC0D0c", "pcmC2D0c", "timer"):
        (tmp_path / name).touch()
    assert outputs(tmp_path, udev=NO_DEVICES) == ["module-alsa-sink device=hw:0"]


def test_a_card_is_found_by_udev_where_udev_runs(tmp_path: Path) -> None:
    """Cards that are plugged in later are found as well."""
    (tmp_path / "pcmC0D0p").touch()
    (tmp_path / "control").touch()
    assert outputs(tmp_path, udev=tmp_path) == ["module-udev-detect"]


@pytest.mark.parametrize("installed", [[], ["pactl"]])
def test_a_computer_without_pulseaudio_is_told_what_to_install(
    installed: list[str],
    server: SoundServer,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """No sound is no reason to stop; the sentence names the package."""
    programs = tmp_path / "bin"
    programs.mkdir()
    for name in installed:
        (programs / name).symlink_to(f"/usr/bin/{name}")
    monkeypatch.setenv("PATH", str(programs))
    state = server.ensure()
    assert not state.answers
    assert "apt-get install pulseaudio" in state.says


def test_a_folder_that_cannot_be_made_is_a_sentence(tmp_path: Path) -> None:
    """A file in the way is told with its name, and the session runs."""
    (tmp_path / "in-the-way").touch()
    folder = tmp_path / "in-the-way" / "sound"
    with SoundServer(folder, devices=NO_DEVICES) as server:
        state = server.ensure()
    assert not state.answers
    assert str(folder) in state.says
