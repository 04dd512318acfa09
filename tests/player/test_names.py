"""No voice is taken for another by the sound server."""

from collections.abc import Iterator
from contextlib import ExitStack, closing

import pytest

from kap_room.player.names import ALL, MOST_PLAYERS, Names, Own
from tests.player.rig import PATIENCE
from tests.rig.sound import wait_for


class Manager:
    """Remembers every name as loud until it is told otherwise."""

    def __init__(self, *, listens: bool = True) -> None:
        self.silent: list[str] = []
        self.listens = listens

    def silence(self, name: str) -> bool:
        if self.listens:
            self.silent.append(name)
        return self.listens


@pytest.fixture
def own() -> Iterator[Own]:
    with closing(Own()) as own:
        yield own


def test_no_two_voices_that_live_have_the_same_name(own: Own) -> None:
    """However many there are, and with nobody to make a name ready."""
    names = Names(own, Manager(listens=False).silence)
    taken = [names.take() for _ in range(40)]
    assert len(set(taken)) == 40


def test_no_two_players_that_live_share_a_name(own: Own) -> None:
    """A draft is listened to beside a session; the next one takes what is free."""
    with closing(Own()) as other:
        assert other.name != own.name
    with closing(Own()) as following:
        assert following.name == other.name


def test_more_players_than_anybody_starts_are_no_failure() -> None:
    """They share a name."""
    with ExitStack() as stack:
        for _ in range(MOST_PLAYERS + 2):
            last = stack.enter_context(closing(Own()))
    assert last.name == "kap-room.0"


def test_the_first_names_are_silent_before_anybody_takes_one(own: Own) -> None:
    """In the order in which they are taken."""
    manager = Manager()
    names = Names(own, manager.silence, later=0.0)
    names.make_ready()
    wait_for(lambda: len(manager.silent) == ALL, PATIENCE)
    assert [names.take() for _ in range(2)] == manager.silent[:2]


def test_a_name_that_could_not_be_silenced_waits_behind_those_that_were(
    own: Own,
) -> None:
    """It may be remembered as loud."""
    manager = Manager()
    names = Names(own, manager.silence, later=0.0)
    names.make_ready()
    wait_for(lambda: len(manager.silent) == ALL, PATIENCE)
    loud = names.take()
    manager.listens = False
    names.give_back(loud)
    others = [names.take() for _ in range(ALL - 1)]
    assert loud not in others
    assert names.take() == loud


def test_a_name_that_was_given_back_comes_again_silent(own: Own) -> None:
    """One track after another: hardly any name is used."""
    manager = Manager()
    names = Names(own, manager.silence)
    taken = set[str]()
    for _ in range(20):
        name = names.take()
        taken.add(name)
        names.give_back(name)
        assert manager.silent[-1] == name
    assert len(taken) == 1


def test_a_name_that_is_not_ready_is_made_so_while_its_file_is_opened(own: Own) -> None:
    """Nobody waits for it."""
    manager = Manager()
    name = Names(own, manager.silence).take()
    wait_for(lambda: manager.silent == [name], PATIENCE)


def test_where_nobody_listens_nobody_is_told_more_than_once(own: Own) -> None:
    """PulseAudio: the start asks a single time."""
    asked = list[str]()

    def silence(name: str) -> bool:
        asked.append(name)
        return False

    names = Names(own, silence)
    names.make_ready()
    wait_for(lambda: asked, PATIENCE)
    names.put_back(names.take())
    wait_for(lambda: len(asked) == 2, PATIENCE)
    assert asked[0] == asked[1]
