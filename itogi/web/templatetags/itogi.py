"""Tags and filters of the pages; they are loaded in every template."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django import template
from django.template.context import Context

from itogi.web.lookups import wording

register = template.Library()


@register.filter
def slot_caption(slot: str) -> str:
    """The name of a slot in the language of the page."""
    return wording().captions.slot(slot)


@register.filter
def organisation_name(code: str) -> str:
    """The name of an organisation; its code where none is known."""
    return wording().organisation(code)


@register.filter
def country_name(code: str) -> str:
    """The name of a country."""
    return wording().country(code)


@register.filter
def topic_name(code: str) -> str:
    """The caption of a topic."""
    return wording().topic(code)


@register.filter
def day(value: date | datetime | None) -> str:
    """A day in words."""
    return wording().day(value.date() if isinstance(value, datetime) else value)


@register.filter
def moment(value: datetime) -> str:
    """A day with the time of day, as the server's clock in UTC has it."""
    return f"{day(value)}, {value:%H:%M}"


@register.filter
def edtf(value: str) -> str:
    """An EDTF date in words."""
    return wording().when(value)


@register.filter
def number(value: float) -> str:
    """A number with the separators of the language."""
    return wording().number(value)


@register.filter
def counted(value: int, key: str) -> str:
    """A number with its noun: ``{{ 5|counted:"document" }}`` is 5 documents, 5 документов."""
    return f"{wording().number(value)} {wording().captions.noun(key, value)}"


@register.simple_tag(takes_context=True)
def unique(context: Context, stem: str) -> str:
    """An id that no other element of this page has."""
    request = context["request"]
    request.itogi_unique = getattr(request, "itogi_unique", 0) + 1
    return f"{stem}-{request.itogi_unique}"


@register.simple_tag(takes_context=True)
def with_query(context: Context, **changes: Any) -> str:
    """The address of this page with parts of its query changed: ``{% with_query after=cursor %}``."""
    query = context["request"].GET.copy()
    for name, value in changes.items():
        if value in (None, ""):
            query.pop(name, None)
        else:
            query[name] = str(value)
    return f"?{query.urlencode()}"
