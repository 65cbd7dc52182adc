"""Results and ledgers as Markdown with footnotes (``[^1]``)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from itogi.report.lines import Line
from itogi.report.page import Footnote, Group, Page, Section, page_of
from itogi.report.results import Results
from itogi.report.wording import Names

# Whatever could begin a link, an image, HTML, emphasis, code, a table or a footnote inside a line.
_INLINE = re.compile(r"([\\`*_\[\]<>|~#&$^])")
# At the beginning of a line these would make a list, a heading or a rule.
_LEADING = re.compile(r"^(\s*)(\d+)?([-+=.)!:])")
_BARE_LINK = re.compile(r"(https?|ftp|www)([:.])", re.IGNORECASE)


def escaped(text: str) -> str:
    """``text`` on one line, with nothing left that Markdown would take for markup."""
    flat = " ".join(text.split())
    flat = _INLINE.sub(r"\\\1", flat)
    flat = _BARE_LINK.sub(lambda m: f"{m[1]}\u2060{m[2]}", flat)
    return _LEADING.sub(lambda m: f"{m[1]}{m[2] or ''}\\{m[3]}", flat)


def _refs(notes: Iterable[int]) -> str:
    return "".join(f"[^{number}]" for number in notes)


def _url(url: str) -> str:
    """An address as an autolink; anything but http(s) is shown as text."""
    if re.fullmatch(r"https?://[^\s<>]+", url):
        return f"<{url}>"
    return escaped(url)


def _line(line: Line, depth: int = 0) -> Iterator[str]:
    indent = "    " * depth
    label = f"{escaped(line.label)}: " if line.label else ""
    chips = "".join(f" ({escaped(chip.text)})" for chip in line.chips)
    at = f"{escaped(line.when)}. " if line.when else ""
    text = escaped(line.text)
    text = text if line.speech else f"**{text}**"
    yield f"{indent}- {at}{label}{text}{chips}{_refs(line.notes)}"
    if line.stages:
        steps = " → ".join(escaped(s.value) + _refs(s.notes) for s in line.stages)
        yield f"{indent}    - {steps}"
    for detail in line.details:
        yield f"{indent}    - {escaped(detail.caption)}: {escaped(detail.value)}{_refs(detail.notes)}"
    if line.url:
        yield f"{indent}    - {_url(line.url)}"
    for below in line.below:
        yield from _line(below, depth + 1)


def _group(group: Group) -> Iterator[str]:
    if group.title:
        yield from (f"### {escaped(group.title)}", "")
    for line in group.lines:
        yield from _line(line)
    yield ""


def _section(section: Section) -> Iterator[str]:
    yield from (f"## {escaped(section.title)}", "")
    for group in section.groups:
        yield from _group(group)


def _footnote(note: Footnote) -> str:
    address = f" {_url(note.url)}" if note.url else ""
    return f"[^{note.number}]: {escaped(note.source)}: {escaped(note.sentence)}{address}"


def _lines(page: Page) -> Iterator[str]:
    yield from (f"# {escaped(page.title)}", "")
    if page.empty:
        yield from (escaped(page.empty), "", page.remedy)
        return
    if page.counts:
        yield from (" · ".join(f"{number} {escaped(noun)}" for number, noun in page.counts), "")
    yield from (escaped(page.captions.text("page_note")), "")
    for section in page.sections:
        yield from _section(section)
    yield from map(_footnote, page.footnotes)


def to_markdown(results: Results, *, lang: str = "en", organisation_names: Names | None = None) -> str:
    """The report or ledger as Markdown."""
    page = page_of(results, lang=lang, organisation_names=organisation_names)
    return "\n".join(_lines(page)).rstrip() + "\n"
