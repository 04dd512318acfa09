"""`kap-room playlist`: what lists there are, what they are like, and new ones."""

from __future__ import annotations

import dataclasses
import json as plain_json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from kap_room.cli.asked import WithoutAsked
from kap_room.cli.say import FINE, REFUSED, WRONG, complain, complain_of, shown

app = typer.Typer(
    help="Playlists: list, show, check, build, edit, import and export M3U8."
)

Json = Annotated[bool, typer.Option("--json", help="as JSON")]
Replace = Annotated[
    bool, typer.Option("--replace", help="over a file that is there already")
]


@app.command("list")
def list_(*, json: Json = False) -> int:
    """Every playlist, where it lies and how long it is."""
    from kap_room.cli import playlist_words as words
    from kap_room.link.places import find_places
    from kap_room.wiring.playlists import listed

    def told() -> int:
        rows = listed(find_places())
        print(words.rows_as_json(rows) if json else words.rows(rows))
        return FINE

    return _answered(told)


@app.command()
def show(
    which: Annotated[str, typer.Argument(help="a playlist's name or path")],
    *,
    json: Json = False,
) -> int:
    """Its tracks, when each comes in, how long and how intense it is."""
    from kap_room.cli import playlist_words as words
    from kap_room.link.places import find_places
    from kap_room.wiring.playlists import shown

    def told() -> int:
        found = shown(find_places(), which)
        print(words.playlist_as_json(found) if json else words.playlist(found))
        return FINE

    return _answered(told)


@app.command()
def check(
    which: Annotated[
        str | None, typer.Argument(help="a playlist's name or path; all when left out")
    ] = None,
    *,
    json: Json = False,
) -> int:
    """What may startle, words in a peak, files that are missing, repeats, length."""
    from kap_room.library.check import Verdict
    from kap_room.link.places import find_places
    from kap_room.wiring.playlists import checked

    def told() -> int:
        found = checked(find_places(), which)
        if json:
            print(plain_json.dumps([dataclasses.asdict(f) for f in found.findings]))
        else:
            for each in found.findings:
                print(shown(f"{each.verdict.value:>5}  {each.about}: {each.says}"))
        if found.problems:
            return complain_of(found.problems)
        is_wrong = any(each.verdict is Verdict.WRONG for each in found.findings)
        return WRONG if is_wrong else FINE

    return _answered(told)


@app.command()
def build(  # noqa: PLR0913 - each is one thing that somebody may ask for
    phase: Annotated[
        str,
        typer.Option(help="arrival, onset, peak, return or integration; or a scene's"),
    ],
    *,
    length: Annotated[str | None, typer.Option(help="as in 40m")] = None,
    intensity: Annotated[
        str | None, typer.Option(help="1 calm to 5 intense, as in 2..4")
    ] = None,
    tag: Annotated[list[str] | None, typer.Option(help="on every track")] = None,
    without: WithoutAsked = None,
    seed: Annotated[int, typer.Option(help="another number, another proposal")] = 0,
    scene: Annotated[
        str | None, typer.Option(help="whose phase it is: its length and other music")
    ] = None,
    name: Annotated[
        str | None,
        typer.Option(help="what it is called; if not, as its phase"),
    ] = None,
    save: Annotated[
        bool, typer.Option("--save", help="write it beside the room file")
    ] = False,
    replace: Replace = False,
    json: Json = False,
) -> int:
    """Propose a playlist along the arc of a phase, from what the library knows."""
    from kap_room.cli import playlist_words as words
    from kap_room.cli.playlist_asked import AskedHow, intensity_of, length_of
    from kap_room.link.places import find_places
    from kap_room.wiring.playlist_building import Asked, build

    def built() -> int:
        asked = Asked(
            phase,
            length_of(length),
            intensity_of(intensity),
            tuple(tag or ()),
            tuple(without or ()),
            seed,
            scene,
        )
        how = AskedHow(name, save=save, replaces=replace)
        made = build(find_places(), asked)
        kept = how.saved(made)
        if json:
            print(words.built_as_json(made, kept.path))
        else:
            print(words.built(made, kept.says))
        return FINE

    return _answered(built)


@app.command()
def edit(
    scene: Annotated[
        str | None,
        typer.Argument(help="a scene's name or path; the room's only one if left out"),
    ] = None,
) -> int:
    """The playlists of a scene by keys alone; no engine, VLC or broker is needed."""
    from kap_room.link.places import find_places
    from kap_room.wiring.bookshelf import which_scene
    from kap_room.wiring.playlist_screen import open_playlists

    def edited() -> int:
        places = find_places()
        path = which_scene(places, scene)
        if not (sys.stdin.isatty() and sys.stdout.isatty()):
            return complain("This is a screen: open it in a terminal.", REFUSED)
        open_playlists(places, path)
        return FINE

    return _answered(edited)


@app.command("import")
def import_(
    file: Annotated[Path, typer.Argument(help="an .m3u8 or .m3u of another player")],
    *,
    name: Annotated[
        str | None, typer.Option(help="what it is called; the file's name if not")
    ] = None,
    replace: Replace = False,
    json: Json = False,
) -> int:
    """Make a playlist of another player's list. Files are found again where it can."""
    from kap_room.cli import playlist_words as words
    from kap_room.link.places import find_places
    from kap_room.wiring.loading import FilesWrong
    from kap_room.wiring.playlist_exchange import import_list

    def imported() -> int:
        try:
            made = import_list(find_places(), file, name, replaces=replace)
        except FilesWrong as wrong:
            return complain_of(words.few(wrong.problems, "."))
        complain_of(words.few(made.problems))
        print(words.imported_as_json(made) if json else words.imported(made))
        return FINE

    return _answered(imported)


@app.command()
def export(
    which: Annotated[str, typer.Argument(help="a playlist's name or path")],
    file: Annotated[Path, typer.Argument(help="where to write it, as in peak.m3u8")],
    *,
    replace: Replace = False,
) -> int:
    """Write a playlist for VLC, mpv and other players."""
    from kap_room.link.places import find_places
    from kap_room.wiring.playlist_exchange import export_list

    def exported() -> int:
        made = export_list(find_places(), which, file, replaces=replace)
        complain_of(made.left_out)
        many = "1 track" if made.tracks == 1 else f"{made.tracks} tracks"
        print(shown(f"Wrote {many} into {file}."))
        return FINE

    return _answered(exported)


def _answered(does: Callable[[], int]) -> int:
    """Its exit code; every refusal is a sentence."""
    from kap_room.library.shelves import NotFound
    from kap_room.link.runtime import PlaceRefused
    from kap_room.wiring.loading import FilesWrong
    from kap_room.wiring.playlist_building import AskedWrong, NothingThere
    from kap_room.wiring.playlist_music import NameWrong
    from kap_room.wiring.playlist_saving import SaveRefused

    try:
        return does()
    except FilesWrong as wrong:
        return complain_of(wrong.problems)
    except (PlaceRefused, NotFound, AskedWrong, NameWrong) as wrong:
        return complain(str(wrong), WRONG)
    except (SaveRefused, NothingThere) as refused:
        return complain(str(refused), REFUSED)
