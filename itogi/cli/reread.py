"""``itogi reread``: stored articles through a newer extractor, first to look, then to apply."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

import typer

from itogi.cli.guard import INTERRUPTED, REFUSED, tell
from itogi.cli.options import Db, Debug, ExtractorName, JsonLines
from itogi.errors import InputError

if TYPE_CHECKING:
    from itogi.model.article import Article
    from itogi.model.record import Record
    from itogi.register.store import Difference, Register


@dataclass
class _Sum:
    """What a reading anew came to."""

    articles: int = 0
    changed: int = 0
    added: int = 0
    removed: int = 0
    kept: int = 0
    refused: int = 0

    def add(self, found: Difference) -> None:
        self.changed += bool(found.added or found.removed)
        self.added += len(found.added)
        self.removed += len(found.removed)
        self.kept += len(found.kept)

    def line(self) -> str:
        """The summary: ``12 articles read again, 5 differ: 7 records come, 3 go, 2 stay by a decision``."""
        parts = (
            f"{self.articles} articles read again, {self.changed} differ: "
            f"{self.added} records come, {self.removed} go, {self.kept} stay by a decision"
        )
        return f"{parts}; {self.refused} refused" if self.refused else parts


def reread(
    *,
    apply: Annotated[
        bool, typer.Option("--apply", help="Put the new records in the place of the old ones.")
    ] = False,
    db: Db = None,
    extractor: ExtractorName = "itogi",
    json_lines: JsonLines = False,
    debug: Debug = False,
) -> None:
    """Read the stored articles again, as after an upgrade, and show which records would come and go.

    Nothing changes without --apply. Records that a person decided on stay as they are, and what was
    rejected does not come back. Each article is exchanged whole or not at all; repeat the command to
    go on after an interruption.

    Example: itogi reread --db my.db | less, then itogi reread --db my.db --apply

    Exit code: 0, or 1 if an article could not be read.
    """
    from itogi.register.store import open_register

    total = _Sum()
    with open_register(db) as register:
        try:
            for article, found in _differences(register, extractor, total, apply=apply, strict=debug):
                _show(article, found, as_json=json_lines)
        except KeyboardInterrupt:
            tell(f"interrupted: {total.line()}; repeat the command to go on")
            raise typer.Exit(INTERRUPTED) from None
        if not json_lines:
            todo = "" if apply or not total.changed else "; nothing is changed, --apply does it"
            print(f"{total.line()}{todo}")
    if total.refused:
        raise typer.Exit(REFUSED)


def _differences(
    register: Register, extractor: str, total: _Sum, *, apply: bool, strict: bool
) -> Iterator[tuple[Article, Difference]]:
    """What changes in each article; those in which nothing does are counted only."""
    from itogi.cli.output import progress
    from itogi.corpus.run import batches, extracted
    from itogi.extraction.extractor import load_extractor

    reader = load_extractor(extractor)
    ids = [article.id for article in register.articles()]
    settings = {"version": reader.version, "reread": apply}
    with progress() as bar, register.run(reader.name, settings) as run:
        task = bar.add_task("reading again", total=len(ids))
        for some in batches(ids):
            for article, records in extracted(reader, register.articles(some), strict=strict):
                total.articles += 1
                bar.advance(task)
                if isinstance(records, InputError):
                    total.refused += 1
                    bar.console.print(f"refused: {records}", markup=False, soft_wrap=True)
                    continue
                found = register.reread(article, records, run, apply=apply)
                total.add(found)
                if found.added or found.removed:
                    yield article, found


def _show(article: Article, found: Difference, *, as_json: bool) -> None:
    signs: tuple[tuple[str, tuple[Record, ...]], ...] = (("-", found.removed), ("+", found.added))
    if as_json:
        from itogi.cli.output import print_json
        from itogi.model.record import as_dict

        print_json(
            {"article": article.id, "change": sign} | as_dict(record, full=True)
            for sign, records in signs
            for record in records
        )
        return
    from rich.text import Text

    from itogi.cli.output import UNFOLDED, console
    from itogi.cli.show import changed, heading

    out = console(piped=UNFOLDED)
    out.print(heading(article, len(found.added) + len(found.kept)))
    for sign, records in signs:
        for record in records:
            out.print(changed(sign, record))
    out.print(Text())
