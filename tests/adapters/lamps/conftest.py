"""Whoever listens to a lamp's broker from outside."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.rig.broker import Mosquitto, Spy


@pytest.fixture
def spy(mosquitto: Mosquitto) -> Iterator[Spy]:
    with Spy(mosquitto.port) as listening:
        yield listening
