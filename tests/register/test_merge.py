from __future__ import annotations

import tempfile
from collections import defaultdict
from dataclasses import replace
from datetime import date, timedelta
from itertools import combinations
from pathlib import Path

import pytest
from django.db.models import F
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from making import fact, fill, report, state

from itogi.model.record import Record
from itogi.register import open_register
from itogi.register.keys import RULES, asks, posts
from itogi.register.match import judge
from itogi.register.merge import merge
from itogi.register.traits import Item, block_of


def meeting(**slots):
    return "meeting", {"organisation": "CSTO", **slots}


def document(**slots):
    return "document", {"organisation": "CSTO", **slots}


def activity(**slots):
    return "activity", {"organisation": "CSTO", **slots}


def figure(**slots):
    return "figure", {"organisation": "CSTO", **slots}


HEADS = "heads-of-state"
BORDER = "целевая межгосударственная программа по укреплению таджикско-афганской границы"

ONE = [
    # Meetings: the body or the level may be missing, a narrow and an expanded sitting are one session.
    (meeting(date="2024-11-28", level=HEADS, formats=("narrow",), place="Астана"),
     meeting(date="2024-11-28", body="Совет коллективной безопасности", level=HEADS, formats=("expanded",))),
    (meeting(date="2024-11-28", place="Астана"), meeting(date="2024-11", place="Астана", level=HEADS)),
    (meeting(date="2025", place="Бишкек", level=HEADS, status="planned"),
     meeting(date="2025-11-27", place="Бишкек", level=HEADS)),
    (meeting(date="2024-11-28", level=HEADS, place="Астана"),
     meeting(date="2024-11-28", level=HEADS, place="Алматы")),
    (meeting(date="2024-06-01", level="ministers"), meeting(date="2024-06-01", level="foreign-ministers")),
    (meeting(date="2024-06-01", formats=("bilateral",), countries=("KZ", "RU")),
     ("meeting", {"date": "2024-06-01", "formats": ("bilateral",), "countries": ("RU", "KZ")})),
    # Documents: one under its wordings, through its stages.
    (document(kind="programme", title=BORDER, stage="expected", date="2024-11-28"),
     document(kind="programme", title="программой укрепления таджикско-афганской границы", stage="signed")),
    (document(title="О статусе сил и средств", stage="expected", date="2024-11-28"),
     document(kind="protocol", title="статус сил и средств", stage="ratified", date="2025-06-01")),
    (document(title="Итоговая декларация саммита", date="2024-11-28"),
     document(kind="declaration", title="декларацию саммита", date="2024-11")),
    # Activities: the name, with or without its year and its quotation marks.
    (activity(kind="exercise", name="Нерушимое братство-2024", date="2024-09"),
     activity(kind="exercise", name="«Нерушимое братство»", date="2024-10")),
    (activity(kind="exercise", name="Скала-2024"), ("activity", {"name": "Скала-2024", "kind": "training"})),
    (activity(name="консультации по незаконному обороту оружия", date="2024", kind="consultations"),
     activity(name="консультациях по незаконному обороту оружия", date="2024-05", kind="consultations")),
    # The rest.
    (("chairmanship", {"organisation": "CSTO", "country": "KZ", "year": "2024", "ordinal": 5}),
     ("chairmanship", {"organisation": "CSTO", "country": "KZ", "status": "current"})),
    (("membership", {"organisation": "SCO", "country": "BY", "role": "member", "stage": "applied"}),
     ("membership", {"organisation": "SCO", "country": "BY", "role": "member", "stage": "joined"})),
    (("body", {"organisation": "CSTO", "name": "профильная рабочая группа по оружию"}),
     ("body", {"organisation": "CSTO", "name": "профильной рабочей группы"})),
    (("office", {"person": "Иван Ильич Петров", "position": "министр обороны", "of": "KZ"}),
     ("office", {"person": "И. Петров", "position": "министра обороны"})),
    (("quote", {"speaker": "Иван Петров", "text": "Мы помним об этом дне и приглашаем всех в гости"}),
     ("quote", {"speaker": "Петров", "text": "мы помним об этом дне и приглашаем всех в гости, друзья"})),
    (("invitation", {"host": "Иван Петров", "occasion": "празднование юбилея города"}),
     ("invitation", {"host": "Петров", "occasion": "праздновании юбилея города", "place": "Омск"})),
    (("commitment", {"actors": ("KZ",), "text": "намерены вместе бороться с контрабандой леса"}),
     ("commitment", {"text": "намерены вместе бороться с контрабандой леса и рыбы"})),
    # Figures of one thing stand side by side, also when they differ.
    (figure(what="documents", label="документов", value=14, date="2024-11-28"),
     figure(what="documents", label="важных стратегических документов", value=15, date="2024-11-28")),
    (figure(what="events", label="мероприятий", value=60, approximate=True, date="2024"),
     figure(what="events", label="мероприятий по уставным направлениям", value=70, date="2024")),
    (figure(what="anniversary", label="80-летия Победы", value=80),
     figure(what="anniversary", label="80-летием Победы", value=80)),
]  # fmt: skip

