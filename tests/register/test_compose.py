from __future__ import annotations

from making import fact, fill, report


def entry_of(register, *reports):
    fill(register, *reports)
    (entry,) = register.entries()
    return entry


def session(published="2024-11-28", outlet="Пример", **slots):
    said = f"Сессия: {slots}."
    return report(fact("meeting", said, organisation="CSTO", level="heads-of-state", **slots),
                  published=published, outlet=outlet)  # fmt: skip


def test_lists_are_united_and_short_names_join_full_ones(register):
    entry = entry_of(
        register,
        session(
            date="2024-11-28", formats=("narrow",), countries=("KZ", "RU"), people=("Путин", "Иван Петров")
        ),
        session(date="2024-11-28", formats=("expanded",), countries=("RU", "BY"), people=("Владимир Путин",)),
    )
    assert set(entry.value("formats")) == {"narrow", "expanded"}
    assert set(entry.value("countries")) == {"KZ", "RU", "BY"}
    assert entry.value("countries")[0] == "RU", "what most reports name stands first"
    assert set(entry.value("people")) == {"Владимир Путин", "Иван Петров"}
    assert not entry.disagreements()


def test_differing_values_stand_side_by_side_with_their_records(register):
    reports = [session(date="2024-11-28", place=place, outlet=outlet)
               for outlet, place in (("А", "Алматы"), ("Б", "Астана"), ("В", "Астана"))]  # fmt: skip
    entry = entry_of(register, *reports)
    first, second = entry.disagreements()["place"]
    assert (first.value, len(first.records)) == ("Астана", 2)
    assert (second.value, second.records) == ("Алматы", (reports[0][1][0].id,))


def test_of_two_values_with_as_many_reports_the_later_stands_first(register):
    entry = entry_of(
        register,
        session(published="2024-11-29", date="2024-11-28", place="Алматы"),
        session(published="2024-11-28", date="2024-11-28", place="Астана"),
    )
    assert entry.value("place") == "Алматы"


def test_the_coarser_the_shorter_and_the_other_spelling_are_no_disagreement(register):
    entry = entry_of(
        register,
        session(date="2024-11", place="Астана", venue="Дворец Независимости", chair="KZ"),
        session(date="2024-11-28", place="Астана", venue="дворец независимости", chair="Касым-Жомарт Токаев"),
        session(date="2024-11-28", place="Астана", chair="Токаев", body="Совет", status="held"),
    )
    assert not entry.disagreements()
    assert (entry.value("date"), entry.value("chair")) == ("2024-11-28", "Касым-Жомарт Токаев")
    assert all(len(v.records) == 3 for v in entry.slots["date"])


def test_a_status_goes_forward(register):
    entry = entry_of(
        register,
        session(published="2024-11-30", date="2024-11-28", status="held"),
        session(published="2024-11-01", date="2024-11-28", status="planned"),
    )
    assert entry.value("status") == "held"
    assert not entry.disagreements()


def test_a_document_has_the_history_of_its_stages(register):
    title = "программа укрепления горной границы"

    def told(published, stage, **slots):
        said = fact("document", f"{published}: {title}, {stage}.", organisation="CSTO", title=title,
                    kind="programme", stage=stage, **slots)  # fmt: skip
        return report(said, published=published)

    entry = entry_of(
        register,
        told("2025-06-01", "ratified", date="2025-05-20"),
        told("2024-11-28", "signed", date="2024-11-28"),
        told("2024-11-27", "expected", date="2024-11-28", since="2013"),
        told("2024-06-01", "agreed"),
    )
    assert [(s.stage, s.said, s.fact) for s in entry.stages] == [
        ("agreed", "2024-06-01", None),
        ("expected", "2024-11-27", "2024-11-28"),
        ("signed", "2024-11-28", "2024-11-28"),
        ("ratified", "2025-06-01", "2025-05-20"),
    ]
    assert (entry.value("stage"), entry.value("date"), entry.value("since")) == (
        "ratified",
        "2025-05-20",
        "2013",
    )
    assert not entry.disagreements()
    for year in (2024, 2025):
        assert register.entries("CSTO", "document", year), "it belongs to every year of its history"
    assert not register.entries("CSTO", "document", 2026)


def test_a_wording_is_no_disagreement(register):
    titles = "об укреплении горной границы", "укрепление горной границы региона"
    reports = [report(fact("document", f"Принято: {t}.", organisation="CSTO", title=t)) for t in titles]
    entry = entry_of(register, *reports)
    (title,) = entry.slots["title"]
    assert title.value == titles[1]
    assert len(title.records) == 2
