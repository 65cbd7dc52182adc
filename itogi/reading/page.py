"""HTML pages: trafilatura finds the report and what the page says of itself; the map leads into the HTML."""

from __future__ import annotations

import html
import logging
import re
from array import array
from collections.abc import Iterator
from configparser import ConfigParser
from datetime import date
from functools import cache

import trafilatura
from trafilatura.settings import Document, use_config

from itogi.errors import InputError
from itogi.model.article import Segment
from itogi.reading.furniture import strip_furniture
from itogi.reading.pieces import Reading, join, merge, split_lines, without_idle_blanks
from itogi.reading.plain import date_above
from itogi.reading.rules import rules_for
from itogi.reading.sidecar import parse_date

MAX_CHARACTERS = 3_000_000  # trafilatura takes some five seconds for a million
# What the libraries have to say of a broken page is said by our own errors.
for _name in ("trafilatura", "htmldate", "justext", "courlan"):
    logging.getLogger(_name).addHandler(logging.NullHandler())

_TOKEN = re.compile(
    r"<!--.*?(?:-->|\Z)|<(script|style|noscript|template|title)\b[^>]*>.*?(?:</\1\s*>|\Z)"
    r"|<[/!?a-zA-Z][^>]*(?:>|\Z)|&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|\w{2,32});",
    re.DOTALL | re.IGNORECASE,
)
_HTML = re.compile(r"<html\b", re.IGNORECASE)
_NEVER_TEXT = ["//figcaption", "//nav", "//footer", "//form", "//button"]
_SENTENCE_GAP = re.compile(r"(?<=[.!?…])\s+|(?<=^-)\s+")


def read_page(
    source: str,
    *,
    where: str,
    title: str | None = None,
    outlet: str | None = None,
    url: str | None = None,
) -> Reading:
    """The report in an HTML page, and where its letters stand in the HTML.

    The clean text begins with the title of the page. Comments, menus, captions and lists of links
    are left out. What stands in the HTML as an entity, or not at all, is in no segment.

    Args:
        source: the decoded HTML.
        where: the name of the page, for messages.
        title: what the sidecar says; it heads the text only if the page shows it.
        outlet: chooses rules for furniture beside the generic ones, as ``url`` does.

    Raises:
        InputError: the page is too large or no report is found in it.
    """
    found = _extract(source, where)
    shown = _Shown(source)
    text = _text(found)
    heading = next((name for name in (title, found.title) if name and shown.find(name)), None) or found.title
    if heading and not text.casefold().startswith(heading.casefold()):
        text = f"{heading}\n{text}"
    rules = rules_for(outlet or found.sitename, url or found.url, found.hostname, text=text)
    kept, gone = strip_furniture(text, split_lines(text), rules, title=heading)
    clean, _ = join(text, without_idle_blanks(kept))
    return Reading(
        text=clean,
        segments=_segments(clean, shown),
        title=found.title or heading,
        outlet=found.sitename,
        url=found.url,
        published=_day(found.date) or date_above(text, kept, gone),
    )


def _extract(source: str, where: str) -> Document:
    if len(source) > MAX_CHARACTERS:
        raise InputError(
            f"the page has more than {MAX_CHARACTERS / 1e6:g} million characters",
            where=where,
            remedy="save the text of the report itself as .txt",
        )
    whole = source if _HTML.search(source) else f"<html><body>{source}</body></html>"
    try:
        found = trafilatura.bare_extraction(
            whole,
            with_metadata=True,
            include_comments=False,
            prune_xpath=_NEVER_TEXT,
            config=_config(),
            date_extraction_params={"extensive_search": False, "original_date": True},
        )
    except Exception as error:  # a page can break a parser in ways that no list of exceptions foresees
        raise _no_report(where) from error
    if not isinstance(found, Document) or not any(c.isalnum() for c in found.text or ""):
        raise _no_report(where)
    return found


@cache
def _config() -> ConfigParser:
    """Trafilatura's settings, but a report of two sentences counts: else it glues paragraphs together."""
    config = use_config()
    config.set("DEFAULT", "MIN_EXTRACTED_SIZE", "40")
    config.set("DEFAULT", "MIN_OUTPUT_SIZE", "1")
    return config


def _no_report(where: str) -> InputError:
    return InputError(
        "no report is found in the page", where=where, remedy="save the text of the report itself as .txt"
    )


def _text(found: Document) -> str:
    """The paragraphs, one a line; trafilatura has put white space in order already."""
    return "\n".join(line.strip() for line in str(found.text).splitlines() if line.strip())


def _day(value: str | None) -> date | None:
    try:
        return parse_date(value) if value else None
    except ValueError:
        return None


class _Shown:
    """The letters that a page shows, without white space, each with its place in the HTML (-1: an entity)."""

    def __init__(self, source: str) -> None:
        self.source = source
        letters: list[str] = []
        self.places = array("q")
        for text, place in _runs(source):
            letters.append("".join(text.split()))
            if place < 0:
                self.places.extend(-1 for c in text if not c.isspace())
            else:
                self.places.extend(at for at, c in enumerate(text, place) if not c.isspace())
        self.letters = "".join(letters)

    def find(self, text: str, start: int = 0) -> tuple[int, int] | None:
        """Where ``text`` begins and ends among the letters, from ``start`` on, else from the top."""
        wanted = "".join(text.split())
        at = self.letters.find(wanted, start)
        if at < 0 < start:
            at = self.letters.find(wanted)
        return (at, at + len(wanted)) if wanted and at >= 0 else None


def _runs(source: str) -> Iterator[tuple[str, int]]:
    """Text between tags with its place; the text of an entity with -1."""
    at = 0
    for token in _TOKEN.finditer(source):
        if token.start() > at:
            yield source[at : token.start()], at
        if token[0].startswith("&"):
            yield html.unescape(token[0]), -1
        at = token.end()
    if at < len(source):
        yield source[at:], at


def _segments(clean: str, shown: _Shown) -> tuple[Segment, ...]:
    spans: list[tuple[int, int, int]] = []
    at = cursor = 0
    for line in clean.split("\n"):
        for start, part in _parts(line, shown, cursor):
            found = shown.find(part, cursor)
            if found:
                cursor = found[1]
                spans.extend(_letter_spans(part, at + start, found[0], shown))
        at += len(line) + 1
    return merge(_with_spaces(clean, shown.source, spans))


def _parts(line: str, shown: _Shown, cursor: int) -> Iterator[tuple[int, str]]:
    """The whole line where the page shows it whole, else its sentences."""
    if shown.find(line, cursor):
        yield 0, line
        return
    start = 0
    for gap in _SENTENCE_GAP.finditer(line):
        yield start, line[start : gap.start()]
        start = gap.end()
    yield start, line[start:]


def _letter_spans(part: str, at: int, first: int, shown: _Shown) -> Iterator[tuple[int, int, int]]:
    for position, letter in enumerate(part, at):
        if letter.isspace():
            continue
        place = shown.places[first]
        first += 1
        if place >= 0:
            yield position, place, 1


def _with_spaces(
    clean: str, source: str, spans: list[tuple[int, int, int]]
) -> Iterator[tuple[int, int, int]]:
    """The same spans, and the white space between two of them where it is the same in the source."""
    before: tuple[int, int, int] | None = None
    for span in spans:
        if before:
            start, place = before[0] + before[2], before[1] + before[2]
            size = span[0] - start
            if 0 < size == span[1] - place and clean[start : span[0]] == source[place : span[1]]:
                yield start, place, size
        yield span
        before = span
