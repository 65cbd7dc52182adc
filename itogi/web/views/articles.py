"""An article with its evidence."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path

from itogi.web.access import reader


@reader
def article(request: HttpRequest, id: str) -> HttpResponse:
    """An article with its evidence."""
    return render(request, "web/stub.html", {"title": "Article"})


urlpatterns = [path("<str:id>/", article, name="article")]
