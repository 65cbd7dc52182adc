"""The overview of an organisation: its years, what it did, where sources differ, what awaits review."""

from __future__ import annotations

from datetime import date

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.http import urlencode
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_safe

from itogi.register.answers import Brief, Overview
from itogi.web import fresh, timeline
from itogi.web.access import reader
from itogi.web.counted import Row, by_country, by_stage, by_topic, by_type, disputed, waiting
from itogi.web.door import register
from itogi.web.involved import Listed, listed

_PLOT = 60  # entries of each lane in the plot of all years
_OF_YEAR = 200  # entries of each type in the plot of one year
_LATEST = 5
_DRAWINGS = (("wide", 960), ("narrow", 350))


@reader
@require_safe
def overview(request: HttpRequest, organisation: str) -> HttpResponse:
    """All years of an organisation, or one."""
    etag = fresh.mark(request)
    if known := fresh.unchanged(request, etag):
        return known
    found, year = _known(organisation), _year(request)
    briefs = _briefs(found, year)
    context = {
        "overview": found,
        "year": str(year or ""),
        "years": timeline.years(found.lanes, year),
        "lanes": [(name, str(timeline.LANES[name])) for name in timeline.LANES],
        "drawings": _drawings(briefs, year),
        "data": _address("timeline", organisation, year),
        "types": by_type(found, year),
        "latest": _latest(organisation, year),
        "reports": register().articles_page(organisation=organisation, limit=3).items,
        "disputes": list(map(disputed, found.disagreements)),
        "waiting": waiting(found),
        "columns": _columns(found),
        "of_year": _of_year(briefs) if year else [],
    }
    return fresh.marked(request, render(request, "web/overview.html", context), etag)


@reader
@require_safe
def points(request: HttpRequest, organisation: str) -> HttpResponse:
    """What the plot shows, as JSON."""
    etag = fresh.mark(request)
    if known := fresh.unchanged(request, etag):
        return known
    found, year = _known(organisation), _year(request)
    lanes = {name: str(caption) for name, caption in timeline.LANES.items()}
    held = {"lanes": lanes, "points": timeline.points(_briefs(found, year)), "year": year}
    return fresh.marked(request, JsonResponse(held, json_dumps_params={"ensure_ascii": False}), etag)


def _known(organisation: str) -> Overview:
    """The overview of an organisation that there is."""
    found = register().overview(organisation, plot=_PLOT, disagreements=_LATEST)
    if not found.types:
        raise Http404(organisation)
    return found


def _year(request: HttpRequest) -> int | None:
    """The year that is asked for; one that cannot be is no page."""
    text = request.GET.get("year", "")
    if not text:
        return None
    if not (text.isascii() and text.isdecimal() and 1000 <= int(text[:5]) <= 9998):
        raise Http404(text)
    return int(text)


def _briefs(found: Overview, year: int | None) -> tuple[Brief, ...]:
    """What the timeline shows: of all years what most records speak of, of one year everything."""
    if year is None:
        return found.plot
    days = date(year, 1, 1), date(year, 12, 31)
    types = dict.fromkeys(timeline.lane_type(lane) for lane in timeline.LANES)
    some: list[Brief] = []
    for type in types:
        page = register().entries_page(
            organisation=found.organisation, type=type, since=days[0], until=days[1], limit=_OF_YEAR
        )
        some += [brief for brief in page.items if brief.lane]
    return tuple(some)


def _drawings(briefs: tuple[Brief, ...], year: int | None) -> list[tuple[str, str]]:
    """The timeline for wide and for narrow screens."""
    made = ((name, timeline.drawing(briefs, year, width, f"tl-{name}")) for name, width in _DRAWINGS)
    return [(name, mark_safe(svg)) for name, svg in made if svg]  # charts.py escapes all texts


def _address(name: str, organisation: str, year: int | None) -> str:
    address = reverse(name, args=[organisation])
    return f"{address}?{urlencode({'year': year})}" if year else address


def _latest(organisation: str, year: int | None) -> list[tuple[str, list[Listed]]]:
    """The latest meetings and documents; of one year its lists show them."""
    if year:
        return []
    pages = {
        type: register().entries_page(organisation=organisation, type=type, limit=_LATEST)
        for type in ("meeting", "document")
    }
    return [(type, list(map(listed, page.items))) for type, page in pages.items() if page.items]


def _of_year(briefs: tuple[Brief, ...]) -> list[tuple[str, str, list[Listed]]]:
    """The entries of a year by lane, in the order of their days."""
    found = []
    for lane, caption in timeline.LANES.items():
        some = sorted((b for b in briefs if b.lane == lane), key=lambda b: (b.first or date.max, b.id))
        if some:
            found.append((timeline.lane_type(lane), str(caption), list(map(listed, some))))
    return found


def _columns(found: Overview) -> dict[str, list[Row]]:
    return {"stages": by_stage(found), "topics": by_topic(found), "countries": by_country(found)}


urlpatterns = [path("", overview, name="overview"), path("timeline.json", points, name="timeline")]
