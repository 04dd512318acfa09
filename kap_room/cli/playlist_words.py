"""Playlists as they are printed: in lines, and as JSON."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from kap_room.library.catalogued import Catalogued
from kap_room.library.finding_again import How
from kap_room.library.problems import all_of, plain
from kap_room.library.values import gain_words
from kap_room.plan.units import Seconds, clock_words
from kap_room.wiring.playlist_building import Built
from kap_room.wiring.playlist_exchange import Imported
from kap_room.wiring.playlist_fit import heard_length
from kap_room.wiring.playlists import Heard, Row, Shown

WIDE: Final = 28
"""Characters of a title before the path begins."""

MOST_TOLD: Final = 20
"""Lines of one kind. A list from elsewhere may have five thousand of them."""

_FOUND: Final = {
    How.SOUND: "by its sound",
    How.NAME: "by its name",
    How.TITLE: "by its title and length",
}


def rows(found: Sequence[Row]) -> str:
    if not found:
        return "There is no playlist."
    names = max(len(each.called) for each in found)
    lines = (
        f"{each.called:<{names}}  {_about(each)}  {plain(str(each.path))}"
        for each in found
    )
    return "\n".join(lines)


def _about(row: Row) -> str:
    if row.problems:
        return f"{'cannot be read':>20}"
    many = f"{row.tracks} track{' ' if row.tracks == 1 else 's'}"
    return f"{many:>10}  {_clock(row.lasts):>8}"


def rows_as_json(found: Sequence[Row]) -> str:
    return json.dumps(
        [
            {
                "name": row.called,
                "file": str(row.path),
                "tracks": row.tracks,
                "length_s": row.lasts,
                "problems": row.problems,
            }
            for row in found
        ]
    )


def playlist(found: Shown) -> str:
    listed = found.shelved.playlist
    lines = [plain(f"{listed.name}, {found.shelved.path}")]
    lines += [_line(each) for each in found.heard]
    many = f"{len(found.heard)} track{'' if len(found.heard) == 1 else 's'}"
    whole = "not all of them measured" if found.lasts is None else _clock(found.lasts)
    return "\n".join([*lines, f"{many}, {whole}; order: {listed.order}."])


def _line(each: Heard) -> str:
    track, known = each.track, each.known
    intensity = _intensity(each)
    called = "" if known is None else known.called
    line = _columns(each.starts, each.lasts, intensity, called, track.file)
    rest = [gain_words(track.trim)] if track.trim else []
    rest += [f"from {_clock(track.begins)}"] if track.begins else []
    rest += [f"to {_clock(track.ends)}"] if track.ends is not None else []
    rest += [", ".join(track.tags)] if track.tags else []
    rest += [each.why_not] if each.why_not else []
    return f"{line}  ({plain('; '.join(rest))})" if rest else line


def _intensity(each: Heard) -> int | None:
    if each.track.intensity is not None or each.known is None:
        return each.track.intensity
    return each.known.intensity


def _columns(
    starts: Seconds | None,
    lasts: Seconds | None,
    intensity: int | None,
    called: str,
    file: str,
) -> str:
    short = plain(called)
    short = short if len(short) <= WIDE else f"{short[: WIDE - 1]}…"
    return (
        f"{_clock(starts):>8}  {_clock(lasts):>6}  {intensity or '?'}  "
        f"{short:<{WIDE}}  {plain(file)}"
    )


def playlist_as_json(found: Shown) -> str:
    listed = found.shelved.playlist
    return json.dumps(
        {
            "name": listed.name,
            "file": str(found.shelved.path),
            "order": listed.order.value,
            "when_it_runs_out": listed.when_it_runs_out.value,
            "length_s": found.lasts,
            "tracks": [_shown_as_json(each) for each in found.heard],
        }
    )


def _shown_as_json(each: Heard) -> dict[str, object]:
    track, known = each.track, each.known
    return {
        "file": track.file,
        "title": "" if known is None else known.title,
        "artist": "" if known is None else known.artist,
        "starts_s": each.starts,
        "length_s": each.lasts,
        "intensity": _intensity(each),
        "trim_db": track.trim,
        "tags": list(track.tags),
        "problem": each.why_not,
    }


def built(made: Built, saved: str) -> str:
    found, wish = made.proposal, made.wish
    said = f"{made.kind.value.capitalize()}, {_clock(wish.lasts)}, intensity "
    said += f"{wish.arc.lowest} to {wish.arc.highest}, seed {wish.seed}"
    lines = [said]
    for each, starts in zip(
        found.tracks, made.fitter.starts(found.tracks), strict=True
    ):
        lasts = heard_length(each)
        lines.append(_columns(starts, lasts, each.intensity, each.called, each.file))
    lines += [_ending(made)] if found.fits else []
    lines += found.says
    if found.left_out:
        lines.append(f"Left out: {all_of(found.left_out)}.")
    return "\n".join([*lines, plain(saved)])


def _ending(made: Built) -> str:
    misses = made.proposal.misses
    off = clock_words(Seconds(abs(misses)))
    if off == "0:00":
        return "The last track ends on the turn."
    word = "after" if misses > 0 else "before"
    return f"The last track ends on the turn: {off} {word} it."


def built_as_json(made: Built, path: Path | None) -> str:
    found, wish = made.proposal, made.wish
    tracks = zip(found.tracks, made.fitter.starts(found.tracks), strict=True)
    return json.dumps(
        {
            "phase": made.kind.value,
            "length_s": wish.lasts,
            "intensity": [wish.arc.lowest, wish.arc.highest],
            "seed": wish.seed,
            "fits": found.fits,
            "misses_s": round(found.misses, 1),
            "tracks": [_proposed_as_json(each, starts) for each, starts in tracks],
            "says": list(found.says),
            "left_out": list(found.left_out),
            "file": None if path is None else str(path),
        }
    )


def _proposed_as_json(each: Catalogued, starts: Seconds) -> dict[str, object]:
    return {
        "file": each.file,
        "title": each.title,
        "artist": each.artist,
        "starts_s": round(starts, 1),
        "length_s": round(heard_length(each), 1),
        "intensity": each.intensity,
        "by_hand": each.by_hand is not None,
        "tags": list(each.tags),
        "heard": each.heard,
    }


def few(lines: Sequence[object], others: str = "; --json lists them") -> list[str]:
    """The first of them; `others` says where the rest can be read."""
    told = [str(line) for line in lines[:MOST_TOLD]]
    if left := len(lines) - len(told):
        told.append(f"and {left} more{others}")
    return told


def imported(made: Imported) -> str:
    lines = few(
        [
            f"line {each.entry.line}: found {_FOUND[each.how]} as "
            f"{plain(each.track.file)}"
            for each in made.found_again
        ]
    )
    many = len(made.playlist.tracks)
    taken = f"{many} track{'' if many == 1 else 's'}"
    lost = f", {made.lost} not found" if made.lost else ""
    return "\n".join([*lines, plain(f"{taken}{lost}. {made.says}")])


def imported_as_json(made: Imported) -> str:
    return json.dumps(
        {
            "file": str(made.path),
            "tracks": [track.file for track in made.playlist.tracks],
            "found_again": [
                {
                    "line": each.entry.line,
                    "by": each.how.value,
                    "file": each.track.file,
                }
                for each in made.found_again
            ],
            "problems": [
                {"line": each.line, "says": each.says} for each in made.problems
            ],
        }
    )


def _clock(length: Seconds | None) -> str:
    return "?" if length is None else clock_words(length)
