"""The tables of a score, and their forms: for a terminal, for a page, for a script."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from itogi.errors import UsageError
from itogi.model.scoring import (
    Mistake,
    Score,
    Tally,
    accepted,
    calibration_error,
    commonest,
    judged,
    reliability,
)

EXAMPLES = 2  # shown of each kind of error
WIDE = 96  # characters of a value that a table shows


@dataclass(frozen=True, slots=True)
class Table:
    """A title, the names of the columns, rows of text; columns after the first ``left`` are numbers."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    left: int = 1
    note: str = ""


def _prf(tally: Tally) -> tuple[str, ...]:
    return f"{tally.precision:.3f}", f"{tally.recall:.3f}", f"{tally.f1:.3f}"


def types_table(score: Score) -> Table:
    """Slots and records by type."""
    rows = [
        (name, *_prf(slots), *_prf(records), str(records.gold), str(records.predicted))
        for name, (slots, records) in score.by_type().items()
    ]
    rows.append(("all", *_prf(score.slots()), *_prf(score.records()), *_sizes(score.records())))
    columns = ("type", "slots P", "R", "F1", "records P", "R", "F1", "gold", "predicted")
    return Table("By type", columns, tuple(rows))


def _sizes(tally: Tally) -> tuple[str, str]:
    return str(tally.gold), str(tally.predicted)


def slots_table(score: Score) -> Table:
    """Every slot that the gold or the predictions fill."""
    rows = [
        (f"{kind}.{slot}", *_prf(tally), *_sizes(tally))
        for (kind, slot), tally in score.by_slot().items()
        if tally.gold or tally.predicted
    ]
    return Table("By slot", ("slot", "P", "R", "F1", "gold", "predicted"), tuple(rows))


def confusion_tables(score: Score) -> Iterator[Table]:
    """One table for each slot with listed values: gold values down, predicted ones across."""
    for (kind, slot), seen in sorted(score.confusion().items()):
        across = sorted({p for _, p in seen})
        rows = [(g, *(str(seen[g, p] or "·") for p in across)) for g in sorted({g for g, _ in seen})]
        note = "gold down, predicted across; - is unfilled; records that are aligned"
        yield Table(f"Confusion of {kind}.{slot}", ("", *across), tuple(rows), note=note)


def worst_table(score: Score, number: int) -> Table:
    """The documents with the lowest F1."""
    rows = [(d.id, *_prf(d.slots()), str(d.slots().gold), str(d.slots().wrong)) for d in score.worst(number)]
    return Table("Worst documents", ("id", "P", "R", "F1", "values", "wrong"), tuple(rows))


def errors_table(score: Score, number: int, *, examples: bool) -> Table:
    """The commonest errors; with ``examples`` also what stands in gold and prediction."""
    rows = [
        (what, *((_example(cases),) if examples else ()), str(len(cases)))
        for what, cases in commonest(score, number)
    ]
    columns = ("error", "for example", "cases") if examples else ("error", "cases")
    return Table("Commonest errors", columns, tuple(rows), left=len(columns) - 1)


def _example(cases: Sequence[Mistake]) -> str:
    return " / ".join(_contrast(case) for case in cases[:EXAMPLES])


def _contrast(case: Mistake) -> str:
    sides = (("gold", case.gold), ("predicted", case.predicted))
    return f"{case.document}: " + ", ".join(f"{side} «{_short(v)}»" for side, v in sides if v)


def _short(value: str) -> str:
    return value if len(value) <= WIDE else value[: WIDE - 1] + "…"


def reliability_table(score: Score, threshold: float) -> Table:
    """How often records of a confidence are right, and what lies above the acceptance threshold."""
    cases = [(float(row["confidence"]), right) for row, right in judged(score) if "confidence" in row]
    rows = [
        (f"{b.low:.2f}-{b.high:.2f}", str(b.number), f"{b.confidence:.3f}", f"{b.share:.3f}")
        for b in reliability(cases, bins=20)
    ]
    above, right = accepted(cases, threshold)
    share, part = (right / above if above else 0.0), (above / len(cases) if cases else 0.0)
    note = (
        f"expected calibration error {calibration_error(cases, 20):.3f}; at or above the acceptance "
        f"threshold of {threshold:.3f} lie {above} of {len(cases)} records ({part:.0%}), {share:.1%} of them "
        "right (a record is right when it is aligned and at least half of the values it fills are correct)"
    )
    return Table("Reliability", ("confidence", "records", "mean", "right"), tuple(rows), note=note)


def closing(score: Score) -> list[str]:
    """The three lines that checks read: records, evidence, slots."""
    verbatim, predicted = score.evidence()
    return [
        "records P {} R {} F1 {}".format(*_prf(score.records())),
        f"evidence verbatim {verbatim} of {predicted}",
        "slots P {} R {} F1 {}".format(*_prf(score.slots())),
    ]


# Forms


def as_text(table: Table) -> str:
    """For a terminal: columns in line, numbers to the right."""
    lines = [table.columns, *table.rows]
    widths = [max(len(line[i]) for line in lines) for i in range(len(table.columns))]
    out = [f"# {table.title}"]
    for line in lines:
        cells = (
            v.ljust(w) if i < table.left else v.rjust(w)
            for i, (v, w) in enumerate(zip(line, widths, strict=True))
        )
        out.append("  ".join(cells).rstrip())
    return "\n".join([*out, *([f"({table.note})"] if table.note else [])])


def as_markdown(table: Table) -> str:
    """For a page."""
    rule = ["---" if i < table.left else "---:" for i in range(len(table.columns))]
    lines = [table.columns, tuple(rule), *table.rows]
    body = "\n".join("| " + " | ".join(v.replace("|", "\\|") for v in line) + " |" for line in lines)
    note = f"\n\n{table.note[0].upper()}{table.note[1:]}." if table.note else ""
    return f"### {table.title}\n\n{body}{note}"


def as_rows(table: Table) -> list[dict[str, str]]:
    """For a script: one object a row."""
    return [dict(zip(table.columns, row, strict=True)) for row in table.rows]


def with_section(page: str, name: str, body: str) -> str:
    """``page`` with the section ``name`` replaced by ``body``, or added at its end.

    Raises:
        UsageError: the page has the beginning of the section without its end.
    """
    start, end = f"<!-- score: {name} -->", f"<!-- end of score: {name} -->"
    section = f"{start}\n\n## {name}\n\n{body}\n\n{end}"
    if start not in page:
        return f"{page.rstrip()}\n\n{section}\n".lstrip()
    if page.find(end) < page.find(start):
        raise UsageError(f"section {name!r} has no end", remedy=f"put the line {end} below it")
    pattern = re.compile(re.escape(start) + ".*?" + re.escape(end), re.DOTALL)
    return pattern.sub(lambda _: section, page, count=1)


def page_text(path: Path) -> str:
    """What stands in the page so far, or the head of a new one."""
    return path.read_text("utf-8") if path.exists() else "# Quality\n"


def markdown(tables: Iterable[Table], score: Score) -> str:
    """All tables and the closing lines, as a section of a page."""
    lines = "\n".join(closing(score))
    return "\n\n".join([*(as_markdown(t) for t in tables), f"```\n{lines}\n```"])