TWO = [
    (meeting(date="2024-11-28", level=HEADS), meeting(date="2024-07-04", level=HEADS)),
    (meeting(date="2024-11-28", level=HEADS), meeting(date="2024-11-28", level="foreign-ministers")),
    (meeting(date="2024-06-10", level="foreign-ministers"),
     meeting(date="2024-06-24", level="foreign-ministers")),
    (meeting(date="2024-11-28", level=HEADS),
     meeting(date="2024-11-28", level=HEADS, formats=("bilateral",), countries=("KZ", "RU"))),
    (meeting(date="2024-11-28", formats=("bilateral",), countries=("KZ", "RU")),
     meeting(date="2024-11-28", formats=("bilateral",), countries=("KZ", "BY"))),
    (meeting(date="2022-01-10", level=HEADS), meeting(date="2022", level=HEADS, place="Ереван")),
    (meeting(date="2024"), meeting(date="2024-11-28")),
    (meeting(place="Астана"), meeting(place="Астана")),
    (document(kind="protocol", title="статус сил и средств"),
     document(kind="protocol", title="перевозки воинских контингентов")),
    (document(kind="plan", title="План военного сотрудничества на 2021-2025 годы"),
     document(kind="plan", title="План военного сотрудничества на 2026-2030 годы")),
    (document(kind="statement", title="об укреплении границы региона"),
     document(kind="programme", title="об укреплении границы региона")),
    (document(title="Итоговая декларация саммита", date="2023-11-23", stage="signed"),
     document(title="Итоговая декларация саммита", date="2024-11-28", stage="signed")),
    (activity(name="Скала-2023", kind="exercise"), activity(name="Скала-2024", kind="exercise")),
    (activity(name="Канал-Запад", kind="operation", date="2024"),
     activity(name="Канал-Авангард", kind="operation", date="2024")),
    (("chairmanship", {"organisation": "CSTO", "country": "KZ", "year": "2024"}),
     ("chairmanship", {"organisation": "CSTO", "country": "KZ", "year": "2018"})),
    (("membership", {"organisation": "SCO", "country": "BY", "role": "member"}),
     ("membership", {"organisation": "SCO", "country": "BY", "role": "observer"})),
    (("office", {"person": "Иван Петров", "position": "министр обороны"}),
     ("office", {"person": "Пётр Петров", "position": "министр обороны"})),
    (("office", {"person": "Иван Петров", "position": "посол", "of": "KZ"}),
     ("office", {"person": "Иван Петров", "position": "посол", "of": "UZ"})),
    (figure(what="documents", label="документов", value=14, date="2024-11-28"),
     figure(what="documents", label="протокола", value=2, date="2024-11-28")),
    (figure(what="documents", label="документов", value=14, date="2024-11-28"),
     figure(what="documents", label="документов", value=40, date="2024")),
    (figure(what="events", label="мероприятий", value=60, date="2024"),
     figure(what="events", label="антинаркотических мероприятия", value=2, date="2024")),
    (figure(what="trade", label="товарооборот", value=5, date="2024"),
     figure(what="trade", label="экспорт зерна", value=5, date="2024")),
]  # fmt: skip


def items(*facts, published="2024-11-28"):
    made = [report(fact(t, f"Предложение {n}: {' '.join(map(str, s.values()))}.", **s), published=published)
            for n, (t, s) in enumerate(facts)]  # fmt: skip
    return [Item(records[0], article.published, article.id) for article, records in made]


