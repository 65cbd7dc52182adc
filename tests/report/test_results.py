import json
from dataclasses import replace
from datetime import date

import examples
import pytest

from itogi.model.entry import Entry, StageStatement, Variant
from itogi.report.export import as_dict, ledger_rows
from itogi.report.history import unconfirmed
from itogi.report.naming import best_wording, other_wordings, sentence_case
from itogi.report.page import page_of
from itogi.report.results import build_ledger, build_results


@pytest.fixture(scope="module")
def results():
    return build_results(*examples.csto(), "CSTO", "2024")


def ids(results, section):
    return [item.entry.id for item in results.section(section)]


def every_line(page):
    def walk(line):
        yield line
        for below in line.below:
            yield from walk(below)

    return [x for s in page.sections for g in s.groups for line in g.lines for x in walk(line)]


def test_entries_stand_in_their_sections(results):
    assert ids(results, "sessions") == ["session"]
    assert ids(results, "next_session") == ["next"]
    assert ids(results, "meetings") == ["ministers"]
    assert set(ids(results, "documents")) == {"border", "statement", "handover"}
    assert ids(results, "handover") == ["handover"]
    assert set(ids(results, "exercises")) == {"brotherhood", "rock"}
    assert ids(results, "activities") == ["arms"]
    for section, id in [("bodies", "group"), ("memberships", "cuba"), ("commitments", "pledge"),
                        ("invitations", "victory"), ("chairmanship", "chair")]:  # fmt: skip
        assert ids(results, section) == [id]


@pytest.mark.parametrize("lang", ["en", "ru"])
def test_every_line_has_a_footnote_and_every_footnote_is_cited(results, lang):
    page = page_of(results, lang=lang)
    lines = every_line(page)
    assert lines and all(line.notes for line in lines)
    assert all(step.notes for line in lines for step in line.stages)
    cited = {number for line in lines for number in line.notes}
    assert cited == {note.number for note in page.footnotes}
    assert [note.number for note in page.footnotes] == list(range(1, len(page.footnotes) + 1))


def test_the_same_evidence_has_the_same_number(results):
    evidence = [note.evidence for note in results.notes]
    assert len(set(evidence)) == len(evidence)
    statement = next(i for i in results.section("documents") if i.entry.id == "statement")
    border = next(i for i in results.section("documents") if i.entry.id == "border")
    assert set(statement.notes) < set(border.notes)


def test_footnotes_are_verbatim(results):
    _, articles, _ = examples.csto()
    by_id = {a.id: a for a in articles}
    assert all(note.evidence.holds_in(by_id[note.evidence.article]) for note in results.notes)


def test_history_of_a_document(results):
    border = next(i for i in results.section("documents") if i.entry.id == "border")
    assert [(s.stage, s.date, s.known) for s in border.steps] == [
        ("drafting", "2013", "since"),
        ("agreed", "2024-11-27", "fact"),
        ("expected", "2024-11-28", "fact"),
        ("signed", "2024-11-28", "fact"),
    ]


def test_a_stage_without_a_date_of_its_own_gives_the_day_of_the_report():
    entries, articles, _ = examples.csto()
    paper = next(a for a in articles if a.id == "paper")
    signed = examples.record(
        paper, "document", "Подписана", organisation="CSTO", title="программа", stage="signed"
    )
    made = build_results(
        [examples.staged(examples.entry("d", [signed]), articles)], articles, [], "CSTO", "2024"
    )
    assert [(s.date, s.known) for s in made.section("documents")[0].steps] == [("2024-11-29", "said")]
    line = page_of(made, lang="en").sections[0].groups[0].lines[0]
    assert line.stages[0].value == "signed or adopted (reported 29 November 2024)"
    assert entries


def test_disagreements_are_those_of_substance(results):
    found = {(d.entry.id, d.slot): [value for value, _ in d.values] for d in results.disagreements}
    assert found == {
        ("c14", "value"): [14, 12],
        ("brotherhood", "place"): ["Казахстан", "Алматинская область"],
    }
    assert all(notes for d in results.disagreements for _, notes in d.values)


