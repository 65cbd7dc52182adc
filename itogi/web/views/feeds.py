"""Atom feeds and iCalendar."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path

from itogi.web.access import reader


@reader
def feeds(request: HttpRequest) -> HttpResponse:
    """Atom feeds and iCalendar."""
    return render(request, "web/stub.html", {"title": "Feeds"})


urlpatterns = [path("", feeds, name="feeds")]
