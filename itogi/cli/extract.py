"""``itogi extract``: the records of a report, without storing them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Annotated

import typer

from itogi.cli.guard import REFUSED, tell
from itogi.cli.options import MAX_MEGABYTES, Debug, ExtractorName, JsonLines, MaxMegabytes, Only
from itogi.errors import InputError

if TYPE_CHECKING:
    from itogi.extraction.extractor import Extractor
    from itogi.model.article import Article
    from itogi.model.record import Record


def extract(
    files: Annotated[
        list[str],
        typer.Argument(
            metavar="FILE", show_default=False, help="Reports, folders of them, or - for standard input."
        ),
    ],
    *,
    explain: Annotated[
        bool, typer.Option("--explain", help="Each record with its sentence, its pattern and its slots.")
    ] = False,
    only: Only = None,
    extractor: ExtractorName = "itogi",
    max_mb: MaxMegabytes = MAX_MEGABYTES,
    json_lines: JsonLines = False,
    debug: Debug = False,
) -> None:
    """Show the records of reports without storing them.

    With --explain each record stands under the sentence that it rests on (the evidence is marked),
    with the id of the pattern that found it. With --json there is one record a line, in full: slots,
    evidence with offsets in the clean text, confidence, pattern, source.

    Example: itogi extract samples/01-csto-session-agency.txt --explain
    """
    from itogi.cli.stream import gate_of
    from itogi.reading.source import read_all

    gate, inputs = gate_of(only), read_all(files, max_bytes=int(max_mb * 1e6))
    passed = (one for one in inputs if gate is None or isinstance(one, InputError) or gate(one))
    refused = 0
    for article, found in _results(extractor, passed, strict=debug):
        if isinstance(found, InputError):
            tell(f"refused: {found}")
            refused += 1
        elif article is not None:
            _show(article, found, explain=explain, json_lines=json_lines)
    if refused:
        raise typer.Exit(REFUSED)


def _results(
    name: str, inputs: Iterable[Article | InputError], *, strict: bool
) -> Iterator[tuple[Article | None, list[Record] | InputError]]:
    """In the order of the inputs, one at a time: the first records show before the last report is read."""
    from itogi.corpus.run import extracted

    extractor: Extractor | None = None
    for one in inputs:
        if isinstance(one, InputError):
            yield None, one
            continue
        if extractor is None:  # spaCy and the models: only once there is something to read
            from itogi.extraction.extractor import load_extractor

            extractor = load_extractor(name)
        yield from extracted(extractor, [one], strict=strict)


def _show(article: Article, records: list[Record], *, explain: bool, json_lines: bool) -> None:
    from itogi.cli.output import UNFOLDED, console, print_json
    from itogi.model.record import as_dict

    if json_lines:
        print_json(as_dict(record, full=True) | {"source": article.source} for record in records)
        return
    from itogi.cli.show import explained, heading, summary

    out = console(piped=UNFOLDED)
    out.print(heading(article, len(records)))
    for record in records:
        out.print(explained(record, article) if explain else summary(record))
    out.print()
