"""Results and ledgers as one self-contained HTML page: no script, no external resource."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from itogi.report.charts import timeline_svg
from itogi.report.page import Footnote, Page, page_of
from itogi.report.results import Results
from itogi.report.wording import Names, Wording

FOLDER = Path(__file__).parent.parent
TEMPLATES, STATIC = FOLDER / "templates", FOLDER / "static"
_STYLES = ("templates/results.css", "static/report.css")
_HINT = 420  # characters of a sentence in the hint; the footnote has the whole of it
_IN_SIGHT = 6
_DRAWINGS = (("wide", 960), ("narrow", 350))


@dataclass(frozen=True, slots=True)
class Ref:
    """One place where a footnote is cited."""

    number: int
    id: str
    hint: str
    label: str


@dataclass(slots=True)
class _Refs:
    """Makes the references in the order in which the template asks, and knows them at the end."""

    page: Page
    hints: bool = True
    made: dict[int, list[str]] = field(default_factory=lambda: defaultdict(list))
    _notes: dict[int, Footnote] = field(init=False)

    def __post_init__(self) -> None:
        self._notes = {note.number: note for note in self.page.footnotes}

    def __call__(self, notes: Iterable[int]) -> tuple[list[Ref], list[Ref]]:
        """The references in sight, and the rest, which is folded away when there are many."""
        refs = [self._ref(self._notes[number]) for number in notes]
        cut = _IN_SIGHT if len(refs) > _IN_SIGHT + 2 else len(refs)
        return refs[:cut], refs[cut:]

    def _ref(self, note: Footnote) -> Ref:
        name = f"r{note.number}-{len(self.made[note.number]) + 1}"
        self.made[note.number].append(name)
        label = f"{self.page.captions.text('footnote', n=note.number)}: {note.source}"
        return Ref(note.number, name, self._hint(note) if self.hints else "", label)

    def _hint(self, note: Footnote) -> str:
        sentence = note.sentence
        if len(sentence) > _HINT:
            sentence = sentence[:_HINT].rsplit(" ", 1)[0] + " …"
        return f"{note.source}: {sentence}"


def web_address(url: str) -> str:
    """``url`` if it is an http(s) address, else nothing: a source must not bring a script."""
    return url if re.match(r"https?://[^\s]+$", url, re.IGNORECASE) else ""


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["web_address"] = web_address
    return environment


def _drawings(page: Page) -> tuple[list[tuple[str, Markup]], str]:
    """The timeline for wide and for narrow screens, and what it leaves out."""
    if not page.marks:
        return [], ""
    wording, made, left_out = Wording(page.captions), [], 0
    for name, width in _DRAWINGS:
        svg, left_out = timeline_svg(page.marks, page.edtf, wording, width=width, name=f"timeline-{name}")
        if svg:
            made.append((name, Markup(svg)))  # charts escapes every text it draws
    return made, page.captions.text("not_drawn", n=left_out) if left_out and made else ""


class Links:
    """Where a report leads to: nowhere, as it stands alone; the pages of a register lead to theirs."""

    def entry(self, id: str) -> str:
        """The address of an entry."""
        return ""

    def note(self, number: int) -> str:
        """The address of the place in an article that a footnote quotes."""
        return ""


def to_html(results: Results, *, lang: str = "en", organisation_names: Names | None = None) -> str:
    """The report or ledger as a whole page."""
    page = page_of(results, lang=lang, organisation_names=organisation_names)
    style = "".join((FOLDER / name).read_text("utf-8") for name in _STYLES)
    return _rendered("results.html", page, Links(), True, main="main", style=Markup(style))


def report_html(page: Page, links: Links) -> str:
    """The report for a page around it, which brings ``static/report.css``.

    It has no hints, which would double its weight: the page can make them of the footnotes.
    """
    return _rendered("report.html", page, links, False, main="div")


def _rendered(template: str, page: Page, links: Links, hints: bool, **more: object) -> str:
    drawings, left_out = _drawings(page)
    captions = page.captions
    given = {
        "page": page,
        "say": captions.text,
        "lang": captions.language,
        "refs": _Refs(page, hints),
        "links": links,
    }
    return _environment().get_template(template).render(**given, drawings=drawings, left_out=left_out, **more)
