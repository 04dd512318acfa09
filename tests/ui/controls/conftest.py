"""A hand that looks sooner whether the screen has come to rest."""

import pytest


@pytest.fixture(autouse=True)
def looks_sooner(monkeypatch: pytest.MonkeyPatch) -> None:
    """After each key Textual waits for two calm moments of so many seconds."""
    monkeypatch.setattr("textual._wait.SLEEP_GRANULARITY", 0.005)
