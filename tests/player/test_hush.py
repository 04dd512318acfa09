"""Silence that the player was asked for itself, and what lifts it."""

from kap_room.exchange.order import Order
from kap_room.plan.shapes import Fade, steady
from kap_room.plan.units import SILENT, Decibels, Seconds
from kap_room.player.hush import Hush, master_at, ordered, silenced

PRESSED = Seconds(100.0)
FULL = Decibels(0)


def hushed() -> Hush:
    """Pressed while no engine answered."""
    return silenced(Hush(), Seconds(3.0), PRESSED, revision=1)


def falling_since(reading: float) -> Order:
    """From an engine that read of the silence only then."""
    fade = Fade(Seconds(reading), Seconds(3.0), FULL, SILENT)
    return Order(2, master=(steady(FULL), fade), sounding=True)


def test_a_silence_on_its_way_is_not_begun_again_by_an_engine_that_comes_late() -> None:
    """It was nearly silent: its own fade would bring the music back first."""
    order = falling_since(PRESSED + 2.5)
    hush = ordered(hushed(), order)
    for tick in range(30):
        reading = Seconds(PRESSED + 2.5 + tick * 0.1)
        assert master_at(order, hush, reading).lowering < -40.0


def test_an_engine_is_told_of_a_silence_until_it_orders_one() -> None:
    """From then on it is the engine's: what it makes of it, nobody says again."""
    hush = hushed()
    assert hush.is_news
    hush = ordered(hush, falling_since(PRESSED + 1.0))
    assert not hush.is_news
    later = Seconds(PRESSED + 60.0)
    assert silenced(hush, Seconds(3.0), later, revision=2).is_news


def test_music_lifts_the_silence() -> None:
    """The first order that goes elsewhere than to nothing."""
    hush = ordered(hushed(), falling_since(PRESSED + 2.5))
    music = Fade(Seconds(200.0), Seconds(8.0), SILENT, FULL)
    order = Order(3, master=(steady(FULL), music), sounding=True)
    hush = ordered(hush, order)
    assert master_at(order, hush, Seconds(208.0)).lowering == FULL


def test_an_order_that_was_on_its_way_lifts_nothing() -> None:
    """It was written before the key was pressed."""
    order = Order(1, master=(steady(FULL),), sounding=True)
    hush = ordered(hushed(), order)
    assert master_at(order, hush, Seconds(PRESSED + 3.0)).lowering == SILENT
