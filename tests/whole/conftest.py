"""What all whole rooms share: steady music, made once."""

from pathlib import Path

import pytest

from tests.rig.material import pink_noise, tone, write


@pytest.fixture(scope="session")
def music(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three tones and a noise; each is told from the others by its pitch."""
    folder = tmp_path_factory.mktemp("steady")
    write(folder / "low.flac", tone(12, 400))
    write(folder / "middle.flac", tone(40, 630))
    write(folder / "high.flac", tone(80, 1000))
    write(folder / "noise.flac", pink_noise(40, seed=5))
    return folder
