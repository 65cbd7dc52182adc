"""The years of an organisation, a line each: sessions, documents, exercises, chair, memberships."""

from __future__ import annotations

from collections.abc import Iterator

from itogi.model.values import date_range
from itogi.report.lines import Detail, Line, Lines
from itogi.report.results import Item, Results
from itogi.report.selection import text_of, when

_SECTIONS = ("chairmanship", "sessions", "meetings", "documents", "exercises", "activities", "memberships")
_NAMED = 3  # of a section, the first are named, the rest counted


def year_lines(results: Results, lines: Lines) -> Iterator[Line]:
    """A line for each year in which something is dated; nothing where one year was asked for."""
    span = date_range(results.period) if results.period else None
    if span and span[0].year == span[1].year:
        return
    years: dict[int, dict[str, list[Item]]] = {}
    for section in _SECTIONS:
        for item in results.section(section):
            if year := _year(item):
                years.setdefault(year, {}).setdefault(section, []).append(item)
    if len(years) > 1:
        for year in sorted(years):
            yield _line(year, years[year], lines)


def _year(item: Item) -> int | None:
    """The year of the fact; what may lie in several has none."""
    at = when(item.entry)
    span = date_range(at) if at else None
    return span[0].year if span and span[0].year == span[1].year else None


def _line(year: int, found: dict[str, list[Item]], lines: Lines) -> Line:
    details = tuple(_detail(section, items, lines) for section, items in found.items())
    return Line(str(year), (), details=details)


def _detail(section: str, items: list[Item], lines: Lines) -> Detail:
    names = list(dict.fromkeys(name for item in items if (name := _name(section, item, lines))))
    more = len(items) - min(len(names), _NAMED)
    shown = "; ".join(names[:_NAMED])
    if more > 0 and section != "chairmanship":
        extra = lines.wording.captions.text("more", n=more)
        shown = f"{shown}; {extra}" if shown else str(len(items))
    notes = tuple(sorted({note for item in items for note in item.notes[:1]}))
    return Detail(lines.wording.captions.section(section), shown, notes)


def _name(section: str, item: Item, lines: Lines) -> str:
    if section in ("chairmanship", "memberships"):
        country = lines.wording.country(text_of(item.entry, "country"))
        stage = text_of(item.entry, "stage")
        return (
            f"{country} ({lines.wording.captions.value('membership', 'stage', stage)})" if stage else country
        )
    if section in ("sessions", "meetings"):
        line = lines.meeting(item)
        place = text_of(item.entry, "place")
        return ", ".join(filter(None, (line.text, place, line.when)))
    return item.names[0] if item.names else ""
