"""The records that await review."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path

from itogi.web.access import reviewer


@reviewer
def review(request: HttpRequest) -> HttpResponse:
    """The records that await review."""
    return render(request, "web/stub.html", {"title": "Review"})


urlpatterns = [path("", review, name="review")]
