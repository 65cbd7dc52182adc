from __future__ import annotations

from dataclasses import replace

import pytest
from making import fact, fill, report, state

from itogi.errors import UsageError
from itogi.model.record import Evidence, Record

HEADS = "heads-of-state"


def session(published="2024-11-28", outlet="Пример", **slots):
    slots = {"organisation": "CSTO", "level": HEADS, "date": "2024-11-28", **slots}
    return report(fact("meeting", f"Сессия: {slots}.", **slots), published=published, outlet=outlet)


def only(register):
    (entry,) = register.entries()
    return entry


def ids(register, **options):
    return [e.id for e in register.entries(**options)]


def decide(register, kind, target, **more):
    return register.decide(kind, target, actor="Анна", **more)


TWO = session(place="Астана"), session(published="2024-12-20", date="2024-12-19", place="Ереван")


def test_accept_and_reject_are_states_of_the_entry(register):
    fill(register, session(), session(outlet="Другой", place="Астана"))
    entry = only(register)
    decide(register, "accept", entry.id, reason="проверено")
    assert only(register).review == "accepted"
    rejected = decide(register, "reject", entry.id)
    assert not register.entries()
    assert [e.review for e in register.entries(rejected=True)] == ["rejected"]
    register.undo(rejected.number, actor="Борис", reason="ошибка")
    assert only(register).review == "accepted"
    told = register.history(entry.id)
    assert [(d.kind, d.actor, d.reason) for d in told] == [
        ("accept", "Анна", "проверено"),
        ("reject", "Анна", ""),
        ("undo", "Борис", "ошибка"),
    ]
    assert (told[1].undone, told[2].undoes) == (told[2].number, told[1].number)


def test_a_rejected_record_leaves_its_entry(register):
    (a, records), other = session(place="Алматы"), session(outlet="Другой", place="Астана")
    fill(register, (a, records), other)
    assert only(register).disagreements()
    number = decide(register, "reject", records[0].id, reason="не о том").number
    assert [v.value for v in only(register).slots["place"]] == ["Астана"]
    assert len(register.entries(rejected=True)) == 2
    register.undo(number, actor="Анна")
    assert len(only(register).records) == 2


def test_an_edit_stands_first_and_hides_nothing(register):
    fill(register, session(place="Алматы"))
    entry = only(register)
    decide(register, "edit", entry.id, slot="place", value="Астана")
    first, second = only(register).slots["place"]
    assert (first.value, first.rule, second.value) == ("Астана", "decision", "Алматы")
    decide(register, "edit", entry.id, slot="date", value="2025-01-02")
    assert register.entries("CSTO", period=2025)
    assert not register.entries("CSTO", period=2024)


def test_merge_and_undo(register):
    fill(register, *TWO)
    before, (one, two) = state(register), ids(register)
    number = decide(register, "merge", one, others=[two]).number
    merged = only(register)
    assert len(merged.records) == 2
    fill(register, session(outlet="Третий", place="Астана", status="held"))
    assert len(only(register).records) == 3, "a report that matches one side joins"
    register.merge_again()
    assert len(only(register).records) == 3
    register.undo(number, actor="Анна")
    assert sorted(len(e.records) for e in register.entries()) == [1, 2]
    assert before != state(register)


def test_split_and_undo(register):
    fill(register, *(session(outlet=f"Издание {n}", place="Астана") for n in range(3)))
    entry, before = only(register), state(register)
    out = entry.records[1].id
    number = decide(register, "split", entry.id, others=[out]).number
    assert sorted(len(e.records) for e in register.entries()) == [1, 2]
    fill(register, session(outlet="Четвёртый", place="Астана"))
    register.merge_again()
    apart = next(e for e in register.entries() if out in {r.id for r in e.records})
    assert len(apart.records) == 1
    register.undo(number, actor="Анна")
    assert len(only(register).records) == 4
    assert before != state(register)


