"""Options that several commands share, said once."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated, Optional

import typer


class Lang(StrEnum):
    """The languages of a report."""

    en = "en"
    ru = "ru"


class Format(StrEnum):
    """The forms of a report."""

    terminal = "terminal"
    md = "md"
    html = "html"
    json = "json"


Db = Annotated[
    Optional[str],  # noqa: UP045  typer before 0.15 reads no unions
    typer.Option(
        "--db",
        metavar="PATH|URL",
        show_default=False,
        help="The register: a path or postgresql://user@host/name. Else ITOGI_DB, else in your data folder.",
    ),
]
Debug = Annotated[bool, typer.Option("--debug", help="Show the traceback of an error.")]
JsonLines = Annotated[bool, typer.Option("--json", help="One JSON object a line.")]
ExtractorName = Annotated[
    str, typer.Option("--extractor", metavar="NAME", help="itogi's own, or the name of an installed plug-in.")
]
MaxMegabytes = Annotated[
    float,
    typer.Option("--max-mb", min=0.001, metavar="MB", help="Refuse inputs larger than this many megabytes."),
]
Only = Annotated[
    Optional[str],  # noqa: UP045
    typer.Option(
        "--only",
        metavar="ORG,ORG",
        show_default=False,
        help="Read only reports that can state something of these organisations: CSTO,SCO …",
    ),
]
Jobs = Annotated[
    int, typer.Option("--jobs", min=1, max=256, metavar="N", help="Read on N processes at once.")
]
Language = Annotated[Lang, typer.Option("--lang", help="The language of the report.")]
Shape = Annotated[
    Optional[Format],  # noqa: UP045
    typer.Option("--format", show_default=False, help="Form; else by the suffix of -o, else terminal."),
]
Output = Annotated[
    Optional[Path],  # noqa: UP045
    typer.Option(
        "-o", "--output", metavar="FILE", show_default=False, help="Write to FILE (.html .md .json .txt)."
    ),
]
Organisation = Annotated[
    str, typer.Argument(metavar="ORG", show_default=False, help="Code of the organisation: CSTO, SCO, CIS …")
]
Year = Annotated[
    Optional[int],  # noqa: UP045
    typer.Option(
        "--year", min=1900, max=2200, metavar="Y", show_default=False, help="The year; else all years."
    ),
]
MAX_MEGABYTES = 20.0
