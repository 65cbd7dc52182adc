"""The results in one language: sections of lines, ready to be printed in any form."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from itogi.report.captions import Captions
from itogi.report.charts import Mark, marks_of
from itogi.report.ledger_lines import LedgerLines
from itogi.report.lines import Line, Lines
from itogi.report.notes import Note
from itogi.report.results import Item, Results
from itogi.report.wording import Names, Wording
from itogi.report.years import year_lines


@dataclass(frozen=True, slots=True)
class Group:
    """Lines under one sub-heading; the heading is empty where there is but one group.

    ``folded``: the lines are of less weight, and are shown on demand where a form can do so.
    """

    title: str
    lines: tuple[Line, ...]
    folded: bool = False


@dataclass(frozen=True, slots=True)
class Section:
    """A section with its heading; ``count`` is the number of its lines."""

    key: str
    title: str
    groups: tuple[Group, ...]

    @property
    def count(self) -> int:
        """How many lines the section has in sight."""
        return sum(len(group.lines) for group in self.groups if not group.folded)

    @property
    def dated(self) -> bool:
        """Whether any of its lines has a date."""
        return any(line.when for group in self.groups for line in group.lines)


@dataclass(frozen=True, slots=True)
class Footnote:
    """A footnote in words."""

    number: int
    outlet: str
    day: str
    title: str
    url: str
    sentence: str

    @property
    def source(self) -> str:
        """Outlet and day."""
        return f"{self.outlet}, {self.day}"


@dataclass(frozen=True, slots=True)
class Page:
    """The whole report in one language."""

    captions: Captions
    organisation: str
    period: str
    heading: str
    counts: tuple[tuple[int, str], ...]
    sections: tuple[Section, ...]
    footnotes: tuple[Footnote, ...]
    marks: tuple[Mark, ...] = ()
    empty: str = ""
    edtf: str | None = None
    remedy: str = field(default="")

    @property
    def title(self) -> str:
        """Heading, organisation and period on one line."""
        return f"{self.heading}: {self.organisation}, {self.period}"


def page_of(results: Results, *, lang: str = "en", organisation_names: Names | None = None) -> Page:
    """Word ``results`` in ``lang`` (``en`` or ``ru``)."""
    captions = Captions(lang)
    wording = Wording(captions, organisation_names or {})
    organisation = wording.organisation(results.organisation)
    period = wording.when(results.period) if results.period else captions.text("all_years")
    ledger = "_ledger" if results.ledger_only else ""
    filled = {"organisation": organisation, "period": period}
    return Page(
        captions,
        organisation,
        period,
        captions.text("ledger" if ledger else "results"),
        _counts(results, captions),
        _sections(results, wording),
        tuple(_footnote(note, wording) for note in results.notes),
        () if ledger else marks_of(results, wording),
        captions.text(f"empty{ledger}", **filled) if results.empty else "",
        results.period,
        captions.text(f"empty_remedy{ledger}") if results.empty else "",
    )


def _footnote(note: Note, wording: Wording) -> Footnote:
    outlet = note.outlet or wording.captions.text("unknown_outlet")
    day = wording.day(note.published)
    return Footnote(note.number, outlet, day, note.title or "", note.url or "", note.evidence.text)


def _counts(results: Results, captions: Captions) -> tuple[tuple[int, str], ...]:
    numbers = {
        "session": len(results.section("sessions")),
        "document": len(results.section("documents")),
        "exercise": len(results.section("exercises")),
        "activity": len(results.section("activities")),
        "meeting": len(results.section("meetings")),
        "commitment": len(results.section("commitments")),
        "quote": len(results.section("quotes")),
        "claim": len(results.held_claims),
        "disagreement": len(results.disagreements),
        "source": len(results.sources),
    }
    return tuple((number, captions.noun(key, number)) for key, number in numbers.items() if number)


def _one_group(lines: Iterable[Line]) -> list[Group]:
    found = tuple(lines)
    return [Group("", found)] if found else []


def _by(items: Iterable[Item], title: Callable[[Item], str], line: Callable[[Item], Line]) -> list[Group]:
    """Groups in the order in which their first item comes."""
    groups: dict[str, list[Line]] = {}
    for item in items:
        groups.setdefault(title(item), []).append(line(item))
    return [Group(name, tuple(lines)) for name, lines in groups.items()]


def _chairmanship(results: Results, lines: Lines) -> list[Group]:
    text = lines.wording.captions.text
    named = (
        ("", map(lines.chairmanship, results.section("chairmanship"))),
        (text("handover"), map(lines.document, results.section("handover"))),
        (text("next_session"), map(lines.meeting, results.section("next_session"))),
    )
    groups = (Group(title, tuple(found)) for title, found in named)
    return [group for group in groups if group.lines]


def _ledger(results: Results, lines: LedgerLines) -> list[Group]:
    """The claims that the register can be held against, then the other figures, folded and counted."""
    others = tuple(map(lines.other_figure, results.other_figures))
    title = lines.wording.captions.text("other_figures", n=len(others))
    folded = [Group(title, others, folded=True)] if others else []
    return [*_one_group(map(lines.claim, results.held_claims)), *folded]


def _sections(results: Results, wording: Wording) -> tuple[Section, ...]:
    lines, of = LedgerLines(wording, {note.number: note for note in results.notes}), results.section
    built: Mapping[str, list[Group]] = {
        "years": _one_group(() if results.ledger_only else year_lines(results, lines)),
        "chairmanship": _chairmanship(results, lines),
        "sessions": _one_group(map(lines.meeting, of("sessions"))),
        "ledger": _ledger(results, lines),
        "documents": _by(lines.in_stage_order(of("documents")), lines.stage, lines.document),
        "exercises": _by(lines.by_topic(of("exercises")), lines.topic, lines.activity),
        "activities": _by(lines.by_topic(of("activities")), lines.topic, lines.activity),
        "meetings": _one_group(map(lines.meeting, of("meetings"))),
        "bodies": _one_group(map(lines.body, of("bodies"))),
        "memberships": _one_group(map(lines.membership, of("memberships"))),
        "commitments": _one_group(map(lines.commitment, of("commitments"))),
        "invitations": _one_group(map(lines.invitation, of("invitations"))),
        "quotes": _by(of("quotes"), lines.speaker_among(of("quotes")), lines.quote),
        "contradictions": _one_group(map(lines.disagreement, results.contradictions)),
        "disagreements": _one_group(map(lines.disagreement, results.other_disagreements)),
        "offices": _one_group(lines.offices(of("offices"))),
        "sources": _one_group(map(lines.source, results.sources)),
    }
    title = wording.captions.section
    return tuple(Section(key, title(key), tuple(groups)) for key, groups in built.items() if groups)
