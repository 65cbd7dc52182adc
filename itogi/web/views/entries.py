"""An entry, a person, a country."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path

from itogi.web.access import reader
from itogi.web.door import register
from itogi.web.lookups import wording
from itogi.web.showing import Sentences, shown_slots


@reader
def entry(request: HttpRequest, id: str) -> HttpResponse:
    """A meeting, document, activity … with its values, each with its sentences."""
    found = register().entry(id)
    if found is None:
        raise Http404(id)
    words, sentences = wording(), Sentences.of(found.records)
    return render(request, "web/entry.html", {"entry": found, "slots": shown_slots(found, words, sentences)})


@reader
def person(request: HttpRequest, name: str) -> HttpResponse:
    """What the register says of a person."""
    return render(request, "web/stub.html", {"title": name})


@reader
def country(request: HttpRequest, code: str) -> HttpResponse:
    """What the register says of a country."""
    return render(request, "web/stub.html", {"title": code})


urlpatterns = [
    path("entries/<str:id>/", entry, name="entry"),
    path("people/<name:name>/", person, name="person"),
    path("countries/<str:code>/", country, name="country"),
]
