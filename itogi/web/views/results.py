"""The results of an organisation and a period."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path

from itogi.web.access import reader


@reader
def results(request: HttpRequest, organisation: str) -> HttpResponse:
    """The results of an organisation and a period."""
    return render(request, "web/stub.html", {"title": "Results"})


urlpatterns = [path("", results, name="results")]
