"""The ledger as it is shown: events by topic, the chairmanship they belong to, the other figures folded."""

from __future__ import annotations

from dataclasses import replace
from io import StringIO

import examples
import pytest
from rich.console import Console

from itogi.report.export import as_dict, ledger_rows, print_results, to_html, to_markdown
from itogi.report.page import page_of
from itogi.report.results import build_ledger, build_results

TERM = "2023-11-23/2024-11-28"


@pytest.fixture(scope="module")
def ledger():
    entries, articles, (announced, signed, events) = examples.csto()
    topics = (("peacekeeping", ("brotherhood",)), ("arms", ("arms",)), ("", ("session",)))
    counted = tuple(id for _, ids in topics for id in ids)
    of_term = replace(
        events, counted=counted, found=3, verdict="partly", period=TERM, chairmanship="chair", topics=topics
    )
    trivial = replace(announced, verdict="unverified", counted=(), found=None, explanation={})
    return build_ledger([of_term, signed, trivial], entries, articles, "CSTO", "2024")


def printed(results, lang="en"):
    paper = StringIO()
    print_results(results, Console(file=paper, width=100), lang=lang)
    return paper.getvalue()


def test_events_stand_under_their_topics_with_the_number_of_each(ledger):
    (group, _) = page_of(ledger).sections[0].groups
    line = group.lines[0]
    assert [below.text for below in line.below] == ["Peacekeeping: 1", "Arms: 1", "General: 1"]
    assert [one.when for below in line.below for one in below.below][1] == "2024"
    assert line.leaves == 3
    assert all(below.notes for below in line.below)


def test_the_chairmanship_and_its_days_stand_beside_the_claim(ledger):
    line = page_of(ledger, lang="ru").sections[0].groups[0].lines[0]
    (term,) = [d for d in line.details if d.caption == "Председательство"]
    assert term.value == "Казахстан, 23 ноября 2023 – 28 ноября 2024" and term.notes
    assert "За период" not in [d.caption for d in line.details]


def test_other_figures_are_folded_and_counted_apart(ledger):
    (section, *_) = page_of(ledger).sections
    assert section.count == 2 and [g.folded for g in section.groups] == [False, True]
    (line,) = section.groups[1].lines
    assert (line.text, line.details, line.chips, line.below) == ("14 документов", (), (), ())
    assert (2, "claims") in page_of(ledger).counts


@pytest.mark.parametrize("lang", ["en", "ru"])
def test_every_form_says_the_rule_and_the_number_of_other_figures(ledger, lang):
    title = {"en": "cannot be held against: 1", "ru": "не сверить: 1"}[lang]
    html = to_html(ledger, lang=lang)
    assert '<details class="others"><summary>' in html and html.count("<details") == html.count("</details>")
    for text in (html, to_markdown(ledger, lang=lang), " ".join(printed(ledger, lang).split())):
        assert title in text


def test_data_hold_period_topics_and_chairmanship(ledger):
    first, _, trivial = ledger_rows(ledger)
    assert first["topics"][0] == {"topic": "peacekeeping", "count": 1, "entries": ["brotherhood"]}
    assert first["topics"][-1]["topic"] is None
    assert (first["period"], first["chairmanship"]["id"], first["held"]) == (TERM, "chair", True)
    assert (trivial["held"], trivial["topics"], trivial["chairmanship"]) == (False, [], None)
    numbers = {note["number"] for note in as_dict(ledger)["notes"]}
    assert set(first["chairmanship"]["notes"]) <= numbers
    assert {"Телеканал"} <= {s["outlet"] for s in as_dict(ledger)["sources"]}


def test_a_ledger_of_other_figures_alone_is_not_empty():
    entries, articles, claims = examples.csto()
    trivial = replace(claims[0], verdict="unverified", counted=(), found=None)
    made = build_results(entries, articles, [trivial], "CSTO", "2024")
    (section,) = [s for s in page_of(made).sections if s.key == "ledger"]
    assert (section.count, [g.folded for g in section.groups]) == (0, [True])
