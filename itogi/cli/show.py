"""Records in words for a terminal; on paper and in pipes the marks stand for the colours."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import Group
from rich.padding import Padding
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


def summary(record: Record) -> Text:
    """A record on one logical line."""
    line = Text(f"  {record.type:<13} ", style="cyan")
    for number, (name, value) in enumerate(slots_of(record)):
        line.append("; " if number else "", style="default")
        line.append(f"{name} ", style="dim")
        line.append(value, style="default")
    return line


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
    return Group(Text(), title, *(Padding(line, (0, 0, 0, 4)) for line in [*sentences, *slots]))


def in_context(piece: Evidence, article: Article) -> Text:
    """A piece of evidence marked within its paragraph, shortened on both sides."""
    text = article.text
    low = max(text.rfind("\n", 0, piece.start) + 1, piece.start - AROUND)
    end = text.find("\n", piece.end)
    high = min(end if end >= 0 else len(text), piece.end + AROUND)
    before = ("…" if low and text[low - 1] != "\n" else "") + text[low : piece.start]
    after = text[piece.end : high] + ("…" if high < len(text) and text[high] != "\n" else "")
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
    return Group(summary(record), Padding(Text(f"«{sentence}» ({source})", style="dim"), (0, 0, 0, 16)))
