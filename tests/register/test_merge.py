from __future__ import annotations

import tempfile
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from making import dump, fact, fill, report

from itogi.register import open_register
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


def grouped(found):
    """Blocks and merge, as the register does it; groups of record ids."""
    blocks = {}
    for item in found:
        blocks.setdefault(block_of(item.record, item.said), []).append(item)
    return [g for block in blocks.values() for g in merge(block)]


@pytest.mark.parametrize("pair", ONE, ids=str)
def test_one_fact(pair):
    assert len(grouped(items(*pair))) == 1


@pytest.mark.parametrize("pair", TWO, ids=str)
def test_two_facts(pair):
    assert len(grouped(items(*pair))) == 2


def test_a_vague_record_that_fits_two_sessions_joins_neither():
    sessions = [meeting(date=f"2024-{m}", place="Астана", level=HEADS) for m in ("03-01", "11-28")]
    found = grouped(items(*sessions, meeting(date="2024", place="Астана")))
    assert sorted(len(g.items) for g in found) == [1, 1, 1]


def test_two_documents_of_one_report_need_more_to_be_one():
    titles = "заявление о безопасности границ", "заявление о безопасности границ региона и миграции"
    article, records = report(
        *(fact("document", f"Принято {t}.", organisation="CSTO", title=t) for t in titles)
    )
    assert len(grouped([Item(r, article.published, article.id) for r in records])) == 2
    far = items(*(document(title=t) for t in titles))
    assert len(grouped(far)) == 1


def test_the_id_is_that_of_the_earliest_report():
    early = items(meeting(date="2024-11-28", level=HEADS), published="2024-11-01")
    late = [Item(i.record, i.said, i.article) for n in range(5)
            for i in items(meeting(date="2024-11-28", level=HEADS, place=f"Астана {n}"))]  # fmt: skip
    (alone,), (together,) = grouped(early), grouped(early + late)
    assert alone.id == together.id
    assert len(together.items) == 6


pool = [f for pair in (*ONE, *TWO) for f in pair]


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_any_order_gives_the_same_groups_and_ids(data):
    chosen = items(*data.draw(st.lists(st.sampled_from(pool), min_size=2, max_size=25)))
    chosen = list({i.record.id: i for i in chosen}.values())
    expected = {(g.id, tuple(g.records)) for g in grouped(chosen)}
    shuffled = data.draw(st.permutations(chosen))
    found = grouped(shuffled)
    assert {(g.id, tuple(g.records)) for g in found} == expected
    assert sorted(r for g in found for r in g.records) == sorted(i.record.id for i in chosen), "none is lost"


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_any_order_of_adding_gives_the_same_register(data):
    facts = data.draw(st.lists(st.sampled_from(pool), min_size=3, max_size=14))
    reports = [report(fact(t, f"Предложение {n}: {list(s.values())}.", **s), published=f"2024-11-{n + 1:02}")
               for n, (t, s) in enumerate(facts)]  # fmt: skip
    with tempfile.TemporaryDirectory() as folder:
        dumps = []
        for name, order in (("a.db", reports), ("b.db", data.draw(st.permutations(reports)))):
            with open_register(Path(folder) / name) as register:
                fill(register, *order)
                dumps.append((sorted(register.entries(), key=lambda e: e.id), rows(Path(folder) / name)))
    assert dumps[0] == dumps[1]


def rows(path):
    """The dump without the numbers that Django gives to subjects."""
    return sorted(line for line in dump(path) if "register_subject" not in line)


@settings(max_examples=100, deadline=None)
@given(st.lists(st.sampled_from(pool), min_size=2, max_size=30))
def test_the_short_list_of_pairs_leaves_no_match_out(facts):
    from itogi.register.candidates import _by_months, _by_words
    from itogi.register.match import judge
    from itogi.register.traits import rules

    found = list({i.record.id: i for i in items(*facts)}.values())
    for type in {i.record.type for i in found}:
        nodes = [i for i in found if i.record.type == type]
        if type != "meeting" and type not in rules()["by_words"]:
            continue
        listed = set(_by_months(nodes) if type == "meeting" else _by_words(nodes))
        for a, b in combinations(range(len(nodes)), 2):
            if block_of(nodes[a].record, nodes[a].said) == block_of(nodes[b].record, nodes[b].said):
                assert (a, b) in listed or not judge(nodes[a], nodes[b])


def test_judges_are_symmetric():
    from itogi.register.match import judge

    for a, b in combinations(items(*pool), 2):
        assert judge(a, b) == judge(b, a)
