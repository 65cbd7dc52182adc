"""Search with facets."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path

from itogi.web.access import reader


@reader
def search(request: HttpRequest) -> HttpResponse:
    """Search with facets."""
    return render(request, "web/stub.html", {"title": "Search"})


urlpatterns = [path("", search, name="search")]
