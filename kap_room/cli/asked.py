"""What several commands are asked in the same words, so that it means the same."""

from __future__ import annotations

from typing import Annotated

import typer

SceneAsked = Annotated[
    str, typer.Argument(help="a scene's name, or the path of its file")
]
WithoutAsked = Annotated[
    list[str] | None,
    typer.Option(help="a tag, file or folder not to be heard; may be repeated"),
]
