"""The results of an organisation and period: on a page, and as a file."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from itogi.report import export
from itogi.report.captions import LANGUAGES
from itogi.report.organisations import organisation_names
from itogi.report.page import page_of
from itogi.report.results import Results
from itogi.web import fresh, lookups, reports
from itogi.web.access import reader

Written = Callable[[Results, str], str]


@reader
@require_safe
def results(request: HttpRequest, organisation: str) -> HttpResponse:
    """The report with its footnotes, for a period, in a language."""
    etag = fresh.mark(request)
    if (answer := fresh.unchanged(request, etag)) is not None:
        return answer
    code, asked = reports.known(organisation), reports.asked(request.GET, organisation)
    found, lang = reports.results(code, asked.period), language(request)
    page = page_of(found, lang=lang, organisation_names=organisation_names())
    # The template of the report escapes all that it shows (report/export/html.py).
    body = mark_safe(export.report_html(page, reports.OurLinks(found)))
    context = {
        "asked": asked,
        "years": reports.years(code),
        "title": page.title,
        "report_lang": lang,
        "report": format_html('<div class="report" lang="{}">{}</div>', lang, body),
        "files": files(asked.query, lang, ("html", "md", "json")),
    }
    return fresh.marked(request, render(request, "web/results.html", context), etag)


@reader
@require_safe
def results_file(request: HttpRequest, organisation: str, form: str) -> HttpResponse:
    """The report as a file: html, md or json."""
    return as_file(request, organisation, form, reports.results, "results")


def as_file(
    request: HttpRequest, organisation: str, form: str, make: Callable[..., Results], name: str
) -> HttpResponse:
    """A report in one of the forms in which reports are given out."""
    if form not in FORMS:
        raise Http404(form)
    etag = fresh.mark(request)
    if (answer := fresh.unchanged(request, etag)) is not None:
        return answer
    code, asked = reports.known(organisation), reports.asked(request.GET, organisation)
    type, write = FORMS[form]
    lang = language(request)
    text = write(make(code, asked.period), lang)
    response = HttpResponse(text, content_type=f"{type}; charset=utf-8")
    file = f"itogi-{_plain(code)}-{_plain(asked.query.replace('year=', ''))}-{name}-{lang}.{form}"
    response.headers["Content-Disposition"] = f'attachment; filename="{file}"'
    return fresh.marked(request, response, etag)


def _plain(text: str) -> str:
    """Letters, figures and dashes: what may stand in the name of a file."""
    return re.sub(r"[^A-Za-z0-9]+", "-", text).strip("-") or "x"


def _html(found: Results, lang: str) -> str:
    return export.to_html(found, lang=lang, organisation_names=organisation_names())


def _markdown(found: Results, lang: str) -> str:
    return export.to_markdown(found, lang=lang, organisation_names=organisation_names())


def _json(found: Results, lang: str) -> str:
    return json.dumps(export.as_dict(found), ensure_ascii=False, indent=2) + "\n"


FORMS: Mapping[str, tuple[str, Written]] = {
    "html": ("text/html", _html),
    "md": ("text/markdown", _markdown),
    "json": ("application/json", _json),
}


def language(request: HttpRequest) -> str:
    """The language of the report; that of the page where none is chosen."""
    chosen = request.GET.get("lang", "")
    return chosen if chosen in LANGUAGES else lookups.language()


def files(query: str, lang: str, forms: tuple[str, ...]) -> list[tuple[str, str]]:
    """What can be downloaded: the name of each form with its address."""
    names = {"html": _("Web page"), "md": "Markdown", "json": "JSON"}
    return [(names[form], f"report.{form}?{query}&lang={lang}") for form in forms]


urlpatterns = [
    path("", results, name="results"),
    path("report.<str:form>", results_file, name="results_file"),
]
