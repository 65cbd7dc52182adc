"""Plain text, pasted or saved: furniture and idle blank lines go, the rest stays letter for letter."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from functools import cache
from typing import Any

from itogi.reading.furniture import strip_furniture
from itogi.reading.pieces import Piece, Reading, join, split_lines, trim, without_idle_blanks
from itogi.reading.rules import all_outlets, fold, is_sentence, rules_for
from itogi.reading.sidecar import parse_date

HEADLINE = 220  # characters
_MARKUP = re.compile(r"(?:#{1,6}|>+)\s+")
_FRONT_MATTER = re.compile(r"\s*---[ \t]*\r?\n(.*?)\r?\n---[ \t]*(?:\r?\n|\Z)", re.DOTALL)
_NUMBERS = re.compile(r"\b(?:(\d{4})-(\d{2})-(\d{2})|(\d{1,2})[./](\d{1,2})[./](\d{4}))\b")


def read_plain(
    source: str,
    *,
    title: str | None = None,
    outlet: str | None = None,
    url: str | None = None,
    markdown: bool = False,
) -> Reading:
    """Clean a plain text and map it back to ``source``.

    Whole lines, ends of lines and the white space around lines go; nothing inside a kept line is
    altered. Of blank lines that follow each other one stays. A title that is not in the text is
    not put into it. The day is that of a date line above the report, where there is one.

    Args:
        source: the decoded text.
        title: what the sidecar says; the first line is taken where it says nothing.
        outlet: chooses rules beside the generic ones, as ``url`` does.
        markdown: whether heading and quotation marks at the head of lines go, and front matter is read.
    """
    front, pieces = _front_matter(source) if markdown else ({}, split_lines(source))
    if markdown:
        pieces = [_without_markup(source, piece) for piece in pieces]
    title = title or front.get("title")
    rules = rules_for(outlet or front.get("outlet"), url or front.get("url"), text=source)
    kept, gone = strip_furniture(source, without_idle_blanks(pieces), rules, title=title)
    kept = without_idle_blanks(kept)
    text, segments = join(source, kept)
    return Reading(
        text=text,
        segments=segments,
        title=title or first_headline(text),
        outlet=front.get("outlet"),
        url=front.get("url"),
        published=_day(front.get("published") or front.get("date")) or date_above(source, kept, gone),
    )


def first_headline(text: str) -> str | None:
    """The first line, if it is a headline: short, no sentence, no wrapped paragraph's beginning."""
    line, _, after = text.partition("\n")
    if not line or len(line) > HEADLINE or is_sentence(line) or line.endswith((",", ":", ";")):
        return None
    return None if not after or after[:1].islower() else line


def _front_matter(source: str) -> tuple[dict[str, str], list[Piece]]:
    """What stands between ``---`` lines at the head of a Markdown file, and the lines below."""
    found = _FRONT_MATTER.match(source[:20_000])
    if not found:
        return {}, split_lines(source)
    import yaml

    try:
        data: Any = yaml.safe_load(found[1])
    except (yaml.YAMLError, ValueError, RecursionError):
        data = None
    below = split_lines(source[found.end() :])
    moved = [Piece(piece.start + found.end(), piece.end + found.end()) for piece in below]
    texts = {str(key): str(value) for key, value in data.items() if value} if isinstance(data, dict) else {}
    return texts, moved


def _without_markup(source: str, piece: Piece) -> Piece:
    found = _MARKUP.match(source, piece.start, piece.end)
    return trim(source, found.end(), piece.end) if found else piece


def _day(value: str | None) -> date | None:
    try:
        return parse_date(value) if value else None
    except ValueError:
        return None


def date_above(source: str, kept: Sequence[Piece], gone: Sequence[Piece]) -> date | None:
    """The first full date in the furniture above the first paragraph of ``source``."""
    body = next((p.start for p in kept if is_sentence(source[p.start : p.end])), 0)
    days = (find_date(source[p.start : p.end]) for p in gone if p.start < body)
    return next((day for day in days if day), None)


def find_date(text: str) -> date | None:
    """The first full date (day, month and year) in a line of furniture."""
    numbers = _NUMBERS.search(text)
    named = _named_dates()[0].search(fold(text))
    try:
        if numbers:
            year, month, day = (numbers[i] or numbers[j] for i, j in ((1, 6), (2, 5), (3, 4)))
            return date(int(year), int(month), int(day))
        if named:
            return date(int(named[3]), _named_dates()[1][named[2].lower()], int(named[1]))
    except ValueError:
        return None
    return None


@cache
def _named_dates() -> tuple[re.Pattern[str], dict[str, int]]:
    names = [name for outlet in all_outlets() for name in outlet.months]
    pattern = re.compile(rf"\b(\d{{1,2}}) ({'|'.join(names)}) (\d{{4}})\b", re.IGNORECASE)
    return pattern, {name: number for number, name in enumerate(names, 1)}
