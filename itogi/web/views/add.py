"""Add a report: paste, upload, address."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path

from itogi.web.access import editor


@editor
def add(request: HttpRequest) -> HttpResponse:
    """Add a report: paste, upload, address."""
    return render(request, "web/stub.html", {"title": "Add"})


urlpatterns = [path("", add, name="add")]
