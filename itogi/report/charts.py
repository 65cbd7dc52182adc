"""The timeline as SVG: months on the axis, a lane for each sort of entry, points and bars with labels."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from html import escape

from babel.dates import format_date

from itogi.model.values import date_range
from itogi.report.lines import Lines
from itogi.report.results import Item, Results
from itogi.report.selection import when
from itogi.report.wording import Wording

LANES = ("chairmanship", "meetings", "documents", "activities")
_SECTIONS = {
    "chairmanship": ("chairmanship",),
    "meetings": ("sessions", "meetings", "next_session"),
    "documents": ("documents",),
    "activities": ("exercises", "activities"),
}
_COUNTED_AS = {"meetings": "mark", "documents": "document", "activities": "mark", "chairmanship": "mark"}
_VAGUE = timedelta(days=100)  # a date known only by its year says nothing on an axis of months
_CROWD = 3  # as many entries of one lane and day become one mark
_ROW, _AXIS, _PAD, _GAP, _LETTER, _ROWS = 22, 26, 10, 9, 7.0, 9


@dataclass(frozen=True, slots=True)
class Mark:
    """A point or bar of the timeline; ``titles`` are shown as its tooltip."""

    lane: str
    start: date
    end: date
    label: str
    titles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Placed:
    mark: Mark
    row: int
    x0: float
    x1: float
    text: str
    text_x: float
    anchor: str


def marks_of(results: Results, wording: Wording) -> tuple[Mark, ...]:
    """A mark for every dated entry of the four lanes."""
    lines = Lines(wording, {})
    return tuple(
        mark
        for lane in LANES
        for section in _SECTIONS[lane]
        for item in results.section(section)
        if (mark := _mark(lane, item, lines))
    )


def _mark(lane: str, item: Item, lines: Lines) -> Mark | None:
    at = when(item.entry)
    span = date_range(at) if at else None
    if at is None or span is None:
        return None
    word = {"chairmanship": lines.chairmanship, "meetings": lines.meeting}
    text = word[lane](item).text if lane in word else (item.names[0] if item.names else "")
    text = text[:1].upper() + text[1:] or lines.document(item).text
    return Mark(lane, *span, text, (f"{text} · {lines.wording.when(at)}",))


def _escaped(text: str) -> str:
    """Text for SVG: escaped, without the control characters that XML forbids."""
    return escape("".join(c for c in text if c.isprintable() or c in "\n\t"), quote=True)


def _num(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")


def _shortened(text: str, letters: int) -> str:
    if len(text) <= letters:
        return text
    return text[: letters - 1].rstrip(" ,;:«(-") + "…" if letters > 5 else ""


@dataclass(slots=True)
class Timeline:
    """The layout of one timeline; ``width`` in CSS pixels, lane captions at the left or (narrow) above."""

    wording: Wording
    start: date
    end: date
    width: int = 960
    name: str = "timeline"
    narrow: bool = field(init=False)

    def __post_init__(self) -> None:
        self.narrow = self.width < 600

    @property
    def left(self) -> float:
        """Where the axis begins."""
        return float(_PAD if self.narrow else 118)

    def x(self, day: date) -> float:
        """The place of the beginning of a day on the axis."""
        days = max((self.end - self.start).days + 1, 1)
        return self.left + (self.width - _PAD - self.left) * (day - self.start).days / days

    # Placing

    def place(self, marks: Iterable[Mark]) -> list[_Placed]:
        """Give every mark of one lane a row in which nothing overlaps."""
        rows: list[list[tuple[float, float]]] = []
        placed = []
        for mark in sorted(marks, key=lambda m: (m.start, m.end, m.label)):
            draft = self._draft(mark)
            low, high = _extent(draft)
            row = _free_row(rows, low, high)
            # The last row is for those that found no room: marks alone, whose tooltips say what they are.
            if row >= _ROWS - 1:
                draft = replace(draft, text="")
                low, high = _extent(draft)
                row = min(_free_row(rows, low, high), _ROWS - 1)
            while len(rows) <= row:
                rows.append([])
            rows[row].append((low, high))
            placed.append(replace(draft, row=row))
        return placed

    def _draft(self, mark: Mark) -> _Placed:
        x0 = self.x(max(mark.start, self.start))
        x1 = self.x(min(mark.end, self.end) + timedelta(days=1))
        if x1 - x0 < 8:
            x0 = x1 = (x0 + x1) / 2
        gap = _GAP + 4 if len(mark.titles) > 1 else _GAP  # the point of a crowd is larger
        right, left = self.width - _PAD - x1 - gap, x0 - self.left - gap
        wanted = min(len(mark.label), 24 if self.narrow else 40) * _LETTER
        inside = x1 - x0 - 2 * _GAP
        if inside >= wanted:
            letters = int(inside / _LETTER)
            return _Placed(mark, 0, x0, x1, _shortened(mark.label, letters), x0 + _GAP, "start")
        to_right = right >= wanted or right >= left
        letters = int(min(max(right, left), max(wanted, 0)) / _LETTER)
        text = _shortened(mark.label, letters)
        at, anchor = (x1 + gap, "start") if to_right else (x0 - gap, "end")
        return _Placed(mark, 0, x0, x1, text, at, anchor)

    # Drawing

    def draw(self, marks: Sequence[Mark]) -> str:
        """The SVG element."""
        parts, y = [], float(_AXIS)
        drawn = [m for m in marks if m.end >= self.start and m.start <= self.end]
        for lane in LANES:
            of_lane = self.place(_crowds((m for m in drawn if m.lane == lane), self.wording))
            if of_lane:
                part, y = self._lane(lane, of_lane, y)
                parts.append(part)
        body = "".join([*self._months(y), *parts])
        caption = self.wording.captions
        title = caption.text("timeline")
        desc = caption.text(
            "timeline_desc",
            marks=caption.count("mark", len(drawn)),
            start=self.wording.day(self.start),
            end=self.wording.day(self.end),
        )
        return (
            f'<svg class="timeline" viewBox="0 0 {self.width} {_num(y + 6)}" width="{self.width}" role="img" '
            f'aria-labelledby="{self.name}-title {self.name}-desc" xmlns="http://www.w3.org/2000/svg">'
            f'<title id="{self.name}-title">{_escaped(title)}</title>'
            f'<desc id="{self.name}-desc">{_escaped(desc)}</desc>{body}</svg>'
        )

    def _months(self, bottom: float) -> Iterator[str]:
        firsts = _month_firsts(self.start, self.end)
        room = (self.width - self.left) / max(len(firsts), 1)
        step = 1 if len(firsts) <= 24 else 12 if len(firsts) <= 240 else 60
        for first in firsts[::step]:
            x = self.x(max(first, self.start))
            wording = format_date(first, "LLL" if step < 12 else "y", locale=self.wording.language)
            if room * step < 34 and step < 12:
                wording = format_date(first, "LLLLL", locale=self.wording.language)
            yield (
                f'<path class="tl-grid" d="M{_num(x)} {_AXIS - 6}V{_num(bottom)}" stroke="#8884"/>'
                f'<text class="tl-month" x="{_num(x + 4)}" y="14" font-size="11" fill="#666">'
                f"{_escaped(wording.rstrip('.'))}</text>"
            )

    def _lane(self, lane: str, placed: list[_Placed], y: float) -> tuple[str, float]:
        caption = _escaped(self.wording.captions.lane(lane))
        top = y + (20 if self.narrow else 4)
        text_x, text_y = (self.left, y + 14) if self.narrow else (0.0, top + 15)
        rows = max(p.row for p in placed) + 1
        bottom = top + rows * _ROW + 4
        marks = "".join(self._mark(p, top + p.row * _ROW + _ROW / 2) for p in placed)
        return (
            f'<g class="tl-lane tl-{lane}">'
            f'<path class="tl-rule" d="M0 {_num(y)}H{self.width}" stroke="#8886"/>'
            f'<text class="tl-caption" x="{_num(text_x)}" y="{_num(text_y)}" font-size="12" '
            f'font-weight="600">{caption}</text>{marks}</g>'
        ), bottom

    def _mark(self, placed: _Placed, y: float) -> str:
        title = _escaped("\n".join(placed.mark.titles))
        several = len(placed.mark.titles) > 1
        if placed.x1 > placed.x0:
            shape = (
                f'<rect class="tl-mark" x="{_num(placed.x0)}" y="{_num(y - 8)}" rx="3" height="16" '
                f'width="{_num(placed.x1 - placed.x0)}" fill="#4a6fa5" fill-opacity=".35"/>'
            )
        else:
            radius = 7 if several else 4.5
            shape = (
                f'<circle class="tl-mark" cx="{_num(placed.x0)}" cy="{_num(y)}" r="{radius}" fill="#4a6fa5"/>'
            )
        text = (
            f'<text class="tl-label" x="{_num(placed.text_x)}" y="{_num(y + 4)}" font-size="12" '
            f'text-anchor="{placed.anchor}">{_escaped(placed.text)}</text>'
        )
        return f"<g><title>{title}</title>{shape}{text if placed.text else ''}</g>"


def _extent(placed: _Placed) -> tuple[float, float]:
    """From where to where a mark with its label reaches, with a little air."""
    long = len(placed.text) * _LETTER
    low, high = placed.x0 - 5, placed.x1 + 5
    if placed.text and placed.anchor == "end":
        low = placed.text_x - long
    elif placed.text:
        high = max(high, placed.text_x + long)
    return low - 3, high + 3


def _free_row(rows: list[list[tuple[float, float]]], low: float, high: float) -> int:
    for index, row in enumerate(rows):
        if all(high <= a or b <= low for a, b in row):
            return index
    return len(rows)


def _crowds(marks: Iterable[Mark], wording: Wording) -> Iterator[Mark]:
    """Many marks of the same lane and time become one that names their number."""
    same: dict[tuple[date, date], list[Mark]] = {}
    for mark in marks:
        same.setdefault((mark.start, mark.end), []).append(mark)
    for group in same.values():
        if len(group) < _CROWD:
            yield from group
            continue
        label = wording.captions.count(_COUNTED_AS[group[0].lane], len(group))
        yield replace(group[0], label=label, titles=tuple(t for mark in group for t in mark.titles))


def _month_firsts(start: date, end: date) -> list[date]:
    months = range(start.year * 12 + start.month - 1, end.year * 12 + end.month)
    return [date(m // 12, m % 12 + 1, 1) for m in months]


def _window(marks: Sequence[Mark], period: str | None) -> tuple[date, date]:
    span = date_range(period) if period else None
    if span:
        return span
    first, last = min(m.start for m in marks), max(m.end for m in marks)
    return date(first.year, 1, 1), date(last.year, 12, 31)


def timeline_svg(
    marks: Sequence[Mark], period: str | None, wording: Wording, *, width: int = 960, name: str = "timeline"
) -> tuple[str, int]:
    """The timeline and the number of entries left out because only their year is known.

    The drawing is empty where nothing can be drawn.
    """
    drawn = [m for m in marks if m.lane == "chairmanship" or m.end - m.start <= _VAGUE]
    if not [m for m in drawn if m.lane != "chairmanship"]:
        return "", len(marks) - len(drawn)
    start, end = _window(drawn, period)
    return Timeline(wording, start, end, width, name).draw(drawn), len(marks) - len(drawn)
