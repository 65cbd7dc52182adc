"""``itogi export``, ``verify``, ``backup``, ``restore``: what keeps a register whole, and moves it."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Optional

import typer

from itogi.cli.guard import REFUSED, tell
from itogi.cli.options import Db, Debug, JsonLines


class Form(StrEnum):
    """The forms of an export."""

    jsonl = "jsonl"


_Archive = Annotated[
    Path, typer.Argument(metavar="FILE", show_default=False, help="The archive (a zip of lines of JSON).")
]


def export(
    form: Annotated[Form, typer.Argument(metavar="FORM", help="jsonl: one entry a line.")] = Form.jsonl,
    *,
    output: Annotated[
        Optional[Path],  # noqa: UP045  typer before 0.15 reads no unions
        typer.Option("-o", "--output", metavar="FILE", show_default=False, help="Write to FILE."),
    ] = None,
    db: Db = None,
    debug: Debug = False,
) -> None:
    """Write every entry with its records, sorted by id.

    The same register gives the same bytes on any database, so two registers can be compared by diff.

    Example: itogi export jsonl --db my.db | sha256sum
    """
    from itogi.register.store import open_register

    with open_register(db) as register:
        if output is None:
            sys.stdout.writelines(register.export())
        else:
            from itogi.cli.output import write

            write(output, "".join(register.export()))


def verify(*, db: Db = None, json_lines: JsonLines = False, debug: Debug = False) -> None:
    """Check every invariant of the register, and name what breaks one.

    Evidence stands verbatim in its article, records keep the rules of their kind, every record is in
    exactly one entry, entries are those that the records and decisions give when merged at once.

    Example: itogi verify --db my.db

    Exit code: 0, or 1 if something is broken.
    """
    from itogi.cli.output import print_json
    from itogi.register.store import open_register

    found = 0
    with open_register(db) as register:
        for problem in register.verify():
            found += 1
            if json_lines:
                print_json([{"where": problem.where, "problem": problem.problem}])
            else:
                print(problem)
        if not json_lines:
            print(f"{register.location}: {f'{found} problems' if found else 'whole'}")
    if found:
        raise typer.Exit(REFUSED)


def backup(archive: _Archive, *, db: Db = None, debug: Debug = False) -> None:
    """Write the register to an archive that any database can be filled from.

    It holds the articles with their records, the runs and the decisions; entries are computed again.

    Example: itogi backup register.zip --db my.db
    """
    from itogi.register.store import open_register

    with open_register(db) as register:
        tell(f"{archive}: {_told(register.backup(archive))}")


def restore(archive: _Archive, *, db: Db = None, debug: Debug = False) -> None:
    """Fill an empty register from an archive.

    SQLite to PostgreSQL, or back, is a backup and a restore.

    Example: itogi restore register.zip --db postgresql://me@localhost/register
    """
    from itogi.register.store import open_register

    with open_register(db) as register:
        tell(f"{register.location}: {_told(register.restore(archive))}")


def _told(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{number} {name}" for name, number in sorted(counts.items()))


COMMANDS = (export, verify, backup, restore)
