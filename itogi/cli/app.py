"""The application: its commands, and the options that belong to none of them."""

from __future__ import annotations

import sys
from io import TextIOWrapper
from typing import Annotated

import typer

from itogi import __version__
from itogi.cli import (
    doctor,
    extract,
    predict,
    read,
    records,
    register_keep,
    register_review,
    reports,
    reread,
    score,
    search,
    serve,
    user,
)
from itogi.cli.guard import guarded

_ABOUT = """
Read reports about international organisations, keep a register of what came of them, sum up the results.

Every line of a report is bound to a sentence of a source. In five minutes:

\b
  itogi read reports/ --db my.db
  itogi results CSTO --year 2024 --db my.db
  itogi results CSTO --year 2024 --db my.db -o results.html

ITOGI_DB=my.db in the environment spares you --db.
"""

app = typer.Typer(
    name="itogi",
    help=_ABOUT,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,  # rich's boxes would double the time of --help
    context_settings={"help_option_names": ["-h", "--help"]},
)
for command in (
    read.read,
    reread.reread,
    extract.extract,
    records.records,
    search.search,
    reports.results,
    reports.ledger,
    *register_review.COMMANDS,
    *register_keep.COMMANDS,
    predict.predict,
    score.score,
    serve.serve,
    doctor.doctor,
):
    app.command(name=command.__name__)(guarded(command))
app.add_typer(user.app, name="user")


def _print_version(wanted: bool) -> None:
    if wanted:
        print(f"itogi {__version__}")
        raise typer.Exit


@app.callback()
def _root(
    version: Annotated[
        bool,
        typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version and exit."),
    ] = False,
) -> None:
    """Options before the command."""


def run() -> None:
    """Run the command line with what the terminal can show."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            # A terminal without Cyrillic shows escapes; it must not end a run.
            stream.reconfigure(errors="backslashreplace")
    app()
