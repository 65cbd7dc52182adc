"""Finders: one module per type of record, each a function from a context to drafts."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from itogi.extraction.assemble import Draft
from itogi.extraction.context import Context
from itogi.extraction.records import (
    activity,
    body,
    chairmanship,
    commitment,
    document,
    figure,
    invitation,
    meeting,
    membership,
    office,
    quote,
)

Finder = Callable[[Context], Iterator[Draft]]
FINDERS: tuple[Finder, ...] = (
    meeting.find,
    document.find,
    figure.find,
    activity.find,
    chairmanship.find,
    membership.find,
    body.find,
    invitation.find,
    office.find,
    quote.find,
    commitment.find,
)
