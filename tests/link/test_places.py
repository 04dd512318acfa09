"""The files of a room are where everybody looks for them, and nobody else may read."""

import stat
from pathlib import Path

import pytest

from kap_room.link.places import find_places
from kap_room.link.runtime import PlaceRefused, runtime_folder


def mode_of(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_the_variables_say_where_everything_is(tmp_path: Path) -> None:
    """Each file lies in the folder that its variable names."""
    places = find_places()
    assert places.room_file == tmp_path / "room.yaml"
    assert places.journal == tmp_path / "data" / "journal.db"
    assert places.catalogue == tmp_path / "data" / "catalogue.db"
    assert places.log == tmp_path / "data" / "engine.log"
    assert places.engine_socket == tmp_path / "run" / "engine.sock"
    assert places.player_socket == tmp_path / "run" / "player.sock"
    assert places.lock == tmp_path / "run" / "room.lock"


def test_the_folders_that_are_made_are_private(tmp_path: Path) -> None:
    """Sockets command the room, and the journal is about a person."""
    find_places().make_data()
    assert mode_of(tmp_path / "run") == 0o700
    assert mode_of(tmp_path / "data") == 0o700


def test_without_variables_the_users_own_folders_serve(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Those that every program of the desktop uses."""
    for name in ("CONFIG", "DATA", "RUNTIME"):
        monkeypatch.delenv(f"KAP_ROOM_{name}")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "share"))
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    places = find_places()
    assert places.room_file == tmp_path / "config" / "kap-room" / "room.yaml"
    assert places.data == tmp_path / "share" / "kap-room"
    assert places.runtime == tmp_path / "kap-room"


@pytest.fixture
def bare(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A container: no runtime folder, only one for temporary files."""
    monkeypatch.delenv("KAP_ROOM_RUNTIME")
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path / "missing"))
    monkeypatch.setattr("os.getuid", lambda: tmp_path.stat().st_uid)
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    if Path(f"/run/user/{tmp_path.stat().st_uid}").exists():
        pytest.skip("this computer has a runtime folder of the user")
    return tmp_path / f"kap-room-{tmp_path.stat().st_uid}"


def test_in_a_container_a_private_folder_is_made(bare: Path) -> None:
    """Under the temp folder, for this user alone."""
    assert runtime_folder() == str(bare)
    assert mode_of(bare) == 0o700


def test_a_folder_left_open_is_closed(bare: Path) -> None:
    """It is ours, so only its mode has to be mended."""
    bare.mkdir(mode=0o777)
    bare.chmod(0o777)
    runtime_folder()
    assert mode_of(bare) == 0o700


def test_a_link_in_the_temp_folder_is_refused(bare: Path, tmp_path: Path) -> None:
    """Somebody else could have laid it, and would read every command."""
    (tmp_path / "elsewhere").mkdir()
    bare.symlink_to(tmp_path / "elsewhere")
    with pytest.raises(PlaceRefused, match="belongs to somebody else"):
        runtime_folder()


def test_a_folder_that_cannot_be_made_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A sentence, and what to set."""
    (tmp_path / "file").touch()
    monkeypatch.setenv("KAP_ROOM_RUNTIME", str(tmp_path / "file" / "run"))
    with pytest.raises(PlaceRefused, match="Set KAP_ROOM_RUNTIME to a folder"):
        runtime_folder()
