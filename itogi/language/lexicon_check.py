"""Checks of the lexicon's files: each error names the file and, where it can be told, the line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from itogi.errors import DataError
from itogi.model.data import load_yaml
from itogi.model.letters import without_yo
from itogi.model.values import date_range, is_country

CUSTOMARY_CODES = frozenset(("XK",))  # used by custom, not in ISO 3166-1
REMEDY = "mend the entry; the rules stand at the head of itogi/language/lexicon.py"


def fault(path: Path, problem: str, near: str = "", *, last: bool = False) -> DataError:
    """An error at the first (or last) line of ``path`` that holds ``near``."""
    lines = path.read_text("utf-8").splitlines()
    at = [number for number, line in enumerate(lines, 1) if near and near in line]
    where = f"{path}:{at[-1 if last else 0]}" if at else str(path)
    return DataError(problem, where=where, remedy=REMEDY)


def mapping(path: Path, raw: Any, allowed: Iterable[str], required: Iterable[str], near: str = "") -> None:
    """Refuse what is no mapping, holds a key outside ``allowed`` or lacks one of ``required``."""
    if not isinstance(raw, dict):
        raise fault(path, f"{raw!r} should be keys with values", near or str(raw))
    for key in raw:
        if key not in set(allowed):
            raise fault(path, f"unknown key {key!r} in {near or 'an entry'}", f"{key}:")
    for key in required:
        if key not in raw:
            raise fault(path, f"key {key!r} is missing in {near or 'an entry'}", near)


def phrase(path: Path, value: Any, near: str) -> str:
    """A phrase of words parted by single blanks."""
    if not isinstance(value, str) or not value.strip() or value != " ".join(value.split()):
        raise fault(path, f"{value!r} is an empty phrase, no text or badly spaced, in {near}", near)
    return value


def phrases(path: Path, raw: Any, near: str) -> tuple[str, ...]:
    """A list of phrases, each once; nothing is an empty list."""
    if raw is None:
        return ()
    if not isinstance(raw, list):
        raise fault(path, f"{raw!r} should be a list, in {near}", near)
    found = tuple(phrase(path, item, near) for item in raw)
    double = next((p for i, p in enumerate(found) if p in found[:i]), None)
    if double:
        raise fault(path, f"{double!r} stands twice in {near}", double)
    return found


def country(path: Path, code: Any, near: str) -> str:
    """A country code: ISO 3166-1 alpha-2, or one used by custom."""
    if not isinstance(code, str) or not (is_country(code) or code in CUSTOMARY_CODES):
        raise fault(path, f"{code!r} is no country code (ISO 3166-1 alpha-2), in {near}", str(code))
    return code


def term(path: Path, since: Any, until: Any, near: str, line: str) -> tuple[str | None, str | None]:
    """The bounds of a term as EDTF dates, the first not after the last; an open bound is None."""
    bounds = [None if value in (None, "") else str(value) for value in (since, until)]
    for value in bounds:
        if value is not None and ("/" in value or date_range(value) is None):  # is_edtf takes 7 ms
            raise fault(path, f"{value!r} is no EDTF day, month or year, in {near}", line)
    first, last = (date_range(value) if value else None for value in bounds)
    if first and last and first[0] > last[1]:
        raise fault(path, f"from {bounds[0]} is after to {bounds[1]}, in {near}", line)
    return bounds[0], bounds[1]


def unique(path: Path, pairs: Iterable[tuple[str, str]], what: str) -> None:
    """Each key of ``pairs`` (key, owner) must have one owner and stand once with it."""
    owners: dict[str, str] = {}
    for key, owner in pairs:
        folded = without_yo(key.casefold())
        if folded in owners:
            raise fault(path, f"{what} {key!r} belongs to {owners[folded]} and to {owner}", key, last=True)
        owners[folded] = owner


def entries(path: Path) -> Sequence[Any]:
    """The entries of a file that is a list."""
    raw = load_yaml(path)
    if not isinstance(raw, list):
        raise fault(path, "the file should be a list of entries")
    return raw


def keyed(path: Path) -> Mapping[str, Any]:
    """The entries of a file that is a mapping."""
    raw = load_yaml(path)
    if not isinstance(raw, dict):
        raise fault(path, "the file should be entries under their codes")
    return raw


def cased(words: Iterable[str]) -> Iterable[str]:
    """One spelling of those that differ by capitals alone."""
    return {word.casefold(): word for word in words}.values()


def rows(path: Path, header: Sequence[str], *, optional: int = 0) -> Iterator[tuple[int, list[str]]]:
    """The rows of a tab-separated file with their line numbers; ``#`` begins a comment line.

    So many cells at the end as are ``optional`` may be left out, and are empty then.
    """
    seen_header = False
    for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        cells = [cell.strip() for cell in line.split("\t")]
        if not seen_header:
            seen_header = True
            if cells != list(header):
                raise fault_at(path, number, f"the header should be {', '.join(header)}")
            continue
        left_out = len(header) - len(cells)
        if 0 < left_out <= optional:
            cells += [""] * left_out
        elif left_out:
            raise fault_at(path, number, f"{len(cells)} cells instead of {len(header)}")
        yield number, cells


def fault_at(path: Path, number: int, problem: str) -> DataError:
    """An error at line ``number`` of ``path``."""
    return DataError(problem, where=f"{path}:{number}", remedy=REMEDY)
