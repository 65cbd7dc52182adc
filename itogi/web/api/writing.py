"""What the API writes: decisions and reports, by token, under the name of its user."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Path, Status

from itogi.reading.sidecar import Sidecar
from itogi.web import drafts
from itogi.web.access import actor
from itogi.web.api import shapes
from itogi.web.api.base import edits, reviews
from itogi.web.api.reading import answers, router  # one router: an address with two methods is one view
from itogi.web.door import register
from itogi.web.models import User

Number = Annotated[int, Path(ge=1, le=2**53)]


@router.post("/decisions", response=answers(shapes.Decision, 201), auth=reviews, tags=["decisions"])
def decide(request: HttpRequest, asked: shapes.Deciding) -> Any:
    """Accept, reject, edit, merge, split or comment; 409 where somebody decided meanwhile."""
    made = register().decide(
        asked.kind,
        asked.target,
        actor=actor(request),
        reason=asked.reason,
        slot=asked.slot,
        value=tuple(asked.value) if isinstance(asked.value, list) else asked.value,
        others=tuple(asked.others),
        expected=asked.expected,
    )
    return Status(201, asdict(made))


@router.post("/decisions/{number}/undo", response=answers(shapes.Decision, 201), auth=reviews,
             tags=["decisions"])  # fmt: skip
def undo(request: HttpRequest, number: Number, asked: shapes.Undoing) -> Any:
    """Undo a decision; both stay in the history."""
    return Status(201, asdict(register().undo(number, actor=actor(request), reason=asked.reason)))


@router.post("/articles", response=answers(shapes.Added, 201) | {200: shapes.Added}, auth=edits,
             tags=["articles"])  # fmt: skip
def add(request: HttpRequest, asked: shapes.Adding) -> Any:
    """Read a report into the register; 200 where it is on record already."""
    user = request.user
    assert isinstance(user, User)  # a token is somebody's
    told = Sidecar(title=asked.title, outlet=asked.outlet, published=asked.published, url=asked.url)
    suffix = ".html" if asked.html else ""
    try:
        draft = drafts.make(user, drafts.Offer(asked.text.encode(), "api", suffix, told, way="api"))
    except drafts.Known as known:
        return Status(200, {"article": known.article, "outcome": "unchanged", "records": 0, "refused": []})
    added = drafts.save(user, draft.key, actor(request))
    assert added is not None  # made a moment ago
    found = {
        "article": added.article,
        "outcome": added.outcome.value,
        "records": added.records,
        "refused": [str(error) for error in added.refused],
    }
    return Status(201, found)
