"""A playlist's file after an edit: what a person would have changed, and no more."""

from pathlib import Path

import pytest

from kap_room.library.draft import Draft
from kap_room.library.rewriting import CannotSave, rewritten, written
from kap_room.library.rewriting.reading import playlist_in
from kap_room.plan.music import Order, Playlist, RunsOut, Track
from kap_room.plan.units import Decibels, Seconds

FILE = Path("onset.yaml")

ONSET = """\
# The way in: calm.

name: "Onset"   # on the screen
tracks:         # in this order
  - file: tide.flac     # a whisper
    intensity: 2
    tags: [waves, drone]   # by ear

  # --- second half ---

  # Tom likes it
  - file: cello.flac
    trim: -2 dB     # loud
    # his bow is heard
  - file: bowls.flac
    from: 0:12
    tags:
      - bowls   # seven of them
      - sparse
  - {file: wind.flac, trim: -3.50 dB,   intensity: 1} # short
# the end
when it runs out: loop last
"""


def draft(text: str = ONSET) -> Draft:
    return Draft(FILE, playlist_in(text, FILE), text)


def after(draft: Draft) -> str:
    assert draft.read is not None
    return rewritten(draft.read, draft.playlist, FILE.stem)


def swapped(*pairs: tuple[str, str], text: str = ONSET) -> str:
    for old, new in pairs:
        assert text.count(old) == 1
        text = text.replace(old, new)
    return text


def test_a_value_is_changed_in_its_place() -> None:
    """The comment beside it stays where it is, to the space."""
    assert after(draft().trim(1, Decibels(-12.0))) == swapped(("-2 dB ", "-12 dB "))


def test_quotes_stay_as_somebody_likes_them() -> None:
    """A name that was quoted stays so."""
    assert after(draft().named("Way in")) == swapped(('"Onset"', '"Way in"'))


def test_a_new_line_stands_where_lines_of_its_kind_stand() -> None:
    """The order of the examples: file, trim, from, to, intensity, tags."""
    changed = draft().points(0, Seconds(30.0), Seconds(460.0))
    line = "  - file: tide.flac     # a whisper\n"
    new = f"{line}    from: 0:30\n    to: 7:40\n"
    assert after(changed) == swapped((line, new))


def test_a_line_that_says_nothing_more_is_gone() -> None:
    """As if it had never been written."""
    changed = draft().points(2, Seconds(0.0), None)
    assert after(changed) == swapped(("    from: 0:12\n", ""))


def test_a_line_with_a_comment_is_commented_out() -> None:
    """What was said about it stays, with what it was about."""
    changed = draft().trim(1, Decibels(0.0))
    assert after(changed) == swapped(("    trim: -2", "    # trim: -2"))


def test_a_track_that_goes_leaves_its_comments() -> None:
    """And the line that names it, so that they are about something."""
    left = """\
  # Tom likes it
  # - file: cello.flac
    # trim: -2 dB     # loud
    # his bow is heard
"""
    here = left.replace("# - file", "- file").replace("# trim", "trim")
    assert after(draft().remove(1)) == swapped((here, left))


def test_a_track_without_comments_goes_without_a_trace() -> None:
    """No blank line is left for it either."""
    text = "tracks:\n  - file: a.flac\n\n  - file: b.flac\n\n  - file: c.flac\n"
    assert after(draft(text).remove(1)) == swapped(
        ("\n  - file: b.flac\n", ""), text=text
    )


def test_a_track_takes_its_comments_with_it() -> None:
    """A heading with a blank line below it stays: it is about what follows."""
    tom = """\
  # Tom likes it
  - file: cello.flac
    trim: -2 dB     # loud
    # his bow is heard
"""
    bowls = ONSET[ONSET.index("  - file: bowls") : ONSET.index("  - {file: wind")]
    assert after(draft().move(1, 1)) == swapped((tom + bowls, bowls + tom))


def test_a_new_track_is_written_as_the_others_are() -> None:
    """With their indentation, and blank lines where they have some."""
    text = "tracks:\n-   file: a.flac\n\n-   file: b.flac\n    trim: 1 dB\n"
    new = Track("c.flac", intensity=3, tags=("no", "wordless"))
    lines = '\n-   file: c.flac\n    intensity: 3\n    tags: ["no", wordless]\n'
    assert after(draft(text).add([new])) == text + lines


def test_a_new_track_among_braces_stands_in_braces() -> None:
    """On one line, as somebody writes a list that is to be short."""
    text = "tracks:\n  - {file: a.flac, trim: -2 dB}\n"
    new = Track("c.flac", ends=Seconds(90.0))
    assert after(draft(text).add([new])) == text + "  - {file: c.flac, to: 1:30}\n"


def test_what_stands_in_braces_stays_there() -> None:
    """Its spaces too."""
    changed = draft().intensity(3, 4).tags(3, ["wind"])
    assert after(changed) == swapped(("intensity: 1}", "intensity: 4, tags: [wind]}"))


