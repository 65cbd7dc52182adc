"""``itogi records``: what the register holds, record by record."""

from __future__ import annotations

from collections.abc import Generator, Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated, Optional

import typer

from itogi.cli.options import Db, Debug, JsonLines
from itogi.errors import UsageError

if TYPE_CHECKING:
    from itogi.model.article import Article
    from itogi.model.record import Record
    from itogi.register.store import Register


def records(
    *,
    type: Annotated[
        Optional[str],  # noqa: UP045
        typer.Option(metavar="TYPE", show_default=False, help="Only this type: meeting, document, figure …"),
    ] = None,
    organisation: Annotated[
        Optional[str],  # noqa: UP045
        typer.Option(metavar="ORG", show_default=False, help="Only this organisation: CSTO, SCO …"),
    ] = None,
    article: Annotated[
        Optional[str],  # noqa: UP045
        typer.Option(metavar="ID", show_default=False, help="Only the article with this id."),
    ] = None,
    db: Db = None,
    json_lines: JsonLines = False,
    debug: Debug = False,
) -> None:
    """List the records, each with its sentence.

    Example: itogi records --type document --organisation CSTO --json | jq -r .title
    """
    from itogi.register.store import open_register

    with open_register(db) as register:
        _check(register, type, article)
        code = chosen(register, organisation) if organisation else None
        with _ended(register.records(type, code, article)) as found:
            if json_lines:
                from itogi.cli.output import print_json
                from itogi.model.record import as_dict

                print_json(as_dict(record, full=True) for record in found)
            else:
                _print(register, found)


@contextmanager
def _ended(found: Iterator[Record]) -> Iterator[Iterator[Record]]:
    """End a stream of the register before the register is closed, also when its reader stops half way."""
    try:
        yield found
    finally:
        if isinstance(found, Generator):
            found.close()


def chosen(register: Register, organisation: str) -> str:
    """The code of an organisation as the register holds it, whatever case it was typed in.

    Raises:
        UsageError: the register holds nothing on it; the message lists the codes that it holds.
    """
    held = register.organisations()
    for code in held:
        if code.casefold() == organisation.casefold():
            return code
    codes = ", ".join(code for code in held if code)
    raise UsageError(
        f"the register holds nothing on {organisation!r}",
        where=str(register.location),
        remedy=f"choose one of {codes}" if codes else "the register is empty: `itogi read PATHS` fills it",
    )


def _check(register: Register, type: str | None, article: str | None) -> None:
    from itogi.model.kinds import kinds

    if type is not None and type not in kinds():
        raise UsageError(
            f"there is no type {type!r}", where="--type", remedy=f"choose one of {', '.join(kinds())}"
        )
    if article is not None and register.article(article) is None:
        raise UsageError(
            f"the register holds no article {article!r}",
            where=str(register.location),
            remedy="take an id from the field `article` of `itogi records --json`",
        )


def _print(register: Register, found: Iterable[Record]) -> None:
    from itogi.cli.output import UNFOLDED, console
    from itogi.cli.show import stored

    out, number = console(piped=UNFOLDED), 0
    article: Article | None = None
    for record in found:
        # Records come article by article, so the last one is as large a memory as is needed.
        if article is None or article.id != record.article:
            article = register.article(record.article)
        out.print(stored(record, article))
        number += 1
    out.print(f"{number} record{'' if number == 1 else 's'}")
