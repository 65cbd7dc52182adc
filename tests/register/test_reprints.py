from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from making import fact, report, state

from itogi.register import open_register
from itogi.register.near import alike, credit, minima

WIRE = (
    "В городе завершилась встреча министров, на которой обсудили перевозку зерна, ремонт мостов и подготовку "
    "врачей. Стороны договорились собраться ещё раз весной и подписать протокол о почтовой связи, сказал "
    "секретарь совета. После встречи гостям показали новую обсерваторию на перевале, а вечером для них дали "
    "концерт в старом театре."
)
OTHER = (
    "Экспедиция вернулась с ледника и привезла образцы льда, которым больше тысячи лет, рассказали в "
    "институте. Учёные будут изучать их всё лето, а осенью представят доклад на конференции в приморском "
    "городе у маяка."
)


def told(outlet, lead, place, published="2024-11-28"):
    said = fact("meeting", f"Место встречи: {place}.", organisation="CSTO", level="foreign-ministers",
                date="2024-11-27", place=place)  # fmt: skip
    return report(said, outlet=outlet, lead=lead, published=published)


def test_how_alike_texts_are():
    assert alike(minima(WIRE), minima(WIRE.replace("весной", "летом"))) > 0.6
    assert alike(minima(WIRE), minima(OTHER)) < 0.1
    assert alike(minima(WIRE), minima(WIRE.upper().replace("Ё", "Е"))) == 1.0
    assert alike(minima("Коротко."), minima("Коротко.")) == 0.0


def test_copies_are_one_source_and_do_not_outvote(register):
    copies = [told(f"Копия {n}", WIRE, "Алматы") for n in range(3)]
    own = told("Первый", OTHER, "Астана"), told("Второй", OTHER[::-1], "Астана")
    register.add_all([*copies, *own])
    (entry,) = register.entries()
    assert (len(entry.records), entry.sources) == (5, 3)
    first, second = entry.slots["place"]
    assert (first.value, first.rule, second.value) == ("Астана", "majority", "Алматы")


def groups(register):
    from itogi.register import models

    return dict(register._rows.rows(models.Article).values_list("id", "group"))


def chain():
    """Each a reprint of the one before, the last hardly of the first."""
    words, made = f"{WIRE} {OTHER}".split(), []
    for n in range(6):
        words[n * 8 : n * 8 + 4] = ["другими", "словами", "сказано", str(n)]
        made.append(told(f"Издание {n}", " ".join(words), "Астана"))
    return made


@settings(max_examples=10, deadline=None)
@given(st.permutations(range(6)), st.integers(1, 6))
def test_any_order_gives_the_same_groups(tmp_path_factory, order, batch):
    reports = chain()
    folder = tmp_path_factory.mktemp("groups")
    with open_register(folder / "a.db") as one, open_register(folder / "b.db") as other:
        one.add_all(reports)
        for start in range(0, 6, batch):
            other.add_all(reports[i] for i in order[start : start + batch])
        assert groups(one) == groups(other)
        assert len(set(groups(one).values())) < 6


def test_what_was_never_grouped_is_grouped_when_it_is_opened(target):
    from itogi.register import models

    with open_register(target) as register:
        register.add_all(chain())
        before = state(register)
        register._rows.rows(models.Article).update(group="", minima=b"", credit="")
        register._rows.clear(models.Band)
    with open_register(target) as register:
        assert state(register)[0] == before[0]
        assert len(set(groups(register).values())) < 6


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Встреча прошла в Минске, передаёт ТАСС.", "TASS"),
        ("Об этом сообщает агентство «Казинформ».", "KAZINFORM"),
        ("Как пишет РИА Новости, мост открыт.", "RIA"),
        ("Мост открыт, сообщает Reuters со ссылкой на министра.", "REUTERS"),
        ("ТАСС открыл новый корпус.", ""),
        ("Об этом сообщает министерство.", ""),
    ],
)
def test_the_wire_that_a_text_credits(text, code):
    assert credit(text) == code


def test_the_credit_is_recorded(register):
    from itogi.register import models

    article, records = told("Газета", f"{WIRE} Об этом передает ТАСС.", "Астана")
    register.add(replace(article), records)
    assert register._rows.rows(models.Article).get().credit == "TASS"