def test_a_tag_goes_with_its_line() -> None:
    """Its comment stays."""
    old = "      - bowls   # seven of them\n      - sparse\n"
    new = "      # - bowls   # seven of them\n      - sparse\n      - deep\n"
    assert after(draft().tags(2, ["sparse", "deep"])) == swapped((old, new))


def test_what_is_said_of_the_whole_list_is_changed_where_it_stands() -> None:
    """A key that is new comes where the examples have it."""
    changed = draft().order(Order.FIT).when_it_runs_out(RunsOut.CONTINUE)
    name = 'name: "Onset"   # on the screen\n'
    assert after(changed) == swapped(
        (name, f"{name}order: fit\n"), ("out: loop last", "out: continue")
    )


def test_lines_end_as_they_ended() -> None:
    """A file from Windows stays one, with the mark at its head."""
    text = "\ufeff" + ONSET.replace("\n", "\r\n")
    changed = draft(text).add([Track("new.flac", trim=Decibels(-1.0))], 0).remove(2)
    new = after(changed)
    assert new.startswith("\ufeff# The way in")
    assert new.count("\n") == new.count("\r\n") == text.count("\n") + 2


def test_a_file_without_a_last_line_end_stays_so() -> None:
    """Some editors write none."""
    text = "tracks:\n  - file: a.flac\n  - file: b.flac"
    swapped_over = "tracks:\n  - file: b.flac\n  - file: a.flac"
    assert after(draft(text).move(0, 1)) == swapped_over


def test_brackets_with_comments_among_them_keep_each_with_its_part() -> None:
    """Some people write a list like a program."""
    text = """\
tracks: [
  {file: a.flac},   # the first
  # before b
  {file: b.flac, trim: -1 dB},
  {file: c.flac},   # the last
]
"""
    new = """\
tracks: [
  # {file: a.flac}  # the first
  {file: c.flac},  # the last
  # before b
  {file: b.flac, trim: -1 dB}
]
"""
    assert after(draft(text).remove(0).move(0, 1)) == new


def test_a_name_that_the_file_does_not_write_is_not_put_into_it() -> None:
    """It is called by the name of its file, until somebody names it."""
    text = "tracks:\n  - file: a.flac\n"
    assert draft(text).playlist.name == "onset"
    assert after(draft(text).intensity(0, 2)) == f"{text}    intensity: 2\n"
    assert after(draft(text).named("Way in")) == f"name: Way in\n{text}"


def test_a_layout_that_nobody_foresaw_still_keeps_its_comments() -> None:
    """It is laid out anew, and all that was said stands at its head."""
    text = "? tracks   # odd\n: - file: a.flac   # odder\n  - file: b.flac\n"
    new = "# odd\n# odder\ntracks:\n  - file: b.flac\n"
    assert after(draft(text).remove(0)) == new


def test_a_file_that_is_wrong_is_not_rewritten() -> None:
    """What cannot be read cannot be kept."""
    with pytest.raises(CannotSave, match=r'onset.yaml:2: .*"loud" is not a gain'):
        rewritten("tracks:\n  - {file: a, trim: loud}\n", draft().playlist, "onset")


def test_a_fresh_file_is_as_a_person_would_write_it() -> None:
    """Only what is not usual has a line."""
    low = Track(
        "onset/low strings.mp3",
        Decibels(-2.0),
        Seconds(12.0),
        Seconds(460.0),
        2,
        ("strings", "no words"),
    )
    playlist = Playlist("Onset", (Track("onset/tide.flac"), low), Order.FIT)
    text = """\
name: Onset
order: fit
tracks:
  - file: onset/tide.flac
  - file: onset/low strings.mp3
    trim: -2 dB
    from: 0:12
    to: 7:40
    intensity: 2
    tags: [strings, no words]
"""
    assert written(playlist) == text
    assert playlist_in(text, FILE) == playlist


@pytest.mark.parametrize(
    ("lines", "new"),
    [
        ("trim: 1 dB", "file: a.flac"),
        ("trim: 1 dB   # why", "# trim: 1 dB   # why\n    file: a.flac"),
        ("trim: 1 dB\n    # by ear", "\n    # by ear\n    file: a.flac"),
        ("trim: 1 dB\n    intensity: 2", "\n    file: a.flac"),
    ],
)
def test_a_line_behind_the_dash_can_go(lines: str, new: str) -> None:
    """Not everybody writes the file first."""
    text = f"tracks:\n  - {lines}\n    file: a.flac\n"
    changed = draft(text).trim(0, Decibels(0.0)).intensity(0, None)
    assert after(changed) == f"tracks:\n  - {new}\n"


def test_of_the_same_file_twice_the_right_one_is_changed() -> None:
    """A calm piece may open an evening and close it."""
    text = """\
tracks:
  - file: a.flac   # to begin
  - file: b.flac
  - file: a.flac   # to end
"""
    begin, end = "  - file: a.flac   # to begin\n", "  - file: a.flac   # to end\n"
    trim = "    trim: -2 dB\n"
    first = draft(text).trim(0, Decibels(-2.0))
    assert after(first) == swapped((begin, begin + trim), text=text)
    last = draft(text).trim(2, Decibels(-2.0))
    assert after(last) == swapped((end, end + trim), text=text)
