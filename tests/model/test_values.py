"""Values of slots: what each type accepts, and how EDTF dates compare."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from edtf import parse_edtf
from hypothesis import given
from hypothesis import strategies as st

from itogi.model.values import (
    SLOT_TYPES,
    country_name,
    date_range,
    dates_overlap,
    is_country,
    is_edtf,
    problem_of,
    topics,
)

# The list of RECORDS.md.
TOPICS = (
    "terrorism extremism drugs migration arms organised-crime cyber information-security border peacekeeping"
    " military-training defence-industry military-cooperation space nuclear biosafety emergencies conflicts"
    " middle-east afghanistan ukraine sanctions economy trade finance energy transport digital agriculture"
    " water climate health science culture education youth tourism media history elections law budget"
    " membership institutional"
)
DAYS = st.dates(min_value=date(1900, 1, 1), max_value=date(2199, 12, 31))
EDTF = st.one_of(
    DAYS.map(date.isoformat),
    DAYS.map(lambda day: f"{day:%Y-%m}"),
    DAYS.map(lambda day: f"{day:%Y}"),
    st.tuples(DAYS, DAYS).map(lambda pair: "/".join(day.isoformat() for day in sorted(pair))),
)


@pytest.mark.parametrize(
    ("value", "first", "last"),
    [
        ("2024-11-28", date(2024, 11, 28), date(2024, 11, 28)),
        ("2024-11", date(2024, 11, 1), date(2024, 11, 30)),
        ("2024-12", date(2024, 12, 1), date(2024, 12, 31)),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        ("2013", date(2013, 1, 1), date(2013, 12, 31)),
        ("2024-09/2024-10", date(2024, 9, 1), date(2024, 10, 31)),
        ("2024-09-03/2024-09-15", date(2024, 9, 3), date(2024, 9, 15)),
        ("2013/2024-05", date(2013, 1, 1), date(2024, 5, 31)),
        ("../2024", date.min, date(2024, 12, 31)),
        ("2024-05/..", date(2024, 5, 1), date.max),
    ],
)
def test_a_date_has_a_first_and_a_last_day(value: str, first: date, last: date) -> None:
    assert date_range(value) == (first, last)
    assert is_edtf(value)
    assert problem_of("date", value) is None


@pytest.mark.parametrize(
    "value",
    [
        "",
        "28.11.2024",
        "2024-13",
        "2024-02-30",
        "2024-11-28/2024-11-01",
        "2024-11-28T10:00",
        "в ноябре",
        "2024/",
    ],
)
def test_what_is_no_date_is_refused(value: str) -> None:
    assert problem_of("date", value) is not None


@given(EDTF)
def test_a_range_is_in_order_and_overlaps_itself(value: str) -> None:
    found = date_range(value)
    assert found is not None
    assert found[0] <= found[1]
    assert dates_overlap(value, value)
    assert is_edtf(value)


@given(EDTF, EDTF)
def test_overlap_is_symmetric_and_means_a_shared_day(a: str, b: str) -> None:
    x, y = date_range(a), date_range(b)
    assert x and y
    assert dates_overlap(a, b) == dates_overlap(b, a) == (max(x[0], y[0]) <= min(x[1], y[1]))


@given(DAYS)
def test_a_day_lies_in_its_month_and_year_and_next_to_its_neighbour(day: date) -> None:
    assert dates_overlap(day.isoformat(), f"{day:%Y-%m}")
    assert dates_overlap(day.isoformat(), f"{day:%Y}")
    assert not dates_overlap(day.isoformat(), (day + timedelta(days=1)).isoformat())


@pytest.mark.parametrize(
    ("slot_type", "value", "allowed"),
    [
        ("flag", True, ()),
        ("number", 14, ()),
        ("number", 1.5, ()),
        ("enum", "signed", ("agreed", "signed")),
        ("topic", "border", ()),
        ("country", "KZ", ()),
        ("country", "SCO", ()),
        ("person", "Касым-Жомарт Токаев", ()),
        ("verbatim", "14 документов", ()),
    ],
)
def test_right_values_pass(slot_type: str, value: object, allowed: tuple[str, ...]) -> None:
    assert problem_of(slot_type, value, allowed) is None  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("slot_type", "value", "allowed"),
    [
        ("flag", "true", ()),
        ("flag", 1, ()),
        ("number", True, ()),
        ("number", "14", ()),
        ("enum", "sealed", ("agreed", "signed")),
        ("topic", "football", ()),
        ("country", "Казахстан", ()),
        ("text", "", ()),
        ("text", "  ", ()),
        ("text", 5, ()),
    ],
)
def test_wrong_values_are_named(slot_type: str, value: object, allowed: tuple[str, ...]) -> None:
    problem = problem_of(slot_type, value, allowed)  # type: ignore[arg-type]
    assert problem is not None
    assert repr(value) in problem


def test_every_slot_type_has_a_verdict_on_a_word() -> None:
    for slot_type in SLOT_TYPES:
        problem_of(slot_type, "слово", ("слово",))


def test_topics_have_captions_in_both_languages() -> None:
    assert set(topics()) == set(TOPICS.split())
    assert all(set(captions) >= {"en", "ru"} for captions in topics().values())


def test_countries() -> None:
    assert is_country("KZ")
    assert not is_country("XX")
    assert not is_country("KAZ")
    assert country_name("KZ") == "Kazakhstan"
    assert country_name("KZ", "ru") == "Казахстан"
    assert country_name("ZZZ") == "ZZZ"


@given(EDTF)
def test_what_counts_as_a_date_is_edtf_by_the_reference_parser(value: str) -> None:
    assert is_edtf(value)
    parse_edtf(value)
