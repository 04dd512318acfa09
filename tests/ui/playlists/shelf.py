"""A bench without files behind it: three phases, and a library of any size."""

from collections.abc import Callable
from dataclasses import replace

from kap_room.exchange.bookshelf import (
    Did,
    Found,
    LibraryRow,
    PhaseColumn,
    PlaylistRow,
    Workbench,
    WorkView,
)
from kap_room.exchange.listening import Listening
from kap_room.plan.music import Track
from kap_room.plan.units import Decibels, Seconds

NAMES = (
    ("peak/deep-earth.flac", "Deep earth", "Alder", 522.0, 4, ("drone", "deep")),
    ("onset/slow-tide.flac", "Slow tide", "Birch", 440.0, 2, ("strings", "wordless")),
    ("peak/wide-wind.ogg", "Wide wind", "Cedar", 611.0, 3, ("nature", "wordless")),
    ("return/first-light.mp3", "First light", "Birch", 305.0, 2, ("piano", "wordless")),
    ("songs/over-the-hill.mp3", "Over the hill", "Dogwood", 242.0, 3, ("lyrics",)),
)


def a_library(count: int = len(NAMES)) -> tuple[LibraryRow, ...]:
    rows = []
    for at in range(count):
        file, called, artist, length, intensity, tags = NAMES[at % len(NAMES)]
        number = "" if at < len(NAMES) else f" {at}"
        rows.append(
            LibraryRow(
                file.replace(".", f"{number}.".replace(" ", "-")),
                called + number,
                artist,
                "Woods",
                Seconds(length),
                Decibels(-18.5),
                intensity,
                tags=tags,
                heard="2026-02-11" if at % 3 == 0 else None,
            )
        )
    return tuple(rows)


def a_row(file: str, **changes: object) -> PlaylistRow:
    known = next(row for row in a_library() if row.file == file)
    track = Track(file, tags=known.tags)
    row = PlaylistRow(track, known.called, known.length, known.intensity)
    return replace(row, **changes)  # type: ignore[arg-type]


PEAK = (
    a_row("peak/deep-earth.flac"),
    a_row(
        "peak/wide-wind.ogg",
        track=Track(
            "peak/wide-wind.ogg",
            Decibels(-2.0),
            Seconds(12.0),
            Seconds(460.0),
            3,
            ("nature", "wordless"),
        ),
        runs=Seconds(448.0),
        is_by_hand=True,
    ),
    a_row(
        "songs/over-the-hill.mp3",
        says=("It has lyrics, and this is a peak.",),
    ),
)

PHASES = (
    PhaseColumn("arrival", "arrival", "open: waits for you", "open"),
    PhaseColumn(
        "onset",
        "onset",
        "enough: 15 of 15 min",
        "15 of 15 min",
        curve=(1, 1, 2, 2, 2, 3),
        rows=(a_row("onset/slow-tide.flac"), a_row("return/first-light.mp3")),
        runs=Seconds(745.0),
    ),
    PhaseColumn(
        "peak",
        "peak",
        "not enough with one booster: 21 of 75 min; then it begins again",
        "21 of 75 min",
        is_enough=False,
        curve=(3, 4, 4, 5, None, None),
        warnings=(
            "Over the hill has lyrics, and this is a peak.",
            "Deep earth rises by 19 dB within three seconds at 4:10: it may startle.",
        ),
        rows=PEAK,
        runs=Seconds(1212.0),
    ),
)


