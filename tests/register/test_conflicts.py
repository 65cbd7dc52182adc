"""Two who decide on one entry: the second learns who was first, and nobody overwrites anybody unaware."""

from __future__ import annotations

import multiprocessing
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from making import fact, fill, many, report

from itogi.errors import Conflict, UsageError
from itogi.register import open_register


def session(published="2024-11-28", outlet="Пример", **slots):
    slots = {"organisation": "CSTO", "level": "heads-of-state", "date": "2024-11-28", **slots}
    return report(fact("meeting", f"Сессия: {slots}.", **slots), published=published, outlet=outlet)


def only(register):
    (entry,) = register.entries()
    return entry


def test_who_comes_second_learns_who_was_first(register):
    fill(register, session())
    entry = only(register).id
    shown = register.token(entry)
    first = register.decide("accept", entry, actor="Анна", expected=shown)
    with pytest.raises(Conflict, match="Анна has decided meanwhile: accept, 20") as caught:
        register.decide("reject", entry, actor="Борис", expected=shown)
    assert (caught.value.by, caught.value.kind, caught.value.made) == ("Анна", "accept", first.made)
    assert only(register).review == "accepted" and len(register.history()) == 1
    register.decide("reject", entry, actor="Борис", expected=register.token(entry))
    assert not register.entries()


@pytest.mark.parametrize("kind", ["comment", "edit", "undo"])
def test_every_decision_is_a_change(register, kind):
    fill(register, session())
    entry = only(register).id
    number = register.decide("comment", entry, actor="Анна").number
    shown = register.token(entry)
    if kind == "undo":
        register.undo(number, actor="Вера")
    else:
        edit = {"slot": "place", "value": "Астана"} if kind == "edit" else {}
        register.decide(kind, entry, actor="Вера", **edit)
    with pytest.raises(Conflict, match=f"Вера has decided meanwhile: {kind}"):
        register.decide("accept", entry, actor="Борис", expected=shown)


def test_a_new_report_is_a_change_that_nobody_decided(register):
    fill(register, session())
    entry = only(register).id
    shown = register.token(entry)
    fill(register, session(outlet="Другой"))
    with pytest.raises(Conflict, match="its records have changed since it was shown") as caught:
        register.decide("accept", entry, actor="Борис", expected=shown)
    assert caught.value.by == ""


def test_an_entry_that_was_merged_away_is_told_as_a_conflict(register):
    fill(register, session(), session(published="2024-12-20", date="2024-12-19"))
    one, two = (e.id for e in register.entries())
    shown = register.token(two)
    register.decide("merge", one, actor="Анна", others=[two])
    with pytest.raises(Conflict, match="Анна has decided meanwhile: merge"):
        register.decide("accept", two, actor="Борис", expected=shown)
    assert register.token(two) == ""


def test_a_split_is_told_on_both_sides(register):
    fill(register, session(), session(outlet="Другой", place="Астана"))
    entry = only(register)
    shown = register.token(entry.id)
    register.decide("split", entry.id, actor="Анна", others=[entry.records[1].id])
    for part in register.entries():
        if part.id == entry.id:
            with pytest.raises(Conflict, match="Анна has decided meanwhile: split"):
                register.decide("accept", part.id, actor="Борис", expected=shown)


def test_a_single_record_has_a_state_too(register):
    fill(register, session(), session(outlet="Другой", place="Астана"))
    record = only(register).records[1].id
    shown = register.token(record)
    register.decide("comment", record, actor="Анна")
    with pytest.raises(Conflict, match="Анна"):
        register.decide("reject", record, actor="Борис", expected=shown)


def test_without_what_was_shown_the_last_one_holds(register):
    fill(register, session())
    entry = only(register).id
    register.decide("accept", entry, actor="Анна")
    register.decide("reject", entry, actor="Борис")
    assert not register.entries()
    with pytest.raises(UsageError, match="holds no entry"):
        register.decide("accept", "нет", actor="Анна")


def _decide(target, entry, shown, actor, ready, done):
    """Decide as another process does, at the moment when all are ready."""
    with open_register(target) as register:
        ready.wait()
        try:
            register.decide("accept", entry, actor=actor, expected=shown)
            done.put((actor, ""))
        except Conflict as conflict:
            done.put((actor, conflict.by))


def test_of_several_processes_at_once_exactly_one_decides(register, target):
    fill(register, session())
    entry = only(register).id
    context = multiprocessing.get_context("spawn")
    ready, done = context.Barrier(3), context.Queue()
    names = ["Анна", "Борис", "Вера"]
    shown = register.token(entry)
    each = [context.Process(target=_decide, args=(target, entry, shown, name, ready, done)) for name in names]
    for one in each:
        one.start()
    told = dict(done.get() for _ in each)
    for one in each:
        one.join()
    (winner,) = [name for name, lost_to in told.items() if not lost_to]
    assert {lost_to for name, lost_to in told.items() if name != winner} == {winner}
    assert [d.actor for d in register.history()] == [winner]


def test_threads_of_one_process_share_a_register(register):
    """A server has one register and many threads: what one writes must not mix with what another does."""
    fill(register, session())
    entry = only(register).id
    shown, ready = register.token(entry), Barrier(4)

    def work(name):
        ready.wait()
        for article, records in many(int(name) * 10, int(name) * 10 + 5):
            register.add(article, records)
        try:
            register.decide("accept", entry, actor=name, expected=shown)
        except Conflict as conflict:
            return conflict.by
        return ""

    with ThreadPoolExecutor(4) as pool:
        told = list(pool.map(work, "0123"))
    assert told.count("") == 1
    assert register.counts().articles == 21
    assert not list(register.verify())
