"""Records in words for a terminal; on paper and in pipes the marks stand for the colours."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import Group
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from itogi.model.article import Article
from itogi.model.kinds import kinds
from itogi.model.record import Evidence, Record, SlotValue

AROUND = 90  # characters shown before and after a piece of evidence
OPEN, CLOSE = "⟦", "⟧"


def heading(article: Article, records: int) -> Text:
    """The line above the records of an article."""
    facts = [article.outlet or "", article.published.isoformat() if article.published else "no date"]
    told = ", ".join(fact for fact in facts if fact)
    return Text.assemble(
        (article.source, "bold"), f" ({told}): {records} record{'' if records == 1 else 's'}"
    )


def value_text(value: SlotValue) -> str:
    """A slot value on one line."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return ", ".join(value) if isinstance(value, tuple) else str(value)


def slots_of(record: Record) -> Iterator[tuple[str, str]]:
    """Filled slots in the order of the record's kind."""
    kind = kinds().get(record.type)
    order = list(kind.slots) if kind else []
    for name in sorted(record.slots, key=lambda n: order.index(n) if n in order else len(order)):
        yield name, value_text(record.slots[name])


def summary(record: Record) -> Table:
    """A record on one line, folded under itself where the terminal is narrow."""
    told = Text()
    for number, (name, value) in enumerate(slots_of(record)):
        told.append("; " if number else "").append(f"{name} ", style="dim").append(value)
    row = Table.grid(padding=(0, 1))
    row.add_column(width=13, style="cyan", no_wrap=True)
    row.add_column(overflow="fold")
    row.add_row(record.type, told)
    return row


def explained(record: Record, article: Article) -> Group:
    """A record with its sentences, the evidence marked, its pattern, confidence and slots."""
    title = Text.assemble(
        (record.type, "bold cyan"),
        f"  {record.pattern or 'no pattern'}  ",
        (f"{record.confidence:.2f}", "green"),
    )
    width = max((len(name) for name in record.slots), default=0)
    slots = [Text.assemble((f"{name:<{width}}  ", "dim"), value) for name, value in slots_of(record)]
    sentences = [in_context(piece, article) for piece in record.evidence]
    return Group(Text(), title, *(_indented(line, 4) for line in [*sentences, *slots]))


def _indented(line: Text, columns: int) -> Padding:
    return Padding(line, (0, 0, 0, columns), expand=False)


def in_context(piece: Evidence, article: Article) -> Text:
    """A piece of evidence marked within its paragraph, shortened on both sides."""
    before = article.text[: piece.start].rpartition("\n")[2]
    after = article.text[piece.end :].partition("\n")[0]
    if len(before) > AROUND:
        before = "…" + before[-AROUND:].partition(" ")[2]
    if len(after) > AROUND:
        after = after[:AROUND].rpartition(" ")[0] + "…"
    return Text.assemble((before, "dim"), (f"{OPEN}{piece.text}{CLOSE}", "yellow"), (after, "dim"))


def stored(record: Record, article: Article | None) -> Group:
    """A record of the register: its line, then the sentence and where it stands."""
    source = ", ".join(
        part
        for part in (
            (article.outlet or article.source) if article else record.article,
            article.published.isoformat() if article and article.published else "",
        )
        if part
    )
    sentence = " … ".join(" ".join(piece.text.split()) for piece in record.evidence)
    return Group(summary(record), _indented(Text(f"«{sentence}» ({source})", style="dim"), 14))


def changed(sign: str, record: Record) -> Text:
    """A record that comes (``+``) or goes (``-``), on one line."""
    told = "; ".join(f"{name} {value}" for name, value in slots_of(record))
    return Text(f"{sign} {record.type:12} {told}", style="green" if sign == "+" else "red")