class Bench:
    """Adds, moves and removes as the real one does; the rest it only remembers."""

    def __init__(self, library: tuple[LibraryRow, ...], advice: str = "") -> None:
        self.library = library
        self.asked: list[tuple[object, ...]] = []
        self.saves = Did(ok=True, says="Saved playlists/peak.yaml.")
        self._view = WorkView(
            "sublingual", PHASES, in_library=len(library), advice=advice
        )
        self._before: list[WorkView] = []

    @property
    def view(self) -> WorkView:
        return self._view

    def put(self, phases: tuple[PhaseColumn, ...]) -> None:
        """Another scene."""
        self._view = replace(self._view, phases=phases)

    def find(self, words: str) -> Found:
        self.asked.append(("find", words))
        if words == "i:9":
            return Found((), doubt="i:9 is no intensity: 1 to 5, as in i:2-4.")
        rows = tuple(r for r in self.library if words in f"{r.called.lower()} {r.tags}")
        return Found(rows, says=f'"{words}"' if words else "")

    def add(self, phase: int, file: str) -> Did:
        rows = self._view.phases[phase].rows
        self._put(phase, (*rows, a_row(file)))
        return Did(ok=True, says=f"{file} added.", at=len(rows))

    def remove(self, phase: int, at: int) -> Did:
        rows = self._view.phases[phase].rows
        self._put(phase, rows[:at] + rows[at + 1 :])
        return Did(ok=True, says="Removed.", at=at)

    def move(self, phase: int, at: int, by: int) -> Did:
        rows = list(self._view.phases[phase].rows)
        rows.insert(at + by, rows.pop(at))
        self._put(phase, tuple(rows))
        return Did(ok=True, says="Moved.", at=at + by)

    def trim(self, phase: int, at: int, words: str) -> Did:
        return self._asked("trim", phase, at, words)

    def begin(self, phase: int, at: int, words: str) -> Did:
        return self._asked("from", phase, at, words)

    def end(self, phase: int, at: int, words: str) -> Did:
        return self._asked("to", phase, at, words)

    def tag(self, phase: int, at: int, words: str) -> Did:
        return self._asked("tags", phase, at, words)

    def rate(self, phase: int, at: int, intensity: int | None) -> Did:
        return self._asked("rate", phase, at, intensity)

    def library_row(self, file: str) -> LibraryRow | None:
        return next((row for row in self.library if row.file == file), None)

    def say_intensity(self, file: str, words: str) -> Did:
        return self._asked("say intensity", file, words)

    def say_tags(self, file: str, words: str) -> Did:
        return self._asked("say tags", file, words)

    def take_back(self) -> Did:
        if not self._before:
            return Did(ok=False, says="There is nothing to take back.")
        self._view = self._before.pop()
        return Did(ok=True, says="Taken back: a change.")

    def save(self) -> Did:
        if self.saves.ok:
            phases = tuple(replace(p, is_changed=False) for p in self._view.phases)
            self._view = replace(self._view, phases=phases)
        return self.saves

    def read_again(self) -> Did:
        return Did(ok=True, says="The library was read again.")

    def _asked(self, *asked: object) -> Did:
        self.asked.append(asked)
        if asked[-1] == "loud":
            return Did(ok=False, says='"loud" is not a gain. Write decibels.')
        return Did(ok=True, says="Done.")

    def _put(self, phase: int, rows: tuple[PlaylistRow, ...]) -> None:
        before = self._view
        self._before.append(before)
        gone = [row for row in before.phases[phase].rows if row not in rows]
        back = f"{gone[0].called} removed" if gone else "a change"
        column = replace(self._view.phases[phase], rows=rows, is_changed=True)
        phases = list(self._view.phases)
        phases[phase] = column
        self._view = replace(self._view, phases=tuple(phases), take_back=back)


class OneScene:
    """A shelf that hands out one bench, or says why not."""

    def __init__(
        self,
        bench: Workbench | str | None = None,
        listening: Listening | None = None,
        until: Callable[[], object] | None = None,
    ) -> None:
        self._opened = Bench(a_library()) if bench is None else bench
        self._heard, self._until = listening, until
        self.opened: list[str] = []

    @property
    def listening(self) -> Listening | None:
        return self._heard

    def open(self, scene: str) -> Workbench | str:
        self.opened.append(scene)
        if self._until is not None:
            self._until()
        return self._opened
