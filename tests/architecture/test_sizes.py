"""Files small enough to be read in one sitting.

A file that grows past its limit holds two ideas; the way out is two files.
"""

from pathlib import Path

HOUSE = Path(__file__).parents[2] / "kap_room"

LONGEST_MODULE = 300
"""Lines."""


def test_no_module_is_longer_than_one_can_read_in_one_sitting() -> None:
    """Every file of the package stays within its limit of lines."""
    lengths = {
        str(file.relative_to(HOUSE)): len(file.read_text("utf-8").splitlines())
        for file in HOUSE.rglob("*.py")
    }
    assert {n: lines for n, lines in lengths.items() if lines > LONGEST_MODULE} == {}


def test_every_module_says_why_it_exists() -> None:
    """The first thing in a file is its reason, in at least one sentence."""
    speechless = [
        str(file.relative_to(HOUSE))
        for file in HOUSE.rglob("*.py")
        if not file.read_text("utf-8").lstrip().startswith('"""')
    ]
    assert speechless == []
