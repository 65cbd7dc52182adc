"""The options of ``itogi score``, each with its help."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Optional

import typer

GoldDir = Annotated[
    Path,
    typer.Argument(
        metavar="GOLD_DIR", show_default=False, help="Folder of <id>.txt, each with its <id>.json."
    ),
]
Predictions = Annotated[
    Optional[Path],  # noqa: UP045
    typer.Option(
        metavar="FILE", show_default=False, help="Score this output of `itogi predict`; else extract now."
    ),
]
Ids = Annotated[
    Optional[Path],  # noqa: UP045
    typer.Option(metavar="FILE", show_default=False, help="Only the texts whose ids stand in FILE."),
]
Without = Annotated[
    Optional[Path],  # noqa: UP045
    typer.Option(metavar="FILE", show_default=False, help="Leave out the texts whose ids stand in FILE."),
]
ByType = Annotated[
    bool,
    typer.Option("--by-type", help="Precision, recall, F1 by type."),
]
Slots = Annotated[
    bool,
    typer.Option("--slots", help="The same by slot."),
]
Errors = Annotated[
    int,
    typer.Option(min=0, metavar="N", help="The N commonest errors with examples."),
]
Worst = Annotated[
    int,
    typer.Option(min=0, metavar="N", help="The N documents with the lowest F1."),
]
Confusion = Annotated[
    bool,
    typer.Option("--confusion", help="Which value was taken for which."),
]
Reliability = Annotated[
    bool,
    typer.Option("--reliability", help="How often records of a confidence are right."),
]
JsonObject = Annotated[
    bool,
    typer.Option("--json", help="All of it as one JSON object."),
]
Page = Annotated[
    Optional[Path],  # noqa: UP045
    typer.Option(
        metavar="PAGE", show_default=False, help="Write all of it into a section of a Markdown page."
    ),
]
Section = Annotated[
    Optional[str],  # noqa: UP045
    typer.Option(metavar="NAME", show_default=False, help="The section; else the folder's name."),
]
Examples = Annotated[
    bool,
    typer.Option("--examples", help="Quote examples of errors from the gold on the page."),
]