@pytest.mark.parametrize(
    ("slot", "values", "differ"),
    [
        ("date", ["2024-11-28", "2024-11-29"], True),
        ("date", ["2024-11-28", "2024-11"], False),
        ("status", ["planned", "held"], False),
        ("status", ["held", "cancelled"], True),
        ("body", ["совет", "совет глав"], False),
        ("chair", ["Иван Ёлкин", "Пётр Ёлкин"], True),
    ],
)
def test_which_variants_are_a_disagreement(slot, values, differ):
    _, articles, _ = examples.csto()
    record = examples.record(articles[1], "meeting", "Заседание вёл", organisation="CSTO", date="2024-11-28")
    variants = {
        "organisation": (Variant("CSTO", (record.id,)),),
        "date": (Variant("2024-11-28", (record.id,)),),
    }
    variants[slot] = tuple(Variant(value, (record.id,)) for value in values)
    entry = Entry("m", "meeting", variants, (record,))
    made = build_results([entry], articles, [], "CSTO", "2024")
    assert bool(made.disagreements) is differ


def test_what_is_of_another_organisation_or_year_stays_out():
    entries, articles, _ = examples.csto()
    old = examples.record(articles[1], "meeting", "В Астане", organisation="CSTO", date="2019-11-28")
    other = examples.record(articles[1], "meeting", "В Астане", organisation="SCO", date="2024-07-04")
    more = [examples.entry("old", [old]), examples.entry("sco", [other])]
    made = build_results([*entries, *more], articles, [], "CSTO", "2024")
    assert "old" not in json.dumps(as_dict(made)["meetings"])
    assert "sco" not in json.dumps(as_dict(made)["meetings"])
    assert build_results(entries, articles, [], "NATO", "2024").empty


def test_quotes_come_by_speaker_and_a_surname_joins_its_full_name(results):
    page = page_of(results, lang="en")
    groups = next(s for s in page.sections if s.key == "quotes").groups
    assert [g.title for g in groups] == ["Касым-Жомарт Токаев"]
    assert {line.text for line in groups[0].lines} == {
        "“За год проведено около 60 мероприятий”",
        "in the source's words: организация остаётся открытой для диалога",
    }


def test_two_bearers_of_a_surname_are_kept_apart():
    text = {
        "x": (
            "Газета",
            None,
            None,
            None,
            ["Иван Ёлкин сказал да.", "Пётр Ёлкин сказал нет.", "Ёлкин молчал."],
        )
    }
    article = examples.article("x", text)
    said = [
        examples.entry(
            str(i), [examples.record(article, "quote", start, speaker=who, direct=False, text=start)]
        )
        for i, (start, who) in enumerate(
            [("Иван Ёлкин", "Иван Ёлкин"), ("Пётр Ёлкин", "Пётр Ёлкин"), ("Ёлкин молчал", "Ёлкин")]
        )
    ]
    own = examples.entry(
        "b", [examples.record(article, "body", "Ёлкин молчал", organisation="CSTO", name="совет")]
    )
    page = page_of(build_results([*said, own], [article], [], "CSTO", None))
    groups = next(s for s in page.sections if s.key == "quotes").groups
    assert sorted(g.title for g in groups) == ["Ёлкин", "Иван Ёлкин", "Пётр Ёлкин"]


@pytest.mark.parametrize(
    ("wordings", "best"),
    [
        (["целевой программой", "целевая программа"], "целевая программа"),
        (["учениях «Заря» у моря", "учение «Заря»"], "учение «Заря»"),
        (["Заря", "Заря-2024"], "Заря-2024"),
        ([], None),
    ],
)
def test_the_wording_that_is_shown(wordings, best):
    assert best_wording(wordings) == best


def test_names_are_verbatim_but_for_the_first_letter():
    assert sentence_case("«заря» у моря") == "«Заря» у моря"
    assert sentence_case("рабочей группы ОДКБ") == "Рабочей группы ОДКБ"


def test_inflections_are_no_other_wordings():
    names = ["целевая программа укрепления", "целевой программой укрепления", "программу", "дорожная карта"]
    assert other_wordings(names) == ["дорожная карта"]


def test_the_ledger_alone():
    entries, articles, claims = examples.csto()
    ledger = build_ledger(claims, entries, articles, "CSTO", "2024")
    assert ledger.ledger_only and len(ledger.claims) == 3
    assert [i.entry.id for i in ledger.claims[0].counted] == ["border", "statement", "handover"]
    rows = ledger_rows(ledger)
    assert [row["verdict"] for row in rows] == ["partly", "contradicted", "unverified"]
    assert rows[0]["evidence"][0]["text"].endswith("14 документов.")
    assert rows[0]["outlets"] == ["Агентство"] and rows[0]["said"] == ["2024-11-27"]
    assert [s.key for s in page_of(ledger).sections] == ["ledger", "contradictions", "sources"]