def test_of_merge_and_split_the_later_holds(register):
    fill(register, *TWO)
    one, two = ids(register)
    decide(register, "merge", one, others=[two])
    out = only(register).records[0].id
    decide(register, "split", only(register).id, others=[out])
    assert len(register.entries()) == 2
    one, two = ids(register)
    decide(register, "merge", one, others=[two])
    assert len(only(register).records) == 2


def test_an_earlier_report_changes_the_id_and_not_what_was_decided(register):
    fill(register, session(published="2024-11-28", place="Астана"))
    entry = only(register)
    decide(register, "accept", entry.id)
    decide(register, "edit", entry.id, slot="venue", value="Дворец")
    decide(register, "comment", entry.id, reason="см. переписку")
    fill(register, session(published="2024-11-01", outlet="Ранний", place="Астана"))
    later = only(register)
    assert later.id != entry.id
    assert (later.review, later.value("venue")) == ("accepted", "Дворец")
    assert [d.kind for d in register.history(later.id)] == ["accept", "edit", "comment"]


def reworded(record: Record, **slots) -> Record:
    return replace(record, slots={**record.slots, **slots}, id="")


def test_a_newer_extractor_shows_what_it_changes_and_then_changes_it(register):
    article, (record,) = session(place="Астана")
    fill(register, (article, [record]), session(outlet="Другой", place="Астана"))
    better = reworded(record, status="held")
    told = register.reread(article, [better])
    assert ([r.id for r in told.added], [r.id for r in told.removed]) == ([better.id], [record.id])
    assert {r.id for r in register.records(article=article.id)} == {record.id}
    register.reread(article, [better], apply=True)
    assert {r.id for r in register.records(article=article.id)} == {better.id}
    before = state(register)
    register.merge_again()
    assert state(register) == before
    assert only(register).value("status") == "held"


def test_what_a_person_decided_survives_a_newer_extractor(register):
    article, (record,) = session(place="Алматы")
    fill(register, (article, [record]))
    decide(register, "accept", only(register).id)
    told = register.reread(article, [reworded(record, place="Астана")], apply=True)
    assert (told.added, told.removed, [r.id for r in told.kept]) == ((), (), [record.id])
    assert (only(register).review, only(register).value("place")) == ("accepted", "Алматы")


def test_a_rejected_record_does_not_come_back(register):
    article, (record,) = session(place="Алматы")
    fill(register, (article, [record]))
    decide(register, "reject", record.id)
    more = article.text.removesuffix(".")
    again = replace(record, evidence=(Evidence.of(article, 0, len(more)),), id="")
    register.reread(article, [again], apply=True)
    assert not register.entries()
    register.reread(article, [reworded(record, place="Астана")], apply=True)
    assert only(register).value("place") == "Астана", "another reading of the sentence may come"


@pytest.mark.parametrize(
    ("kind", "more", "said"),
    [
        ("praise", {}, "no decision"),
        ("edit", {"slot": "colour", "value": "x"}, "no slot"),
        ("edit", {"slot": "date", "value": "вчера"}, "EDTF"),
        ("edit", {"slot": "place"}, "needs a value"),
        ("merge", {}, "another entry"),
        ("merge", {"others": ["none"]}, "no entry and no record"),
        ("split", {"others": ["none"]}, "takes some"),
        ("accept", {"actor": " "}, "needs the name"),
    ],
)
def test_decisions_that_cannot_be_made(register, kind, more, said):
    fill(register, session())
    before = state(register)
    with pytest.raises(UsageError, match=said):
        register.decide(kind, only(register).id, **{"actor": "Анна", **more})
    assert state(register) == before
    assert not register.history()


def test_an_undo_needs_a_decision_that_stands(register):
    fill(register, session())
    number = decide(register, "accept", only(register).id).number
    undo = register.undo(number, actor="Анна").number
    for gone in (number, undo, 999):
        with pytest.raises(UsageError, match="that stands"):
            register.undo(gone, actor="Анна")
