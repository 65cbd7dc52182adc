"""Reads the word lists of ``language/lexicon``: TSV with a heading line, ``#`` for comments."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from itogi.errors import DataError


@cache
def rows(name: str) -> tuple[tuple[str, ...], ...]:
    """Rows of ``lexicon/<name>.tsv`` without heading and comments, each as wide as the heading."""
    where = f"itogi/language/lexicon/{name}.tsv"
    text = (files("itogi.language") / "lexicon" / f"{name}.tsv").read_text("utf-8")
    found: list[tuple[str, ...]] = []
    width = 0
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        cells = tuple(cell.strip() for cell in line.split("\t"))
        if not width:
            width = len(cells)
        elif len(cells) != width:
            raise DataError(
                f"{len(cells)} columns where {width} are named",
                where=f"{where}, line {number}",
                remedy="separate the columns by one tab each",
            )
        else:
            found.append(cells)
    return tuple(found)


def words(name: str, kind: str | None = None) -> frozenset[str]:
    """First column of a table; with `kind`, of the rows whose second column is that."""
    return frozenset(row[0] for row in rows(name) if kind is None or row[1] == kind)


@cache
def mapping(name: str) -> dict[str, str]:
    """First column to second."""
    return {row[0]: row[1] for row in rows(name)}
