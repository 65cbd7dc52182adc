"""``itogi results`` and ``itogi ledger``: the reports."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from itogi.cli.guard import tell
from itogi.cli.options import Db, Debug, Format, JsonLines, Lang, Language, Organisation, Output, Shape, Year
from itogi.cli.records import chosen
from itogi.errors import UsageError

if TYPE_CHECKING:
    from itogi.register.store import Register
    from itogi.report.results import Results

_SUFFIXES = {
    ".html": Format.html,
    ".htm": Format.html,
    ".md": Format.md,
    ".markdown": Format.md,
    ".json": Format.json,
    ".txt": Format.terminal,
}


def results(
    organisation: Organisation,
    *,
    year: Year = None,
    lang: Language = Lang.en,
    format: Shape = None,
    output: Output = None,
    db: Db = None,
    debug: Debug = False,
) -> None:
    """Sum up what came of an organisation's work, with sources.

    Chairmanship, sessions, documents by stage, exercises, bodies, commitments, invitations, quotes,
    the ledger and the sources, every line with the sentences that it rests on.

    Example: itogi results CSTO --year 2024 --lang ru -o results.html
    """
    from itogi.report.results import results_of

    shape = shape_of(format, output)
    with _opened(db) as register:
        _give(results_of(register, chosen(register, organisation), year), shape, lang, output)


def ledger(
    organisation: Organisation,
    *,
    year: Year = None,
    lang: Language = Lang.en,
    format: Shape = None,
    output: Output = None,
    db: Db = None,
    json_lines: JsonLines = False,
    debug: Debug = False,
) -> None:
    """Hold claims against what the register documents.

    Each claim with its value, who said it and when, the verdict (supported, partly, contradicted,
    unverified) and the entries that count. With --json there is one claim a line.

    Example: itogi ledger CSTO --year 2024
    """
    from itogi.report.results import ledger_of

    if json_lines and format not in (None, Format.json):
        raise UsageError("--json and --format contradict each other", remedy="give one of them")
    shape = Format.json if json_lines else shape_of(format, output)
    with _opened(db) as register:
        _give(ledger_of(register, chosen(register, organisation), year), shape, lang, output)


def shape_of(format: Format | None, output: Path | None) -> Format:
    """The form of a report: as asked for, else by the suffix of the file, else for the terminal."""
    if format is not None or output is None or not output.suffix:
        return format or Format.terminal
    if output.suffix.lower() not in _SUFFIXES:
        raise UsageError(
            f"the suffix {output.suffix!r} says no form of a report",
            where=str(output),
            remedy=f"use one of {', '.join(_SUFFIXES)}, or say it with --format",
        )
    return _SUFFIXES[output.suffix.lower()]


def _opened(db: str | None) -> Register:
    from itogi.register.store import open_register

    return open_register(db)


def _give(found: Results, shape: Format, lang: Lang, output: Path | None) -> None:
    """Write a report where it is wanted."""
    if found.empty:
        thing = "no claim" if found.ledger_only else "nothing"
        tell(f"note: the register holds {thing} on {found.organisation} in {found.period or 'any year'}")
    if output is not None:
        from itogi.cli.output import write

        write(output, text_of(found, shape, lang))
    elif shape is Format.terminal:
        _print(found, lang)
    else:
        sys.stdout.write(text_of(found, shape, lang))


def _print(found: Results, lang: Lang) -> None:
    from itogi.cli.output import console
    from itogi.report.export import print_results

    print_results(found, console(), lang=lang.value, organisation_names=_names())


def text_of(found: Results, shape: Format, lang: Lang) -> str:
    """A report as the text of a file. A ledger in JSON is one claim a line, results are one object."""
    from itogi.report import export

    if shape is Format.html:
        return export.to_html(found, lang=lang.value, organisation_names=_names())
    if shape is Format.md:
        return export.to_markdown(found, lang=lang.value, organisation_names=_names())
    if shape is Format.json:
        return _json(found)
    from itogi.cli.output import console

    paper = io.StringIO()
    export.print_results(found, console(paper), lang=lang.value, organisation_names=_names())
    return paper.getvalue()


def _json(found: Results) -> str:
    from itogi.report import export

    if found.ledger_only:
        rows = export.ledger_rows(found)
        return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    return json.dumps(export.as_dict(found), ensure_ascii=False, indent=2) + "\n"


def _names() -> Mapping[str, Mapping[str, str]]:
    """Organisations by code with the short names that the lexicon gives them."""
    from itogi.report.organisations import organisation_names

    return organisation_names()