@pytest.mark.parametrize("pair", ONE, ids=str)
def test_one_fact(pair):
    assert len(merge(items(*pair))) == 1


@pytest.mark.parametrize("pair", TWO, ids=str)
def test_two_facts(pair):
    assert len(merge(items(*pair))) == 2


def test_a_vague_record_that_fits_two_sessions_joins_neither():
    sessions = [meeting(date=f"2024-{m}", place="Астана", level=HEADS) for m in ("03-01", "11-28")]
    found = merge(items(*sessions, meeting(date="2024", place="Астана")))
    assert sorted(len(g.items) for g in found) == [1, 1, 1]


def test_two_documents_of_one_report_need_more_to_be_one():
    titles = "заявление о безопасности границ", "заявление о безопасности границ региона и миграции"
    article, records = report(
        *(fact("document", f"Принято {t}.", organisation="CSTO", title=t) for t in titles)
    )
    assert len(merge([Item(r, article.published, article.id) for r in records])) == 2
    far = items(*(document(title=t) for t in titles))
    assert len(merge(far)) == 1


def test_the_id_is_that_of_the_earliest_report():
    early = items(meeting(date="2024-11-28", level=HEADS), published="2024-11-01")
    late = [Item(i.record, i.said, i.article) for n in range(5)
            for i in items(meeting(date="2024-11-28", level=HEADS, place=f"Астана {n}"))]  # fmt: skip
    (alone,), (together,) = merge(early), merge(early + late)
    assert alone.id == together.id
    assert len(together.items) == 6


pool = [f for pair in (*ONE, *TWO) for f in pair]


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_any_order_gives_the_same_groups_and_ids(data):
    chosen = items(*data.draw(st.lists(st.sampled_from(pool), min_size=2, max_size=25)))
    chosen = list({i.record.id: i for i in chosen}.values())
    expected = {(g.id, tuple(g.records)) for g in merge(chosen)}
    shuffled = data.draw(st.permutations(chosen))
    found = merge(shuffled)
    assert {(g.id, tuple(g.records)) for g in found} == expected
    assert sorted(r for g in found for r in g.records) == sorted(i.record.id for i in chosen), "none is lost"


def reports_of(facts):
    """A report for each fact or two, of days that lie apart and together."""
    made = []
    for n, (t, s) in enumerate(facts):
        told = [fact(t, f"Предложение {n}: {list(s.values())}.", **s)]
        if n % 3 == 2:
            u, v = facts[n - 1]
            told.append(fact(u, f"Второе {n}: {list(v.values())}.", **v))
        made.append(report(*told, published=f"2024-11-{n % 7 + 1:02}", outlet=f"Пример {n}"))
    return made


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_any_order_of_adding_gives_the_same_register(data):
    facts = data.draw(st.lists(st.sampled_from(pool), min_size=3, max_size=20))
    reports = reports_of(facts)
    with tempfile.TemporaryDirectory() as folder:
        states = []
        for name, order in (("a.db", reports), ("b.db", data.draw(st.permutations(reports)))):
            with open_register(Path(folder) / name) as register:
                fill(register, *order)
                states.append(state(register))
                register.merge_again()
                states.append(state(register))
    assert all(s == states[0] for s in states)
    found = [Item(r, a.published, a.id) for a, records in reports for r in records]
    assert {g.id for g in merge(found)} == {row[0] for row in states[0][2]}


def test_any_order_gives_the_same_on_both_databases(target):
    reports = reports_of(pool)
    with open_register(target) as there, tempfile.TemporaryDirectory() as folder:
        fill(there, *reports)
        with open_register(Path(folder) / "here.db") as here:
            fill(here, *reversed(reports))
            assert state(here) == state(there)


def test_a_date_that_comes_later_moves_a_record(register):
    late = report(fact(*ONE[0][0][:1], "Сессия прошла.", **ONE[0][0][1]), published=None)
    others = reports_of(pool[:9])
    fill(register, late, *others)
    article, records = late
    register.add(replace(article, published=date(2024, 1, 2)), records)
    with tempfile.TemporaryDirectory() as folder, open_register(Path(folder) / "a.db") as fresh:
        fill(fresh, *others, (replace(article, published=date(2024, 1, 2)), records))
        assert state(fresh) == state(register)


