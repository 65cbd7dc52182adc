import re
import xml.etree.ElementTree as ET
from datetime import date, timedelta
from html.parser import HTMLParser
from io import StringIO
from itertools import pairwise

import examples
import pytest
from rich.console import Console

from itogi.report.captions import Captions
from itogi.report.charts import Mark, Timeline, timeline_svg
from itogi.report.export import print_results, to_html, to_markdown
from itogi.report.results import build_ledger, build_results
from itogi.report.wording import Wording

VOID = {"meta", "link", "br", "img", "input", "hr"}
HOSTILE = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)> [x](javascript:alert(3)) ``` | <!-- ]]>"


class Page(HTMLParser):
    """Collects tags, attributes and text; fails on tags that do not nest."""

    def __init__(self, html):
        super().__init__()
        self.tags, self.attributes, self.open, self.shown = [], [], [], ""
        self.feed(html)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes += [(tag, name, value or "") for name, value in attrs]
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes += [(tag, name, value or "") for name, value in attrs]

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.shown += data

    def all(self, name):
        return [value for _, attribute, value in self.attributes if attribute == name]


@pytest.fixture(scope="module")
def results():
    return build_results(*examples.csto(), "CSTO", "2024")


@pytest.fixture(scope="module")
def hostile():
    """The example with every text of the sources replaced or followed by an attack."""
    texts = {"x": (HOSTILE, date(2024, 11, 28), HOSTILE, "javascript:alert(4)", [HOSTILE + " сказал он."])}
    article = examples.article("x", texts)

    def make(id, type, **slots):
        return examples.entry(id, [examples.record(article, type, HOSTILE, **slots)])

    own = {"organisation": "CSTO", "date": "2024-11-28"}
    entries = [
        make("d", "document", title=HOSTILE, kind="plan", stage="signed", **own),
        make("m", "meeting", body=HOSTILE, place=HOSTILE, chair=HOSTILE, people=(HOSTILE,), **own),
        make("a", "activity", name=HOSTILE, place=HOSTILE, **own),
        make("q", "quote", speaker=HOSTILE, direct=True, text=HOSTILE),
        make("o", "office", person=HOSTILE, position=HOSTILE, of=HOSTILE),
        make("c", "commitment", actors=(HOSTILE,), text=HOSTILE),
    ]
    return build_results(entries, [article], [], "CSTO", "2024")


def terminal(results, width=80, **options):
    out = StringIO()
    print_results(results, Console(file=out, width=width), **options)
    return out.getvalue()


@pytest.mark.parametrize("lang", ["en", "ru"])
def test_footnotes_resolve_both_ways_in_html(results, lang):
    page = Page(to_html(results, lang=lang))
    ids = page.all("id")
    assert len(ids) == len(set(ids))
    inner = [href[1:] for href in page.all("href") if href.startswith("#")]
    assert set(inner) <= set(ids)
    references = {i for i in ids if re.fullmatch(r"r\d+-\d+", i)}
    notes = {i for i in ids if re.fullmatch(r"n\d+", i)}
    assert references <= set(inner)  # every reference has its way back
    assert notes <= set(inner) and len(notes) == len(results.notes)
    assert len(page.all("data-note")) == len(references)


def test_the_page_holds_no_script_and_nothing_from_outside(results):
    page = Page(to_html(results, lang="ru"))
    assert not {"script", "link", "img", "iframe", "object", "form"} & set(page.tags)
    assert not [name for _, name, _ in page.attributes if name.startswith("on") or name in {"src", "srcset"}]
    assert "@import" not in to_html(results) and "url(" not in to_html(results)
    assert all(href.startswith(("#", "https://")) for href in page.all("href"))


def test_the_page_is_built_of_headings_in_order(results):
    levels = [int(tag[1]) for tag in Page(to_html(results)).tags if re.fullmatch("h[1-6]", tag)]
    assert levels[0] == 1 and levels.count(1) == 1
    assert all(b - a <= 1 for a, b in pairwise(levels))


def test_verdicts_are_said_in_words(results):
    html = to_html(results, lang="ru")
    for verdict in ("подтверждено частично", "противоречит", "не проверено"):
        assert f">{verdict}</span>" in html


def test_hostile_sources_stay_text_in_html(hostile):
    html = to_html(hostile, lang="ru")
    page = Page(html)
    assert "script" not in page.tags and "img" not in page.tags
    assert not [name for _, name, _ in page.attributes if name.startswith("on")]
    assert not [href for href in page.all("href") if "javascript" in href.lower()]
    assert HOSTILE in page.shown


def test_hostile_sources_stay_text_in_markdown(hostile):
    markdown_it = pytest.importorskip("markdown_it")
    markdown = to_markdown(hostile, lang="en")
    html = markdown_it.MarkdownIt("commonmark", {"html": True}).enable("table").render(markdown)
    page = Page(html)
    assert not {"script", "img", "a", "table", "pre", "code"} & set(page.tags)


def test_markdown_footnotes_resolve_both_ways(results):
    markdown = to_markdown(results, lang="ru")
    body, notes = markdown.split("\n[^1]: ", 1)
    cited = set(re.findall(r"\[\^(\d+)\]", body))
    given = set(re.findall(r"^\[\^(\d+)\]: ", "[^1]: " + notes, re.MULTILINE))
    assert cited == given == {str(n.number) for n in results.notes}
    lines = [line for line in body.splitlines() if line.startswith("- ")]
    assert lines and all("[^" in line for line in lines)


@pytest.mark.parametrize("width", [40, 80, 200])
def test_the_terminal_is_kept_within_its_width(results, width):
    assert max(map(len, terminal(results, width).splitlines())) <= width


def test_a_pipe_gets_no_colour_codes_and_sources_bring_none(results):
    assert "\x1b" not in terminal(results)
    texts = {"x": ("Газета", None, "t", None, ["Создан \x1b[31mкрасный\x1b]0;x\x07 центр."])}
    article = examples.article("x", texts)
    body = examples.record(
        article, "body", "Создан", organisation="CSTO", name="\x1b[31mкрасный\x1b]0;x\x07 центр"
    )
    made = build_results([examples.entry("b", [body])], [article], [], "CSTO", None)
    out = StringIO()
    print_results(made, Console(file=out, force_terminal=True, color_system=None))
    assert "\x1b]" not in out.getvalue() and "\x1b[31m" not in out.getvalue() and "\x07" not in out.getvalue()


def test_the_terminal_names_stages_and_footnotes(results):
    text = " ".join(terminal(results, 100, lang="en").split())
    assert "drafting since 2013 [" in text and "→ agreed 27 November 2024 [" in text
    assert "FOOTNOTES [1] Телеканал, 28 November 2024: Это пятое председательство Казахстана." in text
    short = terminal(results, lang="en", notes=False)
    assert "Это пятое" not in short and "--notes" in short


@pytest.mark.parametrize("lang", ["en", "ru"])
def test_an_empty_report_says_what_to_do(lang):
    for empty in (build_results([], [], [], "CSTO", "1991"), build_ledger([], [], [], "CSTO", "1991")):
        for text in (terminal(empty, lang=lang), to_markdown(empty, lang=lang), to_html(empty, lang=lang)):
            assert "itogi read" in text and "1991" in text
            assert "##" not in text and "<h3" not in text


def test_empty_sections_are_left_out(results):
    entries, articles, _ = examples.csto()
    made = build_results([e for e in entries if e.id == "chair"], articles, [], "CSTO", "2024")
    assert terminal(made, lang="en").count(" · 1\n") == 2  # the chairmanship and its source
    assert results.section("documents")


# The timeline


def svg_of(marks, period="2024", width=960):
    drawing, left_out = timeline_svg(marks, period, Wording(Captions("ru")), width=width)
    return (ET.fromstring(drawing) if drawing else None), left_out


def mark(day, label="Заседание совета", lane="meetings", days=0):
    return Mark(lane, day, day + timedelta(days), label, (label,))


@pytest.mark.parametrize("width", [350, 960])
@pytest.mark.parametrize("number", [1, 2, 40, 300])
def test_the_timeline_holds_any_number_of_entries(number, width):
    lanes = ("meetings", "documents", "activities")
    marks = [
        mark(
            date(2024, 1, 1) + timedelta(i * 365 // number),
            f"Событие номер {i} с длинным названием",
            lanes[i % 3],
            i % 30,
        )
        for i in range(number)
    ]
    svg, left_out = svg_of(marks, width=width)
    assert left_out == 0
    _, _, wide, high = map(float, svg.get("viewBox").split())
    assert wide == width and high < 900
    assert svg.get("role") == "img" and len(svg.get("aria-labelledby").split()) == 2
    titles = [t.text for t in svg.iter("{http://www.w3.org/2000/svg}title")]
    assert sum(t.count("Событие") for t in titles) == number


@pytest.mark.parametrize("width", [350, 960])
def test_labels_do_not_overlap(width):
    marks = [
        mark(date(2024, 11, 1) + timedelta(i), f"Событие {i}" * (1 + i % 3), days=i % 5) for i in range(29)
    ]
    timeline = Timeline(Wording(Captions("en")), date(2024, 1, 1), date(2024, 12, 31), width)
    boxes = []
    for p in timeline.place(marks):
        if p.text:
            long = len(p.text) * 6
            low = p.text_x - long if p.anchor == "end" else p.text_x
            assert low >= timeline.left - 1 and low + long <= width
            boxes.append((p.row, low, low + long))
    assert len(boxes) > 5
    for i, (row, low, high) in enumerate(boxes):
        assert not [b for b in boxes[i + 1 :] if b[0] == row and b[1] < high and low < b[2]]


def test_many_entries_of_one_day_become_one_mark():
    svg, _ = svg_of([mark(date(2024, 11, 28), f"Документ {i}", "documents") for i in range(14)])
    assert "14 документов" in [t.text for t in svg.iter("{http://www.w3.org/2000/svg}text")]


def test_what_is_known_by_its_year_only_is_counted_and_not_drawn():
    year = mark(date(2024, 1, 1), days=365)
    svg, left_out = svg_of([year, mark(date(2024, 5, 1))])
    assert left_out == 1 and svg is not None
    assert svg_of([year]) == (None, 1)


def test_hostile_labels_stay_text_in_the_timeline():
    svg, _ = svg_of([mark(date(2024, 5, 1), HOSTILE + "\x00\x0b")])
    names = {element.tag.split("}")[1] for element in svg.iter()}
    assert names <= {"svg", "title", "desc", "g", "path", "text", "circle", "rect"}
    assert HOSTILE in [t.text for t in svg.iter("{http://www.w3.org/2000/svg}title")]


def test_the_timeline_without_a_period_takes_whole_years():
    svg, _ = svg_of([mark(date(2021, 5, 1)), mark(date(2024, 5, 1))], period=None)
    assert "2021" in [t.text for t in svg.iter("{http://www.w3.org/2000/svg}text")]
