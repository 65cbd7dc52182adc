"""Claims on the events of a chairmanship: its days, its events by topic, what is missing."""

from __future__ import annotations

import pytest
from making import fact, fill, report

from itogi.register import claims

TERM = "2023-11-23/2024-11-28"


def chair(country="KZ", year=TERM, **slots):
    sentence = f"Во главе стоит {country}: {year}."
    return fact("chairmanship", sentence, organisation="CSTO", country=country, year=year, **slots)


def held(type, date, *topics, **slots):
    sentence = f"Событие {date} {' '.join(topics)} {slots.get('name', '')}."
    return fact(type, sentence, organisation="CSTO", date=date, topics=topics or None, status="held", **slots)


def drop_empty(*facts):
    return [(t, {k: v for k, v in slots.items() if v is not None}, s) for t, slots, s in facts]


def told(value=60, sentence="За время председательства проведено около {} мероприятий.", **slots):
    slots = {"label": "мероприятий", "what": "events", "approximate": True, "status": "actual", **slots}
    return fact("figure", sentence.format(value), organisation="CSTO", value=value, **slots)


EVENTS = drop_empty(
    held("meeting", "2023-12-05", "terrorism"),
    held("meeting", "2024-03-12", "terrorism", "drugs"),
    held("activity", "2024-04-02", "drugs", name="Канал", kind="operation"),
    held("meeting", "2024-05-20", "terrorism"),
    held("activity", "2024-09-10", name="Скала-2024", kind="exercise"),
    held("meeting", "2024-12-19", "terrorism"),  # after the handover
    held("meeting", "2023-02-01", "drugs"),  # under another chair
    held(
        "activity", "2023", "border", name="Дозор", kind="training"
    ),  # most of that year lies before the term
)


def events(register, year=2024):
    (claim,) = [c for c in claims(register, "CSTO", year) if c.entry.value("what") == "events"]
    return claim


def by_topic(claim):
    return [(topic, len(ids)) for topic, ids in claim.topics]


def test_events_of_a_chairmanship_are_those_of_its_days_by_topic(register):
    fill(register, report(told(date="2024"), chair(status="current")), report(*EVENTS))
    claim = events(register)
    assert (claim.verdict, claim.found, claim.period) == ("partly", 5, TERM)
    assert register.entry(claim.chairmanship).value("country") == "KZ"
    assert by_topic(claim) == [("terrorism", 3), ("drugs", 1), ("", 1)]
    assert claim.counted == tuple(id for _, ids in claim.topics for id in ids)
    assert "55" in claim.explanation["en"] and "председательства" in claim.settles["ru"]


def test_without_a_chairmanship_of_its_own_days_the_calendar_year_counts(register):
    fill(register, report(told(date="2024"), chair(year="2024", status="current")), report(*EVENTS))
    assert (events(register).found, events(register).period) == (5, "2024")  # December for last December


def test_a_claim_that_speaks_of_no_chairmanship_keeps_its_year(register):
    told_of_year = told(sentence="За год проведено около {} мероприятий.", date="2024")
    fill(register, report(told_of_year, chair(status="current")), report(*EVENTS))
    claim = events(register)
    assert (claim.chairmanship, claim.period, claim.found) == ("", "2024", 5)


def test_the_label_or_the_sentence_names_whose_chairmanship_it_is(register):
    turns = (chair("BY", "2023-01-01/2023-11-22"), chair("KZ", TERM), chair("KG", "2024-11-29/2025-11-27"))
    label = "мероприятий председательства Белоруссии"
    fill(register, report(told(sentence=f"Прошло {{}} {label}.", label=label)), report(*turns, *EVENTS))
    claim = events(register)
    assert register.entry(claim.chairmanship).value("country") == "BY"
    assert (claim.verdict, claim.found) == ("partly", 2)


def test_of_a_countrys_chairmanships_the_one_of_the_claims_time(register):
    old, new = chair(year="2018-11-08/2019-11-28"), chair(status="current")
    label = "мероприятий председательства Казахстана"
    fill(register, report(told(sentence=f"Прошло {{}} {label}.", label=label), old, new), report(*EVENTS))
    assert events(register).period == TERM


def test_of_the_periods_that_sources_give_the_days_stand_before_the_year(register):
    plain = [report(chair(year="2024"), published=f"2024-11-2{d}", outlet=f"Газета {d}") for d in (1, 2)]
    fill(register, report(told(date="2024"), chair(status="current")), *plain, report(*EVENTS))
    assert events(register).period == TERM


def test_a_claim_on_a_day_is_no_claim_on_the_chairmanship(register):
    day = told(sentence="В день передачи председательства прошло {} мероприятий.", date="2024-11-28", value=3)
    fill(register, report(day, chair(status="current")), report(*EVENTS))
    assert (events(register).chairmanship, events(register).found) == ("", 0)


def test_a_country_that_never_chaired_leaves_the_claim_to_its_year(register):
    label = "мероприятий председательства Армении"
    fill(register, report(told(sentence=f"Прошло {{}} {label}.", label=label, date="2024"), chair()))
    assert (events(register).chairmanship, events(register).verdict) == ("", "unverified")


# Other figures: what the register cannot be held against


@pytest.mark.parametrize(
    ("what", "value", "label", "held"),
    [
        ("participants", 98, "молодых музыкантов", False),
        ("participants", 12, "юных скрипачей", False),
        ("participants", 12, "делегатов", True),
        ("documents", 5, "документов", True),
        ("events", 7, "концертов", True),
        ("countries", 9, "стран", False),
    ],
)
def test_what_the_register_does_not_count_is_no_claim_to_hold_it_against(register, what, value, label, held):
    day = {} if what == "countries" else {"date": "2024-11-28"}
    figure = fact(
        "figure", f"Было {value} {label}.", organisation="CSTO", what=what, value=value, label=label, **day
    )
    met = fact(
        "meeting",
        "Встретились двое.",
        organisation="CSTO",
        date="2024-11-28",
        people=("Иван Лосев", "Пётр Зорин"),
    )
    fill(register, report(figure), report(met))
    (claim,) = claims(register, "CSTO", 2024)
    assert claim.held is held


def test_claims_come_before_other_figures(register):
    crowd = fact("figure", "Пришли 98 музыкантов.", organisation="CSTO", what="participants", value=98,
                 label="музыкантов", date="2024-11-28")  # fmt: skip
    fifth = fact("figure", "Это 5 председательство.", organisation="CSTO", what="chairmanships", value=5,
                 label="председательство", date="2024")  # fmt: skip
    fill(register, report(crowd, fifth, chair(year="2024", status="current")))
    assert [c.entry.value("what") for c in claims(register, "CSTO", 2024)] == [
        "chairmanships",
        "participants",
    ]
