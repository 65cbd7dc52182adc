"""The overview of an organisation."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path

from itogi.web.access import reader


@reader
def overview(request: HttpRequest, organisation: str) -> HttpResponse:
    """The overview of an organisation."""
    return render(request, "web/stub.html", {"title": "Overview"})


urlpatterns = [path("", overview, name="overview")]