def test_a_register_of_an_earlier_version_is_merged_when_it_is_opened(target):
    from itogi.register import models

    with open_register(target) as register:
        fill(register, *reports_of(pool))
        before = state(register)
        of = register._rows.rows
        of(models.Record).update(node=None)
        for table in (models.Key, models.Edge, models.Node, models.Entry):
            of(table).all().delete()
    with open_register(target) as register:
        assert state(register) == before


def test_a_register_merged_by_earlier_rules_is_merged_anew_when_it_is_opened(target):
    """Marks of other rules would hide what a new report matches."""
    from itogi.register import models

    with open_register(target) as register:
        fill(register, *reports_of(pool))
        before, of = state(register), register._rows.rows
        of(models.Version).update(number=RULES - 1)
        of(models.Key).update(key=F("key") + 1)
        of(models.Entry).update(organisation="SCO")
    with open_register(target) as register:
        assert state(register) == before
        assert not list(register.verify())
        other = report(fact(*ONE[0][0][:1], "Ещё раз о сессии.", **ONE[0][0][1]), published="2024-11-30")
        held = len(list(register.all_entries()))
        fill(register, other)
        assert len(list(register.all_entries())) == held


@settings(max_examples=100, deadline=None)
@given(st.lists(st.sampled_from(pool), min_size=2, max_size=30), st.randoms())
def test_two_that_match_share_a_mark_that_one_asks_for(facts, chance):
    found = list({i.record.id: i for i in items(*facts)}.values())
    spread = defaultdict(lambda: chance.randint(0, 9))
    for a, b in combinations(found, 2):
        if block_of(a) == block_of(b) and judge(a, b):
            assert asks(a, spread) & posts(b) or posts(a) & asks(b, spread)


WORDS = ["горных", "речных", "охране", "учёте", "перевозке", "пастбищ", "архивов", "мостов", "карт", "озёр"]
SPEAKERS = ["Иван Белов", "Белов", "И. Белов", "Игорь Белов", "Пётр Белов", "Иван Петрович Белов"]
wordings = st.lists(st.sampled_from(WORDS), min_size=1, max_size=8, unique=True).map(" ".join)
titles = st.builds(
    lambda day, title, stage: ("document", day, {"organisation": "CIS", "title": title, "stage": stage}),
    st.integers(0, 900), wordings, st.sampled_from(["drafting", "signed"]),
)  # fmt: skip
sayings = st.builds(
    lambda day, speaker, text: ("quote", day, {"speaker": speaker, "direct": True, "text": text}),
    st.integers(0, 900), st.sampled_from(SPEAKERS), wordings,
)  # fmt: skip


@settings(max_examples=200, deadline=None)
@given(st.lists(titles | sayings, min_size=6, max_size=16), st.randoms())
def test_wordings_that_match_share_a_mark_however_long_and_whoever_speaks(told, chance):
    found = [
        Item(Record(type, slots, (), 0.9, "made"), date(2010, 1, 1) + timedelta(days=day), f"{n}")
        for n, (type, day, slots) in enumerate(told)
    ]
    spread = defaultdict(lambda: chance.randint(0, 9))
    for a, b in combinations(found, 2):
        if block_of(a) == block_of(b) and judge(a, b):
            assert asks(a, spread) & posts(b) or posts(a) & asks(b, spread)


def test_judges_are_symmetric():
    for a, b in combinations(items(*pool), 2):
        assert judge(a, b) == judge(b, a)


def test_an_entry_that_an_earlier_report_renames_is_found_by_its_old_id(register):
    slots = {"organisation": "CSTO", "level": "heads-of-state", "date": "2024-11-28"}
    late = report(fact("meeting", "Саммит прошёл.", **slots), published="2024-11-29")
    fill(register, late)
    old = next(register.all_entries()).id
    assert register.successor(old) is None
    fill(register, report(fact("meeting", "Саммит пройдёт.", **slots), published="2024-11-20"))
    now = next(register.all_entries()).id
    assert now != old
    assert register.successor(old) == now
    assert register.successor("0" * 16) is None
