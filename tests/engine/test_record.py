"""What the screen says of a note while the disk refuses it."""

from kap_room.engine.ports import NotWritten, Written
from kap_room.exchange.commands import Note
from tests.engine.house import House

FULL = "The disk is full: make room on it."


def noted() -> tuple[House, int]:
    """A note on its way to the disk, and its ticket."""
    house = House()
    house.begin()
    house.disk_writes()
    assert house.give(Note("she smiles")) is None
    return house, house.journal.tickets[-1]


def is_saved(house: House) -> bool:
    return house.view.last_notes[-1].saved


def test_a_note_that_the_disk_refused_is_not_shown_as_saved() -> None:
    """Its writer is told why, and the words stay on the screen as not saved."""
    house, ticket = noted()
    house.engine.post(NotWritten(ticket, FULL))
    house.engine.step()
    assert (house.answers[-1].ok, house.answers[-1].says) == (False, FULL)
    assert house.view.notes == 1
    assert not is_saved(house)
    assert not house.view.health["journal"].ok


def test_it_is_shown_as_saved_once_there_is_room_again() -> None:
    """The journal tries by itself; nobody has to write the note again."""
    house, ticket = noted()
    house.engine.post(NotWritten(ticket, FULL))
    house.engine.step()
    house.engine.post(Written(ticket))
    house.engine.step()
    assert is_saved(house)
    assert house.view.health["journal"].ok
