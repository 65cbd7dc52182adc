"""Drafts of one fact become one record with all its evidence; what breaks a rule is dropped."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from reading_one import article_of

from itogi.extraction.assemble import Draft, assemble
from itogi.model.article import Article, Segment

TEXT = "Саммит прошёл в Минске. Его открыл хозяин встречи. Затем лидеры уехали."
FIRST, SECOND = (0, 23), (24, 50)


def meeting(evidence: tuple[int, int], **slots: object) -> Draft:
    return Draft("meeting", {"status": "held", **slots}, [evidence], 0.7, "meeting.test")


def test_one_fact_said_twice_is_one_record_with_all_its_evidence() -> None:
    drafts = [
        meeting(FIRST, organisation="CIS", level="heads-of-state", place="Минск"),
        meeting(SECOND, organisation="CIS", level="heads-of-state", people=["Иван Петров"]),
    ]
    (record,) = assemble(article_of(TEXT), drafts)
    assert [e.text for e in record.evidence] == [TEXT[0:23], TEXT[24:50]]
    assert record.get("place") == "Минск"
    assert record.get("people") == ("Иван Петров",)


def test_facts_that_differ_stay_apart() -> None:
    drafts = [
        meeting(FIRST, organisation="CIS", level="heads-of-state", place="Минск"),
        meeting(SECOND, organisation="CIS", level="heads-of-state", place="Москва"),
    ]
    assert len(assemble(article_of(TEXT), drafts)) == 2


@pytest.mark.parametrize(
    ("what", "labels", "records"),
    [
        ("share", ("мирового экспорта", "активов фонда"), 2),
        ("share", ("мирового экспорта", "экспорта"), 1),
        ("other", ("тонн зерна", "вагонов угля"), 2),
        ("countries", ("стран", "государств"), 1),
        ("documents", ("документов", "соглашений"), 1),
    ],
)
def test_figures_of_one_value_are_one_by_what_they_count(
    what: str, labels: tuple[str, str], records: int
) -> None:
    slots = {"organisation": "G8", "what": what, "value": 49, "status": "actual"}
    drafts = [
        Draft("figure", {**slots, "label": label}, [evidence], 0.7, "figure.test")
        for label, evidence in zip(labels, (FIRST, SECOND), strict=True)
    ]
    kept = assemble(article_of(" ".join((TEXT, *labels))), drafts)
    assert len(kept) == records


def test_a_draft_that_breaks_its_kind_is_dropped() -> None:
    wrong = meeting(FIRST, organisation="CIS", level="kings", date="not a date")
    outside = meeting((10, 4000), organisation="CIS")
    assert assemble(article_of(TEXT), [wrong, outside]) == []


def test_empty_values_fill_no_slot() -> None:
    (record,) = assemble(
        article_of(TEXT), [meeting(FIRST, organisation="CIS", people=[], venue="", chair=None)]
    )
    assert dict(record.slots) == {"status": "held", "organisation": "CIS"}


def test_evidence_across_cut_furniture_is_cut_as_well() -> None:
    # Between the two sentences the source holds a menu that the clean text leaves out.
    segments = (Segment(0, 0, 23), Segment(24, 124, len(TEXT) - 24))
    article = Article("a", TEXT, segments=segments)
    (record,) = assemble(article, [meeting((0, 50), organisation="CIS")])
    assert [e.text for e in record.evidence] == [TEXT[0:23], TEXT[24:50]]


@given(st.lists(st.tuples(st.integers(0, 70), st.integers(0, 70)), min_size=1, max_size=6))
def test_evidence_is_always_verbatim(spans: list[tuple[int, int]]) -> None:
    article = article_of(TEXT)
    drafts = [meeting(span, organisation="CIS", venue=str(n)) for n, span in enumerate(spans)]
    for record in assemble(article, drafts):
        assert record.evidence
        for evidence in record.evidence:
            assert article.text[evidence.start : evidence.end] == evidence.text
