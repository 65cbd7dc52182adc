"""Results and ledgers on a terminal: readable at 80 columns, colours only where there are any."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise

from rich.console import Console
from rich.text import Text

from itogi.report.lines import Detail, Line
from itogi.report.page import Footnote, Page, Section, page_of
from itogi.report.results import Results
from itogi.report.wording import Names

_TONES = {"good": "green", "part": "yellow", "bad": "bold red", "warn": "yellow", "plain": "cyan"}
_WIDEST = 100
_QUOTE = 320  # the footnote has the whole of it


def _runs(notes: Iterable[int]) -> str:
    """Numbers with runs drawn together: 1-3, 7."""
    numbers = list(notes)
    if not numbers:
        return ""
    breaks = [i for i, (a, b) in enumerate(pairwise(numbers), 1) if b != a + 1]
    parts = (numbers[a:b] for a, b in pairwise([0, *breaks, len(numbers)]))
    return ", ".join(str(p[0]) if len(p) == 1 else f"{p[0]}-{p[-1]}" for p in parts)


def _clean(text: str) -> str:
    """On one line and without control characters: a source must not steer the terminal."""
    return "".join(c for c in " ".join(text.split()) if c.isprintable())


def _refs(notes: Iterable[int]) -> Text:
    runs = _runs(notes)
    return Text(f" [{runs}]", style="dim") if runs else Text()


def _head(line: Line) -> Text:
    text = Text()
    if line.when:
        text.append(f"{_clean(line.when)}  ", style="cyan")
    if line.label:
        text.append(f"{_clean(line.label)}: ")
    body = _clean(line.text)
    if line.speech and len(body) > _QUOTE:
        body = body[:_QUOTE].rsplit(" ", 1)[0] + " …"
    text.append(body, style="italic" if line.speech == "indirect" else "" if line.speech else "bold")
    for chip in line.chips:
        text.append(" ")
        text.append(f"({_clean(chip.text)})", style=_TONES.get(chip.tone, ""))
    return text + _refs(line.notes)


def _stages(line: Line) -> Text:
    text = Text()
    for index, step in enumerate(line.stages):
        text.append(" → " if index else "", style="dim")
        text.append(_clean(step.value))
        text += _refs(step.notes)
    return text


def _detail(detail: Detail) -> Text:
    caption = Text(f"{_clean(detail.caption)}: ", style="dim")
    return caption + Text(_clean(detail.value)) + _refs(detail.notes)


def _below(line: Line) -> Iterator[tuple[Text, int]]:
    """The lines under a line with their indents."""
    if line.stages:
        yield _stages(line), 4
    if line.details:
        yield Text(" · ", style="dim").join(map(_detail, line.details)), 4
    if line.url:
        yield Text(_clean(line.url), style="dim"), 4
    for below in line.below:
        yield Text("· ") + _head(below), 6
        for text, indent in _below(below):
            yield text, indent + 4


class _Printer:
    """Prints wrapped lines with hanging indents."""

    def __init__(self, console: Console) -> None:
        self.console, self.width = console, min(console.width, _WIDEST)

    def out(self, text: Text, indent: int = 0) -> None:
        # Wrapped here and not by rich, which pads every line with blanks to the full width.
        for piece in text.wrap(self.console, max(self.width - indent, 10)):
            piece.rstrip()
            self.console.print(Text(" " * indent) + piece, soft_wrap=True, highlight=False)

    def blank(self) -> None:
        self.console.print()

    def section(self, section: Section) -> None:
        self.blank()
        self.out(Text(f"{section.title.upper()} · {section.count}", style="bold blue"))
        for group in section.groups:
            if group.title:
                self.out(Text(_clean(group.title), style="underline"), 1)
            for line in group.lines:
                self.out(_head(line), 2)
                for text, indent in _below(line):
                    self.out(text, indent)

    def footnote(self, note: Footnote) -> None:
        text = Text(f"[{note.number}] ", style="dim") + Text(_clean(note.source), style="cyan")
        self.out(text + Text(f": {_clean(note.sentence)}"))


def _print(page: Page, printer: _Printer, notes: bool) -> None:
    captions = page.captions
    printer.out(Text(page.title, style="bold"))
    if page.empty:
        printer.out(Text(page.empty))
        printer.out(Text(page.remedy))
        return
    if page.counts:
        printer.out(Text(" · ".join(f"{number} {noun}" for number, noun in page.counts)))
    for section in page.sections:
        printer.section(section)
    printer.blank()
    if not notes:
        printer.out(Text(captions.text("more_notes"), style="dim"))
        return
    printer.out(Text(captions.text("footnotes").upper(), style="bold blue"))
    for note in page.footnotes:
        printer.footnote(note)


def print_results(
    results: Results,
    console: Console,
    *,
    lang: str = "en",
    organisation_names: Names | None = None,
    notes: bool = True,
) -> None:
    """Print the report or ledger; ``notes=False`` leaves the footnotes' sentences out."""
    _print(page_of(results, lang=lang, organisation_names=organisation_names), _Printer(console), notes)
