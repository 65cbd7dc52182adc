"""The ledger of an organisation: claims beside what the register holds."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path

from itogi.web.access import reader


@reader
def ledger(request: HttpRequest, organisation: str) -> HttpResponse:
    """The ledger of an organisation: claims beside what the register holds."""
    return render(request, "web/stub.html", {"title": "Ledger"})


urlpatterns = [path("", ledger, name="ledger")]
