"""An entry, a person, a country."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.views.decorators.http import require_safe

from itogi.model.kinds import kinds
from itogi.model.values import is_country
from itogi.register.answers import Brief, Page
from itogi.web.access import reader
from itogi.web.door import register
from itogi.web.entry_page import EntryPage
from itogi.web.involved import Section, sections
from itogi.web.lookups import wording

_SOME, _MANY = 10, 60  # entries of each type at first, and on a page of one type


@reader
@require_safe
def entry(request: HttpRequest, id: str) -> HttpResponse:
    """A meeting, document, activity … with its values, each with its sentences."""
    found = register().told(id)
    if found is None:
        if now := register().successor(id):
            return redirect("entry", now)
        raise Http404(id)
    shown, records = found
    page = EntryPage.of(shown, register(), wording())
    more = records if records > len(shown.records) else 0
    return render(request, "web/entry.html", {"page": page, "more": more, "organisation": page.home})


@reader
@require_safe
def person(request: HttpRequest, name: str) -> HttpResponse:
    """What the register says of a person, by type and year."""
    return _involved(request, name, "person", {"person": name})


@reader
@require_safe
def country(request: HttpRequest, code: str) -> HttpResponse:
    """What a country takes part in, by type and year."""
    if not is_country(code):
        raise Http404(code)
    return _involved(request, wording().country(code), "country", {"country": code})


def _involved(request: HttpRequest, title: str, sort: str, asked: dict[str, Any]) -> HttpResponse:
    type = request.GET.get("type", "")
    if type and type not in kinds():
        raise Http404(type)
    found, after = (_of_type if type else _of_all)(asked, type, request.GET.get("after"))
    context = {"title": title, "sort": sort, "sections": found, "type": type, "after": after, "asked": asked}
    return render(request, "web/involved.html", context)


def _of_all(asked: dict[str, Any], type: str, after: str | None) -> tuple[list[Section], str | None]:
    """The latest of every type."""
    if "person" in asked:
        return sections(register().person(asked["person"], limit=_SOME).sections), None
    return sections(register().country(asked["country"], limit=_SOME).sections), None


def _of_type(asked: dict[str, Any], type: str, after: str | None) -> tuple[list[Section], str | None]:
    """All of one type, by pages."""
    page: Page[Brief] = register().entries_page(limit=_MANY, after=after, type=type, **asked)
    return sections({type: page}), page.after


urlpatterns = [
    path("entries/<str:id>/", entry, name="entry"),
    path("people/<name:name>/", person, name="person"),
    path("countries/<str:code>/", country, name="country"),
]