def test_a_claim_shows_every_value_of_its_sources():
    entries, articles, claims = examples.csto()
    records = [r for claim in claims[:2] for r in claim.entry.records]
    merged = examples.entry("c", records)
    ledger = build_ledger([replace(claims[0], entry=merged)], entries, articles, "CSTO", "2024")
    line = next(iter(page_of(ledger).sections[0].groups[0].lines))
    assert line.text == "14 документов"
    assert [(d.value, len(d.notes)) for d in line.details if d.caption == "Other sources say"] == [("12", 1)]
    assert "sources differ" in [chip.text for chip in line.chips]


def test_data_is_json_and_its_numbers_resolve(results):
    data = json.loads(json.dumps(as_dict(results), ensure_ascii=False))
    numbers = {note["number"] for note in data["notes"]}
    items = data["documents"] + data["sessions"] + data["ledger"]
    assert items and all(i["notes"] and set(i["notes"]) <= numbers for i in items)
    assert data["documents"][0]["history"]


def test_an_article_that_is_missing_does_not_break_the_report():
    entries, _, claims = examples.csto()
    made = build_results(entries, [], claims, "CSTO", "2024")
    assert not made.empty
    assert {note.outlet for note in page_of(made).footnotes} == {"unnamed outlet"}


def announced(*stages: tuple[str, str, str | None]) -> Entry:
    """A document with stages as (stage, day of saying, day of the fact)."""
    made = tuple(StageStatement(s, f"r{n}", day, fact) for n, (s, day, fact) in enumerate(stages))
    return Entry("d", "document", {"title": (Variant("программа", ("r0",)),)}, (), made)


@pytest.mark.parametrize(
    ("stages", "until", "expected"),
    [
        ([("expected", "2024-11-20", "2024-11-28")], "2025-06-01", True),
        ([("expected", "2024-11-20", "2024-11-28")], "2024-12-15", False),
        ([("expected", "2024-11-20", None)], "2025-06-01", True),
        ([("expected", "2024-11-20", "2025-12")], "2025-06-01", False),
        ([("expected", "2024-11-20", None), ("signed", "2024-11-29", None)], "2025-06-01", False),
        ([("expected", "2024-11-20", None), ("rejected", "2024-11-29", None)], "2025-06-01", False),
        ([("agreed", "2024-11-20", None)], "2025-06-01", False),
        ([("expected", "2024-11-20", None)], None, False),
    ],
)  # fmt: skip
def test_what_was_announced_and_never_confirmed(stages, until, expected):
    entry = announced(*stages)
    assert unconfirmed(entry, date.fromisoformat(until) if until else None) is expected


def test_claims_that_contradict_each_other_stand_apart(results):
    assert [(d.entry.id, d.slot) for d in results.contradictions] == [("c14", "value")]
    assert [(d.entry.id, d.slot) for d in results.other_disagreements] == [("brotherhood", "place")]
    keys = [s.key for s in page_of(results).sections]
    assert keys.index("contradictions") == keys.index("disagreements") - 1


def test_years_stand_in_their_order_and_a_single_year_has_no_line_of_its_own(results):
    assert "years" not in [s.key for s in page_of(results).sections], "all of it lies in one year"
    entries, articles, claims = examples.csto()
    told = {"organisation": "CSTO", "country": "BY", "year": "2023"}
    slots = {name: (Variant(value, ("x",)),) for name, value in told.items()}
    chair = replace(entries[0], id="old", type="chairmanship", slots=slots)
    section = page_of(build_results([chair, *entries], articles, claims, "CSTO")).sections[0]
    assert (section.key, section.title) == ("years", "Year by year")
    (group,) = section.groups
    assert next(line.text for line in group.lines) == "2023"
    assert [d.value for d in group.lines[0].details] == ["Belarus"]
    assert all(line.details for line in group.lines)


def test_a_post_held_for_years_rests_on_the_reports_of_the_year():
    entries, articles, claims = examples.csto()
    office = next(e for e in entries if e.type == "office")
    late = replace(articles[0], id="late", published=date(2030, 1, 1))
    told = replace(
        office.records[0], evidence=(replace(office.records[0].evidence[0], article="late"),), id=""
    )
    meeting = next(e for e in entries if e.type == "meeting")
    said = replace(meeting.records[0], evidence=told.evidence, id="")
    entries = [replace(e, records=(*e.records, told)) if e is office else e for e in entries]
    entries.append(replace(meeting, id="m2030", records=(said,)))
    made = build_results(entries, [*articles, late], claims, "CSTO", "2024")
    (item,) = [i for i in made.section("offices") if i.entry.id == office.id]
    assert "late" not in {r.article for r in item.entry.records}
