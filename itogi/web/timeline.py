"""The timeline of an organisation: points for the plot, a drawing where no scripts run, years to choose."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from itogi.model.values import date_range
from itogi.register.answers import Brief
from itogi.register.lanes import lanes
from itogi.report.charts import Mark, timeline_svg
from itogi.report.selection import when
from itogi.report.titles import shortened
from itogi.web.involved import listed
from itogi.web.lookups import wording
from itogi.web.naming import Named, entry_of

LANES = {
    "chairmanship": _("Chairmanships"), "session": _("Sessions"), "council": _("Councils of ministers"),
    "document": _("Documents"), "exercise": _("Exercises"),
}  # fmt: skip
_DRAWN_IN = {
    "chairmanship": "chairmanship", "session": "meetings", "council": "meetings", "document": "documents",
    "exercise": "activities",
}  # fmt: skip
_LABEL = 60  # letters beside a mark, at most
_TITLE = 140  # letters of a title in the plot
_PER_DRAWING = 24  # entries of each lane in the drawing, which must not weigh more than the page
_STRIP_HEIGHT = 40


@dataclass(frozen=True, slots=True)
class Bar:
    """A part of a year's column: its lane, where it begins from the top, and its height (as SVG has it)."""

    lane: str
    top: str
    height: str


@dataclass(frozen=True, slots=True)
class Year:
    """A year to choose: how many entries of each lane, drawn as a column."""

    year: str
    bars: tuple[Bar, ...]
    text: str
    chosen: bool


def points(briefs: Iterable[Brief]) -> list[dict[str, object]]:
    """The entries of the lanes as the plot takes them: lane, first and last day, words, address."""
    return [_point(brief) for brief in briefs if brief.lane and brief.first and brief.last]


def _point(brief: Brief) -> dict[str, object]:
    line = listed(brief)
    first, last = span_of(brief)
    facts = [line.named.kind, line.named.when, place_of(brief), line.stage]
    return {
        "lane": brief.lane,
        "from": first.isoformat(),
        "to": last.isoformat(),
        "title": shortened(line.named.title, _TITLE),
        "label": label_of(brief, line.named),
        "weight": brief.records,
        "facts": " · ".join(fact for fact in facts if fact),
        "sources": sources_in_words(brief.sources),
        "href": line.named.href,
    }


def sources_in_words(n: int) -> str:
    """How many independent sources there are."""
    return ngettext("%(n)s source", "%(n)s sources", n) % {"n": wording().number(n)}


def place_of(brief: Brief) -> str:
    """The place of an entry in words, if it has one."""
    value = brief.slots.get("place")
    return value if isinstance(value, str) else ""


def span_of(brief: Brief) -> tuple[date, date]:
    """The days of the fact; of what has none, those of its reports."""
    at = when(entry_of(brief))
    assert brief.first and brief.last
    return (date_range(at) if at else None) or (brief.first, brief.last)


def drawing(briefs: Sequence[Brief], year: int | None, width: int, name: str) -> str:
    """The timeline as SVG; empty where nothing can be drawn."""
    period = str(year) if year else None
    return timeline_svg(_marks(briefs), period, wording(), width=width, name=name)[0]


def _marks(briefs: Sequence[Brief]) -> list[Mark]:
    """The entries of each lane that most records speak of."""
    found: list[Mark] = []
    for lane in LANES:
        some = [brief for brief in briefs if brief.lane == lane and brief.first]
        found += map(_mark, sorted(some, key=lambda b: (-b.records, b.id))[:_PER_DRAWING])
    return found


def _mark(brief: Brief) -> Mark:
    line = listed(brief).named
    label = label_of(brief, line)
    return Mark(_DRAWN_IN[brief.lane], *span_of(brief), label, (f"{line.title} · {line.when}",))


def label_of(brief: Brief, line: Named) -> str:
    """What stands beside a mark: of a chairmanship the country, of an exercise or document its name."""
    country = brief.slots.get("country") if brief.lane == "chairmanship" else None
    return wording().country(country) if isinstance(country, str) else shortened(line.title, _LABEL)


def years(counts: Mapping[int, Mapping[str, int]], chosen: int | None) -> list[Year]:
    """The years from the first to the last, each with a column of its lanes."""
    known = [year for year in counts if year]
    if not known:
        return []
    most = max(sum(counts[year].values()) for year in known)
    return [_year(y, counts.get(y, {}), most, y == chosen) for y in range(min(known), max(known) + 1)]


def _year(year: int, counts: Mapping[str, int], most: int, chosen: bool) -> Year:
    bars, bottom = [], float(_STRIP_HEIGHT)
    for lane in reversed(LANES):
        if n := counts.get(lane, 0):
            height = max(n * _STRIP_HEIGHT / most, 1.0)
            bottom -= height
            bars.append(Bar(lane, f"{bottom:.1f}", f"{height:.1f}"))
    said = ", ".join(f"{LANES[lane]}: {wording().number(counts[lane])}" for lane in LANES if counts.get(lane))
    return Year(str(year), tuple(bars), said, chosen)


def lane_type(lane: str) -> str:
    """The type of the entries of a lane."""
    return str(lanes()[lane]["type"])
