"""What the API reads."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Annotated, Any

from django.http import Http404, HttpRequest
from ninja import Path, Query, Router

from itogi.model.record import Record, as_dict
from itogi.register.answers import ArticlePage, Brief, Head, Hit
from itogi.register.export import entry_dict
from itogi.register.given import country_given, day_given
from itogi.register.passages import KINDS
from itogi.report.export import as_dict as results_dict
from itogi.report.export import ledger_rows
from itogi.web import reports
from itogi.web.api import report_shapes, shapes
from itogi.web.api.base import ERRORS, reads
from itogi.web.door import register
from itogi.web.lookups import wording

router = Router(auth=reads)
_FILTERS = tuple(shapes.Filters.model_fields)


def answers(good: Any, status: int = 200) -> dict[int, Any]:
    """The answers of an operation: the good one, and problems."""
    return {status: good} | dict.fromkeys(ERRORS, shapes.Problem)


@router.get("/organisations", response=answers(list[shapes.Organisation]), tags=["organisations"])
def organisations(request: HttpRequest) -> Any:
    """The organisations on record, with the number of their entries, most first."""
    named = {lang: wording(lang) for lang in ("en", "ru")}
    return [
        {"code": code, "entries": n, "names": {lang: w.organisation(code) for lang, w in named.items()}}
        for code, n in register().organisations().items()
        if code
    ]


@router.get("/organisations/{code}", response=answers(shapes.Work), tags=["organisations"])
def organisation(request: HttpRequest, code: Annotated[shapes.Text, Path()]) -> Any:
    """What an organisation has done, counted."""
    found = register().overview(reports.known(code))
    fields = ("organisation", "first", "last", "types", "topics", "stages", "countries", "waiting")
    return {name: getattr(found, name) for name in fields} | {
        "years": {str(year): n for year, n in found.years.items()}
    }


@router.get("/entries", response=answers(shapes.Entries), tags=["entries"])
def entries(request: HttpRequest, asked: Query[shapes.Paged]) -> Any:
    """Entries in short, the latest first; without those that were rejected."""
    page = register().entries_page(limit=asked.limit, after=asked.after, **filters(asked))
    return {"items": [brief_dict(brief) for brief in page.items], "after": page.after}


@router.get("/entries/{id}", response=answers(shapes.Entry), tags=["entries"], exclude_unset=True)
def entry(request: HttpRequest, id: Annotated[shapes.Id, Path()]) -> Any:
    """An entry with all its values, stages and records."""
    found = register().entry(id)
    if found is None:
        raise Http404(register().successor(id) or "")
    return entry_dict(found) | {"token": register().token(id)}


@router.get("/entries/{id}/related", response=answers(list[shapes.Brief]), tags=["entries"])
def related(request: HttpRequest, id: Annotated[shapes.Id, Path()]) -> Any:
    """Entries that are related to one, the nearest first."""
    return [brief_dict(one.brief) for one in register().related(id)]


@router.get("/entries/{id}/decisions", response=answers(list[shapes.Decision]), tags=["decisions"])
def decisions_on(request: HttpRequest, id: Annotated[shapes.Id, Path()]) -> Any:
    """What people decided on an entry, in their order."""
    if register().entry(id) is None:
        raise Http404
    return [asdict(one) for one in register().history(id)]


@router.get("/records", response=answers(shapes.Records), tags=["records"], exclude_unset=True)
def records(request: HttpRequest, asked: Query[shapes.Paged]) -> Any:
    """Records, the latest first, each with the id of its entry."""
    page = register().records_page(limit=asked.limit, after=asked.after, **filters(asked))
    return {"items": [_record(record, id) for record, id in page.items], "after": page.after}


@router.get("/articles", response=answers(shapes.Articles), tags=["articles"])
def articles(request: HttpRequest, asked: Query[shapes.Paged]) -> Any:
    """Articles without their texts, the latest first; the filters are those of what they state."""
    page = register().articles_page(limit=asked.limit, after=asked.after, **filters(asked))
    return {"items": [asdict(head) for head in page.items], "after": page.after}


@router.get("/articles/{id}", response=answers(shapes.Article), tags=["articles"], exclude_unset=True)
def article(request: HttpRequest, id: Annotated[shapes.Id, Path()]) -> Any:
    """An article with its text, its records and its reprints."""
    found = register().article_page(id)
    if found is None:
        raise Http404
    return _article(found)


@router.get("/search", response=answers(shapes.Hits), tags=["search"])
def search(request: HttpRequest, asked: Query[shapes.Searched]) -> Any:
    """What holds all words of a query, in whatever form they stand there."""
    kinds = tuple(dict.fromkeys(asked.kinds or KINDS))
    hits = register().search(asked.q, kinds=kinds, limit=asked.limit, after=asked.after, **filters(asked))
    after = hits[-1].cursor if len(hits) == asked.limit else None
    return {"items": [_hit(hit) for hit in hits], "after": after}


@router.get("/changes", response=answers(list[shapes.Change]), tags=["entries"])
def changes(
    request: HttpRequest,
    organisation: Annotated[shapes.Text | None, Query(max_length=100)] = None,
    type: Annotated[shapes.TypeName | None, Query()] = None,
    since: Annotated[datetime | None, Query(description="later than this moment")] = None,
    limit: Annotated[int, Query(ge=1, le=shapes.MOST)] = 50,
) -> Any:
    """What the register learnt last: new entries, and other stages of those on record."""
    moment = since.astimezone() if since else None
    found = register().changes(organisation=organisation, type=type, since=moment, limit=limit)
    return [
        {
            "number": one.number,
            "learnt": one.learnt.isoformat(),
            "new": one.new,
            "stage": one.stage,
            "before": one.before,
            "entry": brief_dict(one.brief),
        }
        for one in found
    ]


@router.get("/ledger", response=answers(report_shapes.Ledger), tags=["reports"], exclude_unset=True)
def ledger(request: HttpRequest, asked: Query[shapes.Period]) -> Any:
    """The claims of an organisation and period, each with its verdict and its sentences."""
    code, period = _period(asked)
    found = reports.ledger(code, period)
    return {"organisation": code, "period": found.period, "claims": ledger_rows(found)}


@router.get("/results", response=answers(report_shapes.Results), tags=["reports"], exclude_unset=True)
def results(request: HttpRequest, asked: Query[shapes.Period]) -> Any:
    """The report on an organisation and period: sections of entries, with footnotes by number."""
    code, period = _period(asked)
    return results_dict(reports.results(code, period))


def _period(asked: shapes.Period) -> tuple[str, Any]:
    code = reports.known(asked.organisation)
    given = {name: text for name in ("year", "since", "until") if (text := getattr(asked, name))}
    return code, reports.asked(given, code).period


def filters(asked: shapes.Filters) -> dict[str, Any]:
    """The filters as the register takes them."""
    given: Mapping[str, Any] = {name: getattr(asked, name) or None for name in _FILTERS}
    return {
        **given,
        "country": country_given(given["country"], "country"),
        "since": day_given(given["since"], "since", last=False),
        "until": day_given(given["until"], "until", last=True),
    }


def brief_dict(brief: Brief) -> dict[str, Any]:
    """An entry in short as plain data."""
    fields = (name for name in shapes.Brief.model_fields if name not in ("slots", "differing"))
    return {name: getattr(brief, name) for name in fields} | {
        "slots": {name: _value(value) for name, value in brief.slots.items()},
        "differing": {name: list(map(_value, values)) for name, values in brief.differing.items()},
    }


def _value(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value


def _record(record: Record, entry: str) -> dict[str, Any]:
    return {"entry": entry, "record": as_dict(record, full=True)}


def _article(page: ArticlePage) -> dict[str, Any]:
    article = page.article
    head = {name: getattr(article, name) for name in Head.__dataclass_fields__}
    return head | {
        "text": article.text,
        "records": [_record(record, entry) for record, entry, _ in page.records],
        "reprints": [asdict(one) for one in page.reprints],
    }


def _hit(hit: Hit) -> dict[str, Any]:
    return asdict(hit) | {"spans": [list(span) for span in hit.spans]}
