"""The history of an entry as a line of stages: what was reported, what was passed over, what went back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from itogi.model.entry import Entry, StageStatement
from itogi.model.values import date_range
from itogi.report.history import by_stage, dated, stage_order
from itogi.report.wording import Wording
from itogi.web.showing import Said, Sentences

# Stages through which not everything passes: that nothing is reported of them says nothing.
_ASIDE = frozenset(
    {"proposed", "expected", "rejected", "suspended", "left", "dissolved", "accepted", "planned"}
)


@dataclass(frozen=True, slots=True)
class Stage:
    """A step of the line. ``state`` is done, now (the stage that is shown) or missing (nobody reports it)."""

    name: str
    text: str
    when: str
    state: str
    said: tuple[Said, ...] = ()

    @property
    def caption(self) -> str:
        """What the sheet with the sentences is headed by."""
        return _("stage")

    @property
    def reported(self) -> bool:
        """Whether anybody reports it."""
        return self.state != "missing"


@dataclass(frozen=True, slots=True)
class Back:
    """A stage that was reported of a time after a later one."""

    text: str
    when: str
    after: str
    said: tuple[Said, ...]


def line(entry: Entry, words: Wording, sentences: Sentences) -> tuple[Stage, ...]:
    """The stages of an entry in their order, with those between that nobody reports."""
    stated, order = by_stage(entry), stage_order(entry.type)
    if not stated:
        return ()
    places = [order.index(stage) for stage in stated]
    between = order[min(places) : max(places) + 1]
    shown = entry.value("stage")
    found = []
    for stage in between:
        text = words.captions.value(entry.type, "stage", stage)
        if stage in stated:
            state = "now" if stage == shown else "done"
            when = _when(*dated(stage, stated[stage], entry), words)
            found.append(Stage(stage, text, when, state, _said(entry, stage, stated[stage], sentences)))
        elif stage not in _ASIDE:
            found.append(Stage(stage, text, "", "missing"))
    return tuple(found)


def _said(
    entry: Entry, stage: str, statements: list[StageStatement], sentences: Sentences
) -> tuple[Said, ...]:
    records = [statement.record for statement in statements]
    if stage == "drafting":
        records += [record.id for record in entry.records if "since" in record.slots]
    found = {(s.article, s.text): s for id in records for s in sentences.of_record(id)}
    return tuple(found.values())


def _when(at: str | None, known: str, words: Wording) -> str:
    if at is None:
        return ""
    if known == "since":
        return _("since %(date)s") % {"date": words.since(at)}
    said = words.when(at)
    return said if known == "fact" else _("reported %(date)s") % {"date": said}


def steps_back(entry: Entry, words: Wording, sentences: Sentences) -> tuple[Back, ...]:
    """Where a stage is reported of a time after a later stage was reached."""
    return tuple(_back(entry, *pair, words, sentences) for pair in _falling(entry))


def _falling(entry: Entry) -> Iterator[tuple[StageStatement, StageStatement]]:
    order = stage_order(entry.type)
    known = [(span, s) for s in entry.stages if s.stage in order and (span := _span(s))]
    reached: tuple[date, StageStatement] | None = None
    told: set[str] = set()
    for (first, last), statement in sorted(known, key=lambda pair: (pair[0], order.index(pair[1].stage))):
        if reached and order.index(statement.stage) < order.index(reached[1].stage):
            if first > reached[0] and statement.stage not in told:
                told.add(statement.stage)
                yield statement, reached[1]
            continue
        if reached is None or statement.stage != reached[1].stage:
            reached = (last, statement)


def _span(statement: StageStatement) -> tuple[date, date] | None:
    return date_range(statement.fact or statement.said or "")


def _back(
    entry: Entry, later: StageStatement, before: StageStatement, words: Wording, sentences: Sentences
) -> Back:
    known = "fact" if later.fact else "said"
    return Back(
        words.captions.value(entry.type, "stage", later.stage),
        _when(later.fact or later.said, known, words),
        words.captions.value(entry.type, "stage", before.stage),
        sentences.of_record(later.record),
    )
