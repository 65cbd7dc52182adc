"""The ledger of an organisation: claims beside what the register holds."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.views.decorators.http import require_safe

from itogi.report.ledger_lines import LedgerLines
from itogi.report.lines import Chip, Detail, Line
from itogi.report.results import ClaimItem, Results
from itogi.report.wording import Wording
from itogi.web import fresh, lookups, reports
from itogi.web.access import reader
from itogi.web.showing import Said, Shown
from itogi.web.views.results import as_file, files

_FIRST = 4  # entries that count towards a claim, in the ledger; the page of the claim has all
_PAGE = 50
_UNFOLDED = 20  # claims that unfold where they stand; those after them have their pages only
_PLACE = re.compile(r"[0-9]{1,9}")
VERDICTS = ("contradicted", "partly", "unverified", "supported")


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the ledger with the sentences that it rests on."""

    id: str
    href: str
    value: Shown
    when: str
    chips: tuple[Chip, ...]
    details: tuple[Shown, ...]
    below: tuple[Row, ...]
    leaves: int

    @property
    def shown(self) -> int:
        """How many of its leaves stand here."""
        return sum(row.shown or 1 for row in self.below)


@dataclass(frozen=True, slots=True)
class Claimed:
    """A claim with how many are on record, and how many are missing (or too many)."""

    row: Row
    verdict: str
    claimed: float
    found: int | None

    @property
    def gap(self) -> float:
        """So many are missing."""
        return max(self.claimed - (self.found or 0), 0)

    @property
    def over(self) -> float:
        """So many are on record beyond the claim."""
        return max((self.found or 0) - self.claimed, 0)


@reader
@require_safe
def ledger(request: HttpRequest, organisation: str) -> HttpResponse:
    """The claims of a period with their verdicts."""
    etag = fresh.mark(request)
    if (answer := fresh.unchanged(request, etag)) is not None:
        return answer
    code, asked = reports.known(organisation), reports.asked(request.GET, organisation)
    found = reports.ledger(code, asked.period)
    rows = _Rows(found)
    claims = [rows.claimed(item) for item in found.held_claims]
    counted = Counter(claim.verdict for claim in claims)
    context = {
        "asked": asked,
        "years": reports.years(code),
        "claims": claims,
        "unfolded": _UNFOLDED,
        "verdicts": [(v, rows.verdict(v), rows.tone(v), counted[v]) for v in VERDICTS if counted[v]],
        "contradictions": [rows.row(rows.lines.disagreement(d)) for d in found.contradictions],
        "others": [rows.row(rows.lines.other_figure(item)) for item in found.other_figures],
        "period": lookups.wording().when(found.period) if found.period else rows.say("all_years"),
        "files": files(asked.query, lookups.language(), ("html", "md", "json")),
    }
    return fresh.marked(request, render(request, "web/ledger.html", context), etag)


@reader
@require_safe
def claim(request: HttpRequest, organisation: str, id: str) -> HttpResponse:
    """One claim with all that counts towards it, by pages."""
    etag = fresh.mark(request)
    if (answer := fresh.unchanged(request, etag)) is not None:
        return answer
    code, asked = reports.known(organisation), reports.asked(request.GET, organisation)
    found = reports.ledger(code, asked.period)
    item = next((item for item in found.held_claims if item.claim.entry.id == id), None)
    if item is None:
        raise Http404(id)
    start = request.GET.get("after", "")
    first = int(start) if _PLACE.fullmatch(start) else 0
    made = _Rows(found).claimed(item, slice(first, first + _PAGE))
    context = {
        "asked": asked,
        "claim": made,
        "after": str(first + _PAGE) if first + _PAGE < made.row.leaves else "",
        "period": lookups.wording().when(found.period) if found.period else "",
    }
    return fresh.marked(request, render(request, "web/claim.html", context), etag)


@reader
@require_safe
def ledger_file(request: HttpRequest, organisation: str, form: str) -> HttpResponse:
    """The ledger as a file: html, md or json."""
    return as_file(request, organisation, form, reports.ledger, "ledger")


class _Rows:
    """Words the lines of a ledger, each with its sentences."""

    def __init__(self, found: Results) -> None:
        self.words = lookups.wording()
        self.say = self.words.captions.text
        self.verdict = self.words.captions.verdict
        self.lines = LedgerLines(self.words, {note.number: note for note in found.notes})
        self._sentences = _Sentences(found, self.words)

    def tone(self, verdict: str) -> str:
        return {"supported": "good", "partly": "part", "contradicted": "bad"}.get(verdict, "plain")

    def claimed(self, item: ClaimItem, part: slice | None = None) -> Claimed:
        """A claim with a part of what counts towards it."""
        value = item.claim.entry.value("value")
        number = float(value) if isinstance(value, int | float) else 0.0
        line = self.lines.claim(item)
        row = replace(self.row(_part(line, part or slice(0, _FIRST))), leaves=line.leaves)
        return Claimed(row, item.claim.verdict, number, item.claim.found)

    def row(self, line: Line) -> Row:
        href = reverse("entry", args=[line.id]) if line.id else ""
        return Row(
            line.id,
            href,
            Shown("", "", line.text, self.said(line.notes)),
            line.when,
            line.chips,
            tuple(self._detail(detail) for detail in line.details),
            tuple(self.row(below) for below in line.below),
            line.leaves,
        )

    def _detail(self, detail: Detail) -> Shown:
        return Shown("", detail.caption, detail.value, self.said(detail.notes))

    def said(self, notes: Iterable[int]) -> tuple[Said, ...]:
        return tuple(self._sentences[number] for number in notes)


def _part(line: Line, part: slice) -> Line:
    """A line with some of the leaves below it."""
    below: list[Line] = []
    at = 0
    for one in line.below:
        size = one.leaves or 1
        first, last = max(part.start - at, 0), min(part.stop - at, size)
        if first < last:
            below.append(replace(one, below=one.below[first:last]) if one.below else one)
        at += size
    return replace(line, below=tuple(below))


class _Sentences(dict[int, Said]):
    """The footnotes of a ledger as sentences with their places, each made when it is shown."""

    def __init__(self, found: Results, words: Wording) -> None:
        self._notes = {note.number: note for note in found.notes}
        self._links, self._words = reports.OurLinks(found), words

    def __missing__(self, number: int) -> Said:
        note, words = self._notes[number], self._words
        self[number] = said = Said(
            note.evidence.text,
            "",
            note.evidence.article,
            note.outlet or words.captions.text("unknown_outlet"),
            words.day(note.published),
            note.title or "",
            self._links.note(number),
        )
        return said


urlpatterns = [
    path("", ledger, name="ledger"),
    path("report.<str:form>", ledger_file, name="ledger_file"),
    path("claims/<str:id>/", claim, name="claim"),
]
